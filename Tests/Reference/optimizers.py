"""Writes optimizers.json: ten steps of each optimizer, and what each schedule makes of the rate.

Run where it lies, with PyTorch and NumPy installed: python3 optimizers.py
Every number is drawn from a fixed seed; the file is committed and compared at four digits. LAMB and Lion,
which PyTorch has not, follow their papers' algorithms line by line in NumPy.
"""
import json
import pathlib
import warnings

import numpy as np
import torch
from torch import nn
from torch.optim import lr_scheduler

torch.manual_seed(7)
warnings.simplefilter("ignore")  # a scheduler is asked before its optimizer has stepped
counts = [5, 1, 6]


def flat(tensor):
    return [round(float(value), 7) for value in tensor.detach().reshape(-1)]


class Lamb:
    """You et al., ICLR 2020, Algorithm 2, with phi the identity; norms of 0 leave the step as it is."""

    def __init__(self, parameters, lr=1e-3, betas=(0.9, 0.999), eps=1e-6, weight_decay=0.01):
        self.param_groups = [{"params": parameters, "lr": lr}]
        self.betas, self.eps, self.decay, self.t = betas, eps, weight_decay, 0
        self.m = [np.zeros(p.shape) for p in parameters]
        self.v = [np.zeros(p.shape) for p in parameters]

    def step(self):
        self.t += 1
        (b1, b2), group = self.betas, self.param_groups[0]
        for k, p in enumerate(group["params"]):
            x, g = p.detach().numpy().astype(np.float64), p.grad.numpy().astype(np.float64)
            self.m[k] = b1 * self.m[k] + (1 - b1) * g
            self.v[k] = b2 * self.v[k] + (1 - b2) * g ** 2
            m, v = self.m[k] / (1 - b1 ** self.t), self.v[k] / (1 - b2 ** self.t)
            u = m / (np.sqrt(v) + self.eps) + self.decay * x
            size, length = np.linalg.norm(x), np.linalg.norm(u)
            trust = size / length if size > 0 and length > 0 else 1
            p.data = torch.tensor(x - group["lr"] * trust * u, dtype=torch.float)


class Lion:
    """Chen et al., NeurIPS 2023, Algorithm 2."""

    def __init__(self, parameters, lr=1e-4, betas=(0.9, 0.99), weight_decay=0):
        self.param_groups = [{"params": parameters, "lr": lr}]
        self.betas, self.decay = betas, weight_decay
        self.m = [np.zeros(p.shape) for p in parameters]

    def step(self):
        (b1, b2), group = self.betas, self.param_groups[0]
        for k, p in enumerate(group["params"]):
            x, g = p.detach().numpy().astype(np.float64), p.grad.numpy().astype(np.float64)
            c = b1 * self.m[k] + (1 - b1) * g
            x = x - group["lr"] * (np.sign(c) + self.decay * x)
            self.m[k] = b2 * self.m[k] + (1 - b2) * g
            p.data = torch.tensor(x, dtype=torch.float)


def trajectory(name, arguments, make, zero=False):
    """Ten steps on given gradients, with the rate changed half way as a schedule would."""
    parameters = [nn.Parameter(torch.randn(count)) for count in counts]
    if zero:
        parameters[1].data.zero_()
    start = torch.cat([p.detach() for p in parameters])
    optimizer = make(parameters)
    rate = optimizer.param_groups[0]["lr"]
    gradients, steps = [], []
    for step in range(10):
        gradient = torch.randn(sum(counts)) * (10.0 ** (step % 3 - 1))
        for p, part in zip(parameters, gradient.split(counts)):
            p.grad = part.clone()
        optimizer.param_groups[0]["lr"] = rate if step < 5 else rate / 2
        optimizer.step()
        gradients.append(flat(gradient))
        steps.append(flat(torch.cat([p.detach() for p in parameters])))
    return {"optimizer": name, "arguments": arguments, "counts": counts, "start": flat(start),
            "gradients": gradients, "trajectory": steps}


