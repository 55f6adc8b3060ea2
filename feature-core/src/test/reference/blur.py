"""Writes ../resources/images/blur.tsv: Gaussian blurs by SciPy 1.10.1, NumPy 1.24.2 and scikit-image 0.19.3 (Debian 12).

Lines: sigma, width, height, the image in hex, and its blurred pixels as numbers. The two libraries must agree.
Usage: /usr/bin/python3 blur.py
"""
import os

import numpy as np
import scipy
import skimage
from scipy.ndimage import gaussian_filter
from skimage.filters import gaussian

print(scipy.__version__, np.__version__, skimage.__version__)
out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "images", "blur.tsv")
rng = np.random.default_rng(1)
lines = []
for sigma, w, h in ((0.1, 9, 7), (0.5, 23, 14), (1, 23, 14), (1.6, 20, 31), (2.125, 17, 18), (5, 11, 6), (3, 1, 9)):
    image = rng.integers(0, 256, (h, w)).astype(np.uint8)
    image[: h // 2, : w // 2] = 255
    blurred = gaussian_filter(image.astype(np.float64), sigma, mode="nearest", truncate=4)
    other = gaussian(image.astype(np.float64), sigma, preserve_range=True)
    assert np.abs(blurred - other).max() < 1e-9
    numbers = " ".join(f"{v:.7g}" for v in blurred.ravel())
    lines.append("\t".join((str(sigma), str(w), str(h), image.tobytes().hex(), numbers)))
with open(out, "w") as f:
    f.writelines(line + "\n" for line in lines)
