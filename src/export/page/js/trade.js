// Trade: the printed tables as charts, what is printed beside what agrees with the rest, and the official series.

import { h, number, count, choice, add, fill } from "./dom.js";
import { refine, factAddress, address } from "./state.js";
import { rows, once } from "./facts.js";
import { head, none } from "./parts.js";
import { figure, Plot, colours } from "./charts.js";
import { SCALE, officialOf, officialCharts } from "./official.js";
import { table } from "./table.js";

const FIGURES = `SELECT v.fact_id, v.reporter, v.reporter_id, v.partner, v.partner_id, v.flow, v.commodity, v.period, v.year,
    v.measure, v.qualifier, v.value_as_printed, v.value, v.value_usd, v.best_value_usd, v.best_value_is, v.currency,
    v.statement, v.citation, p.least, p.greatest, t.corrected_min, t.corrected_max, t.unit_mult
  FROM v_trade_figures AS v
  JOIN trade_figures AS t ON t.fact_id = v.fact_id
  LEFT JOIN printed_intervals AS p ON p.fact_id = v.fact_id
  ORDER BY v.reporter, v.period, v.partner, v.flow, v.fact_id`;

const figures = () => once("figures", () => rows(FIGURES));

// The interval of a figure in dollars: that of the printed digits, or of the correction.
function interval(row) {
  if (row.best_value_is === "corrected") {
    const factor = 10 ** (row.unit_mult ?? 0);
    return [Number(row.corrected_min) * factor, Number(row.corrected_max) * factor];
  }
  return [row.least, row.greatest];
}

const groups = () =>
  once("trade groups", () => {
    const map = new Map();
    for (const row of figures()) {
      const measure = row.measure === "value" && row.value_usd !== null ? "value" : row.measure === "growth" ? "growth" : null;
      if (!measure) continue;
      const key = `${row.reporter_id}~${row.period}~${measure}`;
      (map.get(key) ?? map.set(key, { key, reporter: row.reporter, period: row.period, measure, list: [] }).get(key)).list.push(row);
    }
    return [...map.values()].filter((group) => group.list.length > 2).sort((a, b) => b.list.length - a.list.length || (a.measure < b.measure ? 1 : -1));
  });

const flowsOf = (data) => ["export", "import", "total"].filter((flow) => data.some((row) => row.flow === flow));
const LINE = 23;
const heightOf = (data, line = LINE) => 64 + flowsOf(data).length * (34 + line * new Set(data.map((row) => row.partner)).size);
const told = (row) => `${row.statement}. ${row.citation}`;
// Over the rows of each flow.
const HEADS = { export: "exports to", import: "imports from", total: "trade with, both ways" };
const marginOf = (width) => Math.min(130, Math.round(width / 3.2));
const flowHeads = (data, c, width) =>
  Plot.text(flowsOf(data), { fy: (flow) => flow, text: (flow) => HEADS[flow], frameAnchor: "top-left", dy: -15, dx: -marginOf(width), fill: c.soft, fontWeight: 600 });

// A scale of powers of ten where one value is many times another, else one that begins at nothing.
function scaleOf(values, width) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(least > 0 && most / least > 50)) return { type: "linear", zero: true, ticks: Math.max(3, width / 130) };
  const [first, last] = [Math.floor(Math.log10(least) + 0.05), Math.ceil(Math.log10(most) - 0.05)];
  // The decimal power itself: 10 ** -2 is not the number that 0.01 is.
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(`1e${first + at}`));
  return { type: "log", domain: [Math.min(least, ticks[0]), Math.max(most, ticks.at(-1))], ticks };
}

const VALUE_COLUMNS = ["fact_id", "reporter", "partner", "flow", "period", "value_as_printed", "value_usd", "best_value_usd", "best_value_is",
  "least", "greatest", "citation", "official_values"];

