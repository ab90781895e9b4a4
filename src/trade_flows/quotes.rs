//! Looks at the quotation marks of one row.

/// What may be wrong with a quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The text ends inside of its cell.
    NeverClosed,
    /// It is closed, and the cell goes on behind it.
    ClosedInsideOfACell,
}

/// The first cell of a row whose quotation mark is not closed where the cell ends, with the place of the mark. Blanks
/// behind the mark that closes are no fault.
pub(super) fn wrong(raw: &[u8], delimiter: u8) -> Option<(Wrong, usize)> {
    let ends = |byte: u8| byte == delimiter || matches!(byte, b'\r' | b'\n');
    let mut at = 0;
    while at < raw.len() {
        if raw[at] == b'"' {
            let opened = at;
            at = match behind_closing_mark(raw, at + 1) {
                Some(behind) => behind,
                None => return Some((Wrong::NeverClosed, opened)),
            };
            while raw.get(at).is_some_and(|byte| *byte == b' ') {
                at += 1;
            }
            if raw.get(at).is_some_and(|byte| !ends(*byte)) {
                return Some((Wrong::ClosedInsideOfACell, opened));
            }
        }
        while raw.get(at).is_some_and(|byte| *byte != delimiter) {
            at += 1;
        }
        at += 1;
    }
    None
}

/// The place behind the mark that closes a cell; two marks stand for one of the text.
fn behind_closing_mark(raw: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += memchr::memchr(b'"', raw.get(at..)?)? + 1;
        if raw.get(at) != Some(&b'"') {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_closed_where_cells_end() {
        for (row, found) in [
            ("", None),
            ("a,b", None),
            ("a,\"b\nc\",d\r\n", None),
            ("\"a \"\"b\"\"\",\"\"\n", None),
            ("5\" pipe,b", None),
            ("\"a\" ,b", None),
            ("a,\"b", Some((Wrong::NeverClosed, 2))),
            ("a,\"", Some((Wrong::NeverClosed, 2))),
            ("\"a\"\"", Some((Wrong::NeverClosed, 0))),
            ("a,\"b\nc,\"d\",e", Some((Wrong::ClosedInsideOfACell, 2))),
        ] {
            assert_eq!(wrong(row.as_bytes(), b','), found, "{row}");
        }
    }
}
