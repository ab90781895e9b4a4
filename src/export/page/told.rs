//! What a page says of itself before its database is open, and how its works are cited.

use std::fmt::Write as _;

use rusqlite::Connection;
use serde_json::{Map, Value, json};

use super::super::about::About;
use crate::bibliography::{
    About as Citable, Work, about as about_dataset, bibtex, reference, ris, works as works_of,
};
use crate::db::Queries;
use crate::error::Error;
use crate::search;

const DOING: &str = "ask what the page says of itself";

/// What counts the rows in `find.sql`.
const COUNTED: &str = ",\n    (SELECT count(*) FROM kept) AS n";

/// What the page says of itself.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) cite_as: String,
    value: Value,
}

impl Told {
    /// As JSON in which no letter can begin markup or end a line of a script.
    pub(super) fn json(&self) -> String {
        let mut text = String::new();
        for letter in self.value.to_string().chars() {
            match letter {
                '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                    let _ = write!(text, "\\u{:04x}", u32::from(letter));
                }
                other => text.push(other),
            }
        }
        text
    }
}

/// The description of the dataset, how much there is of what, and the questions of `docs/questions.md`.
pub(super) fn about(connection: &Connection, origins: &[String]) -> Result<Told, Error> {
    let about = About::read(connection)?.ok_or_else(|| {
        Error::request(
            "the database does not say which dataset it holds",
            "bring it up to date with `sco build`",
        )
    })?;
    let organisation: Option<(String, String)> = connection.first_row(
        DOING,
        "SELECT entities.entity_id, entities.name FROM dataset
         JOIN entities ON entities.entity_id = dataset.organisation ORDER BY dataset.name",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    let (organisation_id, organisation) = organisation.unzip();
    let value = json!({
        "name": about.name,
        "title": about.title,
        "version": about.version,
        "date": about.date,
        "licence": about.licence,
        "licence_url": about.licence_url(),
        "cite_as": about.cite_as,
        "program": env!("CARGO_PKG_VERSION"),
        "origins": origins,
        "organisation": organisation,
        "organisation_id": organisation_id,
        "counts": counts(connection)?,
        "example": example(connection)?,
        "questions": questions(include_str!("../../../docs/questions.md")),
        "search": {
            "find": find(),
            "near": include_str!("../../search/near.sql"),
            "fill": search::filling(),
            "fill_rows": search::filling_of_rows(),
            "fill_names": search::filling_of_names(),
            "filling_words": search::FILLING_WORDS,
        },
        "licences": include_str!("vendor/LICENCES.txt"),
    });
    Ok(Told {
        name: about.name,
        title: about.title,
        cite_as: about.cite_as,
        value,
    })
}

/// The text of `find.sql` without the count of what is found, which costs a third of the time: a page takes all of it.
fn find() -> String {
    include_str!("../../search/find.sql").replacen(COUNTED, "", 1)
}

/// How much there is of what the front names.
fn counts(connection: &Connection) -> Result<Value, Error> {
    let mut counts = Map::new();
    for (name, rows) in [
        ("facts", "v_facts"),
        ("passages", "citations"),
        ("documents", "sources WHERE tier <> 'cited'"),
        ("works", "sources WHERE tier = 'cited'"),
        ("disagreements", "v_conflicts"),
        ("expectations", "v_expected"),
    ] {
        let n: i64 = connection.value(DOING, &format!("SELECT count(*) FROM {rows}"), [])?;
        counts.insert(name.to_owned(), n.into());
    }
    Ok(counts.into())
}

/// Two facts that cannot both be true, of all pairs the shortest: what the dataset is for, in one glance.
fn example(connection: &Connection) -> Result<Option<Value>, Error> {
    connection.first_row(
        DOING,
        "SELECT fact_1, statement_1, citation_1, fact_2, statement_2, citation_2 FROM v_conflicts
         ORDER BY about = 'value' DESC, length(statement_1) + length(statement_2), claim_group, fact_1, fact_2",
        [],
        |row| {
            let cell = |at| row.get::<_, Option<String>>(at);
            Ok(json!({
                "fact_1": cell(0)?, "statement_1": cell(1)?, "citation_1": cell(2)?,
                "fact_2": cell(3)?, "statement_2": cell(4)?, "citation_2": cell(5)?,
            }))
        },
    )
}

/// The headings and statements of a page of questions.
fn questions(page: &str) -> Vec<Value> {
    let sections = page.split("\n## ").skip(1);
    let read = |section: &str| {
        let (title, rest) = section.split_once('\n')?;
        let (sql, _) = rest.split_once("```sql\n")?.1.split_once("```")?;
        Some(json!({"title": title, "sql": sql.trim_end()}))
    };
    sections.filter_map(read).collect()
}

/// How to cite each source and the dataset, by its id: as a line, for BibTeX and as RIS.
pub(super) fn works(connection: &Connection, origins: &[String]) -> Result<String, Error> {
    let mut told = Map::new();
    let mut works: Vec<Work> = about_dataset(connection)?
        .map(Citable::into_work)
        .into_iter()
        .collect();
    for origin in origins {
        works.extend(works_of(connection, origin)?);
    }
    for work in works {
        let entry = json!({
            "text": reference(&work),
            "bibtex": written(bibtex, &work)?,
            "ris": written(ris, &work)?,
        });
        told.insert(work.id, entry);
    }
    Ok(Value::from(told).to_string())
}

type Form = fn(&[Work], &mut dyn std::io::Write) -> std::io::Result<()>;

fn written(form: Form, work: &Work) -> Result<String, Error> {
    let mut bytes = Vec::new();
    form(std::slice::from_ref(work), &mut bytes).map_err(Error::file("write", "the page"))?;
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    Ok(text.trim_matches('\n').to_owned())
}

#[cfg(test)]
mod tests {
    use super::{COUNTED, Told, find, questions};
    use serde_json::json;

    #[test]
    fn no_letter_of_the_description_begins_markup() {
        let told = Told {
            name: String::new(),
            title: String::new(),
            cite_as: String::new(),
            value: json!({"title": "</script><!-- & \u{2028}\u{2029}"}),
        };
        assert_eq!(
            told.json(),
            r#"{"title":"\u003c/script\u003e\u003c!-- \u0026 \u2028\u2029"}"#
        );
    }

    #[test]
    fn the_page_asks_what_the_program_asks_but_for_the_count() {
        let whole = include_str!("../../search/find.sql");
        assert_eq!(find().len() + COUNTED.len(), whole.len());
        assert!(!find().contains("count(*) FROM kept"));
    }

    #[test]
    fn questions_are_headings_with_a_statement() {
        let page = "# Questions\n\n## Who?\n\nWords.\n\n```sql\nSELECT 1;\n```\n\n```text\n1\n```\n\n## No statement\n";
        assert_eq!(
            questions(page),
            [json!({"title": "Who?", "sql": "SELECT 1;"})]
        );
    }
}
