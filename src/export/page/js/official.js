// Official trade statistics, where the file has them: what they say beside each figure of a document, and by year.

import { number } from "./dom.js";
import { factAddress } from "./state.js";
import { rows, value, once, nameOf } from "./facts.js";
import { figure, Plot, colours } from "./charts.js";

export const SCALE = 1e9;

const has = () => once("has official", () => Boolean(value("SELECT EXISTS (SELECT 1 FROM trade_flows)")));

// The series that fit a figure, as v_trade_check finds them; those in another currency are not compared.
export const officialOf = (fact) =>
  once("official of figures", () => {
    const of = new Map();
    const found = has() ? rows(`SELECT fact_id, official_value, official_currency, verdict, difference_percent, wrong_by, official_series,
        is_mirror, valuation, dataset_title FROM v_trade_check WHERE official_value IS NOT NULL AND missing IS NULL
      ORDER BY fact_id, is_mirror, dataset_title, official_series, valuation`) : [];
    for (const row of found) (of.get(row.fact_id) ?? of.set(row.fact_id, []).get(row.fact_id)).push(row);
    return of;
  }).get(fact) ?? [];

const SERIES = `SELECT trade_flows.dataset, reporter, partner, flow, valuation, classification, period, value, title, currency
  FROM trade_flows JOIN trade_datasets ON trade_datasets.dataset = trade_flows.dataset
  WHERE commodity = 'TOTAL' AND frequency = 'A' AND flow IN ('X', 'M')
  ORDER BY trade_flows.dataset, reporter, partner, flow DESC, valuation, classification, period`;

const key = (row) => `${row.dataset} ${row.reporter} ${row.partner}`;
const FLOWS = { X: "exports", M: "imports" };
const VALUATIONS = { cif: "with insurance and freight", fob: "without insurance and freight" };

// Each step from a year of a series to the next year that it has.
function steps(data) {
  const line = (row) => `${row.flow} ${row.valuation} ${row.classification}`;
  return data.slice(1).map((row, at) => [data[at], row]).filter(([one, next]) => line(one) === line(next))
    .map(([one, next]) => ({ flow: next.flow, x1: one.year, y1: one.billions, x2: next.year, y2: next.billions }));
}

// Of one dataset, what one side has of its trade with the other, with what documents print of the same.
function chart(series, printed) {
  const [{ dataset, reporter, partner, title, currency }] = series;
  const data = series.map((row) => ({ ...row, year: Number(row.period), billions: row.value / SCALE }));
  const marks = printed.filter((row) => row.reporter_id === reporter && row.partner_id === partner && row.year && ["export", "import"].includes(row.flow) && row.currency === currency && row.value_usd !== null)
    .map((row) => ({ ...row, printed: row.value_usd / SCALE, best: row.best_value_usd / SCALE }));
  const highest = Math.max(...data.map((row) => row.billions), ...marks.map((row) => row.best));
  // A printed value that cannot be right may be so large that beside it nothing else could be read.
  const odd = marks.filter((row) => row.best_value_is === "corrected");
  const beyond = odd.filter((row) => row.printed > 3 * highest);
  const crosses = odd.filter((row) => row.printed <= 3 * highest);
  const years = [...data, ...marks].map((row) => row.year);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const valuations = [...new Set(data.map((row) => row.valuation))].filter((word) => VALUATIONS[word])
    .map((word) => `${FLOWS[data.find((row) => row.valuation === word).flow]} ${VALUATIONS[word]}`);
  const has = (flow) => data.some((row) => row.flow === flow);
  return figure({
    name: `official-${dataset}-${reporter}-${partner}`,
    title: `${nameOf(reporter)} with ${nameOf(partner)}, ${first === last ? first : `${first}–${last}`}, in billion ${currency}`,
    note: `${title}: all goods, as ${nameOf(reporter)} has them${valuations.length ? `; ${valuations.join(", ")}` : ""}.${beyond.map((row) => ` ${row.value_as_printed} is printed for the ${row.flow}s of ${row.year}, which is beyond this scale.`).join("")}`,
    signs: [...(has("X") ? [["diamond", "official", "exports"]] : []), ...(has("M") ? [["hollow diamond", "official", "imports"]] : []),
      ...(marks.length ? [["dot", "accent", "of a document, corrected where it has to be"]] : []),
      ...(crosses.length ? [["cross", "warm", "as printed, where that cannot be right"]] : [])],
    label: `Official trade of ${nameOf(reporter)} with ${nameOf(partner)} by year`,
    columns: ["dataset", "reporter", "partner", "flow", "valuation", "classification", "period", "value", "currency"],
    rows: series.map((row) => [row.dataset, row.reporter, row.partner, row.flow, row.valuation, row.classification, row.period, row.value, row.currency]),
    draw: (width) => {
      const c = colours();
      const say = (row) => `${FLOWS[row.flow]} ${row.period}: ${number(row.value)} ${currency} (${title}${row.valuation === "unstated" ? "" : `, ${row.valuation}`})`;
      const dots = (flow, options) => Plot.dot(data.filter((row) => row.flow === flow), { x: "year", y: "billions", symbol: "diamond", r: 4, title: say, ...options });
      const span = last - first;
      return {
        width, height: 190, marginLeft: 52, marginRight: 14, marginBottom: 26,
        x: { label: null, domain: [first - 0.5, last + 0.5], ticks: Array.from({ length: span + 1 }, (_, at) => first + at).filter((year) => (year - first) % Math.ceil((span + 1) / Math.max(2, width / 55)) === 0), tickFormat: "d" },
        y: { grid: true, label: null, zero: true, ticks: 4, tickFormat: number },
        marks: [
          Plot.ruleY([0], { stroke: c.line }),
          Plot.link(steps(data), { x1: "x1", y1: "y1", x2: "x2", y2: "y2", stroke: c.official, strokeOpacity: 0.5, strokeDasharray: (row) => (row.flow === "X" ? "none" : "3 3") }),
          dots("X", { fill: c.official }), dots("M", { fill: c.paper, stroke: c.official, strokeWidth: 1.5 }),
          Plot.dot(crosses, { x: "year", y: "printed", symbol: "times", stroke: c.warm, strokeWidth: 2, r: 4.5, href: (row) => factAddress(row.fact_id), title: (row) => `As printed: ${row.value_as_printed}. ${row.statement}. ${row.citation}` }),
          Plot.dot(marks, { x: "year", y: "best", fill: c.accent, stroke: c.paper, r: 4, href: (row) => factAddress(row.fact_id), title: (row) => `${row.statement}. ${row.citation}` }),
        ],
      };
    },
  });
}

// The charts of a reporter and those with whom the documents have it trade, its own series first.
export function officialCharts(reporter, printed) {
  if (!has()) return [];
  const partners = new Set(printed.filter((row) => row.reporter_id === reporter).map((row) => row.partner_id));
  const fits = (row) => (row.reporter === reporter && partners.has(row.partner)) || (row.partner === reporter && partners.has(row.reporter));
  const by = new Map();
  for (const row of once("official series", () => rows(SERIES)).filter(fits)) (by.get(key(row)) ?? by.set(key(row), []).get(key(row))).push(row);
  return [...by.values()].sort(([one], [two]) => (two.reporter === reporter) - (one.reporter === reporter)).map((series) => chart(series, printed));
}
