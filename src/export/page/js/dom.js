// Elements, made so that no text can become markup: every value is set as text or as the value of a known attribute.

// An element with attributes, listeners (`onclick`) and children: elements, texts, numbers, lists; empty ones are left out.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "href") element.setAttribute("href", safeAddress(value));
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  add(element, children);
  return element;
}

export function add(element, ...children) {
  for (const child of children.flat(Infinity)) {
    if (child === undefined || child === null || child === false || child === "") continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

// The same in place of what the element had.
export function fill(element, ...children) {
  element.replaceChildren();
  return add(element, ...children);
}

// Places in this page, and the web; nothing else is an address.
export function safeAddress(address) {
  const text = String(address);
  return text.startsWith("#") || /^https?:\/\/[^\s]+$/i.test(text) ? text : "#";
}

export const isWebAddress = (text) => /^https?:\/\/[^\s]+$/i.test(String(text ?? ""));

// A link out of the page, with its host in words; a text that is no web address stays a text.
export function outward(address, words) {
  if (!isWebAddress(address)) return address ? h("span", { class: "wrap" }, address) : null;
  return h("a", { href: address, rel: "noopener noreferrer external", class: "out" }, words ?? address);
}

// Texts of strangers: their direction ends where they end, and what is endless is cut, with the rest at hand.
const LONG = 1200;
export function say(text, most = LONG) {
  const whole = String(text ?? "");
  if (whole.length <= most) return h("bdi", {}, whole);
  const shown = h("bdi", {}, `${whole.slice(0, most).replace(/[\ud800-\udbff]$/, "")}… `);
  const more = h("button", { type: "button", class: "plain whole" }, `show all ${number(whole.length)} letters`);
  more.addEventListener("click", () => {
    shown.textContent = whole;
    more.remove();
  });
  return h("span", {}, shown, more);
}

// A number as people write it, with a thin space between groups.
export const number = (value) => {
  if (typeof value !== "number" || !Number.isFinite(value)) return String(value ?? "");
  const text = Math.abs(value) < 1e15 ? String(Math.round(value * 1e6) / 1e6) : String(value);
  const [whole, decimals] = text.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, "\u202f") + (decimals ? `.${decimals}` : "");
};

// A number of a column: a year is none that is counted with.
export const numberIn = (column, value) => (/(^|_)year(_|$)/.test(column) ? String(value) : number(value));

export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

// What a word of the data, such as `dialogue_partner`, reads as.
export const words = (id) => String(id ?? "").replaceAll("_", " ");

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const SEASONS = ["spring", "summer", "autumn", "winter"];

function moment(text) {
  const [, year, month, day, sign] = /^(\d{3}[\dX])(?:-(\d\d))?(?:-(\d\d))?([~?%]?)$/.exec(text) ?? [];
  const name = month && (MONTHS[month - 1] ?? SEASONS[month - 21]);
  if (!year || (month && !name)) return text;
  const plain = [day && Number(day), name, year.replace("X", "0s")].filter(Boolean).join(" ");
  return { "": "", "~": "about ", "?": "perhaps ", "%": "perhaps about " }[sign] + plain;
}

// A date of the data as people write it: `../2015-06` as `by June 2015`. One of another form stays as it is.
export function dateWords(date) {
  const [from, to] = String(date ?? "").split("/");
  if (to === undefined) return moment(from);
  if (from === "..") return `by ${moment(to)}`;
  return to === ".." ? `from ${moment(from)} on` : `${moment(from)} to ${moment(to)}`;
}

// In quotes where a reader could tear it, and a text where a spreadsheet could take it for a number or a truth value: as
// in the exported files.
const couldBeANumber = (text) =>
  /^[^\p{Alphabetic}\u00ab\u00bb\u2018-\u201f\u2039\u203a\u3008-\u300f]|^(true|false)$/iu.test(text);

const csvCell = (value) => {
  const text = value === null || value === undefined ? "" : String(value);
  const couldBeTorn = /[",;|\t\r\n]|^\s|\s$/.test(text);
  const wantsQuotes = couldBeTorn || (typeof value === "string" && couldBeANumber(text));
  return wantsQuotes ? `"${text.replaceAll('"', '""')}"` : text;
};

// Readers skip an empty line, so a row of one empty cell needs quotes.
const csvLine = (row) => row.map(csvCell).join(",") || '""';

export const csv = (columns, rows) => [columns, ...rows].map(csvLine).join("\n").concat("\n");

export function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

export const downloadCsv = (name, columns, rows) =>
  download(`${name}.csv`, "text/csv;charset=utf-8", csv(columns, rows));

// For those who hear the page.
export function tell(text) {
  const said = document.getElementById("said");
  if (said) said.textContent = text;
}

// A button that copies a text.
export function copyButton(text, label = "Copy") {
  const button = h("button", { type: "button", class: "small" }, label);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Without a clipboard, as in some pages opened from a disk: by way of a selection.
      const area = h("textarea", { class: "hidden" });
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    tell("Copied");
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = label), 1500);
  });
  return button;
}

// A choice with a label. `retell(text)` of it changes what its options read as.
export function choice(label, options, chosen, change) {
  const select = h("select", {});
  for (const [value, text] of options) {
    const option = h("option", {}, text);
    option.value = value;
    option.selected = String(value) === String(chosen ?? "");
    select.append(option);
  }
  select.addEventListener("change", () => change(select.value));
  return Object.assign(h("label", { class: "choice" }, h("span", {}, label), select), {
    retell: (textOf) => {
      for (const option of select.options) {
        const text = textOf(option.value);
        if (option.text !== text) option.text = text;
      }
    },
  });
}

export function field(label, value, change, attributes = {}) {
  const input = h("input", { type: "text", value: value ?? "", autocomplete: "off", ...attributes });
  input.addEventListener("input", () => change(input.value));
  return h("label", { class: "choice" }, h("span", {}, label), input);
}
