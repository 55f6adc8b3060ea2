"""Writes ../resources/words/kernel_maps.txt: kernel maps by scikit-learn and NumPy, in double.

Made with scikit-learn 1.2.1 and NumPy 1.24.2.

histograms: 12 rows of 5 values at least 0, some of them 0; chi0, chi1, chi2: AdditiveChi2Sampler of them with 1, 2 and 3
steps at their default intervals, the values of one value together; chi2kernel: the kernel 2xy/(x+y), summed, of all pairs.
rows: 30 rows of 4 values, others: 7 rows; gamma: 1/(4 v) for the variance v of all values of rows. fourier: random Fourier
features of others, 10 of them, from the draws of rng.py for seed 1. nystroem: the dot products of the features of others, by
scikit-learn's Nystroem, whose landmarks are all rows.
"""
import math
import os

import numpy as np
from sklearn.kernel_approximation import AdditiveChi2Sampler, Nystroem

from rng import Rng

here = os.path.dirname(os.path.abspath(__file__))


def gaussian(rng):
    while True:
        u = 2 * ((rng.next_long() >> 11) * 2.0**-53) - 1
        v = 2 * ((rng.next_long() >> 11) * 2.0**-53) - 1
        s = u * u + v * v
        if 0 < s < 1:
            return u * math.sqrt(-2 * math.log(s) / s)


def turns(rng):
    return (rng.next_long() >> 40) * 2.0**-24


numbers = np.random.RandomState(5)
histograms = np.round(np.maximum(0, numbers.rand(12, 5) - 0.2), 3)
out = [("histograms", histograms)]
for steps in (1, 2, 3):
    mapped = AdditiveChi2Sampler(sample_steps=steps).fit_transform(histograms)
    out.append(("chi%d" % (steps - 1), mapped.reshape(12, 2 * steps - 1, 5).transpose(0, 2, 1)))
a, b = histograms[:, None], histograms[None]
out.append(("chi2kernel", np.where(a + b > 0, 2 * a * b / np.where(a + b > 0, a + b, 1), 0).sum(2)))

rows = np.round(numbers.randn(30, 4) * [1, 2, 0.5, 1] + [0, 3, 1, -1], 3)
others = np.round(numbers.randn(7, 4) * [1, 2, 0.5, 1] + [0, 3, 1, -1], 3)
gamma = 1 / (4 * rows.var())
fourier = np.zeros((7, 10))
for c in range(10):
    rng = Rng(1, "random fourier", c)
    omega = np.array([gaussian(rng) for _ in range(4)]) * math.sqrt(2 * gamma)
    fourier[:, c] = math.sqrt(2 / 10) * np.cos(others @ omega + 2 * math.pi * turns(rng))
features = Nystroem(gamma=gamma, n_components=30).fit(rows).transform(others)
out += [("rows", rows), ("others", others), ("gamma", [gamma]), ("fourier", fourier), ("nystroem", features @ features.T)]

with open(os.path.join(here, "..", "resources", "words", "kernel_maps.txt"), "w") as f:
    for key, values in out:
        f.write(key + " " + " ".join("%.9g" % v for v in np.ravel(values)) + "\n")
