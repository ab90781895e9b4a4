//! The digest in the head of a page, by which `sco` knows its own: over everything behind it.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::packed::digest;
use crate::error::Error;

/// What stands before and behind the digest.
const BEFORE: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<!-- Written by sco export page. SHA-256 of what follows: ";
const BEHIND: &str = " -->\n";

/// A page with its beginning and its digest.
pub(super) fn sealed(page: &str) -> String {
    [BEFORE, &hex(page.as_bytes()), BEHIND, page].concat()
}

/// Whether a file may be replaced: it is a page that `sco` wrote and nobody has changed since, or it does not exist.
pub(super) fn is_ours(place: &Path) -> Result<bool, Error> {
    let failed = Error::file("read", place);
    let mut bytes = Vec::new();
    match File::open(place).and_then(|mut file| file.read_to_end(&mut bytes)) {
        Ok(_) => Ok(bears_its_digest(&bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(failed(error)),
    }
}

fn bears_its_digest(bytes: &[u8]) -> bool {
    let Some(rest) = bytes.strip_prefix(BEFORE.as_bytes()) else {
        return false;
    };
    let Some((told, rest)) = rest.split_at_checked(64) else {
        return false;
    };
    rest.strip_prefix(BEHIND.as_bytes())
        .is_some_and(|page| told == hex(page).as_bytes())
}

fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in digest(bytes) {
        let _ = write!(digits, "{byte:02x}");
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::{bears_its_digest, sealed};

    #[test]
    fn a_page_with_another_letter_is_not_ours() {
        let page = sealed("<title>Lakes</title>\n");
        assert!(bears_its_digest(page.as_bytes()));
        for other in [
            page.replace("Lakes", "Likes"),
            page.clone() + " ",
            page.replacen("doctype", "DOCTYPE", 1),
            String::new(),
        ] {
            assert!(!bears_its_digest(other.as_bytes()), "{other}");
        }
    }
}
