//! Sentence patterns.

use super::{Case, fails, passes};
use crate::world::World;

fn with_pattern(world: World, pattern: &str) -> World {
    world.set("terms", "based-in", "pattern", pattern)
}

pub(super) const CASES: &[Case] = &[
    fails(
        "patterns_are_there",
        "a predicate without a plural",
        |world| world.set("terms", "based-in", "pattern_plural", ""),
        &[
            "seeds/terms.csv:2: `pattern_plural`: is empty, so that facts with this term are no sentences; write the sentence with its places, such as `{subject} borders {object}`",
        ],
    ),
    fails(
        "patterns_are_there",
        "a predicate without a past",
        |world| world.set("terms", "based-in", "pattern_past", ""),
        &[
            "seeds/terms.csv:2: `pattern_past`: is empty, so that facts with this term are no sentences; write the sentence with its places, such as `{subject} borders {object}`",
        ],
    ),
    passes(
        "patterns_are_there",
        "an indicator without a past",
        |world| world.set("terms", "soldiers", "pattern_past", ""),
    ),
    fails(
        "patterns_fit",
        "a past of an indicator",
        |world| {
            world.set(
                "terms",
                "soldiers",
                "pattern_past",
                "{subject} had {value} soldiers",
            )
        },
        &[
            "seeds/terms.csv:3: `pattern_past`: `{subject} had {value} soldiers` stands beside a term of kind indicator, whose sentences have one tense; remove it",
        ],
    ),
    fails(
        "patterns_fit",
        "a past without its object",
        |world| {
            world.set(
                "terms",
                "based-in",
                "pattern_past",
                "{subject} had its seat",
            )
        },
        &[
            "seeds/terms.csv:2: `pattern_past`: `{subject} had its seat` does not say its {object}; write it into the sentence, outside of brackets",
        ],
    ),
    passes("patterns_are_there", "a unit without patterns", |world| {
        world.set("terms", "persons", "pattern", "")
    }),
    fails(
        "patterns_are_there",
        "a standing without its term",
        |world| world.remove("terms", "standing-member"),
        &[
            "seeds/memberships.csv:4: `standing`: `member` has no term `standing-member` with a pattern; add it to terms, as a term of kind standing",
        ],
    ),
    passes(
        "patterns_are_there",
        "a standing of no fact without its term",
        |world| world.remove("terms", "standing-guest"),
    ),
    passes("patterns_fit", "the places in another order", |world| {
        with_pattern(world, "in {object} lies the seat of {subject}")
    }),
    fails(
        "patterns_fit",
        "a place that is not filled",
        |world| with_pattern(world, "{subject} has its seat in"),
        &[
            "seeds/terms.csv:2: `pattern`: `{subject} has its seat in` does not say its {object}; write it into the sentence, outside of brackets",
        ],
    ),
    fails(
        "patterns_fit",
        "a needed place that may be left out",
        |world| with_pattern(world, "{subject} has its seat[ in {object}]"),
        &[
            "seeds/terms.csv:2: `pattern`: `{subject} has its seat[ in {object}]` does not say its {object}; write it into the sentence, outside of brackets",
        ],
    ),
    fails(
        "patterns_fit",
        "a place of another kind",
        |world| with_pattern(world, "{subject} has its seat in {object} {when}"),
        &[
            "seeds/terms.csv:2: `pattern`: `{subject} has its seat in {object} {when}` has a place `{when}` that a term of kind predicate does not have; use {subject}, {object}",
        ],
    ),
    fails(
        "patterns_fit",
        "a brace that is not closed",
        |world| with_pattern(world, "{subject} has its seat in {object"),
        &[
            "seeds/terms.csv:2: `pattern`: `{subject} has its seat in {object` has a `{` without its partner; write places as `{subject}` and what may be left out as `[ in {about}]`",
        ],
    ),
    passes("patterns_fit", "an optional part", |world| {
        world.set(
            "terms",
            "soldiers",
            "pattern",
            "{subject} has {value}[ in {about}]",
        )
    }),
    fails(
        "patterns_fit",
        "a pattern of a unit",
        |world| world.set("terms", "persons", "pattern", "{value} persons"),
        &[
            "seeds/terms.csv:4: `pattern`: `{value} persons` stands beside a term of kind unit, which makes no sentence; remove it",
        ],
    ),
    fails(
        "patterns_fit",
        "a term for no word of its kind",
        |world| {
            let cells = ["pattern", "pattern_plural", "pattern_expected"]
                .map(|column| (column, "{subject} joins in {event}"));
            let own = [
                ("term", "role-joiner"),
                ("kind", "role"),
                ("label", "joiner"),
                ("meaning", "who joins in"),
            ];
            world.add("terms", &[&own[..], &cells[..]].concat())
        },
        &[
            "seeds/terms.csv:45: `term`: `role-joiner` is no term for a word of kind role; write `role-` and one of host, chair, organiser, attended, absent, invited, signatory, founder, proposer, supporter, opponent, speaker, addressee, supplier, recipient, perpetrator, target, subject, outcome",
        ],
    ),
];
