"""Largest and mean squared errors of sums of ReLUs and of sigmoids, in double precision.

Made with NumPy 2.4.6 from the formulas of the lecture; prints what UnitSumTest has.
"""

import numpy as np

X = np.linspace(-1, 1, 1001)


def wave(x):
    return np.sin(np.pi * x) + 0.3 * np.cos(3 * np.pi * x)


def relu(x):
    return np.maximum(x, 0)


def bump(x, s, t):
    m1 = t / (s[1] - s[0])
    m2 = t / (s[3] - s[2])
    return m1 * relu(x - s[0]) - m1 * relu(x - s[1]) - m2 * relu(x - s[2]) + m2 * relu(x - s[3])


def bumps(x, k):
    width = 2 / k
    r = width / 4
    total = np.zeros_like(x)
    for i in range(k):
        start = -1 + i * width - (2 * r if i == 0 else 0)
        end = -1 + (i + 1) * width + (2 * r if i == k - 1 else 0)
        middle = -1 + (i + 0.5) * width
        total += bump(x, [start - r, start + r, end - r, end + r], wave(middle))
    return total


def steps(x, f, n, steepness):
    width = 2 / (n + 1)
    heights = f(-1 + (np.arange(n + 1) + 0.5) * width)
    borders = -1 + np.arange(1, n + 1) * width
    sigmoid = 1 / (1 + np.exp(-steepness * (x[:, None] - borders)))
    return heights[0] + sigmoid @ np.diff(heights)


for k in [1, 2, 4, 8, 16, 32]:
    print("bumps", k, repr(np.abs(bumps(X, k) - wave(X)).max()))
for steepness in [5, 20, 80]:
    print("steps", steepness, repr(np.abs(steps(X, wave, 31, steepness) - wave(X)).max()))
for n in [2, 8, 32]:
    f = lambda x: np.cos(4 * x)
    print("mean squared", n, repr(np.mean((steps(X, f, n, 4 * n) - f(X)) ** 2)))
