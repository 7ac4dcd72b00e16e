# Rscript decomposition_simulated.R, in this folder: R's stl and forecast::mstl on simulated hourly traffic of six weeks
# with a day, a week, a trend, autocorrelated noise and outliers. Run with R 4.2.2 and forecast 8.20.
suppressMessages(library(forecast))
set.seed(20120119)
hour <- 0:1007
y <- 100 + 0.02 * hour + 20 * cos(2 * pi * (hour - 20) / 24) + 8 * cos(4 * pi * hour / 24) -
  12 * (hour %% 168 >= 120) + as.numeric(arima.sim(list(ar = 0.7), 1008, sd = 2))
y[c(100, 101, 333, 700)] <- y[c(100, 101, 333, 700)] - 60
y <- round(y, 6)
both <- function(m) as.data.frame(m)[, c("Seasonal24", "Seasonal168", "Trend", "Remainder")]
parts <- function(m) data.frame(m$time.series, weights = m$weights)
day <- ts(y, frequency = 24)
edges <- y
edges[5 + 24 * c(0:5, 36:40)] <- 900 * c(1, -1)[1 + 0:10 %% 2]
odd <- ts(y[1:1007], frequency = 24)
pad <- function(d) d[seq_along(y), ]
out <- list(
  mstl = both(mstl(msts(y, c(24, 168)))),
  mstl_robust = both(mstl(msts(y, c(24, 168)), s.window = c(7, 13), robust = TRUE)),
  stl_s7_degree1_jump1 = parts(stl(day, 7, s.degree = 1, s.jump = 1, t.jump = 1, l.jump = 1)),
  stl_robust = parts(stl(day, 13, robust = TRUE)),
  stl_odd_robust = pad(parts(stl(odd, "periodic", robust = TRUE))),
  stl_spans = parts(stl(day, 10, t.window = 36, t.degree = 0, l.window = 30, l.degree = 1, s.jump = 3, t.jump = 5,
    l.jump = 7, inner = 3, outer = 2)),
  # outliers in one hour of the first and the last days, and jumps longer than half a window; more rounds would only
  # magnify rounding
  stl_edges = pad(parts(stl(ts(edges[1:1000], frequency = 24), 7, t.window = 25, t.jump = 20, robust = TRUE, outer = 5)))
)
parts <- lapply(as.data.frame(out), round, 8)
write.csv(data.frame(y = y, edges = edges, parts), "decomposition_simulated.csv", row.names = FALSE, quote = FALSE, na = "")
