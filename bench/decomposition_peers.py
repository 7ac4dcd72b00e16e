"""python decomposition_peers.py FOLDER SIZE: statsmodels STL and MSTL on FOLDER/series_SIZE.bin, at the settings of R's stl.

Prints JSON lines of medians of up to five and writes each season and trend as doubles beside the series.
"""
import json
import statistics
import sys
import time

import numpy as np
import statsmodels
from statsmodels.tsa.seasonal import STL

folder, n = sys.argv[1], int(sys.argv[2])
y = np.fromfile(f"{folder}/series_{n}.bin")
peer = f"statsmodels {statsmodels.__version__} STL"


def report(work, fit):
    seconds = []
    while len(seconds) < 5 and sum(seconds) < 20:
        start = time.perf_counter()
        result = fit()
        seconds.append(time.perf_counter() - start)
    np.concatenate([result.seasonal, result.trend]).tofile(f"{folder}/{work}_statsmodels_{n}.bin")
    print(json.dumps({"work": work, "peer": peer, "seconds": statistics.median(seconds)}), flush=True)


def windowed(robust, inner, outer):
    stl = STL(y, period=288, seasonal=7, trend=551, low_pass=289, seasonal_deg=0, trend_deg=1, low_pass_deg=1,
              robust=robust, seasonal_jump=1, trend_jump=56, low_pass_jump=29)
    return lambda: stl.fit(inner_iter=inner, outer_iter=outer)


report("window7", windowed(False, 2, 0))
report("window7_robust", windowed(True, 1, 15))
every = STL(y, period=288, seasonal=7, trend=551, low_pass=289, seasonal_deg=1, trend_deg=1, low_pass_deg=1)
report("window7_degree1_every_point", lambda: every.fit(inner_iter=2, outer_iter=0))
