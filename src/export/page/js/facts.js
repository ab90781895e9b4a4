// What every view needs of the facts, read once: their lines, and who is named in them.

import { about } from "./data.js";

let db;
let held;
const kept = new Map();

// What was asked once is not asked again: the database of a page does not change.
export function once(key, make) {
  if (!kept.has(key)) kept.set(key, make());
  return kept.get(key);
}

// What the words of the index belong to is filled in when something is looked for, or when nothing else is to be done;
// the names in pieces when something is spelt otherwise.
export const fillIndex = () => once("index", () => (db.fill(about().search.fill_rows), true));
export const fillNames = () => once("index of names", () => (db.fill(about().search.fill_names), true));

export const database = () => db;
export const rows = (sql, parameters) => db.rows(sql, parameters);
export const value = (sql, parameters) => db.value(sql, parameters);

export function hold(opened) {
  db = opened;
  held = new Map();
  const sql = `SELECT fact_id, kind, statement, year, date, status, attributed_to, attributed_to_id, rank, claim_group,
    note, citation, source_ids, source_year, origin FROM v_facts`;
  for (const fact of db.rows(sql)) held.set(fact.fact_id, fact);
}

export const fact = (id) => held.get(id);
export const facts = () => [...held.values()];
export const hasFact = (id) => held.has(id);

export const names = () =>
  once("names", () => new Map(rows("SELECT entity_id, name FROM entities").map((one) => [one.entity_id, one.name])));
export const nameOf = (id) => names().get(id) ?? id;
export const cites = () =>
  once("cites", () => new Map(rows("SELECT source_id, cite FROM sources").map((one) => [one.source_id, one.cite])));
export const citeOf = (id) => cites().get(id) ?? id;

const quoted = (name) => `"${name.replaceAll('"', '""')}"`;

// Which columns of the tables of facts name a row of another table, from the dictionary in the database.
const naming = (table) =>
  rows(
    `SELECT c.table_name AS of, c.column_name AS name FROM meta_columns AS c
     JOIN meta_tables AS t ON t.table_name = c.table_name AND t.kind = 'table'
     WHERE c.refers_to LIKE ?1
        AND EXISTS (SELECT 1 FROM meta_columns AS k WHERE k.table_name = c.table_name AND k.column_name = 'fact_id')`,
    [`${table}%`],
  );

// The entities that each fact names, and the facts that name each entity, in the order of their years.
export const mentions = () =>
  once("mentions", () => {
    const [of, by] = [new Map(), new Map()];
    const put = (map, key, value) => (map.get(key) ?? map.set(key, new Set()).get(key)).add(value);
    const pairs = naming("entities").map(
      ({ of: table, name }) =>
        `SELECT fact_id, ${quoted(name)} AS entity FROM ${quoted(table)} WHERE ${quoted(name)} IS NOT NULL`,
    );
    for (const [id, entity] of pairs.length ? db.answer(pairs.join(" UNION ")).rows : []) {
      if (!held.has(id)) continue;
      put(of, id, entity);
      put(by, entity, id);
    }
    // Who takes part in an event is among its names, though facts of their own say so.
    for (const [event, entity] of db.answer("SELECT event, entity FROM event_participants").rows) put(of, event, entity);
    return { of, by };
  });

export const factsThatName = (entity) => [...(mentions().by.get(entity) ?? [])].map(fact).filter(Boolean).sort(byYear);

export const byYear = (one, two) =>
  (one.year ?? 9999) - (two.year ?? 9999) || String(one.date ?? "").localeCompare(String(two.date ?? "")) ||
  (one.fact_id < two.fact_id ? -1 : 1);

// The expectations that have an outcome, and the pairs that disagree.
export const expected = () => once("expected", () => rows("SELECT * FROM v_expected ORDER BY year, date, fact_id"));
export const conflicts = () =>
  once("conflicts", () => rows("SELECT * FROM v_conflicts ORDER BY claim_group, fact_1, fact_2, about"));
