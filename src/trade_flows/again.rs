//! Reads files a second time for rows that were found to be refused only when all rows stood beside each other.

use std::collections::BTreeMap;

use csv::ByteRecord;

use super::choice;
use super::faults::Fault;
use super::header;
use super::input::{self, Part};
use super::layout::Layout;
use super::lines::Begun;
use super::rejects::Rejects;
use super::{Import, ReadFile};
use crate::error::Error;

/// The places of refused rows, file and line, each with its fault.
pub(super) type Refused = BTreeMap<(u16, u64), Fault>;

/// Adds these rows to the file of refused ones, where there is to be one. What came on standard input is gone.
pub(super) fn take(
    rejects: Option<&mut Rejects>,
    options: &Import,
    layouts: &[Layout],
    files: &[ReadFile],
    refused: &Refused,
) -> Result<(), Error> {
    let Some(rejects) = rejects.filter(|_| !refused.is_empty()) else {
        return Ok(());
    };
    let encoding = choice::encoding(options.encoding.as_deref())?;
    let mut file = 0;
    for path in &options.files {
        if path.as_os_str() == input::STANDARD_INPUT {
            return Err(Error::request(
                "rows of standard input that contradict each other cannot be read again for `--rejects`",
                "save the input in a file and import that",
            ));
        }
        input::each_part(path, encoding, &std::rc::Rc::default(), &mut |part| {
            take_part(part, &mut file, rejects, (layouts, files), refused)
        })?;
    }
    Ok(())
}

fn take_part(
    part: Part<'_>,
    file: &mut u16,
    rejects: &mut Rejects,
    (layouts, files): (&[Layout], &[ReadFile]),
    refused: &Refused,
) -> Result<(), Error> {
    let begun = Begun::of(part.bytes, &part.name)?;
    let Ok(mut header) = header::find(&begun.start, layouts) else {
        return Ok(());
    };
    let here = *file;
    *file += 1;
    let mut wanted = refused.range((here, 0)..=(here, u64::MAX)).peekable();
    let mut lines = begun.lines(header.delimiter);
    let mut row = ByteRecord::new();
    let mut later = files[usize::from(here)].later_headers.iter().peekable();
    while let Some(((_, line), fault)) = wanted.peek().copied() {
        if !lines.next(&mut row)? {
            break;
        }
        if let Some((_, next)) = later.next_if(|(at, _)| *at <= lines.line()) {
            header = next.clone();
        }
        if lines.line() == *line {
            rejects.take(&header, &row, fault)?;
            wanted.next();
        }
    }
    Ok(())
}
