//! Omissions that explain nothing.

use std::collections::BTreeSet;

use super::omission::{Key, key};
use super::survey::Surveyed;
use super::{Gap, Inventory, Needless};
use crate::passages::paragraphs::paragraphs;
use crate::passages::skeleton::Skeleton;

/// The omissions that explain nothing, as gaps.
pub(super) fn gaps(
    survey: &[Surveyed],
    skeleton: &Skeleton,
    inventory: &Inventory<'_>,
) -> Vec<Gap> {
    let paragraphs = paragraphs(skeleton, inventory.rule);
    let keys: Vec<Key> = inventory.omissions.iter().map(key).collect();
    let whole: BTreeSet<usize> = keys
        .iter()
        .filter(|key| key.1.is_none())
        .map(|key| key.0)
        .collect();
    let mut seen = BTreeSet::new();
    let mut gaps = Vec::new();
    for (omission, key) in inventory.omissions.iter().zip(&keys) {
        let paragraph = key.0.checked_sub(1).and_then(|index| paragraphs.get(index));
        let surveyed = survey.iter().find(|one| one.paragraph.number == key.0);
        let repeated = !seen.insert(key) || (key.1.is_some() && whole.contains(&key.0));
        let reason = match surveyed {
            _ if paragraph.is_none() => Some(Needless::NoSuchParagraph),
            None => Some(Needless::NotCounted),
            Some(one) => unneeded(one, key.1.as_deref(), repeated),
        };
        gaps.extend(reason.map(|reason| Gap::NeedlessOmission {
            paragraph: omission.paragraph,
            number: omission.number.clone(),
            line: paragraph.map(|paragraph| *paragraph.lines.start()),
            reason,
        }));
    }
    gaps
}

/// The reason why the omission of a paragraph, or of a number in it, explains nothing, if there is one.
fn unneeded(surveyed: &Surveyed, number: Option<&str>, repeated: bool) -> Option<Needless> {
    let repeated = repeated.then_some(Needless::Repeated);
    let Some(number) = number else {
        let covered = surveyed.covered.then_some(Needless::ParagraphCovered);
        return covered.or(repeated);
    };
    let mut same = surveyed
        .numbers
        .iter()
        .filter(|one| one.token == number)
        .peekable();
    if same.peek().is_none() {
        return Some(Needless::NoSuchNumber);
    }
    if same.all(|one| one.covered) {
        return Some(Needless::NumberCovered);
    }
    repeated
}
