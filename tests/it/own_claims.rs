//! Anybody's claims about documents, without a table of ours.

use crate::world::World;

fn verify(world: &World, claims: &str) -> (i32, String) {
    world.write("claims.csv", claims);
    // Seeds are of no use here, and are not asked for.
    let run = crate::world::run(crate::world::sco().current_dir(world.path("")).args([
        "verify",
        "--claims",
        "claims.csv",
        "--sources",
        "copies",
        "--all",
    ]));
    (run.code, run.stdout + &run.stderr)
}

const HEADER: &str = "document,quotation,numbers\n";

#[test]
fn a_quotation_with_its_numbers_is_found_and_an_altered_one_is_not() {
    let world = World::new();
    let (code, text) = verify(
        &world,
        &(HEADER.to_owned()
            + "lake-report,\"Ardenia sold goods worth 4.2 billion dollars to Borland\",4.2|4.2 billion\n\
               lake-report,\"some 7,000 soldiers will then guard the lake\",7000\n"),
    );
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("found: line 2 (lake-report, line 2): in paragraph 3 of lake-report.txt"),
        "{text}"
    );
    for (quotation, number, verdict) in [
        (
            "Ardenia sold goods worth 4.3 billion dollars to Borland",
            "",
            "missing",
        ),
        (
            "Ardenia sold goods worth 4.2 billion dollars to Borland",
            "3.3",
            "token_missing",
        ),
        (
            "Ardenia sold goods worth $4.2 billion dollars to Borland",
            "",
            "token_missing",
        ),
        (
            "Ardenia sold goods worth -4.2 billion dollars to Borland",
            "",
            "token_missing",
        ),
    ] {
        let (code, text) = verify(
            &world,
            &format!("{HEADER}lake-report,{quotation},{number}\n"),
        );
        assert_eq!(code, 1, "{text}");
        assert!(text.contains(&format!("{verdict}: line 2")), "{text}");
    }
}

#[test]
fn a_digest_is_as_good_as_the_words() {
    let world = World::new();
    let digest = world.cell("citations", "c-lake-seat", "digest");
    let line = |n_chars: usize| {
        format!("claim,document,digest,n_chars\nmine,lake-report,{digest},{n_chars}\n")
    };
    let (code, text) = verify(&world, &line(34));
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("found: mine (lake-report, line 2)"), "{text}");
    let (code, text) = verify(&world, &line(33));
    assert_eq!(code, 1, "{text}");
}

#[test]
fn a_claimed_number_is_not_the_same_number_below_zero() {
    let world = World::new().replace("copies/lake-report.txt", "worth 4.2", "worth -4.2");
    let words = sco_facts::passages::skeleton::Skeleton::of(
        "Ardenia sold goods worth 4.2 billion dollars to Borland",
    );
    let line = |number: &str| {
        format!(
            "document,digest,n_chars,numbers\nlake-report,{},{},{number}\n",
            words.digest(),
            words.n_chars()
        )
    };
    assert_eq!(verify(&world, &line("4.2")).0, 1);
    assert_eq!(verify(&world, &line("-4.2")).0, 0);
    assert_eq!(verify(&world, &line("")).0, 0);
}

