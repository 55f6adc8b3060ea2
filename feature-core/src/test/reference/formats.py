"""Writes test images of TIFF, WebP and PBM, PNG with all filters, and bitmaps, to ../resources/images, and formats.tsv
beside them: what each must be decoded to, with the columns of expected.tsv (see images.py).

Run with Python 3.11, NumPy 2.4.6, Pillow 12.3.0 (libwebp 1.6.0, libtiff 4.7.1), tifffile 2026.3.3 and imagecodecs
2026.3.6. Usage: python3 formats.py

WebP: what libwebp decodes, through Pillow, over white by the rule of ImageFile; without tolerance, as the arithmetic of
lossy WebP is fixed and libwebp's interpolation of chroma is in whole numbers. The others: the samples that were
written, by the rules of ImageFile in whole numbers; Pillow does not read 16-bit colours, and other depths by other rules.
"""
import itertools
import os
import struct
import zlib

import numpy as np
import tifffile
from PIL import Image

from png_parts import PASSES, chunk, filtered

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "images")
W, H = 17, 11
expected = []
rng = np.random.default_rng(1)
y, x = np.mgrid[0:H, 0:W]


def path(name):
    return os.path.join(OUT, name)


def scaled(samples, maximum):
    return (2 * 255 * samples.astype(np.int64) + maximum) // (2 * maximum)


def over_white(colour, alpha):
    return (2 * (colour * alpha + 255 * (255 - alpha)) + 255) // 510


def expect(name, pixels, decoder):
    pixels = np.asarray(pixels).astype(np.uint8)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    h, w, bands = pixels.shape
    expected.append(f"{name}\t{decoder}\t0\t{w}\t{h}\t{bands}\t{pixels.transpose(2, 0, 1).tobytes().hex()}")


