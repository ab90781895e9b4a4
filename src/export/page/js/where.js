// Where: a grid of tiles for the states, and the places of events. There are no outlines, and so no borders to draw.

import { h, words, number, count, choice, add, fill } from "./dom.js";
import { refine, address, entityAddress } from "./state.js";
import { rows, once, fact } from "./facts.js";
import { head, entityLink, csvButton, none, factLine } from "./parts.js";
import { standingsOf, organisations, LETTERS } from "./standings.js";

// About where states lie to each other, in columns and rows. A state that is not here stands beneath, by its name.
const TILES = {
  BLR: [2, 1], RUS: [5, 1], UKR: [1, 2], KAZ: [5, 2], MNG: [7, 2], TUR: [1, 3], GEO: [2, 3], ARM: [2, 4], AZE: [3, 3], UZB: [5, 3],
  KGZ: [6, 3], CHN: [7, 3], JPN: [8, 3], IRN: [3, 4], TKM: [4, 3], TJK: [6, 4], AFG: [5, 4], PAK: [5, 5], NPL: [7, 4], SAU: [2, 5], ARE: [3, 5],
  QAT: [3, 6], IND: [6, 5], BGD: [7, 5], MMR: [8, 5], LKA: [6, 6], MDV: [5, 6], KHM: [8, 6],
};

const places = () =>
  once("places", () =>
    rows(`SELECT place, place_id, state, state_id, count(*) AS n, min(year) AS first, max(year) AS last FROM v_map
      GROUP BY place_id ORDER BY n DESC, place`));

export function whereView(state, out) {
  const current = { ...state, view: "where" };
  const organisation = organisations().find((one) => one.id === current.org) ?? organisations()[0];
  const of = organisation ? standingsOf(organisation.id) : [];
  const years = [...new Set(of.map((row) => row.year))].sort((a, b) => a - b);
  const [first, last] = [years[0], years.at(-1)];
  const states = once("states", () => rows("SELECT entity_id, name FROM entities WHERE kind = 'state' ORDER BY name"));
  const events = once("events by state", () => {
    const tally = new Map();
    for (const place of places()) if (place.state_id) tally.set(place.state_id, (tally.get(place.state_id) ?? 0) + place.n);
    return tally;
  });
  const body = h("div", {});
  const shownYear = h("output", {}, String(current.year ?? last ?? ""));
  const draw = () => {
    const year = Number(current.year ?? last);
    const by = new Map(of.filter((row) => row.year === year).map((row) => [row.entity_id, row]));
    const ever = new Set(of.map((row) => row.entity_id));
    const wanted = states.filter((one) => ever.has(one.entity_id) || events.has(one.entity_id));
    const tile = (one, place) => {
      const row = by.get(one.entity_id);
      const n = events.get(one.entity_id) ?? 0;
      const told = `${one.name}: ${row ? `${words(row.standing)}, ${row.basis}` : "no standing told"}; ${count(n, "event")} there`;
      const link = h("a", { href: entityAddress(one.entity_id), class: `tile ${row ? `s-${row.standing} ${row.basis === "stated" ? "told" : "carried"}` : ""}`, title: told },
        h("span", { class: "hidden" }, told), h("b", { "aria-hidden": "true" }, one.entity_id.slice(0, 3)), h("span", { class: "name", "aria-hidden": "true" }, one.name), h("span", { "aria-hidden": "true" }, row ? LETTERS[row.standing] ?? row.standing[0] : ""), n ? h("small", { "aria-hidden": "true" }, number(n)) : null);
      if (place) {
        link.style.gridColumn = String(place[0]);
        link.style.gridRow = String(place[1]);
      }
      return link;
    };
    const inside = wanted.filter((one) => TILES[one.entity_id]);
    const outside = wanted.filter((one) => !TILES[one.entity_id]);
    const used = Object.keys(LETTERS).filter((standing) => [...by.values()].some((row) => row.standing === standing));
    fill(body, 
      h("ul", { class: "legend" }, used.map((standing) => h("li", {}, h("span", { class: `cell told s-${standing}` }, LETTERS[standing]), words(standing))),
        h("li", {}, h("span", { class: "cell told s-member" }, "M"), "stated"), h("li", {}, h("span", { class: "cell carried s-member" }, "M"), "carried forward"),
        h("li", {}, h("small", {}, "3"), " events there")),
      inside.length ? h("div", { class: "tiles", role: "group", "aria-label": `States in ${year}` }, inside.map((one) => tile(one, TILES[one.entity_id]))) : null,
      inside.length ? h("details", { class: "codes" }, h("summary", {}, "Which code is which state"),
        h("ul", { class: "chips" }, inside.map((one) => h("li", {}, h("b", {}, one.entity_id.slice(0, 3)), " ", entityLink(one.entity_id, one.name))))) : null,
      outside.length ? h("section", {}, h("h2", {}, inside.length ? "Elsewhere" : "States"), h("div", { class: "tiles loose", role: "group", "aria-label": "Other states" }, outside.map((one) => tile(one)))) : null);
  };
  add(out, ...head("Where", "States as tiles, about as they lie to each other. There are no outlines: a tile claims no border."));
  if (organisation && years.length) {
    const range = h("input", { type: "range", min: first, max: last, step: 1, value: current.year ?? last, "aria-label": "Year" });
    range.addEventListener("input", () => {
      current.year = range.value;
      shownYear.textContent = range.value;
      refine(current);
      draw();
    });
    add(out, h("div", { class: "filters" },
      choice("Standing in", organisations().map((one) => [one.id, one.name]), organisation.id, (value) => {
        location.hash = address({ ...current, org: value, year: "" });
      }),
      h("label", { class: "choice wide" }, h("span", {}, "Year ", shownYear), range)));
  }
  add(out, body);
  draw();
  const list = places();
  add(out, h("section", {}, h("h2", {}, "Events by place", h("span", { class: "n" }, number(list.reduce((sum, row) => sum + row.n, 0)))),
    h("p", { class: "tools" }, csvButton("places", ["place", "place_id", "state", "latitude", "longitude", "fact_id", "statement", "year", "date", "status", "citation"],
      () => rows("SELECT place, place_id, state, latitude, longitude, fact_id, statement, year, date, status, citation FROM v_map ORDER BY place, year, fact_id").map(Object.values))),
    list.length ? list.map(placeLine) : none("No fact names a place.")));
}

function placeLine(place) {
  const box = h("details", { class: "place" }, h("summary", {}, h("b", {}, h("bdi", {}, place.place)), place.state ? h("span", { class: "quiet" }, " ", h("bdi", {}, place.state)) : null,
    h("span", { class: "n" }, number(place.n)), h("span", { class: "quiet" }, place.first ? ` ${place.first === place.last ? place.first : `${place.first}–${place.last}`}` : "")));
  box.addEventListener("toggle", () => {
    if (!box.open || box.querySelector("ul")) return;
    const of = rows("SELECT fact_id FROM v_map WHERE place_id = ?1 ORDER BY year, date, fact_id", [place.place_id]).map((row) => fact(row.fact_id));
    box.append(h("ul", { class: "facts" }, of.map((one) => factLine(one))), h("p", {}, entityLink(place.place_id, `All that names ${place.place}`)));
  });
  return box;
}
