"""Prints the values in ImageFeaturesTest: the landscape is drawn again, and described by NumPy's operations alone.

Made with NumPy 1.24.2. Run: python3 explore_features.py
"""
import numpy as np

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def doubles(seed, purpose, index):
    """The uniform numbers of dev.whittle.feature.Rng: SplitMix64, started by the seed, the purpose and the index."""
    h = 0xCBF29CE484222325
    for c in purpose:
        h = (h ^ ord(c)) * 0x100000001B3 & MASK
    state = mix((mix(mix((seed + GAMMA) & MASK) ^ h) + index * GAMMA) & MASK)
    while True:
        state = (state + GAMMA) & MASK
        yield (mix(state) >> 11) * 2.0 ** -53


def landscape(width, height):
    draw = doubles(1, "landscape", 0)
    for _ in range(3):
        next(draw)
    leaves = [(2 * next(draw) - 1, 2 * next(draw) - 1, 0.08 + 0.05 * next(draw), next(draw)) for _ in range(260)]
    x, y = np.meshgrid((np.arange(4 * width) + 0.5) / width, (np.arange(4 * height) + 0.5) * 0.75 / height)
    colors = np.zeros(x.shape + (3,))

    def paint(where, color):
        colors[where] = np.stack(np.broadcast_arrays(*color), -1)[where] if np.ndim(color[0]) else color

    t = y / 1.9
    paint(y < 1.9, (140 + 40 * t, 180 + 25 * t, 225 + 10 * t))
    t = (y - 1.9) / (3 - 1.9)
    paint(y >= 1.9, (110 - 35 * t, 160 - 45 * t, 80 - 25 * t))
    gray = np.where(y - 0.8 < 0.3, 235.0, 120.0) - np.where(x > 0.85, 35, 0)
    paint((y < 1.9) & (np.abs(x - 0.85) < y - 0.8), (gray, gray - 5, gray + 5))
    side = np.abs(x - 2.1)
    paint((y > 1.15) & (y < 1.65) & (side < 0.7 * (y - 1.15) / 0.5), (175, 60, 45))
    wall = (y >= 1.65) & (y < 2.45) & (side < 0.55)
    paint(wall, (240, 225, 190))
    door = wall & (y > 1.95) & (np.abs(x - 2.1 + 0.25) < 0.13)
    paint(wall & ~door & (y > 1.85) & (y < 2.15) & (np.abs(x - 2.1 - 0.22) < 0.16), (80, 110, 150))
    paint(door, (95, 60, 35))
    paint((y > 1.9) & (y < 2.6) & (np.abs(x - 3.3) < 0.08), (95, 65, 40))
    u, v = (x - 3.3) / 0.55, (y - 1.4) / 0.55
    crown = u * u + v * v < 1
    paint(crown, (25, 70, 30))
    for a, b, r, light in leaves:
        paint(crown & ((u - a) ** 2 + (v - b) ** 2 < r * r), (30 + 110 * light, 80 + 130 * light, 25 + 60 * light))
    return np.rint(colors.reshape(height, 4, width, 4, 3).mean(axis=(1, 3))).astype(int)


def color_counts(picture):
    bins = picture * 3 // 256
    return np.bincount((bins @ [9, 3, 1]).ravel(), minlength=27)


def hog(picture):
    """Bare cells of 8x8 pixels and 9 bins; votes are shared by two bins and up to four cells."""
    p = np.pad(picture.astype(float), ((1, 1), (1, 1), (0, 0)), mode="reflect")
    gx, gy = p[1:-1, 2:] - p[1:-1, :-2], p[2:, 1:-1] - p[:-2, 1:-1]
    best = np.argmax(gx ** 2 + gy ** 2, axis=2)[..., None]
    gx, gy = np.take_along_axis(gx, best, 2)[..., 0], np.take_along_axis(gy, best, 2)[..., 0]
    at = (np.arctan2(gy, gx) % np.pi) / np.pi * 9 - 0.5
    low = np.floor(at)
    h, w = picture.shape[:2]
    cells = np.zeros((h // 8 + 2, w // 8 + 2, 9))
    y, x = np.mgrid[0:h, 0:w]
    cy, cx = (y + 0.5) / 8 - 0.5, (x + 0.5) / 8 - 0.5
    for bin, share in ((low, low + 1 - at), (low + 1, at - low)):
        for j in (0, 1):
            for i in (0, 1):
                fy, fx = np.floor(cy) + j, np.floor(cx) + i
                weight = share * (1 - np.abs(cy - fy)) * (1 - np.abs(cx - fx)) * np.hypot(gx, gy)
                np.add.at(cells, (fy.astype(int) + 1, fx.astype(int) + 1, bin.astype(int) % 9), weight)
    return cells[1:-1, 1:-1]


def equalised(gray):
    counts = np.bincount(gray.ravel(), minlength=256)
    darkest = np.flatnonzero(counts)[0]
    below = np.cumsum(counts) - counts[darkest]
    return np.rint(255 * np.maximum(below, 0) / (gray.size - counts[darkest])).astype(int)[gray]


def from_straight(gray):
    counts = np.bincount(gray.ravel(), minlength=256)
    away = np.abs(np.cumsum(counts) / gray.size - np.arange(256) / 255)
    return away[counts > 0].max()


if __name__ == "__main__":
    print("64x48: counts", list(color_counts(landscape(64, 48))))
    cells = hog(landscape(160, 120))
    for name, x, y, side in (("A", 8, 0, 3), ("B", 1, 6, 2), ("C", 15, 5, 3)):
        print(name, [round(v, 3) for v in cells[y:y + side, x:x + side].mean(axis=(0, 1))])
    picture = landscape(96, 72)
    luma = (picture @ [299, 587, 114] + 500) // 1000
    for contrast in (0.1, 0.2, 0.4, 0.8):
        before = np.rint(110 + contrast * (luma - 110)).astype(int)
        after = equalised(before)
        print(contrast, before.min(), before.max(), after.min(), after.max(),
              "%.6f %.6f" % (from_straight(before), from_straight(after)))
