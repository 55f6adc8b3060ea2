"""Reference values of the losses along lines, and of what training finds for a function of one variable: networks,
samples and training in NumPy, in double.

Made with NumPy 1.24.2 and Python 3.11.2. Run: python3 loss_slices.py, which writes loss-slices.csv into
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
SAMPLES, FEATURES, CLASSES, WIDTH = 50, 10, 10, 32


def floats(values):
    return np.array(values, np.float32).astype(np.float64)


def he(random, inputs, outputs):
    deviation = math.sqrt(2 / inputs)
    return floats([deviation * random.next_gaussian() for _ in range(inputs * outputs)]).reshape(inputs, outputs)


def network(random, layers):
    sizes = [FEATURES] + [WIDTH] * (layers - 1) + [CLASSES]
    return [he(random, a, b) for a, b in zip(sizes, sizes[1:])]


def slice_of(layers, index):
    purpose = f"loss slice of {layers} layers"
    random = Rng(SEED, purpose, index)
    a, b = network(random, layers), network(random, layers)
    random = Rng(SEED, purpose + ", samples", index)
    x, labels = np.zeros((SAMPLES, FEATURES)), np.zeros(SAMPLES, int)
    for i in range(SAMPLES):
        x[i] = floats([random.next_gaussian() for _ in range(FEATURES)])
        labels[i] = random.next_int(CLASSES)
    losses = []
    for t in np.linspace(-0.25, 1.25, 61):
        h = x
        for layer, (p, q) in enumerate(zip(a, b)):
            h = (np.maximum(h, 0) if layer else h) @ ((1 - t) * p + t * q)
        h = h - h.max(axis=1, keepdims=True)
        losses.append(np.mean(np.log(np.exp(h).sum(axis=1)) - h[np.arange(SAMPLES), labels]))
    return losses


def curve_fit(f, sigmoid, units, steps=1500, rate=0.02, n=128):
    random = Rng(SEED, "curve fit", units)
    scale = 4.0 if sigmoid else 1.0
    w, b, a = np.zeros(units), np.zeros(units), np.zeros(units)
    for j in range(units):
        w[j] = -scale if random.next_int(2) == 0 else scale
        b[j] = -w[j] * (2 * random.next_double() - 1)
        a[j] = random.next_gaussian() / math.sqrt(units)
    p = [floats(w), floats(b), floats(a), np.zeros(1)]
    x = floats(np.linspace(-1, 1, n))
    wanted = floats(f(np.linspace(-1, 1, n)))
    m, s = [np.zeros_like(q) for q in p], [np.zeros_like(q) for q in p]
    for step in range(steps):
        z = np.outer(x, p[0]) + p[1]
        h = 1 / (1 + np.exp(-z)) if sigmoid else np.maximum(z, 0)
        d = 2 * (h @ p[2] + p[3] - wanted) / n
        dz = np.outer(d, p[2]) * (h * (1 - h) if sigmoid else z > 0)
        gradient = [x @ dz, dz.sum(0), d @ h, np.array([d.sum()])]
        eta = rate * 0.5 * (1 + math.cos(math.pi * step / steps))
        for k in range(4):
            m[k] = 0.9 * m[k] + 0.1 * gradient[k]
            s[k] = 0.999 * s[k] + 0.001 * gradient[k] ** 2
            correction = math.sqrt(1 - 0.999 ** (step + 1)) / (1 - 0.9 ** (step + 1))
            p[k] = p[k] - eta * correction * m[k] / (np.sqrt(s[k]) + 1e-8)
    z = np.outer(np.linspace(-1, 1, 1001), p[0]) + p[1]
    h = 1 / (1 + np.exp(-z)) if sigmoid else np.maximum(z, 0)
    e = h @ p[2] + p[3] - f(np.linspace(-1, 1, 1001))
    return [np.abs(e).max(), np.mean(e**2)]


def wave(x):
    return np.sin(np.pi * x) + 0.3 * np.cos(3 * np.pi * x)


if __name__ == "__main__":
    file = os.path.join(here, "../resources/dev/whittle/pipeline/explore/loss-slices.csv")
    with open(file, "w") as out:
        def write(name, number, values):
            out.write(",".join([name, str(number)] + [repr(float(v)) for v in values]) + "\n")

        for line in [306, 230, 1900, 2483]:
            write("linear", line, slice_of(1, line))
            write("network", line, slice_of(4, line))
        for units in [4, 8, 16, 32]:
            write("relu", units, curve_fit(wave, False, units))
        for units in [2, 8, 32]:
            write("sigmoid", units, curve_fit(lambda x: np.cos(4 * x), True, units))
