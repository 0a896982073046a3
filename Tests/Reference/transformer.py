"""Writes transformer.json: what PyTorch computes for embedding, positional, attention and transformer.

Run where it lies, with PyTorch installed: python3 transformer.py
Parameters are named and laid out as our layers name them; where PyTorch has no layer of the kind, the formula is
written out. Every number is drawn from a fixed seed; the file is committed and compared at four digits.
"""
import json
import pathlib

import torch
from torch import nn

torch.manual_seed(11)
BATCH, LENGTH, SIZE, HEADS, INNER = 2, 4, 8, 2, 12


def tensor(value):
    return {"shape": list(value.shape), "values": [round(float(x), 6) for x in value.detach().reshape(-1)]}


class Attention(nn.MultiheadAttention):
    """Self-attention with its masks as settings."""

    def __init__(self, causal=False, bias=True):
        super().__init__(SIZE, HEADS, bias=bias, batch_first=True)
        self.causal = causal

    def forward(self, x, padding=None):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if self.causal else None
        hidden = None if padding is None else padding.float().masked_fill(padding, float("-inf"))
        return super().forward(x, x, x, attn_mask=mask, key_padding_mask=hidden, need_weights=False)[0]


class Encoder(nn.Module):
    """Encoder blocks with their masks."""

    def __init__(self, layers=1, causal=False, **settings):
        super().__init__()
        self.causal = causal
        self.blocks = nn.ModuleList(
            nn.TransformerEncoderLayer(SIZE, HEADS, INNER, dropout=0.0, batch_first=True, **settings)
            for _ in range(layers))

    def forward(self, x, padding=None):
        mask = nn.Transformer.generate_square_subsequent_mask(x.shape[1]) if self.causal else None
        hidden = None if padding is None else padding.float().masked_fill(padding, float("-inf"))
        for block in self.blocks:
            x = block(x, src_mask=mask, src_key_padding_mask=hidden)
        return x


class Learned(nn.Module):
    def __init__(self, length):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(length, SIZE))

    def forward(self, x):
        return x + self.weight[:x.shape[1]]


class Sinusoidal(nn.Module):
    def forward(self, x):
        position = torch.arange(x.shape[1], dtype=torch.float64)[:, None]
        angle = position / 10000 ** (torch.arange(0, x.shape[2], 2, dtype=torch.float64) / x.shape[2])
        table = torch.stack([angle.sin(), angle.cos()], -1).reshape(x.shape[1], -1)[:, :x.shape[2]]
        return x + table.float()


OURS = {"self_attn": "attention", "in_proj_weight": "input_weight", "in_proj_bias": "input_bias",
        "out_proj.weight": "output_weight", "out_proj.bias": "output_bias", "norm1": "firstNorm",
        "norm2": "secondNorm", "linear1": "expansion", "linear2": "contraction"}


def ours(name):
    """PyTorch's name of a parameter as our layers call it."""
    for theirs, name_of_ours in OURS.items():
        name = name.replace(theirs, name_of_ours)
    parts = name.split(".")
    return ".".join([f"blocks[{parts[1]}]", *parts[2:]]) if parts[0] == "blocks" else name


def draw(module):
    for parameter in module.parameters():
        nn.init.normal_(parameter, std=0.5)
    return module


def case(name, arguments, module, x=None):
    """One layer on one batch: outputs, and the gradients of sum(upstream * output)."""
    draw(module)
    ids = name == "embedding"
    if x is None:
        x = torch.randn(BATCH, LENGTH, SIZE)
    x = x if ids else x.requires_grad_()
    y = module(x)
    upstream = torch.randn(y.shape)
    (y * upstream).sum().backward()
    parameters = {ours(key): value for key, value in module.named_parameters()}
    return {
        "layer": name, "arguments": arguments, "isTraining": True, "input": tensor(x), "parameters":
        {key: tensor(value) for key, value in parameters.items()}, "statistics": {}, "output": tensor(y),
        "upstream": tensor(upstream), "inputGradient": tensor(torch.zeros(x.shape) if ids else x.grad),
        "parameterGradients": {key: tensor(value.grad) for key, value in parameters.items()},
        "newStatistics": {},
    }


def layers():
    ids = torch.tensor([[3, 0, 3, 6], [6, 6, 1, 3]])
    plain = {"heads": HEADS, "feedforward": INNER, "dropout": 0}
    return [
        case("embedding", {"size": 3, "vocabulary": 7}, nn.Embedding(7, 3), ids),
        case("positional", {}, Learned(LENGTH)),
        case("positional", {"length": 6}, Learned(6)),
        case("positional", {"kind": "sinusoidal"}, Sinusoidal()),
        case("positional", {"kind": "sinusoidal"}, Sinusoidal(), torch.randn(2, 5, 7)),
        case("attention", {"heads": HEADS}, Attention()),
        case("attention", {"heads": HEADS, "causal": True, "bias": False}, Attention(True, False)),
        case("transformer", plain, Encoder(activation="gelu")),
        case("transformer", {**plain, "norm": "pre", "activation": "relu", "epsilon": 0.1},
             Encoder(norm_first=True, activation="relu", layer_norm_eps=0.1)),
        case("transformer", {**plain, "layers": 2, "causal": True}, Encoder(2, True, activation="gelu")),
    ]


def masked(row, modules):
    """Ids with padding through an embedding and further layers; padded positions have no upstream."""
    embedding = nn.Embedding(7, SIZE, padding_idx=0)
    ids = torch.tensor([[3, 1, 3, 6, 2], [5, 6, 0, 0, 0], [4, 4, 4, 0, 0]])
    padding = ids == 0
    for module in modules:
        draw(module)
    nn.init.normal_(embedding.weight)
    embedding.weight.data[0] = 0
    y = embedding(ids)
    for module in modules:
        y = module(y, padding) if isinstance(module, (Attention, Encoder)) else module(y)
    upstream = torch.randn(y.shape) * ~padding[..., None]
    (y * upstream).sum().backward()
    parameters = {f"[{index}].{ours(key)}": value for index, module in enumerate([embedding, *modules])
                  for key, value in module.named_parameters()}
    return {
        "row": [["embedding", {"size": SIZE, "vocabulary": 7, "padding": 0}], *row],
        "ids": tensor(ids), "output": tensor(y * ~padding[..., None]), "upstream": tensor(upstream),
        "parameters": {key: tensor(value) for key, value in parameters.items()},
        "gradients": {key: tensor(value.grad) for key, value in parameters.items()},
    }


def masks():
    plain = {"heads": HEADS, "feedforward": INNER, "dropout": 0}
    return [
        masked([["attention", {"heads": HEADS, "causal": True}]], [Attention(True)]),
        masked([["positional", {}], ["transformer", {**plain, "layers": 2}]],
               [Learned(5), Encoder(2, activation="gelu")]),
    ]


def lines(cases):
    return "[\n" + ",\n".join(json.dumps(one) for one in cases) + "\n]"


made_by = f"transformer.py, PyTorch {torch.__version__.split('+')[0]}"
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{{"made_by": "{made_by}",\n"layers": {lines(layers())},\n"masked": {lines(masks())}}}\n')
