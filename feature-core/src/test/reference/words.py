"""Writes the files in ../resources/words: k-means by scikit-learn, and normalised, whitened patches and their words by NumPy.

Made with scikit-learn 1.2.1 and NumPy 1.24.2.

kmeans.txt: 240 rows of 5 values; then for k = 6, started from rows 0 ... 5 and run by Lloyd's algorithm until nothing changes,
the energy, the label of each row and the centroids.
energy.txt: the energy after 10 of Lloyd's iterations in float, 20,000 rows of 32 values, k = 128, started from the first 128 rows.
patches.txt: all 2 x 2 patches of the image of color_histogram.py, in double, as Coates, Lee and Ng 2011 normalise and
whiten them: the first 5 normalised patches, the whitening matrix, and the histogram (fractions, quadrants) of the patches over
the words that are the whitened patches 0, 40, 80 ... 320; the first 4 principal components of all patches, also whitened.
"""
import os

import numpy as np
from sklearn.cluster import KMeans

here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(here, "..", "resources", "words")


def write(name, rows):
    with open(os.path.join(target, name), "w") as f:
        for key, values in rows:
            f.write(key + " " + " ".join("%.9g" % v for v in np.ravel(values)) + "\n")


rng = np.random.RandomState(7)
centres = rng.randn(6, 5) * 2
x = (centres[rng.randint(6, size=240)] + rng.randn(240, 5)).astype(np.float32)
x = np.round(x, 3).astype(np.float32)
fitted = KMeans(6, init=x[:6].astype(np.float64), n_init=1, max_iter=300, tol=0, algorithm="lloyd").fit(x.astype(np.float64))
write("kmeans.txt", [("rows", x), ("energy", [fitted.inertia_]), ("labels", fitted.labels_),
                     ("centroids", fitted.cluster_centers_)])

i, j = np.mgrid[0:20000, 0:32]
x = ((i * 7919 + (i * i % 10007) * (j + 1) * 31 + j * j * 977) % 1009 / np.float32(1009)).astype(np.float32)
fitted = KMeans(128, init=x[:128], n_init=1, max_iter=10, tol=0, algorithm="lloyd").fit(x)
distances = x - fitted.cluster_centers_.astype(np.float64)[fitted.predict(x)]
write("energy.txt", [("energy", [(distances**2).sum()])])

y, xx = np.mgrid[0:17, 0:23]
image = np.stack([(xx * xx * 7 + y * 13 + xx * y * 3 + b * (xx * 5 + y * 11)) % 256 for b in range(3)])
image[:, 3] = image[0, 3]  # a gray row
p = np.array([image[:, r : r + 2, c : c + 2].ravel() for r in range(16) for c in range(22)], dtype=np.float64)
p = (p - p.mean(1, keepdims=True)) / np.sqrt(p.var(1, ddof=1, keepdims=True) + 10)
d, v = np.linalg.eigh(np.cov(p.T))
matrix = (v / np.sqrt(d + 0.1)) @ v.T
white = (p - p.mean(0)) @ matrix
words = white[0:321:40]
nearest = ((white[:, None, :] - words[None]) ** 2).sum(2).argmin(1).reshape(16, 22)
cells = [c for rows in np.array_split(nearest, 2, axis=0) for c in np.array_split(rows, 2, axis=1)]
histogram = [np.bincount(c.ravel(), minlength=len(words)) / c.size for c in cells]
d, v = d[::-1][:4], v[:, ::-1][:, :4]  # PCA: the largest first, the value of largest size positive
v = v * np.sign(v[abs(v).argmax(0), range(4)])
pca = (p - p.mean(0)) @ v
write("patches.txt", [("patches", p[:5]), ("matrix", matrix), ("histogram", histogram), ("pca", pca),
                      ("whitened-pca", pca / np.sqrt(d + 0.1))])

# minibatch.txt: for the rows of kmeans.txt, started from rows 0 ... 5, the centroids after MiniBatchKMeans.partial_fit of the
# rows 0 ... 59, 60 ... 119, 120 ... 179 and 180 ... 239, one after another, without reassignment.
from sklearn.cluster import MiniBatchKMeans

rng = np.random.RandomState(7)
centres = rng.randn(6, 5) * 2
x = (centres[rng.randint(6, size=240)] + rng.randn(240, 5)).astype(np.float32)
x = np.round(x, 3).astype(np.float64)
batches = MiniBatchKMeans(6, init=x[:6], n_init=1, reassignment_ratio=0)
for at in range(0, 240, 60):
    batches.partial_fit(x[at : at + 60])
write("minibatch.txt", [("centroids", batches.cluster_centers_)])
