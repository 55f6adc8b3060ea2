"""Compares the JPEG decoder with an independent one over all kinds of files, and writes a small part as a test.

Made with Pillow 12.3.0 (libjpeg-turbo 3.1.4, its default inverse DCT and upsampling), NumPy, and gcc with
libjpeg62-turbo-dev 2.1.5 for jpeg_matrix.c. Usage, after the project was built:

  python3 jpeg_matrix.py CLASSPATH JAVA...     prints how many files were tried, equal and refused by each Java runtime
  python3 jpeg_matrix.py --subset              writes ../resources/images/jpeg-matrix.tsv

CLASSPATH has the classes of feature-core and its dependencies. Each file of the matrix is a combination of coding,
sampling, table width, colours, restart interval and quality from 1 to 100, at sizes from 1x1 to 48x48. A line of
jpeg-matrix.tsv: kind, width, height, bands, start of the SHA-256 of the samples (band after band), file in base64.
"""
import base64
import hashlib
import itertools
import os
import subprocess
import sys
import tempfile

import numpy as np
from PIL import Image

HERE = os.path.dirname(os.path.abspath(__file__))
COLOURS = ["gray", "ycc", "rgb", "cmyk", "ycck"]
SAMPLINGS = ["1x1", "2x1", "2x2", "1x2", "4x1", "4x2"]
CODINGS = {"b": "baseline", "p": "progressive", "a": "arithmetic", "q": "arithmetic progressive"}
RESTARTS = [0, 1, 3]


def expected(file):
    """Size, bands and hash of what Pillow decodes, with CMYK as this project turns it into RGB."""
    with Image.open(file) as image:
        samples = np.asarray(image).astype(int)
        if image.mode == "CMYK":
            stored = 255 - samples  # Pillow inverts what Adobe stores inverted
            samples = (2 * stored[:, :, :3] * stored[:, :, 3:] + 255) // 510
    if samples.ndim == 2:
        samples = samples[:, :, None]
    h, w, bands = samples.shape
    data = samples.astype(np.uint8).transpose(2, 0, 1).tobytes()
    return f"{w}\t{h}\t{bands}\t{hashlib.sha256(data).hexdigest()[:16]}"


def kinds():
    number = 0
    for coding, colours, sampling, tables, restart in itertools.product(CODINGS, COLOURS, SAMPLINGS, (8, 16), RESTARTS):
        if sampling == "4x2" and colours in ("cmyk", "ycck"):
            continue  # more than 10 blocks in a unit
        for quality in range(1, 101):
            number += 1
            width, height = 1 + number * 7 % 48, 1 + number * 11 % 47
            yield (coding, colours, sampling, tables, restart, quality), (width, height, number)


def write(folder, chosen):
    compiled = os.path.join(folder, "matrix")
    flags = os.environ.get("CFLAGS", "").split()
    subprocess.run(["gcc", "-O2", "-o", compiled, os.path.join(HERE, "jpeg_matrix.c"), *flags, "-ljpeg"], check=True)
    files, lines = {}, []
    for kind, (width, height, seed) in chosen:
        file = os.path.join(folder, "-".join(map(str, kind)) + ".jpg")
        files[file] = kind
        coding, colours, sampling, tables, restart, quality = kind
        lines.append(f"{file} {colours} {sampling} {coding} {tables} {restart} {quality} {width} {height} {seed}\n")
    subprocess.run([compiled], input="".join(lines).encode(), check=True, stderr=subprocess.DEVNULL)
    return files


def compare(class_path, runtimes):
    with tempfile.TemporaryDirectory() as folder:
        files = write(folder, kinds())
        listed = os.path.join(folder, "list")
        with open(listed, "w") as f:
            f.write("\n".join(files))
        wanted = {file: expected(file) for file in files}
        failed = False
        for java in runtimes:
            command = [java, "-cp", class_path, os.path.join(HERE, "JpegHashes.java"), listed]
            found = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode()
            counts = {name: [0, 0, 0, 0] for name in CODINGS.values()}
            for line in found.splitlines():
                file, got = line.split("\t", 1)
                arithmetic = files[file][0] in "aq"
                count = counts[CODINGS[files[file][0]]]
                count[0] += 1
                count[1] += got == wanted[file]
                count[2] += got.startswith("refused")
                if got.startswith("refused") != arithmetic or not arithmetic and got != wanted[file]:
                    failed = True
                    count[3] += 1
                    if count[3] <= 5:
                        print("  ", files[file], got, "expected", wanted[file])
            print(java)
            for name, (tried, equal, refused, wrong) in counts.items():
                print(f"   {name}: {tried} tried, {equal} equal, {refused} refused, {wrong} not as expected")
        return failed


def subset():
    every = list(kinds())
    # One restart interval and one quality for each of the other kinds. Only low ones need tables of 16 bits.
    chosen = []
    for kind, size in every:
        coding, _, _, tables, _, quality = kind
        number = (size[2] - 1) // 100
        wanted = 1 + number * 37 % (24 if tables == 16 else 100)
        if coding in "bp" and number % 3 == number // 3 % 3 and quality == wanted:
            chosen.append((kind, size))
    with tempfile.TemporaryDirectory() as folder:
        files = write(folder, chosen)
        with open(os.path.join(HERE, "..", "resources", "images", "jpeg-matrix.tsv"), "w") as out:
            for file, kind in files.items():
                with open(file, "rb") as f:
                    data = f.read()
                out.write(f"{'-'.join(map(str, kind))}\t{expected(file)}\t{base64.b64encode(data).decode()}\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["--subset"]:
        subset()
    else:
        sys.exit(compare(sys.argv[1], sys.argv[2:]))
