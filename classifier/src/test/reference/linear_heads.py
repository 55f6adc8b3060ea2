"""Reference optima of the linear heads, from scikit-learn 1.2.1 (whose LinearSVC is LIBLINEAR) and SciPy 1.10.1 with NumPy 1.24.2 (Debian 12).

    python3 linear_heads.py ../resources/dev/whittle/classify/linear

Writes samples.csv (label, features as shortest decimals of float32) and optima.csv (problem, objective, then W row by row and b).
The objective is computed here in double from the peer's solution: mean of weight[y]*loss, plus (l2/2)*|W|^2 + l1*|W|_1, with b counted in
the penalties where the name has "penalized". Problems with "weighted" weigh the classes 1, 2, 0.5.

LogisticRegression does not penalise its intercept; LinearSVC does, as the weight of a constant feature of value intercept_scaling: with 1000
the penalty on the bias is 1e-6 of that on a weight of the same size, so "free" agrees to more digits than the test asks for.
Weston-Watkins' and the squared Crammer-Singer hinge are not in scikit-learn: their duals, quadratics with bounds, are solved by SciPy's L-BFGS-B.
"""

import sys

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

assert sklearn.__version__ == "1.2.1", sklearn.__version__
assert scipy.__version__ == "1.10.1", scipy.__version__
out = sys.argv[1]
rng = np.random.default_rng(20)
n, d, classes, l2, l1 = 120, 6, 3, 0.01, 0.03
y = rng.integers(0, classes, n)
centres = rng.normal(size=(classes, d))
x = (centres[y] + 1.2 * rng.normal(size=(n, d)) + 0.5).astype(np.float32)
with open(out + "/samples.csv", "w") as f:
    for label, row in zip(y, x):
        f.write(",".join([str(label)] + [str(v) for v in row]) + "\n")
x = x.astype(np.float64)
ones = np.hstack([x, np.ones((n, 1))])
equal = np.ones(n)
weighted = np.array([1, 2, 0.5])[y]
one_hot = y[:, None] == np.arange(classes)


def losses(s, loss):
    if loss == "softmax":
        s = s - s.max(axis=1, keepdims=True)
        return np.log(np.exp(s).sum(axis=1)) - s[np.arange(n), y]
    formulation, hinge = loss.rsplit("-", 1)
    if formulation == "one-vs-rest":
        slack = np.maximum(0, 1 - np.where(one_hot, 1, -1) * s)
    else:
        slack = np.where(one_hot, 0, np.maximum(0, 1 + s - s[np.arange(n), y][:, None]))
        if formulation == "crammer-singer":
            slack = slack.max(axis=1, keepdims=True)
    return (slack**2 if hinge == "squared" else slack).sum(axis=1)


def objective(loss, w, b, weights=equal, l2=l2, l1=0.0, penalized=False):
    p = np.hstack([w, b[:, None]]) if penalized else w
    return (weights * losses(x @ w.T + b, loss)).mean() + l2 / 2 * (p**2).sum() + l1 * np.abs(p).sum()


def dual(loss):
    """W with b as its last column, by the dual in alpha[i, k], k != y[i]."""
    formulation, hinge = loss.rsplit("-", 1)
    u = 1 / (n * l2)
    gram = ones @ ones.T

    def signed(a):
        a = a.reshape(n, classes) * ~one_hot
        return a, one_hot * a.sum(axis=1, keepdims=True) - a

    def value(flat):
        a, beta = signed(flat)
        gb = gram @ beta
        f = 0.5 * (beta * gb).sum() - a.sum()
        g = gb[np.arange(n), y][:, None] - gb - 1
        if hinge == "squared" and formulation == "crammer-singer":
            total = a.sum(axis=1, keepdims=True)
            f += (total**2).sum() / (4 * u)
            g = g + total / (2 * u)
        elif hinge == "squared":
            f += (a**2).sum() / (4 * u)
            g = g + a / (2 * u)
        return f, (g * ~one_hot).ravel()

    bounds = [(0, u if hinge == "plain" else None)] * (n * classes)
    a = np.zeros(n * classes)
    for _ in range(20):
        a = minimize(
            value, a, jac=True, method="L-BFGS-B", bounds=bounds,
            options={"maxiter": 100000, "maxfun": 1000000, "ftol": 0, "gtol": 1e-13, "maxcor": 50},
        ).x
    w = signed(a)[1].T @ ones
    primal = objective(loss, w[:, :-1], w[:, -1], penalized=True)
    gap = primal + l2 * value(a)[0]
    assert gap < 1e-7 * primal, (loss, gap, primal)
    return w[:, :-1], w[:, -1]


rows = []


def add(name, w, b, loss, **settings):
    rows.append((name, objective(loss, w, b, **settings), w, b))


def logistic(features=x, weights=equal, **settings):
    model = LogisticRegression(tol=1e-12, max_iter=200000, multi_class="multinomial", **settings)
    model.fit(features, y, sample_weight=weights)
    return model.coef_, np.broadcast_to(model.intercept_, classes).astype(float)


def svc(scaling=1.0, **settings):
    model = LinearSVC(intercept_scaling=scaling, tol=1e-12, max_iter=10000000, random_state=1, **settings)
    model.fit(x, y)
    return model.coef_, np.broadcast_to(model.intercept_, classes).astype(float)


c = 1 / (n * l2)
add("softmax free", *logistic(C=c), "softmax")
add("softmax none", *logistic(C=c, fit_intercept=False), "softmax")
w, _ = logistic(ones, C=c, fit_intercept=False)
add("softmax penalized", w[:, :-1], w[:, -1], "softmax", penalized=True)
add("softmax free weighted", *logistic(weights=weighted, C=c), "softmax", weights=weighted)
saga = {"solver": "saga", "random_state": 1}
add("softmax free l1", *logistic(C=1 / (n * l1), penalty="l1", **saga), "softmax", l2=0, l1=l1)
both = {"C": 1 / (n * (l1 + l2)), "l1_ratio": l1 / (l1 + l2)}
add("softmax free both", *logistic(penalty="elasticnet", **both, **saga), "softmax", l1=l1)
add("one-vs-rest squared free", *svc(1000, dual=False, C=c), "one-vs-rest-squared")
add("one-vs-rest squared none", *svc(dual=False, C=c, fit_intercept=False), "one-vs-rest-squared")
add("one-vs-rest squared penalized", *svc(dual=False, C=c), "one-vs-rest-squared", penalized=True)
w, b = svc(dual=False, penalty="l1", C=1 / (n * l1))
add("one-vs-rest squared penalized l1", w, b, "one-vs-rest-squared", l2=0, l1=l1, penalized=True)
add("one-vs-rest plain penalized", *svc(loss="hinge", C=c), "one-vs-rest-plain", penalized=True)
add("crammer-singer plain penalized", *svc(multi_class="crammer_singer", C=c), "crammer-singer-plain", penalized=True)
for loss in ["crammer-singer-squared", "weston-watkins-plain", "weston-watkins-squared"]:
    add(loss.replace("-plain", " plain").replace("-squared", " squared") + " penalized", *dual(loss), loss, penalized=True)
with open(out + "/optima.csv", "w") as f:
    for name, value, w, b in rows:
        print(name, value)
        f.write(",".join([name, repr(float(value))] + [repr(float(v)) for v in [*w.ravel(), *b]]) + "\n")
