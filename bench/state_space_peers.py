"""The Python peers of bench/state_space.ts: reads a CSV (y, then regressors), prints one JSON line for each task.

    python state_space_peers.py level series.csv repetitions
    python state_space_peers.py impact series.csv first_post_row
"""
import json
import sys
import time
import warnings

import numpy as np

warnings.simplefilter("ignore")


def timed(run, repetitions):
    seconds = []
    for _ in range(repetitions):
        start = time.perf_counter()
        result = run()
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds)), result


task, path, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
table = np.loadtxt(path, delimiter=",", skiprows=1)
y, regressors = table[:, 0], table[:, 1:]

if task == "level":
    import statsmodels
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    model = UnobservedComponents(y, "llevel", exog=regressors)
    seconds, fit = timed(lambda: model.fit(disp=0), number)
    print(json.dumps({
        "tool": f"statsmodels {statsmodels.__version__}, fit and smooth",
        "seconds": seconds,
        "estimate": float(fit.params[-1]),
        "logLikelihoodAtFit": float(fit.llf),
    }))
else:
    import importlib.metadata

    import pandas
    from causal_impact import CausalImpact

    # The last regressor is the step of the event, which this model is not to see.
    frame = pandas.DataFrame(table[:, :-1], columns=["y"] + [f"x{i}" for i in range(regressors.shape[1] - 1)])
    run = lambda: CausalImpact(frame, [0, number - 1], [number, len(frame) - 1])
    seconds, impact = timed(run, 1)
    print(json.dumps({
        "tool": f"bsts-causalimpact {importlib.metadata.version('bsts-causalimpact')} (Rust), Gibbs, 1,000 draws",
        "seconds": seconds,
        "summary": str(impact.summary()),
    }))
