//! Targets of Markdown links that a program has broken over line ends.

/// The longest target, in bytes.
const LONGEST: usize = 2_000;

/// The text without targets of links that run over line ends, or none when there are none. Those on one line the scheme
/// deletes itself. A target holds no space, so that no sentence in brackets is taken for one.
pub(super) fn without(text: &str) -> Option<String> {
    let mut made = String::with_capacity(text.len());
    let mut from = 0;
    for (at, _) in text.match_indices("](") {
        let start = at + 1;
        if start < from {
            continue;
        }
        if let Some(length) = broken_target(&text[start..]) {
            made.push_str(&text[from..start]);
            from = start + length;
        }
    }
    if from == 0 {
        return None;
    }
    made.push_str(&text[from..]);
    Some(made)
}

/// The length of a target with its parentheses, when it has a line end inside.
fn broken_target(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut breaks = 0;
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in text.char_indices().take(LONGEST) {
        match c {
            // A title in quotes may follow the address.
            '"' if before.is_whitespace() || quoted => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => {
                depth -= 1;
                if depth == 0 {
                    return (breaks > 0 && is_address(&text[1..at])).then_some(at + 1);
                }
            }
            '\n' if before == '\n' => return None,
            '\n' => breaks += 1,
            _ => {}
        }
        if c != '\r' {
            before = c;
        }
    }
    None
}

/// Whether what stands in the parentheses is an address: its lines, joined, hold no space before the title.
fn is_address(inside: &str) -> bool {
    let address = inside.split('"').next().unwrap_or_default();
    let joined: String = address.lines().map(str::trim).collect();
    let joined = joined.trim_start_matches('<').trim_end_matches('>');
    let names_a_place = ["http:", "https:", "mailto:", "ftp:", "/", "#", ".", "www."]
        .iter()
        .any(|start| joined.starts_with(start));
    names_a_place && !joined.contains(char::is_whitespace)
}
