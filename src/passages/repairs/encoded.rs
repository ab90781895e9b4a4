//! What was encoded once more than it was decoded.

use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;

use crate::passages::chars::{is_digit, is_space};
use crate::passages::html;

/// How often a text may have been encoded anew.
const TIMES: usize = 3;

/// The characters that Windows-1252 has for the bytes from 128 to 255.
static CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| {
    let bytes: Vec<u8> = (0x80..=0xff).collect();
    WINDOWS_1252
        .decode_without_bom_handling(&bytes)
        .0
        .chars()
        .collect()
});

/// The text in which UTF-8 that was read as Windows-1252 is what it was; none when there is no such place.
pub(super) fn decoded_again(text: &str) -> Option<String> {
    repeated(text, decoded_once)
}

/// The text in which character references that are left in it are decoded; none when there are none.
pub(super) fn without_references(text: &str) -> Option<String> {
    repeated(text, |text| {
        let decoded = html::decoded(text);
        (decoded != text).then_some(decoded)
    })
}

fn repeated(text: &str, once: fn(&str) -> Option<String>) -> Option<String> {
    let mut made = once(text)?;
    for _ in 1..TIMES {
        match once(&made) {
            Some(next) => made = next,
            None => break,
        }
    }
    Some(made)
}

fn decoded_once(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    let mut changed = false;
    while let Some(first) = rest.chars().next() {
        if let Some((decoded, length)) = first_of(rest) {
            rest = &rest[length..];
            made.push(decoded.unwrap_or_else(|| lost(&made, rest)));
            changed = true;
        } else {
            made.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    changed.then_some(made)
}

/// The character that a text begins with when its first characters are read as bytes of UTF-8, and how much of the
/// text that is.
fn first_of(text: &str) -> Option<(Option<char>, usize)> {
    let lead = byte(text.chars().next()?)?;
    let n_bytes = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let characters: Vec<char> = text.chars().take(n_bytes).collect();
    let bytes: Vec<u8> = characters.iter().map_while(|c| byte(*c)).collect();
    let length = |n: usize| characters[..n].iter().map(|c| c.len_utf8()).sum();
    if let Ok(decoded) = std::str::from_utf8(&bytes)
        && bytes.len() == n_bytes
    {
        return Some((decoded.chars().next(), length(n_bytes)));
    }
    // A closing quotation mark and a hyphen have a last byte for which Windows-1252 has no character: some programs drop
    // it, and others put a mark of their own in its place. No letter or digit begins with these two bytes.
    let is_lost = characters.get(2) == Some(&'\u{fffd}');
    bytes
        .starts_with(&[0xe2, 0x80])
        .then(|| (None, length(if is_lost { 3 } else { 2 })))
}

/// The character whose last byte was lost: a hyphen where it may be the sign of a number or join two, and else a closing
/// quotation mark.
fn lost(before: &str, behind: &str) -> char {
    let before = before.chars().next_back();
    let may_be_sign = before.is_none_or(|c| is_space(c) || is_digit(c) || !c.is_alphanumeric());
    let is_closing =
        before.is_some_and(|c| matches!(c, '.' | ',' | '!' | '?' | '…' | ')' | '’' | '”'));
    if behind.starts_with(is_digit) && may_be_sign && !is_closing {
        '\u{2010}'
    } else {
        '\u{201d}'
    }
}

/// The byte that Windows-1252 or Latin-1 reads as this character; none for ASCII.
fn byte(c: char) -> Option<u8> {
    if ('\u{80}'..='\u{ff}').contains(&c) {
        return u8::try_from(u32::from(c)).ok();
    }
    let at = CHARACTERS.iter().position(|known| *known == c)?;
    u8::try_from(0x80 + at).ok()
}
