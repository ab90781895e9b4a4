//! Works as the database has them.

use rusqlite::{Connection, Row};

use super::date::Issued;
use crate::contributor::{Contributor, contributors};
use crate::db::Queries;
use crate::error::Error;
use crate::vocab::{Vocabulary, WorkKind};

/// A work that can be cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// The id of the source, which is its citekey.
    pub id: String,
    /// What sort of work it is.
    pub kind: WorkKind,
    /// The title.
    pub title: String,
    /// The title in the original language.
    pub original_title: Option<String>,
    /// Who wrote it.
    pub authors: Vec<Contributor>,
    /// Who edited it, or the book that it stands in.
    pub editors: Vec<Contributor>,
    /// The book, journal, newspaper, site or series that it appeared in; of a part without one, the title of
    /// the whole.
    pub container: Option<String>,
    /// The publisher or issuing body.
    pub publisher: Option<String>,
    /// The volume of the container.
    pub volume: Option<String>,
    /// The issue of the container.
    pub issue: Option<String>,
    /// The pages in the container.
    pub pages: Option<String>,
    /// The number of a report or document.
    pub number: Option<String>,
    /// The version of a dataset.
    pub version: Option<String>,
    /// When it was published.
    pub issued: Option<Issued>,
    /// Where it can be read; of a part without an address, where the whole can.
    pub url: Option<String>,
    /// An archived copy of what stands there.
    pub archive_url: Option<String>,
    /// When the address was last opened.
    pub accessed: Option<Issued>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// The rights in it.
    pub rights: Option<String>,
    /// The passages that are cited: `paragraph 5`.
    pub locators: Vec<String>,
}

/// The dataset: what it is called and how to cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// Its name, such as `sco-facts`.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its release.
    pub release: String,
    /// Its licence, an SPDX id.
    pub licence: String,
    /// The line with which to cite it.
    pub cite_as: String,
}

/// All works of an origin, and the dataset itself where it is of that origin, in the order of their ids.
pub fn works(connection: &Connection, origin: &str) -> Result<Vec<Work>, Error> {
    let sql = format!("{SOURCES} WHERE sources.origin = ?1");
    let mut works = connection.rows("read the works", &sql, [origin], read)?;
    works.extend(described(connection, Some(origin))?.map(About::into_work));
    works.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(works)
}

/// The works with these ids, of any origin, in the order of the list. An id that is no source has none.
pub fn works_named<'a>(
    connection: &Connection,
    ids: impl IntoIterator<Item = &'a str>,
) -> Result<Vec<Work>, Error> {
    let sql = format!("{SOURCES} WHERE sources.source_id = ?1");
    let mut works = Vec::new();
    for id in ids {
        works.extend(connection.rows("read a work", &sql, [id], read)?);
    }
    Ok(works)
}

/// The dataset as a work; none if the database has no row for it.
pub fn about(connection: &Connection) -> Result<Option<About>, Error> {
    described(connection, None)
}

fn described(connection: &Connection, origin: Option<&str>) -> Result<Option<About>, Error> {
    connection.first_row(
        "read what the dataset is",
        "SELECT name, title, release, licence, cite_as FROM dataset
         WHERE ?1 IS NULL OR origin = ?1 ORDER BY name",
        [origin],
        |row| {
            Ok(About {
                name: row.get(0)?,
                title: row.get(1)?,
                release: row.get(2)?,
                licence: row.get(3)?,
                cite_as: row.get(4)?,
            })
        },
    )
}

/// A part has the container, the address and the archived copy of its whole where it has none of its own.
const SOURCES: &str = include_str!("sources.sql");

fn read(row: &Row<'_>) -> rusqlite::Result<Work> {
    let names = |column| -> rusqlite::Result<Vec<Contributor>> {
        let list: Option<String> = row.get(column)?;
        Ok(contributors(&list.unwrap_or_default()))
    };
    let date = |column| -> rusqlite::Result<Option<Issued>> {
        let text: Option<String> = row.get(column)?;
        Ok(text.map(|text| Issued::read(&text)))
    };
    let (id, kind, title): (String, String, String) =
        (row.get("source_id")?, row.get("kind")?, row.get("title")?);
    // The schema refuses other words.
    let kind = WorkKind::from_word(&kind).unwrap_or(WorkKind::Document);
    Ok(Work {
        original_title: row.get("original_title")?,
        authors: names("authors")?,
        editors: names("editors")?,
        container: row.get("container")?,
        publisher: row.get("publisher")?,
        volume: row.get("volume")?,
        issue: row.get("issue")?,
        pages: row.get("pages")?,
        number: row.get("number")?,
        issued: date("issued")?,
        url: row.get("url")?,
        archive_url: row.get("archive_url")?,
        accessed: date("accessed")?,
        language: row.get("language")?,
        rights: row.get("rights")?,
        ..Work::new(&id, kind, &title)
    })
}

impl Work {
    /// A work of which only id, kind and title are known.
    pub fn new(id: &str, kind: WorkKind, title: &str) -> Self {
        Self {
            id: id.to_owned(),
            kind,
            title: title.to_owned(),
            original_title: None,
            authors: Vec::new(),
            editors: Vec::new(),
            container: None,
            publisher: None,
            volume: None,
            issue: None,
            pages: None,
            number: None,
            version: None,
            issued: None,
            url: None,
            archive_url: None,
            accessed: None,
            language: None,
            rights: None,
            locators: Vec::new(),
        }
    }
}

impl About {
    /// The dataset as a work among its sources.
    pub fn into_work(self) -> Work {
        Work {
            version: Some(self.release),
            rights: Some(self.licence),
            ..Work::new(&self.name, WorkKind::Dataset, &self.title)
        }
    }
}
