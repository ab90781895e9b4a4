use super::super::copies::CitedWindow;
use super::super::documents::Form;
use super::super::skeleton::digest;
use super::*;

fn source(id: &str, reference: Option<&str>, part_of: Option<&str>) -> SourceCopy {
    SourceCopy {
        source_id: id.into(),
        ref_digest: reference.map(|text| Skeleton::of(text).digest()),
        part_of: part_of.map(Into::into),
        ..SourceCopy::default()
    }
}

fn cited(source: &str, skeleton: &str) -> CitedWindow {
    CitedWindow {
        source_id: source.into(),
        n_chars: skeleton.len(),
        digest: digest(skeleton),
        tokens: vec![skeleton.into()],
        ..CitedWindow::default()
    }
}

/// What a file holds: source, way, found and all.
fn held(
    file: &str,
    text: &str,
    sources: &[SourceCopy],
    cited: &[CitedWindow],
) -> Vec<(String, How, usize, usize)> {
    let lineage = Lineage::of(sources);
    let sought = Sought::of(cited, &lineage);
    let document = Document {
        form: Form::Text,
        text: text.into(),
        page: None,
        sha256: String::new(),
    };
    let copy = look(file, &document, &lineage, &sought);
    let held = copy.map(|copy| copy.held).unwrap_or_default();
    held.into_iter()
        .map(|one| (one.source_id, one.how, one.found, one.of))
        .collect()
}

fn one(id: &str, how: How, found: usize, of: usize) -> (String, How, usize, usize) {
    (id.into(), how, found, of)
}

#[test]
fn the_digest_outdoes_the_name_and_so_does_the_content() {
    let sources = [
        source("oats", Some("Old oats."), None),
        source("rye", Some("Old rye."), None),
    ];
    let cited = [cited("rye", "old"), cited("rye", "rye")];
    let held = |file, text| held(file, text, &sources, &cited);
    assert_eq!(
        held("rye.md", "old OATS"),
        [
            one("oats", How::Digest, 0, 0),
            one("rye", How::Excerpt, 1, 2)
        ]
    );
    assert_eq!(
        held("oats.txt", "wheat"),
        [one("oats", How::FileName, 0, 0)]
    );
    assert_eq!(
        held("rye.txt", "new rye"),
        [one("rye", How::FileName, 1, 2)]
    );
    assert_eq!(
        held("oats.txt", "old rye!!x"),
        [one("rye", How::Content, 2, 2)]
    );
    assert_eq!(held("a.txt", "older rye"), [one("rye", How::Content, 2, 2)]);
    assert_eq!(held("a.txt", "wheat"), []);
}

#[test]
fn a_copy_holds_two_windows_and_a_third_of_all() {
    let sources = [source("rye", None, None)];
    let mut citations = vec![cited("rye", "mill"), cited("rye", "stone")];
    let of = |cited: &[CitedWindow]| held("x.txt", "the mill and its stone", &sources, cited);
    assert_eq!(of(&citations[..1]), [one("rye", How::Excerpt, 1, 1)]);
    citations.extend((0..4).map(|_| cited("rye", "absent")));
    assert_eq!(of(&citations), [one("rye", How::Content, 2, 6)]);
    citations.push(cited("rye", "absent"));
    assert_eq!(of(&citations), [one("rye", How::Excerpt, 2, 7)]);
}

fn book() -> (Vec<SourceCopy>, Vec<CitedWindow>) {
    let parts = ["one", "two", "three", "four", "five"];
    let mut sources: Vec<SourceCopy> = parts
        .iter()
        .map(|part| source(part, None, Some("book")))
        .collect();
    sources.push(source("book", Some("-"), None));
    let mut cited_all: Vec<CitedWindow> = parts
        .iter()
        .flat_map(|part| {
            [
                cited(part, &format!("{part}a")),
                cited(part, &format!("{part}b")),
            ]
        })
        .collect();
    cited_all.extend(["title", "date"].map(|words| cited("book", words)));
    (sources, cited_all)
}

#[test]
fn what_is_found_outside_a_part_tells_the_whole_from_the_part() {
    let (sources, cited) = book();
    let held = |text: &str| held("a.txt", text, &sources, &cited);
    // All of one part, with the frame of the page and a line of another part beside it, is that part.
    assert_eq!(
        held("title date onea oneb"),
        [
            one("book", How::Content, 2, 2),
            one("one", How::Content, 2, 2)
        ]
    );
    // Two parts of five are two parts, and three are the whole.
    assert_eq!(
        held("onea oneb twob twoa"),
        [
            one("one", How::Content, 2, 2),
            one("two", How::Content, 2, 2)
        ]
    );
    assert_eq!(
        held("onea oneb twoa fourb share this page"),
        [one("book", How::Content, 4, 12)]
    );
}

#[test]
fn a_name_says_what_ought_to_be_there() {
    let (sources, cited) = book();
    let held = |file: &str, text: &str| held(file, text, &sources, &cited);
    assert_eq!(
        held("book.txt", "onea oneb"),
        [one("book", How::FileName, 2, 12)]
    );
    assert_eq!(held("two.txt", "twoa"), [one("two", How::FileName, 1, 2)]);
    // A file named after a part that holds the whole.
    assert_eq!(
        held("two.txt", "onea twoa threea foura fivea"),
        [one("book", How::Content, 5, 12)]
    );
}
