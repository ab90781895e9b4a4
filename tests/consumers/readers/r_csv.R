for (file in files()) {
  frame <- if (nzchar(setting)) read.csv(file, na.strings = "") else read.csv(file)
  write_down(name_of(file), frame)
}
