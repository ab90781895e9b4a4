//! `migrations.lock`: the checksums of the migrations as they were recorded.

use std::path::Path;

use super::super::rule::Rule;
use super::super::set::{File, Set};
use super::{Finding, finding};
use crate::error::Error;

/// The name of the file, beside the migrations.
const FILE: &str = "migrations.lock";

/// The remedy for a migration that is not as recorded; the record does not say which migrations were released.
const BRING_BACK: &str = "bring it back as it was, and make the change a new migration; only if no release has it, remove its line from migrations.lock by hand instead";

/// The record of a folder of migrations.
#[derive(Debug)]
pub struct Record {
    path: String,
    text: String,
}

impl Record {
    /// Reads the record of a folder; none where it has none.
    pub fn read(folder: &Path) -> Result<Option<Self>, Error> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        let path = path.display().to_string();
        Ok(Some(Self { path, text }))
    }

    /// True if a migration is recorded.
    pub(super) fn holds(&self, file: &File) -> bool {
        let mut lines = self.text.lines().filter_map(entry);
        lines.any(|(_, label)| label == file.label())
    }

    /// Reports migrations that were changed or are gone, and lines of the record that cannot be read.
    pub(super) fn compare(&self, set: &Set, findings: &mut Vec<Finding>) {
        for (line, text) in (1..).zip(self.text.lines()) {
            let own = |message: String, help: &str| Finding {
                file: self.path.clone(),
                line,
                rule: Rule::Edited,
                message,
                help: help.to_owned(),
            };
            let Some((checksum, label)) = entry(text) else {
                let message = format!("`{text}` is not a checksum and the name of a migration");
                findings.push(own(message, "bring the line back as it was"));
                continue;
            };
            match set.files.iter().find(|file| file.label() == label) {
                None => findings.push(own(format!("the migration {label} is gone"), BRING_BACK)),
                Some(file) if !file.has_checksum(checksum) => {
                    let message =
                        "the migration is not the one that migrations.lock records".to_owned();
                    findings.push(finding(file, 1, Rule::Edited, message, BRING_BACK));
                }
                Some(_) => {}
            }
        }
    }
}

/// The checksum and the name on a line.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (checksum, label) = line.split_once(' ')?;
    let is_number = !checksum.is_empty() && checksum.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && label.starts_with('V') && !label.contains(char::is_whitespace))
        .then_some((checksum, label))
}
