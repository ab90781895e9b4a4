//! Sets of columns, each kept once under a number, so that what is known of a row takes no more than a number.

use std::collections::{BTreeSet, HashMap};

/// The number of a set.
pub(super) type SetNumber = u32;

/// All sets that were needed so far.
#[derive(Debug, Default)]
pub(super) struct ColumnSets {
    sets: Vec<BTreeSet<usize>>,
    numbers: HashMap<BTreeSet<usize>, SetNumber>,
    unions: HashMap<(SetNumber, SetNumber), SetNumber>,
}

impl ColumnSets {
    /// The number of a set of columns.
    pub(super) fn number(&mut self, set: BTreeSet<usize>) -> SetNumber {
        if let Some(known) = self.numbers.get(&set) {
            return *known;
        }
        let number = SetNumber::try_from(self.sets.len()).unwrap_or(SetNumber::MAX);
        self.sets.push(set.clone());
        self.numbers.insert(set, number);
        number
    }

    /// The number of the set that has the columns of both.
    pub(super) fn union(&mut self, one: SetNumber, two: SetNumber) -> SetNumber {
        if one == two {
            return one;
        }
        if let Some(known) = self.unions.get(&(one, two)) {
            return *known;
        }
        let all = self.get(one).union(self.get(two)).copied().collect();
        let number = self.number(all);
        self.unions.insert((one, two), number);
        number
    }

    /// True if a set has one of these columns.
    pub(super) fn has_any(&self, number: SetNumber, columns: &[usize]) -> bool {
        let set = self.get(number);
        columns.iter().any(|column| set.contains(column))
    }

    /// The columns of a set.
    pub(super) fn columns(&self, number: SetNumber) -> impl Iterator<Item = usize> {
        self.get(number).iter().copied()
    }

    fn get(&self, number: SetNumber) -> &BTreeSet<usize> {
        &self.sets[number as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_union_has_the_columns_of_both() {
        let mut sets = ColumnSets::default();
        let [one, two] = [[1, 2], [2, 3]].map(|set| sets.number(set.into()));
        for (these, all) in [
            ((one, two), vec![1, 2, 3]),
            ((two, one), vec![1, 2, 3]),
            ((one, one), vec![1, 2]),
            ((one, two), vec![1, 2, 3]),
        ] {
            let union = sets.union(these.0, these.1);
            assert_eq!(sets.columns(union).collect::<Vec<_>>(), all, "{these:?}");
        }
    }
}
