//! Opens what a user names: plain or compressed files, archives and standard input, in any encoding that is told.

use std::cell::RefCell;
use std::fmt::Write;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use encoding_rs::{DecoderResult, Encoding};
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

use crate::error::Error;

/// The name of standard input on the command line.
pub(super) const STANDARD_INPUT: &str = "-";

/// A text inside a file: the file itself, or a member of an archive.
pub(super) struct Part<'a> {
    /// The name of the text, for messages.
    pub(super) name: String,
    /// Its bytes, in UTF-8 where its encoding was told or a byte-order mark says it; else as they are.
    pub(super) bytes: Box<dyn Read + 'a>,
    /// True if it is one of several in an archive, some of which may be no data.
    pub(super) is_in_archive: bool,
}

/// What a file was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    /// Its name without its folder.
    pub(super) name: String,
    /// Its name as messages have it, with which the names of its parts begin.
    pub(super) shown: String,
    /// SHA-256 digest of its bytes.
    pub(super) sha256: String,
    /// Its length in bytes.
    pub(super) bytes: u64,
}

/// Hands every text of a file to `take`, and says what the file was.
pub(super) fn each_part(
    path: &Path,
    encoding: Option<&'static Encoding>,
    meter: &Rc<RefCell<u64>>,
    take: &mut dyn FnMut(Part<'_>) -> Result<(), Error>,
) -> Result<Identity, Error> {
    let is_stdin = path.as_os_str() == STANDARD_INPUT;
    let shown = if is_stdin {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let raw: Box<dyn Read> = if is_stdin {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(Error::file("read", path))?;
        Box::new(file)
    };
    let tally = Rc::new(RefCell::new(Tally::default()));
    let mut hashed = Hashed {
        inner: raw,
        tally: tally.clone(),
        meter: meter.clone(),
    };
    let reading = || Error::file("read", PathBuf::from(&shown));
    let start = peek(&mut hashed, 4).map_err(reading())?;
    let form = Form::of(&start);
    if form == Form::Parquet {
        return Err(Error::request(
            format!("{shown} is a Parquet file"),
            "name the folder that `sco export parquet` wrote, or write the rows of another maker as CSV",
        ));
    }
    let mut whole = Cursor::new(start).chain(hashed);
    if form == Form::Zip {
        each_member(&mut whole, &shown, encoding, take)?;
    } else {
        let unpacked: Box<dyn Read + '_> = match form {
            Form::Gzip => Box::new(MultiGzDecoder::new(&mut whole)),
            Form::Zstd => Box::new(zstd::Decoder::new(&mut whole).map_err(reading())?),
            Form::Plain | Form::Zip | Form::Parquet => Box::new(&mut whole),
        };
        take(Part {
            bytes: decoded(unpacked, encoding).map_err(reading())?,
            name: shown.clone(),
            is_in_archive: false,
        })?;
    }
    // What follows the compressed data belongs to the file too.
    io::copy(&mut whole, &mut io::sink()).map_err(reading())?;
    let tally = std::mem::take(&mut *tally.borrow_mut());
    let name = Path::new(&shown).file_name();
    Ok(Identity {
        name: name.map_or(shown.clone(), |name| name.to_string_lossy().into_owned()),
        shown: shown.clone(),
        sha256: hexadecimal(&tally.sha256.finalize()),
        bytes: tally.bytes,
    })
}

/// The SHA-256 digest of bytes, in hexadecimal digits.
pub(super) fn digest(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The hexadecimal digits of a digest.
pub(super) fn hexadecimal(digest: &[u8]) -> String {
    let mut text = String::new();
    for byte in digest {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The ways in which a file may be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Gzip,
    Zip,
    Zstd,
    Parquet,
}

impl Form {
    /// The form, by the bytes with which each begins.
    fn of(start: &[u8]) -> Self {
        match start {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [b'P', b'K', 3, 4] => Self::Zip,
            [0x28, 0xb5, 0x2f, 0xfd] => Self::Zstd,
            b"PAR1" => Self::Parquet,
            _ => Self::Plain,
        }
    }
}

/// The data files of an archive, in the order of their names. The archive is copied to a temporary file without a
/// name, since its list of members stands at its end, which a pipe gives last.
fn each_member(
    whole: &mut dyn Read,
    shown: &str,
    encoding: Option<&'static Encoding>,
    take: &mut dyn FnMut(Part<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let reading = || Error::file("read", PathBuf::from(shown));
    let mut copy = tempfile::tempfile().map_err(Error::file("make", "a temporary file"))?;
    io::copy(whole, &mut copy).map_err(reading())?;
    copy.seek(SeekFrom::Start(0)).map_err(reading())?;
    let mut archive =
        ZipArchive::new(copy).map_err(|error| reading()(io::Error::other(error.to_string())))?;
    if archive.index_for_name("xl/workbook.xml").is_some() {
        return Err(Error::request(
            format!("{shown} is a workbook"),
            "open it in a spreadsheet and save the sheet as CSV",
        ));
    }
    let names = archive.file_names_raw().map(String::from_utf8_lossy);
    let mut members: Vec<(String, usize)> = names
        .map(std::borrow::Cow::into_owned)
        .zip(0..)
        .filter(|(name, _)| is_data(name))
        .collect();
    members.sort();
    if members.is_empty() {
        return Err(Error::request(
            format!("{shown} holds no data file"),
            "an archive may hold files that end in .csv, .tsv, .txt or .tab",
        ));
    }
    let is_in_archive = members.len() > 1;
    for (name, at) in members {
        let member = archive
            .by_index(at)
            .map_err(|error| reading()(io::Error::other(error.to_string())))?;
        take(Part {
            bytes: decoded(Box::new(member), encoding).map_err(reading())?,
            name: format!("{shown}/{name}"),
            is_in_archive,
        })?;
    }
    Ok(())
}

/// Whether a member of an archive may hold data. What macOS adds is none.
fn is_data(name: &str) -> bool {
    const ENDINGS: [&str; 4] = [".csv", ".tsv", ".txt", ".tab"];
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending)) && !name.starts_with("__MACOSX/")
}

#[derive(Default)]
struct Tally {
    sha256: Sha256,
    bytes: u64,
}

/// Bytes that are counted and digested while they pass.
struct Hashed<R> {
    inner: R,
    tally: Rc<RefCell<Tally>>,
    meter: Rc<RefCell<u64>>,
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let mut tally = self.tally.borrow_mut();
        tally.sha256.update(&buffer[..read]);
        tally.bytes += read as u64;
        *self.meter.borrow_mut() += read as u64;
        Ok(read)
    }
}

/// Up to so many bytes from the beginning. A pipe may give them one by one.
pub(super) fn peek(reader: &mut dyn Read, most: usize) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(most as u64).read_to_end(&mut start)?;
    Ok(start)
}

