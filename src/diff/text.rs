//! The differences as lines for people: changes of substance first, then clerical ones.

use super::one_line::{one_line, short, shortened};
use super::{
    Change, Changed, Class, Differences, Named, OneSided, Renamed, RowTold, TableDifference, Told,
    Which,
};
use crate::wording::{agreeing, count};

/// How many rows of a table a part of a report shows, unless it shows all.
pub(super) const ROWS: usize = 20;

/// How much a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The first rows of each table, and the beginnings of long cells.
    First,
    /// Everything.
    All,
}

impl Extent {
    /// Everything where the user said `--all`.
    pub const fn all_when(all: bool) -> Self {
        if all { Self::All } else { Self::First }
    }

    /// How many of so many rows are shown.
    pub(super) fn shown(self, rows: usize) -> usize {
        match self {
            Self::All => rows,
            Self::First => rows.min(ROWS),
        }
    }

    /// A text as it is shown.
    pub(super) fn cut(self, text: &str) -> String {
        match self {
            Self::All => one_line(text),
            Self::First => short(text),
        }
    }

    /// Two texts as they are shown.
    pub(super) fn cut_both(self, old: &str, new: &str) -> (String, String) {
        match self {
            Self::All => (one_line(old), one_line(new)),
            Self::First => shortened(old, new),
        }
    }
}

impl Differences {
    /// What was compared, and how much differs, in two lines.
    pub fn heading(&self) -> Vec<String> {
        let between = format!("{} -> {}", said(&self.old), said(&self.new));
        if self.is_empty() {
            return vec![between, "no difference".to_owned()];
        }
        vec![between, self.counts()]
    }

    fn counts(&self) -> String {
        let of = |is_fact: bool| {
            let tables = self.tables.iter();
            let tables: Vec<&TableDifference> = tables
                .filter(|one| one.table.is_fact() == is_fact)
                .collect();
            counted(&tables)
        };
        let told = [("facts", of(true)), ("other rows", of(false))];
        let told: Vec<String> = told
            .into_iter()
            .filter(|(_, counts)| !counts.is_empty())
            .map(|(what, counts)| format!("{what}: {counts}"))
            .collect();
        if told.is_empty() {
            return "no row differs".to_owned();
        }
        told.join("; ")
    }

    /// Every difference, a line or more each.
    pub fn to_text(&self, extent: Extent) -> Vec<String> {
        let mut lines = Vec::new();
        if !self.one_sided.is_empty() {
            lines.push(String::new());
            lines.push("on one side alone".to_owned());
            lines.extend(self.one_sided.iter().map(|found| self.one_sided(found)));
        }
        for (heading, class) in [
            ("what is said", Class::Substantive),
            ("clerical", Class::Clerical),
        ] {
            let mut part = Vec::new();
            for difference in &self.tables {
                part.extend(of_table(difference, class, extent));
            }
            if !part.is_empty() {
                lines.extend([String::new(), heading.to_owned()]);
                lines.extend(part);
            }
        }
        lines
    }

    fn one_sided(&self, found: &OneSided) -> String {
        let side = match found.only_in {
            Which::Old => &self.old.name,
            Which::New => &self.new.name,
        };
        match &found.column {
            None => format!(
                "  {}: in {side} alone, {}",
                found.table,
                count(found.filled, "row")
            ),
            Some(column) => format!(
                "  {}.{column}: in {side} alone, filled in {}",
                found.table,
                count(found.filled, "row")
            ),
        }
    }
}

/// A side with its release and its facts.
fn said(side: &Named) -> String {
    let release = match &side.release {
        Some(release) => format!("release {release}, "),
        None => String::new(),
    };
    format!(
        "{} ({release}{} of {})",
        one_line(&side.name),
        count(side.facts, "fact"),
        side.origin
    )
}

/// How many rows of tables differ, and how.
fn counted(tables: &[&TableDifference]) -> String {
    let sum = |count: fn(&TableDifference) -> usize| -> usize {
        tables.iter().map(|table| count(table)).sum()
    };
    let of_class = |class| -> usize {
        let changed = tables.iter().flat_map(|table| &table.changed);
        changed.filter(|row| row.class() == class).count()
    };
    let counts = [
        (sum(|table| table.added.len()), "added"),
        (sum(|table| table.removed.len()), "removed"),
        (sum(|table| table.renamed.len()), "renamed"),
        (of_class(Class::Substantive), "changed"),
        (of_class(Class::Clerical), "changed clerically"),
    ];
    let counts: Vec<String> = counts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, how)| format!("{number} {how}"))
        .collect();
    counts.join(", ")
}

