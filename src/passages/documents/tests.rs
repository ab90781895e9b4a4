use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// What is read of a file of this name and these bytes.
fn of(name: &str, bytes: &[u8], reading: &Reading) -> Result<Document, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, bytes).expect("a file");
    read(&path, reading).map_err(|complaint| complaint.to_string())
}

fn text(name: &str, bytes: &[u8]) -> Result<String, String> {
    of(name, bytes, &Reading::default()).map(|document| document.text)
}

#[test]
fn html_is_reduced_and_markdown_is_not() {
    assert_eq!(
        text("a.HTM", b"<b>rye</b>"),
        Ok("\u{205f}rye\u{205f}".into())
    );
    assert_eq!(text("a.md", b"<b>"), Ok("<b>".into()));
}

#[test]
fn a_file_without_words_and_a_packed_e_mail_are_named_as_unread() {
    let told = |name: &str, bytes: &[u8]| text(name, bytes).expect_err("a complaint");
    assert_eq!(told("a.pdf", b""), "an empty file; save it again");
    assert_eq!(told("a.txt", b" \n-"), "no words in it; save it again");
    assert!(
        told(
            "a.html",
            b"<body><script>rye()</script><div id='app'></div>"
        )
        .starts_with("a page without words")
    );
    for packed in [
        &b"From: a@b.example\nContent-Transfer-Encoding: quoted-printable\n\nrye=\n"[..],
        b"From a@b Sat\r\nSubject: rye\r\n\r\n--x\r\ncontent-transfer-encoding: BASE64\r\n\r\ncnll",
    ] {
        let told = told("a.eml", packed);
        assert!(
            told.starts_with("an e-mail that is packed for sending; save its text"),
            "{told}"
        );
    }
    for plain in [
        "From: a@b.example\nContent-Transfer-Encoding: 8bit\n\nrye",
        "A letter about rye\nContent-Transfer-Encoding: base64\n",
    ] {
        assert_eq!(text("a.eml", plain.as_bytes()), Ok(plain.into()));
    }
}

#[test]
fn an_encoding_that_is_told_is_read() {
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        "\u{feff}Caf\u{e9} 7"
            .encode_utf16()
            .flat_map(bytes)
            .collect()
    };
    for bytes in [utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)] {
        assert_eq!(text("a.txt", &bytes), Ok("Café 7".into()));
    }
    assert_eq!(text("a.txt", b"\xef\xbb\xbfrye"), Ok("rye".into()));
    for declared in [
        &b"<meta charset=\"windows-1252\"><p>caf\xe9"[..],
        b"<META content='text/html; charset=iso-8859-1'><p>caf\xe9",
        b"<?xml version='1.0' encoding='ISO-8859-1'?><p>caf\xe9",
    ] {
        let read = text("a.html", declared).expect("a text");
        assert!(read.ends_with("café"), "{read}");
    }
}

#[test]
fn an_encoding_that_is_not_told_is_not_guessed() {
    let told = |name: &str, bytes: &[u8]| text(name, bytes).expect_err("a complaint");
    assert_eq!(
        told("a.txt", b"a\xff"),
        "not UTF-8 from byte 1 on; name its encoding with --encoding, such as windows-1252, or save it as UTF-8"
    );
    assert_eq!(
        told("a.txt", b"r\0y\0e\0"),
        "no text: it holds bytes that are 0; name its encoding with --encoding, such as utf-16le, or save it as UTF-8"
    );
    let wide = Reading {
        encodings: encoding::Encodings::of("utf-16le").expect("an encoding"),
        ..Reading::default()
    };
    assert_eq!(
        of("a.txt", b"r\0y\0e\0", &wide).map(|made| made.text),
        Ok("rye".into())
    );
    // No other encoding has such bytes, so that junk is no text in it either.
    let narrow = Reading {
        encodings: encoding::Encodings::of("windows-1252").expect("an encoding"),
        ..Reading::default()
    };
    assert!(of("a.txt", b"r\0\xffye", &narrow).is_err());
    let mut shift_jis = b"<meta charset=shift_jis>".to_vec();
    shift_jis.extend([0x81, 0xff]);
    assert!(told("a.html", &shift_jis).starts_with("said to be Shift_JIS, and is not"));
    let named = |name: &str| Reading {
        encodings: encoding::Encodings::of(name).expect("an encoding"),
        ..Reading::default()
    };
    let read = |bytes: &[u8], name: &str| of("a.txt", bytes, &named(name)).expect("a text").text;
    assert_eq!(read(b"caf\xe9", "latin1"), "café");
    assert_eq!(read(b"r\0y\0", "utf-16le"), "ry");
    // Who is UTF-8 stays so.
    assert_eq!(read("café".as_bytes(), "latin1"), "café");
    assert!(encoding::Encodings::of("nonsense").is_err());
}

