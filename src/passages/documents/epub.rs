//! The pages of an e-book, in the order in which a reader turns them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::package::Package;
use super::{LONGEST, too_long};
use crate::complaint::Complaint;

/// The part that names the list of the pages.
pub(super) const CONTAINER: &str = "META-INF/container.xml";

/// The pages of the book, one behind another, as one page of HTML.
pub(super) fn page(bytes: &[u8]) -> Result<String, Complaint> {
    let (what, help) = (
        "a damaged or locked e-book",
        "save it as text, HTML, PDF or DOCX",
    );
    let mut package = Package::open(bytes, what, help)?;
    let mut part = |name: &str| {
        let text = package.text(name)?;
        text.ok_or_else(|| package.is_damaged(format!("{name} is not in it")))
    };
    let container = part(CONTAINER)?;
    let list = elements(&container, "rootfile");
    let list = list.ok().and_then(|all| all.into_iter().next());
    let list = list.and_then(|one| one.get("full-path").cloned());
    let Some(list) = list else {
        return Err(Complaint::new(
            format!("{what}: {CONTAINER} names no list of pages"),
            help,
        ));
    };
    let opf = part(&list)?;
    let mut book = String::new();
    for name in
        pages(&opf, &list).map_err(|error| Complaint::new(format!("{what}: {error}"), help))?
    {
        book.push_str(&part(&name)?);
        book.push('\n');
        if book.len() as u64 > LONGEST {
            return Err(too_long());
        }
    }
    Ok(closed(&book))
}

/// The names of the parts that are pages, in their order.
fn pages(opf: &str, list: &str) -> Result<Vec<String>, quick_xml::Error> {
    let items: BTreeMap<String, String> = elements(opf, "item")?
        .into_iter()
        .filter_map(|mut one| Some((one.remove("id")?, one.remove("href")?)))
        .collect();
    let order = elements(opf, "itemref")?;
    let hrefs = order.iter().filter_map(|one| items.get(one.get("idref")?));
    Ok(hrefs.map(|href| beside(list, href)).collect())
}

type Attributes = BTreeMap<String, String>;

/// The attributes of each element of this name.
fn elements(xml: &str, name: &str) -> Result<Vec<Attributes>, quick_xml::Error> {
    let mut found = Vec::new();
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event()? {
            Event::Start(one) | Event::Empty(one) if one.local_name().as_ref() == name => {
                found.push(attributes(&one));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

fn attributes(element: &BytesStart<'_>) -> Attributes {
    let all = element.attributes().flatten();
    all.map(|one| {
        let value = html_escape::decode_html_entities(&one.value).into_owned();
        (one.key.local_name().as_ref().to_owned(), value)
    })
    .collect()
}

/// The part that `href` names from where `list` lies.
fn beside(list: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
    let mut path: Vec<&str> = list.split('/').collect();
    path.pop();
    for step in href.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            step => path.push(step),
        }
    }
    path.join("/")
}

/// A page without the elements that XML closes in their first tag, such as `<script src="a.js"/>`: HTML knows no such
/// tag, and would take all that follows for a script.
fn closed(page: &str) -> String {
    let mut made = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(open) = memchr::memchr(b'<', rest.as_bytes()) {
        let end =
            memchr::memchr(b'>', &rest.as_bytes()[open..]).map_or(rest.len(), |at| open + at + 1);
        let tag = &rest[open..end];
        let name = tag[1..].split(|c: char| !c.is_ascii_alphanumeric()).next();
        let is_dropped = matches!(name, Some("script" | "style" | "head" | "title"));
        made.push_str(&rest[..open]);
        if !(is_dropped && tag.ends_with("/>")) {
            made.push_str(tag);
        }
        rest = &rest[end..];
    }
    made.push_str(rest);
    made
}
