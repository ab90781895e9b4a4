// The front: what this is, what is in it, and how to cite it.

import { h, say, number, count, copyButton, outward, words, add } from "./dom.js";
import { address } from "./state.js";
import { rows, facts, conflicts, expected, once, nameOf, value } from "./facts.js";
import { sourceLink, listOf } from "./parts.js";
import { about } from "./data.js";

const DOORS = [
  ["timeline", "Timeline", "What happened when, and what was expected beside what came of it"],
  ["standings", "Standings", "Who stood how in each year, stated or carried forward"],
  ["trade", "Trade", "The printed tables as charts, with the values that cannot be right"],
  ["where", "Where", "States by their standing, and what happened in which place"],
  ["disagreements", "Disagreements", "Facts that cannot both be true, side by side"],
  ["expectations", "Expectations", "What was forecast or promised, and what became of it"],
  ["tables", "Tables", "Every table and view, to sort, filter and download"],
  ["sql", "SQL", "Your own question to the database, or one of ours"],
  ["copy", "Your copy", "Drop an article that you saved: every cited passage lights up in it"],
];

// The numbers of the front, as the database gives them.
const tallies = (counts) => [
  [counts.facts, "facts", "#table=v_facts"],
  [counts.passages, "cited passages", "#table=citations"],
  [counts.documents, "documents", "#view=about"],
  [counts.works, "works behind them", "#table=v_sources"],
  [counts.disagreements, "disagreements", "#view=disagreements"],
  [counts.expectations, "expectations", "#view=expectations"],
];

// Two facts that cannot both be true: what the dataset is for, in one glance.
const example = (pair) =>
  h("aside", { class: "card" },
    h("p", { class: "kicker" }, "Two documents, two answers"),
    [[pair.fact_1, pair.statement_1, pair.citation_1], [pair.fact_2, pair.statement_2, pair.citation_2]].map(([id, statement, citation]) =>
      h("div", { class: "side" }, h("a", { href: address({ fact: id }), class: "statement" }, say(statement)), h("p", { class: "under" }, h("bdi", {}, citation ?? "")))));

// Drawn before the database is open: from what the file says of itself.
export function frontView(_, out) {
  const it = about();
  const who = it.organisation;
  add(out, h("div", { class: "hero" }, h("div", {},
    h("p", { class: "kicker" }, `Release ${it.version}${it.date ? ` · ${it.date}` : ""}`),
    h("h1", { class: "front" }, it.title.replace(new RegExp(`^${it.name}: *`), "").replace(/^./, (c) => c.toUpperCase())),
    h("p", { class: "lead" }, `What documents say about ${who ? `the ${who}` : "it"}, taken apart into ${number(it.counts.facts)} facts. Each cites the passage that it rests on, and says who speaks.`)), it.example ? example(it.example) : null),
    h("ul", { class: "tallies" }, tallies(it.counts).map(([n, what, href]) => h("li", {}, h("a", { href }, h("b", {}, number(n)), " ", h("span", {}, what))))),
    h("ul", { class: "doors" }, DOORS.map(([view, title, line]) => h("li", {}, h("a", { href: address({ view }) }, h("b", {}, title), h("span", {}, line))))),
    h("section", { class: "band" },
      h("h2", {}, "How to cite"),
      h("pre", { class: "soft", tabindex: "0" }, it.cite_as),
      h("p", { class: "tools" }, copyButton(it.cite_as), h("span", {}, "Licence: ", outward(it.licence_url, it.licence)))));
}

// What is in the page: documents, kinds of facts, licences of what it is made with.
export function aboutView(_, out) {
  const it = about();
  const kinds = once("kinds", () => rows("SELECT kind, status, count(*) AS n FROM v_facts GROUP BY kind, status ORDER BY kind, status"));
  const total = (kind) => kinds.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.n, 0);
  const documents = rows(`SELECT source_id, cite, title, authors, issued, url, facts_resting_on_it AS n FROM v_sources WHERE tier IN ('seed', 'part') ORDER BY n DESC, cite`);
  add(out, 
    h("h1", {}, "What is in this page"),
    h("p", { class: "lead" }, say(it.title)),
    listOf([["release", it.version], ["day of release", it.date], ["licence", outward(it.licence_url, it.licence)], ["cite as", say(it.cite_as)],
      ["whose rows", it.origins.join(", ")], ["made by", `sco ${it.program}`]]),
    h("section", {}, h("h2", {}, "Documents that were read"), h("ul", { class: "plainlist" }, documents.map((one) =>
      h("li", {}, sourceLink(one.source_id, one.cite), ". ", say(one.title), h("span", { class: "quiet" }, ` ${count(one.n, "fact")}`))))),
    h("section", {}, h("h2", {}, "Facts by kind"), h("ul", { class: "plainlist" }, [...new Set(kinds.map((row) => row.kind))].map((kind) =>
      h("li", {}, h("a", { href: address({ view: "search", kind }) }, words(kind)), ` ${number(total(kind))}`)))),
    h("section", {}, h("h2", {}, "How to read it"), h("ul", {},
      h("li", {}, h("b", {}, "Stated"), " facts are what the document says itself; ", h("b", {}, "attributed"), " ones it gives as somebody else’s word; ", h("b", {}, "expected"), " ones were forecast or promised."),
      h("li", {}, "Values are kept as printed. Where a printed value cannot be right, the correct one stands beside it with the reason."),
      h("li", {}, "No sentence of a document is stored here: of each passage there are its place, its length and a digest of its letters."))),
    h("section", {}, h("h2", {}, "What the page is made with"),
      h("details", {}, h("summary", {}, "Licences of Observable Plot, D3 and SQLite’s WebAssembly build"), h("pre", { tabindex: "0" }, it.licences))));
}
