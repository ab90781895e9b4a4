//! The verdict on a citation: the best that any file gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::near::{Nearest, Surroundings};
use super::occurrences::settled;
use super::opened::{Opened, opened};
use super::spots::Spots;
use super::{CitationReport, Unread, Verdict, declared, of_file};
use crate::complaint::Complaint;
use crate::passages::copies::CitedWindow;
use crate::passages::holdings::{Copy, View, is_enough};
use crate::passages::lineage::Lineage;
use crate::passages::place::Place;
use crate::passages::sought::Sought;

/// The length in skeleton characters from which a window is proof by itself. A shorter one may be a row of a table or
/// a heading, which other documents may have too: it counts where the file, or all files together, hold others of its
/// source.
const PROSE: usize = 40;

/// Everything that a verdict depends on.
pub(super) struct Judge<'a> {
    lineage: &'a Lineage<'a>,
    sought: &'a Sought<'a>,
    copies: &'a [Copy],
    unread: &'a [Unread],
    /// The sources of which all files together hold enough to be a copy.
    joint: BTreeSet<&'a str>,
    spots: Spots,
}

/// Where a citation stands: in which text of which file.
struct Standing<'a> {
    copy: &'a Copy,
    view: &'a View,
    place: Place,
    /// Whether it is known which of several places with the same words it is.
    is_settled: bool,
    /// The number of the file, and of the text in it.
    at: (usize, usize),
}

