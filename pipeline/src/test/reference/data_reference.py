#!/usr/bin/env python3
"""Reference values for the data readers, computed without any code of the project.

    python3 data_reference.py [DATA_FOLDER]     (default ~/.cache/whittle/data)

Prints
 - the hash of the decoded pixels (format: Javadoc of PixelHash) of the test parts of CIFAR-10, MNIST, Fashion-MNIST
   and, decoded by Pillow, Scene-15;
 - a validation split, from an own SplitMix64 (Steele, Lea and Flood 2014), Lemire's bounded draw and Fisher-Yates;
 - an image scaled by area averaging in exact fractions, and the same by OpenCV's INTER_AREA.

Made with Python 3.11.2, NumPy 1.24.2, OpenCV 4.6.0, Pillow 9.4.0 with libjpeg-turbo 2.1.5; the values are in the tests that name this script.
"""
import gzip
import hashlib
import os
import struct
import sys
from fractions import Fraction

import numpy as np

data = sys.argv[1] if len(sys.argv) > 1 else os.path.expanduser("~/.cache/whittle/data")

CIFAR = "airplane automobile bird cat deer dog frog horse ship truck".split()
FASHION = ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"]


def pixel_hash(classes, labels, images):
    """images: count x bands x height x width"""
    h = hashlib.sha256(struct.pack(">i", len(classes)))
    for name in classes:
        h.update(struct.pack(">i", len(name.encode())) + name.encode())
    for label, image in zip(labels, images):
        bands, height, width = image.shape
        h.update(struct.pack(">4i", int(label), width, height, bands) + image.tobytes())
    return h.hexdigest()


def cifar(name):
    records = np.fromfile(os.path.join(data, "cifar-10-batches-bin", name), np.uint8).reshape(-1, 3073)
    return pixel_hash(CIFAR, records[:, 0], records[:, 1:].reshape(-1, 3, 32, 32))


def idx(folder, classes):
    with gzip.open(os.path.join(data, folder, "t10k-labels-idx1-ubyte.gz")) as f:
        labels = np.frombuffer(f.read(), np.uint8, offset=8)
    with gzip.open(os.path.join(data, folder, "t10k-images-idx3-ubyte.gz")) as f:
        images = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 1, 28, 28)
    return pixel_hash(classes, labels, images)


M = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & M
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & M
    return z ^ (z >> 31)


def folder(part):
    from PIL import Image

    root = os.path.join(data, part)
    classes = sorted(c for c in os.listdir(root) if c[0] != ".")
    labels, images = [], []
    for label, name in enumerate(classes):
        for f in sorted(os.listdir(os.path.join(root, name))):
            image = np.asarray(Image.open(os.path.join(root, name, f)))
            labels.append(label)
            images.append(image[None] if image.ndim == 2 else image.transpose(2, 0, 1))
    return pixel_hash(classes, labels, images)


class Rng:
    def __init__(self, seed, purpose, index):
        h = 0xCBF29CE484222325
        for c in purpose:
            h = ((h ^ ord(c)) * 0x100000001B3) & M
        self.state = mix((mix(mix((seed + GAMMA) & M) ^ h) + index * GAMMA) & M)

    def next(self):
        self.state = (self.state + GAMMA) & M
        return mix(self.state)

    def below(self, bound):
        while True:
            product = (self.next() >> 32) * bound
            if (product & 0xFFFFFFFF) >= (1 << 32) % bound:
                return product >> 32

    def permutation(self, n):
        p = []
        for i in range(n):
            j = self.below(i + 1)
            p.append(i)
            p[i], p[j] = p[j], i
        return p


def validation(labels, classes, count, seed):
    members = [[i for i, l in enumerate(labels) if l == c] for c in range(classes)]
    shares = [Fraction(count * len(m), len(labels)) for m in members]
    quota = [int(s) for s in shares]
    order = sorted(range(classes), key=lambda c: (quota[c] - shares[c], c))
    for c in order[: count - sum(quota)]:
        quota[c] += 1
    chosen = []
    for c in range(classes):
        p = Rng(seed, "validation split", c).permutation(len(members[c]))
        chosen += [members[c][k] for k in p[: quota[c]]]
    return sorted(chosen)


def area(image, w, h):
    height, width = image.shape
    out = np.zeros((h, w), np.uint8)
    for y in range(h):
        for x in range(w):
            top, bottom = Fraction(y * height, h), Fraction((y + 1) * height, h)
            left, right = Fraction(x * width, w), Fraction((x + 1) * width, w)
            total = Fraction(0)
            for sy in range(height):
                oy = min(bottom, sy + 1) - max(top, sy)
                for sx in range(width):
                    ox = min(right, sx + 1) - max(left, sx)
                    if oy > 0 and ox > 0:
                        total += oy * ox * int(image[sy, sx])
            mean = total / ((bottom - top) * (right - left))
            out[y, x] = (2 * mean.numerator + mean.denominator) // (2 * mean.denominator)
    return out


if __name__ == "__main__":
    for name, value in [
        ("cifar10 test", lambda: cifar("test_batch.bin")),
        ("mnist test", lambda: idx("mnist", [str(d) for d in range(10)])),
        ("fashion-mnist test", lambda: idx("fashion-mnist", FASHION)),
        ("scene15 test", lambda: folder("scene15/test")),
    ]:
        try:
            print(name, value())
        except FileNotFoundError as e:
            print(name, "absent:", e)
    labels = [i * i % 7 % 3 for i in range(40)]
    print("validation split, seed 5, 11 of 40:", validation(labels, 3, 11, 5))
    image = np.array([[(x * x * 7 + y * 31 + x * y * 3) % 256 for x in range(11)] for y in range(7)], np.uint8)
    for w, h in [(4, 3), (11, 2), (1, 1), (5, 7), (17, 9)]:
        ours = area(image, w, h)
        print(f"area {w}x{h}:", ours.ravel().tolist())
        try:
            import cv2

            peer = cv2.resize(image, (w, h), interpolation=cv2.INTER_AREA)
            print(f"OpenCV {cv2.__version__} differs by at most", int(np.abs(peer.astype(int) - ours).max()))
        except ImportError:
            print("OpenCV absent")
