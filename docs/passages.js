// The schemes pa1 and pa2 of docs/passages.md, without dependencies: what a page needs to look for a passage in a text.
// docs/passages-vectors.json holds it to the program; offsets are in UTF-16 code units, lengths in code points.

const isDigit = (c) => /^\p{Nd}$/u.test(c);
const isKept = (c) => /^[\p{L}\p{N}]$/u.test(c);
const isLetter = (c) => isKept(c) && !isDigit(c);
const isSpace = (c) => /^[\p{White_Space}\u001c-\u001f]$/u.test(c);
const SUPERSCRIPT = /[\u00b9\u00b2\u00b3\u2070\u2074-\u2079]/gu;
const INVISIBLE = /[\ufeff\u00ad\u200b-\u200d\u2060]/gu;
const MARK = /\p{M}/gu;
// The space for a tag that lies inside a line of a page, whose sides may be one word or number.
const TAG_IN_LINE = "\u205f";
const IN_LINE = /^<\/?(?:a|abbr|b|bdi|bdo|cite|code|dfn|em|font|i|ins|kbd|mark|q|s|small|span|strong|u|var|wbr)(?![a-z0-9-])/;
const HOLDS_A_POINT =
  /^[\p{Nd}\u1369-\u1371\u19da\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792\u{10a40}-\u{10a43}\u{10e60}-\u{10e68}\u{11052}-\u{1105a}]$/u;

// SHA-256 of a text in UTF-8, in lower-case hex.
const fraction = (x) => Math.floor((x - Math.floor(x)) * 2 ** 32);
const PRIMES = [...Array(312).keys()].filter((n) => n > 1 && ![...Array(n).keys()].some((d) => d > 1 && n % d === 0));
const ROUND = PRIMES.slice(0, 64).map((p) => fraction(Math.cbrt(p)));
const START = PRIMES.slice(0, 8).map((p) => fraction(Math.sqrt(p)));
const turn = (x, n) => (x >>> n) | (x << (32 - n));
const words = new Int32Array(64);

export function sha256(text) {
  const said = new TextEncoder().encode(text);
  const bytes = new Uint8Array(Math.ceil((said.length + 9) / 64) * 64);
  bytes.set(said);
  bytes[said.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(said.length / 2 ** 29));
  view.setUint32(bytes.length - 4, (said.length * 8) % 2 ** 32);
  const state = START.slice();
  for (let block = 0; block < bytes.length; block += 64) {
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      if (i < 16) words[i] = view.getInt32(block + 4 * i);
      else {
        const [near, far] = [words[i - 2], words[i - 15]];
        const low = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
        const high = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
        words[i] = words[i - 16] + low + words[i - 7] + high;
      }
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUND[i] + words[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + one) | 0;
      d = c;
      c = b;
      b = a;
      a = (one + two) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((value, i) => (state[i] = (state[i] + value) | 0));
  }
  return state.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}

export const digest = (skeleton) => sha256(`pa1\n${skeleton}`);

// The text of a page: what a reader sees of it. The references are decoded last; `decode` does it, by the browser or by
// a table of one's own.
export function pageText(page, decode) {
  const lower = page.replace(/[A-Z]/g, (c) => c.toLowerCase());
  const tagEnd = (open) => {
    let [quote, before] = ["", "<"];
    for (let at = open; at < page.length; at++) {
      const c = page[at];
      if (quote) {
        if (c === quote) quote = "";
      } else if ((c === '"' || c === "'") && before === "=") quote = c;
      else if (c === ">") return at + 1;
      if (!/[ \t\n\f\r]/.test(c)) before = c;
    }
    return page.length;
  };
  const after = (from, close) => {
    const found = lower.indexOf(close, from);
    return found < 0 ? page.length : found + close.length;
  };
  const markupEnd = (open) => {
    if (lower.startsWith("<!--", open)) return after(open + 2, "-->");
    if (!/[a-z/!?]/.test(lower[open + 1] ?? "")) return open + 1;
    const end = tagEnd(open);
    const name = ["script", "style", "head"].find((name) => {
      const behind = lower[open + 1 + name.length] ?? "";
      return lower.startsWith(name, open + 1) && !/[a-z0-9-]/.test(behind);
    });
    if (!name) return end;
    const close = lower.indexOf(`</${name}`, end);
    if (close >= 0) return tagEnd(close);
    return name === "head" ? end : page.length;
  };
  let [text, at] = ["", 0];
  for (let open = page.indexOf("<"); open >= 0; open = page.indexOf("<", at)) {
    text += page.slice(at, open);
    at = markupEnd(open);
    const isCell = /^<t[dh](?![a-z0-9-])/.test(lower.slice(open, open + 4));
    const isInLine = lower.startsWith("<!--", open) || IN_LINE.test(lower.slice(open, open + 9));
    text += at === open + 1 ? "<" : isCell ? "\t" : isInLine ? TAG_IN_LINE : " ";
  }
  return decode(text + page.slice(at));
}

