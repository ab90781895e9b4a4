//! New columns that catch a name in a text which stays as it was: `GROUP BY year`, where `year` was the name of a result
//! and a table now has such a column, or a name behind `SELECT *`, which another table comes to give first.

use std::collections::BTreeSet;

use super::{Meaning, Place};
use crate::migrate::sql::{Sort, Token, is_keyword};

/// The names in a text, in small letters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mentions {
    /// Those that may mean a column, each with the name before its point.
    columns: BTreeSet<(Option<String>, String)>,
    /// Names that follow another one, as `i` in `FROM u AS i`, with that one.
    aliases: BTreeSet<(String, String)>,
    /// Names that are given to queries, as `s` in `(SELECT * FROM t) AS s`.
    queries: BTreeSet<String>,
}

impl Mentions {
    /// Reads the names in a text; those that `AS` gives and those of tables mean no column.
    pub(super) fn of(tokens: &[Token<'_>]) -> Self {
        let name = |at: usize| tokens[at].name().to_ascii_lowercase();
        let before = |at: usize, back: usize| at.checked_sub(back).map(|at| &tokens[at]);
        let is_word = |at: usize, word: &str| tokens.get(at).is_some_and(|token| token.is(word));
        let is_mark = |at: usize, mark: &str| tokens.get(at).is_some_and(|it| it.is_mark(mark));
        let is_name = |at: usize| match tokens[at].sort {
            Sort::Word => !is_keyword(tokens, at),
            sort => matches!(sort, Sort::Quoted | Sort::Text),
        };
        let mut found = Self::default();
        for at in (0..tokens.len()).filter(|at| is_name(*at)) {
            let behind = ["AS", "FROM", "JOIN"];
            let former = before(at, 1);
            if !former.is_some_and(|token| behind.iter().any(|word| token.is(word))) {
                let of = before(at, 2).filter(|_| former.is_some_and(|token| token.is_mark(".")));
                let of = of.map(|of| of.name().to_ascii_lowercase());
                found.columns.insert((of, name(at)));
            }
            let as_word = usize::from(former.is_some_and(|token| token.is("AS")));
            if let Some(given_to) = at.checked_sub(1 + as_word) {
                if tokens[given_to].is_mark(")") {
                    found.queries.insert(name(at));
                } else if is_name(given_to) {
                    found.aliases.insert((name(at), name(given_to)));
                }
            }
            // `AS MATERIALIZED (` and `AS NOT MATERIALIZED (` begin a query too.
            let hints = (at + 2..tokens.len())
                .take_while(|at| is_word(*at, "NOT") || is_word(*at, "MATERIALIZED"));
            if is_word(at + 1, "AS") && is_mark(at + 2 + hints.count(), "(") {
                found.queries.insert(name(at));
            }
        }
        found
    }
}

impl Meaning {
    /// The new column, among those that are used now, that a name means which meant something else before. `kept` are
    /// the columns that were used before, by their present names.
    pub(super) fn caught<'p>(
        &self,
        now: &Self,
        kept: &[&Place],
        after: &'p [Place],
    ) -> Option<&'p Place> {
        let mut new = after.iter().filter(|place| !kept.contains(place));
        new.find(|place| now.names(place) || self.gave_other(now, kept, after, place))
    }

    /// True if the text names a column, and not another table by the same name, nor a column of another table.
    fn names(&self, (table, column): &Place) -> bool {
        let is_table = |name: &String| self.tables.iter().any(|(_, used)| used == name);
        let is_of_it = |of: &Option<String>| match of {
            None => !is_table(column),
            Some(of) => !self.means_another(of, table, is_table),
        };
        let mut mentions = self.mentions.columns.iter();
        mentions.any(|(of, name)| name == column && is_of_it(of))
    }

    /// True if the name before a point means another table in every place: by its own name, or by one that it is given.
    fn means_another(
        &self,
        of: &String,
        table: &String,
        is_table: impl Fn(&String) -> bool,
    ) -> bool {
        if of == "new" || of == "old" {
            return true;
        }
        let given = self
            .mentions
            .aliases
            .iter()
            .filter(|(alias, _)| alias == of);
        let mut meant = given
            .map(|(_, meant)| meant)
            .chain(Some(of).filter(|of| is_table(of)))
            .peekable();
        let is_known = meant.peek().is_some();
        is_known
            && !self.mentions.queries.contains(of)
            && meant.all(|meant| is_table(meant) && meant != table)
    }

    /// True if a result had the name of the new column before and another name now, since the new one comes first:
    /// SQLite calls the second `c` of a `SELECT *` `c:1`.
    fn gave_other(&self, now: &Self, kept: &[&Place], after: &[Place], new: &Place) -> bool {
        let is_called = |name: &String| name.eq_ignore_ascii_case(&new.1);
        let is_second = |name: &String| {
            let parts = name.rsplit_once(':');
            parts.is_some_and(|(name, number)| {
                name.eq_ignore_ascii_case(&new.1) && number.parse::<u32>().is_ok()
            })
        };
        let Some(had) = self.result.iter().position(is_called) else {
            return false;
        };
        let is_old = |name: &&String| self.result.contains(name) || is_second(name);
        let results: Vec<&String> = now.result.iter().filter(is_old).collect();
        if results.len() == self.result.len() {
            return false;
        }
        let stays = results.get(had).is_some_and(|name| is_called(name))
            && !results.get(had + 1).is_some_and(|name| is_second(name));
        // Beside each other they look the same in either order, but columns are found in the order of the results.
        let first = |wanted: &dyn Fn(&Place) -> bool| after.iter().position(wanted);
        let former = first(&|place| is_called(&place.1) && kept.contains(&place));
        let comes_later = former.is_some_and(|former| first(&|place| place == new) > Some(former));
        !stays && !comes_later
    }
}
