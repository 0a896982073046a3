"""Writes recurrent.json: what PyTorch's GRU and LSTM compute, in each direction and stacked.

Run where it lies, with PyTorch installed: python3 recurrent.py
"""
import torch
from torch import nn

from networks import layer_case, write


class Recurrent(nn.Module):
    """A recurrent module that gives the outputs of all positions, or the last states."""

    def __init__(self, module, last=False, backward=False):
        super().__init__()
        self.module = module
        self.last = last
        self.backward = backward

    def forward(self, x):
        if self.backward:
            x = x.flip(1)
        outputs, states = self.module(x)
        if isinstance(states, tuple):
            states = states[0]
        if self.last:
            count = 2 if self.module.bidirectional else 1
            return torch.cat(list(states[-count:]), -1)
        return outputs.flip(1) if self.backward else outputs


def name(key, directions):
    """Ours for module.weight_ih_l0_reverse."""
    kind, place, layer, *reverse = key.removeprefix("module.").split("_")
    cell = int(layer[1:]) * directions + len(reverse)
    side = {"ih": "input", "hh": "hidden"}[place]
    return f"cells[{cell}].{side}_{kind}"


def case(layer, make, arguments, rows, **how):
    module = Recurrent(make(rows[-1], arguments["size"]), **how)
    result = layer_case(layer, arguments, module, rows, training=False)
    directions = 2 if module.module.bidirectional else 1
    for kind in ["parameters", "parameterGradients"]:
        result[kind] = {name(key, directions): value for key, value in result[kind].items()}
    return result


def cases():
    result = []
    for layer, module in [("gru", nn.GRU), ("lstm", nn.LSTM)]:
        def make(**options):
            return lambda inputs, size: module(inputs, size, batch_first=True, **options)
        result += [
            case(layer, make(), {"size": 3}, (2, 4, 3)),
            case(layer, make(bias=False), {"size": 2, "bias": False, "returns": "last"}, (2, 5, 3),
                 last=True),
            case(layer, make(), {"size": 2, "direction": "backward"}, (2, 3, 3), backward=True),
            case(layer, make(), {"size": 2, "direction": "backward", "returns": "last"}, (2, 3, 2),
                 backward=True, last=True),
            case(layer, make(bidirectional=True), {"size": 2, "direction": "both"}, (2, 3, 3)),
            case(layer, make(num_layers=2), {"size": 3, "layers": 2, "dropout": 0.5}, (2, 3, 2)),
            case(layer, make(num_layers=2, bidirectional=True),
                 {"size": 2, "layers": 2, "direction": "both", "returns": "last"}, (2, 3, 3),
                 last=True),
        ]
    return result


if __name__ == "__main__":
    torch.manual_seed(13)
    write(__file__, layers=cases())
