//! Standings of one member at one time. Cantria is a member of the council since 2004.

use super::{Case, fails, passes};
use crate::world::World;

/// Adds another standing of Cantria.
fn with_standing(world: World, standing: &str, role: &str, date: &str) -> World {
    with(world, standing, role, date, &[])
}

fn with(world: World, standing: &str, role: &str, date: &str, more: &[(&str, &str)]) -> World {
    let cells = [
        ("fact_id", "m-can-too"),
        ("member", "CAN"),
        ("organisation", "LC"),
        ("standing", standing),
        ("date", date),
        ("date_role", role),
    ];
    world.add("memberships", &[&cells, more].concat())
}

/// Lets Cantria be a member as of or during a date, and adds another standing as of a date.
fn dated(world: World, role: &str, date: &str, standing: &str, other: &str) -> World {
    let world = world.set("memberships", "m-can", "date_role", role).set(
        "memberships",
        "m-can",
        "date",
        date,
    );
    with_standing(world, standing, "as_of", other)
}

fn member(world: World, column: &str, text: &str) -> World {
    world.set("memberships", "m-can", column, text)
}

/// What is said where the added standing is `none`.
const NONE_AND_MEMBER: &str = "seeds/memberships.csv:6: `standing`: `not_member` says `not_member` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group";

/// Cantria is a member since some day of 2001, and something else since another day of that year, when
/// something else began, which lasted beyond it.
fn begun_in_one_year(world: World, standing: &str, more: &[(&str, &str)]) -> World {
    let world = member(world, "date", "2001");
    let world = with(
        world,
        standing,
        "since",
        "2001",
        &[("fact_id", "m-can-one")],
    );
    with(world, "observer", "since", "2001-06", more)
}

