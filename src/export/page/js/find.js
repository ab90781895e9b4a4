// Finds what a question asks for, as `sco search` does: what holds all words; failing that, what holds the nearest
// spelling of those that nothing holds, or most of the words.

import { database, rows, value, fact, once, fillIndex, fillNames } from "./facts.js";
import { readQuestion, questionOfName, asTyped, quoted, beginning, allWords, anyWord } from "./question.js";

const MOST = 100_000;
// How many letters are asked ahead.
const LETTERS = 40;
let sql;
// The texts of find.sql and near.sql, and the words that say nothing.
export const setQuestions = (texts) => (sql = texts);

// What the index has a row for, by its number: a hit. That of a fact has the fact.
const indexed = () =>
  once("rows of the index", () => {
    const all = [];
    for (const [at, id, kind] of database().answer("SELECT rowid, id, kind FROM search_rows").rows) all[at] = hitOf(id, kind);
    return all;
  });

const OTHERS = ["entities", "sources", "citations"];
export const hitOf = (id, kind) => ({ id, kind, one: OTHERS.includes(kind) ? undefined : fact(id) });

// The hits as numbers of their rows, since a text for each takes a browser longer than the search.
function run(words, filters, limit = MOST) {
  const all = indexed();
  const asked = toAsk(words, filters, limit);
  return Array.from(ahead.get(sameFor(asked)) ?? numbersOf(asked), (at) => all[at]);
}

const toAsk = (words, { kind, year, source, about }, limit = MOST) =>
  ({ ...words, code: isCode(words.code) ? words.code : "", kind, from_year: year?.[0], to_year: year?.[1], source, about, limit });

function numbersOf(asked) {
  if (asked.inside) fillNames();
  return database().numbers(`SELECT at FROM (${sql.find})`, asked);
}

// What was asked before anybody typed it. The index folds the case of what is looked for in it: `C` finds what `c` does.
const ahead = new Map();
const FOLDED = ["words", "each", "whole", "phrase", "heading", "ends", "name", "key", "number"];
const sameFor = (asked) =>
  JSON.stringify(asked, (name, value) => (FOLDED.includes(name) ? value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : value));

const isCode = (text) =>
  once("codes", () => new Set(database().answer("SELECT DISTINCT code FROM entity_codes").rows.flat())).has(text);

// How what is no fact stands in the index.
const lines = () =>
  once("lines of the index", () => new Map(rows("SELECT id, kind, heading, citation FROM search_rows WHERE kind IN (SELECT value FROM json_each(?1))", [JSON.stringify(OTHERS)])
    .map((row) => [`${row.kind} ${row.id}`, row])));

// A hit with its heading and citation.
export function told({ id, kind, one }) {
  const { heading, citation } = one ? { heading: one.statement, citation: one.citation } : lines().get(`${kind} ${id}`) ?? { heading: id };
  return { id, kind, heading, citation };
}

// The word for a sort of row as the index has it: `kind:event` is `kind:events`.
function knownKind(typed) {
  const sorts = once("sorts", () => rows("SELECT DISTINCT sort FROM search_rows").flatMap((row) => row.sort.trim().split(/\s+/)));
  const lower = typed.toLowerCase();
  const known = [lower, `${lower}s`, lower.replaceAll("-", "_")].find((form) => sorts.includes(form));
  if (!known) throw new Error(`“kind:${typed}” is no kind of fact or row: use one of ${[...new Set(sorts)].sort().join(", ")}`);
  return known;
}

function knownEntity(typed) {
  const [hit] = run(allWords(questionOfName(typed), sql.filling_words), { kind: "entities" }, 1);
  if (!hit) throw new Error(`“about:${typed}” names no entity`);
  return hit.id;
}

// The filters with the words and ids that the database has.
const settled = (filters) => ({
  ...filters,
  kind: filters.kind && knownKind(filters.kind),
  about: filters.about && knownEntity(filters.about),
});

// A word without case and accents.
export const bare = (word) => word.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// How many letters have to be put in, left out, replaced or swapped with the next.
function distance(one, two) {
  const rows = [Array.from({ length: two.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= two.length; j++) {
      const same = one[i - 1] === two[j - 1];
      let least = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1]) least = Math.min(least, rows[i - 2][j - 2] + 1);
      rows[i].push(least);
    }
  }
  return rows[one.length][two.length];
}

