//! Which documents, and which parts of them, a file holds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

use super::copies::SourceCopy;
use super::documents::{Document, Form};
use super::find::{Bounds, find};
use super::lineage::Lineage;
use super::place::Places;
use super::repairs::{Repair, Repaired, repaired};
use super::skeleton::Skeleton;
use super::sought::Sought;
use crate::vocab::vocabulary;

vocabulary! {
    /// The way in which a file was recognised.
    How {
        /// Its whole skeleton is that of the reference copy.
        Digest = "digest",
        /// It is named after the source.
        FileName = "file_name",
        /// It holds enough of the source's windows.
        Content = "content",
        /// It holds some of the source's windows, and is no copy of it.
        Excerpt = "excerpt",
    }
}

/// A source of which a file holds something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// The source.
    pub source_id: String,
    /// The way in which that was recognised.
    pub how: How,
    /// Whether the parts of the source belong to what the file ought to hold.
    pub with_parts: bool,
    /// The passages of the source, and of its parts where those belong to it, that stand in the file.
    pub found: usize,
    /// The passages that are cited.
    pub of: usize,
}

impl Held {
    fn is_copy(&self) -> bool {
        self.how != How::Excerpt
    }
}

/// A file that holds something of a source, or is named after one.
pub(super) struct Copy {
    /// Its path without the folder.
    pub(super) file: String,
    /// What it is.
    pub(super) form: Form,
    /// Its text as it is, and after repairs where there was something to repair.
    pub(super) views: Vec<View>,
    /// The source whose whole skeleton it has.
    pub(super) reference_of: Option<String>,
    /// Whether its bytes are those of the reference copy, so that its words may be counted: another copy with the same
    /// skeleton may divide it into other words, and may have other signs.
    pub(super) counts_words_alike: bool,
    /// What it holds, copies and what it holds most of first.
    pub(super) held: Vec<Held>,
}

/// A text of a file.
pub(super) struct View {
    /// The text, before the folds.
    pub(super) text: String,
    pub(super) skeleton: Skeleton,
    /// The windows that stand in it.
    pub(super) places: Places,
    /// The repairs that made it.
    pub(super) repairs: BTreeSet<Repair>,
}

impl Copy {
    /// Whether it is the reference copy itself.
    pub(super) fn is_reference(&self) -> bool {
        self.reference_of.is_some() && self.counts_words_alike
    }

    /// Whether all passages of a source ought to stand in it.
    pub(super) fn is_copy_of(&self, source_id: &str, lineage: &Lineage<'_>) -> bool {
        let home = lineage.home(source_id);
        self.held
            .iter()
            .filter(|held| held.is_copy())
            .any(|held| held.source_id == source_id || (held.with_parts && held.source_id == home))
    }
}

/// Looks for all citations in a document. None where it holds nothing and is named after nothing.
pub(super) fn look(
    file: &str,
    document: &Document,
    lineage: &Lineage<'_>,
    sought: &Sought<'_>,
) -> Option<Copy> {
    let skeleton = Skeleton::of(&document.text);
    let reference = by_digest(&skeleton, lineage);
    let named = by_name(file, lineage);
    let recorded = reference.and_then(|source| source.bytes_sha256.as_ref());
    let counts_words_alike =
        reference.is_some() && recorded.is_none_or(|bytes| *bytes == document.sha256);
    let known = match (reference, named) {
        (Some(source), _) => Some((source.source_id.as_str(), How::Digest)),
        (None, Some(source)) => Some((source.source_id.as_str(), How::FileName)),
        (None, None) => None,
    };
    let home = known.map(|(id, _)| lineage.home(id));
    // Words are counted in the reference copy: in any other, a part may lie somewhere else.
    let within = |source_id: &str| {
        let applies = counts_words_alike && home == Some(lineage.home(source_id));
        applies
            .then(|| lineage.span(source_id, &skeleton))
            .flatten()
    };
    let within = sought
        .citations
        .iter()
        .map(|one| within(&one.source_id))
        .collect();
    let mut views = vec![View {
        text: String::new(),
        places: find(&skeleton, sought, &Bounds { home, within }),
        skeleton,
        repairs: BTreeSet::new(),
    }];
    // A reference copy is as it should be.
    let repaired = repaired(document).filter(|_| reference.is_none());
    views.extend(repaired.map(|made| repaired_view(made, home, sought)));
    let held = Found::of(&views, sought).held(known, lineage);
    if held.is_empty() {
        return None;
    }
    // Most files of a folder hold nothing, and their text is not kept.
    views[0].text.clone_from(&document.text);
    Some(Copy {
        file: file.to_owned(),
        form: document.form,
        views,
        reference_of: reference.map(|source| source.source_id.clone()),
        counts_words_alike,
        held,
    })
}