/// The lines of a table in one part of the report.
fn of_table(difference: &TableDifference, class: Class, extent: Extent) -> Vec<String> {
    let table = difference.table.name;
    let of_class = difference.changed.iter().filter(|row| row.class() == class);
    let changed: Vec<Vec<String>> = of_class.map(|row| changed(table, row, extent)).collect();
    if class == Class::Clerical {
        return first('~', table, changed, extent);
    }
    let one = |sign, told: &RowTold| {
        let mut lines = vec![headed(
            sign,
            table,
            &told.id,
            told.heading.as_deref(),
            extent,
        )];
        lines.extend(reason(told));
        lines
    };
    let renamed = |renamed: &Renamed| {
        let (old, new) = (one_line(&renamed.old_id), one_line(&renamed.row.id));
        let mut lines = vec![format!(
            "> {table}/{old} is renamed {new}, with the same content"
        )];
        lines.extend(reason(&renamed.row));
        lines
    };
    let added = difference.added.iter().map(|told| one('+', told)).collect();
    let removed = difference
        .removed
        .iter()
        .map(|told| one('-', told))
        .collect();
    let renamed = difference.renamed.iter().map(renamed).collect();
    [('+', added), ('-', removed), ('>', renamed), ('~', changed)]
        .into_iter()
        .flat_map(|(sign, rows)| first(sign, table, rows, extent))
        .collect()
}

/// The first rows of one sort, and how many more there are.
fn first(sign: char, table: &str, mut rows: Vec<Vec<String>>, extent: Extent) -> Vec<String> {
    let hidden = rows.len() - extent.shown(rows.len());
    rows.truncate(extent.shown(rows.len()));
    let mut lines: Vec<String> = rows.into_iter().flatten().collect();
    if hidden > 0 {
        lines.push(format!(
            "{sign} {hidden} more {} of {table}; `--all` shows {}",
            agreeing(hidden, "row", "rows"),
            agreeing(hidden, "it", "them")
        ));
    }
    lines
}

fn headed(sign: char, table: &str, id: &str, heading: Option<&str>, extent: Extent) -> String {
    let heading = heading.map_or(String::new(), |words| format!(": {}", extent.cut(words)));
    format!("{sign} {table}/{}{heading}", one_line(id))
}

/// Why the id of a row is no longer used.
fn reason(told: &RowTold) -> Option<String> {
    let told = told.retired.as_ref()?.told(one_line, one_line);
    Some(format!("    reason: {told}"))
}

fn changed(table: &str, row: &Changed, extent: Extent) -> Vec<String> {
    let mut lines = vec![headed('~', table, &row.id, row.heading.as_deref(), extent)];
    let is_mixed = row.class() == Class::Substantive;
    for change in row
        .cells
        .iter()
        .filter(|change| change.class != Class::Following)
    {
        let mark = if is_mixed && change.class == Class::Clerical {
            " (clerical)"
        } else {
            ""
        };
        lines.push(format!(
            "    {} {}{mark}",
            change.column,
            told(change, extent)
        ));
    }
    lines.extend(
        row.reasons()
            .into_iter()
            .map(|text| format!("    reason: {}", extent.cut(text))),
    );
    lines
}

/// A change on one line: `4.2 -> 4.4 (billion US dollars)`, or what came and went of a list.
pub(super) fn told(change: &Change, extent: Extent) -> String {
    if let Some((came, went)) = &change.items
        && came.len() + went.len() > 0
    {
        let items = |sign: &str, items: &[Told]| -> Vec<String> {
            let items = items.iter();
            items
                .map(|item| format!("{sign}{}", with_name(item, &extent.cut(&item.text))))
                .collect()
        };
        return [items("-", went), items("+", came)].concat().join(", ");
    }
    let (old, new) = extent.cut_both(&change.old.text, &change.new.text);
    let (was, is) = (&change.old, &change.new);
    // A unit that both have is given once, after them.
    let is_one = was.unit == is.unit || was.unit.is_none() || is.unit.is_none();
    let side = |told: &Told, text: &str| {
        let text = with_name(told, text);
        match &told.unit {
            Some(unit) if !is_one => format!("{text} ({})", one_line(unit)),
            _ => text,
        }
    };
    let unit = is.unit.as_ref().or(was.unit.as_ref()).filter(|_| is_one);
    let unit = unit.map_or(String::new(), |unit| format!(" ({})", one_line(unit)));
    format!("{} -> {}{unit}", side(was, &old), side(is, &new))
}

/// A text with the name of the row to which it refers; `nothing` for an empty text.
fn with_name(told: &Told, text: &str) -> String {
    match (&told.name, text) {
        (_, "") => "nothing".to_owned(),
        (Some(name), text) => format!("{text} ({})", one_line(name)),
        (None, text) => text.to_owned(),
    }
}
