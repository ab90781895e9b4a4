//! Full-text search over facts, names, titles and passages.
//!
//! `question` reads what was typed, `expressions` puts it to FTS5, and `search/find.sql` finds and ranks: everybody
//! who has the database can run that text. `near` offers other spellings where nothing is found.

mod expressions;
mod fill;
mod mark;
mod near;
mod question;

use rusqlite::{Connection, named_params};
use serde::Serialize;

use crate::complaint::Complaint;
use crate::db::{Queries, schema};
use crate::error::Error;
use crate::wording::name_one_of;
use expressions::Expressions;
use question::Filters;

pub use expressions::FILLING_WORDS;
pub use fill::{
    ROWS, columns, differs, fill, fill_words, filling, filling_of_names, filling_of_rows,
    has_a_place, wanted_rows,
};
pub use mark::{BEGIN_MARK, END_MARK, marked};
pub use question::Question;

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hit {
    /// Its id, for `sco show`.
    pub id: String,
    /// The table that it stands in.
    pub kind: String,
    /// The fact in a sentence, the name of an entity, the title of a work, or the label of a passage.
    pub heading: String,
    /// The ready citation of a fact, or author and year of a work.
    pub citation: Option<String>,
    /// Whose row it is.
    pub origin: String,
    /// How well it fits: 0 an id, code or label, 1 a whole name, 2 what a name begins or ends with.
    #[serde(skip)]
    pub tier: u8,
}

/// How what was found answers the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Everything found holds all words.
    All,
    /// Nothing held the words as they were typed; this is found with the words so spelt.
    Spelt(String),
    /// Nothing holds all words; this holds most of them.
    Most,
    /// Nothing was found.
    Nothing,
}

/// What a question finds.
#[derive(Debug, Clone)]
pub struct Found {
    /// The best of it, up to the limit.
    pub hits: Vec<Hit>,
    /// How much there is of it.
    pub total: usize,
    /// How it answers the question.
    pub answer: Answer,
    /// Words that are spelt like those of which nothing is known.
    pub near: Vec<String>,
    /// The question that was answered in the end.
    pub question: Question,
}

/// Finds what holds all words of a question, the best first; failing that, what holds the nearest spelling, or most
/// of the words. Without a limit, all of it is returned.
pub fn search(
    connection: &Connection,
    question: Question,
    limit: Option<u32>,
) -> Result<Found, Error> {
    if !schema::has(connection, "search_rows")? {
        return Err(Error::database(
            "the database is of an older version, whose names cannot be searched",
            "bring it up to date with `sco build`",
        ));
    }
    let filters = settled(connection, &question.filters)?;
    let found = |question: Question, answer: Answer, expressions: &Expressions| {
        let (hits, total) = run(connection, expressions, &filters, limit)?;
        Ok::<_, Error>(Found {
            hits,
            total,
            answer,
            near: Vec::new(),
            question,
        })
    };
    let all = found(question.clone(), Answer::All, &Expressions::all(&question))?;
    if all.total > 0 {
        let near = near_names(connection, &all)?;
        return Ok(Found { near, ..all });
    }
    let (respelt, near) = near::respelt(connection, &question)?;
    if let Some(respelt) = respelt {
        let answer = Answer::Spelt(respelt.to_string());
        let expressions = Expressions::all(&respelt);
        let other = found(respelt, answer, &expressions)?;
        if other.total > 0 {
            return Ok(Found { near, ..other });
        }
    }
    let most = match Expressions::any(&question) {
        Some(expressions) => found(question, Answer::Most, &expressions)?,
        None => all,
    };
    let answer = if most.total == 0 {
        Answer::Nothing
    } else {
        Answer::Most
    };
    Ok(Found {
        answer,
        near,
        ..most
    })
}

/// Names that are spelt like a question of which little is found, and which is no name itself: a misspelt name may be
/// a word of some title.
fn near_names(connection: &Connection, found: &Found) -> Result<Vec<String>, Error> {
    const LITTLE: usize = 20;
    const MOST: usize = 3;
    // What a title begins or ends with is a word of it; of a name it is a name.
    let is_name = found
        .hits
        .first()
        .is_some_and(|hit| hit.tier <= 1 || hit.tier == 2 && hit.kind == "entities");
    if is_name || found.total > LITTLE || !found.question.is_of_words() {
        return Ok(Vec::new());
    }
    let names = near::names_like(connection, &found.question.to_string())?;
    Ok(names
        .into_iter()
        .take(MOST)
        .map(|named| named.name)
        .collect())
}

/// The id that somebody means by an id, a code or a name in any case. Fails with what is near.
pub fn meant(connection: &Connection, typed: &str) -> Result<Option<Hit>, Error> {
    if !schema::has(connection, "search_rows")? {
        return Ok(None);
    }
    let question = Question::of_name(typed);
    if question.is_empty() {
        return Ok(None);
    }
    let unfiltered = Filters::default();
    let (hits, _) = run(
        connection,
        &Expressions::all(&question),
        &unfiltered,
        Some(1),
    )?;
    Ok(hits.into_iter().find(|hit| hit.tier <= 1))
}

