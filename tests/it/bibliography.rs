//! The sources as bibliographies: what other programs read in them is what the database says.

use std::path::Path;
use std::process::Command;

use biblatex::{Bibliography, ChunksExt, DateValue, Datetime, PermissiveType, Person};
use proptest::prelude::*;
use rusqlite::Connection;
use sco_facts::bibliography::{
    About, Work, about, bibtex, citation_cff, csl_json, reference, ris, works,
};
use sco_facts::contributor::Contributor;
use sco_facts::vocab::WorkKind;
use serde_json::{Value, json};
use snapbox::IntoData;
use tempfile::TempDir;

use crate::world::{World, curated, here, run};

/// Works at the edges of what a bibliography can say: id, kind, title, authors, date.
const EDGES: &[[&str; 5]] = &[
    [
        "edge-ampersand",
        "book",
        r"R&D: 100% of $5 #1 a_b {c} ~d ^e \f <g> |h| `i` --- ,, ''",
        "van der Meer, Anna; de la Cruz, José",
        "2019",
    ],
    [
        "edge-brace",
        "book",
        r#"One } brace, a "quotation" and a \command{x}"#,
        "García y Vega, José; De Gaulle, Charles",
        "2019-07",
    ],
    [
        "edge-institution",
        "report",
        "Ends with a backslash \\",
        "{Barnes and Noble, Inc.}; Ministry of Trade and Industry",
        "2019-07-04",
    ],
    [
        "edge-and",
        "report",
        "Sweet and Sour and Salty",
        "And, Ann; Sand, And And",
        "2019-07-04?",
    ],
    [
        "edge-cyrillic",
        "article-newspaper",
        "Прямая речь: «Шёлковый путь»",
        "фон дер Гольц, Ян; Иванов, Пётр",
        "2019-07~",
    ],
    [
        "edge-chinese",
        "article-journal",
        "上海合作组织的数字丝绸之路",
        "习, 近平",
        "2019-07-XX",
    ],
    [
        "edge-pinyin",
        "chapter",
        "Lǜsè zhī \"yún\": jí'ěrjísī",
        "Lǐ, Wěi",
        "2019-21",
    ],
    [
        "edge-interval",
        "treaty",
        "From spring to summer",
        "",
        "2019-05/2019-06",
    ],
    ["edge-years", "speech", "Over the years", "", "2018~/2019?"],
    ["edge-open", "dataset", "Since then", "", "2019/.."],
    ["edge-until", "webpage", "Until then", "", "../2019"],
    ["edge-decade", "interview", "The decade", "", "201X"],
    ["edge-century", "post", "The century", "", "19XX"],
    ["edge-undated", "document", "No date at all", "", ""],
];

/// A world whose sources are also those at the edges, built.
fn edges() -> World {
    let mut world = World::new();
    for (place, [id, kind, title, authors, issued]) in EDGES.iter().enumerate() {
        world = cited(world, id, place + 2).add(
            "sources",
            &[
                ("source_id", id),
                ("tier", "cited"),
                ("source_kind", "original"),
                ("kind", kind),
                ("title", title),
                ("authors", authors),
                ("issued", issued),
            ],
        );
    }
    let world = world
        .set("sources", "edge-chinese", "container", "Journal of A & B")
        .set("sources", "edge-chinese", "volume", "12")
        .set("sources", "edge-chinese", "issue", "3")
        .set("sources", "edge-chinese", "pages", "5-17")
        .set("sources", "edge-chinese", "number", "e77")
        .set("sources", "edge-pinyin", "container", "A Book; and Another")
        .set(
            "sources",
            "edge-pinyin",
            "editors",
            "van Dijk, Piet; {Press and Sons, Ltd.}",
        )
        .set("sources", "edge-pinyin", "original_title", "绿色之云")
        .set(
            "sources",
            "edge-until",
            "url",
            r"https://lake.example/a_b?c=%20&d={e}#~f",
        )
        .set(
            "sources",
            "edge-until",
            "archive_url",
            "https://archive.example/1",
        )
        .set("sources", "edge-until", "accessed", "2020-02-29")
        .set("sources", "edge-until", "language", "zh-Hans");
    world.build();
    world
}

/// Adds a note in which the document of the world cites a work.
fn cited(world: World, id: &str, place: usize) -> World {
    world.add(
        "source_references",
        &[
            ("citing", "lake2011-report"),
            ("note", "1"),
            ("position", &place.to_string()),
            ("reference_kind", "work"),
            ("cited", id),
        ],
    )
}