def optimizers():
    o = torch.optim
    return [
        trajectory("sgd", {"rate": 0.1}, lambda p: o.SGD(p, lr=0.1)),
        trajectory("sgd", {"rate": 0.1, "weight_decay": 0.2},
                   lambda p: o.SGD(p, lr=0.1, weight_decay=0.2)),
        trajectory("sgd", {"rate": 0.05, "momentum": 0.9, "weight_decay": 0.01},
                   lambda p: o.SGD(p, lr=0.05, momentum=0.9, weight_decay=0.01)),
        trajectory("sgd", {"rate": 0.05, "momentum": 0.8, "nesterov": True},
                   lambda p: o.SGD(p, lr=0.05, momentum=0.8, nesterov=True)),
        trajectory("adam", {"rate": 0.01}, lambda p: o.Adam(p, lr=0.01)),
        trajectory("adam", {"rate": 0.1, "beta1": 0.5, "beta2": 0.9, "epsilon": 0.01},
                   lambda p: o.Adam(p, lr=0.1, betas=(0.5, 0.9), eps=0.01)),
        trajectory("adam", {"rate": 0.05, "weight_decay": 0.3},
                   lambda p: o.Adam(p, lr=0.05, weight_decay=0.3)),
        trajectory("adam", {"rate": 0.05, "beta2": 0.8, "amsgrad": True},
                   lambda p: o.Adam(p, lr=0.05, betas=(0.9, 0.8), amsgrad=True)),
        trajectory("adamw", {"rate": 0.01}, lambda p: o.AdamW(p, lr=0.01)),
        trajectory("adamw", {"rate": 0.1, "weight_decay": 0.3},
                   lambda p: o.AdamW(p, lr=0.1, weight_decay=0.3)),
        trajectory("adamw", {"rate": 0.05, "beta2": 0.8, "amsgrad": True},
                   lambda p: o.AdamW(p, lr=0.05, betas=(0.9, 0.8), amsgrad=True)),
        trajectory("rmsprop", {}, lambda p: o.RMSprop(p)),
        trajectory("rmsprop", {"rate": 0.05, "alpha": 0.9, "weight_decay": 0.2, "epsilon": 0.001},
                   lambda p: o.RMSprop(p, lr=0.05, alpha=0.9, weight_decay=0.2, eps=0.001)),
        trajectory("rmsprop", {"rate": 0.02, "momentum": 0.9},
                   lambda p: o.RMSprop(p, lr=0.02, momentum=0.9)),
        trajectory("rmsprop", {"rate": 0.02, "centered": True},
                   lambda p: o.RMSprop(p, lr=0.02, centered=True)),
        trajectory("rmsprop", {"rate": 0.02, "centered": True, "momentum": 0.5},
                   lambda p: o.RMSprop(p, lr=0.02, centered=True, momentum=0.5)),
        trajectory("adagrad", {"rate": 0.1}, lambda p: o.Adagrad(p, lr=0.1)),
        trajectory("adagrad", {"rate": 0.1, "weight_decay": 0.2, "epsilon": 0.1},
                   lambda p: o.Adagrad(p, lr=0.1, weight_decay=0.2, eps=0.1)),
        trajectory("lamb", {"rate": 0.05}, lambda p: Lamb(p, lr=0.05)),
        trajectory("lamb", {"rate": 0.1, "beta1": 0.5, "beta2": 0.9, "weight_decay": 0.3},
                   lambda p: Lamb(p, lr=0.1, betas=(0.5, 0.9), weight_decay=0.3), zero=True),
        trajectory("lion", {"rate": 0.05}, lambda p: Lion(p, lr=0.05)),
        trajectory("lion", {"rate": 0.05, "beta1": 0.5, "beta2": 0.8, "weight_decay": 0.3},
                   lambda p: Lion(p, lr=0.05, betas=(0.5, 0.8), weight_decay=0.3)),
    ]


