//! The lists in a fact's cells: its passages, and the notes that its document puts to the statement.

use std::collections::BTreeSet;

use super::safe_text::refuse_unsafe;
use super::shapes::is_key;
use crate::complaint::Complaint;
use crate::tables::CellType;
use crate::vocab::{CitationRole, Vocabulary};

/// One passage behind a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitationUse {
    /// The passage.
    pub citation_id: String,
    /// Its role for the fact.
    pub role: CitationRole,
    /// A place in the passage, such as a table's row and column.
    pub detail: Option<String>,
}

/// One note that a document puts to a statement. It stands for all works of the note unless a position is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteUse {
    /// The document.
    pub citing: String,
    /// The note's number or label.
    pub note: String,
    /// The place of the work in the note.
    pub position: Option<i64>,
}

/// Reads `c1;c2[detail];disputes:c3`.
pub(super) fn citations(text: &str) -> Result<Vec<CitationUse>, Complaint> {
    let uses: Option<Vec<CitationUse>> = text.split(';').map(citation_use).collect();
    let Some(uses) = uses else {
        return Err(Complaint::new(
            "is not a list of passages",
            "write `c1;c2[detail];disputes:c3;context:c4`",
        ));
    };
    refuse_unsafe_parts(uses.iter().filter_map(|used| used.detail.as_deref()))?;
    if let Some(twice) = first_repeated(uses.iter().map(|used| used.citation_id.as_str())) {
        return Err(Complaint::new(
            format!("names `{twice}` twice"),
            "name each passage once",
        ));
    }
    Ok(uses)
}

/// Writes one entry of such a list from the words of its row: `disputes:c3[row 2]`. The role `supports` is left out.
pub fn citation_cell(role: &str, citation_id: &str, detail: &str) -> String {
    let role = match role {
        role if role == CitationRole::Supports.word() => String::new(),
        role => format!("{role}:"),
    };
    let detail = match detail {
        "" => String::new(),
        detail => format!("[{detail}]"),
    };
    format!("{role}{citation_id}{detail}")
}

fn citation_use(text: &str) -> Option<CitationUse> {
    let (role, rest) = match text.split_once(':') {
        Some((role, rest)) if !role.contains('[') => (CitationRole::from_word(role)?, rest),
        _ => (CitationRole::Supports, text),
    };
    let (id, detail) = match rest.split_once('[') {
        Some((id, detail)) => (id, Some(detail.strip_suffix(']')?)),
        None => (rest, None),
    };
    let sound = !id.is_empty()
        && is_key(id)
        && detail.is_none_or(|detail| !detail.is_empty() && !detail.contains(['[', ']']));
    sound.then(|| CitationUse {
        citation_id: id.to_owned(),
        role,
        detail: detail.map(str::to_owned),
    })
}

/// Reads `source#13;source#13.2`.
pub(super) fn references(text: &str) -> Result<Vec<NoteUse>, Complaint> {
    let uses: Option<Vec<NoteUse>> = text.split(';').map(note_use).collect();
    let Some(uses) = uses else {
        return Err(Complaint::new(
            "is not a list of notes",
            "write `source#13;source#13.2`",
        ));
    };
    refuse_unsafe_parts(uses.iter().map(|used| used.note.as_str()))?;
    if let Some(twice) = first_repeated(text.split(';')) {
        return Err(Complaint::new(
            format!("names `{twice}` twice"),
            "name each note once",
        ));
    }
    Ok(uses)
}

fn note_use(text: &str) -> Option<NoteUse> {
    let (citing, rest) = text.split_once('#')?;
    let (note, position) = match rest.split_once('.') {
        Some((note, position)) => (note, Some(position.parse().ok()?)),
        None => (rest, None),
    };
    let sound = !citing.is_empty() && !note.is_empty() && !note.contains(['#', ' ']);
    sound.then(|| NoteUse {
        citing: citing.to_owned(),
        note: note.to_owned(),
        position,
    })
}

/// Refuses a part that would be unsafe as a cell, since each part becomes a cell of its own in the export.
fn refuse_unsafe_parts<'a>(parts: impl Iterator<Item = &'a str>) -> Result<(), Complaint> {
    for part in parts {
        refuse_unsafe(CellType::Code, part).map_err(|fault| {
            Complaint::new(
                format!("has `{part}` in it, which {}", fault.message),
                fault.help,
            )
        })?;
    }
    Ok(())
}

fn first_repeated<'a>(items: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = BTreeSet::new();
    items.into_iter().find(|item| !seen.insert(*item))
}
