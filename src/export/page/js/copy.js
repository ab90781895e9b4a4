// A reader's own copy of a document: every cited passage lights up in it. Nothing leaves the machine, nothing is kept.

import { h, say, number, count, words, tell, add, fill } from "./dom.js";
import { rows, fact, once, citeOf } from "./facts.js";
import { head, factLine, sourceLink } from "./parts.js";
import { worker } from "./workers.js";

const MOST_BYTES = 30_000_000;

const citations = () =>
  once("citations", () =>
    rows(`SELECT citation_id, citations.source_id, sources.part_of, start_word, n_chars, digest, tokens,
        sources.cite || ', ' || locator_label || ' ' || locator AS place
      FROM citations JOIN sources ON sources.source_id = citations.source_id
      ORDER BY citations.source_id, start_word`).map((one) => ({ ...one, tokens: (one.tokens ?? "").split("|").filter(Boolean) })));
const sources = () => once("copies", () => rows("SELECT source_id, bytes_sha256 FROM sources WHERE bytes_sha256 IS NOT NULL"));
const restingOn = (id) => rows("SELECT fact_id FROM fact_citations WHERE citation_id = ?1 ORDER BY role DESC, fact_id", [id]).map((row) => fact(row.fact_id)).filter(Boolean);

// Whether a file begins as an e-mail does: with headers, one of which tells what it holds.
function isMail(start) {
  // Behind a byte-order mark and blank lines.
  const lines = start.replace(/^(?:\u00ef\u00bb\u00bf)?\s*/, "").split(/\r?\n/);
  const end = lines.findIndex((line, at) => !/^[a-z0-9-]+:/i.test(line) && !(at > 0 && /^[ \t]/.test(line)));
  const headers = end < 0 ? lines : lines.slice(0, end);
  return headers.some((line) => /^(mime-version|content-type|content-transfer-encoding):/i.test(line));
}

// The text of a file, or why it cannot be read.
function textOf(bytes, name) {
  const begins = (...first) => first.every((byte, at) => bytes[at] === byte);
  if (begins(0x25, 0x50, 0x44, 0x46)) return { refused: "PDF" };
  if (begins(0x50, 0x4b, 3, 4)) return { refused: /\.(docx|odt|epub)$/i.test(name) ? "DOCX" : "ZIP" };
  if (begins(0x7b, 0x5c, 0x72, 0x74, 0x66) || begins(0xd0, 0xcf, 0x11, 0xe0)) return { refused: "RTF" };
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 2048));
  if (isMail(start)) return { refused: "mail" };
  const declared = /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(start)?.[1];
  const form = /\.x?html?$/i.test(name) || /<html[\s>]/i.test(start) ? "html" : "text";
  const encoding = begins(0xff, 0xfe) ? "utf-16le" : begins(0xfe, 0xff) ? "utf-16be" : begins(0xef, 0xbb, 0xbf) ? "utf-8" : (form === "html" && declared) || "utf-8";
  try {
    return { text: new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes), form };
  } catch {
    return { refused: "encoding" };
  }
}

// What the named character references of a page stand for, as the browser says.
function named(text) {
  const found = {};
  for (const [whole, name] of text.matchAll(/&([a-z][a-z0-9]*);/gi))
    found[name] ??= new DOMParser().parseFromString(whole, "text/html").body.textContent;
  return found;
}

const WHY = {
  PDF: ["This is a PDF. A browser does not read its text as the program does; ask the program:", "sco verify --sources FOLDER"],
  DOCX: ["This is a Word document, an OpenDocument text or an e-book. The program reads it:", "sco verify --sources FOLDER"],
  mail: ["This is an e-mail or a page saved as one file. The program reads it:", "sco verify --sources FOLDER"],
  RTF: ["This is an RTF or old Word file. Save it as text, HTML or DOCX, and ask the program:", "sco verify --sources FOLDER"],
  ZIP: ["This is a packed file. Unpack it, or ask the program:", "sco verify --sources FOLDER"],
  encoding: ["The encoding of this file is neither UTF-8 nor told in it. The program reads it if you name the encoding:", "sco verify --sources FOLDER --encoding windows-1252"],
};

