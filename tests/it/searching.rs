//! `sco search` finds facts, names, titles and passages, folding case and accents.

use sco_facts::search::{self, Question};

use crate::world::{World, curated, here};

fn search(world: &World, words: &[&str]) -> String {
    let mut arguments = vec!["search"];
    arguments.extend(words);
    let run = world.sco(&arguments);
    assert_eq!(run.code, 0, "{run:?}");
    run.stdout
}

/// The ids that are found, the best first.
fn ids(world: &World, words: &[&str]) -> Vec<String> {
    let ids = search(world, words);
    ids.lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(id, _)| id.to_owned())
        .collect()
}

#[test]
fn facts_are_found_with_their_citation_names_and_titles_beside_them() {
    let world = World::new().set("entities", "CAN", "name", "Cántria");
    world.build();
    snapbox::assert_data_eq!(
        search(&world, &["CANTRIA", "member"]),
        snapbox::str![[r#"
m-can: Cántria is a member of Lake Council (since 2004) (Reed 2011, paragraph 2)

"#]]
    );
    snapbox::assert_data_eq!(
        search(&world, &["leagues"]),
        snapbox::str![[r#"
marsh2005-lakes: Lakes and Leagues (Marsh 2005)

"#]]
    );
    assert_eq!(ids(&world, &["the council"])[0], "LC");
    assert_eq!(search(&world, &["zeppelin"]), "nothing found\n");
}

#[test]
fn signs_are_no_syntax() {
    let world = World::new();
    world.build();
    assert_eq!(
        search(&world, &["\"", "AND", "NEAR(", "x*"]),
        "nothing found\n"
    );
    let nothing = world.sco(&["search", "??"]);
    assert_eq!(nothing.code, 2);
    assert_eq!(
        nothing.stderr,
        "error: there is no word to search for; name one or more\n"
    );
    assert_eq!(
        world.sco(&["search", "NOT", "lake"]).stderr,
        "error: `NOT` alone finds nothing; name a word to look for before it\n"
    );
}

#[test]
fn the_index_follows_a_build_and_an_import() {
    let world = World::new();
    world.build();
    let world = world.set("entities", "CAN", "name", "Kantria");
    world.build();
    assert!(
        search(&world, &["cantria"]).starts_with("CAN: Kantria\n"),
        "the nearest spelling is found instead"
    );
    let world = world.add(
        "mine/entities",
        &[("entity_id", "MY"), ("kind", "state"), ("name", "Mystate")],
    );
    assert_eq!(
        world
            .sco(&["import", "facts", "mine", "--origin", "me"])
            .code,
        0
    );
    assert_eq!(search(&world, &["mystate"]), "MY: Mystate\n");
    assert_eq!(world.sco(&["import", "remove", "me"]).code, 0);
    assert_eq!(search(&world, &["mystate"]), "nothing found\n");
}

#[test]
fn a_change_by_another_program_is_followed_by_the_next_build() {
    let world = World::new().add(
        "mine/entities",
        &[("entity_id", "MY"), ("kind", "state"), ("name", "Mystate")],
    );
    world.build();
    let import = world.sco(&["import", "facts", "mine", "--origin", "me"]);
    assert_eq!(import.code, 0, "{import:?}");
    for change in [
        "DELETE FROM search_rows WHERE id = 'MY'",
        "DELETE FROM search_names",
        "UPDATE entities SET name = 'My state' WHERE entity_id = 'MY'",
    ] {
        world.open().execute_batch(change).unwrap();
        world.build();
        assert_eq!(ids(&world, &["MY"])[0], "MY", "{change}");
        assert_eq!(
            world.ask("SELECT count(*) FROM search_names WHERE id = 'MY'"),
            ["1"],
            "{change}"
        );
    }
    assert_eq!(search(&world, &["my state"]), "MY: My state\n");
}

/// A world in which names, codes and words meet.
fn named() -> World {
    World::new()
        .add(
            "entities",
            &[("entity_id", "NOR"), ("kind", "state"), ("name", "Norland")],
        )
        .add(
            "entity_codes",
            &[
                ("entity_id", "NOR"),
                ("scheme", "iso3166_1_alpha2"),
                ("code", "NO"),
            ],
        )
        .add(
            "entity_names",
            &[
                ("entity_id", "NOR"),
                ("name", "Норландия"),
                ("name_kind", "translation"),
                ("language", "ru"),
            ],
        )
        .add(
            "entity_names",
            &[
                ("entity_id", "NOR"),
                ("name", "北方共和国"),
                ("name_kind", "translation"),
                ("language", "zh"),
            ],
        )
        .add(
            "entity_names",
            &[
                ("entity_id", "LC"),
                ("name", "Da'esh-like League"),
                ("name_kind", "variant"),
            ],
        )
        .add(
            "memberships",
            &[
                ("fact_id", "m-nor"),
                ("member", "NOR"),
                ("organisation", "LC"),
                ("standing", "observer"),
                ("date", "2003"),
                ("date_role", "since"),
                ("note", "no treaty is named"),
            ],
        )
}

#[test]
fn capitals_are_codes_and_small_letters_are_words() {
    let world = named();
    world.build();
    assert_eq!(ids(&world, &["NO"])[0], "NOR", "a code");
    assert_eq!(ids(&world, &["nor"])[0], "NOR", "an id in any case");
    assert_eq!(ids(&world, &["no"])[0], "m-nor", "a word of a note");
    assert!(!ids(&world, &["no", "--all"]).contains(&"t-bor-export".to_owned()));
    assert_eq!(
        ids(&world, &["NO observer"]),
        ["m-nor"],
        "a code beside a word finds the facts that name its bearer"
    );
}

#[test]
fn names_of_any_script_find_their_bearer_and_its_facts() {
    let world = named();
    world.build();
    for name in ["норландия", "北方共和国", "共和", "Norland"] {
        assert_eq!(ids(&world, &[name])[0], "NOR", "{name}");
    }
    assert_eq!(ids(&world, &["Норландия", "2003"]), ["m-nor"]);
    assert_eq!(
        ids(&world, &["daeshlike league"])[0],
        "LC",
        "signs in names may be left out"
    );
}

#[test]
fn whole_words_come_before_beginnings_and_names_before_notes() {
    let world = named()
        .set("entities", "ARD", "note", "the north of the lake")
        .add(
            "entities",
            &[
                ("entity_id", "nor-lake"),
                ("kind", "place"),
                ("name", "Nor"),
            ],
        )
        .add(
            "relations",
            &[
                ("fact_id", "r-nor"),
                ("subject", "LC"),
                ("predicate", "based-in"),
                ("object", "nor-lake"),
            ],
        );
    world.build();
    let found = ids(&world, &["nor", "--all"]);
    let place = |id: &str| found.iter().position(|other| other == id).unwrap();
    assert!(place("nor-lake") < place("ARD"), "{found:?}");
    assert!(place("r-nor") < place("m-nor"), "{found:?}");
}

#[test]
fn words_are_stemmed_and_phrases_are_not_torn() {
    let world = World::new();
    world.build();
    assert_eq!(ids(&world, &["leagues"]), ids(&world, &["league"]));
    assert_eq!(ids(&world, &["\"Lakes and Leagues\""]), ["marsh2005-lakes"]);
    assert_eq!(
        world.sco(&["search", "\"Leagues and Lakes\""]).stdout,
        "nothing found\n"
    );
}

#[test]
fn exact_numbers_come_before_their_neighbours() {
    let world = World::new();
    world.build();
    assert_eq!(ids(&world, &["4.2"])[0], "t-bor-export");
    assert_eq!(ids(&world, &["2.0 billion"])[0], "t-can-export");
}

#[test]
fn or_and_not_are_operators() {
    let world = World::new();
    world.build();
    let either = ids(&world, &["Borland OR Cantria", "--all"]);
    assert!(either.contains(&"m-bor".to_owned()) && either.contains(&"m-can".to_owned()));
    let without = ids(&world, &["member NOT Borland", "--all"]);
    assert!(without.contains(&"m-can".to_owned()) && !without.contains(&"m-bor".to_owned()));
}

#[test]
fn filters_choose_by_kind_year_source_and_entity() {
    let world = World::new();
    world.build();
    let all_of = |words: &[&str]| {
        let found = ids(&world, &[words, &["--all"]].concat());
        assert!(!found.is_empty(), "{words:?}");
        found
    };
    for id in all_of(&["kind:trade_figures"]) {
        assert!(id.starts_with("t-"), "{id}");
    }
    assert_eq!(all_of(&["kind:event", "founding"]), ["ev-founding"]);
    assert_eq!(
        all_of(&["kind:memberships", "year:2004"]),
        all_of(&["kind:memberships", "year:2003..2005"])
    );
    assert!(all_of(&["year:2010..", "kind:facts"]).contains(&"t-bor-export".to_owned()));
    assert_eq!(all_of(&["source:marsh"]), ["marsh2005-lakes"]);
    for id in all_of(&["about:cantria", "kind:memberships"]) {
        assert_eq!(id, "m-can");
    }
    for (filter, told) in [
        ("year:soon", "`year:soon` is no year; write year:2012"),
        (
            "kind:songs",
            "`kind:songs` is no kind of fact or row; use one of ",
        ),
        (
            "about:zeppelin",
            "`about:zeppelin` names no entity; look for it",
        ),
    ] {
        let run = world.sco(&["search", filter]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(told), "{}", run.stderr);
    }
}

#[test]
fn ids_and_labels_are_found() {
    let world = World::new();
    world.build();
    for (typed, id) in [
        ("t-bor-export", "t-bor-export"),
        ("c-lake-seat", "c-lake-seat"),
        ("lake2011-report", "lake2011-report"),
        ("Reed 2011", "lake2011-report"),
        ("marsh 2005", "marsh2005-lakes"),
    ] {
        assert_eq!(ids(&world, &[typed])[0], id, "{typed}");
    }
}

#[test]
fn another_spelling_is_offered_and_said() {
    let world = World::new();
    world.build();
    let run = world.sco(&["search", "Cantira"]);
    assert!(run.stdout.starts_with("CAN: Cantria\n"), "{run:?}");
    assert_eq!(
        run.stderr,
        "nothing holds the words as typed; this is found for: Cantria\n"
    );
    let quiet = world.sco(&["search", "Cantira", "--quiet"]);
    assert_eq!((quiet.stdout, quiet.stderr.as_str()), (run.stdout, ""));
}

/// Names that are nearly what somebody types, in the dataset itself, where such spellings stand in titles too.
#[test]
fn a_misspelt_name_is_always_offered() {
    let (_folder, connection) = curated();
    for (typed, id) in [
        ("Kazakstan", "KAZ"),
        ("Uzbekstan", "UZB"),
        ("Tadjikistan", "TJK"),
        ("Kirgizstan", "KGZ"),
        ("Turkmenstan", "TKM"),
        ("Xi Jingping", "xi-jinping"),
        ("Shangai Cooperation Organization", "SCO"),
        ("Bejing", "beijing"),
    ] {
        let near = search::near_to(&connection, typed).unwrap();
        let ids: Vec<&str> = near.iter().map(|hit| hit.id.as_str()).collect();
        assert!(ids.contains(&id), "{typed}: {ids:?}");
    }
}

#[test]
fn a_name_near_to_a_word_of_a_title_is_offered_beside_what_holds_the_word() {
    let world = World::new().set("sources", "marsh2005-lakes", "title", "Lakes of Kantria");
    world.build();
    let run = world.sco(&["search", "Kantria"]);
    assert!(run.stdout.starts_with("marsh2005-lakes: "), "{run:?}");
    assert_eq!(run.stderr, "did you mean Cantria?\n");
    let objects = world
        .sco(&["search", "Kantria", "--format", "json"])
        .objects();
    assert_eq!(objects.last().unwrap()["near"][0], "Cantria");
}

#[test]
fn what_holds_most_words_is_found_where_nothing_holds_all() {
    let world = World::new();
    world.build();
    let run = world.sco(&[
        "search",
        "Which zeppelin flew over Borland's exports in 2010",
    ]);
    assert!(
        run.stderr
            .contains("nothing holds all words; this holds most of them"),
        "{run:?}"
    );
    assert!(run.stdout.starts_with("t-"), "{run:?}");
    assert!(
        run.stdout.lines().next().unwrap().contains("2010"),
        "{run:?}"
    );
}

#[test]
fn the_rest_is_counted() {
    let world = World::new();
    world.build();
    let all = world.sco(&["search", "lake", "--all"]);
    let total = all.stdout.lines().count();
    assert!(total > 2 && all.stderr.is_empty(), "{all:?}");
    let two = world.sco(&["search", "lake", "--limit", "2"]);
    assert_eq!(two.stdout.lines().count(), 2);
    assert_eq!(two.stderr, format!("2 of {total}; `--all` shows all\n"));
    let objects = world
        .sco(&["search", "lake", "--limit", "2", "--format", "json"])
        .objects();
    assert_eq!(objects.len(), 3);
    assert_eq!(objects[2]["type"], "found");
    assert_eq!(objects[2]["total"], total);
    assert_eq!(objects[2]["holds"], "all words");
}

/// Who types a year beside words looks for what happened in it, before what was said of it.
#[test]
fn a_year_beside_words_puts_the_events_of_that_year_first() {
    let world = World::new();
    world.build();
    let founding =
        world.ask("SELECT substr(date_from, 1, 4) FROM fact_days WHERE fact_id = 'ev-founding'");
    let year: i64 = founding[0].parse().unwrap();
    for words in [format!("{year} founding"), format!("founding {year}")] {
        assert_eq!(ids(&world, &[&words])[0], "ev-founding", "{words}");
    }
    let (_folder, connection) = curated();
    for (query, id) in [
        ("2001 founding", "ev-sco-founding-2001"),
        ("founding 2001", "ev-sco-founding-2001"),
        ("2018 summit", "ev-qingdao-summit-2018"),
        ("summit 2018", "ev-qingdao-summit-2018"),
        // A number that is no year changes nothing.
        ("7,000 troops", "i-eprs-peace-mission-2014-troops"),
    ] {
        let question = Question::read(&[query.to_owned()]).unwrap();
        let hits = search::search(&connection, question, Some(1)).unwrap().hits;
        assert_eq!(hits[0].id, id, "{query}");
    }
}

/// A number comes first where it is printed so, `2` also as `2.0`, and before `4.2`, which holds `2` as a word.
#[test]
fn a_number_comes_first_where_it_is_printed() {
    let world = World::new();
    world.build();
    for typed in ["2 billion", "2.0 billion", "$2 billion"] {
        assert_eq!(ids(&world, &[typed])[0], "t-can-export", "{typed}");
    }
    assert_eq!(ids(&world, &["4.2 billion"])[0], "t-bor-export");
}

/// Two neighbouring letters that are swapped in a short word leave it no piece of three letters in common with the name.
#[test]
fn a_swap_of_two_letters_is_found() {
    let (_folder, connection) = curated();
    for (typed, id) in [
        ("Huwaei", "huawei"),
        ("Kzaakhstan", "KAZ"),
        ("Uzbekistna", "UZB"),
    ] {
        let question = Question::read(&[typed.to_owned()]).unwrap();
        let found = search::search(&connection, question, Some(1)).unwrap();
        assert_eq!(found.hits[0].id, id, "{typed}");
        assert!(matches!(found.answer, search::Answer::Spelt(_)), "{typed}");
    }
}

/// What holds all words in its heading comes before what holds some of them in a note or among the names of others.
#[test]
fn words_of_a_heading_come_before_words_elsewhere() {
    let (_folder, connection) = curated();
    let question = Question::read(&["Tashkent OR Samarkand summit".to_owned()]).unwrap();
    let hits = search::search(&connection, question, Some(5)).unwrap().hits;
    for hit in hits {
        let heading = hit.heading.to_lowercase();
        assert!(
            heading.contains("summit")
                && (heading.contains("tashkent") || heading.contains("samarkand")),
            "{hit:?}"
        );
    }
}

/// One line of `search_queries.csv`.
struct Expected {
    query: String,
    accepted: Vec<String>,
    property: String,
}

fn expected() -> Vec<Expected> {
    let path = here().join("tests/it/search_queries.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            Expected {
                query: record[1].to_owned(),
                accepted: record[2].split_whitespace().map(str::to_owned).collect(),
                property: record[3].to_owned(),
            }
        })
        .collect()
}

/// Whether a heading has what a property asks for: conditions between `;`, each with alternatives between `|`; one
/// that begins with `!` must not be there.
fn has(heading: &str, property: &str) -> bool {
    let heading = heading.to_lowercase();
    let holds = |text: &str| heading.contains(&text.to_lowercase());
    property
        .split(';')
        .all(|condition| match condition.strip_prefix('!') {
            Some(absent) => !holds(absent),
            None => condition.split('|').any(holds),
        })
}

#[test]
fn eighty_queries_find_what_was_written_down_before() {
    let (_folder, connection) = curated();
    let (mut first, mut missed, mut not_first) = (0, Vec::new(), Vec::new());
    let queries = expected();
    assert_eq!(queries.len(), 80);
    for Expected {
        query,
        accepted,
        property,
    } in queries
    {
        let question = Question::read(std::slice::from_ref(&query)).unwrap();
        let hits = search::search(&connection, question, Some(5)).unwrap().hits;
        let fits = |hit: &search::Hit| {
            accepted.contains(&hit.id) || !property.is_empty() && has(&hit.heading, &property)
        };
        let is_first = hits.first().is_some_and(fits);
        let all_fit = property.is_empty() || hits.iter().all(fits);
        if is_first && all_fit {
            first += 1;
        } else {
            not_first.push(query.clone());
        }
        if !(hits.iter().any(fits) && all_fit) {
            missed.push(query);
        }
    }
    assert_eq!(missed, Vec::<String>::new(), "among the first five");
    assert!(first >= 72, "{first} first; not {not_first:?}");
}

#[test]
fn every_code_of_a_state_that_facts_name_finds_the_state_first() {
    let (_folder, connection) = curated();
    let mut statement = connection
        .prepare(
            "SELECT DISTINCT code, entity_id FROM entity_codes JOIN entities USING (entity_id)
             WHERE kind = 'state' AND scheme IN ('iso3166_1_alpha2', 'iso3166_1_alpha3', 'm49')
                 AND entity_id NOT IN (SELECT entity_id FROM unnamed_entities)",
        )
        .unwrap();
    let codes: Vec<(String, String)> = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(!codes.is_empty());
    for (code, state) in codes {
        let question = Question::read(std::slice::from_ref(&code)).unwrap();
        let hits = search::search(&connection, question, Some(1)).unwrap().hits;
        assert_eq!(
            hits.first().map(|hit| hit.id.as_str()),
            Some(state.as_str()),
            "{code}"
        );
    }
}

/// What is found is looked up in the index: of a large dataset, reading all of its rows took a third of a search.
#[test]
fn the_rows_of_the_index_are_not_read_to_their_end() {
    let world = World::new();
    world.build();
    let plan = world.plan(include_str!("../../src/search/find.sql"));
    assert!(
        plan.iter()
            .any(|step| step.starts_with("SEARCH search_rows USING INTEGER PRIMARY KEY")),
        "{plan:#?}"
    );
    assert!(!plan.contains(&"SCAN search_rows".to_owned()), "{plan:#?}");
}

/// People type sentences: what says nothing in them need not be held, but in capitals, in quotes or alone it is meant.
#[test]
fn words_that_say_nothing_need_not_be_held() {
    let world = World::new();
    world.build();
    let holds_all = |words: &[&str]| {
        let run = world.sco(&[&["search", "--format", "json"], words].concat());
        run.objects().last().unwrap()["holds"] == "all words"
    };
    let asked = [
        "What", "were", "the", "exports", "of", "Borland", "in", "2010",
    ];
    assert!(holds_all(&asked));
    assert_eq!(
        ids(&world, &asked),
        ids(&world, &["exports", "Borland", "2010"])
    );
    assert!(holds_all(&["exports", "between", "Borland"]));
    assert!(!holds_all(&["exports", "\"between\"", "Borland"]));
    assert!(
        !holds_all(&["exports", "BY", "Borland"]),
        "a code of a state"
    );
    assert_eq!(
        ids(&world, &["the"]).first().map(String::as_str),
        Some("LC")
    );
    assert!(holds_all(&["the", "of"]), "there is no other word");
}
