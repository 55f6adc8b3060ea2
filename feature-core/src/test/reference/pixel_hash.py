"""The value pinned in PixelHashTest: SHA-256 by hashlib over the bytes that the Javadoc of PixelHash lists (Python 3.11)."""

import hashlib
import struct


def text(s):
    utf8 = s.encode("utf-8")
    return struct.pack(">i", len(utf8)) + utf8


data = struct.pack(">i", 2) + text("cat") + text("Füchse")
# Label 1, a gray image 3 wide and 2 high.
data += struct.pack(">4i", 1, 3, 2, 1) + bytes([0, 1, 2, 128, 254, 255])
# Label 0, an RGB image 2 wide and 1 high: two red values, two green, two blue.
data += struct.pack(">4i", 0, 2, 1, 3) + bytes([10, 20, 30, 40, 50, 60])
print(hashlib.sha256(data).hexdigest())
print("no classes, no images:", hashlib.sha256(struct.pack(">i", 0)).hexdigest())
