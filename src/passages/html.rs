//! HTML to text: the words that a reader of the page sees, without its layout.

use encoding_rs::WINDOWS_1252;

/// Elements whose content no reader sees in the text.
const DROPPED: [&str; 3] = ["script", "style", "head"];

/// Elements that are cells of a table.
const CELLS: [&str; 2] = ["td", "th"];

/// Elements that lie inside a line, so that what stands on both sides of their tags may be one word or number. Raised
/// and lowered digits are none of these: they are notes and powers.
const IN_LINE: [&str; 22] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "small", "span", "strong", "u", "var", "wbr",
];

/// The space for a tag that lies inside a line. No page has reason to hold it.
pub const TAG_IN_LINE: char = '\u{205f}';

/// The text of a page: script, style, head and comments dropped, each tag a space and that of a cell a tab, references
/// decoded. The space for a comment and for a tag inside a line is [`TAG_IN_LINE`].
///
/// Markup that is never closed runs to the end, as in a browser.
pub fn to_text(page: &str) -> String {
    // Lower-casing ASCII keeps every offset.
    let lower = page.to_ascii_lowercase();
    let mut text = String::with_capacity(page.len());
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &page.as_bytes()[at..]) {
        let open = at + open;
        text.push_str(&page[at..open]);
        at = markup_end(&lower, open);
        let markup = &lower[open..];
        let is_one = |names: &[&str]| names.iter().any(|name| is_tag(markup, name));
        text.push(match at - open {
            // A `<` that opens no markup stays.
            1 => '<',
            _ if is_one(&CELLS) => '\t',
            _ if markup.starts_with("<!--") || is_one(&IN_LINE) || is_closing_in_line(markup) => {
                TAG_IN_LINE
            }
            _ => ' ',
        });
    }
    text.push_str(&page[at..]);
    decoded(&text)
}

/// A text with its character references decoded. Only when the tags are gone, so that a written-out `&lt;b&gt;` is not
/// taken for one.
pub(super) fn decoded(text: &str) -> String {
    let (mut made, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("&#") {
        let (before, reference) = rest.split_at(at);
        made.push_str(&html_escape::decode_html_entities(before));
        if let Some((character, length)) = of_windows(reference) {
            made.push(character);
            rest = &reference[length..];
            continue;
        }
        let end = reference_end(reference).map_or(2, |end| end + 1);
        made.push_str(&html_escape::decode_html_entities(&reference[..end]));
        rest = &reference[end..];
    }
    made.push_str(&html_escape::decode_html_entities(rest));
    made
}

/// The semicolon that ends the numeric reference with which a text begins.
fn reference_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_part = |byte: &&u8| byte.is_ascii_alphanumeric();
    let end = 2 + bytes[2..]
        .iter()
        .take(LONGEST_NUMBER)
        .take_while(is_part)
        .count();
    (bytes.get(end) == Some(&b';')).then_some(end)
}

/// The most letters and digits of a numeric reference, zeros before the number included.
const LONGEST_NUMBER: usize = 16;

/// The character of a reference to one of the numbers from 128 to 159, with its length: browsers read them as
/// Windows-1252, `&#150;` as a dash.
fn of_windows(reference: &str) -> Option<(char, usize)> {
    let end = reference_end(reference)?;
    let number = &reference[2..end];
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let is_digit = |c: char| c.is_digit(radix);
    let byte = digits
        .chars()
        .all(is_digit)
        .then(|| u8::from_str_radix(digits, radix).ok())??;
    if !(0x80..=0x9f).contains(&byte) {
        return None;
    }
    let bytes = [byte];
    let (read, _) = WINDOWS_1252.decode_without_bom_handling(&bytes);
    Some((read.chars().next()?, end + 1))
}

/// The end of the markup that opens at `open`; right after the `<` when it is none.
fn markup_end(page: &str, open: usize) -> usize {
    let rest = &page[open..];
    if rest.starts_with("<!--") {
        // `<!-->` is a whole comment, so the search begins inside the opening.
        return after(page, open + 2, "-->");
    }
    if !rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
        return open + 1;
    }
    let end = tag_end(page, open);
    let dropped = DROPPED.iter().find(|name| is_tag(rest, name));
    dropped.map_or(end, |name| element_end(page, end, name))
}

