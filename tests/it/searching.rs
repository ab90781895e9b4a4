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
    snapbox::assert_data_eq!(
        search(&world, &["the council"]),
        snapbox::str![[r#"
ev-founding: Founding of the Lake Council (May 1999). Two states set up the council. (Reed 2011, paragraph 2)
lake2011-report: The Lake Council and its members (Reed 2011)
ep-founding-ard: Ardenia was a founder in “Founding of the Lake Council” (May 1999) (Reed 2011, paragraph 2)
ep-founding-bor: Borland was a founder in “Founding of the Lake Council” (May 1999) (Reed 2011, paragraph 2)
p-oldfield: According to Mira Oldfield (2011): The council will admit Dorvania by 2012. (Reed 2011, paragraph 6)
LC: Lake Council
m-dor-expected: Expected by Mira Oldfield: Dorvania to become a member of Lake Council (until 2012 at the latest) (Reed 2011, paragraph 6)

"#]]
    );
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
    let world = world.set("entities", "CAN", "name", "Kantria");
    world.build();
    assert_eq!(search(&world, &["cantria"]), "nothing found\n");
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
