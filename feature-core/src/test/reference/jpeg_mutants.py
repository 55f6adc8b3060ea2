"""Damages JPEG files at random and compares what becomes of them on several Java runtimes, and with Pillow.

Made with Pillow 12.3.0 (libjpeg-turbo 3.1.4). Usage: python3 jpeg_mutants.py SEED COUNT CLASSPATH JAVA...
The files of jpeg-matrix.tsv are damaged by flipped bits, other bytes, bytes left out, repeated or put in, and segments
left out or repeated.
"""
import base64
import collections
import os
import random
import subprocess
import sys
import tempfile

from jpeg_matrix import HERE, expected

MARKERS = (0xC4, 0xDB, 0xDA, 0xDD, 0xE0, 0xEE, 0xC0, 0xC2)


def damaged(data):
    data = bytearray(data)
    kind = random.random()
    at, length = random.randrange(2, len(data)), random.randrange(1, 20)
    if kind < 0.4:
        for _ in range(random.choice([1, 1, 1, 2, 3])):
            data[random.randrange(2, len(data))] ^= 1 << random.randrange(8)
    elif kind < 0.55:
        data[at] = random.choice([0, 255, random.randrange(256)])
    elif kind < 0.7:
        del data[at : at + length]
    elif kind < 0.85:
        data[at:at] = data[at : at + length]
    elif kind < 0.93:
        data[at:at] = bytes(random.randrange(256) for _ in range(random.randrange(1, 5)))
    else:
        segments = [i for i in range(2, len(data) - 4) if data[i] == 255 and data[i + 1] in MARKERS]
        a, b = sorted((random.choice(segments), random.choice(segments)))
        data[a:b] = b"" if random.random() < 0.5 else data[a:b] * 2
    return data


def main(seed, count, class_path, runtimes):
    random.seed(seed)
    with open(os.path.join(HERE, "..", "resources", "images", "jpeg-matrix.tsv")) as f:
        whole = sorted((base64.b64decode(line.split("\t")[5]) for line in f), key=len)[10:]
    with tempfile.TemporaryDirectory() as folder:
        files = [os.path.join(folder, f"{i}.jpg") for i in range(count)]
        for file in files:
            with open(file, "wb") as f:
                f.write(damaged(random.choice(whole)))
        listed = os.path.join(folder, "list")
        with open(listed, "w") as f:
            f.write("\n".join(files))
        found = []
        for java in runtimes:
            command = [java, "-cp", class_path, os.path.join(HERE, "JpegHashes.java"), listed]
            lines = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.decode().splitlines()
            found.append(dict(line.split("\t", 1) for line in lines))
        counts = collections.Counter()
        for file in files:
            result = found[0][file]
            counts["other result on another Java runtime"] += any(f[file] != result for f in found)
            counts["refused" if result.startswith("refused") else "accepted"] += 1
            if not result.startswith("refused"):
                try:
                    counts["accepted, with the pixels of Pillow"] += expected(file) == result
                except Exception:
                    counts["accepted, but refused by Pillow"] += 1
        for name, number in sorted(counts.items()):
            print(f"{number:6} {name}")
        return counts["other result on another Java runtime"] > 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:]))
