//! The encoding of a text: told by a byte-order mark, by the page itself, or by the user. It is never guessed.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::complaint::Complaint;

/// What the user says of files that do not tell their encoding.
#[derive(Debug, Clone, Copy, Default)]
pub struct Encodings {
    /// The encoding of files that are not UTF-8; none where nothing is said.
    pub named: Option<&'static Encoding>,
}

impl Encodings {
    /// The encoding of a name that browsers know, such as `windows-1252`, `latin1` or `utf-16le`.
    ///
    /// # Errors
    ///
    /// When there is none of that name.
    pub fn of(name: &str) -> Result<Self, Complaint> {
        let named = Encoding::for_label(name.as_bytes());
        if named.is_none() {
            return Err(Complaint::new(
                format!("`{name}` is no encoding"),
                "write it as web pages do: windows-1252, windows-1251, utf-16le, gb18030 ..",
            ));
        }
        Ok(Self { named })
    }
}

/// The bytes of a page in which its encoding must be declared, as browsers have it.
const HEAD: usize = 1024;

/// The encoding that a page declares: in its XML declaration or in a `meta` element.
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).to_ascii_lowercase();
    let in_xml = || {
        let declaration = head.trim_start().strip_prefix("<?xml")?;
        named(declaration.split_once("?>")?.0, "encoding")
    };
    let in_meta = || {
        let mut metas = head.split("<meta").skip(1);
        metas.find_map(|meta| named(meta.split('>').next()?, "charset"))
    };
    in_xml().or_else(in_meta).map(|encoding| {
        // Who can read the declaration does not read UTF-16.
        if encoding == UTF_16LE || encoding == UTF_16BE {
            UTF_8
        } else {
            encoding
        }
    })
}

/// The encoding behind `key=`, in quotes or without.
fn named(text: &str, key: &str) -> Option<&'static Encoding> {
    let (_, after) = text.split_once(key)?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let end = value.find(|c| !is_part(c)).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

/// Decodes a text: by its byte-order mark, else by what it declares, else as UTF-8, else by what the user says.
///
/// # Errors
///
/// When none of these can be, with the first byte that is not UTF-8.
pub(super) fn decode(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    encodings: Encodings,
) -> Result<String, Complaint> {
    let marked = Encoding::for_bom(bytes);
    let bytes = &bytes[marked.map_or(0, |(_, length)| length)..];
    let told = marked.map(|(encoding, _)| encoding).or(declared);
    let tried = told.into_iter().chain([UTF_8]).chain(encodings.named);
    // A byte that is 0 stands in every text in UTF-16, and in none that is in another encoding.
    let is_wide = |encoding: &Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let fits = |encoding: &Encoding, text: &str| is_wide(encoding) || !text.contains('\0');
    for encoding in tried {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
        if let Some(text) = text.filter(|text| fits(encoding, text)) {
            return Ok(text.into_owned());
        }
        if marked.is_some() {
            break;
        }
    }
    Err(undecided(bytes, told))
}

fn undecided(bytes: &[u8], told: Option<&'static Encoding>) -> Complaint {
    let zeros = memchr::memchr_iter(0, bytes).count();
    let help = if zeros * 4 > bytes.len() {
        "name its encoding with --encoding, such as utf-16le, or save it as UTF-8"
    } else {
        "name its encoding with --encoding, such as windows-1252, or save it as UTF-8"
    };
    if let Some(told) = told.filter(|told| *told != UTF_8) {
        let name = told.name();
        return Complaint::new(format!("said to be {name}, and is not"), help);
    }
    let message = match std::str::from_utf8(bytes) {
        Err(error) => format!("not UTF-8 from byte {} on", error.valid_up_to()),
        Ok(_) => "no text: it holds bytes that are 0".to_owned(),
    };
    Complaint::new(message, help)
}

/// Whether a file whose name tells nothing is text.
pub(super) fn is_text(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some()
        || (!bytes.contains(&0) && std::str::from_utf8(bytes).is_ok())
}
