//! Texts in a form that fits into one line of a report.

/// The number of letters of a cell that a report shows unless it shows everything.
const LONGEST: usize = 160;

/// The number of common letters that are shown before the first difference of two texts.
const BEFORE: usize = 30;

/// A text on one line, with line breaks and tabs as escapes.
pub(super) fn one_line(text: &str) -> String {
    text.replace('\n', "\\n")
        .replace('\r', "\\r")
        .replace('\t', "\\t")
}

/// Two texts on one line each, shortened around their first difference where they are long.
pub(super) fn shortened(old: &str, new: &str) -> (String, String) {
    let (old, new) = (one_line(old), one_line(new));
    let is_short = |text: &str| text.chars().count() <= LONGEST;
    if is_short(&old) && is_short(&new) {
        return (old, new);
    }
    let common = old
        .chars()
        .zip(new.chars())
        .take_while(|(one, other)| one == other)
        .count();
    let skipped = common.saturating_sub(BEFORE);
    (part(&old, skipped), part(&new, skipped))
}

/// One text, shortened at its end where it is long.
pub(super) fn short(text: &str) -> String {
    part(&one_line(text), 0)
}

fn part(text: &str, skipped: usize) -> String {
    let before = if skipped > 0 { "…" } else { "" };
    let shown: String = text.chars().skip(skipped).take(LONGEST).collect();
    let after = if text.chars().count() > skipped + LONGEST {
        "…"
    } else {
        ""
    };
    format!("{before}{shown}{after}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_the_limit_is_shown_whole_and_a_longer_one_around_the_difference() {
        let longest = "a".repeat(LONGEST);
        assert_eq!(shortened(&longest, "b"), (longest.clone(), "b".to_owned()));
        // One that is short does not save the other from being cut.
        for (old, new) in [
            ("b".to_owned(), longest.clone() + "b"),
            (longest.clone() + "b", "b".to_owned()),
        ] {
            let cut = |text: &str| {
                if text.len() > LONGEST {
                    format!("{longest}…")
                } else {
                    text.to_owned()
                }
            };
            assert_eq!(shortened(&old, &new), (cut(&old), cut(&new)));
        }
        let (old, new) = shortened(&format!("{longest}bc"), &format!("{longest}bd"));
        let common = format!("…{}", "a".repeat(BEFORE - 1));
        assert_eq!((old, new), (format!("{common}bc"), format!("{common}bd")));
        assert_eq!(short(&format!("{longest}b")), format!("{longest}…"));
        assert_eq!(short(&longest), longest);
    }

    #[test]
    fn a_line_break_does_not_break_the_line() {
        assert_eq!(one_line("a\nb\tc\r"), "a\\nb\\tc\\r");
    }
}
