"""Prints the scores in KernelRidgeTest and NystroemRidgeTest: scikit-learn's KernelRidge on the samples that the tests
make, and its Ridge on its Nystroem features of the landmarks that the test draws.

Made with scikit-learn 1.2.1 and NumPy 1.24.2. Run: python3 kernel_ridge.py
"""
import numpy as np
from sklearn.kernel_approximation import Nystroem
from sklearn.kernel_ridge import KernelRidge
from sklearn.linear_model import Ridge

i, j = np.mgrid[0:60, 0:5]
x = ((i * 7919 + (i * i % 1009) * (j + 1) * 31 + j * j * 977) % 101 / 50.0 - 1).astype(np.float32).astype(np.float64)
y = (x[:, 0] * x[:, 1] > 0).astype(int) + (x[:, 2] > 0.5)
targets = np.where(y[:, None] == np.arange(3), 1.0, -1.0)
for alpha, scale in ((0.1, 1.0), (0.01, 0.3), (2.0, 4.0)):
    gamma = scale / (5 * x[:50].var())
    fitted = KernelRidge(kernel="rbf", alpha=alpha, gamma=gamma).fit(x[:50], targets[:50])
    print(alpha, scale, ", ".join("%.8gf" % v for v in fitted.predict(x[50:54]).ravel()))

# The landmarks are the rows that Whittle's generator draws for seed 1: the test checks that it does.
LANDMARKS = [0, 1, 3, 8, 9, 15, 22, 23, 25, 31, 39, 43]
for alpha, scale in ((0.1, 1.0), (0.01, 0.3), (2.0, 4.0)):
    gamma = scale / (5 * x[:50].var())
    # All rows that it is fitted to are its landmarks.
    nystroem = Nystroem(kernel="rbf", gamma=gamma, n_components=len(LANDMARKS)).fit(x[LANDMARKS])
    fitted = Ridge(alpha=alpha, fit_intercept=False, solver="svd").fit(nystroem.transform(x[:50]), targets[:50])
    scores = fitted.predict(nystroem.transform(x[50:54])).ravel()
    print("landmarks", alpha, scale, ", ".join("%.8gf" % v for v in scores))
