"""What PNG files are made of, for formats.py and decoder_matrix.py."""
import struct
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def filtered(kind, row, above, distance):
    out = bytearray([kind])
    for i, v in enumerate(row):
        a = row[i - distance] if i >= distance else 0
        b = above[i]
        c = above[i - distance] if i >= distance else 0
        p = min((a, b, c), key=lambda v: abs(a + b - c - v))
        out.append((v - [0, a, b, (a + b) // 2, p][kind]) & 255)
    return bytes(out)


PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
