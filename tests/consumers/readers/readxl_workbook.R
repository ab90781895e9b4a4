for (name in setdiff(readxl::excel_sheets(source_path), "about")) {
  frame <- readxl::read_excel(source_path, sheet = name, .name_repair = "minimal")
  # A date stands there twice, as it is recorded and as a day; the unit of a number stands in the head.
  frame <- frame[!grepl(" as a day$", names(frame))]
  names(frame) <- sub("[[:space:](].*$", "", names(frame))
  write_down(name, frame)
}
