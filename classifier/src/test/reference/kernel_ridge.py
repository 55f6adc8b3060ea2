"""Prints the scores in KernelRidgeTest: scikit-learn's KernelRidge on the samples that the test makes.

Made with scikit-learn 1.2.1 and NumPy 1.24.2. Run: python3 kernel_ridge.py
"""
import numpy as np
from sklearn.kernel_ridge import KernelRidge

i, j = np.mgrid[0:60, 0:5]
x = ((i * 7919 + (i * i % 1009) * (j + 1) * 31 + j * j * 977) % 101 / 50.0 - 1).astype(np.float32).astype(np.float64)
y = (x[:, 0] * x[:, 1] > 0).astype(int) + (x[:, 2] > 0.5)
targets = np.where(y[:, None] == np.arange(3), 1.0, -1.0)
for alpha, scale in ((0.1, 1.0), (0.01, 0.3), (2.0, 4.0)):
    gamma = scale / (5 * x[:50].var())
    fitted = KernelRidge(kernel="rbf", alpha=alpha, gamma=gamma).fit(x[:50], targets[:50])
    print(alpha, scale, ", ".join("%.8gf" % v for v in fitted.predict(x[50:54]).ravel()))
