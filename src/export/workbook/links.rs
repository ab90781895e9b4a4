//! Where an id leads: the sheet and the row of what it names.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, params_from_iter};

use crate::db::{Queries, text_of};
use crate::dictionary::key_of;
use crate::error::Error;
use crate::export::Export;
use crate::tables::Holds;

/// Tables that usually have no sheet of their own, each with the view that shows one line for each of their rows.
const SHOWN_IN: &[(&str, &str)] = &[
    ("facts", "v_facts"),
    ("sources", "v_sources"),
    ("terms", "v_terms"),
];

/// The tables whose rows can be linked to.
#[derive(Debug)]
pub(super) struct Links(HashMap<&'static str, Target>);

/// The sheet that shows the rows of a table, and the row of each key as spreadsheets count: the head is row 1.
#[derive(Debug)]
struct Target {
    sheet: &'static str,
    key: &'static str,
    rows: HashMap<String, u32>,
}

impl Links {
    /// Of the tables that these sheets show.
    pub(super) fn among(
        connection: &Connection,
        sheets: &[Export],
        origin: &str,
    ) -> Result<Self, Error> {
        let fields = sheets.iter().flat_map(|export| &export.fields);
        let named: HashSet<&str> = fields
            .filter_map(|field| match field.holds {
                Holds::Key(table) => Some(table),
                _ => None,
            })
            .collect();
        let mut targets = HashMap::new();
        for export in sheets {
            let shown = SHOWN_IN.iter().find(|(_, view)| *view == export.name);
            let table = shown.map_or(export.name, |(table, _)| *table);
            let is_better = shown.is_none() || !targets.contains_key(table);
            if let Some(key) = key_of(table).filter(|_| is_better && named.contains(table))
                && let Some(target) = Target::of(connection, export, key, origin)?
            {
                targets.insert(table, target);
            }
        }
        Ok(Self(targets))
    }

    /// The link from a cell of a sheet to the row of a table that it names, if that has a sheet. The id of
    /// the row itself is no link.
    pub(super) fn to(&self, table: &str, id: &str, from: (&str, &str)) -> Option<String> {
        let target = self.0.get(table)?;
        if from == (target.sheet, target.key) {
            return None;
        }
        let row = target.rows.get(id)?;
        Some(format!("internal:'{}'!A{row}", target.sheet))
    }
}

impl Target {
    /// None for an export that does not show the key.
    fn of(
        connection: &Connection,
        export: &Export,
        key: &'static str,
        origin: &str,
    ) -> Result<Option<Self>, Error> {
        let all = export.all_fields();
        let Some(field) = all.into_iter().find(|field| field.name == key) else {
            return Ok(None);
        };
        let keys = Export {
            fields: vec![field],
            ..export.clone()
        };
        let (sql, parameters) = keys.question(origin);
        let doing = format!("export {}", export.name);
        let ids = connection.rows(&doing, &sql, params_from_iter(parameters), |row| {
            row.get_ref(0).map(text_of)
        })?;
        Ok(Some(Self {
            sheet: export.name,
            key,
            rows: ids.into_iter().zip(2..).collect(),
        }))
    }
}
