//! Notes at the foot of pages, which stand between the two halves of a sentence that runs on.

use std::ops::Range;

/// How many lines of a page may be its notes.
const DEPTH: usize = 30;
/// How many numbers may be passed over: a program may have put a note elsewhere.
const SKIPPED: usize = 4;

/// The text without the notes at the foot of its pages, which end in form feeds; none where there are no such notes on
/// at least two pages. They are known by their numbers, which run through the document.
pub(super) fn without(text: &str) -> Option<String> {
    let mut next = 1;
    let mut notes: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for page in text.split('\u{c}') {
        let lines = lines(page, start);
        let first = lines.len().saturating_sub(DEPTH).max(1);
        let begins = |line: &Range<usize>, wanted| number(&text[line.clone()]) == Some(wanted);
        let foot = &lines[first.min(lines.len())..];
        let found = (next..=next + SKIPPED).find_map(|wanted| {
            let at = foot.iter().rposition(|line| begins(line, wanted))?;
            Some((wanted, at))
        });
        if let Some((wanted, at)) = found {
            let own = &foot[at..];
            notes.push(own[0].start..start + page.len());
            next = wanted;
            for line in own {
                next += usize::from(begins(line, next));
            }
        }
        start += page.len() + 1;
    }
    (notes.len() >= 2).then(|| cut(text, &notes))
}

/// The lines of a page that are not blank.
fn lines(page: &str, mut start: usize) -> Vec<Range<usize>> {
    let lines = page.split('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end + 1;
        (line, range)
    });
    let lines = lines.filter(|(line, _)| !line.trim().is_empty());
    lines.map(|(_, range)| range).collect()
}

/// The number that a note begins with: alone on its line, or before a space, a full stop or a bracket.
fn number(line: &str) -> Option<usize> {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let after = line[digits..].trim_start_matches(['.', ')', ']']);
    let is_number = (1..=3).contains(&digits) && (after.is_empty() || after.starts_with(' '));
    is_number.then(|| line[..digits].parse().ok())?
}

fn cut(text: &str, notes: &[Range<usize>]) -> String {
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for note in notes {
        made.push_str(&text[from..note.start]);
        from = note.end;
    }
    made.push_str(&text[from..]);
    made
}
