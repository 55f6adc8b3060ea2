"""Writes ../resources/images/corruptions.tsv, corrupted images, by NumPy 1.24.2, SciPy 1.10.1, scikit-image 0.19.3,
OpenCV 4.6.0 and Pillow 9.4.0 with libjpeg-turbo 2.1.5 (Debian 12), with the constants of CIFAR-10-C.

Random draws are those of rng.py, so that noise can be compared pixel by pixel. OpenCV's warpAffine rounds places to
1/32 of a pixel; SciPy's interpolation stands for it, and the script requires that OpenCV is near.
With the path of ImageMagick's convert as argument, motion blur is also compared with it; it must be equal (6.9.11-60).

Lines: name, severity, width = height, and the pixels in hex (row by row, three values a pixel). A line named "image"
is the image of which those after it are made.
A second file, recoded.tsv, has JPEG and pixelated images of other sizes, gray ones too. Its lines: jpeg or pixelate,
the quality or the severity, width, height, bands, and the pixels before and after in hex.
Usage: /usr/bin/python3 corruptions.py [path of convert]
"""
import io
import math
import os
import subprocess
import sys
import tempfile

import cv2
import numpy as np
import PIL
import scipy
import skimage
from PIL import Image
from scipy import ndimage
from scipy.stats import poisson
from skimage.color import hsv2rgb, rgb2hsv
from skimage.filters import gaussian

from rng import Rng

print(np.__version__, scipy.__version__, skimage.__version__, cv2.__version__, PIL.__version__)
here = os.path.dirname(os.path.abspath(__file__))
CONVERT = sys.argv[1] if len(sys.argv) > 1 else None
SEED = 5
INDEX = 7


def floored(x):
    """Rounded down, as published, but what misses a whole number by 2^-20 counts as that number."""
    return np.floor(np.clip(x, 0, 1) * 255 + 2**-20).astype(np.uint8)


def rounded(x):
    return np.floor(np.clip(x, 0, 1) * 255 + 0.5).astype(np.uint8)


def draws(shape, draw):
    return np.array([draw() for _ in range(int(np.prod(shape)))]).reshape(shape)


def gaussian_noise(a, s, r):
    return floored(a / 255 + draws(a.shape, r.next_gaussian) * (0.04, 0.06, 0.08, 0.09, 0.10)[s])


def shot_noise(a, s, r):
    c = (500, 250, 100, 75, 50)[s]
    return floored(poisson.ppf(draws(a.shape, r.next_double), a / 255 * c) / c)


def impulse_noise(a, s, r):
    pairs = draws(a.shape + (2,), r.next_double)
    hit = pairs[..., 0] < (0.01, 0.02, 0.03, 0.05, 0.07)[s]
    return np.where(hit, np.where(pairs[..., 1] < 0.5, 255, 0), a).astype(np.uint8)


def speckle_noise(a, s, r):
    x = a / 255
    return floored(x + x * draws(a.shape, r.next_gaussian) * (0.06, 0.1, 0.12, 0.16, 0.2)[s])


def gaussian_blur(a, s, r):
    return floored(gaussian(a / 255, sigma=(0.4, 0.6, 0.7, 0.8, 1)[s], channel_axis=2))


def defocus_blur(a, s, r):
    radius, edge = ((0.3, 0.4), (0.4, 0.5), (0.5, 0.6), (1, 0.2), (1.5, 0.1))[s]
    xs, ys = np.meshgrid(np.arange(-8, 9), np.arange(-8, 9))
    disk = (xs**2 + ys**2 <= radius**2).astype(np.float32)
    kernel = cv2.GaussianBlur(disk / disk.sum(), (3, 3), sigmaX=edge)
    return floored(np.dstack([cv2.filter2D(a[..., b] / 255, -1, kernel) for b in range(a.shape[2])]))


