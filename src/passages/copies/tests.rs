use super::super::skeleton::digest;
use super::*;

fn file(file: &str, text: &str) -> Saved {
    Saved {
        file: file.into(),
        text: Ok(text.into()),
        sha256: String::new(),
    }
}

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
        ..CitedWindow::default()
    }
}

fn recognised(
    saved: &[Saved],
    sources: &[SourceCopy],
    cited: &[CitedWindow],
) -> Vec<(String, How)> {
    let copies = recognise(saved, sources, cited);
    copies
        .into_iter()
        .map(|copy| (copy.source_id, copy.how))
        .collect()
}

#[test]
fn the_digest_outdoes_the_name_and_the_name_the_content() {
    let sources = [
        source("oats", Some("Old oats."), None),
        source("rye", Some("Old rye."), None),
    ];
    let cited = [cited("rye", "old"), cited("rye", "rye")];
    let saved = [
        file("rye.md", "old OATS"),
        file("oats.txt", "old rye!!x"),
        file("a.txt", "older rye"),
    ];
    let expected = [
        ("oats", How::Digest),
        ("oats", How::FileName),
        ("rye", How::Content),
    ];
    assert_eq!(
        recognised(&saved, &sources, &cited),
        expected.map(|(id, how)| (id.into(), how))
    );
}

#[test]
fn content_needs_two_windows_and_a_third_of_all() {
    let sources = [source("rye", None, None)];
    let mut citations = vec![cited("rye", "mill"), cited("rye", "stone")];
    let text = [file("x.txt", "the mill and its stone")];
    assert_eq!(recognised(&text, &sources, &citations[..1]), []);
    assert_eq!(recognised(&text, &sources, &citations).len(), 1);
    citations.extend((0..5).map(|_| cited("rye", "absent")));
    assert_eq!(recognised(&text, &sources, &citations), []);
}

#[test]
fn a_compilation_is_known_by_the_windows_of_its_parts() {
    let sources = [
        source("book", Some("-"), None),
        source("one", None, Some("book")),
        source("two", None, Some("book")),
    ];
    let cited = ["mill", "stone"]
        .map(|w| cited("one", w))
        .into_iter()
        .chain([cited("two", "rye")]);
    let cited: Vec<_> = cited.collect();
    let saved = [
        file("a.txt", "mill, stone, rye"),
        file("b.txt", "mill, stone"),
    ];
    let expected = [("book".into(), How::Content), ("one".into(), How::Content)];
    assert_eq!(recognised(&saved, &sources, &cited), expected);
}

#[test]
fn html_is_reduced_and_other_encodings_are_reported() {
    assert_eq!(decode("a.HTM", b"<b>rye</b>".to_vec()), Ok(" rye ".into()));
    assert_eq!(decode("a.md", b"<b>".to_vec()), Ok("<b>".into()));
    let complaint = Complaint::new("not UTF-8 from byte 1 on", "save it as UTF-8");
    assert_eq!(decode("a.txt", vec![b'a', 0xff]), Err(complaint));
}