// The letters of a word, and those around two neighbours that are swapped: a short word with such a slip may share no
// three letters with the name that is meant.
const slips = (letters) => [letters, ...letters.slice(1).map((_, at) =>
  [...letters.slice(0, at), letters[at + 1], letters[at], ...letters.slice(at + 2)].slice(Math.max(0, at - 2), at + 4))];

// The words of names that differ from a word by a letter or two, the nearest and most frequent first.
function spellings(word) {
  const letters = [...bare(word)];
  if (letters.length <= 3) return [];
  const allowed = letters.length <= 5 ? 1 : 2;
  const parts = slips(letters).flatMap((part) => part.slice(2).map((_, at) => quoted(part.slice(at, at + 3).join(""))));
  const found = new Map();
  // The same words stand in many names; and one that is much longer or shorter has as many letters more or less.
  const known = new Map();
  const farness = (other) => {
    if (known.has(other)) return known.get(other);
    const folded = bare(other);
    const theirs = [...folded];
    const far = Math.abs(theirs.length - letters.length) > allowed ? Infinity : distance(letters, theirs);
    known.set(other, { folded, far });
    return known.get(other);
  };
  fillNames();
  for (const { name } of rows(sql.near, [parts.join(" OR ")])) {
    for (const other of name.split(/[^\p{Alphabetic}\p{N}]/u).filter(Boolean)) {
      const { folded, far } = farness(other);
      if (far > allowed) continue;
      const entry = found.get(folded) ?? found.set(folded, { far, n: 0, other }).get(folded);
      entry.n += 1;
    }
  }
  return [...found.values()].sort((a, b) => a.far - b.far || b.n - a.n || (a.other < b.other ? -1 : 1)).slice(0, 3).map((one) => one.other);
}

// The question with the nearest spelling of each word that nothing holds.
function respelt(question) {
  let isRespelt = false;
  const groups = question.groups.map((group) => group.map((term) => {
    const held = `{heading names about note} : (${beginning(term)})`;
    if (term.isPhrase || value("SELECT EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH ?1)", [held])) return term;
    const [best] = spellings(term.text);
    if (!best) return term;
    isRespelt = true;
    return { ...term, text: best };
  }));
  return isRespelt ? { ...question, groups } : null;
}

// The words whose beginnings are marked in what was found.
const wordsOf = ({ groups }) => groups.flat().flatMap(({ text }) => bare(text).split(/[^\p{L}\p{N}]+/u)).filter(Boolean);

// What a line of words finds, the best first, with what has to be said of it. None where nothing is asked for.
export function find(line) {
  const question = readQuestion(line);
  if (!question) return null;
  fillIndex();
  const filters = settled(question.filters);
  const hits = run(allWords(question, sql.filling_words), filters);
  if (hits.length) return { hits, words: wordsOf(question), remark: "" };
  const other = respelt(question);
  const near = other ? run(allWords(other, sql.filling_words), filters) : [];
  if (near.length) {
    return { hits: near, words: wordsOf(other), remark: `Nothing holds the words as typed; this is found for: ${asTyped(other)}` };
  }
  const any = anyWord(question, sql.filling_words);
  const most = any ? run(any, filters) : [];
  return { hits: most, words: wordsOf(question), remark: most.length ? "Nothing holds all words; this holds most of them." : "" };
}

// The letters with which most words of the index begin.
const beginnings = () =>
  once("beginnings", () => {
    database().fill("CREATE VIRTUAL TABLE temp.search_terms USING fts5vocab(main, search_words, row)");
    const letters = database().answer(`SELECT substr(term, 1, 1) AS letter FROM temp.search_terms GROUP BY 1 ORDER BY sum(doc) DESC, 1`).rows.flat();
    return letters.filter((letter) => questionOfName(letter).groups.length).slice(0, LETTERS);
  });

// What the first question has to wait for, piece by piece; with it, what the letter finds that begins most words, and what
// is near to a word, which takes twice as long when it is asked for the first time.
export function* prepare() {
  yield fillIndex();
  yield indexed();
  yield askAhead(beginnings()[0]);
  yield fillNames();
  yield spellings("organization");
}

// What later ones would have to wait for: a letter alone finds thousands of rows.
export function* prepareMore() {
  yield lines();
  for (const letter of beginnings()) yield askAhead(letter);
}

function askAhead(letter) {
  const asked = toAsk(allWords(questionOfName(letter), sql.filling_words), {});
  const key = sameFor(asked);
  if (!ahead.has(key)) ahead.set(key, numbersOf(asked));
}
