use super::super::tests::{cited, mill};
use super::super::{Scope, verify_files};
use super::*;
use crate::passages::copies::{Saved, SourceCopy};

#[test]
fn a_file_that_cannot_be_read_is_named_for_its_document_and_for_a_part_of_it() {
    let part = SourceCopy {
        source_id: "part".into(),
        part_of: Some("mill".into()),
        ..SourceCopy::default()
    };
    let sources = [mill(), part];
    let cited = [cited("part", "a", 0, "roggen", &[])];
    for (file, detail, help) in [
        ("part.txt", "part.txt: torn", "mend it"),
        ("mill.txt", "mill.txt: torn", "mend it"),
        ("rye.txt", "", "save a copy as `mill` with its ending"),
    ] {
        let torn = Saved {
            file: file.into(),
            document: Err(Complaint::new("torn", "mend it")),
        };
        let report = verify_files(&sources, &cited, Scope::All, [torn].into_iter());
        let one = &report.citations[0];
        assert_eq!(
            (one.verdict, one.detail.as_str(), one.help.as_str()),
            (Verdict::NoCopy, detail, help),
            "{file}"
        );
    }
}
