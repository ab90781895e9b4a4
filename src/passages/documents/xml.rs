//! A walk through the XML of a document, for whoever makes text of it.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// What is told of a document while it is walked through.
pub(super) trait Walk {
    /// An element begins.
    fn open(&mut self, element: &BytesStart<'_>);
    /// The element of this name, without its namespace, ends.
    fn close(&mut self, name: &str);
    /// Characters between two tags, references decoded.
    fn take(&mut self, text: &str);

    /// Walks through a document from its first element to its last.
    fn read(&mut self, xml: &str) -> Result<(), quick_xml::Error> {
        let mut reader = Reader::from_str(xml);
        loop {
            match reader.read_event()? {
                Event::Start(element) => self.open(&element),
                Event::Empty(element) => {
                    self.open(&element);
                    self.close(element.local_name().as_ref());
                }
                Event::End(element) => self.close(element.local_name().as_ref()),
                Event::Text(text) => self.take(&text),
                Event::GeneralRef(reference) => {
                    let written = format!("&{};", &*reference);
                    self.take(&html_escape::decode_html_entities(&written));
                }
                Event::CData(text) => self.take(&text),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }
}

/// The value of an attribute, by its name without a namespace.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes().flatten();
    let found = attributes.find(|one| one.key.local_name().as_ref() == name);
    found.map(|one| one.value.into_owned())
}
