//! How wide columns are and how high rows, in letters and lines.

use super::cell::Cell;

/// The height of a line of text, in points.
const LINE: u32 = 16;
/// The most lines of a row that are shown; a longer text is read in the cell itself.
const MOST_LINES: usize = 8;
/// Texts that are longer than this, in letters, may be wrapped.
pub(super) const NARROWEST: usize = 30;
/// The widest that a column is, in letters.
const WIDEST: usize = 60;
/// How many letters of a head the button of its filter covers.
pub(super) const BUTTON: usize = 3;

/// How long the texts of a column are.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Lengths {
    cells: usize,
    sum: usize,
    longest: usize,
}

/// How many letters a cell shows.
pub(super) fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text.chars().map(columns).sum(),
        // Room for the signs between thousands; the largest numbers are shown in powers of ten.
        Cell::Number(number) => (number.to_string().len() * 4 / 3).min(NARROWEST),
        Cell::Day(..) => 10,
    }
}

impl Lengths {
    pub(super) fn add(&mut self, length: usize) {
        self.cells += usize::from(length > 0);
        self.sum += length;
        self.longest = self.longest.max(length);
    }

    /// The width in letters that shows most cells in a few lines, and the longest word of the head.
    pub(super) fn width(&self, head: &str) -> usize {
        let mean = self.sum.checked_div(self.cells).unwrap_or_default();
        let content = if self.longest <= NARROWEST {
            self.longest
        } else {
            mean.clamp(NARROWEST, WIDEST)
        };
        let words = head.split_whitespace();
        let head = words.map(|word| word.len() + BUTTON).max();
        content.max(head.unwrap_or_default()).max(6) + 1
    }
}

/// How wide a letter is: those of Chinese, Japanese and Korean are twice as wide as others.
fn columns(letter: char) -> usize {
    let is_wide = matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}');
    1 + usize::from(is_wide)
}

/// How many lines a text of so many letters takes in a column of this width, measured in digits. Letters are narrower
/// than digits, but a line ends between words and is seldom full; the two errors about cancel out.
pub(super) fn lines(letters: usize, width: usize) -> usize {
    letters.div_ceil(width.max(1)).max(1)
}

/// The height of a row of so many lines, in points. It must be given, since LibreOffice does not adjust the rows of
/// such a file to their texts.
pub(super) fn height(lines: usize) -> u32 {
    LINE * u32::try_from(lines.clamp(1, MOST_LINES)).unwrap_or(1)
}
