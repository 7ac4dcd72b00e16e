# python regression.py series.csv runs -> one line of JSON: seconds and standard errors of the event
import json
import statistics
import sys
import time

import numpy as np
import statsmodels
import statsmodels.api as sm

data = np.loadtxt(sys.argv[1], delimiter=",", skiprows=1)
y, design = data[:, 0], np.ascontiguousarray(data[:, 1:])


def timed(work):
    seconds = []
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        error = work()
        seconds.append(time.perf_counter() - start)
    return {"seconds": statistics.median(seconds), "se": float(error)}


print(json.dumps({
    "version": f"statsmodels {statsmodels.__version__}",
    "least squares": timed(lambda: sm.OLS(y, design).fit(method="qr").bse[-1]),
    "Newey-West, lag 288": timed(
        lambda: sm.OLS(y, design).fit(method="qr", cov_type="HAC", cov_kwds={"maxlags": 288}).bse[-1]
    ),
}))
