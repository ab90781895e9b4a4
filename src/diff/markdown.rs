//! The differences as a part of a changelog.

use super::one_line::one_line;
use super::text::{Extent, told};
use super::{Changed, Class, Differences, RowTold, TableDifference, Which};
use crate::wording::{agreeing, count};

impl Differences {
    /// Headings, each with a list: the rows that were added, changed, removed and renamed, and the clerical changes.
    pub fn to_markdown(&self, extent: Extent) -> Vec<String> {
        let mut lines = Vec::new();
        let mut part = |heading: &str, items: Vec<String>| {
            if !items.is_empty() {
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                lines.extend([format!("#### {heading}"), String::new()]);
                lines.extend(items);
            }
        };
        part("Added", self.items(extent, added));
        part(
            "Changed",
            self.items(extent, |one| changed(one, Class::Substantive, extent)),
        );
        part("Removed", self.items(extent, removed));
        part("Renamed", self.items(extent, renamed));
        part(
            "Clerical",
            self.items(extent, |one| changed(one, Class::Clerical, extent)),
        );
        part("Tables and columns", self.one_sided_items());
        if lines.is_empty() {
            // An empty answer could as well be one that did not come.
            lines.push("No difference.".to_owned());
        }
        lines
    }

    /// The items of every table, of each table only the first ones unless all are shown.
    fn items(
        &self,
        extent: Extent,
        of_table: impl Fn(&TableDifference) -> Vec<String>,
    ) -> Vec<String> {
        let mut all = Vec::new();
        for difference in &self.tables {
            let mut items = of_table(difference);
            let hidden = items.len() - extent.shown(items.len());
            items.truncate(extent.shown(items.len()));
            all.extend(items);
            if hidden > 0 {
                all.push(format!(
                    "- and {hidden} more {} of `{}`",
                    agreeing(hidden, "row", "rows"),
                    difference.table.name
                ));
            }
        }
        all
    }

    fn one_sided_items(&self) -> Vec<String> {
        let item = |found: &super::OneSided| {
            let how = match found.only_in {
                Which::New => "new",
                Which::Old => "gone",
            };
            let column = found
                .column
                .as_ref()
                .map_or(String::new(), |name| format!(".{name}"));
            let filled = match found.column {
                None => count(found.filled, "row"),
                Some(_) => format!("filled in {}", count(found.filled, "row")),
            };
            format!(
                "- {}: {how}, {filled}",
                code(&format!("{}{column}", found.table))
            )
        };
        self.one_sided.iter().map(item).collect()
    }
}

fn added(difference: &TableDifference) -> Vec<String> {
    let item = |row: &RowTold| headed(difference, &row.id, row.heading.as_deref());
    difference.added.iter().map(item).collect()
}

fn removed(difference: &TableDifference) -> Vec<String> {
    let item = |row: &RowTold| {
        let item = headed(difference, &row.id, row.heading.as_deref());
        match reason(row) {
            Some(reason) => after(&item, ". ", &reason),
            None => item,
        }
    };
    difference.removed.iter().map(item).collect()
}

fn renamed(difference: &TableDifference) -> Vec<String> {
    let item = |renamed: &super::Renamed| {
        let item = format!(
            "- {} {} is now {}",
            code(difference.table.name),
            code(&renamed.old_id),
            code(&renamed.row.id)
        );
        match reason(&renamed.row) {
            Some(reason) => after(&item, ". ", &reason),
            None => item,
        }
    };
    difference.renamed.iter().map(item).collect()
}

fn changed(difference: &TableDifference, class: Class, extent: Extent) -> Vec<String> {
    let of_class = difference.changed.iter().filter(|row| row.class() == class);
    let mut items = Vec::new();
    for row in of_class {
        items.push(with_changes(difference, row, extent));
    }
    items
}

/// One item with all changes of the row. They are not a nested list, which breaks apart where it is cut.
fn with_changes(difference: &TableDifference, row: &Changed, extent: Extent) -> String {
    let shown = row
        .cells
        .iter()
        .filter(|change| change.class != Class::Following);
    let changes: Vec<String> = shown
        .map(|change| format!("{} {}", code(change.column), plain(&told(change, extent))))
        .collect();
    let item = headed(difference, &row.id, row.heading.as_deref());
    let item = after(&item, ": ", &changes.join("; "));
    row.reasons().into_iter().fold(item, |item, text| {
        after(
            &item,
            ". ",
            &format!("Reason: {}", plain(&extent.cut(text))),
        )
    })
}

/// A text behind another. A point at its end, which may belong to a name, stands for the sign between them.
fn after(text: &str, sign: &str, more: &str) -> String {
    let sign = if text.ends_with('.') { " " } else { sign };
    format!("{text}{sign}{more}")
}

fn headed(difference: &TableDifference, id: &str, heading: Option<&str>) -> String {
    let heading = heading.map_or(String::new(), |words| format!(", {}", plain(words)));
    format!("- {} {}{heading}", code(difference.table.name), code(id))
}

/// Why the id of a row is no longer used.
fn reason(row: &RowTold) -> Option<String> {
    let retired = row.retired.as_ref()?;
    Some(format!("Reason: {}", retired.told(plain, code)))
}

/// A name between backticks.
fn code(text: &str) -> String {
    format!("`{}`", one_line(text).replace('`', "'"))
}

/// A text with all characters escaped that mean something in Markdown. Behind `#` and `@`, of which GitHub makes links
/// to issues and people whether they are escaped or not, a comment that is not shown parts the sign from the word.
fn plain(text: &str) -> String {
    let text = one_line(text);
    let mut plain = String::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let is_before_a_word = letters.peek().is_some_and(|next| next.is_alphanumeric());
        if matches!(letter, '#' | '@') && is_before_a_word {
            plain.push(letter);
            plain.push_str("<!-- -->");
            continue;
        }
        if matches!(
            letter,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '|' | '~' | '&' | '$'
        ) {
            plain.push('\\');
        }
        plain.push(letter);
    }
    plain
}
