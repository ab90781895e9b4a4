//! Finds rows whose id changed and whose content did not.

use std::collections::BTreeMap;

use super::key::Key;
use super::record::Record;

/// The old and the new id of a row.
pub(super) type Pair = (Key, Key);

/// Pairs a removed row with an added one if they have the same content, and no other removed or added row has it.
/// `on_both` says for each column whether both states have it. Only rows whose key is one id are paired: a key of
/// several columns is a statement itself.
pub(super) fn find(
    (was, removed): (&BTreeMap<Key, Record>, &[Key]),
    (is, added): (&BTreeMap<Key, Record>, &[Key]),
    on_both: &[bool],
) -> Vec<Pair> {
    let (old, new) = (
        by_content(was, removed, on_both),
        by_content(is, added, on_both),
    );
    let mut pairs = Vec::new();
    for (content, keys) in &old {
        if let ([one], Some([other])) = (keys.as_slice(), new.get(content).map(Vec::as_slice)) {
            pairs.push(((*one).clone(), (*other).clone()));
        }
    }
    pairs.sort();
    pairs
}

/// The keys of the rows by their content; rows without any content are left out.
fn by_content<'a>(
    rows: &BTreeMap<Key, Record>,
    keys: &'a [Key],
    on_both: &[bool],
) -> BTreeMap<Vec<String>, Vec<&'a Key>> {
    let mut found: BTreeMap<Vec<String>, Vec<&Key>> = BTreeMap::new();
    for key in keys.iter().filter(|key| key.only().is_some()) {
        let cells = rows[key].iter().zip(on_both);
        let content: Vec<String> = cells
            .filter(|(_, is_on_both)| **is_on_both)
            .map(|(cell, _)| {
                cell.as_ref()
                    .map_or(String::new(), |cell| cell.text.clone())
            })
            .collect();
        if content.iter().any(|cell| !cell.is_empty()) {
            found.entry(content).or_default().push(key);
        }
    }
    found
}
