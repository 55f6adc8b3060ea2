"""Reference traces of optimisers and learning rates, from PyTorch 1.13.0 (Debian 12, python3-torch 1.13.1).

    python3 optimizers.py ../resources/dev/whittle/classify/optim

Writes optimizers.csv: for each setting, the parameters at the start (step 0) and after each of ten steps on

    f(w) = 3/2 (w0 - 1)^2 + 1/20 (w1 + 2)^2 + 1/4 (w2 w3 - 1)^2 + 1/2 (w3 - w0)^2,    w = (0.5, -1, 2, -0.25),

all in float32, on one thread. "weightDecay" is PyTorch's: an l2 penalty in the gradient, for AdamW the decoupled decay. Where clipNorm is
above 0, clip_grad_norm_ comes before each step (without weight decay, which PyTorch would add after it).

And schedules.csv: for each setting the learning rate of each step of torch.optim.lr_scheduler, in double. Warm-up is LinearLR from
1/(warmup + 1), one cycle is OneCycleLR(three_phase=True, anneal_strategy="linear"), whose peaks are at whole steps here.
"""

import sys

import torch
from torch.optim import lr_scheduler

assert torch.__version__.startswith("1.13"), torch.__version__
torch.set_num_threads(1)
out = sys.argv[1]


def gradient(w):
    """Written out, in float32, in the order in which the Java test computes it."""
    p = w[2] * w[3] - 1
    d = w[3] - w[0]
    return torch.stack([3 * (w[0] - 1) - d, 0.1 * (w[1] + 2), 0.5 * (p * w[3]), 0.5 * (p * w[2]) + d])


SETTINGS = [
    # optimizer, learningRate, momentum, decay, epsilon, weightDecay, clipNorm
    ("sgd", 0.1, 0, 0, 0, 0, 0),
    ("sgd", 0.03, 0, 0, 0, 0.1, 0),
    ("sgd", 0.1, 0, 0, 0, 0, 0.5),
    ("momentum", 0.1, 0.9, 0, 0, 0, 0),
    ("momentum", 0.05, 0.5, 0, 0, 0.01, 0),
    ("momentum", 0.1, 0.9, 0, 0, 0, 1),
    ("nesterov", 0.1, 0.9, 0, 0, 0, 0),
    ("nesterov", 0.02, 0.99, 0, 0, 0.1, 0),
    ("adagrad", 0.1, 0, 0, 1e-10, 0, 0),
    ("adagrad", 0.5, 0, 0, 1e-2, 0.1, 0),
    ("rmsprop", 0.01, 0, 0.99, 1e-8, 0, 0),
    ("rmsprop", 0.05, 0, 0.9, 1e-3, 0.1, 0),
    ("adam", 0.1, 0.9, 0.999, 1e-8, 0, 0),
    ("adam", 0.001, 0.9, 0.999, 1e-8, 0, 0),
    ("adam", 0.05, 0.5, 0.9, 1e-3, 0.1, 0),
    ("adamw", 0.1, 0.9, 0.999, 1e-8, 0.01, 0),
    ("adamw", 0.05, 0.8, 0.99, 1e-6, 0.5, 0),
]


def optimizer(name, w, rate, momentum, decay, epsilon, weight_decay):
    common = {"lr": rate, "weight_decay": weight_decay}
    if name == "sgd":
        return torch.optim.SGD([w], **common)
    if name in ("momentum", "nesterov"):
        return torch.optim.SGD([w], momentum=momentum, nesterov=name == "nesterov", **common)
    if name == "adagrad":
        return torch.optim.Adagrad([w], eps=epsilon, **common)
    if name == "rmsprop":
        return torch.optim.RMSprop([w], alpha=decay, eps=epsilon, **common)
    make = torch.optim.Adam if name == "adam" else torch.optim.AdamW
    return make([w], betas=(momentum, decay), eps=epsilon, **common)


with open(out + "/optimizers.csv", "w") as f:
    f.write("optimizer,learningRate,momentum,decay,epsilon,weightDecay,clipNorm,step,w0,w1,w2,w3\n")
    for setting in SETTINGS:
        w = torch.nn.Parameter(torch.tensor([0.5, -1.0, 2.0, -0.25]))
        rule = optimizer(setting[0], w, *setting[1:6])
        for step in range(11):
            if step > 0:
                w.grad = gradient(w.detach())
                if setting[6] > 0:
                    torch.nn.utils.clip_grad_norm_([w], setting[6])
                rule.step()
            f.write(",".join([*map(str, setting), str(step), *("%.9g" % v for v in w.detach().tolist())]) + "\n")

STEPS = 40
SCHEDULES = [
    # schedule, warmup, period, factor: in steps
    ("constant", 0, 1, 1),
    ("constant", 7, 1, 1),
    ("step", 0, 10, 0.1),
    ("step", 5, 4, 0.5),
    ("inverse", 0, 10, 1),
    ("cosine", 0, 1, 1),
    ("cosine", 8, 1, 1),
    ("one-cycle", 8, 1, 0.04),
    ("one-cycle", 12, 1, 0.1),
]


def after_warmup(name, rule, period, factor, steps):
    if name == "constant":
        return lr_scheduler.ConstantLR(rule, 1.0)
    if name == "step":
        return lr_scheduler.StepLR(rule, period, factor)
    if name == "inverse":
        return lr_scheduler.LambdaLR(rule, lambda t: period / (period + t))
    return lr_scheduler.CosineAnnealingLR(rule, steps)


with open(out + "/schedules.csv", "w") as f:
    f.write("schedule,warmup,period,factor,step,rate\n")
    for name, warmup, period, factor in SCHEDULES:
        rule = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
        if name == "one-cycle":
            # PyTorch's peak is at step pct_start * total - 1, its second corner at 2 * pct_start * total - 2, its end at total - 1: asking
            # for 41 steps puts them at warmup, 2 * warmup and 40.
            total = STEPS + 1
            schedule = lr_scheduler.OneCycleLR(
                rule, 0.3, total_steps=total, pct_start=(warmup + 1) / total, anneal_strategy="linear",
                cycle_momentum=False, div_factor=1 / factor, final_div_factor=1e4, three_phase=True)
        elif warmup == 0:
            schedule = after_warmup(name, rule, period, factor, STEPS)
        else:
            first = lr_scheduler.LinearLR(rule, 1 / (warmup + 1), total_iters=warmup)
            then = after_warmup(name, rule, period, factor, STEPS - warmup)
            schedule = lr_scheduler.SequentialLR(rule, [first, then], [warmup])
        for step in range(STEPS):
            f.write(f"{name},{warmup},{period},{factor},{step},{rule.param_groups[0]['lr']!r}\n")
            rule.step()
            schedule.step()
