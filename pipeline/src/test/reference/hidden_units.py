"""Reference values of the figures of capacity: the points, the start and the training of the networks in NumPy, in
double.

Made with NumPy 1.24.2 and Python 3.11.2. Run: python3 hidden_units.py, which writes hidden-units.csv into
../resources/dev/whittle/pipeline/explore: what it is, a number, and values. The random numbers are those of
feature-core/src/test/reference/rng.py.
"""
import math
import os
import sys

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "../../../../feature-core/src/test/reference"))
from rng import Rng  # noqa: E402

assert np.__version__ == "1.24.2", np.__version__
SEED = 1
N = 250

random = Rng(SEED, "spiral", 5)
points, labels = [], []
for _ in range(N):
    label = random.next_int(2)
    u = random.next_double()
    r, angle = 0.2 + 1.3 * u, 2 * math.pi * u + math.pi * label
    points.append((r * math.cos(angle) + 0.25 * random.next_gaussian(),
                   r * math.sin(angle) + 0.25 * random.next_gaussian()))
    labels.append(label)
points, labels = np.array(points, np.float32).astype(np.float64), np.array(labels)
test = N // 5
validation = (N - test) // 5
cuts = [0, N - test - validation, N - test, N]
parts = [slice(a, b) for a, b in zip(cuts, cuts[1:])]


def scores(w, x):
    hidden = np.tanh(x @ w[0] + w[1])
    return hidden, hidden @ w[2] + w[3]


def log_softmax(s):
    s = s - s.max(1, keepdims=True)
    return s - np.log(np.exp(s).sum(1, keepdims=True))


def measure(w, part):
    _, s = scores(w, points[part])
    right = labels[part]
    return -log_softmax(s)[np.arange(len(right)), right].mean(), (s.argmax(1) == right).mean()


def start(units):
    """Xavier's rule before the tanh, He's rule for the scores; biases are 0."""
    first, second = Rng(SEED, "He initialisation", 0), Rng(SEED, "He initialisation", 1)
    bound, deviation = math.sqrt(6 / (2 + units)), math.sqrt(2 / units)
    a = [bound * (2 * first.next_double() - 1) for _ in range(2 * units)]
    b = [deviation * second.next_gaussian() for _ in range(2 * units)]
    w = [np.reshape(a, (2, units)), np.zeros(units), np.reshape(b, (units, 2)), np.zeros(2)]
    return [v.astype(np.float32).astype(np.float64) for v in w]


def gradient(w, x, y):
    hidden, s = scores(w, x)
    d = np.exp(log_softmax(s))
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    back = d @ w[2].T * (1 - hidden**2)
    return [x.T @ back, back.sum(0), hidden.T @ d, d.sum(0)]


rows = []
for i in [0, 1, 100, 249]:
    rows.append(("point", i, [*points[i], labels[i]]))
for units in [3, 6, 20]:
    w = start(units)
    m, v = [np.zeros_like(p) for p in w], [np.zeros_like(p) for p in w]
    for epoch in range(1001):
        if epoch in (0, 1, 2, 5, 10, 20, 50, 100):
            rows.append((f"loss of {units}", epoch, [measure(w, part)[0] for part in parts]))
            rows.append((f"accuracy of {units}", epoch, [measure(w, part)[1] for part in parts]))
        if epoch == 1000:
            rows.append((f"last loss of {units}", epoch, [measure(w, part)[0] for part in parts]))
        if epoch == 100 and units == 6:
            for i, p in enumerate(w):
                rows.append(("weights", i, np.float32(p).ravel()))
            rounded = [np.float32(p).astype(np.float64) for p in w]
            x = np.array([[0, 0], [1, 0.5], [-1, 2], [2.5, -2.5], [0.25, -0.75]])
            for i, s in enumerate(scores(rounded, x)[1]):
                rows.append(("scores", i, [*x[i], *s]))
        for p, a, b, g in zip(w, m, v, gradient(w, points[parts[0]], labels[parts[0]])):
            a += 0.1 * (g - a)
            b += 0.001 * (g * g - b)
            p -= 0.05 * (a / (1 - 0.9 ** (epoch + 1))) / (np.sqrt(b / (1 - 0.999 ** (epoch + 1))) + 1e-8)

with open(os.path.join(here, "../resources/dev/whittle/pipeline/explore/hidden-units.csv"), "w") as out:
    for name, number, values in rows:
        out.write(f"{name},{number}," + ",".join("%.9g" % v for v in values) + "\n")
