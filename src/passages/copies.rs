//! Reads the copies that a user has saved in a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::documents::{self, Document, Reading};
pub use super::lineage::SourceCopy;
use crate::complaint::Complaint;

/// A citation to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CitedWindow {
    /// The id of the citation.
    pub citation_id: String,
    /// The source it cites.
    pub source_id: String,
    /// The word at which it starts in the reference copy, from 0.
    pub start_word: usize,
    /// Its length in skeleton characters.
    pub n_chars: usize,
    /// The digest of its skeleton.
    pub digest: String,
    /// The tokens it must carry.
    pub tokens: Vec<String>,
    /// The tokens by which it is looked for, where not all of its own are sure to stand in it.
    pub clues: Option<Vec<String>>,
    /// Whether it declares all signs that it holds.
    pub declares: Declares,
    /// Which of the places with the same words it is, from 1; none where the words stand once.
    pub occurrence: Option<usize>,
    /// Where a person finds it in the reference copy, such as `paragraph 3`.
    pub locator: String,
}

/// Whether the tokens of a passage are all that stands in it and in no digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Declares {
    /// They are: another sign in a copy is a fault.
    #[default]
    All,
    /// Numbers alone were claimed: a sign of one of them is a fault.
    Some,
}

/// A file of the folder, or the reason why it has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// Its path without the folder.
    pub file: String,
    /// What was read of it.
    pub document: Result<Document, Complaint>,
}

/// How deep folders may lie in each other.
const DEEPEST: usize = 16;

/// The files of a folder and of the folders in it, or the one file that is named instead, as paths below it, in the order
/// of their names. Hidden files, folders that are links to others, and what browsers save beside a page are left out. A
/// folder that cannot be read and a link that leads nowhere are named like files, so that they are told as unread.
///
/// # Errors
///
/// When the folder itself cannot be read.
pub fn files(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    if folder.is_file() {
        // Joined to the path of the file, it is that file.
        found.insert(PathBuf::new());
        return Ok(found);
    }
    let mut open = vec![(folder.to_owned(), 0)];
    while let Some((folder_here, depth)) = open.pop() {
        let entries = fs::read_dir(&folder_here).and_then(Iterator::collect);
        let entries: Vec<fs::DirEntry> = match entries {
            Err(_) if depth > 0 => {
                found.insert(below(folder, &folder_here));
                continue;
            }
            entries => entries?,
        };
        let name = |entry: &fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let names: BTreeSet<String> = entries.iter().map(name).collect();
        for entry in &entries {
            let path = entry.path();
            if name(entry).starts_with('.') {
                continue;
            }
            if entry.file_type()?.is_dir() {
                if depth < DEEPEST && !belongs_to_a_page(&name(entry), &names) {
                    open.push((path, depth + 1));
                }
            } else if fs::metadata(&path).is_ok_and(|at| at.is_file()) || leads_nowhere(&path) {
                found.insert(below(folder, &path));
            }
        }
    }
    Ok(found)
}

fn below(folder: &Path, path: &Path) -> PathBuf {
    path.strip_prefix(folder).unwrap_or(path).to_owned()
}

/// Whether a path is a link to what is not there, or to itself.
fn leads_nowhere(path: &Path) -> bool {
    path.is_symlink() && fs::metadata(path).is_err()
}

/// Reads a file of a folder.
pub fn saved(folder: &Path, file: &Path, reading: &Reading) -> Saved {
    let (path, name) = if file.as_os_str().is_empty() {
        (
            folder.to_owned(),
            Path::new(folder.file_name().unwrap_or_default()),
        )
    } else {
        (folder.join(file), file)
    };
    Saved {
        file: name.display().to_string(),
        document: documents::read(&path, reading),
    }
}

/// Whether a folder holds the pictures and scripts of a page that a browser has saved beside it: `Page_files` or, in
/// other languages, another word behind `Page_` or `Page-`.
fn belongs_to_a_page(folder: &str, names: &BTreeSet<String>) -> bool {
    let pages = names.iter().filter_map(|name| {
        let (stem, ending) = name.rsplit_once('.')?;
        matches!(
            ending.to_ascii_lowercase().as_str(),
            "html" | "htm" | "xhtml"
        )
        .then_some(stem)
    });
    pages
        .filter_map(|stem| folder.strip_prefix(stem))
        .any(|rest| rest.starts_with(['_', '-']))
}

#[cfg(test)]
mod tests;
