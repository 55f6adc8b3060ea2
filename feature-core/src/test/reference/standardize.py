"""Writes ../resources/standardize.tsv: StandardScaler of scikit-learn 1.2.1 (NumPy 1.24.2), in double, on float32 input.

Lines of 6 numbers: 40 rows to fit to, then mean, then sd, then the 40 rows transformed. Column 3 is constant, column 4 is far
from zero, column 5 is small. Usage: /usr/bin/python3 standardize.py
"""
import os

import numpy as np
from sklearn.preprocessing import StandardScaler

rng = np.random.default_rng(3)
x = rng.normal([0, 5, -3, 0, 1000, 0], [1, 0.25, 30, 0, 1, 1e-4], (40, 6)).astype(np.float32)
x[:, 3] = 0.1
scaler = StandardScaler().fit(x.astype(np.float64))
rows = [*x.astype(np.float64), scaler.mean_, np.sqrt(scaler.var_), *scaler.transform(x.astype(np.float64))]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "standardize.tsv")
with open(path, "w") as f:
    f.writelines("\t".join(repr(float(v)) for v in row) + "\n" for row in rows)
