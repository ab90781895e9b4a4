// Search over everything, as one types.

import { h, number, words, choice, field, count, say, add, fill } from "./dom.js";
import { find, told, bare, hitOf, prepareMore } from "./find.js";
import { refine, entityAddress, sourceAddress } from "./state.js";
import { rows, value, facts, once, fillIndex, mentions, nameOf, citeOf, names } from "./facts.js";
import { factLine, kindWord, head, inPieces, none, csvButton } from "./parts.js";

// A text with the words that were searched for marked.
export function marked(text, wanted) {
  const whole = String(text ?? "");
  if (!wanted.length || whole.length > 5000) return say(whole);
  const out = h("bdi", {});
  let at = 0;
  for (const found of whole.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = bare(found[0]);
    if (!wanted.some((one) => word.startsWith(one))) continue;
    add(out, whole.slice(at, found.index), h("mark", {}, found[0]));
    at = found.index + found[0].length;
  }
  add(out, whole.slice(at));
  return out;
}

// What each hit is, beyond its line in the index.
const sourceYears = () =>
  once("source years", () => new Map(rows("SELECT source_id, CAST(substr(issued_from, 1, 4) AS INTEGER) AS year FROM sources").map((one) => [one.source_id, one.year])));

function fits(hit, state, but) {
  const { one } = hit;
  if (but !== "kind" && state.kind && hit.kind !== state.kind) return false;
  if (state.from || state.to) {
    const year = one ? one.year : hit.kind === "sources" ? sourceYears().get(hit.id) : null;
    if (state.from && !(year >= Number(state.from))) return false;
    if (state.to && !(year && year <= Number(state.to))) return false;
  }
  if (but !== "status" && state.status && one?.status !== state.status) return false;
  if (state.source && !(one ? `;${one.source_ids};`.includes(`;${state.source};`) : hit.id === state.source)) return false;
  if (state.entity && !(one ? mentions().of.get(hit.id)?.has(state.entity) : hit.id === state.entity)) return false;
  return true;
}

// The document that a hit is, or is a passage of.
const documentOf = (hit) =>
  hit.kind === "citations" ? value("SELECT source_id FROM citations WHERE citation_id = ?1", [hit.id]) : hit.id;

function line(found, wanted) {
  const [hit, { one }] = [told(found), found];
  const mark = (text) => marked(text, wanted);
  if (one) return factLine(one, { mark });
  const href = hit.kind === "entities" ? entityAddress(hit.id) : sourceAddress(documentOf(hit));
  return h("li", { class: "fact" },
    h("a", { href, class: "statement" }, mark(hit.heading)),
    h("p", { class: "under" }, h("span", { class: "tag" }, kindWord(hit.kind)), hit.citation ? h("bdi", {}, hit.citation) : null));
}

// How many hits are drawn while one types, before the next frame: more than a window holds.
const AT_ONCE = 16;

const KINDS_FIRST = ["entities", "sources", "events"];
const FILTERS = ["kind", "status", "from", "to", "source", "entity"];

// The entities that most facts name, and the documents, as options.
const topEntities = () =>
  once("top entities", () =>
    [...mentions().by].map(([id, of]) => [id, of.size]).sort((a, b) => b[1] - a[1]).slice(0, 200)
      .map(([id, n]) => [id, `${nameOf(id)} (${n})`]));
const documents = () =>
  once("documents", () =>
    rows("SELECT source_id, cite, facts_resting_on_it AS n FROM v_sources WHERE facts_resting_on_it > 0 ORDER BY cite")
      .map((one) => [one.source_id, `${one.cite} (${one.n})`]));

// What the first letters would have to wait for otherwise, piece by piece.
export function* prepareTyping() {
  yield topEntities();
  yield documents();
  yield* prepareMore();
}

