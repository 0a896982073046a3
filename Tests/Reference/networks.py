"""Writes networks.json: what PyTorch computes for our layers.

Run where it lies, with PyTorch installed: python3 networks.py
Every number is drawn from a fixed seed; the file is committed and compared at four digits.
"""
import json
import pathlib

import torch
from torch import nn

torch.manual_seed(7)


def flat(tensor):
    return [round(float(value), 7) for value in tensor.detach().reshape(-1)]


def tensor(value):
    return {"shape": list(value.shape), "values": flat(value)}


def layer_case(name, arguments, module, rows, training=True):
    """One layer on one batch: outputs, the gradients of sum(weight * output), running figures."""
    module.train(training)
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.5)
    parameters = dict(module.named_parameters())
    before = {key: tensor(value) for key, value in parameters.items()}
    statistics = {key: tensor(value.clone()) for key, value in module.named_buffers() if value.dim()}
    x = torch.randn(rows, requires_grad=True)
    y = module(x)
    weights = torch.randn(y.shape)
    (y * weights).sum().backward()
    return {
        "layer": name, "arguments": arguments, "isTraining": training, "input": tensor(x),
        "parameters": before, "statistics": statistics, "output": tensor(y),
        "upstream": tensor(weights), "inputGradient": tensor(x.grad),
        "parameterGradients": {key: tensor(value.grad) for key, value in parameters.items()},
        "newStatistics": {
            key: tensor(value) for key, value in module.named_buffers() if value.dim()},
    }


def trained_norm(module, rows):
    """A batch norm whose running figures are not at their start."""
    with torch.no_grad():
        module(3 + 2 * torch.randn(rows))
    return module


def layers():
    return [
        layer_case("dense", {"size": 4}, nn.Linear(5, 4), (3, 5)),
        layer_case("dense", {"size": 4, "bias": False}, nn.Linear(5, 4, bias=False), (2, 3, 5)),
        layer_case("relu", {}, nn.ReLU(), (3, 5)),
        layer_case("tanh", {}, nn.Tanh(), (3, 5)),
        layer_case("sigmoid", {}, nn.Sigmoid(), (3, 5)),
        layer_case("gelu", {}, nn.GELU(), (3, 5)),
        layer_case("flatten", {}, nn.Flatten(), (2, 3, 2)),
        layer_case("dropout", {}, nn.Dropout(), (3, 5), training=False),
        layer_case("layer_norm", {}, nn.LayerNorm(5), (3, 5)),
        layer_case("layer_norm", {"epsilon": 0.1}, nn.LayerNorm(4, eps=0.1), (2, 3, 4)),
        layer_case("batch_norm", {}, nn.BatchNorm1d(4), (6, 4)),
        layer_case("batch_norm", {}, trained_norm(nn.BatchNorm1d(4), (6, 4)), (6, 4), training=False),
        layer_case("batch_norm", {"momentum": 0.3}, nn.BatchNorm2d(3, momentum=0.3), (2, 3, 4, 2)),
        layer_case("batch_norm", {}, trained_norm(nn.BatchNorm2d(3), (2, 3, 2, 2)), (2, 3, 4, 2),
                   training=False),
    ]


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]"


def write(script, **kinds):
    """Writes the cases of each kind beside a script."""
    path = pathlib.Path(script)
    entries = [f'"made_by": "{path.name}, PyTorch {torch.__version__.split("+")[0]}"']
    entries += [f'"{kind}": {lines(cases)}' for kind, cases in kinds.items()]
    path.with_suffix(".json").write_text("{" + ",\n".join(entries) + "}\n")


if __name__ == "__main__":
    write(__file__, layers=layers())
