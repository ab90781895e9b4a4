// A table with sorting, filters, pages of rows, and a download of what is shown.

import { h, say, number, numberIn, count, downloadCsv, isWebAddress, outward, tell, fill } from "./dom.js";
import { factAddress, entityAddress, sourceAddress } from "./state.js";
import { hasFact, names, cites } from "./facts.js";

const PAGE = 100;
// So many letters of a cell are shown, with the rest at hand.
const MOST_OF_A_CELL = 160;

// What a cell shows: an id that the page knows is a link, a web address too.
export function cell(value, column) {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "number") return numberIn(column, value);
  const text = String(value);
  if (isWebAddress(text)) return outward(text);
  if (hasFact(text)) return h("a", { href: factAddress(text) }, h("bdi", {}, text));
  if (/(_id|member|entity|holder)$/.test(column) && names().has(text))
    return h("a", { href: entityAddress(text) }, h("bdi", {}, text));
  if (/source/.test(column) && cites().has(text)) return h("a", { href: sourceAddress(text) }, h("bdi", {}, text));
  return say(text, MOST_OF_A_CELL);
}

const order = (one, two) => {
  if (one === two) return 0;
  if (one === null || one === undefined) return 1;
  if (two === null || two === undefined) return -1;
  if (typeof one === "number" && typeof two === "number") return one - two;
  return String(one).localeCompare(String(two), "en", { numeric: true });
};

// The filters in an address, by column.
export function parsed(text) {
  const found = {};
  for (const part of text.split("~").filter(Boolean)) {
    const at = part.indexOf(":");
    if (at > 0) found[part.slice(0, at)] = part.slice(at + 1);
  }
  return found;
}

// `shape` has `name` for the file, `columns`, `rows` as lists, `meanings` by column, `state` { sort, filter } and
// `change(state)`, which is told of every change.
export function table({ name, columns, rows, meanings = {}, state = {}, change = () => {}, numeric, tools }) {
  const isNumber = numeric ?? columns.map((_, at) => rows.some((row) => typeof row[at] === "number"));
  let [sort, filter, page] = [state.sort ?? "", state.filter ?? "", 0];
  let filters = parsed(filter);
  let shown = rows;
  const body = h("tbody", {});
  const tallyLine = h("p", { class: "tally", role: "status" });
  const pager = h("p", { class: "pager" });

  const joined = () =>
    Object.entries(filters).filter(([, text]) => text).map(([column, text]) => `${column}:${text.replaceAll("~", " ")}`).join("~");

  function work() {
    const wanted = Object.entries(filters).filter(([column, text]) => text && columns.includes(column));
    shown = rows.filter((row) =>
      wanted.every(([column, text]) => String(row[columns.indexOf(column)] ?? "").toLowerCase().includes(text.toLowerCase())));
    const at = columns.indexOf(sort.replace(/^-/, ""));
    if (at >= 0) {
      const turn = sort.startsWith("-") ? -1 : 1;
      shown = shown.slice().sort((one, two) => {
        const empty = (one[at] === null) - (two[at] === null);
        return empty || turn * order(one[at], two[at]);
      });
    }
    page = 0;
    draw();
  }

  function draw() {
    const part = shown.slice(page * PAGE, (page + 1) * PAGE);
    fill(body, ...part.map((row) =>
      h("tr", {}, row.map((value, at) => h("td", { class: isNumber[at] ? "n" : null, "data-column": columns[at] }, cell(value, columns[at]))))));
    tallyLine.textContent = shown.length === rows.length
      ? count(rows.length, "row")
      : `${number(shown.length)} of ${count(rows.length, "row")}`;
    const last = Math.max(0, Math.ceil(shown.length / PAGE) - 1);
    const turn = (text, to, enabled) =>
      h("button", { type: "button", class: "small", disabled: !enabled, onclick: () => { page = to; draw(); } }, text);
    fill(pager, ...(last ? [
      turn("Previous", page - 1, page > 0),
      ` rows ${number(page * PAGE + 1)} to ${number(Math.min(shown.length, (page + 1) * PAGE))} `,
      turn("Next", page + 1, page < last)] : []));
  }

  const heads = columns.map((column) => {
    const button = h("button", { type: "button", class: "sort", title: meanings[column] ?? null }, column);
    const th = h("th", { scope: "col" }, button);
    button.addEventListener("click", () => {
      sort = sort === column ? `-${column}` : sort === `-${column}` ? "" : column;
      aria();
      change({ sort, filter: joined() });
      work();
      tell(sort ? `Sorted by ${sort.replace(/^-/, "")}` : "In the order of the data");
    });
    return th;
  });
  const aria = () => heads.forEach((th, at) => {
    const is = sort.replace(/^-/, "") === columns[at];
    th.setAttribute("aria-sort", is ? (sort.startsWith("-") ? "descending" : "ascending") : "none");
  });
  aria();
  const fields = columns.map((column) => {
    const input = h("input", { type: "text", "aria-label": `Filter ${column}`, value: filters[column] ?? "", autocomplete: "off", size: 4 });
    input.addEventListener("input", () => {
      filters[column] = input.value;
      change({ sort, filter: joined() });
      work();
    });
    return h("td", {}, input);
  });
  work();
  return h("div", { class: columns.length > 7 ? "table wide" : "table" },
    h("div", { class: "tools" }, tallyLine,
      h("button", { type: "button", class: "small", onclick: () => downloadCsv(name, columns, shown) }, "Download CSV of what is shown"), tools),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": `Table ${name}` },
      h("table", {}, h("thead", {}, h("tr", {}, heads), h("tr", { class: "sieve" }, fields)), body)),
    pager);
}
