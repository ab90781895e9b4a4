//! What a skeleton leaves out and a reader does not: signs, currencies, per cent, what joins numbers, the numbers in
//! names, and the ticks of a table.
//!
//! No digest proves them, so a citation declares them as tokens of the scheme `pa2`. They are read from the text before
//! the folds, with what stands around the window: a sign before its first number belongs to it.

use std::collections::BTreeSet;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory as _};

use super::chars::{is_digit, is_invisible, is_kept, is_letter, is_mark, is_space, is_superscript};
use super::tokens::{number_end, token};

/// The name of the scheme of tokens.
pub const TOKENS: &str = "pa2";

/// What stands in a window and in no digest.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Signed and joined numbers, amounts of money, percentages and ticks: a window has exactly those that it
    /// declares.
    pub numbers: BTreeSet<String>,
    /// Of these the ones that are there whether or not the lines of the text are joined.
    pub certain: BTreeSet<String>,
    /// Words with digits in them. Others than those declared may be words with their note marks.
    pub names: BTreeSet<String>,
    /// Of these the ones that are names for certain: capital letters and up to three digits, such as `g20`.
    pub acronyms: BTreeSet<String>,
}

/// How much of a text around a window is looked at, in characters.
const AROUND: usize = 16;
/// The most capital letters of a name with a number.
const ACRONYM: usize = 6;

/// What stands in a range of bytes of a text, before its folds.
pub fn signs(text: &str, window: &Range<usize>) -> Signs {
    let inside = widened(text, window);
    let before = text.get(..inside.start).unwrap_or_default();
    let from = before.char_indices().rev().take(AROUND).last();
    let from = from.map_or(inside.start, |(at, _)| at);
    let after = text.get(inside.end..).unwrap_or_default();
    let to = after.char_indices().nth(AROUND);
    let to = to.map_or(text.len(), |(at, _)| inside.end + at);
    let mut letters = Letters::default();
    letters.take(&text[from..inside.start]);
    let start = letters.chars.len();
    letters.take(&text[inside.clone()]);
    let end = letters.chars.len();
    letters.take(&text[inside.end..to]);
    let plain = Scan::of(&letters, start..end).signs();
    let (letters, window) = letters.unwrapped(&(start..end));
    plain.joined_with(Scan::of(&letters, window).signs())
}

/// The number of a name that stands at the end of a window, whose letters are all that the window counts, belongs to it.
fn widened(text: &str, window: &Range<usize>) -> Range<usize> {
    let behind = text.get(window.end..).unwrap_or_default();
    let digits: usize = behind
        .chars()
        .take_while(|c| is_digit(*c))
        .map(char::len_utf8)
        .sum();
    let is_glued = text
        .get(..window.end)
        .is_some_and(|before| before.ends_with(is_letter));
    let is_number = digits <= 3 && !behind[digits..].starts_with(is_kept);
    let more = if is_glued && is_number { digits } else { 0 };
    window.start..window.end + more
}

impl Signs {
    /// What is there when the lines are as they are, or when they are joined. A sign is certain only where it is there
    /// both ways.
    fn joined_with(mut self, unwrapped: Self) -> Self {
        let both = self.numbers.intersection(&unwrapped.numbers);
        self.certain = both.cloned().collect();
        self.names.extend(unwrapped.names);
        self.acronyms.extend(unwrapped.acronyms);
        self.numbers.extend(unwrapped.numbers);
        self
    }

    /// Whether a declared token is here.
    pub fn hold(&self, token: &str) -> bool {
        self.numbers.contains(token) || self.names.contains(token)
    }

    /// What has to be declared.
    pub fn to_declare(&self) -> BTreeSet<String> {
        self.certain.union(&self.acronyms).cloned().collect()
    }

    /// The name that begins as a declared one and ends in up to three digits more: it may be that one with a note mark.
    pub fn with_note_mark(&self, declared: &str) -> Option<&str> {
        let is_it = |name: &&String| {
            let rest = name.strip_prefix(declared).unwrap_or_default();
            (1..=3).contains(&rest.chars().count()) && rest.chars().all(is_digit)
        };
        self.names.iter().find(is_it).map(String::as_str)
    }
}

/// Whether a text has the shape of a token that only this scheme has.
pub fn is_token(text: &str) -> bool {
    if let Some((word, column)) = text.split_once(TICK).or_else(|| text.split_once(CROSS)) {
        let is_word =
            !word.is_empty() && super::tokens::is_token(word) && word.chars().all(is_letter);
        return is_word && matches!(column.parse(), Ok(0..=99_u8)) && !column.starts_with(['+']);
    }
    let found = signs(text, &(0..text.len()));
    found.numbers.contains(text) || found.names.contains(text)
}

/// Whether a text may be declared as a token, by either scheme.
pub fn is_declarable(text: &str) -> bool {
    super::tokens::is_token(text) || is_token(text)
}

/// The plain numbers and words of a token: of `-4.7` it is `4.7`, of `2005-06` both numbers, of a plain one itself.
pub fn parts(token: &str) -> Vec<String> {
    let word = token.split([TICK, CROSS]).next().unwrap_or_default();
    super::tokens::fold(word)
}