/// The text in UTF-8, where a byte-order mark or the user says what it is; else as it is.
fn decoded<'a>(
    mut reader: Box<dyn Read + 'a>,
    told: Option<&'static Encoding>,
) -> io::Result<Box<dyn Read + 'a>> {
    let start = peek(&mut reader, 3)?;
    let marked = Encoding::for_bom(&start);
    if let (Some((marked, _)), Some(told)) = (marked, told)
        && marked != told
    {
        return Err(io::Error::other(format!(
            "its byte-order mark says {}, and not {}; leave `--encoding` out",
            marked.name(),
            told.name()
        )));
    }
    let (encoding, mark) = marked.map_or((told, 0), |(encoding, length)| (Some(encoding), length));
    let rest = Cursor::new(start[mark..].to_vec()).chain(reader);
    match encoding {
        None => Ok(Box::new(rest)),
        // Texts that are not read need not be UTF-8, such as the names of areas beside their codes.
        Some(utf8) if utf8 == encoding_rs::UTF_8 => Ok(Box::new(rest)),
        Some(other) => Ok(Box::new(Decoded {
            inner: rest,
            encoding: other,
            decoder: other.new_decoder_without_bom_handling(),
            raw: Vec::new(),
            text: Vec::new(),
            given: 0,
            is_at_end: false,
            offset: mark as u64,
        })),
    }
}

/// A text of another encoding, given on as UTF-8. A byte that means nothing is an error.
struct Decoded<R> {
    inner: R,
    encoding: &'static Encoding,
    decoder: encoding_rs::Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
    is_at_end: bool,
    offset: u64,
}

const DECODED_AT_ONCE: usize = 64 * 1024;

impl<R: Read> Decoded<R> {
    fn refill(&mut self) -> io::Result<()> {
        let mut more = vec![0; DECODED_AT_ONCE];
        let read = self.inner.read(&mut more)?;
        self.is_at_end = read == 0;
        self.raw.extend_from_slice(&more[..read]);
        self.text.resize(self.raw.len() * 3 + 16, 0);
        let (outcome, taken, written) = self.decoder.decode_to_utf8_without_replacement(
            &self.raw,
            &mut self.text,
            self.is_at_end,
        );
        debug_assert!(
            outcome != DecoderResult::OutputFull,
            "three bytes for one are enough"
        );
        if let DecoderResult::Malformed(length, _) = outcome {
            let at = self.offset + (taken as u64).saturating_sub(u64::from(length));
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "byte {} is no {}; name the right encoding with `--encoding`",
                    at + 1,
                    self.encoding.name()
                ),
            ));
        }
        self.offset += taken as u64;
        self.raw.drain(..taken);
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() && !self.is_at_end {
            self.refill()?;
        }
        let left = &self.text[self.given..];
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.given += count;
        Ok(count)
    }
}
