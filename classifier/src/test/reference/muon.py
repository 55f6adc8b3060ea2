"""Reference traces of Muon and of linear schedules, from NumPy 1.24.2, in double.

    python3 muon.py ../resources/dev/whittle/classify/optim

Writes muon.csv: for each setting the matrix W, row by row, at the start (step 0) and after each of six steps of the
optimiser of airbench94_muon.py (Jordan 2024), with five iterations of Newton and Schulz. W starts as
W[i][j] = ((5i + 3j) mod 7 - 3)/4 + (1/2 if i = j). The gradient is W·c + D, with
D[i][j] = ((7i + 2j + ij) mod 11 - 5)/8.

And linear.csv: the learning rate of each step by numpy.interp, as airbench94.py has its triangle.
"""

import sys

import numpy as np

assert np.__version__ == "1.24.2", np.__version__
out = sys.argv[1]

SETTINGS = [
    # rows, columns, rate, momentum, curvature
    (3, 7, 0.24, 0.6, 0.5),
    (6, 4, 0.1, 0.6, -0.25),
    (5, 5, 0.05, 0.0, 1.0),
    (1, 4, 0.24, 0.9, 2.0),
]


def zeropower(g, steps=5, eps=1e-7):
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (np.linalg.norm(g) + eps)
    if g.shape[0] > g.shape[1]:
        x = x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if g.shape[0] > g.shape[1] else x


with open(out + "/muon.csv", "w") as f:
    f.write("rows,columns,rate,momentum,curvature,step,W\n")
    for rows, columns, rate, momentum, curvature in SETTINGS:
        i, j = np.indices((rows, columns))
        w = ((5 * i + 3 * j) % 7 - 3) / 4 + (i == j) / 2
        d = ((7 * i + 2 * j + i * j) % 11 - 5) / 8
        buffer = np.zeros_like(w)
        for step in range(7):
            if step > 0:
                g = curvature * w + d
                buffer = momentum * buffer + g
                g = g + momentum * buffer
                w = w * (len(w) ** 0.5 / np.linalg.norm(w))
                w = w - rate * zeropower(g)
            values = ",".join("%.9g" % v for v in w.ravel())
            f.write(f"{rows},{columns},{rate},{momentum},{curvature},{step},{values}\n")

STEPS = 40
with open(out + "/linear.csv", "w") as f:
    f.write("schedule,warmup,period,factor,step,rate\n")
    for warmup, end in [(0, 0.0), (0, 0.25), (9, 0.07)]:
        for step in range(STEPS):
            rate = 0.3 * np.interp(step, [0, warmup, STEPS], [1 / (warmup + 1), 1, end])
            f.write(f"linear,{warmup},1,{end},{step},{float(rate)!r}\n")