/// The end of the content of a dropped element, with its closing tag.
fn element_end(page: &str, from: usize, name: &str) -> usize {
    match memchr::memmem::find(&page.as_bytes()[from..], format!("</{name}").as_bytes()) {
        Some(close) => tag_end(page, from + close),
        // The closing tag of a head may be left out; only then may text follow.
        None if name == "head" => from,
        None => page.len(),
    }
}

/// Whether a text begins with the opening tag of this name, and not of a longer one such as `header`.
fn is_tag(rest: &str, name: &str) -> bool {
    let after = rest[1..].strip_prefix(name);
    after.is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-'))
}

/// Whether a text begins with the closing tag of an element inside a line.
fn is_closing_in_line(rest: &str) -> bool {
    let closed = rest.strip_prefix("</").unwrap_or_default();
    let end = closed.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    IN_LINE.contains(&&closed[..end.unwrap_or(closed.len())])
}

/// The end of the next `close`, or of the page.
fn after(page: &str, from: usize, close: &str) -> usize {
    let found = memchr::memmem::find(&page.as_bytes()[from..], close.as_bytes());
    found.map_or(page.len(), |found| from + found + close.len())
}

/// The end of a tag; a `>` in the quoted value of an attribute does not end it.
fn tag_end(page: &str, open: usize) -> usize {
    let mut quote = None;
    let mut before = b'<';
    for (at, &byte) in page.as_bytes().iter().enumerate().skip(open) {
        match (quote, byte) {
            (Some(mark), _) if mark == byte => quote = None,
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            (None, b'>') => return at + 1,
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    page.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(page: &str) -> String {
        to_text(page)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn a_page_loses_its_layout_and_keeps_its_text() {
        let page = "<!DOCTYPE html><html><HEAD><title>Mill</title></HEAD><body class='a>b'>\
            <header>Rye</header><p>Caf&eacute; &amp; 7&nbsp;000&#32;sacks</p>\
            <script>if (a < b) { c(\"<p>\"); }</script><!-- <p>not</p> --><style>p {}</style>\
            <b>done</b></body></html>";
        assert_eq!(words(page), "Rye Café & 7 000 sacks done");
    }

    #[test]
    fn cells_stay_apart() {
        let page = "<tr><th>Rye</th><TD class=x>1</td><td></td><td>2</td></tr><thead>";
        assert_eq!(to_text(page), " \tRye \t1 \t \t2   ");
    }

    #[test]
    fn a_tag_inside_a_line_is_a_space_of_its_own() {
        let page = "a<b>b</B>c<!-- x -->d<br>e<sup>1</sup><bold></bold><span class=x>f</span>";
        let text = "a\u{205f}b\u{205f}c\u{205f}d e 1   \u{205f}f\u{205f}";
        assert_eq!(to_text(page), text);
    }

    #[test]
    fn what_is_no_markup_stays() {
        assert_eq!(
            words("1 < 2 &lt;b&gt; &nosuch; & <3"),
            "1 < 2 <b> &nosuch; & <3"
        );
        assert_eq!(words("<a title=\"x > y\" don't>z</a>"), "z");
    }

    #[test]
    fn references_are_read_as_browsers_read_them() {
        for (page, text) in [
            ("by &#150;4.7, &#x80;3", "by –4.7, €3"),
            ("&#0150;1 &#x0096;2", "–1 –2"),
            ("&#8722;4.7 &minus;5", "−4.7 −5"),
            ("&amp;#150; &#38;#150;", "&#150; &#150;"),
            (
                "&#; &#x; &# &#159 &#150;&#160;&",
                "&#; &#x; &# &#159 –\u{a0}&",
            ),
            ("&#127;&#161;", "\u{7f}¡"),
        ] {
            assert_eq!(to_text(page), text, "{page}");
        }
    }

    #[test]
    fn unclosed_markup_runs_to_the_end() {
        for page in ["rye <!-- wheat", "rye <script>wheat", "rye <a href='wheat"] {
            assert_eq!(words(page), "rye", "{page}");
        }
        assert_eq!(words("<head><body>rye"), "rye");
        assert_eq!(words("a<!-->b"), "a b");
    }

    proptest! {
        #[test]
        fn no_page_panics(page in "[<>!/a-z&;#é=\"' -]{0,60}|(<|</|script|head|>|<!--|-->|é|&#1;)*") {
            to_text(&page);
        }
    }
}