// A text under its folds, with the way back: each step as pairs of offsets, after and before it.
class Folded {
  constructor(text) {
    this.text = text;
    this.steps = [];
  }

  cut(ranges) {
    if (!ranges.length) return;
    let [text, from] = ["", 0];
    const pairs = ranges.map(([start, end]) => {
      text += this.text.slice(from, start);
      from = end;
      return [text.length, end];
    });
    this.text = text + this.text.slice(from);
    this.steps.push(pairs);
  }

  compose() {
    const pairs = [];
    let text = "";
    const runs = /[\0-\x7f]?[^\0-\x7f]+|[\0-\x7f]+?(?=[\0-\x7f]?[^\0-\x7f]|$)/gsu;
    for (const { 0: run, index } of this.text.matchAll(runs)) {
      const made = run.normalize("NFKC");
      if (made !== run) {
        let [part, at] = ["", index];
        // What came of one letter comes from its beginning, however long it is.
        const letters = (part, from, origin) =>
          [...part].map((letter) => [(from += letter.length) - letter.length, origin]);
        const own = [...run.matchAll(/.\p{M}*/gsu)].flatMap(({ 0: piece }) => {
          const whole = piece.normalize("NFKC");
          const own = letters(whole, text.length + part.length, at).slice(0, whole === piece ? 1 : undefined);
          part += whole;
          at += piece.length;
          return own;
        });
        // Letters that go together, such as those of Hangul, come from the first of them.
        const [from, to] = [[...run], [...made]];
        const n = to.findIndex((letter, i) => letter !== from[i]);
        const shared = to.slice(0, n < 0 ? to.length : n).join("").length;
        const others = letters(made.slice(shared), text.length + shared, index + shared);
        pairs.push(...(part === made ? own : [[text.length, index], ...others]));
        pairs.push([text.length + made.length, index + run.length]);
      }
      text += made;
    }
    this.text = text;
    if (pairs.length) this.steps.push(pairs);
  }

  origin(at) {
    for (const pairs of this.steps.slice().reverse()) {
      let [low, high] = [0, pairs.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (pairs[middle][0] <= at) low = middle + 1;
        else high = middle;
      }
      if (low === 0) continue;
      const [after, before] = pairs[low - 1];
      at = Math.min(before + at - after, pairs[low]?.[1] ?? Infinity);
    }
    return at;
  }
}

const ranges = (text, pattern, start = () => 0) =>
  [...text.matchAll(pattern)].map((found) => [found.index + start(found), found.index + found[0].length]);

// Targets of Markdown links: after `]`, closed on their line, with their parentheses balanced.
function linkTargets(text) {
  const closed = [];
  let [open, before] = [[], " "];
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === "\\") {
      at += 1;
      before = text[at] ?? " ";
      continue;
    }
    if (c === "\n") open = [];
    else if (c === "(") open.push([at, before === "]"]);
    else if (c === ")") {
      const [from, isLink] = open.pop() ?? [];
      if (isLink) closed.push([from, at + 1]);
    }
    before = c;
  }
  closed.sort((a, b) => a[0] - b[0]);
  let end = 0;
  return closed.filter(([from, to]) => {
    const outside = from >= end;
    end = Math.max(end, to);
    return outside;
  });
}

