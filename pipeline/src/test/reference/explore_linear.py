"""Prints the values in LinearClassifiersTest: the same problems, drawn again and solved by SciPy and NumPy in double.

Made with NumPy 1.24.2 and SciPy 1.10.1. Run: python3 explore_linear.py
"""
import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from explore_features import doubles


def normals(purpose, index):
    """The normal numbers of dev.whittle.feature.Rng: Marsaglia's polar method, the second number thrown away."""
    draw = doubles(1, purpose, index)
    while True:
        u, v = 2 * next(draw) - 1, 2 * next(draw) - 1
        s = u * u + v * v
        if 0 < s < 1:
            yield u * np.sqrt(-2 * np.log(s) / s)


def horse(x, y):
    def ellipse(a, b, c, d):
        return ((x - a) / c) ** 2 + ((y - b) / d) ** 2 < 1

    neck = (y > 8.5) & (y < 17) & (np.abs(x - (25.5 - 0.5 * (y - 8.5))) < 1.9)
    pairs = (np.abs(np.abs(x - 9.5) - 1.2) < 0.8) | (np.abs(np.abs(x - 20) - 1.2) < 0.8)
    tail = (y > 14) & (y < 21) & (np.abs(x - (7 - 0.5 * (y - 14))) < 0.8)
    return ellipse(15, 17, 8.5, 4.2) | ellipse(26.5, 9, 3.4, 2.2) | neck | (y >= 18) & (y < 28) & pairs | tail


def car(x, y):
    body = (y > 17) & (y < 24) & (np.abs(x - 16) < 13)
    cabin = (y > 11) & (y <= 17) & (np.abs(x - 16) < 5 + 0.6 * (y - 11))
    return body | cabin | ((np.abs(np.abs(x - 16) - 7)) ** 2 + (y - 24) ** 2 < 9)


def tree(x, y):
    return (((x - 16) / 7) ** 2 + ((y - 11) / 8) ** 2 < 1) | (y > 18) & (y < 29) & (np.abs(x - 16) < 1.8)


def templates(left):
    pixels = np.zeros((240, 1024))
    labels = np.arange(240) % 3
    for i in range(240):
        draw = doubles(1, "two poses, training", i)
        move_x, move_y = 3 * next(draw) - 1.5, 3 * next(draw) - 1.5
        light, dark = 150 + 80 * next(draw), 30 + 50 * next(draw)
        at = (np.arange(96) + 0.5) / 3
        x, y = np.meshgrid(at - move_x, at - move_y)
        if i // 3 < np.rint(left * 80):
            x = 32 - x
        share = (horse, car, tree)[i % 3](x, y).reshape(32, 3, 32, 3).mean(axis=(1, 3))
        noise = np.array([next(draw) for _ in range(1024)]).reshape(32, 32)
        value = dark + share * (light - dark) + 30 * (noise - 0.5)
        pixels[i] = np.rint(np.clip(value, 0, 255)).ravel() / 255

    def objective(p):
        w, b = p[:3072].reshape(3, 1024), p[3072:]
        s = pixels @ w.T + b
        g = softmax(s, axis=1)
        g[np.arange(240), labels] -= 1
        return (-log_softmax(s, axis=1)[np.arange(240), labels].mean() + 0.01 * (w ** 2).sum(),
                np.concatenate([(g.T @ pixels / 240 + 0.02 * w).ravel(), g.mean(axis=0)]))

    p = minimize(objective, np.zeros(3075), jac=True, method="L-BFGS-B", options={"ftol": 1e-15, "gtol": 1e-9}).x
    w = p[:1024].reshape(32, 32)
    print("templates", left, "left head %.5f right head %.5f" % (w[7:11, 4:8].mean(), w[7:11, 24:28].mean()))


def geometry():
    draw = normals("linear geometry", 0)
    labels = np.arange(90) % 3
    centres = np.array([[-1.2, -0.7], [1.3, -0.5], [-0.1, 1.2]])
    points = np.array([centres[c] + 0.5 * np.array([next(draw), next(draw)]) for c in labels])

    def objective(p):
        w, b = p[:6].reshape(3, 2), p[6:]
        s = points @ w.T + b
        g = softmax(s, axis=1)
        g[np.arange(90), labels] -= 1
        return (-log_softmax(s, axis=1)[np.arange(90), labels].mean() + 0.005 * (w ** 2).sum(),
                np.concatenate([(g.T @ points / 90 + 0.01 * w).ravel(), g.mean(axis=0)]))

    p = minimize(objective, np.zeros(9), jac=True, method="BFGS", options={"gtol": 1e-9}).x
    print("geometry: weights", np.round(p[:6], 5), "bias", np.round(p[6:] - p[6:].mean(), 5))


