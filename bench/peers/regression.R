# Rscript regression.R series.csv runs-of-the-slow -> one line of JSON: seconds and standard errors of the event
# The kernel covariance is left out of long series: it takes minutes.
suppressMessages({library(sandwich); library(jsonlite)})
arguments <- commandArgs(TRUE)
slow <- as.integer(arguments[2])
d <- read.csv(arguments[1])
y <- d$y
X <- as.matrix(d[, -1])
post <- ncol(X)
timed <- function(runs, f) {
  seconds <- sapply(seq_len(runs), function(i) system.time(v <<- f())[["elapsed"]])
  list(seconds = median(seconds), se = unname(v))
}
se <- function(v) sqrt(v[post, post])
fit <- function() lm(y ~ X - 1)
results <- list(
  version = paste("R", getRversion(), "sandwich", packageVersion("sandwich")),
  `least squares` = timed(3, function() se(vcov(fit()))),
  `Newey-West, lag 288` = timed(slow, function() se(NeweyWest(fit(), lag = 288, prewhite = FALSE))),
  `Newey-West, automatic, prewhitened` = timed(slow, function() se(NeweyWest(fit()))),
  `AR(1), maximum likelihood` = timed(1, function() se(arima(y, c(1, 0, 0), xreg = X, include.mean = FALSE, method = "ML")$var.coef[-1, -1]))
)
if (length(y) < 10000) results$`kernel, Andrews, prewhitened` <- timed(1, function() se(kernHAC(fit())))
write(toJSON(results, auto_unbox = TRUE, digits = NA), stdout())
