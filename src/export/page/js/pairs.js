// Two things side by side: what disagrees, and what was expected beside what came of it.

import { h, say, words, dateWords, number, count, choice, add, fill } from "./dom.js";
import { refine, factAddress } from "./state.js";
import { fact, conflicts, expected } from "./facts.js";
import { status, head, csvButton, none, longList } from "./parts.js";

const side = (id, statement, citation, rank) =>
  h("div", { class: "side" },
    h("a", { href: factAddress(id), class: "statement" }, say(statement)),
    h("p", { class: "under" }, h("span", {}, h("bdi", {}, citation ?? "")), fact(id) && fact(id).status !== "stated" ? status(fact(id), statement) : null,
      rank && rank !== "normal" ? h("span", { class: "tag" }, rank) : null));

export function disagreementsView(state, out) {
  // Values first: what differs in a number is seen at once.
  const all = conflicts().slice().sort((one, two) => (two.about === "value") - (one.about === "value"));
  const current = { ...state, view: "disagreements" };
  const abouts = [...new Set(all.map((row) => row.about))].sort();
  const body = h("div", {});
  const draw = () => {
    const list = all.filter((row) => !current.about || row.about === current.about);
    fill(body, 
      h("div", { class: "tools" }, h("p", { class: "tally", role: "status" }, count(list.length, "disagreement")),
        csvButton("disagreements", ["about", "statement_1", "citation_1", "statement_2", "citation_2", "fact_1", "fact_2"],
          () => list.map((row) => [row.about, row.statement_1, row.citation_1, row.statement_2, row.citation_2, row.fact_1, row.fact_2]))),
      list.length ? h("ol", { class: longList("versus", list) }, list.map((row) => h("li", {},
        h("p", { class: "kicker" }, `differ in: ${words(row.about)}`),
        h("div", { class: "two" }, side(row.fact_1, row.statement_1, row.citation_1, row.rank_1), side(row.fact_2, row.statement_2, row.citation_2, row.rank_2))))) : none("Nothing disagrees."));
  };
  add(out, ...head("Disagreements", "Facts that cannot both be true. Neither is left out; each stands with its own passage."),
    h("div", { class: "filters" }, choice("They differ in", [["", "anything"], ...abouts.map((about) => [about, `${words(about)} (${all.filter((row) => row.about === about).length})`])], current.about, (value) => {
      current.about = value;
      refine(current);
      draw();
    })), body);
  draw();
}

const SIGNS = { happened: "✓", "happened in part": "◐", "did not happen": "✗", "had not happened": "✗", "not told": "?" };

export function expectationsView(state, out) {
  // What documents tell of comes first.
  const all = expected().slice().sort((one, two) => (one.outcome === "not told") - (two.outcome === "not told"));
  const current = { ...state, view: "expectations" };
  const outcomes = Object.keys(SIGNS).filter((outcome) => all.some((row) => row.outcome === outcome));
  const of = (outcome) => all.filter((row) => row.outcome === outcome).length;
  const body = h("div", {});
  const came = (row) => {
    const ids = (row.outcome_fact_ids ?? "").split(";").filter((id) => fact(id));
    return h("div", { class: "side" },
      h("p", { class: "outcome" }, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[row.outcome] ?? "?"), h("b", {}, row.outcome), row.outcome_date ? h("span", { class: "quiet" }, " ", h("bdi", {}, row.outcome_date.split("; ").map(dateWords).join("; "))) : null),
      ids.map((id) => h("div", {}, h("a", { href: factAddress(id), class: "statement" }, say(fact(id).statement)), h("p", { class: "under" }, h("span", {}, h("bdi", {}, fact(id).citation ?? ""))))),
      row.outcome_note ? h("p", { class: "note" }, say(row.outcome_note)) : null,
      ids.length ? null : h("p", { class: "quiet" }, "No document of the dataset tells what became of it."));
  };
  const draw = () => {
    const list = all.filter((row) => !current.outcome || row.outcome === current.outcome);
    fill(body, 
      h("div", { class: "tools" }, h("p", { class: "tally", role: "status" }, count(list.length, "expectation")),
        csvButton("expectations", ["fact_id", "expected", "date", "expected_by", "citation", "outcome", "what_happened", "outcome_citation"],
          () => list.map((row) => [row.fact_id, row.expected, row.date, row.expected_by, row.citation, row.outcome, row.what_happened, row.outcome_citation]))),
      list.length ? h("ol", { class: longList("versus", list) }, list.map((row) => h("li", {}, h("div", { class: "two" },
        h("div", { class: "side" }, h("a", { href: factAddress(row.fact_id), class: "statement" }, say(row.expected)),
          h("p", { class: "under" }, h("span", {}, h("bdi", {}, row.citation ?? "")), row.date ? h("span", {}, row.date.startsWith("..") ? null : "for ", h("bdi", {}, dateWords(row.date))) : null, row.parts ? h("span", {}, `and ${count(row.parts, "fact")} within it`) : null)),
        came(row))))) : none("No expectation fits."));
  };
  add(out, ...head("Expectations", "What was forecast, planned or promised, beside what the documents tell of it later."),
    h("div", { class: "filters" }, choice("Outcome", [["", `any (${number(all.length)})`], ...outcomes.map((outcome) => [outcome, `${outcome} (${of(outcome)})`])], current.outcome, (value) => {
      current.outcome = value;
      refine(current);
      draw();
    })), body);
  draw();
}