def motion_blur(a, s, r):
    radius, sigma = ((6, 1), (6, 1.5), (6, 2), (8, 2), (9, 2.5))[s]
    degrees = -45 + 90 * r.next_double()
    weights = np.exp(-np.arange(2 * radius + 1) ** 2 / (2 * sigma**2))
    weights /= weights.sum()
    angle = math.radians(degrees)
    h, w = a.shape[:2]
    total = np.zeros(a.shape)
    for i, weight in enumerate(weights):
        rows = np.clip(np.arange(h) + math.ceil(i * math.sin(angle) - 0.5), 0, h - 1)
        columns = np.clip(np.arange(w) + math.ceil(i * math.cos(angle) - 0.5), 0, w - 1)
        total += weight * a[rows][:, columns]
    out = np.floor(total + 0.5).astype(np.uint8)
    if CONVERT:
        with tempfile.TemporaryDirectory() as folder:
            before, after = os.path.join(folder, "a.ppm"), os.path.join(folder, "b.ppm")
            Image.fromarray(a).save(before)
            subprocess.run([CONVERT, before, "-motion-blur", f"{radius}x{sigma}{degrees:+.15g}", after], check=True)
            assert np.array_equal(np.array(Image.open(after)), out)
    return out


def zoom_blur(a, s, r):
    x = a / 255
    total = np.zeros_like(x)
    factors = np.arange(1, (1.06, 1.11, 1.16, 1.21, 1.26)[s], 0.01)
    n = a.shape[0]
    for z in factors:
        taken = math.ceil(n / z)
        top = (n - taken) // 2
        big = ndimage.zoom(x[top : top + taken, top : top + taken], (z, z, 1), order=1, mode="nearest")
        trim = (big.shape[0] - n) // 2
        total += big[trim : trim + n, trim : trim + n]
    return floored((x + total) / (len(factors) + 1))


def in_hsv(a, change):
    hsv = rgb2hsv(a / 255)
    change(hsv)
    return hsv2rgb(hsv)


def brightness(a, s, r):
    def change(hsv):
        hsv[..., 2] = np.clip(hsv[..., 2] + (0.05, 0.1, 0.15, 0.2, 0.3)[s], 0, 1)

    return floored(in_hsv(a, change))


def saturate(a, s, r):
    factor, plus = ((0.3, 0), (0.1, 0), (1.5, 0), (2, 0.1), (2.5, 0.2))[s]

    def change(hsv):
        hsv[..., 1] = np.clip(hsv[..., 1] * factor + plus, 0, 1)

    return floored(in_hsv(a, change))


def hue(a, s, r):
    def change(hsv):
        hsv[..., 0] = (hsv[..., 0] + (0.05, 0.1, 0.2, 0.3, 0.5)[s]) % 1

    return rounded(in_hsv(a, change))


def gray(a, s, r):
    luma = cv2.cvtColor(a, cv2.COLOR_RGB2GRAY)[..., np.newaxis] / 255
    return rounded(a / 255 + (0.2, 0.4, 0.6, 0.8, 1)[s] * (luma - a / 255))


def contrast(a, s, r):
    x = a / 255
    mean = x.mean(axis=(0, 1), keepdims=True)
    return floored((x - mean) * (0.75, 0.5, 0.4, 0.3, 0.15)[s] + mean)


def plasma(n, decay, r):
    """Diamond-square on a torus, by whole grids: a new point is the mean of its four neighbours plus a draw."""
    grid = np.zeros((n, n))
    step, w = n, 100.0

    def filled(rows, columns, neighbours):
        total = sum(np.roll(grid, shift, (0, 1)) for shift in neighbours)
        moves = np.zeros((n, n))
        moves[rows, columns] = draws(moves[rows, columns].shape, lambda: w * (-w + 2 * w * r.next_double()))
        grid[rows, columns] = (total / 4 + moves)[rows, columns]

    while step >= 2:
        h = step // 2
        even, odd = slice(0, n, step), slice(h, n, step)
        filled(odd, odd, [(h, h), (h, -h), (-h, h), (-h, -h)])
        plus = [(h, 0), (-h, 0), (0, h), (0, -h)]
        # Both kinds of sides see the centres and the corners only.
        filled(even, odd, plus)
        filled(odd, even, plus)
        step, w = h, w / decay
    grid -= grid.min()
    return grid / grid.max()


