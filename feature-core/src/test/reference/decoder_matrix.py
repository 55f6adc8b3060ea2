"""Compares the decoders of PNG, GIF, BMP, TIFF, WebP and PNM with independent ones over all variants of the formats,
and writes a part as a test. JPEG has jpeg_matrix.py.

Made with the Python of Debian 12: Pillow 9.4.0 (libtiff 4.5.0, libwebp 1.2.4), OpenCV 4.6.0 (libpng 1.6.39), NumPy
1.24.2. Usage, after the project was built:

  python3 decoder_matrix.py CLASSPATH JAVA...   prints for each format how many files were tried, what a peer makes of
                                                them, and what each Java runtime makes of them
  python3 decoder_matrix.py --subset            writes ../resources/images/decoder-matrix.tsv

CLASSPATH has the classes of feature-core and its dependencies. All formats but lossy WebP are exact: the files are made
here from samples, and what is expected are these samples by the rules of ImageFile, in whole numbers. A peer confirms
that the file says so: Pillow where samples have up to 8 bits, OpenCV where they have 16, which Pillow cuts to 8. Lossy
WebP is what libwebp decodes, without tolerance. The columns of decoder-matrix.tsv are those of jpeg-matrix.tsv.
"""
import base64
import hashlib
import io
import itertools
import os
import struct
import subprocess
import sys
import tempfile
import zlib

import cv2
import numpy as np
from PIL import Image, ImageOps

from png_parts import PASSES, chunk, filtered

HERE = os.path.dirname(os.path.abspath(__file__))
SIZES = [(1, 1), (3, 2), (8, 8), (17, 11), (33, 9)]
rng = np.random.default_rng(4)


# ---- the rules of ImageFile

def scaled(samples, maximum):
    return (2 * 255 * samples.astype(np.int64) + maximum) // (2 * maximum)


def over_white(colour, alpha):
    return (2 * (colour * alpha + 255 * (255 - alpha)) + 255) // 510


def gray_if_gray(colours, pixels):
    """A palette whose colours are all gray makes a gray image."""
    colours = np.asarray(colours)
    return pixels[..., 0] if (colours == colours[:, :1]).all() else pixels


def upright(pixels, orientation):
    flips = {2: (1,), 3: (0, 1), 4: (0,), 5: (), 6: (0,), 7: (0, 1), 8: (1,)}
    if orientation == 1:
        return pixels
    turned = np.flip(pixels, flips[orientation]) if flips[orientation] else pixels
    return np.swapaxes(turned, 0, 1) if orientation >= 5 else turned


# ---- parts of files

def packed(row, depth, big=True):
    """Samples of one row as bytes, the first in the highest bits."""
    if depth == 16:
        return row.astype(">u2" if big else "<u2").tobytes()
    if depth == 8:
        return row.astype(np.uint8).tobytes()
    bits = (row.reshape(-1, 1) >> np.arange(depth - 1, -1, -1)) & 1
    return np.packbits(bits.astype(np.uint8).ravel()).tobytes()


def lzw(data, size, tiff):
    clear, bits = 1 << size, []
    early = int(tiff)

    def start():
        return {bytes([i]): i for i in range(clear)}, clear + 2, size + 1

    table, following, width = start()

    def emit(code):
        digits = [code >> i & 1 for i in range(width)]
        bits.extend(digits[::-1] if tiff else digits)

    emit(clear)
    known = b""
    for value in data:
        longer = known + bytes([value])
        if longer in table:
            known = longer
            continue
        emit(table[known])
        table[longer] = following
        following += 1
        if following + early > 1 << width:
            width += 1
        if following == 4094:
            emit(clear)
            table, following, width = start()
        known = bytes([value])
    emit(table[known])
    if following + 1 + early > 1 << width and width < 12:
        width += 1
    emit(clear + 1)
    return np.packbits(bits, bitorder="big" if tiff else "little").tobytes()


def pack_bits(data):
    out, at = b"", 0
    while at < len(data):
        run = 1
        while run < 128 and at + run < len(data) and data[at + run] == data[at]:
            run += 1
        if run > 2:
            out += bytes([257 - run, data[at]])
        else:
            run = min(5, len(data) - at)
            out += bytes([run - 1]) + data[at:at + run]
        at += run
    return out


