for (file in files()) {
  frame <- as.data.frame(switch(
    setting,
    text = data.table::fread(file, colClasses = "character", na.strings = NULL),
    data.table::fread(file)
  ))
  if (setting == "text") frame[] <- lapply(frame, function(column) gsub("\"\"", "\"", column, fixed = TRUE))
  write_down(name_of(file), frame)
}