/// The bibliographies of a database, in a folder.
fn written(connection: &Connection) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let works = works(connection, "sco-facts").unwrap();
    let about = about(connection).unwrap().unwrap();
    std::fs::write(folder.path().join("sources.bib"), bib_of(&works)).unwrap();
    let mut bytes = Vec::new();
    csl_json(&works, &mut bytes).unwrap();
    std::fs::write(folder.path().join("sources.csl.json"), &bytes).unwrap();
    bytes.clear();
    ris(&works, &mut bytes).unwrap();
    std::fs::write(folder.path().join("sources.ris"), &bytes).unwrap();
    std::fs::write(folder.path().join("CITATION.cff"), citation_cff(&about)).unwrap();
    folder
}

fn bib_of(works: &[Work]) -> String {
    let mut bytes = Vec::new();
    bibtex(works, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// A row of the table of sources.
struct Source {
    id: String,
    title: String,
    authors: Vec<(String, Option<String>)>,
    issued: Option<String>,
    first_day: Option<String>,
    last_day: Option<String>,
}

fn sources(connection: &Connection) -> Vec<Source> {
    let mut statement = connection
        .prepare(
            "SELECT source_id, title, coalesce(authors, ''), issued, issued_from, issued_to
             FROM sources ORDER BY source_id",
        )
        .unwrap();
    let rows = statement.query_map([], |row| {
        Ok(Source {
            id: row.get(0)?,
            title: row.get(1)?,
            authors: names(&row.get::<_, String>(2)?),
            issued: row.get(3)?,
            first_day: row.get(4)?,
            last_day: row.get(5)?,
        })
    });
    rows.unwrap().map(Result::unwrap).collect()
}

/// Family and given name of a person; the whole of an institution.
fn names(list: &str) -> Vec<(String, Option<String>)> {
    let names = list
        .split(';')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(
            |name| match (name.strip_prefix('{'), name.split_once(", ")) {
                (Some(rest), _) => (rest.trim_end_matches('}').to_owned(), None),
                (None, Some((family, given))) => (family.to_owned(), Some(given.to_owned())),
                (None, None) => (name.to_owned(), None),
            },
        )
        .collect()
}

fn joined(person: &Person) -> (String, Option<String>) {
    let family = format!("{} {}", person.prefix, person.name);
    let given = Some(person.given_name.clone()).filter(|given| !given.is_empty());
    (family.trim().to_owned(), given)
}

/// Compares every entry with the row that it is made of.
fn compare(connection: &Connection) {
    let text = bib_of(&works(connection, "sco-facts").unwrap());
    let read = Bibliography::parse(&text).unwrap();
    let sources = sources(connection);
    // The dataset itself is among the works.
    assert_eq!(read.len(), sources.len() + 1);
    for source in &sources {
        let entry = read.get(&source.id).unwrap();
        assert_eq!(entry.title().unwrap().format_verbatim(), source.title);
        let authors: Vec<_> = entry
            .author()
            .unwrap_or_default()
            .iter()
            .map(joined)
            .collect();
        assert_eq!(authors, source.authors, "{}", source.id);
        let date = entry.get("date").map(ChunksExt::format_verbatim);
        assert_eq!(date, source.issued, "{}", source.id);
        // The crate knows no seasons, and no doubt at an end of an interval.
        let is_unknown = |date: &str| date.ends_with("-21") || date.contains("~/");
        if date.as_deref().is_some_and(|date| !is_unknown(date)) {
            let PermissiveType::Typed(date) = entry.date().unwrap() else {
                panic!("{}: {date:?}", source.id);
            };
            compare_days(source, date);
        }
    }
}

fn compare_days(source: &Source, date: biblatex::Date) {
    let issued = source.issued.as_deref().unwrap();
    let (first, last) = match date.value {
        DateValue::At(day) => (Some(day), Some(day)),
        DateValue::Between(first, last) => (Some(first), Some(last)),
        DateValue::After(first) => (Some(first), None),
        DateValue::Before(last) => (None, Some(last)),
    };
    let begins = |day: &Option<String>, part: Option<Datetime>| match (day, part) {
        (Some(day), Some(part)) => day.starts_with(&shown(part)),
        (day, part) => day.is_none() && part.is_none(),
    };
    let is_same = begins(&source.first_day, first) && begins(&source.last_day, last);
    assert!(is_same, "{}: {issued} is read as {date:?}", source.id);
    let doubts = issued.ends_with(['?', '~', '%']);
    assert_eq!(date.uncertain || date.approximate, doubts, "{}", source.id);
}

/// A date as it is written, as precise as it is stated. The crate counts months and days from 0.
fn shown(date: Datetime) -> String {
    let part = |part: Option<u8>| {
        part.map(|part| format!("-{:02}", part + 1))
            .unwrap_or_default()
    };
    format!("{:04}{}{}", date.year, part(date.month), part(date.day))
}

#[test]
fn every_entry_for_latex_says_what_the_database_says() {
    compare(&curated().1);
    compare(&edges().open());
}

/// How a document is cited, without the dataset, which comes last.
fn of_document(world: &World, id: &str, style: &str) -> String {
    let text = world.sco(&["show", id, "--cite", style]).stdout;
    let (document, dataset) = text.rsplit_once("\n\n").unwrap();
    assert!(dataset.contains("sco-facts"), "{text}");
    format!("{document}\n")
}

#[test]
fn an_entry_for_latex_at_the_edges() {
    let world = edges();
    let entry = |id: &str| of_document(&world, id, "bibtex");
    snapbox::assert_data_eq!(
        entry("edge-ampersand"),
        snapbox::str![[r#"
@book{edge-ampersand,
  author = {van der Meer, Anna and de la Cruz, José},
  title = {{R\&D: 100\% of \$5 \#1 a\_b \textbraceleft{}c\textbraceright{} \textasciitilde{}d \textasciicircum{}e \textbackslash{}f \textless{}g\textgreater{} \textbar{}h\textbar{} \textasciigrave{}i\textasciigrave{} -{}-{}- ,{}, '{}'}},
  date = {2019},
  year = {2019},
}

"#]]
        .raw()
    );
    snapbox::assert_data_eq!(
        entry("edge-institution"),
        snapbox::str![[r#"
@report{edge-institution,
  author = {{Barnes and Noble, Inc.} and {Ministry of Trade and Industry}},
  title = {{Ends with a backslash \textbackslash{}}},
  date = {2019-07-04},
  year = {2019},
  month = jul,
}

"#]]
        .raw()
    );
}

#[test]
fn an_entry_for_latex_of_a_work_in_another() {
    let world = edges();
    let entry = |id: &str| of_document(&world, id, "bibtex");
    snapbox::assert_data_eq!(
        entry("edge-chinese"),
        snapbox::str![[r#"
@article{edge-chinese,
  author = {习, 近平},
  title = {{上海合作组织的数字丝绸之路}},
  journal = {{Journal of A \& B}},
  volume = {12},
  number = {3},
  eid = {e77},
  pages = {5--17},
  date = {2019-07-XX},
  year = {2019},
  month = jul,
}

"#]]
        .raw()
    );
    snapbox::assert_data_eq!(
        entry("edge-pinyin"),
        snapbox::str![[r#"
@incollection{edge-pinyin,
  author = {Lǐ, Wěi},
  editor = {van Dijk, Piet and {Press and Sons, Ltd.}},
  title = {{Lǜsè zhī {"}yún{"}: jí'ěrjísī}},
  origtitle = {{绿色之云}},
  booktitle = {{A Book; and Another}},
  date = {2019-21},
  year = {2019},
}

"#]]
        .raw()
    );
    snapbox::assert_data_eq!(
        entry("edge-until"),
        snapbox::str![[r#"
@online{edge-until,
  title = {{Until then}},
  date = {../2019},
  url = {https://lake.example/a_b?c=%20&d=%7Be%7D#~f},
  urldate = {2020-02-29},
  archiveurl = {https://archive.example/1},
  langid = {chinese},
}

"#]]
        .raw()
    );
}

#[test]
fn a_record_for_reference_managers_at_the_edges() {
    let world = edges();
    let record = |id: &str| of_document(&world, id, "ris");
    snapbox::assert_data_eq!(
        record("edge-institution"),
        snapbox::str![[r#"
TY  - RPRT
ID  - edge-institution
AU  - Barnes and Noble Inc.
AU  - Ministry of Trade and Industry
TI  - Ends with a backslash /
PY  - 2019
DA  - 2019/07/04/
ER  - 

"#]]
    );
    snapbox::assert_data_eq!(
        record("edge-chinese"),
        snapbox::str![[r#"
TY  - JOUR
ID  - edge-chinese
AU  - 习, 近平
TI  - 上海合作组织的数字丝绸之路
T2  - Journal of A & B
VL  - 12
IS  - 3
SP  - 5
EP  - 17
M1  - e77
PY  - 2019
DA  - 2019/07//
ER  - 

"#]]
    );
    snapbox::assert_data_eq!(
        record("edge-pinyin"),
        snapbox::str![[r#"
TY  - CHAP
ID  - edge-pinyin
AU  - Lǐ, Wěi
A2  - van Dijk, Piet
A2  - Press and Sons Ltd.
TI  - Lǜsè zhī "yún": jí'ěrjísī
OP  - 绿色之云
T2  - A Book; and Another
PY  - 2019
DA  - 2019///spring
ER  - 

"#]]
    );
}

#[test]
fn a_record_says_in_a_note_what_its_date_cannot() {
    let world = edges();
    let record = |id: &str| of_document(&world, id, "ris");
    snapbox::assert_data_eq!(
        record("edge-until"),
        snapbox::str![[r#"
TY  - ELEC
ID  - edge-until
TI  - Until then
N1  - Date: ../2019
LA  - zh-Hans
UR  - https://lake.example/a_b?c=%20&d={e}#~f
UR  - https://archive.example/1
Y2  - 2020/02/29/
ER  - 

"#]]
    );
    snapbox::assert_data_eq!(
        record("edge-years"),
        snapbox::str![[r#"
TY  - GEN
ID  - edge-years
TI  - Over the years
N1  - Date: 2018~/2019?
ER  - 

"#]]
    );
}

/// The CSL item of a source.
fn item(world: &World, id: &str) -> Value {
    let run = world.sco(&["show", id, "--cite", "csl"]);
    let items: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(items.as_array().unwrap().len(), 2, "{items}");
    items[0].clone()
}

#[test]
fn dates_of_csl_say_no_more_than_the_database() {
    let world = edges();
    for (id, issued) in [
        ("edge-ampersand", json!({"date-parts": [[2019]]})),
        ("edge-brace", json!({"date-parts": [[2019, 7]]})),
        ("edge-institution", json!({"date-parts": [[2019, 7, 4]]})),
        (
            "edge-and",
            json!({"date-parts": [[2019, 7, 4]], "circa": true}),
        ),
        (
            "edge-cyrillic",
            json!({"date-parts": [[2019, 7]], "circa": true}),
        ),
        ("edge-chinese", json!({"date-parts": [[2019, 7]]})),
        ("edge-pinyin", json!({"date-parts": [[2019]], "season": 1})),
        (
            "edge-interval",
            json!({"date-parts": [[2019, 5], [2019, 6]]}),
        ),
        (
            "edge-years",
            json!({"date-parts": [[2018], [2019]], "circa": true}),
        ),
        ("edge-open", json!({"literal": "2019/.."})),
        ("edge-until", json!({"literal": "../2019"})),
        ("edge-decade", json!({"literal": "201X"})),
        ("edge-century", json!({"literal": "19XX"})),
        ("edge-undated", Value::Null),
    ] {
        assert_eq!(item(&world, id)["issued"], issued, "{id}");
    }
}

#[test]
fn names_of_csl_keep_institutions_whole_and_particles_apart() {
    let world = edges();
    assert_eq!(
        item(&world, "edge-institution")["author"],
        json!([{"literal": "Barnes and Noble, Inc."}, {"literal": "Ministry of Trade and Industry"}])
    );
    assert_eq!(
        item(&world, "edge-ampersand")["author"],
        json!([
            {"non-dropping-particle": "van der", "family": "Meer", "given": "Anna"},
            {"non-dropping-particle": "de la", "family": "Cruz", "given": "José"},
        ])
    );
    assert_eq!(
        item(&world, "edge-brace")["author"],
        json!([{"family": "García y Vega", "given": "José"}, {"family": "De Gaulle", "given": "Charles"}])
    );
    let chapter = item(&world, "edge-pinyin");
    assert_eq!(chapter["original-title"], "绿色之云");
    assert_eq!(chapter["container-title"], "A Book; and Another");
    assert_eq!(
        chapter["editor"][1],
        json!({"literal": "Press and Sons, Ltd."})
    );
}

#[test]
fn works_stand_in_the_order_of_their_ids_with_the_dataset_among_them() {
    let world = edges();
    let connection = world.open();
    let found = works(&connection, "sco-facts").unwrap();
    let ids: Vec<&str> = found.iter().map(|work| work.id.as_str()).collect();
    assert!(ids.is_sorted() && ids.contains(&"sco-facts"), "{ids:?}");
    assert_eq!(works(&connection, "somebody").unwrap(), []);
    let dataset = found.iter().find(|work| work.id == "sco-facts").unwrap();
    snapbox::assert_data_eq!(
        bib_of(std::slice::from_ref(dataset)),
        snapbox::str![[r#"
@dataset{sco-facts,
  title = {{The lakes}},
  version = {0.1.0},
  copyright = {{CC-BY-4.0}},
}

"#]]
    );
    for (name, bytes) in crate::world::contents(written(&connection).path()) {
        let again = std::fs::read(written(&connection).path().join(&name)).unwrap();
        assert!(bytes == again, "{name} differs the second time");
    }
}

#[test]
fn the_bibliographies_of_the_dataset_stand_beside_its_exports() {
    let world = World::new();
    world.build();
    let bib = world.read("exports/sources.bib");
    assert!(bib.contains("@report{lake2011-report,") && bib.contains("@dataset{sco-facts,"));
    world
        .open()
        .execute(
            "INSERT INTO sources (source_id, tier, source_kind, kind, title, cite, origin)
             VALUES ('mine2020', 'cited', 'original', 'book', 'Mine', 'Mine 2020', 'me')",
            [],
        )
        .unwrap();
    assert_eq!(world.sco(&["export", "--check"]).code, 0);
    assert_eq!(
        world.sco(&["show", "mine2020", "--cite", "bibtex"]).stdout,
        "@book{mine2020,\n  title = {{Mine}},\n}\n"
    );
    for file in ["sources.bib", "sources.csl.json", "sources.ris"] {
        let path = format!("exports/{file}");
        let held = world.read(&path);
        world.write(&path, "old");
        let stale = world.sco(&["export", "--check"]);
        assert!(stale.code == 1 && stale.stderr.contains(&path), "{stale:?}");
        world.write(&path, held);
    }
}

#[test]
fn a_part_has_the_title_and_the_address_of_its_whole() {
    let part: &[(&str, &str)] = &[
        ("source_id", "lake-part"),
        ("tier", "cited"),
        ("source_kind", "original"),
        ("part_of", "lake2011-report"),
        ("kind", "chapter"),
        ("title", "A Chapter"),
    ];
    let world = cited(World::new().add("sources", part), "lake-part", 2);
    world.build();
    let chapter = item(&world, "lake-part");
    assert_eq!(
        chapter["container-title"],
        "The Lake Council and its members"
    );
    assert_eq!(chapter["URL"], "https://lake.example/report");
}

#[test]
fn a_line_break_from_another_program_ends_no_line() {
    let work = Work {
        authors: vec![Contributor::Institution("A\r\nER  - \r\nB".to_owned())],
        ..Work::new(
            "x",
            WorkKind::Report,
            "One\nTwo\u{2028}Three\u{85}Four\tFive\u{b}Six",
        )
    };
    let mut bytes = Vec::new();
    ris(std::slice::from_ref(&work), &mut bytes).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "TY  - RPRT\r\nID  - x\r\nAU  - A ER - B\r\nTI  - One Two Three Four Five Six\r\nER  - \r\n"
    );
    assert_eq!(
        bib_of(std::slice::from_ref(&work)),
        "@report{x,\n  author = {{A ER - B}},\n  title = {{One Two Three Four Five Six}},\n}\n"
    );
}

/// Texts of the characters that mean something to TeX, with letters and blanks between them. The crate takes a name
/// with `=` for one of biblatex's longer form, also in braces.
fn awkward() -> impl Strategy<Value = String> {
    r#"[A-Za-zа-яé0-9习&%$#_{}~^\\"'`<>|,;:.()@+*/\[\]?! -]{0,24}[A-Za-zа-яé0-9习]"#
}

/// A text as a reader has it that takes every run of blanks for one.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_title_comes_back(title in awkward(), container in awkward(), number in awkward()) {
        let work = Work {
            container: Some(container.clone()),
            number: Some(number.clone()),
            ..Work::new("x", WorkKind::ArticleJournal, &title)
        };
        let text = bib_of(&[work]);
        let read = Bibliography::parse(&text).unwrap();
        prop_assert_eq!(read.len(), 1);
        let entry = read.get("x").unwrap();
        let field = |name: &str| entry.get(name).map(ChunksExt::format_verbatim).unwrap_or_default();
        prop_assert_eq!(field("title"), collapsed(&title), "{}", text);
        prop_assert_eq!(field("journal"), collapsed(&container), "{}", text);
        prop_assert_eq!(field("number"), collapsed(&number), "{}", text);
    }

    #[test]
    fn any_institution_stays_whole(name in awkward(), other in awkward()) {
        let institution = |name: &str| Contributor::Institution(name.to_owned());
        let work = Work {
            authors: vec![institution(&name), institution(&other)],
            ..Work::new("x", WorkKind::Report, "Title")
        };
        let text = bib_of(&[work]);
        let read = Bibliography::parse(&text).unwrap();
        let authors = read.get("x").unwrap().author().unwrap();
        let found: Vec<_> = authors.iter().map(joined).collect();
        prop_assert_eq!(found, vec![(collapsed(&name), None), (collapsed(&other), None)], "{}", text);
    }

    #[test]
    fn a_record_has_a_tag_on_every_line(title in any::<String>(), author in any::<String>()) {
        let work = Work {
            authors: vec![Contributor::Institution(author)],
            ..Work::new("x", WorkKind::Report, &title)
        };
        let mut bytes = Vec::new();
        ris(&[work], &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<&str> = text.split_terminator("\r\n").collect();
        prop_assert!(lines.iter().all(|line| line.get(2..6) == Some("  - ")), "{:?}", text);
        prop_assert!(lines.len() <= 5 && !text.replace("\r\n", "").contains(['\r', '\n']));
    }
}

/// A python with the readers that `read_back.py` needs: that of `.ci/run`, or the one of the machine if it has
/// them. With `CI` set there has to be one.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn python() -> Option<String> {
    let python = std::env::var("BIBLIOGRAPHY_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let imports = "import bibtexparser, cffconvert, jsonschema, pybtex, rispy";
    let found = Command::new(&python)
        .args(["-c", imports])
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        found || std::env::var_os("CI").is_none(),
        "`{python}` has no bibtexparser, cffconvert, jsonschema, pybtex and rispy; install them as .ci/run does, name a python that has them in BIBLIOGRAPHY_PYTHON, or unset CI to skip what needs them"
    );
    if !found {
        eprintln!(
            "skipped: `{python}` has no bibtexparser, cffconvert, jsonschema, pybtex and rispy"
        );
    }
    found.then_some(python)
}

const FILES: [&str; 4] = [
    "sources.bib",
    "sources.csl.json",
    "sources.ris",
    "CITATION.cff",
];

fn read_back(python: &str, folder: &Path, database: &Path, files: &[&str]) -> crate::world::Run {
    run(Command::new(python)
        .arg(here().join("tests/it/bibliography/read_back.py"))
        .args([folder, database])
        .args(files))
}

#[test]
fn programs_of_others_read_what_the_database_says() {
    let Some(python) = python() else {
        return;
    };
    let (place, connection) = curated();
    let read = read_back(
        &python,
        written(&connection).path(),
        &place.path().join("sco.db"),
        &FILES,
    );
    assert_eq!(read.code, 0, "{read:?}");
    let world = edges();
    let read = read_back(
        &python,
        written(&world.open()).path(),
        &world.path("sco.db"),
        &FILES,
    );
    assert_eq!(read.code, 0, "{read:?}");
}

/// A file of the bibliographies, a text in it and what a fault makes of it.
const FAULTS: &[(&str, &str, &str)] = &[
    (
        "sources.bib",
        "title = {{Lakes and Leagues}}",
        "title = {{Lakes and Leagues}",
    ),
    (
        "sources.bib",
        "author = {Reed, Ana}",
        "author = {{Reed, Ana}}",
    ),
    ("sources.bib", "date = {2011-03}", "date = {2011-04}"),
    (
        "sources.csl.json",
        "\"type\": \"book\"",
        "\"type\": \"libro\"",
    ),
    ("sources.csl.json", "\"language\"", "\"langue\""),
    (
        "sources.csl.json",
        "\"family\": \"Reed\"",
        "\"family\": \"Reid\"",
    ),
    ("sources.ris", "ER  - \r\n\r\nTY", "TY"),
    ("sources.ris", "AU  - Reed, Ana", "AU  - Reed"),
    ("CITATION.cff", "authors:", "writers:"),
];

#[test]
fn every_reader_fails_on_a_broken_copy() {
    let Some(python) = python() else {
        return;
    };
    let world = World::new();
    world.build();
    for (file, sound, broken) in FAULTS {
        let folder = written(&world.open());
        let path = folder.path().join(file);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(sound), "`{sound}` is not in {file}: {text}");
        std::fs::write(&path, text.replacen(sound, broken, 1)).unwrap();
        let read = read_back(&python, folder.path(), &world.path("sco.db"), &[file]);
        assert_eq!(read.code, 1, "{file} with `{broken}`: {read:?}");
    }
    assert!(Bibliography::parse("@book{x, title = {{One}, }").is_err());
}

#[test]
fn the_citation_file_of_the_repository_is_current() {
    let (_folder, connection) = curated();
    let text = citation_cff(&about(&connection).unwrap().unwrap());
    let path = here().join("CITATION.cff");
    if std::env::var("SNAPSHOTS").is_ok_and(|mode| mode == "overwrite") {
        std::fs::write(&path, &text).unwrap();
    }
    let held = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(
        held, text,
        "CITATION.cff: SNAPSHOTS=overwrite cargo test rewrites it"
    );
}

#[test]
fn a_citation_file_takes_any_text() {
    let about = About {
        name: "a: b".to_owned(),
        title: "\"One\": two #three\n- four \\".to_owned(),
        release: "1.10".to_owned(),
        licence: "CC0-1.0".to_owned(),
        cite_as: String::new(),
    };
    snapbox::assert_data_eq!(
        citation_cff(&about),
        snapbox::str![[r#"
cff-version: 1.2.0
message: "If you use this dataset, please cite it as below."
type: dataset
title: "\"One\": two #three - four \\"
version: "1.10"
license: "CC0-1.0"
authors:
  - name: "a: b"

"#]]
        .raw()
    );
}

#[test]
fn a_fact_is_cited_with_its_passages_and_the_dataset() {
    let world = World::new();
    world.build();
    let cite = |id: &str, style: &str| {
        let run = world.sco(&["show", id, "--cite", style]);
        assert_eq!(run.code, 0, "{run:?}");
        run.stdout
    };
    snapbox::assert_data_eq!(
        cite("ev-founding", "text"),
        snapbox::str![[r#"
Reed, Ana (March 2011). The Lake Council and its members. https://lake.example/report Cited: paragraph 2.
Dataset: The lakes 0.1.0

"#]]
    );
    snapbox::assert_data_eq!(
        cite("ev-founding", "bibtex"),
        snapbox::str![[r#"
@report{lake2011-report,
  author = {Reed, Ana},
  title = {{The Lake Council and its members}},
  date = {2011-03},
  year = {2011},
  month = mar,
  url = {https://lake.example/report},
  langid = {english},
  annotation = {paragraph 2},
}

@dataset{sco-facts,
  title = {{The lakes}},
  version = {0.1.0},
  copyright = {{CC-BY-4.0}},
}

"#]]
    );
}

#[test]
fn a_fact_is_cited_in_records_and_items() {
    let world = World::new();
    world.build();
    let cite = |id: &str, style: &str| world.sco(&["show", id, "--cite", style]).stdout;
    snapbox::assert_data_eq!(
        cite("ev-founding", "ris"),
        snapbox::str![[r#"
TY  - RPRT
ID  - lake2011-report
AU  - Reed, Ana
TI  - The Lake Council and its members
PY  - 2011
DA  - 2011/03//
LA  - en
UR  - https://lake.example/report
N1  - paragraph 2
ER  - 

TY  - DATA
ID  - sco-facts
TI  - The lakes
ET  - 0.1.0
ER  - 

"#]]
    );
    snapbox::assert_data_eq!(
        cite("ev-founding", "csl"),
        snapbox::str![[r#"
[
  {
    "id": "lake2011-report",
    "type": "report",
    "title": "The Lake Council and its members",
    "author": [
      {
        "family": "Reed",
        "given": "Ana"
      }
    ],
    "issued": {
      "date-parts": [
        [
          2011,
          3
        ]
      ]
    },
    "URL": "https://lake.example/report",
    "language": "en",
    "note": "paragraph 2"
  },
  {
    "id": "sco-facts",
    "type": "dataset",
    "title": "The lakes",
    "version": "0.1.0"
  }
]

"#]]
    );
    let passage = cite("c-lake-seat", "text");
    assert!(passage.contains("Cited: paragraph 2."), "{passage}");
}

#[test]
fn a_source_and_an_entity_are_cited_without_passages() {
    let world = World::new();
    world.build();
    let text = |id: &str| world.sco(&["show", id, "--cite", "text"]).stdout;
    snapbox::assert_data_eq!(
        text("marsh2005-lakes"),
        snapbox::str![[r#"
Marsh, J. (2005). Lakes and Leagues. Northport.
Dataset: The lakes 0.1.0

"#]]
    );
    assert_eq!(text("ARD"), text("lake2011-report"));
    // An entity that no fact names, which only another program can have put there.
    world
        .open()
        .execute(
            "INSERT INTO entities (entity_id, kind, name, origin) VALUES ('nowhere', 'place', 'Nowhere', 'sco-facts')",
            [],
        )
        .unwrap();
    for style in ["bibtex", "csl", "ris", "text"] {
        let cite = |id: &str| world.sco(&["show", id, "--cite", style]).stdout;
        assert_eq!(cite("nowhere"), cite("sco-facts"), "{style}");
    }
    assert_eq!(text("nowhere"), "Dataset: The lakes 0.1.0\n");
}

/// The number of entries that readers of others find in each form.
fn entries(world: &World, id: &str) -> Vec<Vec<String>> {
    let cite = |style: &str| {
        let run = world.sco(&["show", id, "--cite", style]);
        assert_eq!(run.code, 0, "{run:?}");
        run.stdout
    };
    let bib = Bibliography::parse(&cite("bibtex")).unwrap();
    let csl: Vec<Value> = serde_json::from_str(&cite("csl")).unwrap();
    let mut found = vec![
        bib.iter().map(|entry| entry.key.clone()).collect(),
        csl.iter()
            .map(|item| item["id"].as_str().unwrap().to_owned())
            .collect(),
    ];
    if let Some(python) = python() {
        world.write("cited.ris", cite("ris"));
        let script = "import rispy, sys\nfor one in rispy.load(open(sys.argv[1], encoding='utf-8')): print(one['id'])";
        let run = run(std::process::Command::new(python)
            .args(["-c", script])
            .arg(world.path("cited.ris")));
        assert_eq!(run.code, 0, "{run:?}");
        found.push(run.stdout.lines().map(str::to_owned).collect());
    }
    found
}

/// Whoever cites a fact cites the document and the dataset, in whatever form.
#[test]
fn every_form_has_the_documents_and_last_the_dataset() {
    let world = World::new();
    world.build();
    for (id, wanted) in [
        ("ev-founding", vec!["lake2011-report", "sco-facts"]),
        ("marsh2005-lakes", vec!["marsh2005-lakes", "sco-facts"]),
        ("sco-facts", vec!["sco-facts"]),
        ("SCO-Facts", vec!["sco-facts"]),
    ] {
        for found in entries(&world, id) {
            assert_eq!(found, wanted);
        }
    }
    let items = world
        .sco(&["show", "sco-facts", "--cite", "csl", "--format", "json"])
        .objects();
    assert_eq!(
        (&items[0]["id"], &items[0]["items"][0]["id"]),
        (&json!("sco-facts"), &json!("sco-facts"))
    );
}

/// The dataset can be cited, and has nothing else to show.
#[test]
fn the_name_of_the_dataset_says_what_can_be_done_with_it() {
    let world = World::new();
    world.build();
    let run = world.sco(&["show", "sco-facts"]);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            2,
            "error: `sco-facts` is the dataset itself; `sco show sco-facts --cite text` prints how to cite it, and `sco search` finds what is in it\n"
        )
    );
    let unlike = world.sco(&["show", "sco-factss", "--cite", "csl"]);
    assert_eq!((unlike.code, unlike.stdout.as_str()), (2, ""));
}

#[test]
fn a_script_gets_one_object_and_an_unknown_id_the_usual_error() {
    let world = World::new();
    world.build();
    let cite =
        |style: &str| world.sco(&["show", "ev-founding", "--cite", style, "--format", "json"]);
    let csl = &cite("csl").objects()[0];
    assert_eq!(
        (&csl["cite"], &csl["items"][0]["id"]),
        (&json!("csl"), &json!("lake2011-report"))
    );
    for style in ["bibtex", "ris", "text"] {
        let object = &cite(style).objects()[0];
        let plain = world.sco(&["show", "ev-founding", "--cite", style]).stdout;
        assert_eq!(
            object["text"].as_str().unwrap(),
            plain.trim_end_matches('\n')
        );
        assert_eq!(
            (&object["id"], &object["cite"]),
            (&json!("ev-founding"), &json!(style))
        );
    }
    let unknown = world.sco(&["show", "ev-nothing", "--cite", "text"]);
    let plain = world.sco(&["show", "ev-nothing"]);
    assert_eq!((unknown.code, &unknown.stderr), (2, &plain.stderr));
}

#[test]
fn a_line_for_people_has_what_is_known_and_no_more() {
    let world = edges();
    let text = |id: &str| {
        let run = world.sco(&["show", id, "--cite", "text"]);
        run.stdout.lines().next().unwrap().to_owned()
    };
    assert_eq!(text("edge-undated"), "No date at all.");
    assert_eq!(
        text("edge-chinese"),
        "习, 近平 (July 2019). 上海合作组织的数字丝绸之路. Journal of A & B, 12(3), 5-17. e77."
    );
    assert_eq!(
        text("edge-pinyin"),
        "Lǐ, Wěi (spring 2019). Lǜsè zhī \"yún\": jí'ěrjísī [绿色之云]. In van Dijk, Piet; Press and Sons, Ltd. (eds), A Book; and Another."
    );
    let plain = reference(&Work::new("x", WorkKind::Book, "Who asks?"));
    assert_eq!(plain, "Who asks?");
}