/// A packed file with these parts.
fn packed(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut package = ZipWriter::new(io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        package
            .start_file(*name, SimpleFileOptions::default())
            .expect("a part");
        package.write_all(text.as_bytes()).expect("its text");
    }
    package.finish().expect("a package").into_inner()
}

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
fn what_has_no_text_is_named() {
    let told = |name: &str, bytes: &[u8]| text(name, bytes).expect_err("a complaint");
    for (name, bytes, start) in [
        (
            "a.docx",
            &packed(&[("other.xml", "x")])[..],
            "a packed file",
        ),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "a file of an old Office",
        ),
        ("a.rtf", b"{\\rtf1}", "an RTF file"),
        ("a.mhtml", b"MIME-Version: 1.0", "a web archive"),
        ("a.jpg", b"\xff\xd8\xff\0", "no text, page, PDF"),
    ] {
        let told = told(name, bytes);
        assert!(told.starts_with(start), "{told}");
        assert!(
            told.ends_with("; save it as text, HTML, PDF or DOCX"),
            "{told}"
        );
    }
    let damaged = packed(&[("word/document.xml", "<w:p><w:r>&nosuch")]);
    let told = told("a.docx", &damaged);
    assert!(told.starts_with("a damaged Word document"), "{told}");
}

#[test]
fn a_pdf_needs_its_program() {
    let without = Reading {
        pdftotext: Some("/no/such/pdftotext".into()),
        ..Reading::default()
    };
    let told = of("a.txt", b"%PDF-1.4", &without).expect_err("a complaint");
    assert_eq!(
        told,
        "a PDF, and /no/such/pdftotext is not installed; install poppler-utils (in Homebrew: poppler), or save its text"
    );
}

#[cfg(unix)]
#[test]
fn a_program_for_pdf_files_is_heard_and_its_failure_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let with = |script: &str| {
        let program = folder.path().join("program");
        fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("a program");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("its mode");
        let reading = Reading {
            pdftotext: Some(program),
            ..Reading::default()
        };
        of("a.pdf", b"%PDF-1.4", &reading).map(|document| document.text)
    };
    assert_eq!(with("echo \"$1 rye\""), Ok("-raw rye\n".into()));
    assert_eq!(
        with("echo broken >&2; exit 1"),
        Err("a PDF that pdftotext cannot read: broken; save it again without a password, or save its text".into())
    );
    assert_eq!(
        with("printf '\\f'"),
        Err("a PDF without text, such as a scan; run text recognition on it first".into())
    );
}

#[test]
fn a_folder_is_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = read(folder.path(), &Reading::default()).expect_err("a complaint");
    assert!(told.message.starts_with("cannot be read"), "{told}");
}

#[test]
fn a_sign_of_a_font_of_signs_is_read_or_leaves_a_mark() {
    let of_font = |font: &str, number: &str| {
        let body = format!(
            r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t xml:space="preserve">by </w:t></w:r><w:r><w:sym w:font="{font}" w:char="{number}"/></w:r><w:r><w:t>4.7</w:t></w:r></w:p></w:body></w:document>"#
        );
        let package = packed(&[("word/document.xml", &body)]);
        text("letter.docx", &package)
            .expect("a document")
            .trim()
            .to_owned()
    };
    for (font, number, read) in [
        ("Symbol", "F02D", "by −4.7"),
        ("Symbol", "002D", "by −4.7"),
        ("Wingdings", "F0FC", "by ✔4.7"),
        ("Wingdings", "F02D", "by \u{fffd}4.7"),
        ("Mill", "x", "by \u{fffd}4.7"),
    ] {
        assert_eq!(of_font(font, number), read, "{font} {number}");
    }
}
