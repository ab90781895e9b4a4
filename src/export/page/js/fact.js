// A fact's page, an entity's and a source's.

import { h, say, words, dateWords, number, numberIn, copyButton, outward, count, add, fill } from "./dom.js";
import { address } from "./state.js";
import { rows, value, fact, once, factsThatName, mentions, nameOf, conflicts, expected, byYear, facts } from "./facts.js";
import { status, kindWord, factList, factReference, entityLink, sourceLink, head, listOf, none, inPieces, factLine } from "./parts.js";
import { workOf, about } from "./data.js";
import { officialOf } from "./official.js";
import { standingsGrid, standingsLegend, standingsOfEntity } from "./standings.js";

const QUIET = new Set(["fact_id", "statement", "status", "attributed_to", "attributed_to_id", "rank", "rank_reason", "claim_group",
  "note", "citation", "in_copy", "source", "source_url", "source_ids", "source_id", "source_date", "source_year",
  "source_year_last", "origin", "date_from", "date_to", "year", "summary"]);

const meanings = (view) =>
  once(`meanings ${view}`, () => Object.fromEntries(
    rows("SELECT column_name, meaning, unit FROM meta_columns WHERE table_name = ?1", [view]).map((one) => [one.column_name, one])));

// What the view of its kind says of a fact, each name as a link.
function details(one) {
  const view = `v_${one.kind}`;
  const [row] = rows(`SELECT * FROM ${view} WHERE fact_id = ?1`, [one.fact_id]);
  if (!row) return [];
  const told = meanings(view);
  return Object.entries(row)
    .filter(([name, cell]) => cell !== null && cell !== "" && !QUIET.has(name) && !name.endsWith("_ids"))
    .filter(([name]) => !(name.endsWith("_id") && row[name.slice(0, -3)] !== undefined))
    .map(([name, cell]) => {
      const id = row[`${name}_id`];
      const shown = id && fact(id) ? factReference(id)
        : id && nameOf(id) !== id ? entityLink(id, cell)
        : typeof cell === "number" ? numberIn(name, cell) : say(words(cell));
      return [h("span", { title: told[name]?.meaning ?? null }, words(name)), shown];
    });
}

const PASSAGES = `SELECT sources.cite || ', ' || citations.locator_label || ' ' || CASE
      WHEN citations.locator_label = 'paragraph' AND citations.locator NOT GLOB '*[^0-9]*' AND sources.first_paragraph IS NOT NULL
      THEN CAST(citations.locator AS INTEGER) - sources.first_paragraph + 1 ELSE citations.locator END AS passage,
    fact_citations.role, fact_citations.detail, citations.citation_id, citations.source_id, citations.tokens,
    citations.n_words, coalesce(sources.url, whole.url) AS url,
    citations.locator_label || ' ' || citations.locator AS locator
  FROM fact_citations
  JOIN citations ON citations.citation_id = fact_citations.citation_id
  JOIN sources ON sources.source_id = citations.source_id
  LEFT JOIN sources AS whole ON whole.source_id = sources.part_of
  WHERE fact_citations.fact_id = ?1
  ORDER BY fact_citations.role DESC, citations.source_id, citations.start_word`;

const WORKS = `SELECT sources.cite AS work, sources.title, source_references.pages, fact_references.citing,
    fact_references.note, source_references.reference_kind AS kind, sources.source_id, sources.url
  FROM fact_references
  JOIN source_references ON source_references.citing = fact_references.citing
    AND source_references.note = fact_references.note AND source_references.position = fact_references.position
  LEFT JOIN sources ON sources.source_id = source_references.cited
  WHERE fact_references.fact_id = ?1
  ORDER BY fact_references.citing, fact_references.note, fact_references.position`;

const LINKS = `SELECT link, other_fact AS id, note, 0 AS turned FROM fact_links WHERE fact_id = ?1
  UNION ALL SELECT link, fact_id, note, 1 FROM fact_links WHERE other_fact = ?1`;

