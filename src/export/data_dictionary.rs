//! `data-dictionary.md`: every table, view and column in words, with an example from the data.

use std::io::Write;

use rusqlite::Connection;

use super::about::{About, Written};
use crate::dictionary::{Relation, bulk, relations};
use crate::error::Error;
use crate::tables::{Field, Form, Holds, Limit};

/// Writes the dictionary of the exports that were written.
pub(super) fn write(
    connection: &Connection,
    written: &[Written],
    out: &mut dyn Write,
) -> Result<(), Error> {
    let about = About::read(connection)?;
    let mut text = String::from("# Data dictionary\n\n");
    if let Some(about) = &about {
        text += &["Of ", &about.title, ", release ", &about.version, ".\n"].concat();
    }
    text += HEAD;
    text += &forms();
    for relation in relations() {
        let file = written
            .iter()
            .find(|file| file.export.name == relation.name);
        if let Some(file) = file {
            text += &section(&relation, &file.examples);
        }
    }
    text += BULK;
    for relation in bulk() {
        let no_examples = vec![None; relation.columns.len()];
        text += &section(&relation, &no_examples);
    }
    out.write_all(text.as_bytes())
        .map_err(Error::file("write", "the data dictionary"))
}

const HEAD: &str = "Every table and view stands in `sco.db` and, under its name, as a CSV file; what you import of official trade \
statistics stands in `sco.db` alone (`trade_flows`, its tables and views), and the tables of it in what `sco export parquet` writes. \
The same stands in the tables `meta_tables` and `meta_columns`, and for programs in `datapackage.json` and `csvw-metadata.json`.

- **text**: a line of text. **key**: the key of a row of the table named beside it. **word**: one of the words named beside it.
- **date**: an EDTF level 1 date, as precise as the document: `2012`, `2001-06`, `2019-21` (spring), `2020~` (about), `../2015-06` (by then), `2001/2015` (within). \
**day**: a day as `YYYY-MM-DD`.
- **integer**: a whole number. **number**: a number with a decimal point. **flag**: 1 for yes, 0 for no. **url**: a web address.
- An empty cell is a NULL: the value is not there, or does not apply. In columns marked with * no cell is empty.
";

/// The forms of texts, each with the regular expression that it fits as a whole.
fn forms() -> String {
    let forms = Form::ALL.iter().map(|form| {
        let pattern = in_a_cell(form.pattern());
        format!("| {} | `{pattern}` |\n", form.word())
    });
    let forms: String = forms.collect();
    format!(
        "\nTexts of these forms fit a regular expression as a whole:\n\n| Form | Fits |\n| --- | --- |\n{forms}"
    )
}

const BULK: &str = "
The tables and views that follow are of official trade statistics that were imported with `sco import trade`. They stand in `sco.db` alone.
";

fn section(relation: &Relation, examples: &[Option<String>]) -> String {
    let what = if relation.is_view { "view" } else { "table" };
    let mut text = format!(
        "\n## `{}`\n\nA row of this {what} is {}. Unique by `{}`.\n\n| Column | Type | Meaning | Example |\n| --- | --- | --- | --- |\n",
        relation.name,
        relation.meaning,
        relation.unique_by.join("`, `")
    );
    for ((field, is_required), example) in relation.columns.iter().zip(examples) {
        text += &line(field, *is_required, example.as_deref());
    }
    text
}

fn line(field: &Field, is_required: bool, example: Option<&str>) -> String {
    let mut meaning = field.meaning.to_owned();
    if !field.unit.is_empty() {
        meaning += &["; in ", field.unit].concat();
    }
    if let Holds::Word(words) = field.holds {
        meaning += &[": `", &words.join("`, `"), "`"].concat();
    }
    meaning += &bounds(field);
    let mut kind = field.holds.word().to_owned();
    if let Holds::Key(table) = field.holds {
        kind += &[" of `", table, "`"].concat();
    }
    if let Limit::Form(form) = field.limit {
        kind += &[" (", form.word(), ")"].concat();
    }
    format!(
        "| `{}`{} | {kind} | {} | {} |\n",
        field.name,
        if is_required { "*" } else { "" },
        in_a_cell(&meaning),
        example.map(shortened).unwrap_or_default()
    )
}

/// The least and the greatest number.
fn bounds(field: &Field) -> String {
    match (field.limit.least(), field.limit.greatest()) {
        (None, None) => String::new(),
        (Some(least), None) => format!("; from {least}"),
        (None, Some(greatest)) => format!("; to {greatest}"),
        (Some(least), Some(greatest)) => format!("; from {least} to {greatest}"),
    }
}

/// An example as code, cut where it is long.
fn shortened(example: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = example.chars().take(LONGEST).collect();
    if shown.len() < example.len() {
        shown.push('…');
    }
    format!("`{}`", in_a_cell(&shown.replace('`', "'")))
}

fn in_a_cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