# TIFF: samples over the whole range, in some order
for bits, kind, compression, shape, planar in [
    (8, "minisblack", None, "strips", "contig"),
    (8, "minisblack", "lzw", "tiles", "contig"),
    (8, "miniswhite", "packbits", "strips", "contig"),
    (8, "rgb", "lzw", "strips", "contig"),
    (8, "rgb", "zlib", "tiles", "separate"),
    (8, "rgba", "packbits", "strips", "separate"),
    (8, "premultiplied", "zlib", "strips", "contig"),
    (8, "cmyk", "lzw", "strips", "contig"),
    (8, "palette", "packbits", "strips", "contig"),
    (16, "minisblack", "zlib", "strips", "contig"),
    (16, "miniswhite", None, "tiles", "contig"),
    (16, "rgb", "lzw", "strips", "separate"),
    (16, "rgba", "zlib", "tiles", "contig"),
    (16, "cmyk", None, "strips", "contig"),
]:
    top = 2**bits - 1
    bands = {"rgb": 3, "rgba": 4, "premultiplied": 4, "cmyk": 4}.get(kind, 1)
    s = np.stack([(x * (top // W) + y * (top // H) * (k + 1)) % (top + 1) for k in range(bands)], -1)
    options = {}
    if kind == "rgba":
        options["extrasamples"] = ["unassalpha"]
    if kind == "premultiplied":
        options["extrasamples"] = ["assocalpha"]
        s[..., :3] = s[..., :3] * s[..., 3:] // top
    if kind == "palette":
        options["colormap"] = rng.integers(0, 65536, (3, 256)).astype(np.uint16)
    if kind == "miniswhite":
        pixels = scaled(top - s, top)
    elif kind == "rgba":
        pixels = over_white(scaled(s[..., :3], top), scaled(s[..., 3:], top))
    elif kind == "premultiplied":
        pixels = np.minimum(255, scaled(s[..., :3], top) + 255 - scaled(s[..., 3:], top))
    elif kind == "cmyk":
        ink = scaled(s, top)
        pixels = (2 * (255 - ink[..., :3]) * (255 - ink[..., 3:]) + 255) // 510
    elif kind == "palette":
        pixels = options["colormap"].T[s[..., 0]] >> 8
    else:
        pixels = scaled(s, top)
    data = s.astype(np.uint8 if bits == 8 else np.uint16)
    if bands == 1:
        data = data[..., 0]
    elif planar == "separate":
        data = np.moveaxis(data, -1, 0)
    name = f"{kind}-{bits}-{compression or 'none'}-{shape}-{planar}.tif"
    tifffile.imwrite(
        path(name),
        data,
        byteorder="<" if len(expected) % 2 else ">",
        photometric={"rgba": "rgb", "premultiplied": "rgb", "cmyk": "separated"}.get(kind, kind),
        planarconfig=planar if bands > 1 else None,
        compression=compression,
        predictor=2 if compression in ("lzw", "zlib") else None,
        tile=(16, 16) if shape == "tiles" else None,
        rowsperstrip=4 if shape == "strips" else None,
        metadata=None,
        **options,
    )
    expect(name, pixels, "the samples written by tifffile")
Image.fromarray(x * y % 3 == 0).save(path("bits.tif"), compression="packbits")
expect("bits.tif", 255 * (x * y % 3 == 0), "the samples written by libtiff")

# WebP
rgb = np.stack([x * 15, y * 23, (x * y * 3) % 256], -1).astype(np.uint8)
rgb[3:7, 5:9] = [255, 0, 40]
alpha = ((x * 16 + y) % 256).astype(np.uint8)
large = np.mgrid[0:67, 0:83]
photo = np.stack([127 + 120 * np.sin(large[1] / 9 + large[0] / 17), large.sum(0) * 255 // 148, large[0] * 3], -1)
photo = np.clip(photo + rng.normal(0, 20, photo.shape), 0, 255).astype(np.uint8)
for name, pixels, options in [
    ("lossless.webp", rgb, {"lossless": True}),
    ("lossless-alpha.webp", np.dstack([rgb, alpha]), {"lossless": True, "exact": True}),
    ("lossy.webp", rgb, {"quality": 75}),
    ("lossy-5.webp", photo, {"quality": 5}),
    ("lossy-fast.webp", photo, {"quality": 50, "method": 0}),
    ("lossy-95.webp", photo[:50, :64], {"quality": 95, "method": 6}),
    ("lossy-alpha.webp", np.dstack([rgb, alpha]), {"quality": 60, "exact": True}),
    ("lossy-one.webp", rgb[:1, :1], {"quality": 75}),
]:
    Image.fromarray(pixels).save(path(name), **options)
    rgba = np.asarray(Image.open(path(name)).convert("RGBA")).astype(int)
    expect(name, over_white(rgba[..., :3], rgba[..., 3:]), "Pillow")
frame = Image.fromarray(np.dstack([rgb, alpha]))
frame.save(path("animated.webp"), save_all=True, append_images=[frame.rotate(180)], lossless=True, exact=True)
rgba = np.asarray(Image.open(path("animated.webp")).convert("RGBA")).astype(int)
expect("animated.webp", over_white(rgba[..., :3], rgba[..., 3:]), "Pillow, the first frame")

# PBM
bits = (x * 7 + y * y) % 5 < 2
Image.fromarray(~bits).save(path("bits.pbm"))
expect("bits.pbm", 255 * ~bits, "the samples written by Pillow")
with open(path("plain.pbm"), "w", newline="") as f:
    f.write(f"P1\n# no space is needed\n{W} {H}\n" + "\n".join("".join("01"[int(v)] for v in r) for r in bits) + "\n")
expect("plain.pbm", 255 * ~bits, "the samples written")


# PNG with every filter, interlaced
for name, bands, kind, key in [("interlaced16", 3, 2, True), ("interlaced16-alpha", 4, 6, False)]:
    s = rng.integers(0, 65536, (H, W, bands)).astype(">u2")
    raw = b""
    for x0, y0, dx, dy in PASSES:
        sub = s[y0::dy, x0::dx]
        above = bytes(sub.shape[1] * bands * 2)
        for k, row in enumerate(sub if sub.shape[1] else []):
            raw += filtered(k % 5, row.tobytes(), above, 2 * bands)
            above = row.tobytes()
    z = zlib.compress(raw)
    with open(path(name + ".png"), "wb") as f:
        f.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", W, H, 16, kind, 0, 0, 1)))
        if key:
            f.write(chunk(b"tRNS", s[4, 5].tobytes()))
        f.write(chunk(b"IDAT", z[:99]) + chunk(b"IDAT", z[99:]) + chunk(b"IEND", b""))
    pixels = scaled(s[..., :3], 65535)
    if key:
        pixels[(s == s[4, 5]).all(-1)] = 255
    else:
        pixels = over_white(pixels, scaled(s[..., 3:], 65535))
    expect(name + ".png", pixels, "the samples written")

# BMP: run-length coded with 4 bits, and masks with alpha
palette = rng.integers(0, 256, (16, 3)).astype(np.uint8)
index = (x // 3 * 5 + y) % 16
data = b""
for row in index[::-1]:
    data += bytes([0, 9]) + bytes(int(row[2 * i]) << 4 | (int(row[2 * i + 1]) if i < 4 else 0) for i in range(5)) + b"\0"
    for i in range(9, W, 2):
        n = min(2, W - i)
        data += bytes([n, int(row[i]) << 4 | (int(row[i + 1]) if n > 1 else 0)])
    data += b"\0\0"
data = data[:-2] + b"\0\1"
header = struct.pack("<IiiHHIIiiII", 40, W, H, 1, 4, 2, len(data), 0, 0, 16, 0)
header += np.dstack([palette[None, :, ::-1], np.zeros((1, 16, 1), np.uint8)]).tobytes()
with open(path("rle4.bmp"), "wb") as f:
    f.write(b"BM" + struct.pack("<IHHI", 14 + len(header) + len(data), 0, 0, 14 + len(header)) + header + data)
expect("rle4.bmp", palette[index], "the samples written")
pixels = rng.integers(0, 65536, (H, W)).astype("<u2")
header = struct.pack("<IiiHHIIiiII4I", 56, W, H, 1, 16, 3, 0, 0, 0, 0, 0, 0xF00, 0xF0, 0xF, 0xF000)
with open(path("4444.bmp"), "wb") as f:
    f.write(b"BM" + struct.pack("<IHHI", 0, 0, 0, 14 + len(header)) + header)
    f.write(b"".join(row.tobytes() + b"\0\0" for row in pixels[::-1]))
nibbles = np.stack([scaled(pixels >> k & 15, 15) for k in (8, 4, 0, 12)], -1)
expect("4444.bmp", over_white(nibbles[..., :3], nibbles[..., 3:]), "the samples written")

with open(path("formats.tsv"), "w") as f:
    f.write("\n".join(expected) + "\n")