const LINK_WORDS = {
  fulfilled_by: ["came about as", "was expected in"], partly_fulfilled_by: ["came about in part as", "was expected in part in"],
  failed_by: ["did not come about, by", "contradicts the expectation"], not_by: ["had not come about, by", "tells that it had not come about:"],
  corrects: ["corrects", "is corrected by"],
};

function passage(one) {
  return h("li", {},
    h("p", {}, sourceLink(one.source_id, one.passage), one.role === "context" ? h("span", { class: "tag" }, "context") : null),
    one.detail ? h("p", { class: "under" }, h("span", {}, say(one.detail))) : null,
    h("p", { class: "under" },
      one.n_words ? h("span", {}, count(one.n_words, "word")) : null,
      one.tokens ? h("span", {}, "with ", one.tokens.split("|").map((token, at) => [at ? " · " : "", h("code", {}, token)])) : null,
      one.url ? outward(one.url, "open the document") : null));
}

const indented = (text, locators, kind) => {
  if (!text) return "";
  const place = locators.join("; ");
  if (kind === "text") return `${text} Cited: ${place}.`;
  if (kind === "ris") return text.replace(/\nER {2}- *$/, `\nN1  - ${place}\nER  - `);
  return text.replace(/\n\}$/, `\n  annotation = {${place.replace(/[{}\\%&$#_^~]/g, (c) => `\\${c}`)}},\n}`);
};

// How to cite the documents behind a fact, and the dataset.
export function citing(documents) {
  const box = h("div", { class: "cite" });
  const show = async (kind) => {
    const parts = [];
    for (const { id, locators } of documents) {
      const work = await workOf(id);
      if (work) parts.push(locators.length ? indented(work[kind], locators, kind) : work[kind]);
    }
    const dataset = await workOf(about().name);
    parts.push(kind === "text" ? `Dataset: ${about().cite_as}` : dataset[kind]);
    const text = parts.join(kind === "text" ? "\n" : "\n\n");
    fill(box, h("pre", { tabindex: "0" }, text), copyButton(text));
  };
  const name = `cite-${Math.random().toString(36).slice(2)}`;
  const radios = [["text", "Text"], ["bibtex", "BibTeX"], ["ris", "RIS"]].map(([kind, label], at) =>
    h("label", { class: "radio" }, h("input", { type: "radio", name, checked: at === 0, onchange: () => show(kind) }), label));
  show("text");
  return h("section", {}, h("h2", {}, "How to cite"), h("fieldset", { class: "radios" }, h("legend", { class: "hidden" }, "Form"), radios), box);
}

// What official statistics say beside a trade figure.
const beside = (row) =>
  h("li", {}, h("b", {}, words(row.verdict)), ": ", `${row.official_series} `, h("span", {}, `${number(row.official_value)} ${row.official_currency}`),
    h("p", { class: "under" }, h("span", {}, h("bdi", {}, row.dataset_title)), row.valuation === "unstated" ? null : h("span", {}, row.valuation),
      row.difference_percent === null ? null : h("span", {}, `the printed value is ${number(Math.abs(Math.round(row.difference_percent * 10) / 10))} per cent ${row.difference_percent < 0 ? "below" : "above"} it`),
      row.wrong_by ? h("span", {}, row.wrong_by) : null));

