// Cited passages in a reader's copy, by the scheme of docs/passages.md: where each lies, with the verdict of `sco verify`.

import { skeleton, slice, digest, sha256, pageText, isPlain, verdictOf } from "./passages.js";

const OF_WINDOWS = [..."€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"];
const REFERENCES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

// Without a document there is nobody to ask what `&eacute;` is: the page sends the text of an HTML copy decoded.
export function decoded(text, named = REFERENCES) {
  return text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z0-9]+);/gi, (whole, name) => {
    if (name[0] !== "#") return named[name] ?? whole;
    const code = name[1].toLowerCase() === "x" ? parseInt(name.slice(2), 16) : Number(name.slice(1));
    // Browsers read the numbers from 128 to 159 as Windows-1252.
    if (code >= 128 && code < 160) return OF_WINDOWS[code - 128];
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : whole;
  });
}

// Every place of every token of the citations in a text of letters and digits.
function placesOf(text, token, most) {
  const found = [];
  for (let at = text.indexOf(token); at >= 0 && found.length <= most; at = text.indexOf(token, at + 1)) found.push(at);
  return found;
}

// Whether one of the places, which are in order, lies in a range.
function isWithin(list, from, to) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] < from) low = middle + 1;
    else high = middle;
  }
  return low < list.length && list[low] < to;
}

// Passages that declare no word and no number are looked for everywhere in a text of up to so many words.
const LONG = 40_000;

// A text of which the skeleton's letters are single code units, so that places in the text are those of its letters.
const units = (made) => (made.text.length === made.chars.length ? made.text : made.chars.map((c) => (c.length === 1 ? c : "\ufffd")).join(""));

class Copy {
  constructor(text) {
    this.made = skeleton(text);
    this.text = units(this.made);
    this.isPlain = this.text === this.made.text;
    this.places = new Map();
    // By how many words this copy is ahead of the reference copy, where passages were found.
    this.shifts = [];
  }

  fits(start, citation) {
    const end = start + citation.n_chars;
    if (end > this.made.chars.length) return null;
    const letters = this.isPlain ? this.text.slice(start, end) : this.made.chars.slice(start, end).join("");
    return digest(letters) === citation.digest ? slice(this.made, start, citation.n_chars) : null;
  }

  tokenPlaces(token) {
    if (!this.places.has(token)) this.places.set(token, placesOf(this.text, token, 4000));
    return this.places.get(token);
  }

  // The first word that starts at a letter or behind it.
  wordAt(letter) {
    const { starts } = this.made;
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] < letter) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  find(citation) {
    // The letters of its plain tokens are among those that the digest is of, so that all of them have to be there.
    const plain = citation.tokens.filter((token) => isPlain(token));
    const places = plain.map((token) => this.tokenPlaces(token)).sort((a, b) => a.length - b.length);
    if (places.some((list) => !list.length)) return null;
    const tried = new Set();
    const attempt = (word) => {
      const from = this.made.starts[word];
      if (from === undefined || tried.has(word)) return null;
      tried.add(word);
      if (!places.every((list) => isWithin(list, from, from + citation.n_chars))) return null;
      const found = this.fits(from, citation);
      if (found) this.note(word - citation.start_word);
      return found;
    };
    for (const word of this.candidates(citation, places)) {
      const found = attempt(word);
      if (found) return found;
    }
    return null;
  }

  // The words at which a passage may begin, the likeliest first.
  *candidates(citation, places) {
    const { starts } = this.made;
    for (const shift of [0, ...this.shifts]) {
      for (let step = 0; step <= 8; step++) yield* [citation.start_word + shift + step, citation.start_word + shift - step];
    }
    if (places.length) {
      for (const at of places[0]) {
        for (let word = this.wordAt(at - citation.n_chars); word < starts.length && starts[word] <= at; word++) yield word;
      }
    } else if (starts.length <= LONG) yield* starts.keys();
  }

  note(shift) {
    this.shifts = [shift, ...this.shifts.filter((other) => other !== shift)].slice(0, 6);
  }
}

// { text, citations: [{ citation_id, verdict, from, to, missing }], sources }: what the copy holds.
export function judge(copy, citations, sources, progress) {
  const text = copy.form === "html" ? pageText(copy.text, (page) => decoded(page, copy.named)) : copy.text;
  const own = sha256(copy.text);
  const reference = sources.find((one) => one.bytes_sha256 === own);
  const held = new Copy(text);
  const of = new Map(citations.map((one) => [one.citation_id, { verdict: "missing" }]));
  let done = 0;
  const look = (one) => {
    const found = held.find(one);
    done += 1;
    if (done % 25 === 0) progress?.(Math.min(1, done / citations.length));
    if (!found) return;
    const isReference = reference !== undefined && [one.source_id, one.part_of].includes(reference.source_id);
    const told = verdictOf(held.made, found, one, isReference);
    // Of several equal places of a reference copy the recorded one is meant.
    if (told.verdict === "ambiguous" && isReference && held.made.starts[one.start_word] === found.start) told.verdict = "exact";
    of.set(one.citation_id, { verdict: told.verdict, from: found.original[0], to: found.original[1], missing: told.missing });
  };
  // Those that declare nothing are looked for last, and where others of their document are: that takes longest.
  const declares = (one) => one.tokens.some((token) => isPlain(token));
  citations.filter(declares).forEach(look);
  const documents = new Set(citations.filter((one) => of.get(one.citation_id).verdict !== "missing").map((one) => one.source_id));
  citations.filter((one) => !declares(one) && (!documents.size || documents.has(one.source_id))).forEach(look);
  return { text, reference: reference?.source_id ?? null, of: [...of], words: held.made.starts.length };
}
