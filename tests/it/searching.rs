//! `sco search` finds facts, names and titles, folding case and accents.

use crate::world::World;

fn search(world: &World, words: &[&str]) -> String {
    let mut arguments = vec!["search"];
    arguments.extend(words);
    let run = world.sco(&arguments);
    assert_eq!(run.code, 0, "{run:?}");
    run.stdout
}

#[test]
fn facts_are_found_with_their_citation_names_and_titles_beside_them() {
    let world = World::new().replace("seeds/entities.csv", "Cantria", "Cántria");
    world.build();
    let found = search(&world, &["CANTRIA", "member"]);
    assert_eq!(
        found,
        "m-can: Cántria: member of Lake Council since 2004 (Reed 2011, paragraph 2)\n"
    );
    assert!(
        search(&world, &["leagues"])
            .starts_with("marsh2005-lakes: Lakes and Leagues (Marsh 2005)\n")
    );
    assert!(search(&world, &["the council"]).contains("LC: Lake Council\n"));
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
}

#[test]
fn the_index_follows_a_build_and_an_import() {
    let world = World::new();
    world.build();
    let world = world.replace("seeds/entities.csv", "Cantria", "Kantria");
    world.build();
    assert!(!search(&world, &["cantria"]).contains("m-can"));
    world.write(
        "entities.csv",
        "entity_id,kind,name,note\nMY,state,Mystate,\n",
    );
    assert_eq!(
        world
            .sco(&["import", "facts", "entities.csv", "--origin", "me"])
            .code,
        0
    );
    assert_eq!(search(&world, &["mystate"]), "MY: Mystate\n");
    assert_eq!(world.sco(&["import", "remove", "me"]).code, 0);
    assert_eq!(search(&world, &["mystate"]), "nothing found\n");
}
