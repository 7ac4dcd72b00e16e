# python transit_month.py (in this folder, with numpy): change of a bill at the 95th percentile when a source goes that is as
# busy at all hours, over a January of five-minute samples with the daily shape of data/profiles/orange-fixed-2013.csv.
import csv

import numpy as np

with open("../../data/profiles/orange-fixed-2013.csv") as file:
    shape = np.array([float(row["downstream_relative_to_peak"]) for row in csv.DictReader(file)])
hours = (np.arange(31 * 288) + 0.5) / 12 % 24  # the middle of each sample
points = np.arange(-1, 25)
day = np.interp(hours, points + 0.5, shape[points % 24])
billed = len(day) - 1 - len(day) // 20
before = np.sort(day)[billed]
for part in (0.12, 0.125, 0.115):
    print(100 * float(np.sort(day - part * day.mean())[billed] / before - 1))