def fog(a, s, r):
    c, decay = ((0.2, 3), (0.5, 3), (0.75, 2.5), (1, 2), (1.5, 1.75))[s]
    x = a / 255
    map_ = plasma(32, decay, r)[: a.shape[0], : a.shape[1], np.newaxis]
    return floored((x + c * map_) * x.max() / (x.max() + c))


def pixelate(a, s, r):
    c = (0.95, 0.9, 0.85, 0.75, 0.65)[s]
    h, w = a.shape[:2]
    small = Image.fromarray(a).resize((int(w * c), int(h * c)), Image.BOX)
    return np.array(small.resize((w, h), Image.BOX))


def jpeg(a, s, r):
    file = io.BytesIO()
    Image.fromarray(a).save(file, "JPEG", quality=(80, 65, 58, 50, 40)[s])
    return np.array(Image.open(file))


def warped(x, inverse, mode):
    """inverse maps (x, y, 1) of the result to (x, y) of the image."""
    h, w = x.shape[:2]
    xs, ys = np.meshgrid(np.arange(w), np.arange(h))
    fx, fy = (m[0] * xs + m[1] * ys + m[2] for m in inverse)
    return sampled(x, fx, fy, mode)


def sampled(x, fx, fy, mode):
    bands = [ndimage.map_coordinates(x[..., b], (fy, fx), order=1, mode=mode) for b in range(x.shape[2])]
    return np.dstack(bands)


def elastic(a, s, r):
    n = a.shape[0]
    strength, sigma, corners = [
        c * n for c in ((0, 0, 0.08), (0.05, 0.2, 0.07), (0.08, 0.06, 0.06), (0.1, 0.04, 0.05), (0.1, 0.03, 0.03))[s]
    ]
    x = a / 255
    m, k = n // 2, n // 3
    before = np.array([(m + k, m + k), (m + k, m - k), (m - k, m - k)], dtype=np.float64)
    after = before + draws((3, 2), lambda: -corners + 2 * corners * r.next_double())
    forward = np.linalg.solve(np.c_[before, np.ones(3)], after).T
    inverse = np.linalg.inv(np.r_[forward, [[0, 0, 1]]])[:2]
    moved = warped(x, inverse, "mirror")
    by_cv = cv2.warpAffine(x, forward, (n, n), borderMode=cv2.BORDER_REFLECT_101)
    assert np.abs(by_cv - moved).mean() < 0.006, np.abs(by_cv - moved).mean()
    if strength == 0:
        return floored(moved)
    dx, dy = (
        gaussian(draws((n, n), lambda: -1 + 2 * r.next_double()), sigma, mode="reflect", truncate=3) * strength
        for _ in range(2)
    )
    xs, ys = np.meshgrid(np.arange(n), np.arange(n))
    return floored(sampled(moved, xs + dx, ys + dy, "reflect"))


def sign(r):
    return -1 if r.next_int(2) == 0 else 1


def about_middle(a, m):
    h, w = a.shape[:2]
    c = np.array([(w - 1) / 2, (h - 1) / 2])
    m = np.array(m)
    return rounded(warped(a / 255, np.c_[m, c - m @ c], "mirror"))


def rotation(a, s, r):
    t = sign(r) * math.radians((5, 10, 15, 20, 30)[s])
    return about_middle(a, [[math.cos(t), -math.sin(t)], [math.sin(t), math.cos(t)]])


def scale(a, s, r):
    z = (1.1, 1.2, 1.3, 1.4, 1.5)[s] ** sign(r)
    return about_middle(a, [[z, 0], [0, z]])


