"""First outputs of dev.whittle.feature.Rng, from its description, in plain Python integers (written with Python 3.11).

Run: python3 rng.py; the values are pinned in RngTest.
"""

import math

MASK = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def mix(z):
    """The finaliser of SplitMix64 (Steele, Lea and Flood 2014; Stafford's variant 13)."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def fnv1a(text):
    """64-bit FNV-1a over UTF-16 code units (bytes for ASCII)."""
    h = 0xCBF29CE484222325
    units = text.encode("utf-16-be")
    for i in range(0, len(units), 2):
        h = ((h ^ int.from_bytes(units[i : i + 2], "big")) * 0x100000001B3) & MASK
    return h


class Rng:
    def __init__(self, seed, purpose, index):
        start = mix((seed + GAMMA) & MASK) ^ fnv1a(purpose)
        self.state = mix((mix(start) + index * GAMMA) & MASK)

    def next_long(self):
        self.state = (self.state + GAMMA) & MASK
        return mix(self.state)

    def next_int(self, bound):
        # Uniform by rejection: of the 2^32 products x·bound, those whose low half is below 2^32 mod bound are drawn
        # again.
        while True:
            product = (self.next_long() >> 32) * bound
            if product % 2**32 >= 2**32 % bound:
                return product >> 32

    def next_double(self):
        return (self.next_long() >> 11) * 2.0**-53

    def next_float(self):
        return (self.next_long() >> 40) * 2.0**-24

    def next_gaussian(self):
        while True:
            u = 2 * self.next_double() - 1
            v = 2 * self.next_double() - 1
            s = u * u + v * v
            if 0 < s < 1:
                return u * math.sqrt(-2 * math.log(s) / s)

    def permutation(self, n):
        p = []
        for i in range(n):
            j = self.next_int(i + 1)
            p.append(i)
            p[i] = p[j]
            p[j] = i
        return p


# The published first outputs of SplitMix64 with state 1234567 check the stream itself.
check = Rng(0, "", 0)
check.state = 1234567
assert [check.next_long() for _ in range(3)] == [6457827717110365317, 3203168211198807973, 9817491932198370423]
assert fnv1a("foobar") == 0x85944171F73967E8

if __name__ == "__main__":
    for seed, purpose, index in [(1, "kmeans++", 0), (0, "", 0), (-1, "Größe", 1 << 40)]:
        r = Rng(seed, purpose, index)
        print(seed, repr(purpose), index, ", ".join(f"0x{r.next_long():016X}L" for _ in range(3)))
    r = Rng(1, "ints", 2)
    print("ints", [r.next_int(b) for b in (1, 2, 7, 1000, 2**31 - 1, 2**30 + 1, 2**30 + 1, 2**30 + 1, 2**30 + 1)])
    print("doubles", [Rng(1, "double", i).next_double().hex() for i in range(2)])
    print("floats", [Rng(1, "float", i).next_float().hex() for i in range(2)])
    r = Rng(1, "gauss", 0)
    print("gaussians", [r.next_gaussian().hex() for _ in range(3)])
    print("permutation", Rng(1, "order", 3).permutation(10))
