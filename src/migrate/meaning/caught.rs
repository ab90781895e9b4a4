//! New columns that catch a name in a text which stays as it was: `GROUP BY year`, where `year` was the name of a result
//! and a table now has such a column, or a name behind `SELECT *`, which another table comes to give first.

use std::collections::BTreeSet;

use super::{Meaning, Place};
use crate::migrate::sql::{Sort, Token, is_keyword};

/// A name in a text that may mean a column, in small letters, with the name before its point.
pub(super) type Mention = (Option<String>, String);

/// The names in a text, but for those that `AS` gives and those of tables.
pub(super) fn mentions(tokens: &[Token<'_>]) -> BTreeSet<Mention> {
    let name = |at: usize| tokens[at].name().to_ascii_lowercase();
    let before = |at: usize, back: usize| at.checked_sub(back).map(|at| &tokens[at]);
    let is_name = |at: &usize| match tokens[*at].sort {
        Sort::Word => !is_keyword(tokens, *at),
        sort => matches!(sort, Sort::Quoted | Sort::Text),
    };
    let is_behind_one_of = |at: usize| {
        let former = before(at, 1);
        former.is_some_and(|token| ["AS", "FROM", "JOIN"].iter().any(|word| token.is(word)))
    };
    let places = (0..tokens.len()).filter(is_name);
    places
        .filter(|at| !is_behind_one_of(*at))
        .map(|at| {
            let is_behind = before(at, 1).is_some_and(|token| token.is_mark("."));
            let of = before(at, 2).filter(|_| is_behind);
            (of.map(|of| of.name().to_ascii_lowercase()), name(at))
        })
        .collect()
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
            Some(of) => of == table || !(is_table(of) || of == "new" || of == "old"),
        };
        let mut mentions = self.mentions.iter();
        mentions.any(|(of, name)| name == column && is_of_it(of))
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