/// A verdict with its words.
struct Outcome {
    verdict: Verdict,
    detail: String,
    help: String,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        lineage: &'a Lineage<'a>,
        sought: &'a Sought<'a>,
        copies: &'a [Copy],
        unread: &'a [Unread],
    ) -> Self {
        let mut judge = Self {
            lineage,
            sought,
            copies,
            unread,
            joint: BTreeSet::new(),
            spots: Spots::of(copies, lineage),
        };
        judge.joint = judge.joint_sources();
        judge
    }

    fn joint_sources(&self) -> BTreeSet<&'a str> {
        let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (index, one) in self.sought.citations.iter().enumerate() {
            let count = counts.entry(&one.source_id).or_default();
            count.0 += usize::from(self.standings(index).next().is_some());
            count.1 += 1;
        }
        let enough = counts.into_iter().filter(|(_, count)| is_enough(*count));
        enough.map(|(id, _)| id).collect()
    }

    /// The verdict on every citation, by source and citation.
    pub(super) fn all(&self) -> Vec<CitationReport> {
        let all = 0..self.sought.citations.len();
        let mut reports: Vec<CitationReport> = all.map(|index| self.report(index)).collect();
        self.look_around(&mut reports);
        reports.sort_by(|a, b| (&a.source_id, &a.citation_id).cmp(&(&b.source_id, &b.citation_id)));
        reports
    }

    /// Where a citation stands.
    fn standings(&self, index: usize) -> impl Iterator<Item = Standing<'a>> {
        let copies = self.copies.iter().enumerate();
        let views = copies.flat_map(|(at, copy)| {
            let views = copy.views.iter().enumerate();
            views.map(move |(view_at, view)| ((at, view_at), copy, view))
        });
        views.filter_map(move |(at, copy, view)| {
            let place = view.places.get(&index)?;
            if !self.counts(index, copy, view) {
                return None;
            }
            let (place, is_settled) = self.settled(index, copy, view, place);
            Some(Standing {
                copy,
                view,
                place,
                is_settled,
                at,
            })
        })
    }

    /// Whether a window in a file is the passage, and not the same few words of another document.
    fn counts(&self, index: usize, copy: &Copy, view: &View) -> bool {
        let one = &self.sought.citations[index];
        let same = |at: &&usize| self.sought.citations[**at].source_id == one.source_id;
        one.n_chars >= PROSE
            || copy.is_copy_of(&one.source_id, self.lineage)
            || self.joint.contains(one.source_id.as_str())
            || view.places.keys().filter(same).count() > 1
    }

    /// The place of a citation that gives the best verdict.
    fn best(&self, index: usize) -> Option<(Outcome, Standing<'a>)> {
        let one = &self.sought.citations[index];
        let outcomes = self
            .standings(index)
            .map(|standing| (self.judged(one, &standing), standing));
        outcomes.min_by_key(|(outcome, standing)| {
            let is_another = !standing.copy.is_reference();
            let is_repaired = !standing.view.repairs.is_empty();
            (outcome.verdict.rank(), is_another, is_repaired)
        })
    }

    /// The citations of which the ids are among these, as the copy has them that gives the verdict.
    pub(super) fn opened(&self, wanted: &BTreeSet<String>) -> Vec<Opened> {
        let all = self.sought.citations.iter().enumerate();
        let wanted = all.filter(|(_, one)| wanted.contains(&one.citation_id));
        let open = |(index, one): (usize, &CitedWindow)| {
            let (_, standing) = self.best(index)?;
            let start = standing.place.chars.start;
            let spot = self.spots.spot(standing.at, standing.copy, start)?;
            let Standing {
                copy, view, place, ..
            } = standing;
            opened(&one.citation_id, copy, view, &place, &spot)
        };
        wanted.filter_map(open).collect()
    }

    fn report(&self, index: usize) -> CitationReport {
        let one = &self.sought.citations[index];
        let best = self.best(index);
        let mut report = CitationReport {
            source_id: one.source_id.clone(),
            citation_id: one.citation_id.clone(),
            locator: one.locator.clone(),
            verdict: Verdict::NoCopy,
            file: None,
            repairs: Vec::new(),
            nearest: None,
            differs: None,
            detail: String::new(),
            help: String::new(),
        };
        let outcome = match best {
            Some((outcome, standing)) => {
                report.file = Some(standing.copy.file.clone());
                report.repairs = standing.view.repairs.iter().copied().collect();
                outcome
            }
            None => self.not_found(one),
        };
        report.verdict = outcome.verdict;
        report.detail = outcome.detail;
        report.help = outcome.help;
        report
    }

    /// The files in which the passages of a source ought to stand, by their number.
    fn meant(&self, source: &str) -> Vec<usize> {
        let holds = |copy: &Copy| copy.held.iter().any(|held| held.source_id == source);
        let is_meant = |copy: &Copy| {
            copy.is_copy_of(source, self.lineage) || self.joint.contains(source) && holds(copy)
        };
        let all = 0..self.copies.len();
        all.filter(|at| is_meant(&self.copies[*at])).collect()
    }

    fn not_found(&self, one: &CitedWindow) -> Outcome {
        let meant = self.meant(&one.source_id);
        if meant.is_empty() {
            return self.without_copy(one);
        }
        let files: Vec<&str> = meant
            .iter()
            .map(|at| self.copies[*at].file.as_str())
            .collect();
        // In a reference copy a passage has to stand in its part; it may stand elsewhere all the same.
        let is_part = self.lineage.home(&one.source_id) != one.source_id;
        let counts = |at: &usize| self.copies[*at].counts_words_alike;
        let place = if is_part && meant.iter().any(counts) {
            "its part of "
        } else {
            ""
        };
        Outcome {
            verdict: Verdict::Missing,
            detail: format!("not in {place}{}", files.join(", ")),
            help: String::new(),
        }
    }

    fn without_copy(&self, one: &CitedWindow) -> Outcome {
        let home = self.lineage.home(&one.source_id);
        let is_named = |unread: &&Unread| {
            let stem = Path::new(&unread.file).file_stem();
            stem.is_some_and(|stem| stem == home || stem == one.source_id.as_str())
        };
        let unread = self.unread.iter().find(is_named);
        let advice = || Complaint::new("", format!("save a copy as `{home}` with its ending"));
        let told = unread.map_or_else(advice, |unread| of_file(&unread.file, &unread.complaint));
        Outcome {
            verdict: Verdict::NoCopy,
            detail: told.message,
            help: told.help,
        }
    }

    /// Says of every missing passage what the best copy has in its place.
    fn look_around(&self, reports: &mut [CitationReport]) {
        let mut around: BTreeMap<(usize, &str), Surroundings<'_>> = BTreeMap::new();
        for (index, report) in reports.iter_mut().enumerate() {
            if report.verdict != Verdict::Missing {
                continue;
            }
            let meant = self.meant(&report.source_id).into_iter();
            let fullest = meant.max_by_key(|at| self.copies[*at].held.first().map(|one| one.found));
            let Some((at, view)) = fullest.and_then(|at| Some((at, self.copies[at].views.last()?)))
            else {
                continue;
            };
            let home = self.sought.homes[index];
            let surroundings = around
                .entry((at, home))
                .or_insert_with(|| Surroundings::of(home, view, self.sought));
            if let Some(nearest) = surroundings.nearest(index) {
                self.tell(report, at, nearest);
            }
        }
    }

    fn tell(&self, report: &mut CitationReport, at: usize, nearest: Nearest) {
        let copy = &self.copies[at];
        let last = copy.views.len() - 1;
        let spot = self.spots.name((at, last), copy, nearest.chars.start);
        if let Some(differs) = &nearest.differs {
            report.verdict = Verdict::Near;
            report.detail = format!("{spot}, but it differs in: `{differs}`");
        }
        report.file = Some(copy.file.clone());
        report.nearest = Some(nearest.text);
        report.differs = nearest.differs;
    }

    /// The verdict that one file gives on a citation whose window stands in it.
    fn judged(&self, one: &CitedWindow, standing: &Standing<'_>) -> Outcome {
        let file = &standing.copy.file;
        let home = self.lineage.home(&one.source_id);
        let is_reference =
            standing.copy.is_reference() && standing.copy.reference_of.as_deref() == Some(home);
        let outcome = |verdict, detail, help: &str| Outcome {
            verdict,
            detail,
            help: help.to_owned(),
        };
        let place = &standing.place;
        let window = standing.view.skeleton.slice(place.chars.clone());
        let fault =
            window.and_then(|window| declared::fault(one, standing.view, &window, is_reference));
        if let Some(fault) = fault {
            return outcome(Verdict::TokenMissing, format!("found in {file}{fault}"), "");
        }
        if place.count > 1 {
            let detail = format!("stands {} times in {file}", place.count);
            return outcome(Verdict::Ambiguous, detail, "lengthen the window");
        }
        if !standing.is_settled {
            let detail =
                format!("stands in {file}, which does not tell which of its occurrences it is");
            return outcome(Verdict::Ambiguous, detail, "save the document as a whole");
        }
        let verdict = if is_reference && place.as_recorded {
            Verdict::Exact
        } else {
            Verdict::Found
        };
        let spot = self
            .spots
            .name(standing.at, standing.copy, place.chars.start);
        outcome(verdict, spot, "")
    }

    /// A place as the occurrence of its citation has it.
    fn settled(&self, index: usize, copy: &Copy, view: &View, place: &Place) -> (Place, bool) {
        let one = &self.sought.citations[index];
        let mut place = place.clone();
        let home = Some(self.sought.homes[index]);
        let is_whole = copy.reference_of.as_deref() == home;
        let Some(occurrence) = one.occurrence else {
            return (place, true);
        };
        place.count = 1;
        if is_whole && copy.is_reference() && place.as_recorded {
            return (place, true);
        }
        let found = settled(one, occurrence, view, self.sought, (&place.chars, is_whole));
        let is_settled = found.is_some();
        place.chars = found.unwrap_or(place.chars);
        (place, is_settled)
    }
}

#[cfg(test)]
mod tests;