export function fold(text) {
  const folded = new Folded(text);
  folded.cut(ranges(text, /\r(?=\n)/g));
  folded.text = folded.text.replace(/\r/g, "\n");
  folded.cut(ranges(folded.text, INVISIBLE));
  folded.cut(ranges(folded.text, SUPERSCRIPT));
  folded.cut(linkTargets(folded.text));
  folded.cut(ranges(folded.text, /\[(?=[1-9])\p{Nd}{1,3}\]/gu));
  folded.compose();
  const kept = "[\\p{L}\\p{N}]";
  const letter = "(?:(?!\\p{Nd})[\\p{L}\\p{N}])";
  folded.cut(ranges(folded.text, new RegExp(`(?<=${letter})\\p{Nd}{1,3}(?!${kept}|_)`, "gu")));
  const closing = "[.,;:!?”’\"')]";
  const behind = "(?=[\\p{White_Space}\\u001c-\\u001f]|$)";
  folded.cut(ranges(folded.text, new RegExp(`(?<=${letter}${closing}{1,3})\\p{Nd}{1,3}${behind}`, "gu")));
  return folded;
}

// { text, starts, folded, origins }: the skeleton as text, the code point at which each word starts, the folded text,
// and for each code point where it begins in the folded text.
export function skeleton(original) {
  const folded = fold(original);
  const [letters, origins] = [[], []];
  let index = 0;
  for (const c of folded.text) {
    for (const part of c.toLowerCase().normalize("NFKD").replace(MARK, "")) {
      letters.push(part);
      origins.push(index);
    }
    index += c.length;
  }
  const made = { chars: [], starts: [], origins: [], folded, original };
  let [before, after] = ["", false];
  letters.forEach((c, at) => {
    const isPoint = c === "." && HOLDS_A_POINT.test(before) && HOLDS_A_POINT.test(letters[at + 1] ?? "");
    const keeps = isKept(c) || isPoint;
    if (keeps) {
      if (!after && before !== "'" && before !== "’") made.starts.push(made.chars.length);
      made.chars.push(c);
      made.origins.push(origins[at]);
    }
    [before, after] = [c, keeps];
  });
  made.text = made.chars.join("");
  return made;
}

const width = (text, at) => String.fromCodePoint(text.codePointAt(at) ?? 32).length;

// A window: its skeleton, its readable text, and where it lies in the original text.
export function slice(made, start, length) {
  const end = start + length;
  if (length < 1 || start < 0 || end > made.chars.length) return null;
  const text = made.folded.text;
  const [from, last] = [made.origins[start], made.origins[end - 1]];
  const to = made.folded.origin(last);
  let beyond = to + width(made.original, to);
  while (/^\p{M}/u.test(made.original.slice(beyond))) beyond += width(made.original, beyond);
  return {
    start,
    skeleton: made.chars.slice(start, end).join(""),
    raw: text.slice(from, last + width(text, last)),
    original: [made.folded.origin(from), beyond],
  };
}

export const window = (made, startWord, length) =>
  startWord < made.starts.length ? slice(made, made.starts[startWord], length) : null;

// Tokens of pa1: whole numbers and words.
const run = (chars, from, is) => {
  let end = from;
  while (end < chars.length && is(chars[end])) end += 1;
  return end;
};
const isSeparator = (c) => c === " " || c === "," || c === "'" || c === "’";

function numberEnd(chars, at) {
  let end = run(chars, at, isDigit);
  if (end - at <= 3) {
    while (isSeparator(chars[end]) && run(chars, end + 1, isDigit) === end + 4) end += 4;
  }
  const decimals = run(chars, end + 1, isDigit);
  return chars[end] === "." && decimals > end + 1 ? decimals : end;
}

const token = (chars) => chars.filter((c) => !isSeparator(c)).join("");

function inOrder(text) {
  const chars = [...text.toLowerCase().normalize("NFKD").replace(MARK, "")];
  const found = [];
  for (let at = 0; at < chars.length; ) {
    const c = chars[at];
    const end = isDigit(c) ? numberEnd(chars, at) : isLetter(c) ? run(chars, at, isLetter) : at;
    if (end > at) found.push(token(chars.slice(at, end)));
    at = Math.max(end, at + 1);
  }
  return found;
}

export function tokens(raw) {
  const found = new Set(inOrder(raw));
  if (raw.includes("\n")) {
    let joined = "";
    for (const line of raw.split("\n").map((line) => line.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, ""))) {
      const word = joined.replace(/[-\u2010]$/u, "");
      const divides = word !== joined && isLetter([...word].pop() ?? "") && isLetter([...line][0] ?? "");
      joined = (divides ? word : `${joined} `) + line;
    }
    inOrder(joined).forEach((one) => found.add(one));
  }
  return found;
}

export const isPlain = (text) => {
  const found = inOrder(text);
  return found.length === 1 && found[0] === text;
};

