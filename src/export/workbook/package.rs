//! The file of a workbook. Addresses are kept as they are, every part has the same time, and a digest tells `sco` later
//! that it wrote the file.
//!
//! The digest is over the names, lengths and checksums of all parts but the one that holds it, as the directory of
//! the file gives them. Saving the workbook with another program changes the digest.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind, Read, Seek, Write};
use std::path::Path;

use sha2::{Digest as _, Sha256};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::error::Error;

/// The name of the property of the document that holds the digest.
pub(super) const DIGEST: &str = "Digest by sco";
/// What the property holds until the digest is known.
pub(super) const TO_COME: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// The part that holds the properties.
const PROPERTIES: &str = "docProps/custom.xml";
/// A limit on the length of the properties, in bytes; those that `sco` writes are shorter.
const LONGEST_PROPERTIES: u64 = 64 * 1024;

/// Stands for `%` in an address until the file is made, since the library writes `%25` for a `%` unless it knows the
/// escape. The character is one for private use, so it occurs in no address.
pub(super) const PERCENT: &str = "\u{e000}";

/// The workbook that the library made, with addresses as they are and the digest.
pub(super) fn sealed(made: &[u8]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(made))?;
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut properties = String::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at)?;
        let name = part.name()?.into_owned();
        if name == PROPERTIES {
            part.read_to_string(&mut properties)?;
        } else if Path::new(&name)
            .extension()
            .is_some_and(|ending| ending == "rels")
        {
            let mut text = String::new();
            part.read_to_string(&mut text)?;
            add(&mut writer, &name, &text.replace(PERCENT, "%"))?;
        } else {
            drop(part);
            writer.raw_copy_file(archive.by_index_raw(at)?)?;
        }
    }
    let bytes = writer.finish()?;
    let digest = digest_of(&mut ZipArchive::new(bytes.clone())?)?;
    let mut writer = ZipWriter::new_append(bytes)?;
    add(
        &mut writer,
        PROPERTIES,
        &properties.replace(TO_COME, &digest),
    )?;
    Ok(writer.finish()?.into_inner())
}

fn add(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, text: &str) -> ZipResult<()> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .unix_permissions(0o600)
        .last_modified_time(DateTime::default());
    writer.start_file(name, options)?;
    writer.write_all(text.as_bytes())?;
    Ok(())
}

/// The digest over every part but the properties.
fn digest_of(archive: &mut ZipArchive<impl Read + Seek>) -> ZipResult<String> {
    let mut digest = Sha256::new();
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at)?;
        let name = part.name()?;
        if name != PROPERTIES {
            let line = format!("{name} {} {:08x}\n", part.size(), part.crc32());
            digest.update(line.as_bytes());
        }
    }
    let mut digits = String::new();
    for byte in digest.finalize() {
        let _ = write!(digits, "{byte:02x}");
    }
    Ok(digits)
}

/// Whether a file may be replaced: it is a workbook that `sco` wrote and nobody has saved since, or it does not
/// exist.
pub(super) fn is_ours(place: &Path) -> Result<bool, Error> {
    match File::open(place) {
        Ok(file) => Ok(bears_its_digest(BufReader::new(file)).unwrap_or(false)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(true),
        Err(error) => Err(Error::file("read", place)(error)),
    }
}

fn bears_its_digest(file: impl Read + Seek) -> ZipResult<bool> {
    let mut archive = ZipArchive::new(file)?;
    let digest = digest_of(&mut archive)?;
    let mut properties = String::new();
    let part = archive.by_name(PROPERTIES)?;
    part.take(LONGEST_PROPERTIES)
        .read_to_string(&mut properties)?;
    Ok(properties.contains(&[">", &digest, "<"].concat()))
}
