#!/usr/bin/env python3
"""Reference values for Hog. Writes images (PNM) and values (text, one per line) to src/test/resources/hog.

Made with Debian 12's OpenCV 4.6.0, scikit-image 0.19.3, SciPy 1.10.1, NumPy 1.24.2 and VLFeat 0.9.21:
    python3 hog_reference.py
"""
import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np
from scipy.ndimage import gaussian_filter, uniform_filter
from skimage.feature import hog

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "resources", "hog")
os.makedirs(OUT, exist_ok=True)


def write_image(name, image):
    gray = image.ndim == 2
    head = "P%d\n%d %d\n255\n" % (5 if gray else 6, image.shape[1], image.shape[0])
    with open(os.path.join(OUT, name + (".pgm" if gray else ".ppm")), "wb") as f:
        f.write(head.encode() + np.ascontiguousarray(image).tobytes())


def write_values(name, values):
    with open(os.path.join(OUT, name + ".txt"), "w") as f:
        f.writelines("%.9g\n" % v for v in np.ravel(values))


def scene(rng, height, width):
    """Something like a photograph: soft light, edges of discs and bars, a grating, some noise."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    image = np.empty((height, width, 3))
    for band in range(3):
        v = 120 + 40 * gaussian_filter(rng.standard_normal((height, width)), 6) * 6
        for _ in range(5):
            cx, cy, r = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(3, width / 4)
            v += rng.uniform(-70, 70) / (1 + np.exp(2 * (np.hypot(x - cx, y - cy) - r)))
        v += 15 * np.sin(0.6 * x + 0.35 * y + band) * (x > width / 2)
        image[:, :, band] = v + 2 * rng.standard_normal((height, width))
    return np.clip(np.rint(image), 0, 255).astype(np.uint8)


def opencv(image, bins=9, signed=False):
    """HOGDescriptor with 8x8 cells; blocks and cells from by columns to by rows.

    RGB goes in as it is, not as BGR: of equally strong bands OpenCV's vector loop takes the first in memory (its scalar
    loop, for the last width % 4 columns, takes the last; none of the images has such columns inside a cell)."""
    across, down = image.shape[1] // 8, image.shape[0] // 8
    d = cv2.HOGDescriptor((across * 8, down * 8), (16, 16), (8, 8), (8, 8), bins, 1, -1.0, 0, 0.2, False, 64, signed)
    v = d.compute(image, (8, 8), (0, 0), [(0, 0)]).reshape(across - 1, down - 1, 2, 2, bins)
    return v.transpose(1, 0, 3, 2, 4)


def cs231n(image):
    """What the exercise's hog_feature computes, after its description in the course's assignment 1."""
    v = np.dot(image, [0.299, 0.587, 0.144]) if image.ndim == 3 else image.astype(float)
    gx, gy = np.zeros(v.shape), np.zeros(v.shape)
    gx[:, :-1] = v[:, 1:] - v[:, :-1]
    gy[:-1, :] = v[1:, :] - v[:-1, :]
    magnitude = np.sqrt(gx**2 + gy**2)
    angle = np.arctan2(gy, gx + 1e-15) * (180 / np.pi) + 90
    bins = []
    for i in range(9):
        inside = (angle >= 180 / 9 * i) & (angle < 180 / 9 * (i + 1)) & (angle > 0)
        bins.append(uniform_filter(np.where(inside, magnitude, 0), size=(8, 8))[4::8, 4::8].T)
    return np.stack(bins, axis=-1)


def vlfeat(program, image, bilinear):
    planar = (image if image.ndim == 3 else image[:, :, None]).transpose(2, 0, 1)
    bands, height, width = planar.shape
    args = [program, str(width), str(height), str(bands), "8", str(bilinear)]
    text = subprocess.run(args, input=planar.tobytes(), stdout=subprocess.PIPE, check=True).stdout.split()
    across, down, n = map(int, text[:3])
    assert (across, down, n) == (width // 8, height // 8, 31)
    return np.array(text[3:], float)


rng = np.random.default_rng(20050620)
noise = rng.integers(0, 256, (32, 32, 3), dtype=np.uint8)
odd = scene(rng, 53, 37)
gray = scene(rng, 64, 96)[:, :, 1]
columns = np.tile(rng.integers(0, 256, 40, dtype=np.uint8), (24, 1))
framed = scene(rng, 40, 56)
framed[[0, -1]] = 90
framed[:, [0, -1]] = 90
flat = np.where(np.add.outer(np.arange(40) // 6, np.arange(40) // 9) % 2, 200, 30).astype(np.uint8)
y, x = np.mgrid[0:240, 0:320]
rings = ((x * x + 2 * y * y) // 64 + x * y // 97).astype(np.uint8)  # the test computes it again

for name, image in [("noise", noise), ("odd", odd), ("gray", gray), ("columns", columns), ("framed", framed), ("flat", flat)]:
    write_image(name, image)
for name, image in [("noise", noise), ("odd", odd), ("gray", gray), ("columns", columns)]:
    write_values("opencv-" + name, opencv(image))
write_values("opencv-gray-signed18", opencv(gray, 18, True))
write_values("opencv-rings-every-101st", opencv(rings).ravel()[::101])
for name, image in [("noise", noise), ("odd", odd), ("gray", gray), ("flat", flat)]:
    axis = None if image.ndim == 2 else -1
    image = image.astype(float)  # integers would wrap around
    write_values("skimage-cells-" + name, hog(image, 9, (8, 8), (1, 1), "L1", channel_axis=axis))
    write_values("skimage-blocks-" + name, hog(image, 9, (8, 8), (2, 2), "L2-Hys", channel_axis=axis))
write_values("cs231n-noise", cs231n(noise))
write_values("cs231n-flat", cs231n(flat))
with tempfile.TemporaryDirectory() as folder:
    program = os.path.join(folder, "hog_vlfeat")
    subprocess.run(["cc", "-O2", "-o", program, os.path.join(HERE, "hog_vlfeat.c"), "-lvl", "-lm"], check=True)
    for name, image in [("framed", framed), ("gray", gray)]:
        for bilinear in (0, 1):
            write_values("vlfeat-%s-%s" % (name, "bilinear" if bilinear else "hard"), vlfeat(program, image, bilinear))
print("written to", os.path.normpath(OUT), file=sys.stderr)
