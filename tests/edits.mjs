#!/usr/bin/env node
// Alters cited passages at random and counts which of the edits are noticed: by `sco verify`, or without `--sco` by
// docs/passages.js, which is many times faster, since it does not look for what is near.
//
//   node tests/edits.mjs --sources DIR [--sco PROGRAM] [--seeds DIR] [--edits N] [--seed N]
//
// DIR holds reference copies. One passage has one edit at a time; for the program all passages of all documents are
// altered together, and it looks at them in one run. It prints a table by kind of edit, and the edits that nobody noticed as
// the citation and the kind, without a word of the document. The windows are found by docs/passages.js.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = join(dirname(fileURLToPath(import.meta.url)), "..");
// A data address is read as a module whatever the folder says of its files.
const code = readFileSync(join(here, "docs/passages.js"));
const scheme = await import(`data:text/javascript;base64,${code.toString("base64")}`);

const options = { seeds: join(here, "seeds"), edits: "10000", seed: "1" };
for (let at = 2; at < process.argv.length; at += 2) options[process.argv[at].replace(/^--/, "")] = process.argv[at + 1];
if (!options.sources) throw new Error("name the folder of the reference copies: --sources DIR");

// The same numbers for the same seed.
let state = Number(options.seed) || 1;
const random = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const oneOf = (list) => list[random(list.length)];

function csv(path) {
  const rows = [];
  let [row, cell, quoted] = [[], "", false];
  const text = readFileSync(path, "utf8");
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (quoted && c === '"' && text[at + 1] === '"') cell += text[(at += 1)];
    else if (c === '"') quoted = !quoted;
    else if (!quoted && (c === "," || c === "\n")) {
      row.push(cell);
      cell = "";
      if (c === "\n") rows.push(row.splice(0));
    } else if (c !== "\r" || quoted) cell += c;
  }
  const [header, ...lines] = rows;
  return lines.map((line) => Object.fromEntries(header.map((name, at) => [name, line[at]])));
}