// Which documents the file is a copy of: two passages and a third of all, or the compilation that holds them.
function holdings(all, of) {
  const tally = new Map();
  for (const one of all) {
    const row = tally.get(one.source_id) ?? tally.set(one.source_id, { id: one.source_id, whole: one.part_of, found: 0, all: 0 }).get(one.source_id);
    row.all += 1;
    if (of.get(one.citation_id).verdict !== "missing") row.found += 1;
  }
  const list = [...tally.values()];
  for (const row of list) row.isCopy = row.found >= 2 && row.found * 3 >= row.all;
  for (const whole of new Set(list.map((row) => row.whole ?? row.id))) {
    const parts = list.filter((row) => row.whole === whole);
    const held = parts.filter((row) => row.isCopy).length;
    if (held >= 2 && held * 2 >= parts.length) list.filter((row) => row.whole === whole || row.id === whole).forEach((row) => (row.isCopy = true));
  }
  return list.filter((row) => row.found > 0 || row.isCopy);
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// A piece of a passage, with its declared numbers marked.
function numbered(text, tokens) {
  const numbers = tokens.map((token) => token.replace(/^[^\p{Nd}]+|[^\p{Nd}]+$/gu, "")).filter((token) => /\p{Nd}/u.test(token))
    .sort((a, b) => b.length - a.length).map((token) => [...token].map(escaped).join("[,'’\\s\\u202f\\u00a0]?"));
  if (!numbers.length) return [text];
  const out = [];
  let at = 0;
  for (const found of text.matchAll(new RegExp(`(?<![\\p{Nd}])(?:${numbers.join("|")})(?![\\p{Nd}])`, "gu"))) {
    out.push(text.slice(at, found.index), h("b", { class: "num" }, found[0]));
    at = found.index + found[0].length;
  }
  out.push(text.slice(at));
  return out;
}

// The text with its passages marked; a place where two overlap belongs to both.
function lit(text, passages, choose) {
  const edges = [...new Set(passages.flatMap((one) => [one.from, one.to]))].sort((a, b) => a - b);
  const pane = h("div", { class: "pane", tabindex: "0", role: "region", "aria-label": "Your copy, with the cited passages marked" });
  const marks = [];
  let at = 0;
  let first = 0;
  const sorted = passages.slice().sort((a, b) => a.from - b.from);
  let open = [];
  const put = (to) => {
    if (to <= at) return;
    open = open.filter((one) => one.to > at);
    while (first < sorted.length && sorted[first].from <= at) open.push(sorted[first++]);
    open = open.filter((one) => one.to > at);
    const piece = text.slice(at, to);
    if (!open.length) pane.append(piece);
    else {
      const over = open.slice();
      const mark = h("mark", { class: over.some((one) => one.verdict === "token_missing") ? "odd" : null, tabindex: "0", role: "button" },
        numbered(piece, over.flatMap((one) => one.tokens)));
      const pick = () => choose(over, mark);
      mark.addEventListener("click", pick);
      mark.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") {
          event.preventDefault();
          pick();
        }
      });
      marks.push({ mark, over });
      pane.append(mark);
    }
    at = to;
  };
  for (const edge of edges) put(edge);
  put(text.length);
  return { pane, marks };
}

const VERDICTS = {
  exact: "exactly as in the reference copy", found: "found", ambiguous: "stands there more than once",
  token_missing: "its letters are there, but a number or sign differs", missing: "missing",
};

