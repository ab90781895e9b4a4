//! A fraction as documents print it: a third, two in five.

/// A numerator and a denominator, both as they were printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fraction {
    numerator: i64,
    denominator: i64,
}

impl Fraction {
    /// None where there is nothing to divide by.
    pub fn new(numerator: i64, denominator: i64) -> Option<Self> {
        (denominator != 0).then_some(Self {
            numerator,
            denominator,
        })
    }

    /// The number above the line.
    pub fn numerator(self) -> i64 {
        self.numerator
    }

    /// The number below the line.
    pub fn denominator(self) -> i64 {
        self.denominator
    }

    /// The float nearest to its per cent: a third has no exact one, and the fraction itself is kept beside it.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the numbers of a fraction that a document prints are small"
    )]
    pub fn per_cent(self) -> f64 {
        (self.numerator * 100) as f64 / self.denominator as f64
    }
}

#[cfg(test)]
mod tests {
    use super::Fraction;

    #[test]
    fn a_part_of_nothing_is_no_fraction() {
        assert_eq!(Fraction::new(1, 0), None);
        assert!(Fraction::new(0, 1).is_some());
    }

    #[test]
    fn the_per_cent_is_the_nearest_number_that_there_is() {
        let per_cent = |numerator, denominator| {
            let fraction = Fraction::new(numerator, denominator).unwrap();
            fraction.per_cent().to_string()
        };
        assert_eq!(per_cent(1, 4), "25");
        assert_eq!(per_cent(1, 2), "50");
        assert_eq!(per_cent(2, 2), "100");
        assert_eq!(per_cent(1, 3), "33.333333333333336");
    }
}
