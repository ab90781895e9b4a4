// Trade: the printed tables as charts, what is printed beside what agrees with the rest, and the official series.

import { h, number, choice, add, fill } from "./dom.js";
import { refine, factAddress, address } from "./state.js";
import { rows, once } from "./facts.js";
import { head, none } from "./parts.js";
import { figure, Plot, colours } from "./charts.js";
import { table } from "./table.js";

const FIGURES = `SELECT v.fact_id, v.reporter, v.reporter_id, v.partner, v.partner_id, v.flow, v.commodity, v.period, v.year,
    v.measure, v.qualifier, v.value_as_printed, v.value, v.value_usd, v.best_value_usd, v.best_value_is, v.currency,
    v.statement, v.citation, p.least, p.greatest, t.corrected_min, t.corrected_max, t.unit_mult
  FROM v_trade_figures AS v
  JOIN trade_figures AS t ON t.fact_id = v.fact_id
  LEFT JOIN printed_intervals AS p ON p.fact_id = v.fact_id
  ORDER BY v.reporter, v.period, v.partner, v.flow, v.fact_id`;

const figures = () => once("figures", () => rows(FIGURES));
const SCALE = 1e9;

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
const heightOf = (data) => 64 + flowsOf(data).length * (34 + 21 * new Set(data.map((row) => row.partner)).size);
const told = (row) => `${row.statement}. ${row.citation}`;

