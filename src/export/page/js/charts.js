// Charts: drawn by Observable Plot, each with a legend, its data as CSV and itself as SVG.

import { h, download, downloadCsv, fill } from "./dom.js";
import { about } from "./data.js";

const { Plot } = globalThis.vendor;
export { Plot };

const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
// By name, so that a chart follows when the page turns dark or is printed.
export const colours = () =>
  Object.fromEntries(["ink", "soft", "line", "accent", "paper", "warm", "official"].map((name) => [name, `var(--${name})`]));

const SVG = "http://www.w3.org/2000/svg";
function s(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

// The signs of a legend, each as it is drawn in a field of 16 by 12.
const SIGNS = {
  dot: () => s("circle", { cx: 8, cy: 6, r: 4, fill: "currentColor" }),
  cross: () => s("path", { d: "M4.5,2.5l7,7m0,-7l-7,7", stroke: "currentColor", "stroke-width": 2, fill: "none" }),
  interval: () => s("path", { d: "M0,6h16", stroke: "currentColor", "stroke-width": 3, "stroke-opacity": 0.45 }),
  diamond: () => s("path", { d: "M8,1l4,5l-4,5l-4,-5z", fill: "currentColor" }),
  "hollow diamond": () => s("path", { d: "M8,1l4,5l-4,5l-4,-5z", fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
  ring: () => s("circle", { cx: 8, cy: 6, r: 3.5, fill: "none", stroke: "currentColor", "stroke-width": 1.5 }),
  bar: () => s("rect", { x: 3, y: 1, width: 10, height: 10, fill: "currentColor" }),
  "hollow bar": () => s("rect", { x: 3.5, y: 1.5, width: 9, height: 9, fill: "none", stroke: "currentColor", "stroke-dasharray": "3 2" }),
};

const legendOf = (signs) =>
  signs.length
    ? h("ul", { class: "legend" }, signs.map(([sign, tone, text]) =>
      h("li", {}, s("svg", { class: `key ${tone}`, width: 16, height: 12, viewBox: "0 0 16 12", "aria-hidden": "true" }, SIGNS[sign]()), text)))
    : null;

// A text in lines of about so many letters.
function wrapped(text, most) {
  const lines = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

// The picture as a file of its own, which says what it shows and where it is from: colours and letters as they are on
// the page.
function svgText(svg, { title, note, signs }) {
  const inner = svg.cloneNode(true);
  for (const link of inner.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const outer = s("svg", { width, "font-family": "system-ui, sans-serif", "font-size": 11.5, color: paint("--ink"), fill: "currentColor" });
  let y = 6;
  const put = (text, attributes = {}) => {
    for (const line of wrapped(text, width / 6.4)) outer.append(s("text", { x: 8, y: (y += 16), ...attributes }, line));
  };
  put(title, { "font-weight": 600, "font-size": 13 });
  if (note) put(note);
  for (const [sign, tone, text] of signs) {
    const mark = s("g", { transform: `translate(8 ${y + 6})`, color: paint(`--${tone}`) }, SIGNS[sign]());
    outer.append(mark, s("text", { x: 30, y: (y += 16) }, text));
  }
  inner.setAttribute("y", String(y + 10));
  outer.append(inner);
  y += height + 14;
  put(about().cite_as, { "font-size": 10 });
  outer.setAttribute("height", String(y + 12));
  outer.setAttribute("viewBox", `0 0 ${width} ${y + 12}`);
  outer.prepend(s("rect", { width: "100%", height: "100%", fill: paint("--paper") }));
  return `${new XMLSerializer().serializeToString(outer).replace(/var\((--\w+)\)/g, (_, name) => paint(name))}\n`
    // XML has no place for them.
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "");
}

// A figure with a caption, a legend, a chart that is drawn anew when the width changes, and its downloads. `signs` are
// of the legend: the sign, its colour, what it stands for. `draw(width)` gives the options of the plot; `columns` and
// `rows` are its data.
export function figure({ name, title, note, signs = [], draw, columns, rows, label }) {
  const place = h("div", { class: "chart" });
  // Room for it, so that nothing moves when it is drawn.
  place.style.minHeight = `${draw(680).height}px`;
  let width = 0;
  const render = (wanted) => {
    const now = Math.floor(wanted ?? place.clientWidth);
    if (!now || now === width) return;
    width = now;
    const svg = Plot.plot({ className: "plot", style: { background: "transparent", color: "currentColor", overflow: "visible" }, ...draw(width) });
    const picture = svg.tagName === "svg" ? svg : svg.querySelector("svg");
    // Its rules stand in the style sheet of the page, whose policy allows no other.
    picture.querySelectorAll("style").forEach((style) => style.remove());
    picture.setAttribute("role", "group");
    picture.setAttribute("aria-label", label);
    // A group without a role has no name.
    picture.querySelectorAll("g[aria-label]").forEach((group) => group.removeAttribute("aria-label"));
    for (const link of picture.querySelectorAll("a")) {
      const told = link.querySelector("title")?.textContent;
      if (told) link.setAttribute("aria-label", told);
    }
    fill(place, picture);
  };
  new ResizeObserver(() => render()).observe(place);
  requestAnimationFrame(() => render());
  const leaving = new AbortController();
  const onPaper = (to) => () => (place.isConnected ? render(to) : leaving.abort());
  // As wide as a sheet, so that its letters are as large as the text.
  addEventListener("beforeprint", onPaper(680), { signal: leaving.signal });
  addEventListener("afterprint", onPaper(undefined), { signal: leaving.signal });
  const saveSvg = () => download(`${name}.svg`, "image/svg+xml", svgText(place.querySelector("svg"), { title, note, signs }));
  return h("figure", {},
    h("figcaption", {}, h("b", {}, title), note ? h("span", {}, note) : null),
    legendOf(signs), place,
    h("div", { class: "tools end" },
      h("button", { type: "button", class: "small", onclick: saveSvg }, "Save as SVG"),
      h("button", { type: "button", class: "small", onclick: () => downloadCsv(name, columns, rows) }, "Save as CSV")));
}