function result(told, name) {
  const all = citations();
  const of = new Map(told.of);
  const held = holdings(all, of);
  const passages = all.map((one) => ({ ...one, ...of.get(one.citation_id) })).filter((one) => one.verdict !== "missing");
  const missing = all.filter((one) => of.get(one.citation_id).verdict === "missing" && held.some((row) => row.id === one.source_id && row.isCopy));
  const title = h("p", { class: "lead" }, h("b", {}, h("bdi", {}, name)), ": ",
    passages.length ? `${count(passages.length, "cited passage")} of ${count(held.length, "document")} found in ${count(told.words, "word")}.` : "no cited passage was found in it. Is it another document, or a page of which the article was not saved?");
  const list = h("ul", { class: "plainlist" }, held.map((row) => h("li", {}, sourceLink(row.id, citeOf(row.id)), `: ${number(row.found)} of ${count(row.all, "passage")}`,
    row.isCopy ? null : h("span", { class: "quiet" }, " (an excerpt)"), told.reference === row.id || told.reference === row.whole ? h("span", { class: "tag" }, "the reference copy, byte for byte") : null)));
  if (!passages.length) return [title];
  const side = h("div", { class: "beside", "aria-live": "polite" }, h("p", { class: "quiet" }, "Choose a marked passage to see the facts that rest on it."));
  let chosen = -1;
  const show = (over, mark) => {
    pane.querySelector("mark.chosen")?.classList.remove("chosen");
    mark.classList.add("chosen");
    chosen = marks.findIndex((one) => one.mark === mark);
    fill(side, ...over.flatMap((one) => {
      const facts = restingOn(one.citation_id);
      return [h("h3", {}, h("bdi", {}, one.place)), h("p", { class: "under" }, h("span", {}, VERDICTS[one.verdict]), one.missing?.length ? h("span", {}, `not there: ${one.missing.join(", ")}`) : null, h("span", {}, count(facts.length, "fact"))),
        h("ul", { class: "facts" }, facts.map((one) => factLine(one)))];
    }));
  };
  const { pane, marks } = lit(told.text, passages, show);
  const step = (by) => {
    const next = marks[(chosen + by + marks.length) % marks.length];
    show(next.over, next.mark);
    next.mark.scrollIntoView({ block: "center" });
  };
  const tally = [...new Set(passages.map((one) => one.verdict))].map((verdict) => h("li", {}, `${number(passages.filter((one) => one.verdict === verdict).length)} ${words(verdict)}`));
  return [title, list, h("ul", { class: "chips" }, tally, missing.length ? h("li", {}, h("a", { href: "#", onclick: (event) => { event.preventDefault(); document.getElementById("missing")?.scrollIntoView(); } }, `${number(missing.length)} missing`)) : null),
    h("p", { class: "tools" }, h("button", { type: "button", class: "small", onclick: () => step(-1) }, "Passage before"), h("button", { type: "button", class: "small", onclick: () => step(1) }, "Next passage")),
    h("div", { class: "lit" }, pane, side),
    missing.length ? h("section", { id: "missing" }, h("h2", {}, "Missing in your copy", h("span", { class: "n" }, number(missing.length))),
      h("p", { class: "quiet" }, "A copy that was converted may have lost them in a way that the program repairs: ", h("code", {}, "sco verify --sources FOLDER"), " tells."),
      h("ul", { class: "plainlist" }, missing.map((one) => h("li", {}, h("b", {}, h("bdi", {}, one.place)), h("ul", { class: "facts" }, restingOn(one.citation_id).slice(0, 3).map((one) => factLine(one))))))) : null];
}

export function copyView(_, out) {
  const shown = h("div", {});
  const input = h("input", { type: "file", id: "copy-file", accept: ".txt,.md,.markdown,.html,.htm,.xhtml,.text,.pdf,.docx,.odt,.epub,.mhtml,.mht,.eml,.rtf,.doc" });
  const zone = h("label", { class: "drop", for: "copy-file" }, h("b", {}, "Drop your copy here"), h("span", {}, "or choose a file: text, Markdown or HTML"), input);
  const take = async (file) => {
    if (!file) return;
    if (file.size > MOST_BYTES) return fill(shown, h("p", { class: "error" }, "This file is too large for a page; ask the program: ", h("code", {}, "sco verify --sources FOLDER")));
    const bar = h("progress", { max: 1, value: 0, "aria-label": "Looking for passages" });
    fill(shown, h("p", {}, "Looking for the cited passages … "), bar);
    const read = textOf(new Uint8Array(await file.arrayBuffer()), file.name);
    if (read.refused) {
      const [why, command] = WHY[read.refused];
      return fill(shown, h("p", { class: "note" }, why), h("pre", { tabindex: "0" }, command));
    }
    try {
      const copy = { ...read, named: read.form === "html" ? named(read.text) : undefined };
      const told = await worker("copy").ask({ task: "judge", copy, citations: citations(), sources: sources() }, (part) => bar.setAttribute("value", part));
      fill(shown, ...result(told, file.name));
      tell(shown.querySelector(".lead").textContent);
    } catch (error) {
      fill(shown, h("p", { class: "error", role: "alert" }, say(error.message)));
    }
  };
  input.addEventListener("change", () => take(input.files[0]));
  const over = (event) => {
    event.preventDefault();
    zone.classList.toggle("over", event.type !== "dragleave" && event.type !== "drop");
    if (event.type === "drop") take(event.dataTransfer.files[0]);
  };
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) zone.addEventListener(kind, over);
  const documents = once("documents with passages", () => rows("SELECT source_id, title, url FROM sources WHERE source_id IN (SELECT source_id FROM citations) ORDER BY title"));
  add(out, ...head("Your copy", "Drop an article of the dataset that you saved: every cited passage lights up in it, each with its facts. It is read here, in your browser; nothing leaves your machine, and nothing of it is kept."),
    zone, shown,
    h("details", {}, h("summary", {}, "Documents whose passages are known"), h("ul", { class: "plainlist" }, documents.map((one) => h("li", {}, sourceLink(one.source_id), ". ", say(one.title))))));
}
