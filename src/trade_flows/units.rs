//! The units of quantities, each once.

use super::exact::whole;
use super::faults::Fault;

/// The units by the codes of UN Comtrade. Two of them say that there is no quantity.
const OF_COMTRADE: &[(&[u8], &str)] = &[
    (b"2", "m²"),
    (b"3", "1000 kWh"),
    (b"4", "m"),
    (b"5", "u"),
    (b"6", "2u"),
    (b"7", "l"),
    (b"8", "kg"),
    (b"9", "1000u"),
    (b"10", "u jeu/pack"),
    (b"11", "12u"),
    (b"12", "m³"),
    (b"13", "carat"),
];

/// The units of a run.
#[derive(Debug, Default)]
pub(super) struct Units(Vec<String>);

impl Units {
    /// The place of a unit.
    pub(super) fn place(&mut self, unit: &str) -> Result<Option<u8>, Fault> {
        if let Some(at) = self.0.iter().position(|held| held == unit) {
            return Ok(u8::try_from(at).ok());
        }
        match u8::try_from(self.0.len()) {
            Ok(at) => {
                self.0.push(unit.to_owned());
                Ok(Some(at))
            }
            Err(_) => Err(Fault::of_row(
                "trade-units",
                "there are more than 256 units of quantity",
                "check whether the column holds units",
            )),
        }
    }

    /// The place of the unit with this code of UN Comtrade; none where the code says that there is no quantity.
    pub(super) fn of_comtrade(&mut self, code: &[u8]) -> Result<Option<u8>, Fault> {
        let code = whole(code);
        if matches!(code, b"" | b"-1" | b"1") {
            return Ok(None);
        }
        let known = OF_COMTRADE.iter().find(|(held, _)| *held == code);
        match known {
            Some((_, unit)) => self.place(unit),
            None => self.place(&format!(
                "UN Comtrade unit {}",
                String::from_utf8_lossy(code)
            )),
        }
    }

    /// The unit at a place.
    pub(super) fn unit(&self, place: u8) -> &str {
        self.0.get(usize::from(place)).map_or("", String::as_str)
    }
}
