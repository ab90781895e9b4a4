//! One page with the whole dataset: a file that a browser opens from a disk, without any network.
//!
//! It is made from the database alone. What comes from data is in it as JSON and as packed bytes, and its script sets
//! it as text; so no value can become markup. The policy of the page names its script and its style by their digests,
//! and allows nothing else.

mod embedded;
mod modules;
mod packed;
mod seal;
mod told;

use std::io::Write as _;
use std::path::Path;

use rusqlite::Connection;

use super::Overwrite;
use super::manifest::refuse_database;
use super::one_file::Kind;
pub use super::one_file::clear_litter;
use super::staged_file::StagedFile;
use crate::error::Error;
use crate::files::folder::Folder;
use crate::files::refuse_another_ending;
use crate::stop::Stop;
use packed::{base64, digest, gzip};

const PAGE: Kind = Kind {
    name: "page",
    command: "sco export page FILE",
    is_ours: seal::is_ours,
};

/// The outcome of writing a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// The length of the file in bytes.
    pub bytes: u64,
    /// False if the file had the same content already and was not written.
    pub is_new: bool,
}

/// What stands on the page besides the rows of the dataset, and what may be replaced.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// Whose rows are to be on the page, the dataset first. Those of all others are left out.
    pub origins: &'a [String],
    /// Which files may be replaced.
    pub overwrite: Overwrite,
}

/// Writes the page under a temporary name and renames it. Fails if it would replace a file that is no page of `sco`, or
/// one that was changed since.
pub fn write(
    connection: &Connection,
    folder: &Folder,
    place: &Path,
    request: &Request<'_>,
    stop: &Stop,
) -> Result<Written, Error> {
    debug_assert_eq!(folder.path(), crate::files::folder_of(place));
    refuse_database(connection, place)?;
    // Under another ending a browser would show the text of the page.
    refuse_another_ending(place, &["html", "htm"])?;
    let page = make(connection, place, request, stop)?;
    let mut file = StagedFile::open(place)?;
    file.write_all(page.as_bytes())
        .map_err(Error::file("write", place))?;
    let is_new = PAGE.publish(file, place, request.overwrite)?;
    let bytes = page.len() as u64;
    Ok(Written { bytes, is_new })
}

/// Whether the file is what the database gives, and how long that is. Nothing is written but a passing draft of the
/// database beside it.
pub fn is_current(
    connection: &Connection,
    place: &Path,
    request: &Request<'_>,
    stop: &Stop,
) -> Result<(bool, u64), Error> {
    let page = make(connection, place, request, stop)?;
    let mut file = StagedFile::compare_only(place)?;
    file.write_all(page.as_bytes())
        .map_err(Error::file("read", place))?;
    let is_current = file.finish()?;
    Ok((is_current, file.content().0))
}

/// The error for a page that is not what the database gives.
pub fn stale(place: &Path) -> Result<Error, Error> {
    PAGE.stale(place)
}

/// The page, with the digest by which `sco` knows it.
fn make(
    connection: &Connection,
    place: &Path,
    request: &Request<'_>,
    stop: &Stop,
) -> Result<String, Error> {
    let copy = embedded::Copy::make(connection, place, request.origins, stop)?;
    let about = told::about(&copy.connection, &copy.origins)?;
    let works = told::works(&copy.connection, &copy.origins)?;
    let database = copy.into_bytes()?;
    let style = include_str!("page/style.css");
    let script = modules::script();
    let policy = format!(
        "default-src 'none'; script-src 'sha256-{}' 'wasm-unsafe-eval'; style-src 'sha256-{}'; worker-src blob:; \
         base-uri 'none'; form-action 'none'",
        base64(&digest(script.as_bytes())),
        base64(&digest(style.as_bytes()))
    );
    let text = |value: &str| html_escape::encode_quoted_attribute(value).into_owned();
    let page = filled(|slot| match slot {
        "policy" => policy.clone(),
        "program" => env!("CARGO_PKG_VERSION").to_owned(),
        "title" => text(&about.title),
        "name" => text(&about.name),
        "cite" => text(&about.cite_as),
        "style" => style.to_owned(),
        "about" => about.json(),
        "works" => base64(&gzip(works.as_bytes())),
        "database" => base64(&gzip(&database)),
        "wasm" => base64(include_bytes!("page/vendor/sqlite3.wasm.gz")),
        "script" => script.clone(),
        other => unreachable!("the template has no slot {other}"),
    });
    Ok(seal::sealed(&page))
}

/// The template with its slots filled. What fills a slot is not looked at again.
fn filled(fill: impl Fn(&str) -> String) -> String {
    let mut page = String::new();
    for (at, part) in include_str!("page/template.html").split("{{").enumerate() {
        match part.split_once("}}") {
            Some((slot, rest)) if at > 0 => {
                page.push_str(&fill(slot));
                page.push_str(rest);
            }
            _ => page.push_str(part),
        }
    }
    page
}
