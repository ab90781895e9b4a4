database <- DBI::dbConnect(RSQLite::SQLite(), source_path, flags = RSQLite::SQLITE_RO)
for (name in grep("^search_", DBI::dbListTables(database), value = TRUE, invert = TRUE)) {
  write_down(name, suppressWarnings(DBI::dbReadTable(database, name, check.names = FALSE)))
}
