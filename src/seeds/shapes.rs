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
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| !text.starts_with('+'));
    matches!((number(from), number(to)), (Some(from), Some(to)) if 0 < from && from <= to)
}

/// Whether a spreadsheet would read an id as a month, a date, a number or a truth value.
pub(super) fn is_misread(text: &str) -> bool {
    const VALUES: [&str; 7] = ["true", "false", "na", "nan", "inf", "null", "none"];
    let lower = text.to_ascii_lowercase();
    VALUES.contains(&lower.as_str()) || (!is_code(text) && is_date_with_month(&lower))
}

/// Three capital letters, like the codes of states. A spreadsheet leaves these unchanged, even if they are the
/// beginning of a month's name (`MAR` is Morocco).
fn is_code(text: &str) -> bool {
    text.len() == 3 && all(text, |b| b.is_ascii_uppercase())
}

/// The name of a month, alone or followed by one or two numbers of at most four digits: its day, its year, or both.
fn is_date_with_month(lower: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let letters = lower.trim_start_matches(|c: char| c.is_ascii_lowercase());
    let (name, rest) = lower.split_at(lower.len() - letters.len());
    let is_month = MONTHS.iter().any(|month| {
        // A month can be shortened to its first three letters, and September also to its first four.
        name == *month || name == &month[..3] || (name == "sept" && *month == "september")
    });
    let mut numbers = rest.split('-').filter(|number| !number.is_empty());
    let are_short = numbers
        .clone()
        .all(|number| number.len() <= 4 && all(number, |b| b.is_ascii_digit()));
    is_month && are_short && numbers.nth(2).is_none()
}

/// One id: letters, digits and hyphens.
pub(super) fn is_key(text: &str) -> bool {
    all(text, |b| b.is_ascii_alphanumeric() || b == b'-')
}
