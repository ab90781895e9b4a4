//! A question as the parameters of `find.sql`, which says what each of them is.

use super::question::{Question, Term};

/// Around a name in the index.
const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';
/// Around a code, a printed number and a name of two capitals.
const CODE: char = '\u{e002}';

/// An expression that no row answers.
const NOTHING: &str = "\"\u{e003}\"";

/// Words that say nothing of what is looked for, left out where only most words of a question are held. The page has
/// them from here.
pub const FILLING_WORDS: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "by", "did", "do", "does", "for", "from", "has", "have",
    "how", "in", "is", "it", "its", "of", "on", "or", "that", "the", "their", "to", "was", "were",
    "what", "when", "where", "which", "who", "whom", "why", "will", "with",
];

/// The parameters of `find.sql` that are expressions.
#[derive(Debug)]
pub(super) struct Expressions {
    pub(super) words: String,
    pub(super) each: String,
    pub(super) whole: String,
    pub(super) phrase: String,
    pub(super) ends: String,
    pub(super) name: String,
    pub(super) key: String,
    pub(super) inside: String,
    pub(super) code: String,
}

impl Expressions {
    /// Asks for what holds every group of terms.
    pub(super) fn all(question: &Question) -> Self {
        if question.is_empty() {
            return Self::none();
        }
        let typed = typed(question);
        let any_of = |form: &dyn Fn(&str) -> String| {
            let forms: Vec<String> = typed.iter().map(|text| form(text)).collect();
            forms.join(" OR ")
        };
        let marked = |text: &str| code_of_two(text).unwrap_or_else(|| text.to_owned());
        let alone = typed.first().filter(|_| typed.len() == 1);
        let beginnings = groups(question, Reach::Beginnings);
        let nothing = [NOTHING.to_owned()];
        let inside = alone
            .filter(|text| text.chars().any(is_without_blanks))
            .map(|text| format!("%{text}%"))
            .unwrap_or_default();
        // What holds all words holds as much as any other row; what only has them inside of longer ones may hold fewer.
        let may_hold_fewer = beginnings.len() > 1 && !inside.is_empty();
        Self {
            words: without(&beginnings.join(" AND "), question),
            each: json_list(if may_hold_fewer {
                &beginnings
            } else {
                &nothing
            }),
            whole: without(&groups(question, Reach::WholeWords).join(" AND "), question),
            phrase: format!("{{heading names}} : ({})", any_of(&|text| quoted(text))),
            ends: format!(
                "names : ({})",
                any_of(&|text| {
                    let text = marked(text);
                    let begins = quoted(&format!("{BEGIN} {text}"));
                    format!("{begins} OR {}", quoted(&format!("{text} {END}")))
                })
            ),
            name: format!(
                "names : ({})",
                any_of(&|text| quoted(&format!("{BEGIN} {} {END}", marked(text))))
            ),
            key: format!(
                "labels : ({})",
                any_of(&|text| quoted(&format!("{BEGIN} {text} {END}")))
            ),
            inside,
            code: alone.cloned().unwrap_or_default(),
        }
    }

    /// Asks for no word, so that the filters alone decide.
    fn none() -> Self {
        let nothing = || NOTHING.to_owned();
        Self {
            words: nothing(),
            each: "[]".to_owned(),
            whole: nothing(),
            phrase: nothing(),
            ends: nothing(),
            name: nothing(),
            key: nothing(),
            inside: String::new(),
            code: String::new(),
        }
    }

    /// Asks for what holds any of the words that say something; none where there is only one.
    pub(super) fn any(question: &Question) -> Option<Self> {
        let says_something =
            |term: &&Term| !FILLING_WORDS.contains(&term.text.to_lowercase().as_str());
        let words: Vec<String> = question
            .groups
            .iter()
            .flatten()
            .filter(says_something)
            .map(beginning)
            .collect();
        let is_worth_it = question.groups.len() > 1 && !words.is_empty();
        is_worth_it.then(|| Self {
            words: without(&words.join(" OR "), question),
            each: json_list(&words),
            ..Self::all(question)
        })
    }
}

/// One term as the beginning of a word, for asking whether anything holds it.
pub(super) fn beginning(term: &Term) -> String {
    expression(term, Reach::Beginnings)
}

/// One term for FTS5, for marking what it found.
pub(super) fn any_term(question: &Question) -> String {
    let terms = question.groups.iter().flatten();
    let terms: Vec<String> = terms
        .map(|term| expression(term, Reach::Beginnings))
        .collect();
    terms.join(" OR ")
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    WholeWords,
    Beginnings,
}

/// The texts that were typed: all terms together, or each of a single group.
fn typed(question: &Question) -> Vec<String> {
    if let [group] = question.groups.as_slice() {
        return group.iter().map(|term| term.text.clone()).collect();
    }
    let terms: Vec<&str> = question
        .groups
        .iter()
        .flatten()
        .map(|term| term.text.as_str())
        .collect();
    vec![terms.join(" ")]
}

fn groups(question: &Question, reach: Reach) -> Vec<String> {
    let group = |terms: &Vec<Term>| {
        let terms: Vec<String> = terms.iter().map(|term| expression(term, reach)).collect();
        format!("({})", terms.join(" OR "))
    };
    question.groups.iter().map(group).collect()
}

fn without(words: &str, question: &Question) -> String {
    if question.without.is_empty() {
        return words.to_owned();
    }
    let terms = question.without.iter();
    let terms: Vec<String> = terms.map(beginning).collect();
    format!("({words}) NOT ({})", terms.join(" OR "))
}

fn expression(term: &Term, reach: Reach) -> String {
    let text = &term.text;
    let mut forms = vec![quoted(text)];
    if reach == Reach::Beginnings && !term.is_phrase {
        forms[0].push_str(" *");
    }
    forms.extend(code(text).map(|code| quoted(&code)));
    forms.extend(parted(text).map(|parted| quoted(&parted)));
    let bearer = ["'s", "’s"]
        .iter()
        .find_map(|ending| text.strip_suffix(ending));
    forms.extend(bearer.map(quoted));
    match forms.as_slice() {
        [one] => one.clone(),
        _ => format!("({})", forms.join(" OR ")),
    }
}

/// A text for FTS5, so that nothing in it is taken for syntax.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', " "))
}

/// A word in capitals as a code, and a number as one that is printed.
fn code(text: &str) -> Option<String> {
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || c == '.' || c == ',');
    let is_code = text.len() >= 2
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let inside = text.replace(',', "").replace('.', &CODE.to_string());
    (is_number || is_code).then(|| format!("{CODE}{inside}{CODE}"))
}

fn code_of_two(text: &str) -> Option<String> {
    code(text).filter(|_| text.len() == 2 && text.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// `covid19` as `covid 19`.
fn parted(text: &str) -> Option<String> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = text.split_at(at);
    let is_so = !letters.is_empty()
        && letters.chars().all(char::is_alphabetic)
        && digits.chars().all(|c| c.is_ascii_digit());
    is_so.then(|| format!("{letters} {digits}"))
}

/// Whether a letter is of a script that puts no blanks between words.
fn is_without_blanks(letter: char) -> bool {
    matches!(letter, '\u{e00}'..='\u{eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

fn json_list(texts: &[String]) -> String {
    serde_json::json!(texts).to_string()
}
