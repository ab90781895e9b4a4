//! Records of the seeds in the types of `passages`.

use crate::passages::paragraphs::Breaks;
use crate::seeds::Record;
use crate::vocab::ParagraphRule;

/// Where the paragraphs of a source's reference copy end, where that is recorded.
pub(crate) fn breaks(source: &Record) -> Option<Breaks> {
    Some(match source.word("paragraph_rule")? {
        ParagraphRule::BlankLine => Breaks::BlankLines,
        ParagraphRule::LineEnd => Breaks::LineEnds,
    })
}
