"""Reference values of the figures of optimisers: the update rules in NumPy, all in float32, and the minima that SciPy
finds.

Made with NumPy 1.24.2, SciPy 1.10.1 and Python 3.11.2. Run: python3 optimizer_paths.py, which writes
optimizer-paths.csv into ../resources/dev/whittle/pipeline/explore (what it is, the step, its values) and prints the
minima in OptimizerPathTest. The noise is that of feature-core/src/test/reference/rng.py.
"""
import os
import sys

import numpy as np
from scipy.optimize import minimize

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "../../../../feature-core/src/test/reference"))
from rng import Rng  # noqa: E402

assert np.__version__ == "1.24.2", np.__version__
f32 = np.float32
SEED = 1


def ravine(p, step):
    return np.array([p[0], 25 * p[1]])


def saddle(p, step):
    return np.array([p[0], p[1] * p[1] * p[1] - p[1]])


def bowl(p, step):
    noise = Rng(SEED, "noise of a gradient", step)
    return np.array([p[0] + noise.next_gaussian(), p[1] + noise.next_gaussian()])


def descend(rule, rate, gradient, start, steps, beta1=0.9, beta2=0.999, epsilon=1e-8, l2=0.0, decay=0.01):
    """The parameters at the start and after each step. rate is a number or a function of the step."""
    w = np.array(start, f32)
    m, s = np.zeros_like(w), np.zeros_like(w)
    mu, rho, eps = f32(beta1), f32(beta2), f32(epsilon)
    path = [w.copy()]
    for k in range(steps):
        eta = rate(k) if callable(rate) else rate
        g = gradient(w.astype(np.float64), k).astype(f32) + f32(l2) * w
        if rule == "sgd":
            w = w - f32(eta) * g
        elif rule == "momentum":
            m = mu * m + g
            w = w - f32(eta) * m
        elif rule == "nesterov":
            m = mu * m + g
            w = w - f32(eta) * (g + mu * m)
        elif rule == "adagrad":
            s = s + g * g
            w = w - f32(eta) * g / (np.sqrt(s) + eps)
        elif rule == "rmsprop":
            s = rho * s + f32(1 - beta2) * (g * g)
            w = w - f32(eta) * g / (np.sqrt(s) + eps)
        else:
            m = mu * m + f32(1 - beta1) * g
            s = rho * s + f32(1 - beta2) * (g * g)
            root = np.sqrt(s * f32(1 / (1 - beta2 ** (k + 1)))) + eps
            keep = f32(1 - eta * decay) if rule == "adamw" else f32(1)
            w = keep * w - f32(eta / (1 - beta1 ** (k + 1))) * m / root
        path.append(w.copy())
    return path


rows = []


def keep(name, path, steps):
    for k in steps:
        rows.append(f"{name},{k}," + ",".join("%.9g" % v for v in np.atleast_1d(path[k])))


some = [1, 2, 3, 4, 5, 10, 20, 40, 60]
surfaces = [("ravine", ravine, (-2, 1)), ("saddle", saddle, (-1.5, 0.001)), ("noisy_bowl", bowl, (-2, 1.5))]
rules = [("sgd", 0.05), ("momentum", 0.02), ("nesterov", 0.02), ("adagrad", 1), ("rmsprop", 0.2), ("adam", 0.5),
         ("adamw", 0.2)]
for surface, gradient, start in surfaces:
    for rule, rate in rules:
        beta2 = 0.9 if rule == "rmsprop" else 0.999
        keep(f"{surface} {rule} {rate}", descend(rule, rate, gradient, start, 60, beta2=beta2), some)

for rule in ["adagrad", "rmsprop", "adam"]:
    beta2 = 0.9 if rule == "rmsprop" else 0.999
    w = np.array(descend(rule, 1 / 64, lambda p, k: np.array([0.5]), [0], 100, beta2=beta2), np.float64)[:, 0]
    keep(f"length {rule} {beta2}", [np.nan] + list(64 * np.abs(np.diff(w))), [1, 2, 10, 50, 100])

sizes = np.array([0.3, 1, 10])
for rule in ["adam", "adamw"]:
    l2 = 0.1 if rule == "adam" else 0
    path = descend(rule, 0.01, lambda p, k: sizes if k % 2 == 0 else -sizes, [1, 1, 1], 1000, l2=l2, decay=0.1)
    keep(f"decay {rule}", path, [1, 2, 3, 10, 100, 1000])


def noisy(p, k):
    noise = Rng(SEED, "noise of descents", k)
    return p + np.array([noise.next_gaussian() for _ in range(len(p))])


for name, rate in [("constant", lambda k: 0.2), ("falling", lambda k: 0.2 * 20 / (20 + k))]:
    path = descend("sgd", rate, noisy, [2] * 200, 400)
    keep(f"error {name}", [(w.astype(np.float64) ** 2).mean() for w in path], [0, 1, 10, 100, 400])
    # E w^2 after a step w <- w - eta (w + n) is (1 - eta)^2 E w^2 + eta^2; as a product and a sum, not as a recursion.
    eta = np.array([rate(k) for k in range(400)])
    left = np.append(np.cumprod(((1 - eta) ** 2)[::-1])[::-1], 1)
    rows.append(f"expected {name},400,%.17g" % (4 * left[0] + (eta**2 * left[1:]).sum()))

with open(os.path.join(here, "../resources/dev/whittle/pipeline/explore/optimizer-paths.csv"), "w") as out:
    out.write("\n".join(rows) + "\n")

for name, f, start in [("ravine", lambda p: (p[0] ** 2 + 25 * p[1] ** 2) / 2, (-2, 1)),
                       ("saddle", lambda p: p[0] ** 2 / 2 - p[1] ** 2 / 2 + p[1] ** 4 / 4, (-1.5, 0.001))]:
    gradient = ravine if name == "ravine" else saddle
    found = minimize(f, start, jac=lambda p: gradient(p, 0), method="L-BFGS-B", options={"gtol": 1e-10, "ftol": 1e-16})
    print(name, found.x, found.fun, found.nfev)
