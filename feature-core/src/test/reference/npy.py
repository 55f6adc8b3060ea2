"""Writes the files in ../resources/npy: small arrays of every kind that is read, each as KIND.npy, and as float32 in C order
as KIND.expected.npy.

Made with NumPy 1.24.2.

wrong-*.npy hold one value that no float can hold, at row 1 and column 2.
"""
import os

import numpy as np

here = os.path.dirname(os.path.abspath(__file__))
target = os.path.join(here, "..", "resources", "npy")


def write(name, array, version=(1, 0)):
    with open(os.path.join(target, name + ".npy"), "wb") as f:
        np.lib.format.write_array(f, array, version=version)


def both(name, array, version=(1, 0)):
    write(name, array, version)
    write(name + ".expected", np.ascontiguousarray(array.astype("<f4")))


floats = np.array([[0.1, -2.5, 3e-42, 1e30], [np.inf, -np.inf, np.nan, -0.0], [1 / 3, 7e-46, 16777217.0, 3.4028235e38]])
for order in "<", ">":
    both({"<": "little", ">": "big"}[order] + "-f8", floats.astype(order + "f8"))
both("big-f4", floats.astype("f4").astype(">f4"))
both("fortran-f4", np.asfortranarray(floats.astype("<f4")))
both("fortran-big-f8", np.asfortranarray(floats.astype(">f8")))
both("version-2", floats.astype("<f4"), (2, 0))
both("version-3", np.asfortranarray(floats.astype("<f8")), (3, 0))
both("rank-3", np.asfortranarray(np.arange(24, dtype="<f8").reshape(2, 3, 4) / 7))
both("rank-1", np.array([1.5, -3], ">f4"))
both("empty", np.asfortranarray(np.zeros((0, 4), "<f8")))
for kind in "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8":
    info = np.iinfo(kind)
    most = min(info.max, 1 << 24)
    values = [0, 1, 2, most, most - 1, max(info.min, -(1 << 24)), 77, 100]
    if info.max > 1 << 24:
        values += [1 << 30, 0x7FFFFF80 if kind == "i4" else 0x80000000, 9 << 20, 33554436]
    else:
        values += [5, 6, 7, 8]
    array = np.array(values, dtype=object).astype(kind).reshape(3, 4)
    both(kind, array.astype("<" + kind))
    both("big-" + kind, np.asfortranarray(array.astype(">" + kind)))
both("i8-ends", np.array([[-(1 << 63), (1 << 63) - (1 << 39)]], "<i8"))
both("u8-ends", np.array([[(1 << 63) - (1 << 39), 0]], "<u8"))
both("bool", np.array([[True, False, True], [False, False, True]]))
both("fortran-bool", np.asfortranarray(np.array([[True, False, True], [False, False, True]])))


def wrong(name, kind, value):
    array = np.zeros((2, 3), kind)
    array[1, 2] = value
    write("wrong-" + name, array)


wrong("f8", "<f8", 3.5e38)
wrong("negative-f8", ">f8", -1e300)
wrong("i4", "<i4", (1 << 24) + 1)
wrong("u4", ">u4", (1 << 32) - 1)
wrong("i8", "<i8", (1 << 63) - 1)
wrong("u8", "<u8", (1 << 63) + 1)
write("complex", np.zeros((2, 3), "<c8"))
write("half", np.zeros((2, 3), "<f2"))
write("text", np.array([["a", "bc"]]))
write("labels", np.array([3, 0, 2, 2], "<i8"))
write("float-labels", np.array([3.0, 0.0], "<f4"))
write("wide-labels", np.array([3, 1 << 31], ">i8"))