function valueChart(group) {
  const data = group.list.map((row) => {
    const [least, greatest] = interval(row);
    return { ...row, best: row.best_value_usd / SCALE, printed: row.value_usd / SCALE, least: least / SCALE, greatest: greatest / SCALE };
  });
  const odd = data.filter((row) => row.best_value_is === "corrected");
  const isLog = Math.max(...data.map((row) => row.printed)) / Math.min(...data.map((row) => row.best)) > 50;
  const columns = ["fact_id", "reporter", "partner", "flow", "period", "value_as_printed", "value_usd", "best_value_usd", "best_value_is", "least", "greatest", "citation"];
  return figure({
    name: `trade-${group.key.replaceAll("~", "-")}`,
    title: `Trade of ${group.reporter}, ${group.period}, in US$ billion`,
    note: [isLog ? "Each step of the scale is ten times the one before. " : "", "A dot is the value that agrees with the rest of the table, the line through it the interval that its digits leave. ",
      odd.length ? "A cross is what is printed where that cannot be right." : ""].join(""),
    label: `Trade values of ${group.reporter} in ${group.period}; each dot leads to its fact`,
    columns,
    rows: group.list.map((row) => [row.fact_id, row.reporter, row.partner, row.flow, row.period, row.value_as_printed, row.value_usd, row.best_value_usd, row.best_value_is, ...interval(row), row.citation]),
    draw: (width) => {
      const c = colours();
      const y = (row) => row.partner;
      return {
        width, marginLeft: Math.min(130, width / 3.2), marginRight: 16, marginTop: 30, marginBottom: 34,
        height: heightOf(data),
        x: { type: isLog ? "log" : "linear", grid: true, label: "US$ billion", ticks: isLog ? 4 : Math.max(3, width / 130), tickFormat: (d) => (!isLog || Number.isInteger(Math.round(Math.log10(d) * 1e6) / 1e6) ? number(d) : "") },
        y: { label: null }, fy: { label: null, domain: flowsOf(data), axis: null, padding: 0.24 },
        marks: [
          Plot.text(data, { fy: "flow", text: (row) => row.flow, frameAnchor: "top-left", dy: -15, dx: -6, fill: c.soft, fontWeight: 600 }),
          Plot.link(odd, { fy: "flow", x1: "best", x2: "printed", y1: y, y2: y, stroke: c.warm, strokeDasharray: "2 3", strokeWidth: 1.2 }),
          Plot.link(data.filter((row) => row.greatest !== null), { fy: "flow", x1: (row) => (isLog ? Math.max(row.least, row.best / 10) : row.least), x2: "greatest", y1: y, y2: y, stroke: c.accent, strokeWidth: 3, strokeOpacity: 0.45, strokeLinecap: "butt" }),
          Plot.dot(odd, { fy: "flow", x: "printed", y, symbol: "times", stroke: c.warm, strokeWidth: 2, r: 4.5, title: (row) => `As printed: ${row.value_as_printed}. ${told(row)}` }),
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
    label: `Growth of the trade of ${group.reporter} in ${group.period}; each dot leads to its fact`,
    columns: ["fact_id", "reporter", "partner", "flow", "period", "growth", "citation"],
    rows: data.map((row) => [row.fact_id, row.reporter, row.partner, row.flow, row.period, row.value, row.citation]),
    draw: (width) => {
      const c = colours();
      return {
        width, marginLeft: Math.min(130, width / 3.2), marginRight: 16, marginTop: 30, marginBottom: 34,
        height: heightOf(data),
        x: { grid: true, label: "per cent", ticks: Math.max(3, width / 90) },
        y: { label: null }, fy: { label: null, domain: flowsOf(data), axis: null, padding: 0.24 },
        marks: [
          Plot.ruleX([0], { stroke: c.soft }),
          Plot.text(data, { fy: "flow", text: (row) => row.flow, frameAnchor: "top-left", dy: -15, dx: -6, fill: c.soft, fontWeight: 600 }),
          Plot.link(data, { fy: "flow", x1: 0, x2: "value", y1: "partner", y2: "partner", stroke: c.accent, strokeOpacity: 0.45, strokeWidth: 1.5 }),
          Plot.dot(data, { fy: "flow", x: "value", y: "partner", r: 4, fill: c.accent, href: (row) => factAddress(row.fact_id), title: told }),
        ],
      };
    },
  });
}

const OFFICIAL = `SELECT trade_flows.dataset, reporter, partner, flow, period, value, title, currency FROM trade_flows
  JOIN trade_datasets ON trade_datasets.dataset = trade_flows.dataset
  WHERE is_total = 1 AND frequency = 'A' AND flow IN ('X', 'M')
  ORDER BY trade_flows.dataset, reporter, partner, flow, period`;

// The official series of the pairs that the documents tell of, where the file has them.
function official(reporter) {
  const series = rows(OFFICIAL).filter((row) => row.reporter === reporter);
  if (!series.length) return null;
  const partners = [...new Set(series.map((row) => row.partner))];
  const nameOf = new Map(rows("SELECT entity_id, name FROM entities").map((one) => [one.entity_id, one.name]));
  return partners.map((partner) => {
    const data = series.filter((row) => row.partner === partner).map((row) => ({ ...row, year: Number(row.period.slice(0, 4)), billions: row.value / SCALE }));
    return figure({
      name: `official-${reporter}-${partner}`,
      title: `Official series: ${nameOf.get(reporter)} and ${nameOf.get(partner)}`,
      note: [...new Set(data.map((row) => `${row.title}, billions of ${row.currency}`))].join("; "),
      label: "Official trade by year",
      columns: ["dataset", "reporter", "partner", "flow", "period", "value", "currency"],
      rows: data.map((row) => [row.dataset, row.reporter, row.partner, row.flow, row.period, row.value, row.currency]),
      draw: (width) => ({
        width, height: 180, marginLeft: 44,
        x: { tickFormat: "d", label: null }, y: { grid: true, label: null },
        marks: [Plot.dot(data, { x: "year", y: "billions", r: 3, symbol: (row) => (row.flow === "X" ? "circle" : "square"), stroke: colours().accent,
          title: (row) => `${row.flow === "X" ? "export" : "import"} ${row.period}: ${number(row.value)} ${row.currency}` })],
      }),
    });
  });
}

export function tradeView(state, out) {
  const current = { ...state, view: "trade" };
  const list = groups();
  const body = h("div", {});
  const draw = () => {
    const chosen = list.find((group) => group.key === current.group) ?? list[0];
    fill(body, ...(chosen ? [chosen.measure === "value" ? valueChart(chosen) : growthChart(chosen)] : []),
      ...(chosen ? official(chosen.key.split("~")[0]) ?? [] : []));
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