// Edits: each takes the words of a window and says where to put what, [start, end, instead], or nothing.
const matches = (text, pattern) => [...text.matchAll(pattern)].map((one) => ({ at: one.index, text: one[0] }));
const another = (digit) => String((Number(digit) + 1 + random(9)) % 10);
// A number that is no note mark: neither glued to a word of small letters nor behind its closing marks.
const NUMBER = /(?<![\p{L}\p{N}]|\p{L}[.,;:!?”’"')]{1,3})\d+(?:[.,]\d+)*(?![\p{L}\p{N}])/gu;
const FREE = /(?<=[\s(])\d+(?:[.,]\d+)*(?![\p{L}\p{N}%‰–—/-]|[.,:]\d| [%‰\d])/gu;
const inNumber = (text, pattern, edit) => {
  const found = matches(text, pattern);
  if (!found.length) return null;
  const one = oneOf(found);
  return edit(one, one.at + one.text.length);
};
const KINDS = {
  digit: (text) =>
    inNumber(text, NUMBER, ({ at, text: number }) => {
      const places = [...number].map((c, i) => [c, i]).filter(([c]) => /\d/.test(c));
      const [digit, i] = oneOf(places);
      return [at + i, at + i + 1, another(digit)];
    }),
  "sign taken away": (text) => inNumber(text, /(?<=^|[\s([])[-‐‑‒–−](?=\d)/gu, ({ at }) => [at, at + 1, ""]),
  "sign added": (text) => inNumber(text, FREE, ({ at }) => [at, at, oneOf(["-", "−", "–"])]),
  "name: a letter": (text) =>
    inNumber(text, /\p{Lu}\p{Ll}{2,}/gu, ({ at, text: word }) => {
      const i = 1 + random(word.length - 1);
      return [at + i, at + i + 1, word[i] === "x" ? "z" : "x"];
    }),
  "name: its number": (text) =>
    inNumber(text, /(?<!\p{L})\p{Lu}{1,6}\d{1,3}(?![\p{L}\p{N}])/gu, ({ at, text: name }) => {
      const i = name.search(/\d/);
      return [at + i, at + name.length, oneOf([another(name[i]), "", `${name.slice(i)}5`])];
    }),
  "negation added": (text) => inNumber(text, /(?<= )\p{Ll}+/gu, ({ at }) => [at, at, "not "]),
  "negation taken away": (text) => inNumber(text, /\b(?:not|no|never|without|nor) /gu, ({ at }, end) => [at, end, ""]),
  currency: (text) => inNumber(text, /\\?\p{Sc}(?=\s?\d)/gu, ({ at }, end) => [at, end, oneOf(["", "€", "£"])]),
  "currency added": (text) => inNumber(text, FREE, ({ at }) => [at, at, oneOf(["$", "€"])]),
  "per cent": (text) => inNumber(text, /(?<=\d) ?[%‰]/gu, ({ at }, end) => [at, end, oneOf(["", "‰"])]),
  "per cent added": (text) => inNumber(text, FREE, (one, end) => [end, end, oneOf(["%", " %"])]),
  "comma moved": (text) =>
    inNumber(text, /(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])/gu, ({ at, text: number }, end) => {
      const bare = number.replaceAll(",", "");
      const places = [...Array(bare.length - 1).keys()].map((i) => i + 1).filter((i) => (bare.length - i) % 3);
      const i = oneOf(places);
      return [at, end, `${bare.slice(0, i)},${bare.slice(i)}`];
    }),
  "comma added": (text) =>
    inNumber(text, /(?<=[\s(])\d{2,4}(?![\p{L}\p{N}–—/-]|[.,:%]| [%\d])/gu, ({ at, text: number }) => {
      const places = [...Array(number.length - 1).keys()].map((i) => i + 1).filter((i) => number.length - i !== 3);
      const i = oneOf(places);
      return [at + i, at + i, ","];
    }),
  "full stop": (text) =>
    inNumber(text, /(?<=\d)\.(?=\d)/gu, ({ at }) => [at, at + 1, oneOf(["", ",", "-"])]),
  "fraction or date with slashes": (text) =>
    inNumber(text, /(?<=\d)[/⁄](?=\d)/gu, ({ at }) => [at, at + 1, oneOf(["", "-", ","])]),
  "slash added": (text) =>
    inNumber(text, /(?<=[\s(])\d{2,4}(?![\p{L}\p{N}–—/-]|[.,:]\d|[%]| [%\d])/gu, ({ at, text: number }) => {
      const i = 1 + random(number.length - 1);
      return [at + i, at + i, "/"];
    }),
  range: (text) => inNumber(text, /(?<=\d)[-‐‑‒–—](?=\d)/gu, ({ at }) => [at, at + 1, oneOf(["", "/", ","])]),
  "range added": (text) =>
    inNumber(text, /(?<=[\s(])\d{2,4}(?![\p{L}\p{N}–—/-]|[.,:]\d|[%]| [%\d])/gu, ({ at, text: number }) => {
      const i = 1 + random(number.length - 1);
      return [at + i, at + i, oneOf(["-", "–"])];
    }),
  "longer first word": (text) => inNumber(text, /^[\p{Lu}\p{Ll}]/gu, ({ at }) => [at, at, oneOf(["un", "in", "Non"])]),
  "longer last word": (text) => inNumber(text, /[\p{Lu}\p{Ll}]$/gu, (one, end) => [end, end, oneOf(["less", "n’t", "x"])]),
  "longer first number": (text) => inNumber(text, /^\d/gu, ({ at }) => [at, at, oneOf(["3", "3.", "3,", "3-"])]),
  "longer last number": (text) =>
    inNumber(text, /(?<!\p{L}[.,;:!?”’"')]{0,3}\d{0,3})\d$/gu, (one, end) => [end, end, oneOf(["5", ".5", ",5", "-5", "/5"])]),
  "tick taken away": (text) => inNumber(text, /[√✓✔]/gu, ({ at }) => [at, at + 1, oneOf(["", "–"])]),
  "tick added": (text) => inNumber(text, /(?<=\t)–(?=\t|\n|$)/gu, ({ at }) => [at, at + 1, "√"]),
  "tick moved": (text) => inNumber(text, /√\t–|–\t√/gu, ({ at, text: both }) => [at, at + 3, both[0] === "√" ? "–\t√" : "√\t–"]),
};

const sources = new Map(csv(join(options.seeds, "sources.csv")).map((row) => [row.source_id, row]));
const home = (id) => {
  for (let row = sources.get(id); row; row = sources.get(row.part_of)) if (row.ref_digest) return row.source_id;
  return id;
};
const copies = new Map();
for (const name of readdirSync(options.sources)) {
  const bytes = readFileSync(join(options.sources, name));
  const hash = createHash("sha256").update(bytes).digest("hex");
  const source = [...sources.values()].find((row) => row.bytes_sha256 === hash && row.ref_digest);
  if (source) copies.set(source.source_id, { text: bytes.toString("utf8"), made: scheme.skeleton(bytes.toString("utf8")) });
}
const windows = [];
for (const citation of csv(join(options.seeds, "citations.csv"))) {
  const copy = copies.get(home(citation.source_id));
  if (!copy) continue;
  const found = scheme.window(copy.made, Number(citation.start_word), Number(citation.n_chars));
  if (!found || scheme.digest(found.skeleton) !== citation.digest) throw new Error(`${citation.citation_id} is not there`);
  const declared = citation.tokens ? citation.tokens.split("|") : [];
  const { missing, undeclared, cut } = scheme.compare(copy.made, found, declared);
  if (missing.length || undeclared.length || cut.length)
    throw new Error(`${citation.citation_id} lacks ${missing}, holds ${undeclared} or is cut at ${cut}`);
  windows.push({
    id: citation.citation_id,
    home: home(citation.source_id),
    copy,
    range: widened(copy.text, found.original),
    // In a part of the document no word has the number that it has in the whole.
    citation: { start_word: Infinity, n_chars: Number(citation.n_chars), digest: citation.digest, tokens: declared },
  });
}

// With the sign before and the per cent or number of a name behind.
function widened(text, [start, end]) {
  while (/[$€£\\(−–-]/u.test(text[start - 1] ?? "")) start -= 1;
  const name = /\p{L}$/u.test(text.slice(end - 2, end)) ? /^\d{1,3}(?![\p{L}\p{N}])/u.exec(text.slice(end, end + 8)) : null;
  end += name ? name[0].length : 0;
  const behind = /^ ?[%‰]?/u.exec(text.slice(end, end + 8));
  return [start, end + behind[0].length];
}

const counts = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, { of: 0, noticed: 0, missed: [] }]));
// A kind that few passages have is drawn as often as one that all have, until its turn is over.
function drawn(window) {
  const [start, end] = window.range;
  const words = window.copy.text.slice(start, end);
  const kinds = Object.keys(KINDS).sort((a, b) => counts[a].of - counts[b].of);
  for (const kind of random(3) ? kinds : [oneOf(kinds), ...kinds]) {
    const edit = KINDS[kind](words);
    if (!edit) continue;
    const [from, to, instead] = edit;
    if (words.slice(from, to) === instead) continue;
    counts[kind].of += 1;
    return { window, kind, edit: [start + from, start + to, instead] };
  }
  return null;
}

// The verdicts of the program on copies with these edits, by citation.
function byTheProgram(edits) {
  const folder = mkdtempSync(join(tmpdir(), "edits-"));
  for (const [id, copy] of copies) {
    const own = edits.filter((one) => one.window.home === id).sort((a, b) => b.edit[0] - a.edit[0]);
    let text = copy.text;
    for (const { edit: [from, to, instead] } of own) text = text.slice(0, from) + instead + text.slice(to);
    writeFileSync(join(folder, `${id}.txt`), text);
  }
  let output;
  try {
    output = execFileSync(options.sco, ["verify", "--seeds", options.seeds, "--sources", folder, "--format", "json"], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch (error) {
    output = error.stdout;
  }
  rmSync(folder, { recursive: true });
  const lines = output.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  return new Map(lines.filter((one) => one.type === "citation").map((one) => [one.citation_id, one.verdict]));
}

// How much of a document around a passage the second implementation looks at, in characters.
const AROUND = 150;

function byTheSecondImplementation(edits) {
  const verdict = ({ window, edit: [from, to, instead] }) => {
    const { copy, range, citation } = window;
    const [start, end] = [Math.max(0, range[0] - AROUND), range[1] + AROUND];
    const text = copy.text.slice(start, from) + instead + copy.text.slice(to, end);
    return [window.id, scheme.verdict(text, citation)];
  };
  return new Map(edits.map(verdict));
}

const total = () => Object.values(counts).reduce((sum, count) => sum + count.of, 0);
let exhausted = false;
while (total() < Number(options.edits) && !exhausted) {
  const edits = windows.map(drawn).filter(Boolean);
  exhausted = !edits.length;
  const verdicts = options.sco ? byTheProgram(edits) : byTheSecondImplementation(edits);
  for (const { window, kind } of edits) {
    const verdict = verdicts.get(window.id);
    if (!verdict) throw new Error(`no verdict on ${window.id}`);
    if (verdict === "exact" || verdict === "found") counts[kind].missed.push(window.id);
    else counts[kind].noticed += 1;
  }
}

console.log("| Edit | Made | Noticed |\n| --- | --- | --- |");
for (const [kind, { of, noticed }] of Object.entries(counts)) if (of) console.log(`| ${kind} | ${of} | ${noticed} |`);
console.log(`| all | ${total()} | ${Object.values(counts).reduce((sum, count) => sum + count.noticed, 0)} |`);
for (const [kind, { missed }] of Object.entries(counts))
  for (const id of new Set(missed)) console.log(`not noticed: ${kind} in ${id}`);
process.exitCode = Object.values(counts).some((count) => count.missed.length) ? 1 : 0;
