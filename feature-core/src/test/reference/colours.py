"""Writes ../resources/images/colours.tsv: colour conversions by OpenCV 4.6.0 (Debian 12), NumPy 1.24.2.

Lines: name, then fields in hex.
  gray, hsv       SHA-256 of the results for all 2^24 colours in order of R, G, B; hsv interleaved
  equalize        width, height, input, result of equalizeHist
  equalize-luma   width, height, input (interleaved RGB), result of equalizeHist on Y of COLOR_RGB2YCrCb and back
Usage: /usr/bin/python3 colours.py
"""
import hashlib
import os

import cv2
import numpy as np

out = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "images", "colours.tsv")
lines = []
b = np.arange(256, dtype=np.uint8)
rgb = np.stack(np.meshgrid(b, b, b, indexing="ij"), -1).reshape(4096, 4096, 3)
for name, code in (("gray", cv2.COLOR_RGB2GRAY), ("hsv", cv2.COLOR_RGB2HSV)):
    lines.append((name, hashlib.sha256(cv2.cvtColor(rgb, code).tobytes()).hexdigest()))

rng = np.random.default_rng(1)
w, h = 23, 14
images = [
    rng.integers(0, 256, (h, w)),
    rng.normal(120, 9, (h, w)).clip(0, 255),
    np.full((h, w), 77),
    np.where(rng.random((h, w)) < 0.3, 200, 31),
    np.add.outer(np.arange(h) * 9, np.arange(w) * 5),
    np.where(rng.random((h, w)) < 0.5, 255, 254),
]
for image in images:
    image = image.astype(np.uint8)
    lines.append(("equalize", f"{w:x}", f"{h:x}", image.tobytes().hex(), cv2.equalizeHist(image).tobytes().hex()))
image = np.stack([images[1], images[4], images[1][::-1] * 0.7], -1).astype(np.uint8)
ycc = cv2.cvtColor(image, cv2.COLOR_RGB2YCrCb)
ycc[:, :, 0] = cv2.equalizeHist(np.ascontiguousarray(ycc[:, :, 0]))
result = cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB)
lines.append(("equalize-luma", f"{w:x}", f"{h:x}", image.tobytes().hex(), result.tobytes().hex()))
with open(out, "w") as f:
    f.writelines("\t".join(line) + "\n" for line in lines)
