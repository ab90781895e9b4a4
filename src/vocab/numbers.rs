//! The words of trade figures and indicators.

vocabulary! {
    /// In which direction goods went, seen from the reporter.
    Flow {
        /// Out of the reporter.
        Export = "export",
        /// Into the reporter.
        Import = "import",
        /// Both together.
        Total = "total",
    }
}

vocabulary! {
    /// What a trade figure measures.
    Measure {
        /// An amount of money.
        Value = "value",
        /// Per cent of a whole.
        Share = "share",
        /// Per cent of change over the base period.
        Growth = "growth",
        /// How many times the base period's value.
        Multiple = "multiple",
        /// A place in an order, the first being 1.
        Rank = "rank",
    }
}

/// What a share is a share of.
pub const SHARE_WHOLES: &[&str] = &["reporter_total", "partner_total", "flow_with_partner"];

vocabulary! {
    /// How a document qualifies a number.
    Qualifier {
        /// Not at all.
        Exact = "exact",
        /// About, some, around.
        About = "about",
        /// A little below.
        Almost = "almost",
        /// Above.
        MoreThan = "more_than",
        /// At or above.
        AtLeast = "at_least",
        /// Below.
        LessThan = "less_than",
        /// At or below.
        UpTo = "up_to",
    }
}
