"""Writes ../resources/tf_idf.tsv: TfidfTransformer of scikit-learn 1.2.1 (NumPy 1.24.2).

Lines of 7 numbers: 30 rows of counts; then, for smooth_idf=True and False, idf_ and the 30 rows with norm='l2'. Column 0 is in
all rows but one, column 6 in one, and row 4 is empty.
Usage: /usr/bin/python3 tf_idf.py
"""
import os

import numpy as np
from sklearn.feature_extraction.text import TfidfTransformer

rng = np.random.default_rng(5)
x = rng.poisson([4, 3, 2, 1, 0.5, 0.2, 0], (30, 7))
x[:, 0] += 1
x[:, 6] = 0
x[9, 6] = 3
x[4] = 0
rows = [*x]
for smooth in (True, False):
    t = TfidfTransformer(norm="l2", smooth_idf=smooth).fit(x)
    rows += [t.idf_, *t.transform(x).toarray()]
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "tf_idf.tsv")
with open(path, "w") as f:
    f.writelines("\t".join(repr(float(v)) for v in row) + "\n" for row in rows)
