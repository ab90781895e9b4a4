//! Number words that count as numbers.
//!
//! Nouns cannot be told without a dictionary, so a number word counts when any word follows that is
//! no function word; a space, a hyphen or an opening quote may stand between. `of` may follow, too:
//! `four of the mills`, `thousands of sacks`.
//!
//! Left out are `one`, which is a pronoun more often than a number, `once` and `zero`, which are
//! part of an idiom more often, and a few idioms of the others, such as `third parties`. A multiplier
//! is part of the number before it (`10 billion`, `two hundred`); as `one` is none, `one billion` is
//! `billion`. A word with a capital inside a sentence is part of a name (`the Three Mills Bridge`).
//! A rank without a noun is not seen (`ranked second and`).

use crate::number::words::{cardinal, ordinal};
use crate::passages::chars::{is_apostrophe, is_digit};
use crate::passages::located::Located as Token;
use crate::passages::tokens;

/// The condition under which a number word is a number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// It counts or ranks the next word.
    Counting,
    /// As above, or after `a`, whatever follows: `by a third`.
    AfterArticle,
    /// As above, unless it multiplies the number before it, of which it is then part.
    Multiplying,
    /// None: `doubled`.
    Alone,
}

/// Whether the token at an index is a number word that counts as a number.
pub(super) fn is_number(index: usize, tokens: &[Token], folded: &str) -> bool {
    let token = &tokens[index];
    let Some(sort) = sort(&token.text) else {
        return false;
    };
    let neighbours = Neighbours::of(index, tokens, folded);
    let next = neighbours.next.map_or("", |next| &next.text);
    if neighbours.names(token, folded) || is_idiom(&token.text, next) {
        return false;
    }
    let counts = !next.is_empty() && tokens::is_word(next) && !FUNCTION_WORDS.contains(&next);
    let before = neighbours.before.map_or("", |before| &before.text);
    match sort {
        Sort::Alone => true,
        Sort::Counting => counts,
        Sort::Multiplying if is_quantity(before) => false,
        Sort::AfterArticle | Sort::Multiplying => counts || before == "a",
    }
}

/// The tokens that stand directly beside a token.
struct Neighbours<'a> {
    before: Option<&'a Token>,
    next: Option<&'a Token>,
}

impl<'a> Neighbours<'a> {
    fn of(index: usize, tokens: &'a [Token], folded: &str) -> Self {
        let beside = |first: usize, second: usize| {
            let gap = tokens.get(first)?.folded.end..tokens.get(second)?.folded.start;
            folded.get(gap).filter(|gap| is_direct(gap))
        };
        let before = index
            .checked_sub(1)
            .filter(|before| beside(*before, index).is_some());
        Self {
            before: before.map(|before| &tokens[before]),
            next: beside(index, index + 1).map(|_| &tokens[index + 1]),
        }
    }

    /// Whether a token is part of a name: it has a capital, and a word stands before it in the sentence.
    fn names(&self, token: &Token, folded: &str) -> bool {
        let capital = folded[token.folded.clone()].starts_with(char::is_uppercase);
        let between = self
            .before
            .and_then(|before| folded.get(before.folded.end..token.folded.start));
        capital && between.is_some_and(|gap| gap.chars().all(|c| c == ' '))
    }
}

/// Whether nothing divides two tokens: no punctuation, no closing quote, no cell of a table.
fn is_direct(gap: &str) -> bool {
    let is_quote = |c: char| is_apostrophe(c) || matches!(c, '"' | '“' | '‘');
    let is_between =
        |c: char| is_quote(c) || matches!(c, ' ' | '\n' | '-' | '\u{2010}' | '*' | '_' | '[' | ']');
    !gap.is_empty() && !gap.starts_with(is_quote) && gap.chars().all(is_between)
}

/// Whether a token is a number that a word may multiply.
fn is_quantity(token: &str) -> bool {
    token.starts_with(is_digit)
        || matches!(sort(token), Some(Sort::Multiplying))
        || token == "half"
        || is_cardinal(token)
}

fn sort(word: &str) -> Option<Sort> {
    Some(match word {
        "half" | "halves" | "third" | "thirds" | "quarter" | "quarters" => Sort::AfterArticle,
        "dozen" | "dozens" | "hundred" | "hundreds" | "thousand" | "thousands" | "million"
        | "millions" | "billion" | "billions" | "trillion" | "trillions" => Sort::Multiplying,
        "twice" | "double" | "doubled" | "doubling" | "triple" | "tripled" | "tripling"
        | "quadrupled" | "halved" | "twofold" | "threefold" => Sort::Alone,
        "tens" => Sort::Counting,
        _ if is_cardinal(word) || ordinal(word).is_some() => Sort::Counting,
        _ => return None,
    })
}

/// `two` to `ninety`.
fn is_cardinal(word: &str) -> bool {
    cardinal(word).is_some_and(|number| number > 1)
}

/// Whether two words are a phrase in which the first is no number.
fn is_idiom(word: &str, next: &str) -> bool {
    matches!(
        (word, next),
        (
            "first",
            "aid" | "class" | "hand" | "instance" | "of" | "world"
        ) | ("second", "fiddle" | "hand" | "thought" | "thoughts")
            | (
                "third",
                "country" | "countries" | "party" | "parties" | "world"
            )
            | ("half", "hearted")
            | ("double", "edged" | "standard" | "standards")
            | ("double" | "doubled" | "doubling", "down")
    )
}

/// Words that no number counts.
const FUNCTION_WORDS: &[&str] = &[
    "a", "about", "after", "against", "among", "an", "and", "are", "as", "at", "be", "because",
    "been", "before", "between", "but", "by", "can", "could", "did", "do", "does", "during", "for",
    "from", "had", "has", "have", "he", "her", "his", "i", "if", "in", "into", "is", "it", "its",
    "may", "might", "must", "nor", "not", "on", "or", "our", "shall", "she", "should", "since",
    "than", "that", "the", "their", "there", "these", "they", "this", "those", "through", "to",
    "under", "until", "up", "was", "we", "were", "when", "where", "which", "while", "who", "whom",
    "whose", "will", "with", "without", "would", "you", "your",
];
