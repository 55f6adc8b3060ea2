"""The lecture's two-layer net in NumPy, in float, on the numbers of Whittle's generator (feature-core's rng.py): prints
the losses that BackpropagationTest expects, and the seconds of 500 steps.

Made with NumPy 1.24.2. Run: python3 two_layer_net.py
"""
import contextlib
import io
import os
import sys
import time

import numpy as np

sys.path.append(os.path.join(os.path.dirname(__file__), "../../../../feature-core/src/test/reference"))
with contextlib.redirect_stdout(io.StringIO()):
    from rng import Rng

N, D_in, H, D_out = 64, 1000, 100, 10
SEED = 1


def randn(rng, rows, columns, deviation=1.0):
    return np.array([deviation * rng.next_gaussian() for _ in range(rows * columns)]).reshape(rows, columns)


def train(rate, kind=np.float32):
    rng = Rng(SEED, "two layers", 0)
    x = randn(rng, N, D_in).astype(np.float32).astype(kind)
    y = np.eye(D_out, dtype=kind)[[rng.next_int(D_out) for _ in range(N)]]
    w1 = randn(Rng(SEED, "w1", 0), D_in, H, np.sqrt(2 / D_in)).astype(np.float32).astype(kind)
    w2 = randn(Rng(SEED, "w2", 0), H, D_out, np.sqrt(2 / H)).astype(np.float32).astype(kind)
    rate = kind(np.float32(rate))
    losses = []
    start = time.perf_counter()
    for t in range(500):
        h = x @ w1
        r = np.maximum(h, 0)
        p = r @ w2
        loss = np.square(p - y).sum() / N
        grad_p = 2 * (p - y) / N
        grad_w2 = r.T @ grad_p
        grad_h = (grad_p @ w2.T) * (h > 0)
        grad_w1 = x.T @ grad_h
        w1 -= rate * grad_w1
        w2 -= rate * grad_w2
        losses.append(loss)
    return losses, time.perf_counter() - start


if __name__ == "__main__":
    for rate in (0.001, 0.01):
        for kind in (np.float64, np.float32):
            losses, seconds = train(rate, kind=kind)
            print(rate, kind.__name__, [float(losses[t]) for t in (0, 1, 10, 50, 100, 200, 499)])
            print("    %.3f s" % seconds)
    np.seterr(all="ignore")
    print("0.1, while finite:", len([loss for loss in train(0.1)[0] if np.isfinite(loss)]))
