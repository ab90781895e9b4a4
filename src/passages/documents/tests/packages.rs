//! Word documents, `OpenDocument` texts and e-books.

use super::*;

#[test]
fn a_word_document_has_its_paragraphs_its_tables_and_its_notes() {
    let body = r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:mc="m"><w:body>
        <w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t xml:space="preserve">Rye &amp; oats, 7&#160;000 </w:t></w:r>
        <w:r><w:t>sa</w:t></w:r><w:r><w:t>cks</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>12</w:t></w:r>
        <w:r><w:t>.</w:t></w:r><w:del><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>1.5</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2.5</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
        <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>once</w:t></w:r></w:p></mc:Choice><mc:Fallback><w:p><w:r><w:t>twice</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
        </w:body></w:document>"#;
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote><w:p><w:r><w:t>Ledger.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let package = packed(&[("word/footnotes.xml", notes), ("word/document.xml", body)]);
    let document = of("letter.docx", &package, &Reading::default()).expect("a document");
    assert_eq!(document.form, Form::Docx);
    let words: Vec<&str> = document.text.split_whitespace().collect();
    assert_eq!(
        words.join(" "),
        "Rye & oats, 7 000 sacks¹². 1.5 2.5 once Ledger."
    );
    assert!(document.text.contains("1.5\t2.5"), "{}", document.text);
    assert!(document.text.contains("sacks¹².\n\n"), "{}", document.text);
}

#[test]
fn what_is_damaged_or_locked_is_named() {
    let told = |name: &str, bytes: &[u8]| text(name, bytes).expect_err("a complaint");
    for (name, parts, start) in [
        (
            "a.docx",
            &[("word/document.xml", "<w:p><w:r>&nosuch")][..],
            "a damaged Word document",
        ),
        (
            "a.odt",
            &[("mimetype", odt::KIND), ("content.xml", "<text:p>&nosuch")],
            "a damaged OpenDocument text",
        ),
        (
            "a.odt",
            &[
                ("mimetype", odt::KIND),
                ("META-INF/manifest.xml", "<a encryption-data=''/>"),
            ],
            "an OpenDocument text with a password",
        ),
        (
            "a.epub",
            &[(epub::CONTAINER, "<container/>")],
            "a damaged or locked e-book",
        ),
        (
            "a.epub",
            &[(epub::CONTAINER, "<rootfile full-path='b.opf'/>")],
            "a damaged or locked e-book: b.opf is not in it",
        ),
    ] {
        let told = told(name, &packed(parts));
        assert!(told.starts_with(start), "{told}");
    }
}

#[test]
fn a_box_of_a_word_document_does_not_tear_the_sentence_that_it_hangs_on() {
    let body = r#"<w:document xmlns:w="w"><w:p><w:r><w:t>Rye and </w:t></w:r><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>A sack.</w:t>
        </w:r></w:p></w:txbxContent></w:pict></w:r><w:r><w:t>oats.</w:t></w:r></w:p><w:p><w:r><w:t>Hay.</w:t></w:r></w:p></w:document>"#;
    let read = text("a.docx", &packed(&[("word/document.xml", body)])).expect("a text");
    assert!(read.contains("Rye and oats.\n\nHay.\n\n"), "{read}");
    assert_eq!(words(&read), "Rye and oats. Hay. A sack.");
}

#[test]
fn an_open_document_text_has_its_paragraphs_its_tables_and_its_notes() {
    let styles = r#"<s:styles><style:style style:name="Up"><style:text-properties style:text-position="super 58%"/></style:style>
        <style:style style:name="Low"><style:text-properties style:text-position="-33% 58%"/></style:style>
        <text:p>Head of each page</text:p></s:styles>"#;
    let content = r#"<?xml version="1.0" encoding="UTF-8"?><o><style:style style:name="T1"><style:text-properties style:text-position="33% 58%"/></style:style>
        <text:tracked-changes><text:deletion><text:p>gone</text:p></text:deletion></text:tracked-changes>
        <text:h>Grain</text:h>
        <text:p>Rye &amp; oats,<text:s/>7&#160;000 <text:span text:style-name="Low">sa</text:span>cks<text:span text:style-name="T1">1</text:span><text:span
        text:style-name="Up">2</text:span><text:note><text:note-citation>3</text:note-citation><text:note-body><text:p>Ledger<text:span text:style-name="Up">a</text:span>.</text:p></text:note-body></text:note>
        <draw:frame><draw:text-box><text:p>A box 4.</text:p></draw:text-box></draw:frame>of<text:tab/>all<text:line-break/>sorts.<office:annotation><text:p>seen</text:p></office:annotation></text:p>
        <table:table><table:table-row><table:table-cell><text:p>1.5</text:p></table:table-cell><table:table-cell><text:p>2.5</text:p></table:table-cell></table:table-row></table:table>
        <text:p>Hay.</text:p></o>"#;
    let package = packed(&[
        ("mimetype", odt::KIND),
        ("styles.xml", styles),
        ("content.xml", content),
    ]);
    let document = of("letter.odt", &package, &Reading::default()).expect("a document");
    assert_eq!((document.form, document.page), (Form::Odt, None));
    assert_eq!(
        words(&document.text),
        "Grain Rye & oats, 7 000 sacks¹²³ of all sorts. 1.5 2.5 Hay. Ledgera. A box 4."
    );
    for kept in [
        "Grain\n\n",
        "sacks¹²³",
        "sorts.\n\n",
        "1.5\t2.5\t\n",
        "Ledgera.\n\n",
    ] {
        assert!(
            document.text.contains(kept),
            "{kept:?} in {}",
            document.text
        );
    }
}

#[test]
fn an_e_book_has_its_pages_in_their_order() {
    let container =
        r#"<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>"#;
    let list = r#"<package><manifest><item id="b" href="text/b%20b.xhtml"/><item id="a" href="../a.xhtml#top"/>
        <item id="style" href="s.css"/></manifest><spine><itemref idref="b"/><itemref idref="a"/></spine></package>"#;
    let first = r#"<html><head><title/><script src="s.js"/></head><body><p>Rye, 7&#160;000 <b>sacks</b>.</p></body></html>"#;
    let second = r#"<html><head><title>Two</title><style/></head><body><p>Oats.<sup>1</sup></p></body></html>"#;
    let parts = [
        (epub::CONTAINER, container),
        ("OEBPS/book.opf", list),
        ("OEBPS/text/b b.xhtml", first),
        ("a.xhtml", second),
        ("OEBPS/s.css", "none of the text"),
    ];
    let document = of("book.epub", &packed(&parts), &Reading::default()).expect("a document");
    assert_eq!(document.form, Form::Epub);
    assert_eq!(words(&document.text), "Rye, 7 000 sacks . Oats. 1");
    assert!(
        document
            .page
            .is_some_and(|page| page.contains("<sup>1</sup>"))
    );
    let without =
        of("book.epub", &packed(&parts[..3]), &Reading::default()).expect_err("a complaint");
    assert!(
        without.starts_with("a damaged or locked e-book: a.xhtml is not in it"),
        "{without}"
    );
}

#[test]
fn elements_may_lie_in_each_other_as_deep_as_a_file_has_room_for() {
    const DEEP: usize = 100_000;
    let content = format!(
        "{}Rye.{}",
        "<text:p><text:span>".repeat(DEEP),
        "</text:span></text:p>".repeat(DEEP)
    );
    let package = packed(&[("mimetype", odt::KIND), ("content.xml", &content)]);
    assert_eq!(
        text("a.odt", &package).map(|text| words(&text)),
        Ok("Rye.".into())
    );
}