per_epoch, epochs = 5, 6
losses = [2, 1.5, 1.6, 1.55, 1.4, 1.4, 1.45, 1.38, 1.39, 1.385, 1.4, 1.5]


def rates(make, each_epoch=False, count=None, metric=None):
    """The factor of every step; the scheduler is stepped after each step, or after each epoch."""
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = make(optimizer)
    factors = []
    for step in range(count or per_epoch * epochs):
        factors.append(round(optimizer.param_groups[0]["lr"], 9))
        if not each_epoch:
            scheduler.step()
        elif (step + 1) % per_epoch == 0:
            scheduler.step(*([] if metric is None else [metric[step // per_epoch]]))
    return factors


def schedule(name, arguments, factors, validation=None, then=None):
    return {"schedule": name, "arguments": arguments, "then": then, "stepsPerEpoch": per_epoch,
            "epochs": epochs, "validation": validation or [], "factors": factors}


def warm(optimizer, rise, then):
    start = lr_scheduler.LinearLR(optimizer, 1 / rise, 1.0, total_iters=rise - 1)
    return lr_scheduler.SequentialLR(optimizer, [start, then(optimizer)], [rise])


def schedules():
    s, total = lr_scheduler, per_epoch * epochs
    plateau = lambda **k: rates(  # noqa: E731
        lambda o: s.ReduceLROnPlateau(o, threshold_mode="abs", **k), True,
        per_epoch * len(losses), losses)
    return [
        schedule("constant", {}, rates(lambda o: s.LambdaLR(o, lambda _: 1))),
        schedule("step", {"every": 2, "factor": 0.5},
                 rates(lambda o: s.StepLR(o, 2, gamma=0.5), True)),
        schedule("exponential", {"factor": 0.9},
                 rates(lambda o: s.ExponentialLR(o, 0.9), True)),
        schedule("cosine", {}, rates(lambda o: s.CosineAnnealingLR(o, total))),
        schedule("cosine", {"warmup": 2}, rates(lambda o: warm(
            o, 10, lambda o: s.CosineAnnealingLR(o, total - 10)))),
        schedule("one_cycle", {}, one_cycle(total)),
        schedule("one_cycle", {"rise": 0.5, "start": 0.1, "end": 0.001}, one_cycle(
            total, pct_start=0.5, div_factor=10, final_div_factor=100)),
        schedule("warmup", {"epochs": 1}, rates(lambda o: warm(
            o, 5, lambda o: s.LambdaLR(o, lambda _: 1)))),
        schedule("warmup", {"epochs": 2}, rates(lambda o: warm(
            o, 10, lambda o: s.CosineAnnealingLR(o, total - 10))), then="cosine"),
        schedule("plateau", {"patience": 0, "factor": 0.5},
                 plateau(patience=0, factor=0.5, threshold=0), losses),
        schedule("plateau", {"patience": 1, "factor": 0.1, "minimum": 0.05, "minimum_change": 0.06},
                 plateau(patience=1, factor=0.1, min_lr=0.05, threshold=0.06), losses),
    ]


def one_cycle(total, **options):
    """OneCycleLR may not be stepped past its last step, so it is asked once less."""
    optimizer = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=1.0)
    scheduler = lr_scheduler.OneCycleLR(
        optimizer, 1.0, total_steps=total, cycle_momentum=False, **options)
    factors = []
    for step in range(total):
        factors.append(float(f"{optimizer.param_groups[0]['lr']:.9g}"))
        if step + 1 < total:
            scheduler.step()
    return factors


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"


made_by = f"optimizers.py, PyTorch {torch.__version__.split('+')[0]}"
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{{"made_by": "{made_by}",\n"optimizers": {lines(optimizers())},\n'
    f'"schedules": {lines(schedules())}}}\n')
