//! Windows that hold what no digest proves, and do not declare it.

use super::{Gap, Inventory};
use crate::passages::paragraphs::lines;
use crate::passages::signs::signs;
use crate::passages::skeleton::Skeleton;

/// The signs, names with numbers and ticks in windows that do not declare them.
pub(super) fn gaps(text: &str, skeleton: &Skeleton, inventory: &Inventory<'_>) -> Vec<Gap> {
    let starts: Vec<usize> = lines(skeleton.folded()).map(|line| line.start).collect();
    let mut gaps = Vec::new();
    for one in &inventory.windows {
        let Some(window) = skeleton.window(one.start_word, one.n_chars) else {
            continue;
        };
        let line = starts.partition_point(|start| *start <= window.folded.start);
        let found = signs(text, &skeleton.origin(&window.folded, text)).to_declare();
        let open = found
            .into_iter()
            .filter(|token| !one.tokens.contains(token));
        gaps.extend(open.map(|token| Gap::Unguarded {
            citation_id: one.citation_id.clone(),
            line,
            token,
        }));
    }
    gaps
}
