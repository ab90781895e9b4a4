//! Which tables and views are exported, with which columns, and which of their rows.

use rusqlite::types::Value;

use super::{Export, beside, exports, years};
use crate::dictionary::bulk;
use crate::error::Error;
use crate::tables::{Field, Holds};
use crate::wording::{did_you_mean, name_one_of};

/// What a user chose of the exports. A field that is empty leaves nothing out.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The tables, views and other files.
    pub only: Vec<String>,
    /// The columns of one of them, in this order.
    pub columns: Vec<String>,
    /// The rows that name this entity by its id.
    pub entity: Option<String>,
    /// The rows whose days touch these years, both included.
    pub years: Option<(i64, i64)>,
}

impl Choice {
    /// The exports that were chosen.
    pub fn exports(&self) -> Result<Vec<Export>, Error> {
        let mut exports = exports();
        self.refuse_unknown(&exports)?;
        if !self.only.is_empty() {
            exports.retain(|export| self.only.iter().any(|name| name == export.name));
        }
        if !self.columns.is_empty() {
            self.choose_columns(&mut exports)?;
        }
        for export in &mut exports {
            self.choose_rows(export)?;
        }
        Ok(exports)
    }

    /// The files beside them that were chosen.
    pub fn files(&self) -> Vec<&'static beside::File> {
        let is_chosen = |file: &&beside::File| {
            self.only.is_empty() || self.only.iter().any(|name| name == file.name)
        };
        beside::FILES.iter().filter(is_chosen).collect()
    }

    /// The chosen files beside the tables and views. They belong to plain exports of the dataset: with an option that
    /// asks for anything else, none is written, and one that was named is an error.
    pub(super) fn files_beside(
        &self,
        options: &[String],
    ) -> Result<Vec<&'static beside::File>, Error> {
        let files = self.files();
        if options.is_empty() {
            return Ok(files);
        }
        match files.first() {
            Some(file) if !self.only.is_empty() => Err(Error::request(
                format!(
                    "{} describes the plain exports of the dataset as a whole, and goes with no `{}`",
                    file.name,
                    options.join(" ")
                ),
                "leave it out of `--only`, or leave the option out; `sco show ID --cite STYLE` cites the sources of any fact",
            )),
            _ => Ok(Vec::new()),
        }
    }

    /// Whether the choice leaves out rows.
    pub(super) const fn leaves_out_rows(&self) -> bool {
        self.entity.is_some() || self.years.is_some()
    }

    /// The options that ask for rows and columns.
    pub(super) fn options(&self) -> Vec<String> {
        let mut options = Vec::new();
        if !self.columns.is_empty() {
            options.push(format!("--columns {}", self.columns.join(",")));
        }
        if let Some(entity) = &self.entity {
            options.push(format!("--entity {entity}"));
        }
        match self.years {
            Some((first, last)) if first == last => options.push(format!("--year {first}")),
            Some((first, last)) => options.push(format!("--year {first}-{last}")),
            None => {}
        }
        options
    }

    fn refuse_unknown(&self, exports: &[Export]) -> Result<(), Error> {
        let tables = exports.iter().map(|export| export.name);
        let known: Vec<&str> = tables
            .chain(beside::FILES.iter().map(|file| file.name))
            .collect();
        match self
            .only
            .iter()
            .find(|name| !known.contains(&name.as_str()))
        {
            None => Ok(()),
            Some(of_trade) if bulk().iter().any(|relation| relation.name == of_trade) => {
                Err(Error::request(
                    format!(
                        "`{of_trade}` has official trade statistics, which are no CSV file and no sheet"
                    ),
                    "ask `sco.db` itself, or run `sco export parquet`, which writes their tables",
                ))
            }
            Some(unknown) => Err(Error::request(
                format!("`{unknown}` is no export"),
                name_one_of(unknown, &known),
            )),
        }
    }

    fn choose_columns(&self, exports: &mut [Export]) -> Result<(), Error> {
        let [export] = exports else {
            return Err(Error::request(
                "`--columns` is for one table or view",
                "name it with `--only`",
            ));
        };
        let mut chosen: Vec<Field> = Vec::new();
        for name in &self.columns {
            if chosen.iter().any(|field| field.name == name) {
                return Err(Error::request(
                    format!("`--columns` names `{name}` twice"),
                    "name each column once",
                ));
            }
            let Some(field) = export.fields.iter().find(|field| field.name == name) else {
                let names: Vec<&str> = export.fields.iter().map(|field| field.name).collect();
                return Err(Error::request(
                    format!("{} has no column `{name}`", export.name),
                    did_you_mean(name, &names)
                        .unwrap_or_else(|| format!("use some of {}", names.join(", "))),
                ));
            };
            chosen.push(*field);
        }
        export.fields = chosen;
        Ok(())
    }

    pub(super) fn choose_rows(&self, export: &mut Export) -> Result<(), Error> {
        if let Some(entity) = &self.entity {
            let Some(names) = names_entity(export) else {
                return Err(cannot_choose(
                    export,
                    "--entity",
                    "has no ids of entities or facts",
                ));
            };
            export.conditions.push(names);
            export.parameters.push(Value::Text(entity.clone()));
        }
        if let Some(asked) = self.years
            && !years::choose(export, asked)
        {
            return Err(cannot_choose(export, "--year", "has no column `year`"));
        }
        Ok(())
    }
}

/// The condition that a row names the entity that is asked for: in a column of ids, in a list of them, as the entity
/// itself, or by the fact that the row is about. None where the export has neither such a column nor facts.
fn names_entity(export: &Export) -> Option<String> {
    let is_in = |field: Field| match field.holds {
        Holds::Key("entities") => Some(format!("{} = asked", field.name)),
        Holds::Keys("entities") => Some(format!(
            "instr(';' || {} || ';', ';' || asked || ';') > 0",
            field.name
        )),
        _ if export.name == "entities" && field.name == "entity_id" => {
            Some(format!("{} = asked", field.name))
        }
        _ => None,
    };
    let fields = export.all_fields();
    let in_row = fields.iter().copied().filter_map(is_in);
    // The same facts as `sco search about:ID` and `sco show ID` have.
    let by_fact = fields.iter().filter(|field| is_fact_of_row(export, field));
    let by_fact = by_fact.map(|field| {
        format!(
            "EXISTS (SELECT 1 FROM search_rows
                WHERE search_rows.id = {} AND instr(search_rows.entities, ';' || asked || ';') > 0)",
            field.name
        )
    });
    let conditions: Vec<String> = in_row.chain(by_fact).collect();
    let conditions = (!conditions.is_empty()).then(|| conditions.join(" OR "))?;
    Some(format!(
        "EXISTS (SELECT 1 FROM (SELECT ? AS asked) WHERE {conditions})"
    ))
}

/// Whether a column has the fact that a row is about; a standing in a year only rests on its fact.
fn is_fact_of_row(export: &Export, field: &Field) -> bool {
    let is_in_key = export.order.split(", ").any(|column| column == field.name);
    is_in_key && (field.name == "fact_id" || field.holds == Holds::Key("facts"))
}

fn cannot_choose(export: &Export, option: &str, why: &str) -> Error {
    Error::request(
        format!(
            "`{option}` cannot choose rows of {}, which {why}",
            export.name
        ),
        "name tables and views that have some with `--only`",
    )
}
