"""Prints the values in BackpropagationTest: a neuron, a residual block of one value, and three small networks, with
their derivatives by complex steps, Im f(v + ih)/h, which need no backward pass (Squire and Trapp 1998).

Made with NumPy 1.24.2. Run: python3 backpropagation.py
"""
import numpy as np

H = 1e-30


def derivatives(f, arrays):
    """Of f by each number of some arrays."""
    found = []
    for a in arrays:
        d = np.zeros(a.shape)
        for i in np.ndindex(a.shape):
            before = a[i]
            a[i] = before + 1j * H
            d[i] = f().imag / H
            a[i] = before
        found.append(d)
    return found


def relu(z):
    return np.where(z.real > 0, z, 0)


def softplus(z):
    return np.log(1 + np.exp(z))


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def number(array, length):
    i = np.arange(length, dtype=np.int64)
    n = (i * 779981 + array * 355573 + i * i % 101 * 1301) % 1000003 - 500001
    return (n / 500000).astype(np.float32).astype(np.complex128)


# A neuron: the example of CS231n.
for name, a in (("sigmoid", sigmoid), ("ReLU", relu), ("tanh", np.tanh)):
    x = np.array([-1, -2], complex)
    w = np.array([2, -3, -3], complex)

    def neuron():
        return a(w[:2] @ x + w[2])

    print(name, repr(neuron().real), *[[float(v) for v in d] for d in derivatives(neuron, [x, w])])

# A residual block of one value.
for at in (-2, -0.5, 0, 1):
    x = np.array([at], complex)

    def f():
        return 0.75 * np.tanh(2 * x[0])

    block = derivatives(f, [x])[0][0]
    print("x + f(x) at", at, repr((x[0] + f()).real), repr(block), repr(1 + block))


def convolution(x, w, b, size, stride, padding):
    """x: samples, bands, rows, columns."""
    x = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    w = w.reshape(len(b), x.shape[1], size, size)
    rows = (x.shape[2] - size) // stride + 1
    out = np.zeros((len(x), len(b), rows, rows), complex)
    for r in range(rows):
        for c in range(rows):
            patch = x[:, :, r * stride:r * stride + size, c * stride:c * stride + size]
            out[:, :, r, c] = np.einsum("nbij,fbij->nf", patch, w) + b
    return out


def pool(x):
    windows = np.stack([x[:, :, i::2, j::2] for i in (0, 1) for j in (0, 1)], axis=-1)
    return np.take_along_axis(windows, windows.real.argmax(-1)[..., None], -1)[..., 0]


def cross_entropy(scores):
    labels = np.arange(len(scores)) % 3
    scores = scores - scores.real.max(1, keepdims=True)
    return np.mean(np.log(np.exp(scores).sum(1)) - scores[np.arange(len(scores)), labels])


class Numbers:
    def __init__(self):
        self.arrays = []

    def next(self, length):
        self.arrays.append(number(len(self.arrays) + 1, length))
        return self.arrays[-1]


SAMPLES = 3


def inception():
    n = Numbers()
    shapes = [(2, 2, 1, 2, 0), (2, 2, 1, 1, 0), (2, 3, 3, 2, 1), (2, 1, 1, 1, 0), (1, 2, 5, 2, 2), (2, 1, 1, 1, 0)]
    layers = [(n.next(bands * filters * size * size), n.next(filters), size, stride, padding)
              for bands, filters, size, stride, padding in shapes]
    v, c = n.next(24), n.next(3)
    x = number(0, SAMPLES * 32).reshape(SAMPLES, 2, 4, 4)

    def loss():
        def conv(layer, x):
            return softplus(convolution(x, *layers[layer]))

        all = np.concatenate([conv(0, x), conv(2, conv(1, x)), conv(4, conv(3, x)), conv(5, pool(x))], axis=1)
        return cross_entropy(all.mean((2, 3)) @ v.reshape(8, 3) + c)

    return loss, n.arrays, x


def residual():
    n = Numbers()
    w1, b1, w2, b2 = n.next(36), n.next(2), n.next(36), n.next(2)
    v, c = n.next(6), n.next(3)
    x = number(0, SAMPLES * 32).reshape(SAMPLES, 2, 4, 4)

    def loss():
        s = x + convolution(softplus(convolution(x, w1, b1, 3, 1, 1)), w2, b2, 3, 1, 1)
        return cross_entropy(softplus(s).mean((2, 3)) @ v.reshape(2, 3) + c)

    return loss, n.arrays, x


def recurrent():
    n = Numbers()
    w, b = n.next(28), n.next(4)
    v, c = n.next(12), n.next(3)
    x = number(0, SAMPLES * 13).reshape(SAMPLES, 13)

    def loss():
        h = x[:, :4]
        for t in range(3):
            h = np.tanh(np.concatenate([h, x[:, 4 + 3 * t:7 + 3 * t]], axis=1) @ w.reshape(7, 4) + b)
        return cross_entropy(h @ v.reshape(4, 3) + c)

    return loss, n.arrays, x


for name, (loss, parameters, x) in (("inception", inception()), ("residual", residual()), ("recurrent", recurrent())):
    print(name, repr(loss().real))
    by = derivatives(loss, parameters + [x])
    for i, d in enumerate(by):
        weights = np.arange(1, d.size + 1)
        name = i + 1 if i < len(parameters) else "features"
        print("   ", name, repr(np.abs(d).sum()), repr(d.ravel() @ weights / d.size))
