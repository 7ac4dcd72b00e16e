# Rscript decomposition_peers.R FOLDER SIZE: stl and forecast::mstl on FOLDER/series_SIZE.bin. Prints JSON lines of medians of
# five and writes each season and trend as doubles beside the series.
arguments <- commandArgs(TRUE)
folder <- arguments[1]
n <- as.integer(arguments[2])
y <- readBin(file.path(folder, sprintf("series_%d.bin", n)), "double", n)
report <- function(work, peer, fit, parts) {
  fit()
  elapsed <- function(times) system.time(for (run in seq_len(times)) fit(), gcFirst = FALSE)[["elapsed"]] / times
  times <- ceiling(0.1 / max(elapsed(1), 0.001))
  seconds <- median(replicate(5, elapsed(times)))
  writeBin(as.double(parts(fit())), file.path(folder, sprintf("%s_R_%d.bin", work, n)))
  cat(sprintf('{"work": "%s", "peer": "%s", "seconds": %.6f}\n', work, peer, seconds))
}
day <- ts(y, frequency = 288)
base <- paste("R", getRversion(), "stl")
seasonTrend <- function(fit) fit$time.series[, 1:2]
report("periodic", base, function() stl(day, "periodic"), seasonTrend)
report("periodic_robust", base, function() stl(day, "periodic", robust = TRUE), seasonTrend)
report("window7", base, function() stl(day, 7), seasonTrend)
report("window7_robust", base, function() stl(day, 7, robust = TRUE), seasonTrend)
every <- function() stl(day, 7, s.degree = 1, s.jump = 1, t.jump = 1, l.jump = 1)
report("window7_degree1_every_point", base, every, seasonTrend)
if (n > 2 * 2016 && requireNamespace("forecast", quietly = TRUE)) {
  both <- forecast::msts(y, c(288, 2016))
  name <- paste("R forecast", packageVersion("forecast"), "mstl")
  report("mstl", name, function() forecast::mstl(both), function(fit) fit[, c("Seasonal288", "Trend")])
}
