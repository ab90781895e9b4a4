//! The events of an entity, each with all who took part in it.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde_json::json;

use crate::db::Queries;
use crate::error::Error;

/// An event for people, with its participants and what other sources say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub fact_id: String,
    /// Its sentence.
    pub statement: String,
    /// Its citation.
    pub citation: Option<String>,
    /// Who took part, and as what: `Kazakhstan (host)`.
    pub participants: Vec<String>,
}

/// The events with these ids, by id.
pub fn events(connection: &Connection, ids: &[&str]) -> Result<BTreeMap<String, Event>, Error> {
    const DOING: &str = "look up the events";
    let ids = json!(ids).to_string();
    let events: Vec<Event> = connection.rows(DOING, include_str!("events.sql"), [&ids], |row| {
        Ok(Event {
            fact_id: row.get(0)?,
            statement: row.get(1)?,
            citation: row.get(2)?,
            participants: Vec::new(),
        })
    })?;
    let mut events: BTreeMap<String, Event> = events
        .into_iter()
        .map(|event| (event.fact_id.clone(), event))
        .collect();
    let participants: Vec<(String, String)> = connection.rows(
        DOING,
        include_str!("participants_of_events.sql"),
        [&ids],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (event, participant) in participants {
        if let Some(event) = events.get_mut(&event) {
            event.participants.push(participant);
        }
    }
    Ok(events)
}
