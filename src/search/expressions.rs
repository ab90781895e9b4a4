//! A question as the parameters of `find.sql`, which says what each of them is.

use super::question::{Question, Term};

/// Around a name in the index.
const BEGIN: char = '\u{e000}';
const END: char = '\u{e001}';
/// Around a code, a printed number and a name of two capitals.
const CODE: char = '\u{e002}';

/// An expression that no row answers.
const NOTHING: &str = "\"\u{e003}\"";

/// Words that say nothing of what is looked for: beside others none of them needs to be held. The page has them from
/// here.
pub const FILLING_WORDS: &[&str] = &[
    "a", "about", "an", "and", "are", "as", "at", "been", "between", "by", "did", "do", "does",
    "during", "for", "from", "has", "have", "how", "in", "into", "is", "it", "its", "of", "on",
    "or", "said", "say", "says", "than", "that", "the", "their", "to", "was", "were", "what",
    "when", "where", "which", "who", "whom", "why", "will", "with",
];

/// The parameters of `find.sql` that are expressions.
#[derive(Debug)]
pub(super) struct Expressions {
    pub(super) words: String,
    pub(super) each: String,
    pub(super) whole: String,
    pub(super) phrase: String,
    pub(super) heading: String,
    pub(super) ends: String,
    pub(super) name: String,
    pub(super) key: String,
    pub(super) inside: String,
    pub(super) code: String,
    pub(super) number: String,
    pub(super) year: Option<i64>,
    pub(super) kinds: String,
}

impl Expressions {
    /// Asks for what holds every group of terms that says something; names and labels hold the others too.
    pub(super) fn all(question: &Question) -> Self {
        if question.is_empty() {
            return Self::none();
        }
        let typed = typed(question);
        let year = year(question);
        let year_last = year.map(|(at, _)| with_last(question, at));
        let any_of = |form: &dyn Fn(&str) -> String| {
            let texts = typed.iter().chain(&year_last);
            let forms: Vec<String> = texts.map(|text| form(text)).collect();
            forms.join(" OR ")
        };
        let marked = |text: &str| code_of_two(text).unwrap_or_else(|| text.to_owned());
        let alone = typed.first().filter(|_| typed.len() == 1);
        let telling = telling(question);
        let beginnings = groups(&telling, Reach::Beginnings);
        let whole = groups(&telling, Reach::WholeWords).join(" AND ");
        let is_one_word = alone.is_some_and(|text| whole == format!("({})", quoted(text)));
        Self {
            words: without(&beginnings.join(" AND "), question),
            // Where all are asked for, each row holds as many as any other.
            each: json_list(&[NOTHING.to_owned()]),
            phrase: format!("{{heading names}} : ({})", any_of(&|text| quoted(text))),
            heading: if is_one_word {
                NOTHING.to_owned()
            } else {
                format!("{{heading names}} : ({whole})")
            },
            whole: without(&whole, question),
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
            inside: alone
                .filter(|text| text.chars().any(is_without_blanks))
                .map(|text| format!("%{text}%"))
                .unwrap_or_default(),
            code: alone.cloned().unwrap_or_default(),
            number: number(question).unwrap_or_else(|| NOTHING.to_owned()),
            year: year.map(|(_, year)| year),
            kinds: json_list(&year.map_or_else(Vec::new, |_| kinds(question))),
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
            heading: nothing(),
            ends: nothing(),
            name: nothing(),
            key: nothing(),
            inside: String::new(),
            code: String::new(),
            number: nothing(),
            year: None,
            kinds: "[]".to_owned(),
        }
    }

    /// Asks for what holds any of the words that say something; none where there is only one.
    pub(super) fn any(question: &Question) -> Option<Self> {
        let words: Vec<String> = question
            .groups
            .iter()
            .flatten()
            .filter(|term| !is_filling(term))
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

/// Whether a term says nothing. In capitals it may be a code, as `IT` and `BY` are, and in quotes it is meant.
fn is_filling(term: &Term) -> bool {
    !term.is_phrase
        && code(&term.text).is_none()
        && FILLING_WORDS.contains(&term.text.to_lowercase().as_str())
}

/// The groups of which some term says something; all where none does.
fn telling(question: &Question) -> Vec<&Vec<Term>> {
    let groups = question.groups.iter();
    let telling: Vec<&Vec<Term>> = groups
        .filter(|group| !group.iter().all(is_filling))
        .collect();
    if telling.is_empty() {
        return question.groups.iter().collect();
    }
    telling
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

/// The one year that stands beside other words, and its place: `2001` in `2001 founding`.
fn year(question: &Question) -> Option<(usize, i64)> {
    let year_of = |(at, group): (usize, &Vec<Term>)| match group.as_slice() {
        [term] if !term.is_phrase && term.text.len() == 4 => {
            let year = term.text.parse().ok()?;
            (1000..=2999).contains(&year).then_some((at, year))
        }
        _ => None,
    };
    let mut years = question.groups.iter().enumerate().filter_map(year_of);
    let first = years.next()?;
    (years.next().is_none() && question.groups.len() > 1).then_some(first)
}

/// The words of a question as the kinds of events have them: small, and without the sign of several.
fn kinds(question: &Question) -> Vec<String> {
    let words = question.groups.iter().flatten();
    let words = words.map(|term| term.text.to_lowercase());
    words
        .flat_map(|word| [word.strip_suffix('s').map(str::to_owned), Some(word)])
        .flatten()
        .collect()
}

/// The one number of a question that is no year, as it may be printed: `5` also as `5.0`.
fn number(question: &Question) -> Option<String> {
    let terms = question.groups.iter().flatten();
    let texts = terms.map(|term| term.text.trim_start_matches(['$', '€', '£', '¥']));
    let mut numbers = texts.filter(|text| text.starts_with(|c: char| c.is_ascii_digit()));
    let one = numbers.next().filter(|_| year(question).is_none())?;
    let exact = code(one).filter(|_| numbers.next().is_none())?;
    let or_exact = if one.contains('.') {
        String::new()
    } else {
        format!(" OR {}", quoted(&format!("{exact}0{CODE}")))
    };
    Some(format!("labels : ({}{or_exact})", quoted(&exact)))
}

/// All terms together with those of one group behind the others: titles of events end with their year.
fn with_last(question: &Question, last: usize) -> String {
    let groups = question.groups.iter().enumerate();
    let (mut texts, mut behind) = (Vec::new(), Vec::new());
    for (at, group) in groups {
        let of_group = if at == last { &mut behind } else { &mut texts };
        of_group.extend(group.iter().map(|term| term.text.as_str()));
    }
    texts.append(&mut behind);
    texts.join(" ")
}

fn groups(groups: &[&Vec<Term>], reach: Reach) -> Vec<String> {
    let group = |terms: &Vec<Term>| {
        let terms: Vec<String> = terms.iter().map(|term| expression(term, reach)).collect();
        format!("({})", terms.join(" OR "))
    };
    groups.iter().copied().map(group).collect()
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
