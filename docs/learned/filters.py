"""Draws the words of models of experiments/coates.yaml as a picture. Made with NumPy 1.24.2 and Pillow 9.4.0.

    python3 filters.py OUT.png CELL/model.npz ...

Two rows of 24 words for each model, 3 screen pixels for a pixel. Whitening is undone, but for the mean of the patches,
as atoms of length 1 are directions. Each word is scaled to its full range.
"""
import sys

import numpy as np
from PIL import Image

rows = []
for path in sys.argv[2:]:
    model = np.load(path)
    key = next(k for k in model if k.endswith("words/centroids"))[: -len("encoder/words/centroids")]
    words = model[key + "encoder/words/centroids"].astype(float)[:48]
    if key + "reduce/0/matrix" in model:
        words = words @ np.linalg.inv(model[key + "reduce/0/matrix"].astype(float))
    low, high = words.min(1, keepdims=True), words.max(1, keepdims=True)
    words = np.rint(255 * (words - low) / (high - low)).astype(np.uint8).reshape(2, 24, 3, 6, 6)
    words = np.kron(words, np.ones((1, 1, 1, 3, 3), np.uint8))
    words = np.pad(words, ((0, 0), (0, 0), (0, 0), (2, 2), (2, 2)), constant_values=255)
    rows.append(words.transpose(0, 3, 1, 4, 2).reshape(2 * 22, 24 * 22, 3))
    rows.append(np.full((8, 24 * 22, 3), 255, np.uint8))
Image.fromarray(np.concatenate(rows[:-1])).save(sys.argv[1], optimize=True)
