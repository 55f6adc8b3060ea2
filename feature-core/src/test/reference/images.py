"""Writes the test images in ../resources/images and expected.tsv beside them: what another program decodes each to.

Run with the Python of Debian 12: Pillow 9.4.0 (libjpeg-turbo 2.1.5), OpenCV 4.6.0, NumPy 1.24.2, and ImageMagick
6.9.11-60, netpbm 11.01.00, gcc with libjpeg62-turbo-dev 2.1.5. Usage: /usr/bin/python3 images.py

expected.tsv: file, decoder, tolerance, width, height, bands, samples in hex (band after band, each row by row).
JPEG needs no tolerance: JpegFile computes in the integers of libjpeg-turbo's default inverse DCT and smooth upsampling.
16-bit PNG is rounded to nearest, as the PNG specification recommends and
netpbm does; Pillow and OpenCV drop the low byte. Only the 5 and 6 bits of a 16-bit BMP have a tolerance, of 1: all these
programs round down there.
"""
import os
import subprocess
import tempfile

import cv2
import numpy as np
from PIL import Image

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "resources", "images")
CONVERT = "/usr/bin/convert"
W, H = 17, 11
expected = []


def path(name):
    return os.path.join(OUT, name)


def run(*command, data=None):
    return subprocess.run(command, input=data, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def expect(name, pixels, decoder, tolerance=0):
    pixels = np.asarray(pixels, np.uint8)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    h, w, bands = pixels.shape
    expected.append(f"{name}\t{decoder}\t{tolerance}\t{w}\t{h}\t{bands}\t{pixels.transpose(2, 0, 1).tobytes().hex()}")


def by_pillow(name, mode):
    with Image.open(path(name)) as image:
        expect(name, image.convert(mode), "Pillow")


def over_white(name, mode):
    """Pillow's samples with their opacity, over white by the rule of ImageFile, in whole numbers."""
    with Image.open(path(name)) as image:
        rgba = np.asarray(image.convert("RGBA")).astype(int)
    colour, alpha = rgba[..., :3], rgba[..., 3:]
    white = ((2 * (colour * alpha + 255 * (255 - alpha)) + 255) // 510).astype(np.uint8)
    expect(name, white if mode == "RGB" else white[..., 0], "Pillow, over white")


def by_opencv(name, flag):
    pixels = cv2.imread(path(name), flag)
    expect(name, pixels[:, :, ::-1] if pixels.ndim == 3 else pixels, "OpenCV")


def by_netpbm(name, *to_pnm, tolerance=0):
    """pamdepth 255 rounds to nearest."""
    data = run(*to_pnm, path(name)) if to_pnm else open(path(name), "rb").read()
    head, rest = run("pamdepth", "255", data=data).split(b"\n255\n", 1)
    shape = (H, W) if head.startswith(b"P5") else (H, W, 3)
    expect(name, np.frombuffer(rest, np.uint8).reshape(shape), "netpbm", tolerance)


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data)


def pnm(array, maxval):
    kind = b"P5" if array.ndim == 2 else b"P6"
    body = array.astype(">u2" if maxval > 255 else np.uint8).tobytes()
    return b"%s\n%d %d\n%d\n" % (kind, array.shape[1], array.shape[0], maxval) + body


os.makedirs(OUT, exist_ok=True)
y, x = np.mgrid[0:H, 0:W]
rgb = np.stack([x * 15, y * 23, (x * y * 3) % 256], -1).astype(np.uint8)
rgb[3:7, 5:9] = [255, 0, 40]
gray = ((x * 13 + y * 7) % 256).astype(np.uint8)
alpha = ((x * 16 + y) % 256).astype(np.uint8)
gray16 = (x * 3855 + y * 1009 + 77).astype(np.uint16)
rgb16 = np.stack([gray16, 65535 - gray16, gray16[::-1, ::-1]], -1)
im, g = Image.fromarray(rgb), Image.fromarray(gray)
palette = im.quantize(13)

# JPEG
for name, image, options in [
    ("gray.jpg", g, {}),
    ("420.jpg", im, {"subsampling": 2}),
    ("422.jpg", im, {"subsampling": 1}),
    ("444.jpg", im, {"subsampling": 0, "quality": 95}),
    ("progressive.jpg", im, {"progressive": True}),
]:
    image.save(path(name), **options)
    by_pillow(name, image.mode)
cmyk = np.stack([255 - rgb[..., 0], 255 - rgb[..., 1], 255 - rgb[..., 2], gray], -1)
Image.fromarray(cmyk, "CMYK").save(path("cmyk.jpg"), quality=90)
by_pillow("cmyk.jpg", "RGB")
with tempfile.TemporaryDirectory() as tmp:
    here = os.path.dirname(os.path.abspath(__file__))
    tool = os.path.join(tmp, "jpegs")
    run("gcc", "-O1", "-o", tool, os.path.join(here, "jpegs.c"), "-ljpeg")
    for kind, pixels in [("ycck", 255 - cmyk), ("rgb", rgb), ("440", rgb), ("restart", rgb)]:
        write(kind + ".jpg", run(tool, kind, str(W), str(H), data=pixels.tobytes()))
        by_pillow(kind + ".jpg", "RGB")
for o in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = o
    name = f"orientation{o}.jpg"
    g.save(path(name), exif=exif, quality=90)
    by_opencv(name, cv2.IMREAD_GRAYSCALE)

# PNG
g.save(path("gray.png"))
im.save(path("rgb.png"))
Image.fromarray(np.dstack([rgb, alpha])).save(path("rgba.png"))
Image.fromarray(np.dstack([gray, alpha])).save(path("gray-alpha.png"))
palette.save(path("palette.png"))
palette.save(path("palette-transparent.png"), transparency=3)
g.save(path("gray-transparent.png"), transparency=26)
im.save(path("rgb-transparent.png"), transparency=(255, 0, 40))
write("interlaced.png", run("pnmtopng", "-interlace", "-force", data=pnm(rgb, 255)))
for name in ("rgb", "palette", "interlaced"):
    by_pillow(name + ".png", "RGB")
for name in ("rgba", "palette-transparent", "rgb-transparent"):
    over_white(name + ".png", "RGB")
by_pillow("gray.png", "L")
for name in ("gray-alpha", "gray-transparent"):
    over_white(name + ".png", "L")
for bits in (1, 2, 4):
    name = f"gray{bits}.png"
    write(name, run("pnmtopng", "-force", data=pnm(gray >> (8 - bits), (1 << bits) - 1)))
    by_pillow(name, "L")
grays = Image.fromarray(gray >> 5, "P")
grays.putpalette(sum([[i * 36] * 3 for i in range(8)], []))
grays.save(path("palette-gray.png"))
by_pillow("palette-gray.png", "L")
write("gray16.png", run("pnmtopng", "-force", data=pnm(gray16, 65535)))
by_netpbm("gray16.png", "pngtopnm")
write("rgb16.png", run("pnmtopng", "-force", data=pnm(rgb16, 65535)))
by_netpbm("rgb16.png", "pngtopnm")
exif = Image.Exif()
exif[0x0112] = 6
g.save(path("orientation6.png"), exif=exif)
by_opencv("orientation6.png", cv2.IMREAD_GRAYSCALE)

# GIF
write("rgb.gif", run("ppmtogif", data=pnm(np.asarray(palette.convert("RGB")), 255)))
by_pillow("rgb.gif", "RGB")
write("gray.gif", run("ppmtogif", "-interlace", data=pnm(gray, 255)))
by_pillow("gray.gif", "L")
palette.save(path("animated.gif"), save_all=True, append_images=[palette.rotate(180)], transparency=2)
over_white("animated.gif", "RGB")

small = run("ppmtogif", data=pnm(np.asarray(palette.convert("RGB"))[:6, :9], 255))
at = small.index(b",\0\0\0\0\x09\0\x06\0")
write("offset.gif", small[:6] + bytes([W, 0, H, 0]) + small[10:at] + b",\x05\0\x03\0" + small[at + 5:])
by_pillow("offset.gif", "RGB")

# BMP
g.save(path("gray.bmp"))
by_pillow("gray.bmp", "L")
im.save(path("rgb.bmp"))
by_pillow("rgb.bmp", "RGB")
bottom_up = open(path("rgb.bmp"), "rb").read()
rows = np.frombuffer(bottom_up[54:], np.uint8).reshape(H, -1)[::-1]
write("top-down.bmp", bottom_up[:22] + (-H).to_bytes(4, "little", signed=True) + bottom_up[26:54] + rows.tobytes())
by_pillow("top-down.bmp", "RGB")
write("os2.bmp", run("ppmtobmp", "-os2", data=pnm(np.asarray(palette.convert("RGB")), 255)))
by_pillow("os2.bmp", "RGB")
Image.fromarray(np.dstack([rgb, alpha])).save(path("rgba.bmp"))
by_pillow("rgba.bmp", "RGB")
run(CONVERT, path("palette.png"), "-compress", "RLE", "bmp3:" + path("rle8.bmp"))
by_pillow("rle8.bmp", "RGB")
Image.fromarray(gray > 100).save(path("bits.bmp"))
by_pillow("bits.bmp", "L")
run(CONVERT, path("rgb.png"), "-define", "bmp:subtype=RGB565", "bmp:" + path("565.bmp"))
by_netpbm("565.bmp", "bmptopnm", "-quiet", tolerance=1)

# PNM
write("gray.pgm", pnm(gray, 255))
write("rgb.ppm", pnm(rgb, 255))
write("gray16.pgm", pnm(gray16, 65535))
write("rgb10.ppm", pnm(rgb16 >> 6, 1023))
write("gray15.pgm", pnm(gray >> 4, 15))
write("plain.pgm", run("pnmtoplainpnm", data=pnm(gray >> 4, 15)).replace(b"P2\n", b"P2 # gray\r# two comments\n", 1))
write("plain.ppm", run("pnmtoplainpnm", data=pnm(rgb, 255)))
for name in ("gray.pgm", "rgb.ppm", "gray16.pgm", "rgb10.ppm", "gray15.pgm", "plain.pgm", "plain.ppm"):
    by_netpbm(name)

with open(path("expected.tsv"), "w") as f:
    f.write("\n".join(expected) + "\n")
