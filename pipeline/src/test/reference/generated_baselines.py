"""What existing libraries see in the built-in generated data: the table of docs/generated-data.md.

Made with OpenCV 4.6.0, scikit-learn 1.2.1, NumPy 1.24.2 (Debian's packages). The pixels come from GeneratedDumpTest:

    mvn -pl pipeline -am test -Dtest=GeneratedDumpTest -Dsurefire.failIfNoSpecifiedTests=false -Dgenerated.dump=FOLDER
    python3 generated_baselines.py FOLDER
"""
import sys
import warnings

import cv2
import numpy as np
from sklearn.cluster import MiniBatchKMeans
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")  # iterations end before full convergence
PAIRS = ["colour", "shape", "texture", "shapes arranged", "colours arranged"]


def load(name):
    data = np.fromfile(f"{sys.argv[1]}/{name}.bin", np.uint8).reshape(-1, 3, 32, 32)
    return data.transpose(0, 2, 3, 1).copy(), np.arange(len(data)) % 10


def pixels(images):
    return images.reshape(len(images), -1) / 255.0


def hog(images, cell):
    descriptor = cv2.HOGDescriptor((32, 32), (2 * cell, 2 * cell), (cell, cell), (cell, cell), 9)
    return np.array([descriptor.compute(i).ravel() for i in images])


def hsv(images, grid):
    n = 32 // grid
    rows = []
    for image in images:
        v = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
        parts = [np.ascontiguousarray(v[y:y + n, x:x + n]) for y in range(0, 32, n) for x in range(0, 32, n)]
        rows.append(np.concatenate([
            cv2.calcHist([p], [0, 1, 2], None, [10, 4, 4], [0, 180, 0, 256, 0, 256]).ravel() / n / n for p in parts]))
    return np.array(rows)


def patches(image, side=6, step=2):
    """All side x side colour patches, less their mean and divided by their deviation."""
    w = np.lib.stride_tricks.sliding_window_view(image, (side, side), axis=(0, 1))[::step, ::step]
    w = w.reshape(-1, 3 * side * side).astype(np.float32)
    w -= w.mean(1, keepdims=True)
    return w / (w.std(1, keepdims=True) + 10)


def words(train, test, count=200):
    rng = np.random.default_rng(0)
    sample = np.concatenate([patches(i)[rng.integers(0, 196, 15)] for i in train])
    centers = MiniBatchKMeans(count, random_state=0, n_init=1, batch_size=2048, max_iter=50).fit(sample).cluster_centers_
    squares = (centers * centers).sum(1)

    def bag(images):
        nearest = [(squares - 2 * patches(i) @ centers.T).argmin(1) for i in images]
        return np.array([np.bincount(n, minlength=count) for n in nearest]) / 196.0

    return bag(train), bag(test)


def both(f):
    return f(train), f(test)


def join(a, b):
    return tuple(np.hstack(z) for z in zip(a, b))


train, y_train = load("train")
test, y_test = load("test")
features = {
    "raw pixels": both(pixels),
    "HSV histogram": both(lambda i: hsv(i, 1)),
    "visual words 6x6": words(train, test),
    "HoG 4x4 cells": both(lambda i: hog(i, 4)),
    "HoG 8x8 cells": both(lambda i: hog(i, 8)),
}
features["HoG 8x8 + HSV"] = join(features["HoG 8x8 cells"], features["HSV histogram"])
features["HoG 8x8 + HSV in 2x2 grid"] = join(features["HoG 8x8 cells"], both(lambda i: hsv(i, 2)))

print("| feature | head | all | " + " | ".join(PAIRS) + " |")
print("| --- | --- " + "| ---: " * 6 + "|")
for name, (a, b) in features.items():
    heads = {
        "softmax": LogisticRegression(C=0.001 if name == "raw pixels" else 0.01, max_iter=300),
        "MLP": MLPClassifier((128,), alpha=1e-2, max_iter=40, random_state=0),
    }
    for head, model in heads.items():
        p = make_pipeline(StandardScaler(), model).fit(a, y_train).predict(b)
        within = []
        for q in range(5):
            m = (y_test // 2 == q) & (p // 2 == q)
            within.append(f"{100 * (p[m] == y_test[m]).mean():.0f}")
        print(f"| {name} | {head} | {100 * (p == y_test).mean():.1f} | " + " | ".join(within) + " |", flush=True)
