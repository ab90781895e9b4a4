for (file in files()) {
  frame <- if (nzchar(setting)) {
    readr::read_csv(file, na = "", guess_max = Inf, show_col_types = FALSE)
  } else {
    suppressWarnings(readr::read_csv(file, show_col_types = FALSE))
  }
  write_down(name_of(file), frame)
}
