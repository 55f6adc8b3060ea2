"""Reference values of the layers of networks on images, from NumPy and SciPy (Debian 12: numpy 1.24.2, scipy 1.10.1).

    python3 images.py ../resources/dev/whittle/classify/nn

All in float64, of inputs that are floats. Writes
images.csv: case, array, its values. The array "sizes" of a convolution has the samples, bands, rows, columns, filters, and the size, stride
    and padding of the window; of other layers the samples, bands, rows and columns, and of pools the size and stride. Convolutions are
    scipy.signal.correlate, band by band; derivatives of x for those of y given are correlations of the dilated dy with turned filters.
smooth.csv: activation, x, y, dy/dx, with scipy.special.ndtr and expit.
It also prints the coefficients of Gelu.java: the polynomial P with the least relative error of e^(-a²/2)·P(1/(1 + a/2)) for the normal
    distribution's upper tail at a from 0 to 14, by iterated weights (Lawson 1961).
"""

import sys

import numpy as np
import scipy
from scipy.signal import correlate
from scipy.special import erfcx, expit, ndtr

out = sys.argv[1]
rng = np.random.default_rng(1)
lines = []


def floats(*shape):
    return rng.normal(size=shape).astype(np.float32).astype(np.float64)


def put(case, **arrays):
    for name, values in arrays.items():
        lines.append(",".join([case, name] + [repr(float(v)) for v in np.ravel(values)]))


def convolution(case, n, bands, rows, columns, filters, size, stride, padding):
    x, w, b = floats(n, bands, rows, columns), floats(filters, bands, size, size), floats(filters)
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))

    def one(image, f):
        return sum(correlate(image[c], w[f, c], mode="valid", method="direct") for c in range(bands)) + b[f]

    full = np.array([[one(padded[i], f) for f in range(filters)] for i in range(n)])
    y = full[:, :, ::stride, ::stride]
    dy = floats(*y.shape)
    dilated = np.zeros_like(full)
    dilated[:, :, ::stride, ::stride] = dy
    dx = np.zeros_like(padded)
    dw = np.zeros_like(w)
    for i in range(n):
        for f in range(filters):
            for c in range(bands):
                dx[i, c] += correlate(dilated[i, f], w[f, c, ::-1, ::-1], mode="full", method="direct")
                dw[f, c] += correlate(padded[i, c], dilated[i, f], mode="valid", method="direct")
    dx = dx[:, :, padding : padding + rows, padding : padding + columns]
    put(case, sizes=[n, bands, rows, columns, filters, size, stride, padding], x=x, w=w, b=b, y=y, dy=dy, dx=dx, dw=dw, db=dy.sum((0, 2, 3)))


def pool(case, n, bands, rows, columns, size, stride, largest):
    x = floats(n, bands, rows, columns)
    oy, ox = (rows - size) // stride + 1, (columns - size) // stride + 1
    y = np.zeros((n, bands, oy, ox))
    dy = floats(*y.shape)
    dx = np.zeros_like(x)
    for i, j in np.ndindex(oy, ox):
        part = (slice(None), slice(None), slice(i * stride, i * stride + size), slice(j * stride, j * stride + size))
        window = x[part].reshape(n, bands, -1)
        if largest:
            y[:, :, i, j] = window.max(-1)
            share = (np.arange(size * size) == window.argmax(-1)[..., None]).astype(float)
        else:
            y[:, :, i, j] = window.mean(-1)
            share = np.full(window.shape, 1 / size**2)
        dx[part] += (share * dy[:, :, i, j, None]).reshape(n, bands, size, size)
    put(case, sizes=[n, bands, rows, columns, size, stride], x=x, y=y, dy=dy, dx=dx)


convolution("conv same", 3, 2, 5, 6, 4, 3, 1, 1)
convolution("conv valid", 2, 3, 7, 6, 2, 5, 1, 0)
convolution("conv stride", 2, 2, 8, 7, 3, 3, 2, 1)
convolution("conv wide padding", 2, 1, 4, 3, 2, 5, 3, 4)
convolution("conv one", 2, 4, 3, 3, 2, 1, 1, 0)
pool("max", 2, 2, 6, 7, 2, 2, True)
pool("max overlapping", 2, 1, 7, 7, 3, 2, True)
pool("average", 2, 2, 6, 7, 2, 2, False)
pool("average overlapping", 2, 1, 7, 7, 3, 2, False)

x = floats(3, 4, 3, 5)
dy = floats(3, 4)
put("global average", sizes=x.shape, x=x, y=x.mean((2, 3)), dy=dy, dx=np.broadcast_to(dy[:, :, None, None] / 15, x.shape))

x, dy, gamma, beta = floats(3, 4, 3, 5), floats(3, 4, 3, 5), floats(4), floats(4)
over = (0, 2, 3)


def per_band(v):
    return v[None, :, None, None]


normal = (x - per_band(x.mean(over))) / np.sqrt(per_band(x.var(over)) + 1e-5)
dxhat = dy * per_band(gamma)
dx = (dxhat - per_band(dxhat.mean(over)) - normal * per_band((dxhat * normal).mean(over))) / np.sqrt(per_band(x.var(over)) + 1e-5)
put(
    "batch norm",
    sizes=x.shape,
    x=x,
    gamma=gamma,
    beta=beta,
    y=per_band(gamma) * normal + per_band(beta),
    dy=dy,
    dx=dx,
    dgamma=(dy * normal).sum(over),
    dbeta=dy.sum(over),
    mean=0.1 * x.mean(over),
    variance=0.9 + 0.1 * x.var(over, ddof=1),
)

with open(out + "/images.csv", "w") as f:
    f.write("\n".join(lines) + "\n")

with open(out + "/smooth.csv", "w") as f:
    points = np.concatenate([np.linspace(-14, 14, 113), np.linspace(-0.5, 0.5, 41), [-1e-6, 1e-6, -1e-20, 30, 88, -30]])
    for v in points.astype(np.float32).astype(np.float64):
        density = np.exp(-v * v / 2) / np.sqrt(2 * np.pi)
        f.write(f"gelu,{v!r},{v * ndtr(v)!r},{ndtr(v) + v * density!r}\n")
        s = expit(v)
        f.write(f"silu,{v!r},{v * s!r},{s * (1 + v * expit(-v))!r}\n")

degree = 10
a = np.concatenate([np.linspace(0, 4, 2000), np.linspace(4, 14, 1000)])
t = 1 / (1 + a / 2)
tail = erfcx(a / np.sqrt(2)) / 2
matrix = np.vander(t, degree + 1, increasing=True) / tail[:, None]
weights = np.ones_like(a)
for _ in range(300):
    root = np.sqrt(weights)
    p = np.linalg.lstsq(matrix * root[:, None], root, rcond=None)[0]
    error = np.abs(matrix @ p - 1)
    weights *= error / error.mean() * 0.5 + 0.5
    weights /= weights.sum()
print("numpy", np.__version__, "scipy", scipy.__version__, "largest relative error", error.max())
print([repr(float(np.float32(c))) for c in p])
single = np.float32(p)
value = np.zeros_like(t, dtype=np.float32)
for c in single[::-1]:
    value = value * np.float32(t) + c
print("in float", np.abs(value / tail - 1).max())
