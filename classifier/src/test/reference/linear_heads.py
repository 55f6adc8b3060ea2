"""Reference optima of the linear heads, from scikit-learn 1.2.1 with NumPy 1.24.2 (Debian 12).

    python3 linear_heads.py ../resources/dev/whittle/classify/linear

Writes samples.csv (label, features as shortest decimals of float32) and optima.csv (head, objective, then W row by row and b).
The objective is the mean loss plus (l2/2)*||W||^2 without the bias, computed here in double from scikit-learn's solution.

LogisticRegression does not penalise its intercept. LinearSVC does, as the weight of a constant feature of value intercept_scaling: with
1000 the penalty on the bias is 1e-6 of that on a weight of the same size, so the optimum agrees to more digits than the test asks for.
"""

import sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

assert sklearn.__version__ == "1.2.1", sklearn.__version__
out = sys.argv[1]
rng = np.random.default_rng(20)
n, d, classes, l2 = 120, 6, 3, 0.01
y = rng.integers(0, classes, n)
centres = rng.normal(size=(classes, d))
x = (centres[y] + 1.2 * rng.normal(size=(n, d)) + 0.5).astype(np.float32)
with open(out + "/samples.csv", "w") as f:
    for label, row in zip(y, x):
        f.write(",".join([str(label)] + [str(v) for v in row]) + "\n")
x = x.astype(np.float64)


def penalty(w):
    return l2 / 2 * (w**2).sum()


def cross_entropy(w, b):
    s = x @ w.T + b
    s -= s.max(axis=1, keepdims=True)
    return (np.log(np.exp(s).sum(axis=1)) - s[np.arange(n), y]).mean() + penalty(w)


def squared_hinge(w, b):
    t = np.where(y[:, None] == np.arange(classes), 1, -1)
    return (np.maximum(0, 1 - t * (x @ w.T + b)) ** 2).sum(axis=1).mean() + penalty(w)


softmax = LogisticRegression(C=1 / (n * l2), tol=1e-12, max_iter=10000).fit(x, y)
svm = LinearSVC(
    loss="squared_hinge", dual=False, C=1 / (n * l2), intercept_scaling=1000, tol=1e-12, max_iter=100000
).fit(x, y)
with open(out + "/optima.csv", "w") as f:
    for name, model, objective in [("softmax", softmax, cross_entropy), ("squared-hinge", svm, squared_hinge)]:
        w, b = model.coef_, model.intercept_
        f.write(",".join([name, repr(float(objective(w, b)))] + [repr(float(v)) for v in [*w.ravel(), *b]]) + "\n")
