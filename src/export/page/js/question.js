// What was typed, taken apart as `sco search` does, and put to the parameters of find.sql, which says what each is.
// It asks no database, so that it can be tried without a page.

// Around a name in the index; around a code, a printed number and a name of two capitals; what no row answers.
const [BEGIN, END, CODE, NOTHING] = ["\u{e000}", "\u{e001}", "\u{e002}", '"\u{e003}"'];

const FIELDS = ["kind", "year", "source", "about"];
const hasLetters = (text) => /[\p{Alphabetic}\p{N}]/u.test(text);

// The pieces of a line: runs without blanks, and what stands in double quotes. A quote that is not closed is a sign
// like any other.
function pieces(line) {
  const found = [];
  let rest = line.replace(/^\p{White_Space}+/u, "");
  while (rest) {
    const field = FIELDS.find((name) => rest.startsWith(`${name}:`) && /^\P{White_Space}/u.test(rest.slice(name.length + 1)));
    if (field) rest = rest.slice(field.length + 1);
    const phrase = /^"([^"]*)"/.exec(rest);
    const [whole, text] = phrase ?? /^(\P{White_Space}*)/u.exec(rest);
    found.push({ field, text, isPhrase: Boolean(phrase) });
    rest = rest.slice(whole.length).replace(/^\p{White_Space}+/u, "");
  }
  return found;
}

// The first and last year of `2012`, `2010..2014`, `2010-2014`, `2010..` or `..2014`.
function years(value) {
  const [, from, to] = /^(.*?)\.\.(.*)$/s.exec(value) ?? /^(.*?)-(.*)$/s.exec(value) ?? [value, value, value];
  const bound = (text, open) => (text === "" ? open : /^[+-]?\d{1,15}$/.test(text) ? Number(text) : NaN);
  const [first, last] = [bound(from, 0), bound(to, 9999)];
  if (!value || !(first <= last)) {
    throw new Error(`“year:${value}” is no year: write year:2012, year:2010..2014, year:2010.. or year:..2014`);
  }
  return [first, last];
}

// A question: groups of which each must be held by one of its terms, terms that must not be held, and filters. None
// where nothing is asked for.
export function readQuestion(line) {
  const question = { groups: [], without: [], filters: {} };
  let next = "AND";
  for (const { field, text, isPhrase } of pieces(line)) {
    if (field) question.filters[field] = field === "year" ? years(text) : text;
    else if (!isPhrase && text === "AND") continue;
    else if (!isPhrase && (text === "OR" || text === "NOT")) next = text;
    else if (hasLetters(text)) {
      const term = { text, isPhrase };
      if (next === "NOT") question.without.push(term);
      else if (next === "OR" && question.groups.length) question.groups.at(-1).push(term);
      else question.groups.push([term]);
      next = "AND";
    }
  }
  if (question.groups.length || Object.keys(question.filters).length) return question;
  if (question.without.length) throw new Error("NOT alone finds nothing: name a word to look for before it");
  return null;
}

// The question for a name as it stands, without operators and filters.
export const questionOfName = (name) => ({
  groups: name.split(/\p{White_Space}+/u).filter(hasLetters).map((text) => [{ text, isPhrase: false }]),
  without: [],
  filters: {},
});

// The question as it could be typed, without its filters.
export function asTyped({ groups, without }) {
  const one = ({ text, isPhrase }) => (isPhrase ? `"${text}"` : text);
  return groups.map((group) => group.map(one).join(" OR ")).join(" ") + without.map((term) => ` NOT ${one(term)}`).join("");
}

// A text for FTS5, so that nothing in it is taken for syntax.
export const quoted = (text) => `"${text.replaceAll('"', " ")}"`;

// A word in capitals as a code, and a number as one that is printed.
function code(text) {
  if (!/^\d$|^\d[\d.,]*\d$|^[A-Z][A-Z0-9]+$/.test(text)) return null;
  return CODE + text.replaceAll(",", "").replaceAll(".", CODE) + CODE;
}

const codeOfTwo = (text) => (/^[A-Z][A-Z0-9]$/.test(text) ? code(text) : null);

// `covid19` as `covid 19`.
const parted = (text) => /^\p{Alphabetic}+\d+$/u.test(text) ? text.replace(/\d+$/, " $&") : null;