function valueChart(group) {
  const data = group.list.map((row) => {
    const [least, greatest] = interval(row);
    return { ...row, best: row.best_value_usd / SCALE, printed: row.value_usd / SCALE, least: least / SCALE, greatest: greatest / SCALE };
  });
  const odd = data.filter((row) => row.best_value_is === "corrected");
  const withInterval = data.filter((row) => row.greatest !== null && row.greatest > row.least);
  const official = data.flatMap((row) => officialOf(row.fact_id).map((one) => ({ ...row, ...one, official: one.official_value / SCALE })))
    .filter((row) => row.official_currency === row.currency);
  const [own, mirror] = [official.filter((row) => !row.is_mirror), official.filter((row) => row.is_mirror)];
  const values = [...data.flatMap((row) => [row.best, row.printed]), ...official.map((row) => row.official)];
  const isLog = scaleOf(values, 1000).type === "log";
  return figure({
    name: `trade-${group.key.replaceAll("~", "-")}`,
    title: `Trade of ${group.reporter}, ${group.period}, in US$ billion`,
    note: isLog ? "Each line of the scale is ten times the one before." : null,
    signs: [["dot", "accent", odd.length ? "the value, corrected where it has to be" : "the value"],
      ...(withInterval.length ? [["interval", "accent", "what its digits leave open"]] : []),
      ...(odd.length ? [["cross", "warm", "as printed, where that cannot be right"]] : []),
      ...(own.length ? [["diamond", "official", `official series of ${group.reporter}`]] : []),
      ...(mirror.length ? [["hollow diamond", "official", "official series of the other side"]] : [])],
    label: `Trade values of ${group.reporter} in ${group.period}; each dot leads to its fact`,
    columns: VALUE_COLUMNS,
    rows: group.list.map((row) => [row.fact_id, row.reporter, row.partner, row.flow, row.period, row.value_as_printed, row.value_usd, row.best_value_usd, row.best_value_is, ...interval(row), row.citation,
      officialOf(row.fact_id).map((one) => `${one.official_series}: ${one.official_value} (${one.dataset_title}${one.valuation === "unstated" ? "" : `, ${one.valuation}`})`).join("; ")]),
    draw: (width) => {
      const c = colours();
      const scale = scaleOf(values, width);
      const y = (row) => row.partner;
      const least = (row) => (isLog ? Math.max(row.least, scale.domain[0]) : row.least);
      const tellOfficial = (row) => `${row.dataset_title}, ${row.official_series}: US$ ${number(row.official)} billion. Printed: ${row.value_as_printed}`;
      // Beneath the dots, so that none hides another.
      const diamonds = (list, options) => Plot.dot(list, { fy: "flow", x: "official", y, dy: 8, symbol: "diamond", r: 4, href: (row) => factAddress(row.fact_id), title: tellOfficial, ...options });
      return {
        width, marginLeft: marginOf(width), marginRight: 16, marginTop: 52, marginBottom: 34,
        height: heightOf(data, official.length ? 32 : LINE),
        x: { ...scale, axis: "both", grid: true, label: null, tickFormat: number },
        y: { label: null, tickSize: 0 }, fy: { label: null, domain: flowsOf(data), axis: null, padding: 0.24 },
        marks: [
          flowHeads(data, c, width),
          Plot.link(odd, { fy: "flow", x1: "best", x2: "printed", y1: y, y2: y, stroke: c.warm, strokeDasharray: "2 3", strokeWidth: 1.2 }),
          Plot.link(withInterval, { fy: "flow", x1: least, x2: "greatest", y1: y, y2: y, stroke: c.accent, strokeWidth: 3, strokeOpacity: 0.45, strokeLinecap: "butt" }),
          diamonds(mirror, { fill: c.paper, stroke: c.official, strokeWidth: 1.5 }), diamonds(own, { fill: c.official }),
          Plot.dot(odd, { fy: "flow", x: "printed", y, symbol: "times", stroke: c.warm, strokeWidth: 2, r: 4.5, href: (row) => factAddress(row.fact_id), title: (row) => `As printed: ${row.value_as_printed}. ${told(row)}` }),
          Plot.dot(data, { fy: "flow", x: "best", y, fill: c.accent, r: 4, href: (row) => factAddress(row.fact_id), title: told }),
        ],
      };
    },
  });
}

