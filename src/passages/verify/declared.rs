//! Whether a window holds what its citation declares, no sign that it does not declare, and whole words and numbers.

use crate::passages::copies::{CitedWindow, Declares};
use crate::passages::holdings::View;
use crate::passages::signs::{self, Edge, MINUS, Side, Signs, signs, without_cells};
use crate::passages::skeleton::Window;
use crate::passages::tokens;

/// What is wrong with the tokens of a window, in words behind the name of its file: `, but without 4.7`.
pub(super) fn fault(
    one: &CitedWindow,
    view: &View,
    window: &Window<'_>,
    is_reference: bool,
) -> Option<String> {
    let range = view.skeleton.origin(&window.folded, &view.text);
    let signs = signs(&view.text, &range);
    let declared = if signs.cells {
        one.tokens.clone()
    } else {
        without_cells(&one.tokens)
    };
    let required = declared.iter().map(|token| {
        // That a note mark may stand behind a number does not make it one that has to.
        signs::marked_number(token).map_or_else(|| token.clone(), str::to_owned)
    });
    let (beyond, plain): (Vec<String>, Vec<String>) =
        required.partition(|token| signs::is_token(token));
    let mut absent = tokens::missing(window.raw, &plain);
    // The digest proves every letter of the window, so that a copy may divide a word or join two. That the token
    // is a word of the passage is shown by the reference copy alone.
    absent.retain(|token| {
        is_reference || !tokens::is_word(token) || !window.skeleton.contains(token.as_str())
    });
    let beyond: Vec<String> = beyond
        .into_iter()
        .filter(|token| !signs.hold(token))
        .collect();
    if absent.is_empty() && !beyond.is_empty() {
        let marked = beyond
            .iter()
            .map(|token| Some((token, signs.with_note_mark(token)?)));
        if let Some(marked) = marked.collect::<Option<Vec<_>>>() {
            let told: Vec<String> = marked
                .iter()
                .map(|(token, name)| format!("`{name}` for `{token}`"))
                .collect();
            return Some(format!(", perhaps with a note mark: {}", told.join(", ")));
        }
    }
    absent.extend(beyond);
    if !absent.is_empty() {
        return Some(format!(", but without `{}`", absent.join("`, `")));
    }
    let surplus = undeclared(&signs, one, &declared);
    if !surplus.is_empty() {
        return Some(format!(
            ", but with `{}`, which it does not declare",
            surplus.join("`, `")
        ));
    }
    let cut = signs.edges.iter().find(|edge| {
        let mark = edge.mark.as_ref();
        !mark.is_some_and(|mark| declared.contains(mark))
    });
    cut.map(cut_off)
}

/// What is wrong with a word or number of which a window is only a part.
fn cut_off(edge: &Edge) -> String {
    let Edge { side, text, mark } = edge;
    let perhaps = if mark.is_some() {
        ", perhaps with a note mark"
    } else {
        ""
    };
    match side {
        Side::Front => format!(", but it begins inside `{text}`"),
        Side::End => format!(", but it ends inside `{text}`{perhaps}"),
    }
}

/// The signs that a window has for certain and does not declare. Where numbers alone were claimed, those of another
/// sign than the claimed number.
fn undeclared(signs: &Signs, one: &CitedWindow, declared: &[String]) -> Vec<String> {
    let is_another = |sign: &str| {
        let parts = signs::parts(sign);
        sign.starts_with(MINUS) && parts.iter().any(|part| declared.contains(part))
    };
    let counts = |sign: &&String| match one.declares {
        Declares::All => true,
        Declares::Some => is_another(sign),
    };
    let surplus = signs.certain.iter().filter(|sign| !declared.contains(sign));
    surplus.filter(counts).cloned().collect()
}
