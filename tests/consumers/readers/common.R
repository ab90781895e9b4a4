# What every reader in R does besides reading; see common.py.

arguments <- commandArgs(trailingOnly = TRUE)
source_path <- arguments[1]
results <- arguments[2]
setting <- arguments[3]

files <- function() list.files(source_path, pattern = "[.]csv$", full.names = TRUE)

name_of <- function(file) sub("[.]csv$", "", basename(file))

# A number with all its digits; a 64-bit integer and a date as they print.
text <- function(column) {
  if (is.double(column) && is.null(attr(column, "class"))) {
    digits <- sprintf("%.15g", column)
    column <- ifelse(is.na(column), NA, ifelse(as.numeric(digits) == column, digits, sprintf("%.17g", column)))
  }
  as.character(column)
}

write_down <- function(name, frame) {
  cells <- as.data.frame(lapply(frame, text), optional = TRUE)
  write.csv(cells, file.path(results, paste0(name, ".csv")), row.names = FALSE, na = "", fileEncoding = "UTF-8")
}
