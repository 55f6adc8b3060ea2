"""Reference optima of linear heads with more features than samples, from scikit-learn 1.2.1 (whose LinearSVC is LIBLINEAR) with NumPy 1.24.2
(Debian 12).

    python3 wide_heads.py ../resources/dev/whittle/classify/linear

Writes wide-samples.csv (label, features as shortest decimals of float32; row 7 is row 3 once more and row 11 is zero) and wide-optima.csv
(problem, objective, then W row by row and b), as linear_heads.py does. The intercept of LinearSVC's "free" problem has intercept_scaling 1000.
"""

import sys

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

assert sklearn.__version__ == "1.2.1", sklearn.__version__
out = sys.argv[1]
rng = np.random.default_rng(21)
n, d, classes, l2 = 24, 60, 3, 0.01
y = np.arange(n) % classes
x = (0.5 * rng.normal(size=(classes, d))[y] + rng.normal(size=(n, d)) + 0.3).round(3).astype(np.float32)
x[7] = x[3]
x[11] = 0
with open(out + "/wide-samples.csv", "w") as f:
    for label, row in zip(y, x):
        f.write(",".join([str(label)] + [str(v) for v in row]) + "\n")
x = x.astype(np.float64)
ones = np.hstack([x, np.ones((n, 1))])
equal = np.ones(n)
weighted = np.array([1, 2, 0.5])[y]


def losses(s, softmax):
    if softmax:
        s = s - s.max(axis=1, keepdims=True)
        return np.log(np.exp(s).sum(axis=1)) - s[np.arange(n), y]
    return (np.maximum(0, 1 - np.where(y[:, None] == np.arange(classes), 1, -1) * s) ** 2).sum(axis=1)


lines = []


def add(name, w, b, weights=equal):
    p = np.hstack([w, b[:, None]]) if "penalized" in name else w
    value = (weights * losses(x @ w.T + b, "softmax" in name)).mean() + l2 / 2 * (p**2).sum()
    print(name, value)
    lines.append(",".join([name, repr(float(value))] + [repr(float(v)) for v in [*w.ravel(), *b]]) + "\n")


def logistic(features=x, weights=equal, **settings):
    model = LogisticRegression(C=1 / (n * l2), tol=1e-12, max_iter=200000, multi_class="multinomial", **settings)
    model.fit(features, y, sample_weight=weights)
    return model.coef_, np.broadcast_to(model.intercept_, classes).astype(float)


def svc(scaling=1.0, dual=True, **settings):
    # With tol=1e-12 the dual solver does not end, and is 4e-3 above the minimum.
    model = LinearSVC(
        C=1 / (n * l2), dual=dual, intercept_scaling=scaling, tol=1e-8, max_iter=10000000, random_state=1, **settings
    )
    model.fit(x, y)
    return model.coef_, np.broadcast_to(model.intercept_, classes).astype(float)


add("softmax free", *logistic())
add("softmax none", *logistic(fit_intercept=False))
w, _ = logistic(ones, fit_intercept=False)
add("softmax penalized", w[:, :-1], w[:, -1])
add("softmax free weighted", *logistic(weights=weighted), weights=weighted)
add("one-vs-rest squared none", *svc(fit_intercept=False))
add("one-vs-rest squared penalized", *svc())
add("one-vs-rest squared free", *svc(1000, dual=False))
with open(out + "/wide-optima.csv", "w") as f:
    f.writelines(lines)
