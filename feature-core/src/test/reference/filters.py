"""Writes ../resources/words/filters.txt: OMP-1 and the codes of triangle, soft threshold and two-sided rectifier.

Made with NumPy 1.24.2 in double, by the definitions of the papers:
Coates and Ng, ICML 2011, sections 3.1 (OMP-1) and 3.2 (soft threshold, for w and -w);
Coates, Lee and Ng, AISTATS 2011, section 3.2.2 (triangle, with distances that are not squared).

300 rows of 6 values; the atoms after 1 and 10 iterations of OMP-1 from the first 5 rows, divided by their lengths; the
sums of the codes of rows 100 ... 299 over the atoms after 10 iterations, with threshold 0.25; the same of the triangle
over words that are the rows 0, 20, 40 ... 180.
"""
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(here, "..", "resources", "words", "filters.txt")


def unit(rows):
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def omp1(x, atoms, iterations):
    for _ in range(iterations):
        products = x @ atoms.T
        nearest = abs(products).argmax(1)
        s = np.zeros_like(products)
        s[np.arange(len(x)), nearest] = products[np.arange(len(x)), nearest]
        atoms = unit(s.T @ x)
    return atoms


rng = np.random.RandomState(17)
k, d = 5, 6
shapes = unit(rng.randn(k, d))
x = shapes[rng.randint(k, size=300)] * (3 * rng.randn(300, 1)) + 0.4 * rng.randn(300, d)
x = np.round(x, 3).astype(np.float32).astype(np.float64)
one = omp1(x, unit(x[:k]), 1)
atoms = omp1(x, unit(x[:k]), 10)
some = x[100:]
words = x[0:200:20]
z = np.sqrt(((some[:, None] - words[None]) ** 2).sum(2))
with open(target, "w") as f:
    for key, values in [
        ("rows", x),
        ("omp1", one),
        ("omp10", atoms),
        ("soft-threshold", np.maximum(0, some @ atoms.T - 0.25).sum(0)),
        ("two-sided-rectifier", np.maximum(0, np.hstack([some @ atoms.T, -some @ atoms.T]) - 0.25).sum(0)),
        ("triangle", np.maximum(0, z.mean(1, keepdims=True) - z).sum(0)),
    ]:
        f.write(key + " " + " ".join("%.9g" % v for v in np.ravel(values)) + "\n")