def penalties():
    draw = normals("weight penalties", 0)
    sigma = np.array([0, 0.3, 0.3, 0.3])
    x, y = np.zeros((400, 6)), np.zeros(400)
    for i in range(400):
        number = next(draw)
        y[i] = number + 0.5 * next(draw) > 0
        noise = np.array([next(draw) for _ in range(6)])
        x[i] = np.concatenate([(number + sigma * noise[:4]) / np.sqrt(1 + sigma ** 2), noise[4:]])

    def loss(w, b):
        s = x @ w + b
        r = 1 / (1 + np.exp(-s)) - y
        return np.logaddexp(0, s).mean() - (y * s).mean(), x.T @ r / 400, r.mean()

    for l in (0.003, 0.01, 0.03, 0.1, 0.2):
        # Two rows w and -w have squares of half the difference: (l/2)·2·(d/2)² = l/4·d².
        def squares(p):
            f, g, gb = loss(p[:6], p[6])
            return f + l / 4 * (p[:6] ** 2).sum(), np.append(g + l / 2 * p[:6], gb)

        # d is the difference of two parts of at least 0.
        def absolutes(p):
            f, g, gb = loss(p[:6] - p[6:12], p[12])
            return f + l * p[:12].sum(), np.concatenate([g + l, l - g, [gb]])

        p = minimize(squares, np.zeros(7), jac=True, method="BFGS", options={"gtol": 1e-9}).x
        q = minimize(absolutes, np.zeros(13), jac=True, method="L-BFGS-B", bounds=[(0, None)] * 12 + [(None, None)],
                     options={"ftol": 1e-15, "gtol": 1e-10, "maxiter": 10000}).x
        print("penalties", l, "L2", np.round(p[:6], 4), "L1", np.round(q[:6] - q[6:12], 4))


def border(lam):
    draw = normals("smooth border", 0)
    labels = np.arange(60) % 2
    x = np.array([[c + next(draw), 0.5 * c + next(draw)] for c in np.where(labels == 0, -0.7, 0.7)])
    parts = []
    for layer, (n, m) in enumerate(((2, 20), (20, 2))):
        d = normals("He initialisation", layer)
        parts += [np.array([np.sqrt(2 / n) * next(d) for _ in range(n * m)]).reshape(n, m), np.zeros(m)]
    velocity = [np.zeros_like(p) for p in parts]
    for step in range(3000):
        rate = 0.1 * 0.5 * (1 + np.cos(np.pi * step / 3000))
        h = np.maximum(0, x @ parts[0] + parts[1])
        g = softmax(h @ parts[2] + parts[3], axis=1)
        g[np.arange(60), labels] -= 1
        g /= 60
        back = g @ parts[2].T * (h > 0)
        gradients = [x.T @ back + lam * parts[0], back.sum(0), h.T @ g + lam * parts[2], g.sum(0)]
        for p, v, d in zip(parts, velocity, gradients):
            v *= 0.9
            v += d
            p -= rate * v
    right = np.argmax(np.maximum(0, x @ parts[0] + parts[1]) @ parts[2] + parts[3], axis=1) == labels
    at = 3 * (2 * np.arange(80) + 1 - 80) / 80
    grid = np.stack(np.meshgrid(at, at), -1).reshape(-1, 2)
    s = np.maximum(0, grid @ parts[0] + parts[1]) @ parts[2] + parts[3]
    of = (s[:, 1] > s[:, 0]).reshape(80, 80)
    pairs = (of[:, 1:] != of[:, :-1]).sum() + (of[1:] != of[:-1]).sum()
    print("border", lam, "norm %.4f" % np.sqrt((parts[0] ** 2).sum() + (parts[2] ** 2).sum()), "right", right.sum(),
          "pairs", pairs)


if __name__ == "__main__":
    for left in (0, 0.25, 0.5, 0.75, 1):
        templates(left)
    geometry()
    penalties()
    for lam in (0.001, 0.01, 0.1):
        border(lam)