pub(super) const CASES: &[Case] = &[
    passes(
        "standings_agree",
        "a member since a year in which something else began and lasted: it may have been before",
        |world| {
            let world = begun_in_one_year(world, "participant", &[]);
            with(
                world,
                "observer",
                "during",
                "2001-08/2002-06",
                &[("fact_id", "m-can-during")],
            )
        },
    ),
    fails(
        "standings_agree",
        "two standings since one year, in which one of them began again",
        |world| begun_in_one_year(world, "observer", &[]),
        &[
            "seeds/memberships.csv:6: `standing`: `observer` says `observer` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group",
        ],
    ),
    fails(
        "standings_agree",
        "a member while four other standings, in a group of their own, hold: three are told",
        |world| {
            let others = ["observer", "dialogue_partner", "guest", "not_member"];
            let world = member(world, "date", "2015-06");
            others.into_iter().fold(world, |world, standing| {
                let id = format!("m-can-{}", standing.replace('_', "-"));
                let more = [("fact_id", id.as_str()), ("claim_group", "cg-can")];
                with(world, standing, "during", "2014/2016", &more)
            })
        },
        &[
            "seeds/memberships.csv:6: `standing`: `observer` says `observer` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group",
            "seeds/memberships.csv:7: `standing`: `dialogue_partner` says `dialogue_partner` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group",
            "seeds/memberships.csv:8: `standing`: `guest` says `guest` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group",
        ],
    ),
    fails(
        "standings_agree",
        "none, a year after it became a member",
        |world| with_standing(world, "not_member", "as_of", "2005"),
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "none, in the year in which it became a member",
        |world| with_standing(world, "not_member", "as_of", "2004"),
    ),
    passes(
        "standings_agree",
        "none, on the last day on which it may have become a member",
        |world| with_standing(world, "not_member", "as_of", "2004-12-31"),
    ),
    fails(
        "standings_agree",
        "none, on the day after that",
        |world| with_standing(world, "not_member", "as_of", "2005-01-01"),
        &[NONE_AND_MEMBER],
    ),
    fails(
        "standings_agree",
        "an observer a year after it became a member",
        |world| with_standing(world, "observer", "as_of", "2005"),
        &[
            "seeds/memberships.csv:6: `standing`: `observer` says `observer` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group",
        ],
    ),
    passes(
        "standings_agree",
        "a founding member and a member",
        |world| with_standing(world, "founding_member", "as_of", "2005"),
    ),
    passes("standings_agree", "a participant and a member", |world| {
        with_standing(world, "participant", "as_of", "2005")
    }),
    passes("standings_agree", "a blank in a table", |world| {
        with_standing(world, "not_marked", "as_of", "2005")
    }),
    passes("standings_agree", "a standing that is expected", |world| {
        with(
            world,
            "not_member",
            "as_of",
            "2005",
            &[("status", "expected"), ("attributed_to", "mira-oldfield")],
        )
    }),
    fails(
        "standings_agree",
        "a standing that is attributed",
        |world| {
            with(
                world,
                "not_member",
                "as_of",
                "2005",
                &[("status", "attributed"), ("attributed_to", "LC")],
            )
        },
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "a standing that is deprecated",
        |world| {
            with(
                world,
                "not_member",
                "as_of",
                "2005",
                &[("rank", "deprecated"), ("rank_reason", "older")],
            )
        },
    ),
    fails(
        "standings_agree",
        "a standing that is preferred",
        |world| {
            with(
                world,
                "not_member",
                "as_of",
                "2005",
                &[("rank", "preferred"), ("rank_reason", "newer")],
            )
        },
        &[NONE_AND_MEMBER],
    ),
    passes("standings_agree", "two standings in one group", |world| {
        member(
            with(
                world,
                "not_member",
                "as_of",
                "2005",
                &[("claim_group", "cg-can")],
            ),
            "claim_group",
            "cg-can",
        )
    }),
    fails(
        "standings_agree",
        "two standings in two groups",
        |world| {
            let world = with(
                world,
                "not_member",
                "as_of",
                "2005",
                &[("claim_group", "cg-can")],
            );
            member(world, "claim_group", "cg-other")
                .set("memberships", "m-ard", "claim_group", "cg-can")
                .set("memberships", "m-bor", "claim_group", "cg-other")
                .set("positions", "p-oldfield", "claim_group", "cg-other")
        },
        &[NONE_AND_MEMBER],
    ),
    passes("standings_agree", "another member", |world| {
        with(world, "not_member", "as_of", "2005", &[("member", "DOR")])
    }),
    passes("standings_agree", "another organisation", |world| {
        with(
            world,
            "not_member",
            "as_of",
            "2005",
            &[("organisation", "harbour-institute")],
        )
    }),
    passes(
        "standings_agree",
        "a standing that began in a later year",
        |world| with_standing(world, "observer", "since", "2010"),
    ),
    passes(
        "standings_agree",
        "another standing that ended at some time",
        |world| with_standing(world, "observer", "until", "2010"),
    ),
    passes(
        "standings_agree",
        "another standing without a date",
        |world| with_standing(world, "observer", "", ""),
    ),
    fails(
        "standings_agree",
        "none, a year before the next standing began",
        |world| {
            with_standing(world, "observer", "since", "2010").add(
                "memberships",
                &[
                    ("fact_id", "m-can-none"),
                    ("member", "CAN"),
                    ("organisation", "LC"),
                    ("standing", "not_member"),
                    ("date", "2009"),
                    ("date_role", "as_of"),
                ],
            )
        },
        &[
            "seeds/memberships.csv:7: `standing`: `not_member` says `not_member` for a time at which `m-can` (seeds/memberships.csv:4) says `member`; correct one of them, or give both a claim_group",
        ],
    ),
    passes(
        "standings_agree",
        "none, in the year in which the next standing began",
        |world| {
            with_standing(world, "observer", "since", "2010").add(
                "memberships",
                &[
                    ("fact_id", "m-can-none"),
                    ("member", "CAN"),
                    ("organisation", "LC"),
                    ("standing", "not_member"),
                    ("date", "2010"),
                    ("date_role", "as_of"),
                ],
            )
        },
    ),
    fails(
        "standings_agree",
        "two standings on one day",
        |world| dated(world, "as_of", "2006-03-04", "not_member", "2006-03-04"),
        &[NONE_AND_MEMBER],
    ),
    passes("standings_agree", "two standings on two days", |world| {
        dated(world, "as_of", "2006-03-04", "not_member", "2006-03-05")
    }),
    fails(
        "standings_agree",
        "two standings as of one month",
        |world| dated(world, "as_of", "2006-03", "not_member", "2006-03"),
        &[NONE_AND_MEMBER],
    ),
    fails(
        "standings_agree",
        "the first day of a month",
        |world| dated(world, "as_of", "2006-03", "not_member", "2006-03-01"),
        &[NONE_AND_MEMBER],
    ),
    fails(
        "standings_agree",
        "the last day of a month",
        |world| dated(world, "as_of", "2006-03", "not_member", "2006-03-31"),
        &[NONE_AND_MEMBER],
    ),
    fails(
        "standings_agree",
        "the first day of a month that a standing lasted",
        |world| dated(world, "during", "2006-03", "not_member", "2006-03-01"),
        &[NONE_AND_MEMBER],
    ),
    fails(
        "standings_agree",
        "the last day of the years that a standing lasted",
        |world| dated(world, "during", "2006/2007", "not_member", "2007-12-31"),
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "the day on which a standing ended that lasted to the day",
        |world| {
            dated(
                world,
                "during",
                "2006-03-04/2007-05-06",
                "not_member",
                "2007-05-06",
            )
        },
    ),
    passes(
        "standings_agree",
        "the day on which a standing began that lasted from the day",
        |world| {
            dated(
                world,
                "during",
                "2006-03-04/2007-05-06",
                "not_member",
                "2006-03-04",
            )
        },
    ),
    fails(
        "standings_agree",
        "the day before such a standing ended",
        |world| {
            dated(
                world,
                "during",
                "2006-03-04/2007-05-06",
                "not_member",
                "2007-05-05",
            )
        },
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "the day before a standing began that lasts still",
        |world| dated(world, "during", "2006/..", "not_member", "2005-12-31"),
    ),
    fails(
        "standings_agree",
        "a day long after a standing began that lasts still",
        |world| dated(world, "during", "2006/..", "not_member", "2020-01-01"),
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "a day within the year since which a standing lasts",
        |world| dated(world, "since", "2006/..", "not_member", "2006-12-31"),
    ),
    fails(
        "standings_agree",
        "the day after the year since which a standing lasts",
        |world| dated(world, "since", "2006/..", "not_member", "2007-01-01"),
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "another standing that began after one whose beginning is open",
        |world| {
            with_standing(
                member(world, "date", "../2004"),
                "observer",
                "since",
                "2010",
            )
        },
    ),
    fails(
        "standings_agree",
        "a day within a month",
        |world| dated(world, "as_of", "2006-03", "not_member", "2006-03-04"),
        &[NONE_AND_MEMBER],
    ),
    passes("standings_agree", "the day after a month", |world| {
        dated(world, "as_of", "2006-03", "not_member", "2006-04-01")
    }),
    passes("standings_agree", "the day before a month", |world| {
        dated(world, "as_of", "2006-03", "not_member", "2006-02-28")
    }),
    fails(
        "standings_agree",
        "a month within the time that a standing lasted",
        |world| dated(world, "during", "2006/2007", "not_member", "2007-12"),
        &[NONE_AND_MEMBER],
    ),
    passes(
        "standings_agree",
        "a month after the time that a standing lasted",
        |world| dated(world, "during", "2006/2007", "not_member", "2008-01"),
    ),
];
