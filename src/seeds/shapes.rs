//! The shapes of cells: digests, addresses, ids and the like.

pub(super) fn all(text: &str, holds: impl Fn(u8) -> bool) -> bool {
    text.bytes().all(holds)
}

pub(super) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && all(text, |b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

pub(super) fn is_url(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.contains('.') && !rest.contains([' ', '<', '>', '"', '\u{a0}'])
    })
}

pub(super) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && all(first, |b| b.is_ascii_lowercase())
        && parts
            .all(|part| (2..=8).contains(&part.len()) && all(part, |b| b.is_ascii_alphanumeric()))
}

pub(super) fn is_range(text: &str) -> bool {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    matches!((from.parse::<u32>(), to.parse::<u32>()), (Ok(from), Ok(to)) if 0 < from && from <= to)
}

/// Whether a spreadsheet would read an id as a month, a number or a truth value.
pub(super) fn is_misread(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = text.to_ascii_lowercase();
    let letters = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    let bare = letters.trim_end_matches('-');
    let digits = lower.len() - letters.len();
    (digits > 0 && digits <= 4 && (MONTHS.contains(&bare) || bare == "sept"))
        || MONTHS.contains(&lower.as_str())
        || ["true", "false", "na", "nan", "inf", "null", "none"].contains(&lower.as_str())
}

/// One id: letters, digits and hyphens.
pub(super) fn is_key(text: &str) -> bool {
    all(text, |b| b.is_ascii_alphanumeric() || b == b'-')
}