function growthChart(group) {
  const data = group.list;
  return figure({
    name: `trade-${group.key.replaceAll("~", "-")}`,
    title: `Growth of the trade of ${group.reporter}, ${group.period}, in per cent`,
    note: "Over the year before, as printed.",
    signs: [["dot", "accent", "growth"]],
    label: `Growth of the trade of ${group.reporter} in ${group.period}; each dot leads to its fact`,
    columns: ["fact_id", "reporter", "partner", "flow", "period", "growth", "citation"],
    rows: data.map((row) => [row.fact_id, row.reporter, row.partner, row.flow, row.period, row.value, row.citation]),
    draw: (width) => {
      const c = colours();
      return {
        width, marginLeft: marginOf(width), marginRight: 16, marginTop: 52, marginBottom: 34,
        height: heightOf(data),
        x: { grid: true, axis: "both", label: null, ticks: Math.max(3, width / 90), tickFormat: number },
        y: { label: null, tickSize: 0 }, fy: { label: null, domain: flowsOf(data), axis: null, padding: 0.24 },
        marks: [
          Plot.ruleX([0], { stroke: c.soft }),
          flowHeads(data, c, width),
          Plot.link(data, { fy: "flow", x1: 0, x2: "value", y1: "partner", y2: "partner", stroke: c.accent, strokeOpacity: 0.45, strokeWidth: 1.5 }),
          Plot.dot(data, { fy: "flow", x: "value", y: "partner", r: 4, fill: c.accent, href: (row) => factAddress(row.fact_id), title: told }),
        ],
      };
    },
  });
}

export function tradeView(state, out) {
  const current = { ...state, view: "trade" };
  const list = groups();
  const body = h("div", {});
  const draw = () => {
    const chosen = list.find((group) => group.key === current.group) ?? list[0];
    const reporter = chosen?.key.split("~")[0];
    const official = chosen ? officialCharts(reporter, figures()) : [];
    fill(body, chosen ? (chosen.measure === "value" ? valueChart(chosen) : growthChart(chosen)) : null,
      official.length ? h("section", {}, h("h2", {}, "Official series by year"),
        h("p", { class: "quiet" }, `What statistics have of the same trade, each side by itself: ${count(official.length, "series", "series")} of pairs of which a document tells.`),
        h("div", { class: "pair-charts" }, official)) : null);
  };
  add(out, ...head("Trade", "Every figure stands as it is printed. Where a printed one cannot be right, the value that agrees with the rest of its table stands beside it, with the reason on its page."));
  if (!figures().length) {
    add(out, none("The dataset has no trade figure."));
    return;
  }
  if (list.length)
    add(out, h("div", { class: "filters" }, choice("Table", list.map((group) => [group.key, `${group.reporter} ${group.period}, ${group.measure === "value" ? "values" : "growth"} (${group.list.length})`]), current.group ?? list[0].key, (key) => {
      current.group = key;
      refine(current);
      draw();
    })), body);
  draw();
  const columns = ["fact_id", "reporter", "partner", "flow", "period", "measure", "qualifier", "value_as_printed", "best_value_usd", "best_value_is", "citation"];
  add(out, h("section", {}, h("h2", {}, "All figures"),
    table({ name: "trade", columns, rows: figures().map((row) => columns.map((column) => row[column])), state: current, change: (part) => {
      Object.assign(current, part);
      refine(current);
    } })),
    h("p", { class: "quiet" }, h("a", { href: address({ table: "v_trade_figures" }) }, "The same with every column")));
}
