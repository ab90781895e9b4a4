//! The citations that are looked for, prepared once for all files.
//!
//! A digest cannot be searched for, but the tokens of a citation stand in its window as they are: one pass
//! over a text finds the places of all of them, and only where those of a window lie near each other is there
//! anything to hash.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::copies::CitedWindow;
use super::lineage::Lineage;
use super::signs::parts;
use super::skeleton::Skeleton;
use super::tokens::{is_token, is_word};

/// The citations, with what is worked out from them.
pub(super) struct Sought<'a> {
    pub(super) citations: &'a [CitedWindow],
    /// The digest of each citation as bytes, or none when it is no digest.
    pub(super) digests: Vec<Option<[u8; 32]>>,
    /// The tokens that each window must hold, by their numbers.
    pub(super) needed: Vec<Vec<usize>>,
    /// The source in whose reference copy the words of each citation are counted.
    pub(super) homes: Vec<&'a str>,
    /// The homes of which no citation has a token: their windows are looked for in every file.
    pub(super) without_tokens: BTreeSet<&'a str>,
    /// The length of each token in characters.
    pub(super) lengths: Vec<usize>,
    automaton: Option<AhoCorasick>,
}

impl<'a> Sought<'a> {
    pub(super) fn of(citations: &'a [CitedWindow], lineage: &Lineage<'a>) -> Self {
        let pieces: Vec<BTreeSet<String>> = citations.iter().map(pieces).collect();
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        for piece in pieces.iter().flatten() {
            let next = numbers.len();
            numbers.entry(piece).or_insert(next);
        }
        let mut tokens = vec![""; numbers.len()];
        for (token, number) in &numbers {
            tokens[*number] = token;
        }
        // It fails for more patterns than memory holds; then every window counts as one without tokens.
        let automaton = AhoCorasick::new(&tokens).ok();
        if automaton.is_none() {
            numbers.clear();
        }
        let needed = pieces.iter().map(|pieces| {
            let known = pieces
                .iter()
                .filter_map(|piece| numbers.get(piece.as_str()));
            known.copied().collect()
        });
        let needed: Vec<Vec<usize>> = needed.collect();
        let homes: Vec<&str> = citations
            .iter()
            .map(|one| lineage.home(&one.source_id))
            .collect();
        let mut without_tokens: BTreeSet<&str> = homes.iter().copied().collect();
        for (home, needed) in homes.iter().zip(&needed) {
            if !needed.is_empty() {
                without_tokens.remove(home);
            }
        }
        Self {
            citations,
            digests: citations.iter().map(|one| from_hex(&one.digest)).collect(),
            needed,
            homes,
            without_tokens,
            lengths: tokens.iter().map(|token| token.chars().count()).collect(),
            automaton,
        }
    }

    /// The characters at which each token begins in a skeleton, in order.
    pub(super) fn occurrences(&self, skeleton: &Skeleton) -> Vec<Vec<usize>> {
        let mut found = vec![Vec::new(); self.lengths.len()];
        let Some(automaton) = &self.automaton else {
            return found;
        };
        let is_ascii = skeleton.n_chars() == skeleton.text().len();
        for hit in automaton.find_overlapping_iter(skeleton.text()) {
            let byte = hit.start();
            let at = if is_ascii {
                byte
            } else {
                skeleton.char_at(byte)
            };
            found[hit.pattern().as_usize()].push(at);
        }
        found
    }
}

/// The length from which a word of a token of signs is worth looking for: a single letter stands everywhere.
const TELLING: usize = 3;

/// What must stand in the skeleton of a window that holds its tokens.
fn pieces(citation: &CitedWindow) -> BTreeSet<String> {
    let pieces = citation
        .clues
        .as_ref()
        .unwrap_or(&citation.tokens)
        .iter()
        .flat_map(|token| {
            let is_plain = is_token(token);
            let parts = if is_plain {
                vec![token.clone()]
            } else {
                parts(token)
            };
            let tells =
                move |part: &String| is_plain || !is_word(part) || part.chars().count() >= TELLING;
            parts.into_iter().filter(tells)
        });
    pieces.filter(|piece| stands_in_a_skeleton(piece)).collect()
}

/// Whether a token stands in the skeleton of its window as it is written: one number or one word. A skeleton lowers
/// the case letter by letter, which gives another sigma at the end of a Greek word.
fn stands_in_a_skeleton(token: &str) -> bool {
    is_token(token) && !token.contains('ς')
}

/// The bytes of a digest in lower-case hex.
fn from_hex(digest: &str) -> Option<[u8; 32]> {
    let hex = digest.as_bytes();
    let lower = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if hex.len() != 64 || !hex.iter().all(lower) {
        return None;
    }
    let mut bytes = [0; 32];
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digest[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(bytes)
}
