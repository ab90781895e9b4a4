//! Reads the signs of a window, letter by letter.

use std::collections::BTreeMap;
use std::ops::Range;

use super::edges;
use super::letters::{Letters, is_currency, is_dash, opens};
use super::{ACRONYM, CROSS, MINUS, Signs, TICK};
use crate::passages::chars::{is_digit, is_kept, is_letter, is_space};
use crate::passages::tokens::{number_end, token};

/// A search for signs.
pub(super) struct Scan<'a> {
    letters: &'a Letters,
    chars: &'a [char],
    window: Range<usize>,
    found: Signs,
}

impl<'a> Scan<'a> {
    pub(super) fn of(letters: &'a Letters, window: Range<usize>) -> Self {
        Self {
            letters,
            chars: &letters.chars,
            window,
            found: Signs::default(),
        }
    }

    pub(super) fn signs(mut self) -> Signs {
        self.ticks();
        self.found.edges = edges::of_words(self.chars, &self.window);
        let mut at = 0;
        while at < self.chars.len() {
            let is_start = is_kept(self.chars[at]) && !self.is_kept_before(at);
            if is_start {
                self.name(at);
            }
            if is_start && is_digit(self.chars[at]) {
                at = self.number(at);
            } else {
                at += 1;
            }
        }
        self.found.certain.clone_from(&self.found.numbers);
        self.found
    }

