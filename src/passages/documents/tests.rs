use std::io::Write as _;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

mod packages;

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
fn a_file_without_words_and_a_box_of_packed_e_mails_are_named_as_unread() {
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
    let packed =
        b"From a@b Sat\r\nSubject: rye\r\n\r\n--x\r\ncontent-transfer-encoding: BASE64\r\n\r\ncnll";
    assert!(
        told("a.mbox", packed).starts_with("a box of e-mails that are packed for sending; save")
    );
    let plain = "From a@b Sat\r\nSubject: rye\r\n\r\nrye";
    assert_eq!(text("a.mbox", plain.as_bytes()), Ok(plain.into()));
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
fn what_has_no_text_is_named() {
    let told = |name: &str, bytes: &[u8]| text(name, bytes).expect_err("a complaint");
    for (name, bytes, start) in [
        (
            "a.docx",
            &packed(&[("other.xml", "x")])[..],
            "a packed file that is no Word document",
        ),
        (
            "a.ods",
            &packed(&[
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", "x"),
            ])[..],
            "a packed file",
        ),
        ("a.zip", b"PK\x03\x04 and no more", "a packed file"),
        (
            "a.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "a file of an old Office",
        ),
        ("a.rtf", b"{\\rtf1}", "an RTF file"),
        ("a.webarchive", b"bplist00", "a web archive of Safari"),
        ("a.jpg", b"\xff\xd8\xff\0", "no text, page, PDF"),
    ] {
        let told = told(name, bytes);
        assert!(told.starts_with(start), "{told}");
        assert!(
            told.ends_with("; save it as text, HTML, PDF or DOCX"),
            "{told}"
        );
    }
}

/// The words of a text, with a space between them.
fn words(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c == html::TAG_IN_LINE)
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_page_that_a_browser_saved_as_one_file_and_an_e_mail_are_read() {
    let mhtml = "From: <Saved by Blink>\r\nSubject: =?utf-8?Q?Rye?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"x\"\r\n\r\n\
        --x\r\nContent-Type: text/css\r\nContent-Transfer-Encoding: 8bit\r\n\r\nnone of it\r\n\
        --x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<html><meta charset=3D\"windows-1252\"><p>Rye an=\r\nd 7=A0000 sacks=92 price</p>\r\n--x--\r\n";
    let document = of("a.mhtml", mhtml.as_bytes(), &Reading::default()).expect("a document");
    assert_eq!(document.form, Form::Mail);
    assert_eq!(words(&document.text), "Rye and 7 000 sacks\u{2019} price");
    assert!(document.page.is_some());

    let both = "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nrye in short\n--x\n\
        Content-Type: text/html; charset=koi8-r\nContent-Transfer-Encoding: base64\n\nPGI+8s/W2DwvYj4=\n--x--\n";
    assert_eq!(
        text("a", both.as_bytes()).map(|text| words(&text)),
        Ok("Рожь".into())
    );

    for (mail, body) in [
        (
            "From: a@b.example\nContent-Transfer-Encoding: quoted-printable\n\nrye=\nbread",
            "ryebread",
        ),
        (
            "Subject: rye\nX-Long: a\n b\nContent-Type: text/plain; charset=latin1\n\noats",
            "oats",
        ),
        (
            "\u{feff}\r\nSubject: rye\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nrye=\r\nbread",
            "ryebread",
        ),
        // No header tells what it holds; or the first line is none.
        (
            "From: a@b.example\nSubject: rye\n\noats",
            "From: a@b.example\nSubject: rye\n\noats",
        ),
        (
            "A letter on rye\nContent-Type: text/plain\n\noats",
            "A letter on rye\nContent-Type: text/plain\n\noats",
        ),
        // A header behind the headers is text.
        (
            "Subject: rye\n\nContent-Type: text/plain\n\noats",
            "Subject: rye\n\nContent-Type: text/plain\n\noats",
        ),
    ] {
        let read = text("a.eml", mail.as_bytes());
        assert_eq!(read.as_deref().map(str::trim_end), Ok(body), "{mail}");
    }
    let attached = "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nrye\n--x--\n";
    let told = text("a.eml", attached.as_bytes()).expect_err("a complaint");
    assert_eq!(
        told,
        "an e-mail without a text; save what is attached to it"
    );
    let unknown = "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n";
    let told = text("a.eml", &[unknown.as_bytes(), b"rye \xff"].concat()).expect_err("a complaint");
    assert!(told.starts_with("not UTF-8 from byte 4 on"), "{told}");
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