export function searchView(state, out) {
  const current = { ...state, view: "search" };
  const input = document.getElementById("find-words");
  const results = h("div", {});
  const filters = h("div", { class: "filters" });
  const change = (key) => (value) => {
    current[key] = value;
    refine(current);
    draw();
  };
  const kindNames = new Map([["", "everything"]]);
  const statusNames = new Map([["", "any"], ["stated", "stated"], ["attributed", "attributed"], ["expected", "expected"]]);
  const kinds = [...new Set(facts().map((one) => one.kind))].sort();
  const withChosen = (list, id, name) => (id && !list.some(([one]) => one === id) ? [[id, name(id)], ...list] : list);

  for (const kind of [...KINDS_FIRST.slice(0, 2), ...kinds]) kindNames.set(kind, kindWord(kind));
  const kindChoice = choice("Kind", [...kindNames], current.kind, change("kind"));
  const statusChoice = choice("Status", [...statusNames], current.status, change("status"));

  const isFiltered = () => FILTERS.some((key) => current[key]);

  // How many of what is found are of each kind and status, were that the choice.
  function recount(hits) {
    const all = !isFiltered();
    const tally = (but, wordOf) => {
      const of = new Map();
      for (const hit of hits) {
        if (!all && !fits(hit, current, but)) continue;
        const word = wordOf(hit);
        of.set(word, (of.get(word) ?? 0) + 1);
      }
      return of;
    };
    const [byKind, byStatus] = [tally("kind", (hit) => hit.kind), tally("status", (hit) => hit.one?.status)];
    const telling = (names, of) => (value) => (value ? `${names.get(value)} (${number(of.get(value) ?? 0)})` : names.get(value));
    kindChoice.retell(telling(kindNames, byKind));
    statusChoice.retell(telling(statusNames, byStatus));
  }

  function drawFilters() {
    fill(filters, kindChoice, statusChoice,
      field("From year", current.from, change("from"), { inputmode: "numeric", size: 5, maxlength: 4 }),
      field("To year", current.to, change("to"), { inputmode: "numeric", size: 5, maxlength: 4 }),
      choice("Document", [["", "any"], ...withChosen(documents(), current.source, citeOf)], current.source, change("source")),
      choice("Names", [["", "anybody"], ...withChosen(topEntities(), current.entity, nameOf)], current.entity, change("entity")));
  }

  let drawn = 0;
  function draw(now) {
    const query = current.q ?? "";
    const turn = (drawn += 1);
    let found;
    try {
      if (isFiltered()) fillIndex();
      found = find(query) ?? (isFiltered() ? { hits: everything(), words: [], remark: "" } : null);
    } catch (error) {
      fill(results, none(error.message));
      return;
    }
    if (!found) {
      fill(results, none("Type a word, a name, a number or a year, or choose a filter."));
      return;
    }
    const hits = isFiltered() ? found.hits.filter((hit) => fits(hit, current)) : found.hits;
    // The hits are painted first, and what the choices would find in the next frame.
    requestAnimationFrame(() => setTimeout(() => turn === drawn && results.isConnected && recount(found.hits)));
    fill(results,
      h("div", { class: "tools" },
        h("p", { class: "tally", role: "status" }, hits.length ? count(hits.length, "hit") : "Nothing found"),
        hits.length ? csvButton("search", ["id", "kind", "heading", "citation"], () => hits.map(told).map((hit) => [hit.id, hit.kind, hit.heading, hit.citation])) : null),
      hits.length && found.remark ? h("p", { class: "quiet" }, say(found.remark)) : null,
      hits.length ? inPieces(hits, (hit) => line(hit, found.words), { now })
        : h("p", {}, "Each word is looked for as the beginning of a word. Try fewer or shorter ones, or take a filter away. \"Phrases\", OR, NOT, kind:, year:, source: and about: are understood."));
  }
  const everything = () =>
    once("everything", () => [
      ...facts().map((one) => hitOf(one.fact_id, one.kind)),
      ...[...names().keys()].map((id) => hitOf(id, "entities")),
      ...rows("SELECT source_id FROM sources").map((one) => hitOf(one.source_id, "sources")),
    ]);

  add(out, ...head("Search", null), filters, results);
  drawFilters();
  if (document.activeElement !== input) input.value = current.q ?? "";
  draw(AT_ONCE);
  return { typed: (text) => { current.q = text; refine(current); draw(AT_ONCE); } };
}