    fn at(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn is_kept_before(&self, at: usize) -> bool {
        at > 0 && is_kept(self.chars[at - 1])
    }

    /// Notes a number with all that belongs to it; returns where it ends.
    fn number(&mut self, start: usize) -> usize {
        let mut end = number_end(self.chars, start);
        let mut text = token(&self.chars[start..end]);
        let mut is_more = false;
        let mut with_mark = end;
        while let Some((join, next)) = self.join(end) {
            if join == ',' && self.is_note_mark(&text, next) {
                with_mark = number_end(self.chars, next);
                break;
            }
            let beyond = number_end(self.chars, next);
            text.push(join);
            text += &token(&self.chars[next..beyond]);
            end = beyond;
            is_more = true;
        }
        let whole = start..end.max(with_mark);
        let edge = edges::of_number(self.chars, &whole, &self.window);
        self.found.edges.extend(edge);
        if self.window.contains(&start) && end > self.window.end {
            return self.cut_off(start);
        }
        let (sign, mut currency) = self.before(start);
        let mut behind = end + usize::from(self.at(end) == Some(' '));
        let percent = self.at(behind).filter(|c| matches!(c, '%' | '‰' | '٪'));
        if currency.is_none() && percent.is_none() {
            currency = self.at(behind).filter(|c| is_currency(*c));
            behind += 1;
            // That of the next amount is not that of this number.
            let next = behind + usize::from(self.at(behind) == Some(' '));
            currency = currency.filter(|_| !self.at(next).is_some_and(is_digit));
        }
        is_more |= sign || currency.is_some() || percent.is_some();
        if is_more && self.window.contains(&start) {
            let sign = if sign { MINUS } else { "" };
            let currency = currency.map_or_else(String::new, String::from);
            let percent = percent.map_or_else(String::new, String::from);
            self.found
                .numbers
                .insert(format!("{sign}{currency}{text}{percent}"));
        }
        end
    }

    /// Notes a number that the window cuts off, before a note mark that no rule tells from it: what lies inside is the
    /// number.
    fn cut_off(&mut self, start: usize) -> usize {
        let all = self.chars;
        self.chars = &all[..self.window.end];
        let end = self.number(start);
        self.chars = all;
        end
    }

    /// What joins the number that ends here to the one that begins after it.
    fn join(&self, end: usize) -> Option<(char, usize)> {
        let c = self.at(end)?;
        let mut next = end + 1;
        let join = match c {
            '-' => {
                // Some programs write a dash as two hyphens or three.
                while next < end + 3 && self.at(next) == Some('-') {
                    next += 1;
                }
                '-'
            }
            _ if is_dash(c) => '-',
            '/' | '\u{2044}' => '/',
            ',' | '.' | ':' => c,
            _ => return None,
        };
        self.at(next).is_some_and(is_digit).then_some((join, next))
    }

    /// Whether up to three digits behind the comma after a year are the mark of a note.
    fn is_note_mark(&self, year: &str, next: usize) -> bool {
        let end = number_end(self.chars, next);
        let is_year = year.len() == 4 && year.starts_with(['1', '2']);
        is_year && end - next <= 3 && self.at(end).is_none_or(is_space)
    }

    /// Whether a number has a sign, and its currency.
    fn before(&self, start: usize) -> (bool, Option<char>) {
        let mut at = start;
        let previous = |at: usize| at.checked_sub(1).and_then(|at| self.at(at));
        let mut currency = previous(at).filter(|c| is_currency(*c));
        if currency.is_some() {
            at -= 1;
        } else if previous(at) == Some(' ') && previous(at - 1).is_some_and(is_currency) {
            currency = previous(at - 1);
            at -= 2;
        }
        let is_sign = previous(at).is_some_and(is_minus);
        if !is_sign {
            return (false, currency);
        }
        let before = previous(at - 1);
        if currency.is_none() && before.is_some_and(is_currency) {
            return (true, before);
        }
        (before.is_none_or(opens), currency)
    }

    /// Notes the names that begin with the word here, each with the words that are joined to it.
    fn name(&mut self, start: usize) {
        if !self.window.contains(&start) {
            return;
        }
        let mut end = self.run_end(start);
        self.acronym(start, end);
        let mut text: String = self.chars[start..end].iter().collect();
        loop {
            let digits = text.chars().any(is_digit);
            if digits && text.chars().any(is_letter) && end <= self.window.end {
                self.found.names.insert(text.clone());
            }
            let join = self.at(end).filter(|c| matches!(c, '/') || is_dash(*c));
            let Some(join) = join.filter(|_| self.at(end + 1).is_some_and(is_kept)) else {
                break;
            };
            let next = self.run_end(end + 1);
            text.push(if join == '/' { '/' } else { '-' });
            text.extend(&self.chars[end + 1..next]);
            end = next;
        }
    }

    fn acronym(&mut self, start: usize, end: usize) {
        let run = &self.chars[start..end];
        let letters = run.iter().take_while(|c| is_letter(**c)).count();
        let digits = run.len() - letters;
        let are_digits = run[letters..].iter().all(|c| is_digit(*c));
        let are_capitals = self.letters.capital[start..start + letters]
            .iter()
            .all(|is| *is);
        let is_one = (1..=ACRONYM).contains(&letters) && (1..=3).contains(&digits);
        if is_one && are_digits && are_capitals && end <= self.window.end {
            self.found.acronyms.insert(run.iter().collect());
        }
    }

    fn run_end(&self, start: usize) -> usize {
        let run = self.chars[start..].iter().take_while(|c| is_kept(**c));
        start + run.count()
    }

    /// Notes the ticks and crosses: each with the word before it and the number of cells between them, or where the
    /// window has no cells, the number of those behind that word.
    fn ticks(&mut self) {
        let is_border = |c: &char| matches!(c, '\t' | '|');
        self.found.cells = self.chars[self.window.clone()].iter().any(is_border);
        let mut counts: BTreeMap<(String, char), u8> = BTreeMap::new();
        let mut word = String::new();
        let mut column = 0_u8;
        let mut is_open = false;
        for at in self.window.clone() {
            let c = self.chars[at];
            if is_letter(c) {
                if !is_open {
                    word.clear();
                }
                word.push(c);
                column = 0;
            } else if is_border(&c) {
                column = column.saturating_add(1);
            } else if let Some(mark) = tick(c).filter(|_| !word.is_empty() && column < 100) {
                let count = counts.entry((word.clone(), mark)).or_default();
                *count = count.saturating_add(1);
                let place = if self.found.cells { column } else { *count };
                self.found.numbers.insert(format!("{word}{mark}{place}"));
            }
            is_open = is_letter(c);
        }
    }
}

fn tick(c: char) -> Option<char> {
    match c {
        '√' | '✓' | '✔' | '☑' | '✅' => Some(TICK),
        '✗' | '✘' | '☒' | '❌' => Some(CROSS),
        _ => None,
    }
}

/// A hyphen or dash that is a minus directly before a digit.
fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}
