//! The names in the first line of a file: what somebody meant by one that no column has.

use crate::wording::near;

/// What is wrong with a column that has no name, and the remedy.
pub(crate) const NO_NAME: (&str, &str) = (
    "has a column without a name",
    "name it, or remove it; pandas writes a column of row numbers unless told `index=False`",
);

/// How many of the names come before columns without one at the right, which spreadsheets add.
pub(crate) fn named(names: &[String]) -> usize {
    names
        .iter()
        .rposition(|name| !name.is_empty())
        .map_or(0, |last| last + 1)
}

/// The column that is meant by a name which differs from it in capitals, blanks, marks that nobody sees, or a remark in
/// brackets alone: `Fact_ID`, ` fact_id`, `title (text)`.
pub(crate) fn meant<'a>(name: &str, columns: &[&'a str]) -> Option<&'a str> {
    let name = name.split(['(', '[']).next().unwrap_or_default();
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '_' | ' ' | '-');
    let name: String = name.trim().chars().filter(kept).collect();
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    columns.iter().copied().find(|column| *column == name)
}

/// The column that is meant, or one that is spelt like the name.
pub(crate) fn likely<'a>(name: &str, columns: &[&'a str]) -> Option<&'a str> {
    meant(name, columns).or_else(|| near(name, columns).first().copied())
}

/// A name in a message, in which marks that nobody sees are written out.
pub(crate) fn shown(name: &str) -> String {
    format!("`{}`", name.escape_debug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_blanks_marks_and_remarks_are_seen_through_and_other_letters_are_not() {
        let columns = ["fact_id", "title"];
        for name in [
            "Fact_ID",
            " fact_id",
            "fact id",
            "\u{feff}fact_id",
            "fact_id\u{200b}",
            "\u{a0}fact_id",
            "fact_id (text)",
            "Fact-Id [key]",
        ] {
            assert_eq!(meant(name, &columns), Some("fact_id"), "{name:?}");
        }
        for name in ["", "id", "fact_ids", "factid"] {
            assert_eq!(meant(name, &columns), None, "{name:?}");
        }
        assert_eq!(likely("titel", &columns), Some("title"));
        assert_eq!(shown("\u{feff}a"), "`\\u{feff}a`");
    }

    #[test]
    fn only_columns_at_the_right_may_be_without_a_name() {
        let names = |list: &[&str]| {
            named(
                &list
                    .iter()
                    .map(|name| (*name).to_owned())
                    .collect::<Vec<_>>(),
            )
        };
        assert_eq!(names(&["a", "b", "", ""]), 2);
        assert_eq!(names(&["", "b"]), 2);
        assert_eq!(names(&["", ""]), 0);
    }
}
