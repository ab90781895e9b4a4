//! The way back from a folded text to the text that it was made of.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization as _;

/// The steps that made a text, each as the places where what stands after it and what stood before it go apart.
#[derive(Debug, Default)]
pub(super) struct Trace {
    steps: Vec<Step>,
}

/// Pairs of bytes, in order: what begins at the first in the later text begins at the second in the earlier one. Up to
/// the next pair both texts go on alike.
#[derive(Debug, Default)]
pub(super) struct Step(Vec<(usize, usize)>);

impl Trace {
    pub(super) fn add(&mut self, step: Step) {
        if !step.0.is_empty() {
            self.steps.push(step);
        }
    }

    /// The byte of the text before all steps at which a character began.
    pub(super) fn origin(&self, at: usize) -> usize {
        let steps = self.steps.iter().rev();
        steps.fold(at, |at, step| step.before(at))
    }
}

impl Step {
    /// The step that cuts ranges, which are in order and apart.
    pub(super) fn of_cuts(ranges: &[Range<usize>]) -> Self {
        let mut gone = 0;
        let pair = |range: &Range<usize>| {
            let after = range.start - gone;
            gone += range.len();
            (after, range.end)
        };
        Self(ranges.iter().map(pair).collect())
    }

    /// Where a byte of the later text was in the earlier one.
    fn before(&self, at: usize) -> usize {
        let next = self.0.partition_point(|(after, _)| *after <= at);
        let Some((after, before)) = next.checked_sub(1).map(|last| self.0[last]) else {
            return at;
        };
        let limit = self.0.get(next).map_or(usize::MAX, |(_, before)| *before);
        (before + (at - after)).min(limit)
    }

    /// Where a byte of the earlier text is in the later one.
    pub(super) fn after(&self, at: usize) -> usize {
        let next = self.0.partition_point(|(_, before)| *before <= at);
        let Some((after, before)) = next.checked_sub(1).map(|last| self.0[last]) else {
            return at;
        };
        let limit = self.0.get(next).map_or(usize::MAX, |(after, _)| *after);
        (after + (at - before)).min(limit)
    }
}

/// A text in NFKC, with the step that made it.
pub(super) fn composed(text: &str) -> (String, Step) {
    let mut made = String::with_capacity(text.len());
    let mut step = Step::default();
    let mut rest = 0;
    while let Some(found) = text.as_bytes()[rest..]
        .iter()
        .position(|byte| !byte.is_ascii())
    {
        // A mark composes with the letter before it; beyond that, plain letters and signs are alone.
        let start = (rest + found).saturating_sub(1).max(rest);
        let is_plain = |c: char| c.is_ascii();
        let run = text[rest + found..].find(is_plain);
        let end = run.map_or(text.len(), |run| rest + found + run);
        made.push_str(&text[rest..start]);
        compose_run(&text[start..end], start, &mut made, &mut step);
        rest = end;
    }
    made.push_str(&text[rest..]);
    (made, step)
}

/// Composes a run of characters letter by letter, so that the step is as fine as may be.
fn compose_run(run: &str, start: usize, made: &mut String, step: &mut Step) {
    let whole: String = run.nfkc().collect();
    let begin = made.len();
    if whole != run {
        let mut at = 0;
        let mut pairs = Vec::new();
        for piece in pieces(run) {
            let part: String = piece.nfkc().collect();
            // What came of one letter comes from its beginning, however long it is.
            let letters = part
                .char_indices()
                .take(if part == piece { 1 } else { part.len() });
            pairs.extend(letters.map(|(letter, _)| (made.len() + letter, start + at)));
            made.push_str(&part);
            at += piece.len();
        }
        pairs.push((made.len(), start + run.len()));
        if made[begin..] == whole {
            step.0.extend(pairs);
            return;
        }
        made.truncate(begin);
        // Letters that go together, such as those of Hangul, come from the first of them.
        let alike = whole.char_indices().zip(run.char_indices());
        let alike = alike.take_while(|(one, other)| one == other);
        let shared = alike.map(|((at, c), _)| at + c.len_utf8()).last();
        let shared = shared.unwrap_or_default();
        let letters = whole[shared..].char_indices();
        step.0.push((begin, start));
        step.0
            .extend(letters.map(|(letter, _)| (begin + shared + letter, start + shared)));
        step.0.push((begin + whole.len(), start + run.len()));
    }
    made.push_str(&whole);
}

/// The characters of a text, each with the marks that follow it.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut others = rest.char_indices().skip(1);
        let next =
            others.find(|(_, c)| unicode_normalization::char::canonical_combining_class(*c) == 0);
        let (piece, behind) = rest.split_at(next.map_or(rest.len(), |(at, _)| at));
        rest = behind;
        (!piece.is_empty()).then_some(piece)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_cut_or_composed_is_found_again() {
        let text = "a\u{feff}\u{feff}bcd e\u{301}f ﬁn";
        let cut = Step::of_cuts(&[1..4, 4..7]);
        let (made, step) = composed("abcd e\u{301}f ﬁn");
        assert_eq!(made, "abcd éf fin");
        let mut trace = Trace::default();
        trace.add(cut);
        trace.add(step);
        for (of, to) in [
            ("a", "a"),
            ("b", "b"),
            ("c", "c"),
            ("é", "e\u{301}"),
            ("f fin", "f ﬁn"),
            ("n", "n"),
        ] {
            let found = made.find(of).map(|at| trace.origin(at));
            assert_eq!(found, text.find(to), "{of}");
        }
    }

    proptest! {
        #[test]
        fn a_text_is_composed_as_a_whole(text in any::<String>()) {
            let (made, step) = composed(&text);
            prop_assert_eq!(&made, &text.nfkc().collect::<String>());
            for (at, _) in made.char_indices() {
                prop_assert!(text.is_char_boundary(step.before(at)));
            }
        }

        #[test]
        fn a_run_of_marks_is_composed_as_a_whole(text in "[aeo\u{301}\u{308}가-갛\u{1100}-\u{1112}\u{1161}-\u{1175}ﬁ½ﾞカ ]{0,12}") {
            prop_assert_eq!(composed(&text).0, text.nfkc().collect::<String>());
        }
    }
}