// Edges: a word or number that begins before a window or goes on behind it.
const isApostrophe = (c) => c === "'" || c === "’";
const RAISED = [..."⁰¹²³⁴⁵⁶⁷⁸⁹"];
// Scripts without case have no spaces, or write small words without one.
const touch = (a, b) => [a, b].every((c) => isKept(c ?? "") && !/^\p{Lo}$/u.test(c));

// The number of a token that says which note mark may stand behind it: `12` of `12³`.
function markedNumber(token) {
  const [, number] = /^([^⁰¹²³⁴-⁹]+)[⁰¹²³⁴-⁹]{1,3}$/u.exec(token) ?? [];
  return number !== undefined && isDigit([...number][0]) && isPlain(number) ? number : null;
}

function edgesOfWords(chars, from, to) {
  const found = [];
  const digitsBefore = (at) => at - digitsStart(at);
  const digitsStart = (at) => {
    let start = at;
    while (start > 0 && isDigit(chars[start - 1])) start -= 1;
    return start;
  };
  const isAlone = (at) => !isKept(chars[digitsStart(at) - 1] ?? "");
  const isPart = (c) => isKept(c ?? "") || isApostrophe(c);
  const word = (side, at) => {
    let [start, end] = [at, at];
    while (isPart(chars[start - 1])) start -= 1;
    while (isPart(chars[end])) end += 1;
    found.push({ side, text: chars.slice(start, end).join(""), mark: null });
  };
  if (from >= to) return found;
  const front = () => {
    if (isApostrophe(chars[from - 1])) return touch(chars[from - 2], chars[from]);
    const digits = digitsBefore(from);
    // A note may begin with its number, and a number is looked at as a whole.
    const isNote = digits >= 1 && digits <= 3 && isLetter(chars[from]);
    return touch(chars[from - 1], chars[from]) && !(digits && isAlone(from) && (isNote || isDigit(chars[from])));
  };
  const end = () => {
    const last = chars[to - 1];
    if (isApostrophe(chars[to])) return isLetter(last) && isLetter(chars[to + 1] ?? "") && touch(last, chars[to + 1]);
    return touch(last, chars[to]) && !(digitsBefore(to) && isAlone(to) && isDigit(chars[to]));
  };
  if (front()) word("front", from);
  if (end()) word("end", to - 1);
  return found;
}

