# Rscript regression.R (in this folder) -> regression.csv, regression.json
# A simulated series (the seed is below): two regressors, AR(1) errors of growing variance; ten rows missing for the last part.
suppressMessages({library(jsonlite); library(sandwich)})
set.seed(20120119)
n <- 80
x <- cumsum(rnorm(n)); z <- runif(n)
y <- 2 + 0.5 * x - 3 * z + as.numeric(arima.sim(list(ar = 0.6), n)) * seq(0.5, 1.5, length.out = n)
d <- data.frame(t = 0:(n - 1), x, z, y)
write.table(format(d, digits = 17, trim = TRUE), "regression.csv", sep = ",", row.names = FALSE, quote = FALSE)
d <- read.csv("regression.csv")
f <- lm(y ~ x + z, d)
se <- function(v) unname(sqrt(diag(v)))
O <- list(R = R.version.string, sandwich = as.character(packageVersion("sandwich")), coefficients = unname(coef(f)), sigma = sigma(f), ols = se(vcov(f)))
for (pre in c(FALSE, TRUE)) for (adj in c(FALSE, TRUE)) {
  O$newey_west[[length(O$newey_west) + 1]] <- list(lag = 3, prewhiten = pre, adjust = adj, se = se(NeweyWest(f, lag = 3, prewhite = pre, adjust = adj)))
  O$newey_west[[length(O$newey_west) + 1]] <- list(lag = "automatic", prewhiten = pre, adjust = adj, se = se(NeweyWest(f, prewhite = pre, adjust = adj)))
}
names <- c(Bartlett = "bartlett", Parzen = "parzen", "Quadratic Spectral" = "quadratic spectral", "Tukey-Hanning" = "tukey-hanning", Truncated = "truncated")
for (k in names(names)) for (pre in c(FALSE, TRUE)) {
  add <- function(bandwidth, bw) O$kernel[[length(O$kernel) + 1]] <<- list(kernel = unname(names[k]), prewhiten = pre, rule = bandwidth, bandwidth = bw,
    se = se(kernHAC(f, kernel = k, prewhite = pre, bw = bw, adjust = TRUE)))
  add("given", 4.3)
  add("andrews", bwAndrews(f, kernel = k, prewhite = pre))
  if (k %in% names(names)[1:3]) add("newey-west", bwNeweyWest(f, kernel = k, prewhite = pre))
}
arma <- function(y) {
  a <- arima(y, order = c(1, 0, 0), xreg = cbind(x, z), method = "ML", optim.control = list(reltol = 1e-16, maxit = 1000, ndeps = rep(1e-4, 4)))
  list(phi = a$coef[["ar1"]], coefficients = unname(a$coef[c("intercept", "x", "z")]), se = unname(sqrt(diag(a$var.coef))[c("intercept", "x", "z")]),
    se_phi = sqrt(a$var.coef["ar1", "ar1"]), sigma2 = a$sigma2, loglik = a$loglik)
}
O$ar1 <- arma(d$y)
missing <- c(5, 6, 7, 20, 33, 34, 50, 51, 52, 70)
O$ar1_missing <- c(list(missing = missing), arma(replace(d$y, missing + 1, NA)))
a <- arima(d$y[1:60], order = c(1, 0, 0), xreg = cbind(x, z)[1:60, ], method = "ML", optim.control = list(reltol = 1e-16, maxit = 1000))
p <- predict(a, n.ahead = 20, newxreg = cbind(x, z)[61:80, ])
O$ar1_forecast <- list(from = 60, phi = a$coef[["ar1"]], expected = as.numeric(p$pred), noise_se = as.numeric(p$se))
write_json(O, "regression.json", digits = NA, auto_unbox = TRUE, pretty = TRUE)