function expression({ text, isPhrase }, isBeginning) {
  const bearer = /^(.*)['’]s$/s.exec(text)?.[1];
  const forms = [code(text), parted(text), bearer].filter((form) => typeof form === "string").map(quoted);
  forms.unshift(quoted(text) + (isBeginning && !isPhrase ? " *" : ""));
  return forms.length === 1 ? forms[0] : `(${forms.join(" OR ")})`;
}

// One term as the beginning of a word.
export const beginning = (term) => expression(term, true);

const butNot = (words, { without }) => (without.length ? `(${words}) NOT (${without.map(beginning).join(" OR ")})` : words);

// The texts that were typed: all terms together, or each of a single group.
const typed = ({ groups }) =>
  groups.length === 1 ? groups[0].map((term) => term.text) : [groups.flat().map((term) => term.text).join(" ")];

// The one year that stands beside other words, and its place.
function yearOf({ groups }) {
  const years = groups.flatMap((terms, at) =>
    terms.length === 1 && !terms[0].isPhrase && /^[12]\d{3}$/.test(terms[0].text) ? [{ at, year: Number(terms[0].text) }] : []);
  return years.length === 1 && groups.length > 1 ? years[0] : null;
}

// The words of a question as the kinds of events have them: small, and without the sign of several.
const kindsOf = ({ groups }) => groups.flat().flatMap(({ text }) => {
  const word = text.toLowerCase();
  return word.endsWith("s") ? [word.slice(0, -1), word] : [word];
});

// The one number of a question that is no year, as it may be printed: `5` also as `5.0`.
function numberOf(question) {
  const texts = question.groups.flat().map(({ text }) => text.replace(/^[$€£¥]+/, ""));
  const [one, ...more] = texts.filter((text) => /^[0-9]/.test(text));
  const exact = one && !more.length && !yearOf(question) && code(one);
  if (!exact) return null;
  return `labels : (${quoted(exact)}${one.includes(".") ? "" : ` OR ${quoted(`${exact}0${CODE}`)}`})`;
}

// All terms together with those of one group behind the others: titles of events end with their year.
const withLast = ({ groups }, last) =>
  [...groups.filter((_, at) => at !== last), groups[last]].flat().map((term) => term.text).join(" ");

// Whether a term says nothing. In capitals it may be a code, and in quotes it is meant.
const isFilling = (term, filling) => !term.isPhrase && code(term.text) === null && filling.includes(term.text.toLowerCase());

// The parameters that ask for what holds every group of terms; of no word, so that the filters alone decide.
export function allWords(question, filling) {
  if (!question.groups.length) {
    return { words: NOTHING, each: "[]", whole: NOTHING, phrase: NOTHING, heading: NOTHING, ends: NOTHING, name: NOTHING, key: NOTHING, inside: "", code: "", number: NOTHING, year: null, kinds: "[]" };
  }
  const texts = typed(question);
  const year = yearOf(question);
  const anyOf = (form) => [...texts, ...(year ? [withLast(question, year.at)] : [])].map(form).join(" OR ");
  const marked = (text) => codeOfTwo(text) ?? text;
  const alone = texts.length === 1 ? texts[0] : "";
  // Scripts that put no blanks between words.
  const inside = /[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]/.test(alone) ? `%${alone}%` : "";
  const telling = question.groups.filter((terms) => !terms.every((term) => isFilling(term, filling)));
  const groups = (isBeginning) => (telling.length ? telling : question.groups).map((terms) => `(${terms.map((term) => expression(term, isBeginning)).join(" OR ")})`);
  const beginnings = groups(true);
  return {
    words: butNot(beginnings.join(" AND "), question),
    // Where all are asked for, each row holds as many as any other.
    each: JSON.stringify([NOTHING]),
    whole: butNot(groups(false).join(" AND "), question),
    phrase: `{heading names} : (${anyOf(quoted)})`,
    // Of one word that is the phrase.
    heading: alone && groups(false).join() === `(${quoted(alone)})` ? NOTHING : `{heading names} : (${groups(false).join(" AND ")})`,
    ends: `names : (${anyOf((text) => `${quoted(`${BEGIN} ${marked(text)}`)} OR ${quoted(`${marked(text)} ${END}`)}`)})`,
    name: `names : (${anyOf((text) => quoted(`${BEGIN} ${marked(text)} ${END}`))})`,
    key: `labels : (${anyOf((text) => quoted(`${BEGIN} ${text} ${END}`))})`,
    inside,
    code: alone,
    number: numberOf(question) ?? NOTHING,
    year: year?.year,
    kinds: JSON.stringify(year ? kindsOf(question) : []),
  };
}

// The parameters that ask for any of the words that say something, which the filling ones do not; none where there is
// only one.
export function anyWord(question, filling) {
  const words = question.groups.flat().filter((term) => !isFilling(term, filling)).map(beginning);
  if (question.groups.length < 2 || !words.length) return null;
  return { ...allWords(question, filling), words: butNot(words.join(" OR "), question), each: JSON.stringify(words) };
}