/// The sign for a tick in a token.
const TICK: char = '√';
/// The sign for a cross in a token.
const CROSS: char = '✗';

/// The letters of a text in lower case, without accents and note marks, with what is left out of them for each.
#[derive(Default)]
struct Letters {
    chars: Vec<char>,
    capital: Vec<bool>,
}

impl Letters {
    fn take(&mut self, text: &str) {
        let seen = text
            .chars()
            .filter(|c| !is_invisible(*c) && !is_superscript(*c));
        let seen: Vec<char> = seen.collect();
        for (at, c) in seen.iter().copied().enumerate() {
            // A backslash of Markdown hides what a sign would mean there.
            let is_escape = c == '\\' && seen.get(at + 1).is_some_and(char::is_ascii_punctuation);
            if is_escape {
                continue;
            }
            let capital = c.is_uppercase();
            let parts = c
                .nfkc()
                .flat_map(char::to_lowercase)
                .nfkd()
                .filter(|c| !is_mark(*c));
            // The cells of a table stay apart from words.
            let parts: Vec<char> = parts.collect();
            self.capital.extend(parts.iter().map(|_| capital));
            self.chars.extend(parts);
        }
    }

    /// The same with its lines joined, and where a window is then.
    fn unwrapped(&self, window: &Range<usize>) -> (Self, Range<usize>) {
        let mut joined = Self::default();
        let mut moved = window.clone();
        for (at, c) in self.chars.iter().copied().enumerate() {
            if at == window.start {
                moved.start = joined.chars.len();
            }
            if at == window.end {
                moved.end = joined.chars.len();
            }
            let is_end = matches!(c, '\n' | '\r');
            let divides = |chars: &[char]| matches!(chars, [.., before, dash] if is_dash(*dash) && is_digit(*before));
            if is_end && (divides(&joined.chars) || joined.chars.last() == Some(&' ')) {
                continue;
            }
            joined.chars.push(if is_end { ' ' } else { c });
            joined.capital.push(self.capital[at]);
        }
        if window.end == self.chars.len() {
            moved.end = joined.chars.len();
        }
        (joined, moved)
    }
}

/// A search for signs.
struct Scan<'a> {
    letters: &'a Letters,
    chars: &'a [char],
    window: Range<usize>,
    found: Signs,
}

impl<'a> Scan<'a> {
    fn of(letters: &'a Letters, window: Range<usize>) -> Self {
        Self {
            letters,
            chars: &letters.chars,
            window,
            found: Signs::default(),
        }
    }

