// Every table and view of the database, to sort, filter and download; and questions in SQL.

import { h, say, number, count, choice, downloadCsv, tell, add, fill } from "./dom.js";
import { refine, address } from "./state.js";
import { rows, database, once, fillIndex } from "./facts.js";
import { head } from "./parts.js";
import { table, parsed } from "./table.js";
import { about } from "./data.js";
import { worker } from "./workers.js";

const relations = () =>
  once("relations", () => rows("SELECT table_name AS name, kind, meaning, unique_by FROM meta_tables ORDER BY kind DESC, position"));
const quoted = (name) => `"${String(name).replaceAll('"', '""')}"`;

export function tablesView(_, out) {
  const first = once("start here", () => rows("SELECT look_at FROM start_here").map((row) => row.look_at));
  const part = (title, list) => h("section", {}, h("h2", {}, title), h("ul", { class: "plainlist" }, list.map((one) =>
    h("li", {}, h("a", { href: address({ table: one.name }) }, h("code", {}, one.name)), h("br"), say(one.meaning)))));
  const others = (kind) => relations().filter((one) => one.kind === kind && !first.includes(one.name));
  add(out, ...head("Tables", "Everything in the page’s database. Views are for reading, tables hold the rows beneath them."),
    part("To begin with", first.map((name) => relations().find((one) => one.name === name)).filter(Boolean)),
    part("Other views", others("view")), part("Tables", others("table")));
}

// What a table shows, as a question.
export function asQuestion(name, columns, { sort = "", filter = "" }) {
  const plain = (column) => (/^[a-z_][a-z0-9_]*$/.test(column) ? column : quoted(column));
  const text = (value) => `'${value.replaceAll("'", "''")}'`;
  const wanted = Object.entries(parsed(filter)).filter(([column, part]) => part && columns.includes(column)).map(([column, part]) =>
    (/[%_]/.test(part) ? `instr(lower(${plain(column)}), ${text(part.toLowerCase())})` : `${plain(column)} LIKE ${text(`%${part}%`)}`));
  const by = sort.replace(/^-/, "");
  return [`SELECT *\nFROM ${plain(name)}`, wanted.length ? `WHERE ${wanted.join("\n    AND ")}` : null,
    columns.includes(by) ? `ORDER BY ${plain(by)}${sort.startsWith("-") ? " DESC" : ""}` : null, "LIMIT 100;"].filter(Boolean).join("\n");
}

export function tableView(state, out) {
  const one = relations().find((one) => one.name === state.table);
  if (!one) {
    add(out, ...head("Not here"), h("p", {}, "The page has no table ", h("code", {}, String(state.table).slice(0, 100)), ". ", h("a", { href: "#view=tables" }, "All tables")));
    return;
  }
  if (one.name.startsWith("search_")) fillIndex();
  const order = (one.unique_by ?? "").split(/,\s*/).filter(Boolean).map(quoted).join(", ");
  const { names, rows: all } = database().answer(`SELECT * FROM ${quoted(one.name)}${order ? ` ORDER BY ${order}` : ""}`);
  const meanings = Object.fromEntries(rows("SELECT column_name, meaning FROM meta_columns WHERE table_name = ?1", [one.name]).map((row) => [row.column_name, row.meaning]));
  const current = { ...state };
  const ask = h("a", {}, "Ask this in SQL");
  const lead = () => ask.setAttribute("href", address({ view: "sql", q: asQuestion(one.name, names, current) }));
  lead();
  add(out, 
    h("p", { class: "kicker" }, h("a", { href: "#view=tables" }, "Tables"), ` · ${one.kind}`), h("h1", {}, h("code", {}, one.name)), h("p", { class: "lead" }, say(one.meaning)),
    table({ name: one.name, columns: names, rows: all, meanings, state, tools: ask, change: (part) => {
      Object.assign(current, part);
      refine(current);
      lead();
    } }),
    h("details", {}, h("summary", {}, "What each column means"), h("dl", { class: "pairs" }, names.map((name) => [h("dt", {}, h("code", {}, name)), h("dd", {}, meanings[name] ?? "")]))));
}

const MOST = 10_000;

export function sqlView(state, out) {
  const current = { ...state, view: "sql" };
  const questions = about().questions;
  const text = h("textarea", { rows: 6, spellcheck: "false", autocapitalize: "off", "aria-label": "Question in SQL", value: current.q ?? "SELECT * FROM start_here;" });
  const result = h("div", { "aria-live": "polite" });
  const stop = h("button", { type: "button", class: "small", hidden: true }, "Stop");
  const run = h("button", { type: "button", class: "main" }, "Ask");
  let running = null;
  const end = () => {
    running = null;
    stop.hidden = true;
    run.disabled = false;
  };
  async function ask() {
    if (running) return;
    current.q = text.value;
    refine(current);
    fill(result, h("p", { class: "quiet" }, "Asking …"));
    stop.hidden = false;
    run.disabled = true;
    const started = performance.now();
    running = worker("sql");
    try {
      const { names, rows: found, more } = await running.ask({ task: "sql", sql: text.value, most: MOST });
      const took = Math.round(performance.now() - started);
      fill(result, 
        more ? h("p", { class: "note" }, `These are the first ${number(MOST)} rows.`) : null,
        names.length ? table({ name: "answer", columns: names, rows: found }) : h("p", {}, "Done; it has no rows."),
        h("p", { class: "quiet" }, `${count(found.length, "row")} in ${number(took)} ms`));
      tell(`${count(found.length, "row")}`);
    } catch (error) {
      fill(result, h("p", { class: "error", role: "alert" }, say(error.message)));
    }
    end();
  }
  stop.addEventListener("click", () => running?.stop());
  run.addEventListener("click", ask);
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      ask();
    }
  });
  add(out, ...head("SQL", ["The database in this page answers any question; it is only read. ", h("a", { href: "#view=tables" }, "What it holds"), "."]),
    h("div", { class: "filters" }, choice("A question that is ready", [["", "choose one"], ...questions.map((one, at) => [at, one.title])], "", (at) => {
      if (at === "") return;
      text.value = questions[at].sql;
      ask();
    })),
    h("div", { class: "ask" }, text, h("p", { class: "tools" }, run, stop, h("span", { class: "quiet" }, "Ctrl and Enter ask too"))), result);
  if (current.q) ask();

}