#[test]
fn a_claim_without_a_copy_fails_only_when_strict() {
    let world = World::new();
    let claims = HEADER.to_owned()
        + "lake-report,\"some 7,000 soldiers will then guard the lake\",\nanother,\"words that no copy has in it, whatever it may be\",\n";
    let (code, text) = verify(&world, &claims);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("no_copy: line 3"), "{text}");
    let (code, text) = verify(
        &world,
        "document,quotation\nanother,words that no copy has in it whatever it may be\n",
    );
    assert!(
        code == 2 && text.contains("under the name `<document>` where it is not found"),
        "{text}"
    );
    let run = world.sco(&["verify", "--claims", "claims.csv", "--sources", "copies"]);
    // Seeds and claims at once: one of them would be ignored.
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn a_line_that_is_no_claim_is_named_with_its_remedy() {
    let world = World::new();
    for (claims, told) in [
        (
            "document,qoutation\na,b\n",
            "claims.csv:1: `qoutation`: is no column of a file of claims; the columns are",
        ),
        ("quotation\nb\n", "claims.csv:1: `document`: is missing"),
        (
            "document,quotation\n,b\n",
            "claims.csv:2: `document`: is empty",
        ),
        (
            "document,quotation\na,\n",
            "claims.csv:2: `quotation`: is empty",
        ),
        (
            "document,quotation\na,?!\n",
            "claims.csv:2: `quotation`: `?!` has no letter or digit",
        ),
        (
            "document,digest,n_chars\na,0f,30\n",
            "claims.csv:2: `digest`: `0f` is no digest",
        ),
        (
            "document,quotation,numbers\na,rye,?\n",
            "claims.csv:2: `numbers`: `?` holds no number",
        ),
        (
            "claim,document,quotation\nx,a,rye\nx,a,oats\n",
            "claims.csv:3: `claim`: `x` is the name of the claim on line 2, too",
        ),
    ] {
        let (code, text) = verify(&world, claims);
        assert_eq!(code, 1, "{text}");
        assert!(text.contains(told), "{text}");
    }
    let digest = "0".repeat(64);
    for (n_chars, told) in [
        ("0", "is no length"),
        ("", "is no length"),
        ("x", "is no length"),
    ] {
        let (code, text) = verify(
            &world,
            &format!("document,digest,n_chars\na,{digest},{n_chars}\n"),
        );
        assert_eq!(code, 1, "{text}");
        assert!(text.contains(told), "{text}");
    }
}

#[test]
fn a_file_that_cannot_be_read_fails_a_strict_run_of_claims() {
    let world = World::new();
    world.write("copies/other.txt", b"\xff\xfe\xfd");
    world.write(
        "claims.csv",
        HEADER.to_owned()
            + "lake-report,Ardenia sold goods worth 4.2 billion dollars to Borland,\n",
    );
    let run = |more: &[&str]| {
        let mut command = crate::world::sco();
        let command = command.current_dir(world.path(""));
        let command = command.args(["verify", "--claims", "claims.csv", "--sources", "copies"]);
        crate::world::run(command.args(more))
    };
    assert_eq!(run(&[]).code, 0);
    let strict = run(&["--strict"]);
    assert_eq!(strict.code, 1, "{strict:?}");
    assert!(strict.stderr.contains("1 file"), "{strict:?}");
}

#[test]
fn a_quotation_does_not_stand_in_a_longer_word_or_number() {
    let world = World::new();
    let text = world.read("copies/lake-report.txt");
    let claim = format!(
        "{HEADER}lake-report,Ardenia sold goods worth 4.2 billion dollars to Borland,4.2\n"
    );
    for (from, to, code) in [
        ("to Borland", "to Borland", 0),
        ("to Borland", "to Borlandia", 1),
        ("Ardenia sold", "Transardenia sold", 1),
    ] {
        world.write("copies/lake-report.txt", text.replace(from, to));
        let (found, text) = verify(&world, &claim);
        assert_eq!(found, code, "{to}: {text}");
    }
}

#[test]
fn an_accent_that_a_system_keeps_as_a_character_of_its_own_is_the_same_name() {
    let words = std::fs::read_to_string(World::new().path("copies/lake-report.txt")).unwrap();
    let claim = "\"Ardenia sold goods worth 4.2 billion dollars to Borland\",4.2\n";
    for (claimed, file) in [("Étude", "E\u{301}tude.txt"), ("E\u{301}tude", "Étude.txt")] {
        let world = World::new();
        world.write(&format!("copies/{file}"), &words);
        let (code, text) = verify(&world, &format!("{HEADER}{claimed},{claim}"));
        assert_eq!(code, 0, "{text}");
        assert!(text.contains(file), "{text}");
    }
    let world = World::new();
    world.write("copies/Etude.txt", &words);
    let (_, text) = verify(&world, &format!("{HEADER}Étude,\"no words of it\",\n"));
    assert!(text.contains("no copy"), "{text}");
}
