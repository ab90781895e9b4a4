// Charts: drawn by Observable Plot, each with its data as CSV and itself as SVG.

import { h, download, downloadCsv, fill } from "./dom.js";

const { Plot } = globalThis.vendor;
export { Plot };

const paint = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
export const colours = () => ({
  ink: paint("--ink"), soft: paint("--soft"), line: paint("--line"), accent: paint("--accent"), paper: paint("--paper"),
  warm: paint("--warm"),
});

// The picture as a file of its own: colours and letters as they are on the page.
function svgText(svg) {
  const copy = svg.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  Object.assign(copy.style, { background: paint("--paper"), color: paint("--ink"), font: "11px system-ui, sans-serif" });
  for (const link of copy.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  return `${new XMLSerializer().serializeToString(copy)}\n`;
}

// A figure with a caption, a chart that is drawn anew when the width changes, and its downloads. `draw(width)` gives
// the options of the plot; `columns` and `rows` are its data.
export function figure({ name, title, note, draw, columns, rows, label }) {
  const place = h("div", { class: "chart" });
  let width = 0;
  const render = () => {
    const now = Math.floor(place.clientWidth);
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
  new ResizeObserver(render).observe(place);
  requestAnimationFrame(render);
  return h("figure", {},
    h("figcaption", {}, h("b", {}, title), note ? h("span", {}, note) : null),
    place,
    h("div", { class: "tools end" },
      h("button", { type: "button", class: "small", onclick: () => download(`${name}.svg`, "image/svg+xml", svgText(place.querySelector("svg"))) }, "Save as SVG"),
      h("button", { type: "button", class: "small", onclick: () => downloadCsv(name, columns, rows) }, "Save as CSV")));
}
