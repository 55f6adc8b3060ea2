"""Writes ../resources/words/product_quantization.txt: product codes by brute force, with NumPy 1.24.2.

30 rows of 11 values in sub-vectors of 4, 4 and 3 values, and 8 centroids. All values are multiples of 1/2, so that
distances are exact in float, too, and many are equal; the last centroid of the first sub-vector equals its second. A
code is the first centroid with the least squared distance.
"""
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
rng = np.random.RandomState(5)
rows = rng.randint(-2, 3, size=(30, 11)) / 2.0
centroids = rng.randint(-2, 3, size=(8, 11)) / 2.0
centroids[7, 0:4] = centroids[1, 0:4]
codes, decoded, ties = [], [], 0
for row in rows:
    found = []
    for first in (0, 4, 8):
        part = slice(first, min(first + 4, 11))
        distances = ((row[part] - centroids[:, part]) ** 2).sum(1)
        ties += (distances == distances.min()).sum() > 1
        found.append(int(distances.argmin()))
    codes.append(found)
    decoded.append(np.concatenate([centroids[k, 4 * m:min(4 * m + 4, 11)] for m, k in enumerate(found)]))
assert ties > 10

with open(os.path.join(here, "..", "resources", "words", "product_quantization.txt"), "w") as f:
    for key, values in (("rows", rows), ("centroids", centroids), ("codes", codes), ("decoded", decoded)):
        f.write(key + " " + " ".join("%.9g" % v for v in np.ravel(values)) + "\n")