fn repaired_view(made: Repaired, home: Option<&str>, sought: &Sought<'_>) -> View {
    let skeleton = Skeleton::of(&made.text);
    let bounds = Bounds {
        home,
        within: Vec::new(),
    };
    View {
        places: find(&skeleton, sought, &bounds),
        skeleton,
        text: made.text,
        repairs: made.repairs,
    }
}

fn by_digest<'a>(skeleton: &Skeleton, lineage: &Lineage<'a>) -> Option<&'a SourceCopy> {
    let digest = skeleton.digest();
    lineage
        .all()
        .find(|source| source.ref_digest.as_ref() == Some(&digest))
}

fn by_name<'a>(file: &str, lineage: &Lineage<'a>) -> Option<&'a SourceCopy> {
    let stem = Path::new(file).file_stem()?.to_str()?;
    // Some systems keep an accent as a character of its own.
    let same = |source: &&SourceCopy| source.source_id.nfc().eq(stem.nfc());
    let composed = || lineage.all().find(same).filter(|_| !stem.is_ascii());
    lineage.get(stem).or_else(composed)
}

/// How many passages of each source were found.
struct Found<'a> {
    /// Those found, and all, by source.
    counts: BTreeMap<&'a str, (usize, usize)>,
    homes: BTreeMap<&'a str, &'a str>,
}

impl<'a> Found<'a> {
    fn of(views: &[View], sought: &Sought<'a>) -> Self {
        let is_found = |index| views.iter().any(|view| view.places.contains_key(&index));
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        let mut homes = BTreeMap::new();
        for (index, one) in sought.citations.iter().enumerate() {
            let count = counts.entry(&one.source_id).or_default();
            count.0 += usize::from(is_found(index));
            count.1 += 1;
            homes.insert(one.source_id.as_str(), sought.homes[index]);
        }
        Self { counts, homes }
    }

    fn held(&self, known: Option<(&str, How)>, lineage: &Lineage<'_>) -> Vec<Held> {
        let found = self.counts.iter().filter(|(_, (found, _))| *found > 0);
        let mut homes: BTreeSet<&str> = found.map(|(id, _)| self.homes[id]).collect();
        homes.extend(known.map(|(id, _)| lineage.home(id)));
        let mut held: Vec<Held> = homes
            .iter()
            .flat_map(|home| self.held_of(home, known))
            .collect();
        // A name tells nothing where the content tells otherwise.
        let is_contradicted = held.iter().any(|one| one.how == How::Content);
        held.retain(|one| one.how != How::FileName || one.found > 0 || !is_contradicted);
        held.sort_by(|a, b| {
            let rank = |one: &Held| (!one.is_copy(), usize::MAX - one.found);
            (rank(a), &a.source_id).cmp(&(rank(b), &b.source_id))
        });
        held
    }

    /// What is held of a document: the whole, or some of its parts.
    fn held_of(&self, home: &str, known: Option<(&str, How)>) -> Vec<Held> {
        let known_as = |id: &str| known.filter(|(known, _)| *known == id).map(|(_, how)| how);
        let members: Vec<(&str, (usize, usize))> = self
            .counts
            .iter()
            .filter(|(id, _)| self.homes[*id] == home)
            .map(|(id, count)| (*id, *count))
            .collect();
        let whole = known_as(home).or_else(|| is_whole(home, &members).then_some(How::Content));
        if let Some(how) = whole {
            return vec![Held {
                source_id: home.to_owned(),
                how,
                with_parts: true,
                found: members.iter().map(|(_, count)| count.0).sum(),
                of: members.iter().map(|(_, count)| count.1).sum(),
            }];
        }
        let mut parts = Vec::new();
        for (id, (found, of)) in members {
            let by_content = if is_enough((found, of)) {
                How::Content
            } else {
                How::Excerpt
            };
            let how = known_as(id).unwrap_or(by_content);
            if found > 0 || how == How::FileName {
                parts.push(Held {
                    source_id: id.to_owned(),
                    how,
                    with_parts: false,
                    found,
                    of,
                });
            }
        }
        parts
    }
}

/// Whether a file that holds so many of a source's passages is a copy of it: at least two, and a third.
pub(super) fn is_enough((found, of): (usize, usize)) -> bool {
    found >= 2 && found * 3 >= of
}

/// Whether a file holds a document as a whole, and not only parts of it: it holds two of its parts, and half of them.
/// What is found outside a part decides, and not what stands in the frame of a page, which a document has about its
/// parts and a page of one part has too.
fn is_whole(home: &str, members: &[(&str, (usize, usize))]) -> bool {
    let parts = || members.iter().filter(|(id, _)| *id != home);
    if parts().count() == 0 {
        return members.iter().any(|(_, count)| is_enough(*count));
    }
    let held = parts().filter(|(_, (found, of))| *found > 0 && found * 3 >= *of);
    let held = held.count();
    held >= 2 && held * 2 >= parts().count()
}

#[cfg(test)]
mod tests;
