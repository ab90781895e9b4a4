//! `CITATION.cff`: how to cite the dataset, for GitHub, Zenodo and Zotero.

use std::fmt::Write as _;

use super::{About, one_line};

/// The text of the file, in version 1.2.0 of the format. It demands an author: the dataset names none, so that
/// it stands there itself, as an entity.
pub fn citation_cff(about: &About) -> String {
    let mut text = String::new();
    let lines = [
        ("cff-version", "1.2.0".to_owned()),
        (
            "message",
            quoted("If you use this dataset, please cite it as below."),
        ),
        ("type", "dataset".to_owned()),
        ("title", quoted(&about.title)),
        ("version", quoted(&about.release)),
        ("license", quoted(&about.licence)),
    ];
    for (key, value) in lines {
        let _ = writeln!(text, "{key}: {value}");
    }
    let _ = writeln!(text, "authors:\n  - name: {}", quoted(&about.name));
    text
}

/// A text in quotation marks for YAML, which takes the form that JSON has.
fn quoted(text: &str) -> String {
    serde_json::Value::from(one_line(text)).to_string()
}