export function factView({ fact: id }, out) {
  const one = fact(id);
  if (!one) return unknown(id, out);
  const passages = rows(PASSAGES, [id]);
  const documents = [...new Set(passages.map((one) => one.source_id))].sort()
    .map((source) => ({ id: source, locators: [...new Set(passages.filter((p) => p.source_id === source).map((p) => p.locator))] }));
  const works = rows(WORKS, [id]);
  const rivals = conflicts().filter((pair) => pair.fact_1 === id || pair.fact_2 === id)
    .map((pair) => ({ about: pair.about, other: pair.fact_1 === id ? pair.fact_2 : pair.fact_1 }));
  const links = rows(LINKS, [id]).filter((link) => fact(link.id));
  const outcome = expected().find((row) => row.fact_id === id);
  const people = [...(mentions().of.get(id) ?? [])];
  const participants = one.kind === "events" ? rows("SELECT fact_id, role, entity_id FROM v_event_participants WHERE event_id = ?1 ORDER BY role, entity", [id]) : [];
  const variants = one.kind === "events" ? rows("SELECT fact_id FROM v_event_variants WHERE event_id = ?1 ORDER BY fact_id", [id]).map((row) => fact(row.fact_id)) : [];
  const official = one.kind === "trade_figures" ? officialOf(id) : [];
  const reason = value("SELECT rank_reason FROM facts WHERE fact_id = ?1", [id]);
  const correction = one.kind === "trade_figures" ? value("SELECT correction_reason FROM trade_figures WHERE fact_id = ?1", [id]) : null;

  add(out, 
    h("p", { class: "kicker" }, `Fact · ${kindWord(one.kind)}`),
    h("h1", { class: "statement" }, say(one.statement)),
    h("p", { class: "under" }, status(one), one.date ? h("span", {}, h("bdi", {}, dateWords(one.date))) : null,
      one.rank === "deprecated" ? h("span", { class: "tag" }, "deprecated") : null,
      h("code", {}, id)),
    one.note ? h("p", { class: "note" }, h("b", {}, "Curator’s note: "), say(one.note)) : null,
    correction ? h("p", { class: "note" }, h("b", {}, "Correction: "), say(correction)) : null,
    reason ? h("p", { class: "note" }, h("b", {}, "Why it is ranked so: "), say(reason)) : null,
    h("div", { class: "columns" },
      h("div", {},
        h("section", {}, h("h2", {}, passages.length === 1 ? "The passage it rests on" : "The passages it rests on"),
          h("p", { class: "quiet" }, "The page holds no sentence of a document. ", h("a", { href: "#view=copy" }, "Drop your copy"), " to see the passages lit up in it."),
          h("ol", { class: "passages" }, passages.map(passage))),
        official.length ? h("section", {}, h("h2", {}, "Beside official statistics"), h("ul", { class: "plainlist" }, official.map(beside))) : null,
        works.length ? h("section", {}, h("h2", {}, "Works cited for it there"), h("ul", { class: "plainlist" }, works.map((work) =>
          h("li", {}, work.source_id ? sourceLink(work.source_id, work.work) : words(work.kind), work.title ? [". ", say(work.title)] : null,
            work.pages ? `, p. ${work.pages}` : null, work.url ? [" ", outward(work.url, "open")] : null,
            h("span", { class: "quiet" }, ` (note ${work.note})`))))) : null,
        rivals.length ? h("section", {}, h("h2", {}, "What contradicts it"), h("ul", { class: "facts" }, rivals.map((rival) =>
          h("li", { class: "fact" }, factReference(rival.other), h("p", { class: "under" }, h("span", {}, `differs in: ${words(rival.about)}`), h("span", {}, h("bdi", {}, fact(rival.other)?.citation ?? "")))))) ) : null,
        outcome ? h("section", {}, h("h2", {}, "What came of it"), h("p", {}, h("b", {}, outcome.outcome)),
          (outcome.outcome_fact_ids ?? "").split(";").filter(Boolean).map((other) => h("p", {}, factReference(other))),
          outcome.outcome_note ? h("p", { class: "note" }, say(outcome.outcome_note)) : null) : null,
        links.length ? h("section", {}, h("h2", {}, "Tied to"), h("ul", { class: "plainlist" }, links.map((link) =>
          h("li", {}, (LINK_WORDS[link.link] ?? [words(link.link), `is the other side of ${words(link.link)}`])[link.turned], " ", factReference(link.id), link.note ? h("p", { class: "under" }, h("span", {}, say(link.note))) : null)))) : null,
        participants.length ? h("section", {}, h("h2", {}, "Who took part"), h("ul", { class: "plainlist" }, participants.map((row) =>
          h("li", {}, entityLink(row.entity_id), ", ", h("a", { href: address({ fact: row.fact_id }) }, words(row.role)))))) : null,
        variants.length ? h("section", {}, h("h2", {}, "Other accounts of it"), factList(variants.filter(Boolean))) : null),
      h("aside", {},
        h("section", {}, h("h2", {}, "Taken apart"), listOf(details(one))),
        people.length ? h("section", {}, h("h2", {}, "Names"), h("ul", { class: "chips" }, people.map((entity) => h("li", {}, entityLink(entity))))) : null,
        citing(documents))));
}

