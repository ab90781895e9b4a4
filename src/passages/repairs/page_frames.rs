//! What stands on every page of a printed document: lines at the top and the foot, and page numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many lines at the top and at the foot of a page may belong to its frame.
const DEPTH: usize = 4;
/// On how many pages a line must stand.
const PAGES: usize = 3;

/// The text without the frames of its pages, which end in form feeds; none when there is nothing of the kind.
pub(super) fn without(text: &str) -> Option<String> {
    let pages = pages(text);
    if pages.len() < 2 {
        return None;
    }
    let mut frame: Vec<Range<usize>> = Vec::new();
    for edge in [Edge::Top, Edge::Foot] {
        let mut lines: Vec<Vec<Range<usize>>> =
            pages.iter().map(|page| edge.lines(text, page)).collect();
        // What is under a line of the frame may be of the frame only as long as all before it are.
        for _ in 0..DEPTH {
            let numbers = page_numbers(text, &lines);
            let repeated = repeated(text, &lines);
            let mut cut = false;
            for (page, lines) in lines.iter_mut().enumerate() {
                let Some(line) = lines.first() else { continue };
                if numbers.contains(&page) || repeated.contains(&key(&text[line.clone()])) {
                    frame.push(lines.remove(0));
                    cut = true;
                }
            }
            if !cut {
                break;
            }
        }
    }
    (!frame.is_empty()).then(|| cut(text, frame))
}

/// The two ends of a page.
#[derive(Clone, Copy)]
enum Edge {
    Top,
    Foot,
}

impl Edge {
    /// The outermost lines of a page that are not blank, from its edge inwards.
    fn lines(self, text: &str, page: &Range<usize>) -> Vec<Range<usize>> {
        let mut start = page.start;
        let lines = text[page.clone()].split('\n').map(|line| {
            let range = start..start + line.len();
            start = range.end + 1;
            range
        });
        let mut lines: Vec<Range<usize>> = lines
            .filter(|line| !text[line.clone()].trim().is_empty())
            .collect();
        if matches!(self, Self::Foot) {
            lines.reverse();
        }
        lines.truncate(DEPTH);
        lines
    }
}

fn pages(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let pages = text.split('\u{c}').map(|page| {
        let range = start..start + page.len();
        start = range.end + 1;
        range
    });
    pages
        .filter(|page| !text[page.clone()].trim().is_empty())
        .collect()
}

/// A line as it stands on every page: each number as one sign, since page numbers differ.
fn key(line: &str) -> String {
    let mut key = String::new();
    for c in line.trim().chars() {
        if !c.is_numeric() {
            key.extend(c.to_lowercase());
        } else if !key.ends_with('#') {
            key.push('#');
        }
    }
    key
}

/// The lines that stand outermost on three pages. They have words: rows of numbers in a long table look alike, too.
fn repeated(text: &str, lines: &[Vec<Range<usize>>]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for line in lines.iter().filter_map(|lines| lines.first()) {
        *counts.entry(key(&text[line.clone()])).or_default() += 1;
    }
    let has_words = |key: &String| key.chars().filter(|c| c.is_alphabetic()).count() >= 3;
    let often = counts
        .into_iter()
        .filter(|(key, n)| *n >= PAGES && has_words(key));
    often.map(|(key, _)| key).collect()
}

/// The pages whose outermost line is nothing but their number: it grows with the pages.
fn page_numbers(text: &str, lines: &[Vec<Range<usize>>]) -> BTreeSet<usize> {
    let mut by_distance: BTreeMap<i64, BTreeSet<usize>> = BTreeMap::new();
    for (page, lines) in lines.iter().enumerate() {
        let number = lines.first().and_then(|line| number(&text[line.clone()]));
        if let (Some(number), Ok(at)) = (number, i64::try_from(page)) {
            by_distance.entry(number - at).or_default().insert(page);
        }
    }
    let enough = by_distance.into_values().filter(|pages| pages.len() >= 2);
    enough.flatten().collect()
}

/// The number of a line that holds nothing else, dashes and bars aside.
fn number(line: &str) -> Option<i64> {
    let bare = line.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '|'));
    let is_short = (1..=4).contains(&bare.len());
    let all_digits = bare.bytes().all(|byte| byte.is_ascii_digit());
    (is_short && all_digits).then(|| bare.parse().ok())?
}

fn cut(text: &str, mut frame: Vec<Range<usize>>) -> String {
    frame.sort_unstable_by_key(|range| range.start);
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for line in frame {
        // A line of a short page is both at its top and at its foot.
        if line.start >= from {
            made.push_str(&text[from..line.start]);
            from = line.end;
        }
    }
    made.push_str(&text[from..]);
    made
}
