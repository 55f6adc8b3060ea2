"""Writes ../resources/color/histograms.txt: colour histograms of a small image by OpenCV.

Made with OpenCV 4.6.0 and NumPy 1.24.2. The image (23 x 17, RGB) is the formula in pixels(), which ColorHistogramTest
repeats. Each line: space, bins (comma), joint or bands, grid, then the counts; cells row by row, cut by numpy.array_split.
"""
import os

import cv2
import numpy as np


def pixels():
    x, y = np.meshgrid(np.arange(23), np.arange(17))
    image = np.stack([(x * x * 7 + y * 13 + x * y * 3 + b * (x * 5 + y * 11)) % 256 for b in range(3)], axis=2)
    image[3] = image[3, :, :1]  # a gray row: no hue
    return image.astype(np.uint8)


def histogram(image, space, bins, joint):
    if space != "RGB":
        image = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
    ranges = [0, 256 if space == "RGB" else 180, 0, 256, 0, 256]
    channels = list(range(len(bins)))
    if joint:
        return cv2.calcHist([image], channels, None, bins, ranges[: 2 * len(bins)]).ravel()
    return np.concatenate(
        [cv2.calcHist([image], [c], None, [bins[c]], ranges[2 * c : 2 * c + 2]).ravel() for c in channels])


lines = []
for space, bins, joint, grid in [
    ("HSV", [10, 4, 4], True, 1),
    ("HSV", [10, 4, 4], False, 1),
    ("HSV", [12, 5, 7], False, 3),
    ("HSV", [180, 3, 1], False, 1),
    ("RGB", [4, 4, 4], True, 1),
    ("RGB", [3, 5, 2], True, 2),
    ("RGB", [8, 8, 8], False, 1),
    ("HUE", [18], True, 1),
    ("HUE", [18], False, 4),
]:
    counts = []
    for rows in np.array_split(pixels(), grid, axis=0):
        for cell in np.array_split(rows, grid, axis=1):
            counts.append(histogram(np.ascontiguousarray(cell), space, bins, joint))
    lines.append("%s %s %s %d %s" % (space, ",".join(map(str, bins)), "joint" if joint else "bands", grid,
                                     " ".join(str(int(v)) for v in np.concatenate(counts))))

target = os.path.join(os.path.dirname(__file__), "..", "resources", "color", "histograms.txt")
with open(target, "w") as f:
    f.write("\n".join(lines) + "\n")
