//! Note marks with the markup that programs put around them: `<sup>1</sup>`, `\[1\]`, `[^1]`, `^1^`, and links that say of
//! themselves that they lead to a note.

/// Marks may be nested in a few tags and brackets, and their links have an address.
const LONGEST: usize = 400;

/// The text without its note marks, or none when it has no such mark. A mark directly after a number stays: whether it
/// belongs to the number cannot be told.
pub(super) fn without(text: &str) -> Option<String> {
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    let mut at = 0;
    while let Some(step) = text[at..].find(['^', '\\', '[', '<']) {
        let start = at + step;
        match mark_end(&text[start..]) {
            Some(length) if !follows_a_number(&text[..start]) => {
                made.push_str(&text[from..start]);
                // Two words must not become one.
                from = start + length;
                at = from;
            }
            _ => at = start + 1,
        }
    }
    if from == 0 {
        return None;
    }
    made.push_str(&text[from..]);
    Some(made)
}

/// Whether a text ends in a digit, closing marks and tags aside.
fn follows_a_number(before: &str) -> bool {
    let mut rest = before;
    while rest.ends_with('>') {
        let Some(open) = rest.rfind('<') else { break };
        rest = &rest[..open];
    }
    let closing = ['.', ',', ';', ':', '!', '?', '”', '’', '"', '\'', ')', '%'];
    let bare = rest.trim_end_matches(closing);
    rest[bare.len()..].chars().count() <= 3 && bare.ends_with(|c: char| c.is_numeric())
}

/// What stands around the number of a mark.
#[derive(Default)]
struct Around {
    brackets: usize,
    carets: usize,
    raised: usize,
    /// Whether there is more than plain brackets, which the scheme itself deletes.
    marked: bool,
}

/// The length of the mark that a text begins with, or none when it begins with none.
fn mark_end(text: &str) -> Option<usize> {
    let mut around = Around::default();
    let mut at = 0;
    while let Some(length) = opening(&text[at..], &mut around) {
        at += length;
        if at > LONGEST {
            return None;
        }
    }
    let digits = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) || text[at..].starts_with('0') {
        return None;
    }
    at += digits;
    let opened = around.marked;
    while let Some(length) = closing(&text[at..], &mut around) {
        at += length;
        if at > LONGEST {
            return None;
        }
    }
    let is_closed = around.brackets == 0 && around.carets == 0 && around.raised == 0;
    (opened && is_closed).then_some(at)
}

/// The length of an opening piece: `[`, `\[`, `^`, `<sup>` or the tag of a link.
fn opening(text: &str, around: &mut Around) -> Option<usize> {
    let (piece, escaped) = match text.strip_prefix('\\') {
        Some(rest) => (rest, 1),
        None => (text, 0),
    };
    if piece.starts_with('[') {
        around.brackets += 1;
        around.marked |= escaped == 1 || around.brackets > 1;
        return Some(escaped + 1);
    }
    if piece.starts_with('^') {
        around.marked = true;
        // Inside brackets it is the sign of a note, as in `[^1]`; outside it opens what a second one closes.
        around.carets += usize::from(around.brackets == 0);
        return Some(escaped + 1);
    }
    let length = tag(text)?;
    let name = &text[1..length];
    if is_named(name, "sup") {
        around.raised += 1;
        around.marked = true;
    } else if is_named(name, "a") {
        around.marked |= leads_to_a_note(name);
    } else if !is_named(name, "span") {
        return None;
    }
    Some(length)
}

/// Whether the tag of a link says that it leads to a note, as e-books (`epub:type="noteref"`) and pages for those who
/// hear them (`role="doc-noteref"`) have it.
fn leads_to_a_note(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    ["noteref\"", "noteref'"]
        .iter()
        .any(|kind| tag.contains(kind))
}

/// The length of a closing piece.
fn closing(text: &str, around: &mut Around) -> Option<usize> {
    let (piece, escaped) = match text.strip_prefix('\\') {
        Some(rest) => (rest, 1),
        None => (text, 0),
    };
    if piece.starts_with(']') && around.brackets > 0 {
        around.brackets -= 1;
        // The address of a link behind its brackets.
        let target = piece[1..]
            .starts_with('(')
            .then(|| piece.find(')'))
            .flatten();
        return Some(escaped + target.map_or(1, |end| end + 1));
    }
    if piece.starts_with('^') {
        if around.carets > 0 {
            around.carets -= 1;
            return Some(escaped + 1);
        }
        // `[^1^](#note)`
        return (around.brackets > 0).then_some(escaped + 1);
    }
    let length = tag(text)?;
    let name = text[1..length].strip_prefix('/')?;
    if is_named(name, "sup") {
        around.raised = around.raised.checked_sub(1)?;
    } else if !is_named(name, "a") && !is_named(name, "span") {
        return None;
    }
    Some(length)
}

/// The length of the tag that a text begins with.
fn tag(text: &str) -> Option<usize> {
    if !text.starts_with('<') {
        return None;
    }
    let end = text.bytes().take(LONGEST).position(|byte| byte == b'>')?;
    Some(end + 1)
}

fn is_named(tag: &str, name: &str) -> bool {
    let Some(start) = tag.get(..name.len()) else {
        return false;
    };
    let follows = |c: char| c == '>' || c == '/' || c.is_whitespace();
    start.eq_ignore_ascii_case(name) && tag[name.len()..].starts_with(follows)
}