    fn signs(mut self) -> Signs {
        self.ticks();
        let mut at = 0;
        while at < self.chars.len() {
            let is_start = is_kept(self.chars[at]) && !self.is_kept_before(at);
            if is_start {
                self.name(at);
            }
            let begins_number =
                is_digit(self.chars[at]) && (at == 0 || !is_digit(self.chars[at - 1]));
            if begins_number && is_start {
                at = self.number(at);
            } else {
                at += 1;
            }
        }
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
        while let Some((join, next)) = self.join(end) {
            if join == ',' && self.is_note_mark(&text, next) {
                break;
            }
            let beyond = number_end(self.chars, next);
            text.push(join);
            text += &token(&self.chars[next..beyond]);
            end = beyond;
            is_more = true;
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
        if is_more && self.window.contains(&start) && end <= self.window.end {
            let sign = if sign { "-" } else { "" };
            let currency = currency.map_or_else(String::new, String::from);
            let percent = percent.map_or_else(String::new, String::from);
            self.found
                .numbers
                .insert(format!("{sign}{currency}{text}{percent}"));
        }
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

    /// Notes the ticks and crosses: each with the word before it and the number of cells between them.
    fn ticks(&mut self) {
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
            } else if matches!(c, '\t' | '|') {
                column = column.saturating_add(1);
            } else if let Some(mark) = tick(c).filter(|_| !word.is_empty() && column < 100) {
                self.found.numbers.insert(format!("{word}{mark}{column}"));
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

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// A hyphen or dash that is a minus directly before a digit.
fn is_minus(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2013}' | '\u{2212}')
}

/// What a sign may follow: a space, a bracket, an opening quotation mark or the border of a cell.
fn opens(c: char) -> bool {
    is_space(c)
        || matches!(
            c,
            '(' | '[' | '{' | '|' | '“' | '‘' | '"' | '\'' | '<' | '>' | '=' | '~'
        )
}

fn is_currency(c: char) -> bool {
    c == '$' || !c.is_ascii() && c.general_category() == GeneralCategory::CurrencySymbol
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers(text: &str) -> Vec<String> {
        signs(text, &(0..text.len())).numbers.into_iter().collect()
    }

    #[test]
    fn a_sign_stands_directly_before_a_digit_and_after_no_letter_or_digit() {
        for minus in [
            '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2212}',
        ] {
            for before in ["", "by ", "(", "[", "\t", "| "] {
                let text = format!("{before}{minus}4.7");
                assert_eq!(numbers(&text), ["-4.7"], "{text}");
            }
            for text in [
                format!("a{minus}4.7"),
                format!("{minus} 4.7"),
                format!("by {minus}a4"),
            ] {
                assert_eq!(numbers(&text), [""; 0], "{text}");
            }
        }
        assert_eq!(numbers("\u{2014}4.7"), [""; 0]);
        assert_eq!(numbers("by \\-4.7"), ["-4.7"]);
    }

    #[test]
    fn what_joins_numbers_is_kept_and_written_in_one_way() {
        for (text, found) in [
            ("2005–06", "2005-06"),
            ("2005--06", "2005-06"),
            ("1/3", "1/3"),
            ("½", "1/2"),
            ("2,5", "2,5"),
            ("9/11", "9/11"),
            ("24.02.2022", "24.02.2022"),
            ("7 000–8,000", "7000-8000"),
            ("2005-\n06", "2005-06"),
            ("12345,6", "12345,6"),
            ("3005,6", "3005,6"),
            ("2005,6a", "2005,6"),
            ("2005,1234", "2005,1234"),
        ] {
            assert_eq!(numbers(text), [found], "{text}");
        }
        for text in [
            "2.5",
            "7,000",
            "7 000",
            "2005 – 06",
            "2005-a",
            "in 2005, 06",
            "since 2005,68 and",
        ] {
            assert_eq!(numbers(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn currencies_and_per_cent_belong_to_their_number() {
        for (text, found) in [
            ("$4.2", "$4.2"),
            ("US\\$4.2m", "$4.2"),
            ("€ 3", "€3"),
            ("3 €", "€3"),
            ("25.0 %", "25.0%"),
            ("25.0%", "25.0%"),
            ("by -4 %", "-4%"),
            ("-$4", "-$4"),
            ("$-4", "-$4"),
            ("20–25%", "20-25%"),
        ] {
            assert_eq!(numbers(text), [found], "{text}");
        }
        assert_eq!(numbers("3 $4"), ["$4"]);
        assert_eq!(numbers("the $ and % of 3 mills"), [""; 0]);
    }

    #[test]
    fn a_name_with_digits_is_joined_directly_or_by_one_sign() {
        let found = signs("the G20, 5G, Covid-19 and rye1 of 3", &(0..35));
        let names: Vec<&str> = found.names.iter().map(String::as_str).collect();
        assert_eq!(names, ["5g", "covid-19", "g20", "rye1"]);
        assert_eq!(found.acronyms, BTreeSet::from(["g20".to_owned()]));
        let names = |text: &str| signs(text, &(0..text.len()));
        assert_eq!(names("G2012").with_note_mark("g20"), Some("g2012"));
        assert_eq!(names("G201234").with_note_mark("g20"), None);
        assert_eq!(names("G20").with_note_mark("g20"), None);
        assert!(names("ABCDEF123").acronyms.contains("abcdef123"));
        assert!(names("ABCDEFG1 ABC1234 Rye1").acronyms.is_empty());
    }

    #[test]
    fn a_tick_is_told_by_its_row_and_cell() {
        let table = "Rye\t√\t–\t√\nOats\t\t√";
        assert_eq!(numbers(table), ["oats√2", "rye√1", "rye√3"]);
        assert_eq!(numbers("| Rye | ✓ | – | ✗ |"), ["rye√1", "rye✗3"]);
    }

    #[test]
    fn only_what_lies_in_the_window_counts_with_the_signs_before_it() {
        let text = "from -4.7 to -5.1 for G20, 2005-06 x";
        let window = |words: &str| {
            let start = text.find(words).expect("the words");
            signs(text, &(start..start + words.len()))
                .to_declare()
                .into_iter()
                .collect::<Vec<_>>()
        };
        assert_eq!(window("4.7 to"), ["-4.7"]);
        assert_eq!(window("to -5.1 for G"), ["-5.1", "g20"]);
        assert_eq!(window("for G20, 2005"), ["g20"]);
    }

    #[test]
    fn every_token_has_the_shape_of_one() {
        for token in [
            "-4.7", "g20", "5g", "covid-19", "9/11", "2005-06", "2,5", "$4.2", "-$4", "25.0%",
            "rye√3", "rye✗0",
        ] {
            assert!(is_token(token), "{token}");
        }
        for text in [
            "",
            "4.7",
            "rye",
            "−4.7",
            "G20",
            "25.0 %",
            "4.2$",
            "2005–06",
            "√",
            "√3",
            "rye√",
            "rye√100",
            "4√3",
            "-",
            "$",
            "a b",
            "$4 5",
        ] {
            assert!(!is_token(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_sign_found_has_the_shape_of_a_token(text in "[a1G.,:%$€ \\n\\t|√/–-]{0,24}") {
            for token in signs(&text, &(0..text.len())).to_declare() {
                prop_assert!(is_token(&token), "{token}");
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>(), from in 0..20usize, to in 0..20usize) {
            let at = |n: usize| text.char_indices().nth(n).map_or(text.len(), |(at, _)| at);
            signs(&text, &(at(from.min(to))..at(from.max(to))));
        }
    }
}
