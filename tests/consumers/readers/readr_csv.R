for (file in files()) {
  frame <- switch(
    setting,
    rows = readr::read_csv(file, guess_max = Inf, show_col_types = FALSE),
    text = readr::read_csv(file, col_types = readr::cols(.default = "c"), na = ""),
    suppressWarnings(readr::read_csv(file, show_col_types = FALSE))
  )
  write_down(name_of(file), frame)
}
