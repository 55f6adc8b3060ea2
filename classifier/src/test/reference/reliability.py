"""Prints the values in ReliabilityTest: scikit-learn's precision, recall, F1 and calibration curve.

Made with scikit-learn 1.2.1 and NumPy 1.24.2. Run: python3 reliability.py
"""
import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import precision_recall_fscore_support

i, c = np.mgrid[0:200, 0:3]
weights = 1 + (i * 7919 + i * i * (c + 3) * 31 + c * 977) % 101
p = (weights / weights.sum(1, keepdims=True)).astype(np.float32)
labels = (np.arange(200) * 5 + np.arange(200) // 3) % 3
predicted = p.argmax(1)
print([[repr(float(v)) for v in row] for row in precision_recall_fscore_support(labels, predicted)[:3]])
print(repr(precision_recall_fscore_support(labels, predicted, average="macro")[2]))
confidence = p.max(1).astype(np.float64)
right = predicted == labels
accuracy, mean = calibration_curve(right, confidence, n_bins=10, strategy="uniform")
bins = np.searchsorted(np.linspace(0, 1, 11)[1:-1], confidence)
count = np.bincount(bins, minlength=10)
print(count.tolist(), [repr(float(v)) for v in mean], [repr(float(v)) for v in accuracy])
gap = np.abs(mean - accuracy)
print(repr(float((count[count > 0] * gap).sum() / 200)), repr(float(gap.max())))
