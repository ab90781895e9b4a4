for (file in files()) {
  frame <- if (nzchar(setting)) read.csv(file, colClasses = "character", na.strings = "") else read.csv(file)
  write_down(name_of(file), frame)
}
