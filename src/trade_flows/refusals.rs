//! The rows that are refused only when all rows stand beside each other, counted.

use std::collections::HashSet;

use super::ReadFile;
use super::distinct::Places;

/// Rows of each file that were read as taken, or as parts, and are refused after all.
pub(super) struct Refusals {
    /// Rows that were taken.
    pub(super) taken: Vec<u64>,
    /// Rows that are parts of totals.
    pub(super) parts: Vec<u64>,
    /// Values of rows that were taken.
    pub(super) values: u64,
    /// Rows of files in which a row gives several values, so that each row counts once.
    seen: HashSet<(u16, u64)>,
    gives_several: Vec<bool>,
}

impl Refusals {
    /// None yet, of these files.
    pub(super) fn none(files: &[ReadFile]) -> Self {
        Self {
            taken: vec![0; files.len()],
            parts: vec![0; files.len()],
            values: 0,
            seen: HashSet::new(),
            gives_several: files.iter().map(|file| file.gives_several).collect(),
        }
    }

    /// Takes a row that was read as taken.
    pub(super) fn take_row(&mut self, file: u16, line: u64) {
        self.values += 1;
        if self.is_new(file, line) {
            self.taken[usize::from(file)] += 1;
        }
    }

    /// Takes rows of one key that were read as taken.
    pub(super) fn take_rows(&mut self, places: &Places) {
        self.values += places.of_files.iter().map(|(_, count)| count).sum::<u64>();
        for (file, count) in self.rows(places) {
            self.taken[usize::from(file)] += count;
        }
    }

    /// Takes parts of one key.
    pub(super) fn take_parts(&mut self, places: &Places) {
        for (file, count) in self.rows(places) {
            self.parts[usize::from(file)] += count;
        }
    }

    fn is_new(&mut self, file: u16, line: u64) -> bool {
        !self.gives_several[usize::from(file)] || self.seen.insert((file, line))
    }

    /// How many rows of each file these records come from, without those that were counted already.
    fn rows(&mut self, places: &Places) -> Vec<(u16, u64)> {
        let mut rows = places.of_files.clone();
        for (file, count) in &mut rows {
            let kept = places.first.iter().filter(|(of, ..)| of == file);
            for (_, line, _) in kept {
                if !self.is_new(*file, *line) {
                    *count -= 1;
                }
            }
        }
        rows
    }
}
