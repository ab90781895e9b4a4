// Who stood how in an organisation, year by year.

import { h, words, choice, number, add, fill } from "./dom.js";
import { address, refine, factAddress } from "./state.js";
import { rows, once } from "./facts.js";
import { head, entityLink, csvButton, none } from "./parts.js";
import { about } from "./data.js";

export const LETTERS = {
  founding_member: "F", member: "M", participant: "P", observer: "O", dialogue_partner: "D", guest: "G", applicant: "A", not_member: "–",
};
const RANK = Object.keys(LETTERS);

// All of them at once: a part of the view takes as long to work out as the whole.
const standings = () =>
  once("standings", () =>
    rows(`SELECT organisation, organisation_id, entity, entity_id, year, standing, is_founder, basis, told_for, citation, fact_id
      FROM v_standing ORDER BY organisation, entity, year, standing`));

export const standingsOf = (organisation) => standings().filter((row) => row.organisation_id === organisation);
export const standingsOfEntity = (entity) => standings().filter((row) => row.entity_id === entity);

export const organisations = () =>
  once("organisations", () => {
    const entities = new Map();
    for (const row of standings()) (entities.get(row.organisation_id) ?? entities.set(row.organisation_id, new Set()).get(row.organisation_id)).add(row.entity_id);
    const names = new Map(standings().map((row) => [row.organisation_id, row.organisation]));
    const own = about().organisation_id;
    // The sort keeps those with as many in the order of their names.
    return [...names].map(([id, name]) => ({ id, name, n: entities.get(id).size })).sort((a, b) => (b.id === own) - (a.id === own) || b.n - a.n);
  });

// Arrow keys go from cell to cell, so that the tab key passes the grid in one step.
function roam(grid) {
  const cells = [...grid.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("a")));
  const links = cells.flat().filter(Boolean);
  links.forEach((link, at) => (link.tabIndex = at ? -1 : 0));
  grid.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    const link = event.target.closest("a");
    if (!step || !link) return;
    let row = cells.findIndex((row) => row.includes(link));
    let column = cells[row]?.indexOf(link);
    if (row < 0) return;
    do {
      row += step[0];
      column += step[1];
    } while (cells[row]?.[column] === null);
    const next = cells[row]?.[column];
    if (!next) return;
    event.preventDefault();
    links.forEach((other) => (other.tabIndex = -1));
    next.tabIndex = 0;
    next.focus();
  });
}

// Standings by year, a row for each { label, of }; where a year has several, the one that is stated.
export function standingsGrid(list, name, first) {
  const years = list.flatMap(({ of }) => of.map((row) => row.year));
  const from = years.reduce((a, b) => Math.min(a, b), Infinity);
  const span = years.length ? Array.from({ length: years.reduce((a, b) => Math.max(a, b)) - from + 1 }, (_, at) => from + at) : [];
  const cellOf = (row, with_) => {
    const told = `${with_ ?? row.entity} ${row.year}: ${words(row.standing)}${row.is_founder ? ", founder" : ""}, ${row.basis}${row.basis === "stated" ? "" : ` from ${row.told_for}`}. ${row.citation}`;
    return h("a", { href: factAddress(row.fact_id), class: `cell s-${row.standing} ${row.basis === "stated" ? "told" : "carried"}`, title: told, "aria-label": told }, LETTERS[row.standing] ?? row.standing[0]);
  };
  const grid = h("table", { class: "standings" },
    h("caption", { class: "hidden" }, `${name}. Arrow keys go from cell to cell; each cell leads to its fact.`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first), span.map((year) => h("th", { scope: "col" }, h("abbr", { title: year }, `’${String(year).slice(2)}`))))),
    h("tbody", {}, list.map(({ label, of, with_ }) => {
      const by = new Map();
      for (const row of of) if (!by.has(row.year) || row.basis === "stated") by.set(row.year, row);
      return h("tr", {}, h("th", { scope: "row" }, label), span.map((year) => h("td", {}, by.has(year) ? cellOf(by.get(year), with_) : null)));
    })));
  roam(grid);
  const box = h("div", { class: "scroll fitting", role: "region", tabindex: "0", "aria-label": name }, grid);
  // The latest years first in sight.
  requestAnimationFrame(() => (box.scrollLeft = box.scrollWidth));
  return box;
}

// What the letters of a grid stand for.
export const standingsLegend = (of) =>
  h("ul", { class: "legend" }, RANK.filter((standing) => of.some((row) => row.standing === standing))
    .map((standing) => h("li", {}, h("span", { class: `cell told s-${standing}` }, LETTERS[standing]), words(standing))),
  h("li", {}, h("span", { class: "cell told s-member" }, "M"), "stated for that year"), h("li", {}, h("span", { class: "cell carried s-member" }, "M"), "carried forward from an earlier one"));

export function standingsView(state, out) {
  const list = organisations();
  if (!list.length) {
    add(out, ...head("Standings"), none("The dataset tells of no standing."));
    return;
  }
  const current = { ...state, view: "standings" };
  const body = h("div", {});
  function draw() {
    const organisation = list.find((one) => one.id === current.org) ?? list[0];
    const of = standingsOf(organisation.id);
    const entities = [...new Set(of.map((row) => row.entity_id))];
    const last = (id) => of.filter((row) => row.entity_id === id).at(-1);
    const first = (id) => of.find((row) => row.entity_id === id).year;
    entities.sort((a, b) => RANK.indexOf(last(a).standing) - RANK.indexOf(last(b).standing) || first(a) - first(b) || last(a).entity.localeCompare(last(b).entity));
    fill(body, standingsLegend(of),
      standingsGrid(entities.map((id) => ({ label: entityLink(id, last(id).entity), of: of.filter((row) => row.entity_id === id) })), `Standings in ${organisation.name} by year`, "Entity"),
      h("div", { class: "tools" }, h("p", { class: "tally" }, `${number(entities.length)} entities, ${number(of.length)} standings`),
        csvButton(`standings-${organisation.id}`, ["entity", "year", "standing", "is_founder", "basis", "told_for", "citation", "fact_id"],
          () => of.map((row) => [row.entity, row.year, row.standing, row.is_founder, row.basis, row.told_for, row.citation, row.fact_id]))));
  }
  add(out, ...head("Standings", "Who belonged, as what, in which year. Each cell opens its fact."),
    h("div", { class: "filters" }, choice("Organisation", list.map((one) => [one.id, `${one.name} (${one.n})`]), current.org ?? list[0].id, (value) => {
      current.org = value;
      refine(current);
      draw();
    })), body);
  draw();
}
