//! Other spellings of a word that nothing holds.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::expressions;
use super::question::{Question, Term};
use crate::db::Queries;
use crate::error::Error;

/// The question with the nearest spelling of each word that nothing holds, and all near spellings.
pub(super) fn respelt(
    connection: &Connection,
    question: &Question,
) -> Result<(Option<Question>, Vec<String>), Error> {
    let mut respelt = question.clone();
    let mut near = Vec::new();
    let mut is_respelt = false;
    for term in respelt.groups.iter_mut().flatten() {
        if term.is_phrase || is_held(connection, term)? {
            continue;
        }
        let spellings = spellings(connection, &term.text)?;
        if let Some(best) = spellings.first() {
            term.text.clone_from(best);
            is_respelt = true;
        }
        near.extend(spellings);
    }
    Ok((is_respelt.then_some(respelt), near))
}

/// A name that is spelt like what was typed, and whose it is.
pub(super) struct Named {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) name: String,
}

/// The names that differ from all that was typed by a few letters, the nearest first; those of entities before others.
/// The name itself is none of them.
pub(super) fn names_like(connection: &Connection, typed: &str) -> Result<Vec<Named>, Error> {
    let sought = folded(typed);
    let allowed = match sought.chars().count() {
        0..=3 => return Ok(Vec::new()),
        4..=5 => 1,
        6..=11 => 2,
        _ => 3,
    };
    let names: Vec<Named> = connection.rows(
        "look for names that are near",
        include_str!("near_names.sql"),
        [pieces(&sought)],
        |row| {
            Ok(Named {
                name: row.get(0)?,
                id: row.get(1)?,
                kind: row.get(2)?,
            })
        },
    )?;
    let mut found: Vec<(usize, Named)> = names
        .into_iter()
        .map(|named| (strsim::osa_distance(&sought, &folded(&named.name)), named))
        .filter(|(distance, _)| (1..=allowed).contains(distance))
        .collect();
    // Of names that are equally near, people mean the one that begins as what they typed.
    let begins_alike = |name: &str| {
        let letters = folded(name);
        let same = sought.chars().zip(letters.chars());
        same.take_while(|(one, other)| one == other).count()
    };
    found.sort_by_cached_key(|(distance, named)| {
        (
            *distance,
            named.kind != "entities",
            std::cmp::Reverse(begins_alike(&named.name)),
            named.name.clone(),
        )
    });
    let mut seen = BTreeSet::new();
    let found = found.into_iter().map(|(_, named)| named);
    Ok(found
        .filter(|named| seen.insert(named.id.clone()))
        .collect())
}

/// The pieces of three letters of a text, any of which a name may hold.
fn pieces(sought: &str) -> String {
    let letters: Vec<char> = sought.chars().collect();
    let pieces: Vec<String> = letters
        .windows(3)
        .map(|piece| format!("\"{}\"", piece.iter().collect::<String>().replace('"', " ")))
        .collect();
    pieces.join(" OR ")
}

/// The pieces of a word, and those of the word with two neighbouring letters swapped: a short word with such a slip may
/// share no piece with the name that is meant, as `Huwaei`.
fn pieces_of_slips(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let swapped = (1..letters.len()).map(|at| {
        let mut other = letters.clone();
        other.swap(at - 1, at);
        pieces(
            &other[at.saturating_sub(3)..(at + 3).min(other.len())]
                .iter()
                .collect::<String>(),
        )
    });
    let all: Vec<String> = std::iter::once(pieces(word)).chain(swapped).collect();
    all.join(" OR ")
}

/// Whether anything but an id or label holds a word.
fn is_held(connection: &Connection, term: &Term) -> Result<bool, Error> {
    connection.value(
        "look for a word",
        "SELECT EXISTS (SELECT 1 FROM search_words WHERE search_words MATCH ?1)",
        [format!(
            "{{heading names about note}} : ({})",
            expressions::beginning(term)
        )],
    )
}

/// The words of names that differ from a word by a letter or two, the nearest and most frequent first.
fn spellings(connection: &Connection, word: &str) -> Result<Vec<String>, Error> {
    const MOST: usize = 3;
    let sought = folded(word);
    let allowed = match sought.chars().count() {
        0..=3 => return Ok(Vec::new()),
        4..=5 => 1,
        _ => 2,
    };
    let names: Vec<String> = connection.column(
        "look for near spellings",
        include_str!("near.sql"),
        [pieces_of_slips(&sought)],
    )?;
    let mut found: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    for name in &names {
        for other in name.split(|c: char| !c.is_alphanumeric()) {
            let folded = folded(other);
            let distance = strsim::osa_distance(&sought, &folded);
            if distance <= allowed && !other.is_empty() {
                let entry = found
                    .entry(folded)
                    .or_insert((distance, 0, other.to_owned()));
                entry.1 += 1;
            }
        }
    }
    let mut found: Vec<(usize, usize, String)> = found.into_values().collect();
    found.sort_by(|one, other| (one.0, other.1, &one.2).cmp(&(other.0, one.1, &other.2)));
    Ok(found
        .into_iter()
        .take(MOST)
        .map(|(_, _, word)| word)
        .collect())
}

/// A word without case and accents.
fn folded(word: &str) -> String {
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