function edgeOfNumber(chars, [start, end], [from, to]) {
  const text = chars.slice(start, end).join("");
  if (start < from && end > from) return { side: "front", text, mark: null };
  if (!(start >= from && start < to && end > to)) return null;
  const rest = chars.slice(to, end);
  const closing = run(rest, 0, (c) => /^[.,;:!?”’"')]$/.test(c));
  const digits = rest.slice(closing);
  const number = token(chars.slice(start, to));
  const isMark = closing <= 3 && digits.length >= 1 && digits.length <= 3 && digits.every((c) => /^[0-9]$/.test(c));
  const isWhole = !isKept(chars[end] ?? "") && isDigit([...number][0]) && isPlain(number);
  return { side: "end", text, mark: isMark && isWhole ? number + digits.map((c) => RAISED[c]).join("") : null };
}

// Tokens of pa2: what a skeleton leaves out.
const isDash = (c) => /^[-\u2010-\u2015\u2212]$/u.test(c ?? "");
const isMinus = (c) => /^[-\u2010-\u2013\u2212]$/u.test(c ?? "");
const isCurrency = (c) => /^\p{Sc}$/u.test(c ?? "");
const opens = (c) => isSpace(c) || /^(?![\u2212\u2044])[\p{Ps}\p{Pi}\p{Sm}"'»›`]$/u.test(c);
const TICKS = { "√": "√", "✓": "√", "✔": "√", "☑": "√", "✅": "√", "✗": "✗", "✘": "✗", "☒": "✗", "❌": "✗" };

// The length of `](target)`, with balanced parentheses and closed on its line; 0 where a text begins otherwise.
function target(chars, from) {
  if (chars[from] !== "]" || chars[from + 1] !== "(") return 0;
  for (let [at, depth] = [from + 1, 0]; at < chars.length; at++) {
    const c = chars[at];
    if (c === "\\") at += 1;
    else if (c === "\n" || c === "\r") return 0;
    else if (c === "(") depth += 1;
    else if (c === ")" && !(depth -= 1)) return at + 1 - from;
  }
  return 0;
}

// The length of the markup of Markdown that begins here: the target of a link, the bracket of a link between a currency
// and its number, the stars and lines of emphasis.
function markup(seen, at) {
  const isKeptAt = (at) => isKept(seen[at] ?? "");
  if (seen[at] === "]") return target(seen, at);
  if (seen[at] === "[" && isCurrency(seen[at - 1]) && isDigit(seen[at + 1] ?? "")) {
    const end = run(seen, at + 1, isDigit);
    const isNote = end - at <= 4 && seen[end] === "]";
    return !isNote || target(seen, end) ? 1 : 0;
  }
  const end = run(seen, at, (c) => c === "*" || c === "_");
  return isKeptAt(at - 1) && isKeptAt(end) ? 0 : end - at;
}

function letters(text, into) {
  const seen = [...text.replace(/\p{Cf}/gu, "").replace(SUPERSCRIPT, "")];
  for (let at = 0; at < seen.length; at++) {
    const isEscape = seen[at] === "\\" && /^[!-/:-@[-`{-~]$/.test(seen[at + 1] ?? "");
    if (isEscape) at += 1;
    const length = isEscape ? 0 : markup(seen, at);
    if (length) {
      at += length - 1;
      continue;
    }
    const c = seen[at];
    const capital = /^\p{Uppercase}$/u.test(c);
    if (c === TAG_IN_LINE) {
      into.chars.push(c);
      into.capital.push(false);
      continue;
    }
    const lower = [...c.normalize("NFKC")].map((one) => one.toLowerCase()).join("");
    for (const part of lower.normalize("NFKD").replace(MARK, "")) {
      into.chars.push(part);
      into.capital.push(capital);
    }
  }
  return into.chars.length;
}

// The same with these tags as spaces, unless there is one beside them, or without them.
function withoutTags({ chars, capital }, [start, end], areSpaces) {
  const made = { chars: [], capital: [] };
  const moved = [start, end];
  chars.forEach((c, at) => {
    if (at === start) moved[0] = made.chars.length;
    if (at === end) moved[1] = made.chars.length;
    if (c === TAG_IN_LINE) {
      const next = chars.slice(at).find((c) => c !== TAG_IN_LINE);
      if (made.chars[made.chars.length - 1] === " " || next === " " || !areSpaces) return;
    }
    made.chars.push(c === TAG_IN_LINE ? " " : c);
    made.capital.push(capital[at]);
  });
  if (end === chars.length) moved[1] = made.chars.length;
  return [made, moved];
}

function unwrapped({ chars, capital }, [start, end]) {
  const joined = { chars: [], capital: [] };
  let moved = [start, end];
  chars.forEach((c, at) => {
    if (at === start) moved[0] = joined.chars.length;
    if (at === end) moved[1] = joined.chars.length;
    const isEnd = c === "\n" || c === "\r";
    const last = joined.chars[joined.chars.length - 1];
    const before = joined.chars[joined.chars.length - 2];
    const next = isEnd ? (chars.slice(at).find((c) => c !== "\n" && c !== "\r") ?? "") : "";
    const isSign = /^[-\u2010\u2011\u2212]$/.test(last ?? "") && isDigit(next);
    const divides = (isDash(last) && isDigit(before ?? "")) || (isSign && (before === undefined || opens(before)));
    if (isEnd && (divides || joined.chars[joined.chars.length - 1] === " ")) return;
    joined.chars.push(isEnd ? " " : c);
    joined.capital.push(capital[at]);
  });
  if (end === chars.length) moved[1] = joined.chars.length;
  return [joined, moved];
}

function scan({ chars, capital }, [from, to]) {
  const found = { numbers: new Set(), names: new Set(), acronyms: new Set(), edges: edgesOfWords(chars, from, to) };
  const inside = (at) => at >= from && at < to;
  const keptEnd = (at) => run(chars, at, isKept);
  const number = (start) => {
    const end = numberOf(chars, start);
    const edge = edgeOfNumber(chars, [start, Math.max(end, withMark)], [from, to]);
    if (edge) found.edges.push(edge);
    // A window may cut a number off, before a note mark that no rule tells from it.
    return inside(start) && end > to ? numberOf(chars.slice(0, to), start, true) : numberOf(chars, start, true);
  };
  let withMark = 0;
  const numberOf = (chars, start, notes = false) => {
    withMark = 0;
    let end = numberEnd(chars, start);
    let text = token(chars.slice(start, end));
    let more = false;
    for (;;) {
      const c = chars[end];
      let next = end + 1;
      while (c === "-" && next < end + 3 && chars[next] === "-") next += 1;
      const join = isDash(c) ? "-" : c === "/" || c === "\u2044" ? "/" : [",", ".", ":"].includes(c) ? c : "";
      if (!join || !isDigit(chars[next] ?? "")) break;
      const beyond = numberEnd(chars, next);
      const isNote = /^[12].{3}$/u.test(text) && beyond - next <= 3 && isSpace(chars[beyond] ?? " ");
      if (join === "," && isNote) {
        withMark = beyond;
        break;
      }
      text += join + token(chars.slice(next, beyond));
      end = beyond;
      more = true;
    }
    let [at, currency, sign] = [start, "", false];
    if (isCurrency(chars[at - 1])) [currency, at] = [chars[at - 1], at - 1];
    else if (chars[at - 1] === " " && isCurrency(chars[at - 2])) [currency, at] = [chars[at - 2], at - 2];
    if (isMinus(chars[at - 1])) {
      const before = chars[at - 2];
      if (!currency && isCurrency(before)) [sign, currency] = [true, before];
      else sign = before === undefined || opens(before);
    }
    let behind = end + (chars[end] === " " ? 1 : 0);
    const percent = ["%", "‰", "٪"].includes(chars[behind]) ? chars[behind] : "";
    if (!currency && !percent && isCurrency(chars[behind])) {
      const next = behind + 1 + (chars[behind + 1] === " " ? 1 : 0);
      if (!isDigit(chars[next] ?? "")) currency = chars[behind];
    }
    more ||= sign || currency !== "" || percent !== "";
    if (notes && more && inside(start)) found.numbers.add((sign ? "\u2212" : "") + currency + text + percent);
    return end;
  };
  const name = (start) => {
    if (!inside(start)) return;
    let end = keptEnd(start);
    const word = chars.slice(start, end);
    const n = run(word, 0, isLetter);
    const digits = word.slice(n);
    const isOne = n >= 1 && n <= 6 && digits.length >= 1 && digits.length <= 3;
    if (isOne && digits.every(isDigit) && capital.slice(start, start + n).every(Boolean) && end <= to)
      found.acronyms.add(word.join(""));
    for (let text = word.join(""); ; ) {
      const parts = [...text];
      if (parts.some(isDigit) && parts.some(isLetter) && end <= to) found.names.add(text);
      const join = chars[end];
      if (!(join === "/" || isDash(join)) || !isKept(chars[end + 1] ?? "")) break;
      const next = keptEnd(end + 1);
      text += (join === "/" ? "/" : "-") + chars.slice(end + 1, next).join("");
      end = next;
    }
  };
  const cells = chars.slice(from, to).some((c) => c === "\t" || c === "|");
  const counts = {};
  let [word, column, open] = ["", 0, false];
  for (let at = from; at < to; at++) {
    const c = chars[at];
    if (isLetter(c)) [word, column] = [open ? word + c : c, 0];
    else if (c === "\t" || c === "|") column += 1;
    else if (TICKS[c] && word && column < 100) {
      const mark = word + TICKS[c];
      counts[mark] = (counts[mark] ?? 0) + 1;
      found.numbers.add(mark + (cells ? column : counts[mark]));
    }
    open = isLetter(c);
  }
  for (let at = 0; at < chars.length; ) {
    const starts = isKept(chars[at]) && !(at > 0 && isKept(chars[at - 1]));
    if (starts) name(at);
    at = starts && isDigit(chars[at]) ? number(at) : at + 1;
  }
  return found;
}

// What stands in a range of a text and in no digest: { numbers, certain, names, acronyms, edges }.
export function signs(text, [start, end] = [0, text.length]) {
  const behind = text.slice(end);
  const glued = /^\p{Nd}{1,3}(?![\p{L}\p{N}])/u.exec(behind);
  if (glued && isLetter([...text.slice(Math.max(0, end - 2), end)].pop() ?? "")) end += glued[0].length;
  const all = { chars: [], capital: [] };
  const from = letters([...text.slice(Math.max(0, start - 64), start)].slice(-16).join(""), all);
  const to = letters(text.slice(start, end), all);
  // A window may end in front of the target of a link.
  const link = text.startsWith("](", end) ? [...text.slice(end, end + 4000)].slice(0, 2000) : [];
  end += link.slice(0, target(link, 0)).join("").length;
  letters([...text.slice(end, end + 64)].slice(0, 16).join(""), all);
  const tags = all.chars.includes(TAG_IN_LINE);
  const readings = (tags ? [true, false] : [true]).flatMap((areSpaces) => {
    const made = tags ? withoutTags(all, [from, to], areSpaces) : [all, [from, to]];
    return [scan(...made), scan(...unwrapped(...made))];
  });
  // A reader sees no space at such a tag. Only whether two numbers are one is left open: they may be laid out apart.
  const isCertain = (sign) => {
    const seen = inOrder(sign.split(/[√✗]/)[0]).length === 1 ? readings.slice(-2) : readings;
    return seen.every((one) => one.numbers.has(sign));
  };
  const both = (key) => new Set(readings.flatMap((one) => [...one[key]]));
  return {
    cells: all.chars.slice(from, to).some((c) => c === "\t" || c === "|"),
    numbers: both("numbers"),
    certain: new Set([...both("numbers")].filter(isCertain)),
    names: both("names"),
    acronyms: both("acronyms"),
    edges: readings.map((one) => one.edges).reduce((all, edges) => all.filter((one) => edges.some((other) => isSame(one, other)))),
  };
}

const isSame = (one, other) => one.side === other.side && one.text === other.text && one.mark === other.mark;

// What a citation declares and a window lacks, what the window has for certain and the citation does not declare, and
// the words and numbers that are longer than in the passage.
export function compare(made, found, tokensDeclared) {
  const beyond = signs(made.original, found.original);
  // Where there are no cells, the ticks behind a word are counted.
  const counts = {};
  const counted = (token) => {
    const [whole, mark] = /^(.+[√✗])\d+$/u.exec(token) ?? [];
    return whole ? mark + (counts[mark] = (counts[mark] ?? 0) + 1) : token;
  };
  const declared = beyond.cells ? tokensDeclared : tokensDeclared.map(counted);
  const plain = tokens(found.raw);
  const isThere = (one) => (isPlain(one) ? plain.has(one) : beyond.numbers.has(one) || beyond.names.has(one));
  return {
    // That a note mark may stand behind a number does not make it one that has to.
    missing: declared.map((one) => markedNumber(one) ?? one).filter((one) => !isThere(one)),
    cut: beyond.edges.filter(({ mark }) => !declared.includes(mark)).map(({ text }) => text),
    undeclared: [...beyond.certain].filter((sign) => !declared.includes(sign)).sort(),
  };
}

// The windows of a skeleton with this digest: at the recorded word, else at word starts, else anywhere.
export function find(made, citation) {
  const fits = (start) => {
    const found = slice(made, start, citation.n_chars);
    return found && digest(found.skeleton) === citation.digest ? found : null;
  };
  const recorded = made.starts[citation.start_word];
  let found = recorded === undefined ? null : fits(recorded);
  for (const start of found ? [] : made.starts) if ((found = fits(start))) break;
  for (let start = 0; !found && start + citation.n_chars <= made.chars.length; start++) found = fits(start);
  return found;
}

// The verdict on a citation whose window was found in a text of this skeleton, and the tokens that are not there.
export function verdictOf(made, found, citation, isReference = false) {
  const { missing, undeclared, cut } = compare(made, found, citation.tokens);
  const proved = (one) => !isReference && [...one].every(isLetter) && found.skeleton.includes(one);
  const unproved = missing.filter((one) => !proved(one));
  if (unproved.length || undeclared.length || cut.length) return { verdict: "token_missing", missing: unproved };
  let places = 0;
  for (let at = made.text.indexOf(found.skeleton); at >= 0; at = made.text.indexOf(found.skeleton, at + 1)) places += 1;
  if (places > 1) return { verdict: "ambiguous", missing: [] };
  const isExact = isReference && made.starts[citation.start_word] === found.start;
  return { verdict: isExact ? "exact" : "found", missing: [] };
}

// The verdict on a citation { start_word, n_chars, digest, tokens } in a text. `isReference` says that the text is
// the reference copy, byte for byte.
export function verdict(text, citation, isReference = false) {
  const made = skeleton(text);
  const found = find(made, citation);
  return found ? verdictOf(made, found, citation, isReference).verdict : "missing";
}
