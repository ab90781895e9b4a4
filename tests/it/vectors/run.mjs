// Holds docs/passages.js to test vectors: `node run.mjs IMPLEMENTATION VECTORS` prints what differs.

import { readFileSync } from "node:fs";

const [implementation, vectors] = process.argv.slice(2);
const code = readFileSync(implementation);
// A data address is read as a module whatever the folder says of its files.
const scheme = await import(`data:text/javascript;base64,${code.toString("base64")}`);
const all = JSON.parse(readFileSync(vectors, "utf8"));

const REFERENCES = { amp: "&", lt: "<", gt: ">", quot: '"', eacute: "é", nbsp: "\u00a0" };
const decode = (text) =>
  text.replace(/&(?:#(\d+)|([a-z]+));/g, (whole, number, name) =>
    number ? String.fromCodePoint(Number(number)) : REFERENCES[name] ?? whole,
  );

const keyed = ({ side, text, mark }) => ({ side, text, mark });
const ordered = (edges) => edges.map(keyed);
const distinct = (edges) => [...new Map(edges.map((one) => [JSON.stringify(one), keyed(one)])).values()];

let checked = 0;
let wrong = 0;
function same(what, given, made, expected) {
  checked += 1;
  if (JSON.stringify(made) === JSON.stringify(expected)) return;
  wrong += 1;
  console.log(`${what} of ${JSON.stringify(given)}: ${JSON.stringify(made)}, and not ${JSON.stringify(expected)}`);
}
const byBytes = (set) => [...set].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

for (const { text, skeleton, digest, word_starts } of all.skeletons) {
  const made = scheme.skeleton(text);
  same("skeleton", text, made.text, skeleton);
  same("digest", text, scheme.digest(made.text), digest);
  same("word starts", text, made.starts, word_starts);
}
for (const { page, text } of all.pages) same("text", page, scheme.pageText(page, decode), text);
for (const { text, start_word, n_chars, digest, readable, original, edges } of all.windows) {
  const made = scheme.window(scheme.skeleton(text), start_word, n_chars);
  same("window", text, made && scheme.digest(made.skeleton), digest);
  same("readable text", text, made && made.raw, readable);
  same("original text", text, made && text.slice(...made.original), original);
  const bySide = (one, other) => (one.side === other.side ? (one.text < other.text ? -1 : 1) : one.side < other.side ? 1 : -1);
  same("edges", { text, start_word }, made && distinct(scheme.signs(text, made.original).edges).sort(bySide), ordered(edges));
}
for (const { text, tokens } of all.tokens) same("tokens", text, byBytes(scheme.tokens(text)), tokens);
for (const { text, numbers, certain, names, acronyms } of all.signs) {
  const made = scheme.signs(text);
  same("signs", text, byBytes(made.numbers), numbers);
  same("certain signs", text, byBytes(made.certain), certain);
  same("names", text, byBytes(made.names), names);
  same("acronyms", text, byBytes(made.acronyms), acronyms);
}
for (const { text, citation, is_reference, verdict } of all.verdicts)
  same("verdict", { text, citation }, scheme.verdict(text, citation, is_reference), verdict);
console.log(`${checked} checked, ${wrong} wrong`);
process.exitCode = wrong || !checked ? 1 : 0;
