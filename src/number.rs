//! Exact decimal numbers, and numbers as documents print them.
//!
//! No value passes through a float before it is handed to the database, and none is
//! rounded: what does not fit is an error.

mod decimal;
mod fault;
mod fraction;
mod printed;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
pub(crate) mod words;
mod written;

pub use decimal::Decimal;
pub use fault::NumberError;
pub use fraction::Fraction;
pub use printed::Printed;
pub use written::Written;
