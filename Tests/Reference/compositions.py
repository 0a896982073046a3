"""Writes compositions.json: what PyTorch computes for activations, new shapes and layers made of layers.

Run where it lies, with PyTorch installed: python3 compositions.py
"""
import torch
from torch import nn

from networks import layer_case, write


class Residual(nn.Module):
    def __init__(self, inner, projection=None):
        super().__init__()
        self.inner = inner
        if projection:
            self.projection = projection

    def forward(self, x):
        return (self.projection(x) if hasattr(self, "projection") else x) + self.inner(x)


class Parallel(nn.Module):
    def __init__(self, branches, join):
        super().__init__()
        self.branches = nn.ModuleList(branches)
        self.join = join

    def forward(self, x):
        return self.join([branch(x) for branch in self.branches])


class Apply(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def named(case):
    """The case with parameters called as ours are: inner[0].weight for inner.0.weight."""
    def name(key):
        words = []
        for word in key.split("."):
            if word.isdigit():
                words[-1] += f"[{word}]"
            else:
                words.append(word)
        return ".".join(words)
    for kind in ["parameters", "parameterGradients"]:
        case[kind] = {name(key): value for key, value in case[kind].items()}
    return case


def dense(size):
    return ["dense", {"size": size}]


def activations():
    return [
        layer_case("silu", {}, nn.SiLU(), (3, 5)),
        layer_case("leaky_relu", {}, nn.LeakyReLU(), (3, 5)),
        layer_case("leaky_relu", {"slope": 0.3}, nn.LeakyReLU(0.3), (3, 5)),
        layer_case("elu", {}, nn.ELU(), (3, 5)),
        layer_case("elu", {"alpha": 0.5}, nn.ELU(0.5), (3, 5)),
        layer_case("softplus", {}, nn.Softplus(), (3, 5)),
        layer_case("softplus", {"beta": 2}, nn.Softplus(2), (3, 5)),
        layer_case("softmax", {}, nn.Softmax(-1), (2, 3, 4)),
    ]


def shapes():
    return [
        layer_case("reshape", {"sizes": [3, 4]}, Apply(lambda x: x.reshape(-1, 3, 4)), (2, 2, 6)),
        layer_case("reshape", {"sizes": [-1, 2]}, Apply(lambda x: x.reshape(-1, 6, 2)), (2, 12)),
        layer_case("mean_over", {"axis": 0}, Apply(lambda x: x.mean(1)), (2, 3, 4)),
        layer_case("mean_over", {"axis": [1, -1]}, Apply(lambda x: x.mean((2, 3))), (2, 3, 4, 2)),
    ]


def compositions():
    def sequence(size):
        return nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, size))

    def row(size):
        return {"row": [dense(6), ["tanh", {}], dense(size)]}

    def branches():
        return [sequence(3), nn.Sequential(nn.Linear(4, 3), nn.ReLU())]

    def rows():
        return [row(3), {"row": [dense(3), ["relu", {}]]}]

    def join(dim):
        return lambda outputs: torch.cat(outputs, dim)

    nested = Parallel([sequence(3), nn.Sequential(Residual(sequence(4)))], join(1))
    return [named(case) for case in [
        layer_case("residual", {"layers": row(4)}, Residual(sequence(4)), (3, 4)),
        layer_case("residual", {"layers": row(4), "project": True}, Residual(sequence(4)), (3, 4)),
        layer_case("residual", {"layers": row(3), "project": True},
                   Residual(sequence(3), nn.Linear(4, 3, bias=False)), (2, 3, 4)),
        layer_case("parallel", {"branches": rows()}, Parallel(branches(), join(-1)), (3, 4)),
        layer_case("parallel", {"branches": rows(), "axis": 0}, Parallel(branches(), join(1)),
                   (2, 2, 4)),
        layer_case("parallel", {"branches": rows(), "join": "add"}, Parallel(branches(), sum),
                   (2, 2, 4)),
        layer_case("parallel", {"branches": rows(), "join": "mean"},
                   Parallel(branches(), lambda outputs: sum(outputs) / 2), (3, 4)),
        layer_case("parallel", {"branches": [row(3), {"row": [["residual", {"layers": row(4)}]]}]},
                   nested, (3, 4)),
        layer_case(
            "residual",
            {"layers": {"row": [["conv", {"channels": 4, "kernel": 3, "stride": 2, "padding": 1}]]},
             "project": True},
            Residual(nn.Sequential(nn.Conv2d(3, 4, 3, 2, 1)), nn.Conv2d(3, 4, 1, 2, bias=False)),
            (2, 3, 5, 4)),
    ]]


if __name__ == "__main__":
    torch.manual_seed(11)
    write(__file__, layers=activations() + shapes() + compositions())