/// Ids and headings of what is near to something that is no id, code or name, for a help text.
pub fn near_to(connection: &Connection, typed: &str) -> Result<Vec<Hit>, Error> {
    const MOST: usize = 3;
    let question = Question::of_name(typed);
    if question.is_empty() || !schema::has(connection, "search_rows")? {
        return Ok(Vec::new());
    }
    let mut hits: Vec<Hit> = Vec::new();
    for named in near::names_like(connection, typed)? {
        hits.extend(connection.first_row(
            "look up what has the name",
            "SELECT id, kind, heading, citation, origin FROM search_rows WHERE id = ?1 AND kind = ?2",
            [&named.id, &named.kind],
            |row| {
                Ok(Hit {
                    id: row.get(0)?,
                    kind: row.get(1)?,
                    heading: row.get(2)?,
                    citation: row.get(3)?,
                    origin: row.get(4)?,
                    tier: u8::MAX,
                })
            },
        )?);
    }
    for hit in search(connection, question, Some(3))?.hits {
        if !hits.iter().any(|other| other.id == hit.id) {
            hits.push(hit);
        }
    }
    hits.truncate(MOST);
    Ok(hits)
}

fn run(
    connection: &Connection,
    expressions: &Expressions,
    filters: &Filters,
    limit: Option<u32>,
) -> Result<(Vec<Hit>, usize), Error> {
    let (from_year, to_year) = filters.years.unzip();
    let mut total = 0;
    let hits = connection.rows(
        "search",
        include_str!("search/find.sql"),
        named_params! {
            ":words": expressions.words,
            ":each": expressions.each,
            ":whole": expressions.whole,
            ":phrase": expressions.phrase,
            ":heading": expressions.heading,
            ":ends": expressions.ends,
            ":name": expressions.name,
            ":key": expressions.key,
            ":inside": expressions.inside,
            ":code": expressions.code,
            ":number": expressions.number,
            ":year": expressions.year,
            ":kinds": expressions.kinds,
            ":kind": filters.kind,
            ":from_year": from_year,
            ":to_year": to_year,
            ":source": filters.source,
            ":about": filters.about,
            ":limit": limit.map_or(-1, i64::from),
        },
        |row| {
            total = usize::try_from(row.get::<_, i64>("n")?).unwrap_or(usize::MAX);
            Ok(Hit {
                id: row.get("id")?,
                kind: row.get("kind")?,
                heading: row.get("heading")?,
                citation: row.get("citation")?,
                origin: row.get("origin")?,
                tier: row.get("tier")?,
            })
        },
    )?;
    if hits.is_empty() && limit == Some(0) {
        // Without a row there is none that counts the others.
        return Ok((hits, run(connection, expressions, filters, Some(1))?.1));
    }
    Ok((hits, total))
}

/// The filters with the words and ids that the database has.
fn settled(connection: &Connection, filters: &Filters) -> Result<Filters, Error> {
    let mut settled = filters.clone();
    if let Some(kind) = &filters.kind {
        settled.kind = Some(known_kind(connection, kind)?);
    }
    if let Some(about) = &filters.about {
        let of_entities = Filters {
            kind: Some("entities".to_owned()),
            ..Filters::default()
        };
        let question = Question::of_name(about);
        let (hits, _) = run(
            connection,
            &Expressions::all(&question),
            &of_entities,
            Some(1),
        )?;
        let Some(hit) = hits.into_iter().next() else {
            let near = near::names_like(connection, about)?;
            let near = near.iter().find(|named| named.kind == "entities");
            return Err(Error::request(
                format!("`about:{about}` names no entity"),
                match near {
                    Some(near) => format!("did you mean `about:{}` ({})?", near.id, near.name),
                    None => format!("look for it with `sco search kind:entities {about}`"),
                },
            ));
        };
        settled.about = Some(hit.id);
    }
    Ok(settled)
}

/// The word for a sort of row as the index has it: `kind:event` is `kind:events`.
fn known_kind(connection: &Connection, typed: &str) -> Result<String, Error> {
    let sorts: Vec<String> = connection.column(
        "list the kinds of rows",
        "SELECT DISTINCT sort FROM search_rows ORDER BY sort",
        [],
    )?;
    let mut words: Vec<&str> = sorts
        .iter()
        .flat_map(|sort| sort.split_whitespace())
        .collect();
    words.sort_unstable();
    words.dedup();
    let typed = typed.to_lowercase();
    let forms = [typed.clone(), format!("{typed}s"), typed.replace('-', "_")];
    match forms.iter().find(|form| words.contains(&form.as_str())) {
        Some(form) => Ok(form.clone()),
        None => Err(Error::Request(Complaint::new(
            format!("`kind:{typed}` is no kind of fact or row"),
            name_one_of(&typed, &words),
        ))),
    }
}