def shift(a, s, r):
    h, w = a.shape[:2]
    dx, dy = (sign(r) * max(1, int((1, 2, 3, 4, 6)[s] * n / 32 + 0.5)) for n in (w, h))
    pad = max(h, w)
    wide = np.pad(a, ((pad - 1, pad - 1), (pad - 1, pad - 1), (0, 0)), mode="reflect")
    return wide[pad - 1 + dy : pad - 1 + dy + h, pad - 1 + dx : pad - 1 + dx + w]


def flip(a, s, r):
    return a[:, ::-1]


def shuffled_cells(a, s, r):
    h, w = a.shape[:2]
    cell = max(1, min(h, w) // (2, 4, 8, 16, 32)[s])
    cells = [(y, x) for y in range(0, h - cell + 1, cell) for x in range(0, w - cell + 1, cell)]
    out = a.copy()
    for (y, x), p in zip(cells, r.permutation(len(cells))):
        fy, fx = cells[p]
        out[y : y + cell, x : x + cell] = a[fy : fy + cell, fx : fx + cell]
    return out


ALL = [gaussian_noise, shot_noise, impulse_noise, speckle_noise, gaussian_blur, defocus_blur, motion_blur, zoom_blur]
ALL += [brightness, contrast, saturate, fog, pixelate, jpeg, elastic]
ALL += [rotation, shift, scale, flip, hue, gray, shuffled_cells]


def image(n):
    """Smooth colours with edges and some noise, black, white and gray places."""
    ys, xs = np.mgrid[0:n, 0:n] / n
    a = np.dstack([np.sin(5 * xs + 2 * ys), np.cos(4 * ys - xs), np.sin(9 * xs * ys)]) * 0.5 + 0.5
    a[n // 4 : n // 2, n // 3 : 2 * n // 3] = (0.9, 0.2, 0.1)
    a = np.clip(a + np.random.default_rng(n).normal(0, 0.03, a.shape), 0, 1)
    a[: n // 5, : n // 5] = 0
    a[-3:, -4:] = 1
    a[-3:, : n // 4] = 0.5
    return np.round(a * 255).astype(np.uint8)


with open(os.path.join(here, "..", "resources", "images", "corruptions.tsv"), "w") as out:

    def write(name, severity, a):
        out.write("\t".join((name, str(severity), str(len(a)), np.ascontiguousarray(a).tobytes().hex())) + "\n")

    for n, severities in ((18, range(5)), (32, [2])):
        a = image(n)
        write("image", 0, a)
        for f in ALL:
            name = f.__name__.replace("_", "-")
            for s in [0] if f is flip else severities:
                write(name, s + 1, f(a, s, Rng(SEED, "corruption " + name, INDEX)))

with open(os.path.join(here, "..", "resources", "images", "recoded.tsv"), "w") as out:
    qualities = ((1, 17, 13), (30, 1, 1), (49, 16, 18), (75, 28, 28), (95, 33, 7), (100, 9, 24))
    cases = [("jpeg", q, w, h) for q, w, h in qualities]
    cases += [("pixelate", s, w, h) for s, w, h in ((1, 28, 28), (2, 13, 17), (3, 37, 20), (4, 3, 50), (5, 45, 9))]
    for kind, parameter, w, h in cases:
        for bands in (1, 3):
            a = np.array(Image.fromarray(image(32)).resize((w, h), Image.BICUBIC))
            a = a if bands == 3 else a[..., 0]
            if kind == "jpeg":
                file = io.BytesIO()
                Image.fromarray(a).save(file, "JPEG", quality=parameter)
                b = np.array(Image.open(file))
            else:
                b = pixelate(a, parameter - 1, None)
            fields = (kind, parameter, w, h, bands, a.tobytes().hex(), b.tobytes().hex())
            out.write("\t".join(map(str, fields)) + "\n")