def exif(orientation):
    return b"II*\0\x08\0\0\0\1\0" + struct.pack("<HHIHHI", 0x112, 3, 1, orientation, 0, 0)


# ---- PNG

def png(samples, colour, depth, interlaced, *chunks):
    h, w, bands = samples.shape
    raw = b""
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        sub = samples[y0::dy, x0::dx]
        above = None
        for k, row in enumerate(sub if sub.shape[1] else []):
            data = packed(row.ravel(), depth)
            raw += filtered((k + x0) % 5, data, above or bytes(len(data)), max(1, bands * depth // 8))
            above = data
    body = zlib.compress(raw)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, depth, colour, 0, 0, interlaced))
            + b"".join(chunks) + chunk(b"IDAT", body[:20]) + chunk(b"IDAT", body[20:]) + chunk(b"IEND", b""))


def pngs():
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    for colour, (w, h) in itertools.product(depths, SIZES):
        for depth, interlaced, clear in itertools.product(depths[colour], (0, 1), (False, True)):
            if clear and colour >= 4:
                continue
            bands = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
            top = (1 << depth) - 1
            s = rng.integers(0, top + 1, (h, w, bands))
            chunks = []
            if colour == 3:
                palette = rng.integers(0, 256, (top + 1, 3))
                chunks.append(chunk(b"PLTE", palette.astype(np.uint8).tobytes()))
                pixels = palette[s[..., 0]]
                if clear:
                    alpha = rng.integers(0, 256, (top + 1) // 2)
                    chunks.append(chunk(b"tRNS", alpha.astype(np.uint8).tobytes()))
                    opacity = np.append(alpha, [255] * (top + 1 - len(alpha)))[s[..., 0]]
                    pixels = over_white(pixels, opacity[..., None])
            else:
                colours = bands - (colour >= 4)
                pixels = scaled(s[..., :colours], top)
                if colour >= 4:
                    pixels = over_white(pixels, scaled(s[..., colours:], top))
                if clear:
                    key = s[h // 2, w // 2].copy()
                    chunks.append(chunk(b"tRNS", key.astype(">u2").tobytes()))
                    pixels[(s == key).all(-1)] = 255
            name = f"colour {colour}, {depth} bits, interlaced {interlaced}, tRNS {int(clear)}"
            yield name, png(s, colour, depth, interlaced, *chunks), pixels
    for orientation in range(1, 9):
        s = rng.integers(0, 256, (5, 7, 3))
        yield f"eXIf {orientation}", png(s, 2, 8, 0, chunk(b"eXIf", exif(orientation))), upright(s, orientation)


# ---- GIF

def gifs():
    for size, interlaced, clear, own, (w, h) in itertools.product(range(1, 9), (0, 1), (0, 1), (0, 1), SIZES):
        n = 1 << size
        palette = rng.integers(0, 256, (n, 3))
        indices = rng.integers(0, n, (h, w))
        table = palette.astype(np.uint8).tobytes()
        other = rng.integers(0, 256, (n, 3)).astype(np.uint8).tobytes()
        data = b"GIF89a" + struct.pack("<HHBBB", w, h, 0x80 | size - 1, 0, 0) + (other if own else table)
        gone = int(indices[0, 0])
        if clear:
            data += b"!\xf9\4\1\0\0" + bytes([gone]) + b"\0"
        flags = interlaced << 6 | (0x80 | size - 1 if own else 0)
        data += b"," + struct.pack("<HHHHB", 0, 0, w, h, flags) + (table if own else b"")
        order = list(range(h))
        if interlaced:
            order = [y for a, b in ((0, 8), (4, 8), (2, 4), (1, 2)) for y in range(a, h, b)]
        codes = lzw(indices[order].astype(np.uint8).tobytes(), max(2, size), False)
        blocks = b"".join(bytes([len(codes[i:i + 255])]) + codes[i:i + 255] for i in range(0, len(codes), 255))
        data += bytes([max(2, size)]) + blocks + b"\0"
        pixels = palette[indices].copy()
        if clear:
            pixels[indices == gone] = 255
        if w == 17:  # an animation
            data += b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + bytes([2, 2, 0x44, 1, 0])
        name = f"{size} bits, interlaced {interlaced}, transparent {clear}, own palette {own}"
        yield name, data + b";", pixels


# ---- BMP

def bmp(w, h, depth, compression, palette, data, masks=(), header=40, size=None):
    colours = b"".join(bytes([c[2], c[1], c[0]]) + (b"" if header == 12 else b"\0") for c in palette)
    if header == 12:
        head = struct.pack("<IHHHH", 12, w, h, 1, depth)
    else:
        head = struct.pack("<IiiHHIIiiII", header, w, h, 1, depth, compression, len(data), 2835, 2835, len(palette), 0)
        head += struct.pack(f"<{len(masks)}I", *masks)
        head += bytes(header - len(head)) if header > len(head) else b""
    at = 14 + len(head) + len(colours)
    return b"BM" + struct.pack("<IHHI", at + len(data), 0, 0, at) + head + colours + data


def rows_of(rows):
    return b"".join(row + bytes(-len(row) % 4) for row in rows)


def runs(indices, depth):
    """Run lengths and, every other time, uncompressed pixels."""
    out = b""
    for row in indices[::-1]:
        at, plain = 0, False
        while at < len(row):
            left = len(row) - at
            if plain and left >= 3:
                n = min(left, 7)
                part = row[at:at + n]
                data = packed(part, depth)
                out += bytes([0, n]) + data + bytes(len(data) % 2)
            else:
                n = 1
                while at + n < len(row) and n < 255 and row[at + n] == row[at]:
                    n += 1
                out += bytes([n, int(row[at]) * (17 if depth == 4 else 1)])
            at += n
            plain = not plain
        out += b"\0\0"
    return out[:-2] + b"\0\1"


def bmps():
    for (w, h), down in itertools.product(SIZES, (False, True)):
        order = slice(None) if down else slice(None, None, -1)
        signed = -h if down else h
        for depth, header in itertools.product((1, 4, 8), (12, 40, 108, 124)):
            if down and header == 12:
                continue
            palette = rng.integers(0, 256, (1 << depth, 3))
            s = rng.integers(0, 1 << depth, (h, w))
            data = rows_of(packed(r, depth) for r in s[order])
            yield (f"{depth} bits, header {header}, top-down {int(down)}",
                   bmp(w, signed, depth, 0, palette, data, header=header), palette[s])
        for depth in (4, 8):
            palette = rng.integers(0, 256, (1 << depth, 3))
            s = rng.integers(0, 3, (h, w))
            if not down:
                yield f"RLE{depth}", bmp(w, h, depth, 12 - 10 if depth == 4 else 1, palette, runs(s, depth)), palette[s]
        colour = rng.integers(0, 256, (h, w, 3))
        data = rows_of(r[:, ::-1].astype(np.uint8).tobytes() for r in colour[order])
        yield f"24 bits, top-down {int(down)}", bmp(w, signed, 24, 0, [], data), colour
        fourth = rng.integers(0, 256, (h, w, 1))
        four = np.concatenate([colour[..., ::-1], fourth], -1)
        data = rows_of(r.astype(np.uint8).tobytes() for r in four[order])
        yield f"32 bits, top-down {int(down)}", bmp(w, signed, 32, 0, [], data), colour
        for depth, masks, header in [
            (16, None, 40), (16, (0xF800, 0x7E0, 0x1F), 40), (16, (0x7C00, 0x3E0, 0x1F), 40),
            (16, (0xF00, 0xF0, 0xF, 0xF000), 56), (16, (0xF00, 0xF0, 0xF, 0xF000), 108),
            (32, (0xFF0000, 0xFF00, 0xFF), 40), (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000), 108),
            (32, (0xFF000000, 0xFF0000, 0xFF00, 0xFF), 124), (32, (0x3FF00000, 0xFFC00, 0x3FF), 40),
        ]:
            v = rng.integers(0, 1 << depth, (h, w))
            data = rows_of(r.astype("<u2" if depth == 16 else "<u4").tobytes() for r in v[order])
            file = bmp(w, signed, depth, 3 if masks else 0, [], data, masks or (), header)
            parts = []
            for mask in masks or (0x7C00, 0x3E0, 0x1F):
                shift = (mask & -mask).bit_length() - 1
                parts.append(scaled((v & mask) >> shift, mask >> shift))
            pixels = np.stack(parts[:3], -1)
            if len(parts) == 4:
                pixels = over_white(pixels, parts[3][..., None])
            name = " ".join(f"{m:x}" for m in masks or ())
            yield f"{depth} bits, masks {name}, header {header}, top-down {int(down)}", file, pixels


# ---- TIFF

def tiff(big, tags, chunks):
    e = ">" if big else "<"
    body, offsets = b"", []
    for c in chunks:
        offsets.append(8 + len(body))
        body += c + bytes(len(c) % 2)
    tags = dict(tags)
    tags[324 if 322 in tags else 273] = (4, offsets)
    tags[325 if 322 in tags else 279] = (4, [len(c) for c in chunks])
    extra, entries = b"", b""
    base = 8 + len(body)
    for tag in sorted(tags):
        kind, values = tags[tag]
        data = struct.pack(f"{e}{len(values)}{'H' if kind == 3 else 'I'}", *values)
        if len(data) > 4:
            place = struct.pack(e + "I", base + len(extra))
            extra += data
        else:
            place = data + bytes(4 - len(data))
        entries += struct.pack(e + "HHI", tag, kind, len(values)) + place
    head = (b"MM\0*" if big else b"II*\0") + struct.pack(e + "I", base + len(extra))
    return head + body + extra + struct.pack(e + "H", len(tags)) + entries + bytes(4)


COMPRESSIONS = {
    1: lambda d: d, 5: lambda d: lzw(d, 8, True), 8: zlib.compress, 32946: zlib.compress, 32773: pack_bits
}
KINDS = {"white is 0": (0, 1), "black is 0": (1, 1), "rgb": (2, 3), "rgba": (2, 4), "premultiplied": (2, 4),
         "palette": (3, 1), "cmyk": (5, 4), "gray, alpha": (1, 2)}


def tiff_of(s, kind, depth, compression, predictor, tiles, planar, big, tags):
    h, w, bands = s.shape
    planes = [s[..., k:k + 1] for k in range(bands)] if planar else [s]
    chunks = []
    step, across = (16, 16) if tiles else (4, w)
    for plane in planes:
        if tiles:
            plane = np.pad(plane, ((0, -h % 16), (0, -w % 16), (0, 0)))
        for y, x in itertools.product(range(0, plane.shape[0], step), range(0, plane.shape[1], across)):
            part = plane[y:y + step, x:x + across]
            if predictor == 2:
                part = np.concatenate([part[:, :1], np.diff(part, axis=1)], 1) & (1 << depth) - 1
            chunks.append(COMPRESSIONS[compression](b"".join(packed(r.ravel(), depth, big) for r in part)))
    tags = {256: (4, [w]), 257: (4, [h]), 258: (3, [depth] * bands), 259: (3, [compression]),
            262: (3, [KINDS[kind][0]]), 277: (3, [bands]), 284: (3, [1 + planar]), 317: (3, [predictor]), **tags}
    tags.update({322: (4, [16]), 323: (4, [16])} if tiles else {278: (4, [4])})
    if predictor == 1:
        del tags[317]
    return tiff(big, tags, chunks)


def tiffs():
    number = 0
    for kind, depth, compression, predictor, tiles, planar in itertools.product(
            KINDS, (1, 2, 4, 8, 16), COMPRESSIONS, (1, 2), (False, True), (False, True)):
        photometric, bands = KINDS[kind]
        if (predictor == 2 and (compression in (1, 32773) or depth < 8) or planar and bands == 1
                or kind == "palette" and (depth == 16 or predictor == 2)
                or bands > 1 and depth < 8):
            continue
        number += 1
        big = number % 2 == 0
        w, h = SIZES[number % 5]
        top = (1 << depth) - 1
        s = rng.integers(0, top + 1, (h, w, bands)) * (rng.random((h, w, 1)) < 0.7)
        tags = {}
        if kind == "premultiplied":
            s[..., :3] = s[..., :3] * s[..., 3:] // top
            tags[338] = (3, [1])
        if kind in ("rgba", "gray, alpha"):
            tags[338] = (3, [2])
        if kind == "palette":
            colours = rng.integers(0, 65536, (3, top + 1))
            colours[0, 0] = 65535
            tags[320] = (3, colours.ravel().tolist())
            pixels = (colours >> 8).T[s[..., 0]]
        elif kind == "white is 0":
            pixels = scaled(top - s, top)
        elif kind in ("rgba", "gray, alpha"):
            pixels = over_white(scaled(s[..., :-1], top), scaled(s[..., -1:], top))
        elif kind == "premultiplied":
            pixels = np.minimum(255, scaled(s[..., :3], top) + 255 - scaled(s[..., 3:], top))
        elif kind == "cmyk":
            ink = 255 - scaled(s, top)
            pixels = (2 * ink[..., :3] * ink[..., 3:] + 255) // 510
        else:
            pixels = scaled(s, top)
        name = (f"{kind}, {depth} bits, compression {compression}, predictor {predictor}, "
                f"{'tiles' if tiles else 'strips'}, {'planes' if planar else 'pixels'}, {'big' if big else 'little'}")
        yield name, tiff_of(s, kind, depth, compression, predictor, tiles, planar, big, tags), pixels
    for orientation in range(1, 9):
        s = rng.integers(0, 256, (5, 7, 3))
        file = tiff_of(s, "rgb", 8, 1, 1, False, False, False, {274: (3, [orientation])})
        yield f"orientation {orientation}", file, upright(s, orientation)


# ---- WebP and PNM

def webps():
    qualities = ("lossless", 0, 5, 50, 95, 100)
    for (w, h), alpha, quality in itertools.product(SIZES + [(64, 50), (83, 67)], (0, 1), qualities):
        for method in (0, 4, 6):
            y, x = np.mgrid[0:h, 0:w]
            photo = np.stack([127 + 120 * np.sin(x / 9 + y / 17), (x + y) * 255 / (w + h), y * 3 % 256], -1)
            photo = np.clip(photo + rng.normal(0, 20, photo.shape), 0, 255).astype(np.uint8)
            if alpha:
                photo = np.dstack([photo, (x * 16 + y) % 256]).astype(np.uint8)
            out = io.BytesIO()
            options = {"lossless": True, "exact": True} if quality == "lossless" else {"quality": quality}
            Image.fromarray(photo).save(out, "WEBP", method=method, **options)
            if quality == "lossless":
                pixels = over_white(photo[..., :3].astype(int), photo[..., 3:].astype(int)) if alpha else photo
            else:
                rgba = np.asarray(Image.open(io.BytesIO(out.getvalue())).convert("RGBA")).astype(int)
                pixels = over_white(rgba[..., :3], rgba[..., 3:])
            yield f"quality {quality}, alpha {alpha}, method {method}", out.getvalue(), pixels
    for orientation in range(1, 9):
        s = rng.integers(0, 256, (5, 7, 3)).astype(np.uint8)
        out = io.BytesIO()
        Image.fromarray(s).save(out, "WEBP", lossless=True, exif=b"Exif\0\0" + exif(orientation))
        yield f"Exif {orientation}", out.getvalue(), upright(s, orientation)


def pnms():
    for kind, (w, h) in itertools.product(range(1, 7), SIZES):
        for top in (1,) if kind in (1, 4) else (1, 7, 15, 100, 255, 256, 1023, 4095, 65535):
            bands = 3 if kind in (3, 6) else 1
            s = rng.integers(0, top + 1, (h, w, bands))
            head = f"P{kind}\n# a comment\n{w} {h}\n" + ("" if kind in (1, 4) else f"{top}\n")
            if kind <= 3:
                data = "\n".join(" ".join(map(str, row.ravel())) for row in s).encode() + b"\n"
            elif kind == 4:
                data = b"".join(packed(row.ravel(), 1) for row in s)
            else:
                data = s.astype(">u2" if top > 255 else np.uint8).tobytes()
            pixels = 255 * (1 - s) if kind in (1, 4) else scaled(s, top)
            yield f"P{kind}, maxval {top}", head.encode() + data, pixels


FORMATS = {"png": pngs, "gif": gifs, "bmp": bmps, "tif": tiffs, "webp": webps, "pnm": pnms}


# ---- comparison

def summary(pixels):
    pixels = np.asarray(pixels).astype(np.uint8)
    if pixels.ndim == 2:
        pixels = pixels[:, :, None]
    h, w, bands = pixels.shape
    return f"{w}\t{h}\t{bands}\t{hashlib.sha256(pixels.transpose(2, 0, 1).tobytes()).hexdigest()[:16]}"


def by_opencv(data):
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    if found is None or found.dtype != np.uint16:
        return None
    if found.ndim == 2:
        return scaled(found, 65535)
    found = found[..., [2, 1, 0, 3][:found.shape[2]]]
    pixels = scaled(found, 65535)
    return over_white(pixels[..., :3], pixels[..., 3:]) if found.shape[2] == 4 else pixels


def by_pillow(data):
    image = Image.open(io.BytesIO(data))
    if image.mode.startswith("I"):
        return None
    image.load()
    if image.format != "TIFF":  # of which Pillow has turned the pixels already
        image = ImageOps.exif_transpose(image)
    if image.mode == "CMYK":
        ink = 255 - np.asarray(image).astype(int)
        return (2 * ink[..., :3] * ink[..., 3:] + 255) // 510
    if image.mode in ("P", "PA", "RGBA", "LA", "RGBa") or "transparency" in image.info:
        rgba = np.asarray(image.convert("RGBA")).astype(int)
        return over_white(rgba[..., :3], rgba[..., 3:])
    return np.asarray(image.convert("L") if image.mode == "1" else image)


def distance(data, pixels):
    """The largest difference from the nearer peer; a gray image may have three equal bands there. None if no peer
    reads the file."""
    least = None
    for peer in by_pillow, by_opencv:
        try:
            found = peer(data)
        except Exception:
            continue
        if found is None:
            continue
        wanted = np.asarray(pixels)
        wanted = wanted[..., None] if wanted.ndim == 2 else wanted
        found = np.asarray(found)
        found = found[..., None] if found.ndim == 2 else found
        if found.shape[:2] == wanted.shape[:2]:
            far = int(np.abs(found.astype(int) - wanted).max())
            least = far if least is None else min(least, far)
    return least


def compare(class_path, runtimes):
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # where libraries of the peers complain
    failed = False
    for name, make in FORMATS.items():
        with tempfile.TemporaryDirectory() as folder:
            wanted, kinds, peers, others = {}, {}, {0: 0, 1: 0, None: 0}, []
            for i, (kind, data, pixels) in enumerate(make()):
                file = os.path.join(folder, f"{i}.{name}")
                with open(file, "wb") as f:
                    f.write(data)
                wanted[file], kinds[file] = summary(pixels), kind
                far = distance(data, pixels)
                if far in peers:
                    peers[far] += 1
                else:
                    others.append(f"{kind}: {far}")
            listed = os.path.join(folder, "list")
            with open(listed, "w") as f:
                f.write("\n".join(wanted))
            print(f"{name}: {len(wanted)} tried; by a peer {peers[0]} the same, {peers[1]} within 1 (it rounds down), "
                  f"{peers[None]} not read, {len(others)} by another rule")
            if others:
                print("   by another rule of the peer:", *sorted(set(others)), sep="\n      ")
            for java in runtimes:
                command = [java, "-cp", class_path, os.path.join(HERE, "JpegHashes.java"), listed]
                found = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()
                equal = refused = different = 0
                for line in found.splitlines():
                    file, got = line.split("\t", 1)
                    equal += got == wanted[file]
                    refused += got.startswith("refused")
                    if got != wanted[file]:
                        different += not got.startswith("refused")
                        failed = True
                        if different + refused <= 20:
                            print("     ", kinds[file], "|", got, "expected", wanted[file])
                print(f"   {java}: {equal} equal, {refused} refused, {different} different", flush=True)
    return failed


def subset():
    with open(os.path.join(HERE, "..", "resources", "images", "decoder-matrix.tsv"), "w") as out:
        for name, make in FORMATS.items():
            seen = set()
            for kind, data, pixels in make():
                # One size of each kind, and no long palettes again and again.
                if kind not in seen and np.asarray(pixels).shape[0] > 1 and len(data) < 600:
                    seen.add(kind)
                    out.write(f"{name}, {kind}\t{summary(pixels)}\t{base64.b64encode(data).decode()}\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--subset"]:
        subset()
    else:
        sys.exit(compare(sys.argv[1], sys.argv[2:]))