export function unknown(id, out) {
  add(out, ...head("Not here"), h("p", {}, "Nothing in this page has the id ", h("code", {}, String(id).slice(0, 200)), "."), h("p", {}, h("a", { href: "#" }, "To the front")));
}

// A section of facts of one kind, if there are any.
const section = (title, list) =>
  list.length ? h("section", {}, h("h2", {}, title, h("span", { class: "n" }, number(list.length))), inPieces(list.slice().sort(byYear), (one) => factLine(one), { size: 12 })) : null;

export function entityView({ entity: id }, out) {
  const [one] = rows("SELECT * FROM entities WHERE entity_id = ?1", [id]);
  if (!one) return unknown(id, out);
  const named = factsThatName(id);
  const of = (kind) => named.filter((fact) => fact.kind === kind);
  const other = rows("SELECT name, name_kind, language FROM entity_names WHERE entity_id = ?1 ORDER BY name_kind, language, name", [id]);
  const codes = rows("SELECT scheme, code, valid_from, valid_to FROM entity_codes WHERE entity_id = ?1 ORDER BY scheme, code", [id]);
  const standings = standingsOfEntity(id);
  const organisations = [...new Map(standings.map((row) => [row.organisation_id, row.organisation]))]
    .map(([other, name]) => ({ label: entityLink(other, name), with_: name, of: standings.filter((row) => row.organisation_id === other) }));
  const holds = new Set(rows("SELECT fact_id FROM positions WHERE holder = ?1", [id]).map((row) => row.fact_id));
  const tookPart = rows("SELECT DISTINCT event FROM event_participants WHERE entity = ?1", [id]).map((row) => fact(row.event)).filter(Boolean);
  const members = rows("SELECT member FROM entity_members WHERE entity_id = ?1 ORDER BY member", [id]);
  const within = rows("SELECT entity_id FROM entity_members WHERE member = ?1 ORDER BY entity_id", [id]);
  add(out, ...head(h("bdi", {}, one.name), `${count(named.length, "fact")} in this dataset ${named.length === 1 ? "names" : "name"} it.`, words(one.kind)),
    one.note ? h("p", { class: "note" }, say(one.note)) : null,
    h("p", {}, h("a", { href: address({ view: "search", entity: id }) }, "Search in them"), " · ", h("a", { href: address({ view: "timeline", who: id }) }, "See its events in time")),
    h("div", { class: "columns" },
      h("div", {},
        standings.length ? h("section", {}, h("h2", {}, "Standings"), standingsLegend(standings), standingsGrid(organisations, `Standings of ${one.name} by year`, "In")) : null,
        section("Offices", of("offices")),
        section("Events", [...new Set([...of("events"), ...tookPart])]),
        section("What it holds or said", of("positions").filter((fact) => holds.has(fact.fact_id))),
        section("What others hold of it", of("positions").filter((fact) => !holds.has(fact.fact_id))),
        section("Trade", of("trade_figures")),
        section("Numbers", of("indicators")),
        section("Memberships", of("memberships")),
        section("Relations", of("relations")),
        section("Parts in events", of("event_participants")),
        section("Other accounts of events", of("event_variants")),
        named.length ? null : none("No fact names it; it is here for its names and codes.")),
      h("aside", {},
        other.length ? h("section", {}, h("h2", {}, "Also called"), h("ul", { class: "plainlist" }, other.map((row) =>
          h("li", {}, h("bdi", { lang: row.language ?? null }, row.name), h("span", { class: "quiet" }, ` ${words(row.name_kind)}${row.language ? `, ${row.language}` : ""}`))))) : null,
        codes.length ? h("section", {}, h("h2", {}, "Codes"), listOf(codes.map((row) => [words(row.scheme), h("span", {}, h("code", {}, row.code), row.valid_from || row.valid_to ? h("span", { class: "quiet" }, ` ${row.valid_from ?? ""}–${row.valid_to ?? ""}`) : null)]))) : null,
        members.length ? h("section", {}, h("h2", {}, "Members"), h("ul", { class: "chips" }, members.map((row) => h("li", {}, entityLink(row.member))))) : null,
        within.length ? h("section", {}, h("h2", {}, "Counts among"), h("ul", { class: "chips" }, within.map((row) => h("li", {}, entityLink(row.entity_id))))) : null)));
}

