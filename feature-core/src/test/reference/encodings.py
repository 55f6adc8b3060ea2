"""Writes ../resources/words/mixture.txt and encodings.txt: a Gaussian mixture by scikit-learn, Fisher vectors and
VLAD by VLFeat.

Made with scikit-learn 1.2.1, NumPy 1.24.2 and VLFeat 0.9.21.

mixture.txt: 400 rows of 6 values; the EM algorithm for 5 components from rows 0 ... 4, equal weights and the variances
of all rows, with no floor, for 1 and for 12 iterations: weights, means, variances; then of the latter the mean log
density and the posteriors of the first 20 rows.
encodings.txt: codes of rows 100 ... 299 with the mixture after 12 iterations. "fisher" is VLFeat's, see
encodings_vlfeat.c; it leaves out posteriors below 1e-6. "numpy" is the definition with all posteriors by scikit-learn.
By its source, scikit-image's fisher_vector, from 0.20 on, has the same values, but those of the variances with the
opposite sign, and K values for the weights before them; Debian's 0.19.3 has no fisher_vector, so it was not run.
"vlad" and "vladNormalized" are VLFeat's codes over the means.

    cc -O2 -o encodings_vlfeat encodings_vlfeat.c -lvl -lm && python3 encodings.py ./encodings_vlfeat
"""
import os
import subprocess
import sys
import warnings

import numpy as np
from sklearn.mixture import GaussianMixture

here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(here, "..", "resources", "words")
warnings.simplefilter("ignore")


def line(key, values):
    return key + " " + " ".join("%.9g" % v for v in np.ravel(values)) + "\n"


rng = np.random.RandomState(11)
k, d = 5, 6
centres = rng.randn(k, d) * 1.5
x = centres[rng.randint(k, size=400)] + rng.randn(400, d) * rng.uniform(0.3, 1.2, size=d)
x = np.round(x * [1, 10, 0.1, 1, 5, 1] + [0, 50, 0, -3, 0, 20], 4).astype(np.float32).astype(np.float64)


def em(iterations):
    start = dict(weights_init=np.full(k, 1 / k), means_init=x[:k], precisions_init=np.tile(1 / x.var(0), (k, 1)))
    return GaussianMixture(k, covariance_type="diag", tol=0, reg_covar=0, max_iter=iterations, **start).fit(x)


with open(os.path.join(target, "mixture.txt"), "w") as f:
    f.write(line("rows", x))
    for iterations in (1, 12):
        m = em(iterations)
        for name, values in (("weights", m.weights_), ("means", m.means_), ("variances", m.covariances_)):
            f.write(line(name + str(iterations), values))
    f.write(line("logDensity", [m.score(x)]))
    f.write(line("posteriors", m.predict_proba(x[:20])))

# As the test reads them.
for name in ("weights_", "means_", "covariances_"):
    setattr(m, name, getattr(m, name).astype(np.float32).astype(np.float64))
some = x[100:300]
values = np.concatenate([np.ravel(a) for a in (m.weights_, m.means_, m.covariances_, some)])
command = [sys.argv[1], str(d), str(k), str(len(some))]
text = "\n".join("%.17g" % v for v in values)
codes = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
m.precisions_cholesky_ = 1 / np.sqrt(m.covariances_)
gamma = m.predict_proba(some)
z = (some[:, None, :] - m.means_) / np.sqrt(m.covariances_)
u = (gamma[:, :, None] * z).sum(0) / (len(some) * np.sqrt(m.weights_)[:, None])
v = (gamma[:, :, None] * (z**2 - 1)).sum(0) / (len(some) * np.sqrt(2 * m.weights_)[:, None])
with open(os.path.join(target, "encodings.txt"), "w") as f:
    f.write(codes)
    f.write(line("numpy", [u, v]))
