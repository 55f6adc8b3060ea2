"""Writes ../resources/color/histograms.txt: colour histograms of a small image by OpenCV.

Made with OpenCV 4.6.0 and NumPy 1.24.2. The image (23 x 17, RGB) is the formula in pixels(), which ColorHistogramTest
repeats. Each line: space, bins (comma), joint or bands, grid, then the counts; cells row by row, cut by numpy.array_split.
HSI and opponent colours are those of color_spaces.py, and the other spaces are OpenCV's.

Also writes ../resources/color/palettes.txt: how many pixels of the same image have which colour of a palette, by NumPy.
Each line: uniform and its bits, or nearest and its colours (comma), then grid and counts.
"""
import os

import cv2
import numpy as np

from color_spaces import hsi8, opponent8


def pixels():
    x, y = np.meshgrid(np.arange(23), np.arange(17))
    image = np.stack([(x * x * 7 + y * 13 + x * y * 3 + b * (x * 5 + y * 11)) % 256 for b in range(3)], axis=2)
    image[3] = image[3, :, :1]  # a gray row: no hue
    return image.astype(np.uint8)


def histogram(image, space, bins, joint):
    if space in ("HSV", "HUE"):
        image = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
    elif space == "LAB":
        image = cv2.cvtColor(image, cv2.COLOR_RGB2Lab)
    elif space != "RGB":
        image = {"HSI": hsi8, "OPPONENT": opponent8}[space](image)
    ranges = [0, 180 if space in ("HSV", "HUE", "HSI") else 256, 0, 256, 0, 256]
    channels = list(range(len(bins)))
    if joint:
        return cv2.calcHist([image], channels, None, bins, ranges[: 2 * len(bins)]).ravel()
    return np.concatenate(
        [cv2.calcHist([image], [c], None, [bins[c]], ranges[2 * c : 2 * c + 2]).ravel() for c in channels])


def cells(grid):
    for rows in np.array_split(pixels(), grid, axis=0):
        yield from np.array_split(rows, grid, axis=1)


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
    ("HSI", [10, 4, 4], True, 1),
    ("HSI", [36, 7, 5], False, 2),
    ("LAB", [4, 8, 8], True, 1),
    ("LAB", [5, 32, 16], False, 3),
    ("LAB", [16, 16, 16], True, 1),
    ("OPPONENT", [6, 5, 4], True, 2),
    ("OPPONENT", [8, 8, 8], False, 1),
]:
    counts = [histogram(np.ascontiguousarray(cell), space, bins, joint) for cell in cells(grid)]
    lines.append("%s %s %s %d %s" % (space, ",".join(map(str, bins)), "joint" if joint else "bands", grid,
                                     " ".join(str(int(v)) for v in np.concatenate(counts))))

target = os.path.join(os.path.dirname(__file__), "..", "resources", "color", "histograms.txt")
with open(target, "w") as f:
    f.write("\n".join(lines) + "\n")

lines = []
for bits, grid in (([2, 2, 2], 1), ([3, 1, 2], 2), ([0, 8, 0], 1), ([4, 4, 4], 1)):
    counts = []
    for cell in cells(grid):
        parts = [cell[..., b].astype(int) * 2 ** bits[b] // 256 for b in range(3)]
        number = (parts[0] * 2 ** bits[1] + parts[1]) * 2 ** bits[2] + parts[2]
        counts.append(np.bincount(number.ravel(), minlength=2 ** sum(bits)))
    lines.append("uniform %s %d %s" % (",".join(map(str, bits)), grid, " ".join(map(str, np.concatenate(counts)))))
rng = np.random.default_rng(1)
for palette, grid in (([[0, 0, 0], [255, 255, 255]], 1), ([[9, 9, 9]], 2), (rng.integers(0, 256, (16, 3)), 2),
                      (rng.integers(0, 8, (60, 3)) * 36, 1)):
    palette = np.array(palette)
    counts = []
    for cell in cells(grid):
        distance = ((cell.reshape(-1, 1, 3).astype(int) - palette) ** 2).sum(2)
        counts.append(np.bincount(distance.argmin(1), minlength=len(palette)))
    lines.append("nearest %s %d %s" % (",".join(map(str, palette.ravel())), grid,
                                       " ".join(map(str, np.concatenate(counts)))))
target = os.path.join(os.path.dirname(__file__), "..", "resources", "color", "palettes.txt")
with open(target, "w") as f:
    f.write("\n".join(lines) + "\n")
