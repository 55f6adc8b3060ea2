"""Writes ../resources/images/color-spaces.tsv: HSV, HSI, Lab and opponent colours.

Made with OpenCV 4.6.0, scikit-image 0.19.3 and NumPy 1.24.2 (Debian 12). Lines: name, then fields.
  lab, hsi, opponent   SHA-256 of the 8-bit results, interleaved, for all 2^24 colours in order of R, G, B:
                       Lab by OpenCV; HSI and opponent colours by the formulas below in double
  a pair of words      R, G, B and the three values of the formulas in their own ranges:
                       "skimage hsv" and "skimage lab" by scikit-image, "formula hsi" and "formula opponent" by NumPy
Gonzalez and Woods give the hue of HSI as an arccosine; here it is the angle of the same vector by arctan2.
Usage: /usr/bin/python3 color_spaces.py
"""
import hashlib
import os

import cv2
import numpy as np
from skimage.color import rgb2hsv, rgb2lab

target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "images", "color-spaces.tsv")


def hsi(rgb):
    r, g, b = (rgb[..., i].astype(float) / 255 for i in range(3))
    angle = np.degrees(np.arctan2(np.sqrt(3) * (g - b), 2 * r - g - b))
    gray = (rgb[..., 0] == rgb[..., 1]) & (rgb[..., 1] == rgb[..., 2])
    h = np.where(gray, 0, np.where(angle < 0, angle + 360, angle))
    total = r + g + b
    s = np.where(gray, 0, 1 - 3 * np.minimum(r, np.minimum(g, b)) / np.where(total == 0, 1, total))
    return np.stack([h, s, total / 3], -1)


def opponent(rgb):
    r, g, b = (rgb[..., i].astype(float) for i in range(3))
    return np.stack([(r - g) / np.sqrt(2), (r + g - 2 * b) / np.sqrt(6), (r + g + b) / np.sqrt(3)], -1)


def rounded(values):
    """To nearest, halves up; what double adds or loses near a half is removed first."""
    return np.floor(np.round(values, 9) + 0.5)


def hsi8(rgb):
    v = rounded(hsi(rgb) * [0.5, 255, 255])
    v[..., 0] %= 180
    return v.astype(np.uint8)


def opponent8(rgb):
    low = np.array([-255 / np.sqrt(2), -510 / np.sqrt(6), 0])
    high = np.array([255 / np.sqrt(2), 510 / np.sqrt(6), 765 / np.sqrt(3)])
    return rounded((opponent(rgb) - low) * 255 / (high - low)).astype(np.uint8)


def main():
    hashes = {"lab": hashlib.sha256(), "hsi": hashlib.sha256(), "opponent": hashlib.sha256()}
    b = np.arange(256, dtype=np.uint8)
    for red in range(256):
        rgb = np.stack(np.meshgrid([np.uint8(red)], b, b, indexing="ij"), -1)[0]
        hashes["lab"].update(cv2.cvtColor(rgb, cv2.COLOR_RGB2Lab).tobytes())
        hashes["hsi"].update(hsi8(rgb).tobytes())
        hashes["opponent"].update(opponent8(rgb).tobytes())
    lines = [(name, digest.hexdigest()) for name, digest in hashes.items()]

    rng = np.random.default_rng(1)
    colours = np.concatenate([
        [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 128, 128], [1, 0, 0], [200, 100, 100]],
        rng.integers(0, 256, (120, 3)), rng.integers(0, 20, (30, 3))]).astype(np.uint8)
    for name, values in (("skimage hsv", rgb2hsv(colours[None])[0]), ("skimage lab", rgb2lab(colours[None])[0]),
                         ("formula hsi", hsi(colours)), ("formula opponent", opponent(colours))):
        for colour, value in zip(colours, values):
            lines.append((name, *map(str, colour), *(repr(float(v)) for v in value)))
    with open(target, "w") as f:
        f.writelines("\t".join(line) + "\n" for line in lines)


if __name__ == "__main__":
    main()
