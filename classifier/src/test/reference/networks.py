"""Reference values of losses, activations and batch normalisation, from PyTorch 1.13.0 (Debian 12, python3-torch 1.13.1) and scikit-learn 1.2.1.

    python3 networks.py ../resources/dev/whittle/classify/nn

All in float64, of inputs that are floats; derivatives by autograd. Writes
losses.csv: loss, label, four scores, the loss, its four derivatives. Targets of the errors are one-hot. multi_margin_loss divides by the
    number of classes, which is undone; Crammer and Singer's hinge is also compared with sklearn.metrics.hinge_loss here.
activations.csv: activation, x, y, dy/dx.
batchnorm.csv: BatchNorm1d of five rows of three values after one step: x, y, the derivatives of x for those of y given, then gamma, beta, their
    derivatives, and the running mean and variance.
"""

import sys

import numpy as np
import sklearn
import torch
import torch.nn.functional as F
from sklearn.metrics import hinge_loss

assert torch.__version__.startswith("1.13") and sklearn.__version__ == "1.2.1"
torch.set_num_threads(1)
out = sys.argv[1]
rng = np.random.default_rng(1)


def floats(*shape):
    return torch.tensor(rng.normal(size=shape).astype(np.float32).astype(np.float64))


def one_hot(s, y):
    return F.one_hot(torch.tensor(y), len(s)).double()


def signs(s, y):
    return 2 * one_hot(s, y) - 1


def margin(s, y):
    others = torch.cat([s[:y], s[y + 1 :]])
    m = torch.clamp(1 + others.max() - s[y], min=0)
    assert abs(float(m) - hinge_loss([y], [s.detach().numpy()], labels=range(len(s)))) < 1e-12
    return m


def batch(s):
    return s.unsqueeze(0)


losses = {
    "cross-entropy": lambda s, y: F.cross_entropy(batch(s), torch.tensor([y])),
    "weston-watkins": lambda s, y: len(s) * F.multi_margin_loss(batch(s), torch.tensor([y])),
    "squared-weston-watkins": lambda s, y: len(s) * F.multi_margin_loss(batch(s), torch.tensor([y]), p=2),
    "crammer-singer": margin,
    "squared-crammer-singer": lambda s, y: margin(s, y) ** 2,
    "one-vs-rest-hinge": lambda s, y: torch.clamp(1 - signs(s, y) * s, min=0).sum(),
    "squared-one-vs-rest-hinge": lambda s, y: (torch.clamp(1 - signs(s, y) * s, min=0) ** 2).sum(),
    "binary-logistic": lambda s, y: F.binary_cross_entropy_with_logits(s, one_hot(s, y), reduction="sum"),
    "squared-error": lambda s, y: F.mse_loss(s, one_hot(s, y), reduction="sum"),
    "absolute-error": lambda s, y: F.l1_loss(s, one_hot(s, y), reduction="sum"),
    "huber": lambda s, y: F.huber_loss(s, one_hot(s, y), reduction="sum"),
}
with open(out + "/losses.csv", "w") as f:
    for name, loss in losses.items():
        for _ in range(8):
            s = (2 * floats(4)).requires_grad_()
            y = int(rng.integers(4))
            value = loss(s, y)
            value.backward()
            numbers = [*s.tolist(), value.item(), *s.grad.tolist()]
            print(name, y, *map(repr, numbers), sep=",", file=f)

activations = {
    "relu": F.relu,
    "leaky-relu": F.leaky_relu,
    "elu": F.elu,
    "softplus": lambda x: F.softplus(x, threshold=1000),
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "identity": lambda x: 1 * x,
}
grid = [-90, -20, -5, -2, -0.5, -0.375, -0.3125, -0.125, -0.001, 1e-6, 0.01, 0.25, 0.39, 0.41, 0.75, 1.5, 4, 12, 80]
with open(out + "/activations.csv", "w") as f:
    for name, function in activations.items():
        for v in grid:
            x = torch.tensor(float(np.float32(v)), dtype=torch.float64, requires_grad=True)
            y = function(x)
            y.backward()
            print(name, repr(x.item()), repr(y.item()), repr(x.grad.item()), sep=",", file=f)

x = floats(5, 3).requires_grad_()
dy = floats(5, 3)
norm = torch.nn.BatchNorm1d(3).double()
with torch.no_grad():
    norm.weight.copy_(floats(3))
    norm.bias.copy_(floats(3))
y = norm(x)
(y * dy).sum().backward()
with open(out + "/batchnorm.csv", "w") as f:
    for name, t in [
        ("x", x),
        ("dy", dy),
        ("y", y),
        ("dx", x.grad),
        ("gamma", norm.weight),
        ("beta", norm.bias),
        ("dgamma", norm.weight.grad),
        ("dbeta", norm.bias.grad),
        ("mean", norm.running_mean),
        ("variance", norm.running_var),
    ]:
        print(name, *map(repr, t.detach().flatten().tolist()), sep=",", file=f)
