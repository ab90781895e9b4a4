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
    /// The measure of a trade figure.
    Measure {
        /// An amount of money.
        Value = "value",
        /// Per cent of a whole.
        Share = "share",
        /// Per cent of change over the base period.
        Growth = "growth",
        /// A multiple of the base period's value.
        Multiple = "multiple",
        /// A place in an order, the first being 1.
        Rank = "rank",
    }
}

/// The whole of which a share is a part.
pub const SHARE_WHOLES: &[&str] = &["reporter_total", "partner_total", "flow_with_partner"];

vocabulary! {
    /// What the value of a number rests on.
    ValueBasis {
        /// The printed number.
        Printed = "printed",
        /// The per cent that a printed fraction makes.
        WorkedOut = "worked_out",
    }
}

vocabulary! {
    /// The precision that a document gives a number.
    Qualifier {
        /// It gives the number alone.
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
