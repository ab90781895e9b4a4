//! What a head may say of a loss, and what a program asks for, both as tokens: so the spacing and the
//! quoting of names do not count.

/// The words behind `-- expect:` that announce a loss.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Words {
    tokens: Vec<String>,
    /// More may follow.
    open: bool,
}

impl Words {
    pub(super) fn new(tokens: &[&str]) -> Self {
        Self {
            tokens: tokens.iter().map(|token| (*token).to_owned()).collect(),
            open: false,
        }
    }

    /// The same, whatever follows.
    pub(super) fn open(self) -> Self {
        Self { open: true, ..self }
    }

    /// True if a head that says `said` announces it.
    pub(super) fn are(&self, said: &str) -> bool {
        let said = tokens(said);
        let count = self.tokens.len();
        (said.len() == count || (self.open && said.len() > count)) && said[..count] == self.tokens
    }
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let end = if self.open { " …" } else { "" };
        write!(f, "{}{end}", self.tokens.join(" "))
    }
}

/// The announcements that a refusal asks for: what stands between `-- expect: ` and the end of the
/// quotation.
pub(super) fn asked_for(message: &str) -> Vec<String> {
    message
        .split("`-- expect: ")
        .skip(1)
        .filter_map(|rest| rest.split_once('`'))
        .map(|(words, _)| words.to_owned())
        .collect()
}

/// Words, marks, and names without their quotes.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut left = text.chars().peekable();
    while let Some(first) = left.next() {
        if first.is_whitespace() {
            continue;
        }
        let mut token = String::new();
        let quote = match first {
            '"' | '`' => Some(first),
            '[' => Some(']'),
            _ => None,
        };
        if let Some(quote) = quote {
            while let Some(next) = left.next() {
                if next != quote {
                    token.push(next);
                } else if quote != ']' && left.peek() == Some(&quote) {
                    left.next();
                    token.push(quote);
                } else {
                    break;
                }
            }
        } else if is_word(first) {
            token.push(first);
            while let Some(next) = left.next_if(|next| is_word(*next)) {
                token.push(next);
            }
        } else {
            token.push(first);
        }
        found.push(token);
    }
    found
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}
