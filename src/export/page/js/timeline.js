// Events in time: how many in each year, and each with what came of it.

import { h, say, words, dateWords, count, choice, field, add, fill } from "./dom.js";
import { address, refine, factAddress } from "./state.js";
import { rows, fact, once, mentions, nameOf, expected } from "./facts.js";
import { status, head, factReference, none, csvButton, longList } from "./parts.js";
import { figure, Plot, colours } from "./charts.js";

const events = () =>
  once("events", () =>
    rows(`SELECT v_events.fact_id, v_events.kind, title, v_events.date, coalesce(year, CAST(substr(date_from, 1, 4) AS INTEGER),
        CAST(substr(date_to, 1, 4) AS INTEGER)) AS year, date_from, date_to, place, status, citation, summary
      FROM v_events ORDER BY year, date_from, date_to, fact_id`));

const outcomes = () => once("outcomes", () => new Map(expected().map((row) => [row.fact_id, row])));

function item(one) {
  const came = one.status === "expected" ? outcomes().get(one.fact_id) : null;
  const others = (came?.outcome_fact_ids ?? "").split(";").filter((id) => id && id !== one.fact_id);
  return h("li", { class: `event ${one.status}` },
    h("span", { class: "when" }, h("bdi", {}, one.date ? dateWords(one.date) : "no date")),
    h("div", {},
      h("a", { href: factAddress(one.fact_id), class: "statement" }, say(one.title)),
      h("p", { class: "under" }, h("span", {}, words(one.kind)), one.place ? h("span", {}, h("bdi", {}, one.place)) : null,
        one.status === "stated" ? null : status(fact(one.fact_id) ?? one), h("span", {}, h("bdi", {}, one.citation ?? ""))),
      came ? h("div", { class: "came" }, h("p", {}, h("b", {}, `→ ${came.outcome}`)),
        others.map((id) => h("p", {}, factReference(id)))) : null));
}

export function timelineView(state, out) {
  const current = { ...state, view: "timeline" };
  const all = events();
  const body = h("div", {});
  const chart = h("div", {});
  const kinds = [...all.reduce((map, one) => map.set(one.kind, (map.get(one.kind) ?? 0) + 1), new Map())].sort((a, b) => b[1] - a[1]);
  const people = once("people of events", () => {
    const tally = new Map();
    for (const one of all) for (const who of mentions().of.get(one.fact_id) ?? []) tally.set(who, (tally.get(who) ?? 0) + 1);
    return [...tally].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  });
  const change = (key) => (value) => {
    current[key] = value;
    refine(current);
    draw();
  };
  const fits = (one, { years = true } = {}) =>
    (!current.kind || one.kind === current.kind) &&
    (!current.who || mentions().of.get(one.fact_id)?.has(current.who)) &&
    (!current.status || one.status === current.status) &&
    (!years || ((!current.from || one.year >= Number(current.from)) && (!current.to || (one.year && one.year <= Number(current.to)))));

  function drawChart() {
    const of = all.filter((one) => one.year && fits(one, { years: false }));
    const [low, high] = [Number(current.from) || -Infinity, Number(current.to) || Infinity];
    const first = Math.max(1990, Math.min(...of.map((one) => one.year)));
    const early = of.filter((one) => one.year < first).length;
    const tally = new Map();
    for (const one of of.filter((one) => one.year >= first)) {
      const key = `${one.year} ${one.status === "expected" ? "expected" : "told of"}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    }
    const data = [...tally].map(([key, n]) => ({ year: Number(key.slice(0, 4)), sort: key.slice(5), n })).sort((a, b) => a.year - b.year || (a.sort < b.sort ? 1 : -1));
    if (!data.length) return chart.replaceChildren();
    fill(chart, figure({
      name: "timeline",
      title: "Events by year",
      signs: [["bar", "accent", "told of"], ["hollow bar", "accent", "only expected"]],
      note: `Choose a bar to see that year.${early ? ` ${count(early, "event")} before ${first} ${early === 1 ? "is" : "are"} in the list alone.` : ""}`,
      label: "Events by year; each bar leads to its year",
      columns: ["year", "sort", "events"],
      rows: data.map((row) => [row.year, row.sort, row.n]),
      draw: (width) => {
        const c = colours();
        const isIn = (row) => row.year >= low && row.year <= high;
        return {
          width, height: 170, marginLeft: 36, marginRight: 8, marginBottom: 26, marginTop: 14,
          x: { tickFormat: "d", label: null, ticks: Math.max(3, Math.floor(width / 80)), domain: [first - 0.5, Math.max(...data.map((row) => row.year)) + 0.5] },
          y: { grid: true, label: null, ticks: 4 },
          marks: [
            Plot.ruleY([0], { stroke: c.line }),
            Plot.rectY(data, {
              x1: (row) => row.year - 0.42, x2: (row) => row.year + 0.42, y: "n",
              fill: (row) => (row.sort === "expected" ? c.paper : c.accent), stroke: c.accent, strokeWidth: 1,
              strokeDasharray: "3 2", fillOpacity: (row) => (isIn(row) ? 1 : 0.25), strokeOpacity: (row) => (isIn(row) ? 1 : 0.3),
              href: (row) => address({ ...current, from: row.year, to: row.year }),
              title: (row) => `${row.year}: ${count(row.n, "event")} ${row.sort}`,
            }),
          ],
        };
      },
    }));
  }

  function draw() {
    drawChart();
    const list = all.filter((one) => fits(one));
    const groups = Map.groupBy ? Map.groupBy(list, (one) => one.year ?? "no date")
      : list.reduce((map, one) => (map.get(one.year ?? "no date") ?? map.set(one.year ?? "no date", []).get(one.year ?? "no date")).push(one) && map, new Map());
    const years = [...groups].sort(([a], [b]) => (a === "no date") - (b === "no date") || a - b);
    const isWhole = !current.from && !current.to;
    fill(body, 
      h("div", { class: "tools" }, h("p", { class: "tally", role: "status" }, count(list.length, "event")),
        isWhole ? null : h("a", { href: address({ ...current, from: "", to: "" }) }, "All years"),
        csvButton("events", ["fact_id", "date", "kind", "title", "place", "status", "citation"], () => list.map((one) => [one.fact_id, one.date, one.kind, one.title, one.place, one.status, one.citation]))),
      list.length ? years.map(([year, of]) => h("section", { class: "year" }, h("h2", {}, String(year), h("span", { class: "n" }, count(of.length, "event"))), h("ol", { class: longList("events", list) }, of.map(item)))) : none("No event fits."));
  }
  add(out, ...head("Timeline", "What the documents tell of, and what they only expect, each beside what came of it."),
    h("div", { class: "filters" },
      field("From year", current.from, change("from"), { inputmode: "numeric", size: 5, maxlength: 4 }),
      field("To year", current.to, change("to"), { inputmode: "numeric", size: 5, maxlength: 4 }),
      choice("Kind", [["", "every kind"], ...kinds.map(([kind, n]) => [kind, `${words(kind)} (${n})`])], current.kind, change("kind")),
      choice("Who or what", [["", "anybody"], ...people.map(([id, n]) => [id, `${nameOf(id)} (${n})`])], current.who, change("who")),
      choice("Status", [["", "any"], ["stated", "stated"], ["attributed", "attributed"], ["expected", "expected"]], current.status, change("status"))),
    chart, body);
  draw();
}
