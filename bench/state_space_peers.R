# The R peers of bench/state_space.ts: reads a CSV (y, then regressors), prints one JSON line.
# Rscript state_space_peers.R kfas series.csv | Rscript state_space_peers.R causalimpact series.csv first_post_row
arguments <- commandArgs(TRUE)
table <- as.matrix(read.csv(arguments[2]))
y <- table[, 1]
x <- table[, -1]
report <- function(tool, seconds, estimate) {
  cat(sprintf('{"tool": "%s", "seconds": %.6f, "estimate": %.10g}\n', tool, seconds, estimate))
}
if (arguments[1] == "kfas") {
  suppressMessages(library(KFAS))
  seconds <- system.time({
    model <- SSModel(y ~ x + SSMtrend(1, Q = list(matrix(NA))), H = matrix(NA))
    fit <- fitSSM(model, c(log(var(y) / 1000), log(var(y) / 100)), method = "BFGS")
    smoothed <- KFS(fit$model, smoothing = "state")
  })[["elapsed"]]
  report(paste("KFAS", packageVersion("KFAS"), "fit and smooth"), seconds, smoothed$alphahat[1, ncol(x)])
} else {
  suppressMessages(library(CausalImpact))
  first <- as.integer(arguments[3])
  seconds <- system.time(impact <- CausalImpact(table[, -ncol(table)], c(1, first), c(first + 1, nrow(table))))[["elapsed"]]
  report(paste("CausalImpact", packageVersion("CausalImpact"), "1,000 iterations"), seconds, impact$summary$AbsEffect[1])
}
