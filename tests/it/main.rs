//! What the project promises, each module a promise, each assertion on what a user sees.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the project's own files have lower-case endings"
)]

mod adding_a_kind;
mod bibliography;
mod building;
mod citing;
mod consumers;
mod dataset;
mod declarations;
mod declared_limits;
mod dictionary;
mod diff;
mod docs;
mod exporting;
mod failing_calls;
mod faults;
mod fixture;
mod helping;
mod house;
mod importing_again;
mod interfering_triggers;
mod large_input;
mod large_migration;
mod leftovers;
mod messages;
mod migrate_announcements;
mod migrate_at_the_end;
mod migrate_blamed;
mod migrate_crashes;
mod migrate_edges;
mod migrate_effect;
mod migrate_full_text;
mod migrate_generator;
mod migrate_looks;
mod migrate_meanings;
mod migrate_other_bytes;
mod migrate_own_tables;
mod migrate_owners;
mod migrate_references;
mod migrate_replay;
mod migrate_rows;
mod migrate_sandbox;
mod migrate_sets;
mod migrate_traps;
mod migrate_virtual;
mod migrate_words;
mod migrate_written;
mod opening;
mod options;
mod other_forms;
mod other_origins;
mod output;
mod own_claims;
mod own_facts;
mod page;
mod page_browsers;
#[cfg(feature = "parquet")]
mod parquet;
mod passage_vectors;
mod properties;
mod races;
mod refusals;
mod replacing;
mod rules;
mod schema;
mod searching;
mod second_dataset;
mod seeds_readme;
mod sentences;
mod showing;
mod terminals;
mod trade_again;
mod trade_breakdowns;
mod trade_build;
mod trade_check;
mod trade_files;
mod trade_import;
mod trade_lines;
mod trade_maps;
mod trade_profiles;
mod trade_refusals;
mod trade_sums;
mod trade_world;
mod upgrading;
mod user_facts;
mod verifying;
mod views;
mod waits;
#[cfg(feature = "workbook")]
mod workbook;
mod worked_out;
mod world;
