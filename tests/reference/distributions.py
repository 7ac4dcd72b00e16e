# python distributions.py (in this folder, with mpmath) -> distributions.json: tail probabilities to 50 digits, printed as doubles.
# Each lower tail is a power series of positive terms; an upper tail is the other's, or one less a lower tail in more digits.
import json
import random

from mpmath import erfc, exp, log, loggamma, mp, mpf, sqrt

random.seed(20120119)


def gamma_lower(a, x):
    total = term = mpf(1)
    n = 0
    while term > total * mpf(10) ** -mp.dps:
        n += 1
        term *= x / (a + n)
        total += term
    return exp(a * log(x) - x - loggamma(a + 1)) * total


def gamma_upper(a, x):
    digits = mp.dps
    mp.dps = digits + 20 + int(x / 2)
    try:
        return 1 - gamma_lower(a, x)
    finally:
        mp.dps = digits


def beta_lower(a, b, x):
    total = term = mpf(1)
    n = 0
    while term > total * mpf(10) ** -mp.dps or (a + b + n) * x > a + 1 + n:
        term *= (a + b + n) / (a + 1 + n) * x
        total += term
        n += 1
        if n > 20000:
            return 1 - beta_lower(b, a, 1 - x)
    return exp(a * log(x) + b * log(1 - x) - log(a) - loggamma(a) - loggamma(b) + loggamma(a + b)) * total


def tail(name, arguments, side):
    x, *degrees = map(mpf, arguments)
    if name == "normal":
        return erfc(x / sqrt(2) * (1 if side == "upper" else -1)) / 2
    if name == "chi-squared":
        return (gamma_lower if side == "lower" else gamma_upper)(degrees[0] / 2, x / 2)
    if name == "f":
        a, b = degrees
        share = a * x / (a * x + b)
        return beta_lower(a / 2, b / 2, share) if side == "lower" else beta_lower(b / 2, a / 2, b / (a * x + b))
    n = degrees[0]
    outer = beta_lower(n / 2, mpf(1) / 2, n / (n + x * x)) / 2
    return outer if (x > 0) == (side == "upper") else 1 - outer


mp.dps = 50
cases = [("normal", [x]) for x in (-37.5, -20, -8.3, -3, -1.2, -1e-8, 0.3, 0.7, 1.17, 2.5, 5, 9, 30)]
cases += [("chi-squared", [k * f, k]) for k in (0.01, 0.5, 1, 2, 3.7, 10, 100, 1234.5) for f in (1e-6, 0.01, 0.3, 1, 1.2, 2, 5)]
cases += [("f", [x, a, b]) for a in (0.5, 1, 2, 7.3, 40, 1000) for b in (0.5, 3, 11, 250, 1e4) for x in (1e-8, 0.02, 0.5, 1.3, 9)]
cases += [("t", [x, n]) for n in (0.3, 1, 2.5, 17, 99, 1999, 1e5) for x in (-50, -6, -1e-5, 0.4, 1.96, 8)]
rows = []
for name, arguments in random.sample(cases, 150):
    for side in ("lower", "upper"):
        value = tail(name, arguments, side)
        if value > mpf(10) ** -290:
            rows.append({"distribution": name, "arguments": arguments, "tail": side, "probability": float(value)})
with open("distributions.json", "w") as file:
    json.dump(rows, file, indent=0)
    file.write("\n")