export function sourceView({ source: id }, out) {
  const [one] = rows("SELECT * FROM sources WHERE source_id = ?1", [id]);
  if (!one) return unknown(id, out);
  const resting = facts().filter((fact) => `;${fact.source_ids ?? ""};`.includes(`;${id};`));
  const parts = rows("SELECT source_id, title, cite FROM sources WHERE part_of = ?1 ORDER BY first_paragraph", [id]);
  const cited = rows(`SELECT DISTINCT sources.source_id, sources.cite, sources.title FROM source_references
    JOIN sources ON sources.source_id = source_references.cited WHERE source_references.citing = ?1 ORDER BY sources.cite`, [id]);
  const citers = rows("SELECT DISTINCT citing FROM source_references WHERE cited = ?1 ORDER BY citing", [id]);
  const naming = rows(`SELECT DISTINCT fact_id FROM fact_references JOIN source_references
    ON source_references.citing = fact_references.citing AND source_references.note = fact_references.note
    AND source_references.position = fact_references.position WHERE source_references.cited = ?1`, [id]).map((row) => fact(row.fact_id)).filter(Boolean);
  const passages = value("SELECT count(*) FROM citations WHERE source_id = ?1", [id]);
  add(out, 
    h("p", { class: "kicker" }, `${one.tier === "cited" ? "Work that the documents cite" : "Document"} · ${words(one.kind)}`),
    h("h1", {}, say(one.title)),
    one.original_title ? h("p", { class: "lead" }, say(one.original_title)) : null,
    listOf([
      ["authors", one.authors && say(one.authors)], ["in", one.container && say(one.container)], ["publisher", one.publisher && say(one.publisher)],
      ["issued", one.issued && h("bdi", {}, one.issued)], ["cited as", h("bdi", {}, one.cite)], ["part of", one.part_of && sourceLink(one.part_of)],
      ["address", one.url && outward(one.url)], ["archived", one.archive_url && outward(one.archive_url)], ["rights", one.rights && say(one.rights)],
      ["passages here", passages || null], ["id", h("code", {}, id)]]),
    one.note ? h("p", { class: "note" }, say(one.note)) : null,
    passages ? h("p", {}, h("a", { href: "#view=copy" }, "Drop your copy of it"), " to see the cited passages lit up.") : null,
    parts.length ? h("section", {}, h("h2", {}, "Its parts"), h("ul", { class: "plainlist" }, parts.map((part) => h("li", {}, sourceLink(part.source_id, part.cite), ". ", say(part.title))))) : null,
    section("What rests on it", resting),
    section("Facts for which a document cites it", naming),
    cited.length ? h("section", {}, h("h2", {}, "Works that it cites", h("span", { class: "n" }, number(cited.length))), h("ul", { class: "plainlist" }, cited.map((work) => h("li", {}, sourceLink(work.source_id, work.cite), ". ", say(work.title))))) : null,
    citers.length ? h("section", {}, h("h2", {}, "Cited by"), h("ul", { class: "plainlist" }, citers.map((row) => h("li", {}, sourceLink(row.citing))))) : null,
    citing([{ id, locators: [] }]));
}
