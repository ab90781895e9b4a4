// Parts that several views show.

import { h, say, words, number, count, downloadCsv, add } from "./dom.js";
import { factAddress, entityAddress, sourceAddress } from "./state.js";
import { fact, nameOf, citeOf } from "./facts.js";

// The status of a fact in words and with a shape, so that no colour is the only sign. Whom the text beside it names
// already is not named again.
export function status(one, beside = "") {
  const whose = one.attributed_to && !beside.includes(one.attributed_to) ? one.attributed_to : null;
  const named = (word) => (whose ? [word, h("bdi", {}, whose)] : []);
  const told = { stated: "stated", attributed: ["attributed", named(" to ")], expected: ["expected", named(" by ")] };
  return h("span", { class: `status ${one.status}` }, h("i", { "aria-hidden": "true" }), told[one.status] ?? one.status);
}

const KINDS = {
  memberships: "membership", offices: "office", relations: "relation", events: "event",
  event_participants: "part in an event", event_variants: "another account of an event", trade_figures: "trade figure",
  indicators: "number", positions: "position", entities: "entity", sources: "document", citations: "passage",
};
export const kindWord = (kind) => KINDS[kind] ?? words(kind);

// A fact in a line: its statement as a link, and beneath it what it rests on.
export function factLine(one, { mark = (text) => say(text), level } = {}) {
  const link = h("a", { href: factAddress(one.fact_id), class: "statement" }, mark(one.statement));
  return h("li", { class: "fact" },
    level ? h(level, {}, link) : link,
    h("p", { class: "under" },
      h("span", {}, h("bdi", {}, one.citation ?? "")),
      one.status === "stated" ? null : status(one, one.statement),
      one.rank === "deprecated" ? h("span", { class: "tag" }, "deprecated") : null));
}

export const factList = (list, options) => h("ul", { class: "facts" }, list.map((one) => factLine(one, options)));

// A long list in pieces: the next piece comes when asked for. Of the first piece only `now` lines are drawn at once, and
// the others once these are painted.
export function inPieces(list, make, { size = 50, now = size } = {}) {
  const out = h("ul", { class: "facts" });
  const more = h("button", { type: "button", class: "more" });
  let shown = 0;
  const next = (length = size) => {
    const piece = list.slice(shown, shown + length).map(make);
    const first = piece[0];
    add(out, ...piece);
    shown += piece.length;
    const left = list.length - shown;
    more.hidden = left <= 0;
    more.textContent = `Show ${number(Math.min(size, left))} more of ${number(left)}`;
    return first;
  };
  more.addEventListener("click", () => next()?.querySelector("a")?.focus());
  next(Math.min(now, size));
  if (now < size && shown < list.length) requestAnimationFrame(() => setTimeout(() => out.isConnected && shown === now && next(size - now)));
  return h("div", {}, out, more);
}

export const entityLink = (id, name) => (id ? h("a", { href: entityAddress(id) }, h("bdi", {}, name ?? nameOf(id))) : null);
export const sourceLink = (id, text) => (id ? h("a", { href: sourceAddress(id) }, h("bdi", {}, text ?? citeOf(id))) : null);

export function factReference(id) {
  const one = fact(id);
  return one ? h("a", { href: factAddress(id) }, say(one.statement)) : h("span", {}, id);
}

// A heading with something said beneath it.
export const head = (title, lead, kicker) => [
  kicker ? h("p", { class: "kicker" }, kicker) : null,
  h("h1", {}, title),
  lead ? h("p", { class: "lead" }, lead) : null,
];

export const csvButton = (name, columns, make, label = "Download CSV") =>
  h("button", { type: "button", class: "small", onclick: () => downloadCsv(name, columns, make()) }, label);

export const none = (text) => h("p", { class: "none" }, text);

// Of very long lists only the lines in sight are laid out.
const MANY = 1000;
export const longList = (name, list) => (list.length > MANY ? `${name} many` : name);

export const tally = (n, one, many) => h("p", { class: "tally", role: "status" }, count(n, one, many));

// Names and what they stand for.
export const listOf = (pairs) =>
  h("dl", { class: "pairs" }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== "")
    .map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
