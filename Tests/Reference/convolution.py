"""Writes convolution.json: what PyTorch computes for convolutions, pools and norms over groups.

Run where it lies, with PyTorch installed: python3 convolution.py
"""
import torch
from torch import nn
from torch.nn import functional as F

from networks import layer_case, write


class Apply(nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function

    def forward(self, x):
        return self.function(x)


def conv(rows, channels, kernel, **settings):
    """A convolution for images or signals, by PyTorch's own names."""
    module = nn.Conv2d if len(rows) == 4 else nn.Conv1d
    return layer_case("conv", {"channels": channels, "kernel": kernel, **settings},
                      module(rows[1], channels, kernel, **settings), rows)


def convolutions():
    return [
        conv((2, 2, 4, 5), 3, 3),
        conv((2, 2, 4, 5), 2, [2, 3], bias=False),
        conv((2, 2, 5, 6), 3, 3, stride=2, padding=1),
        conv((2, 1, 6, 6), 2, [3, 2], stride=[2, 3], padding=[2, 0], dilation=[2, 1]),
        conv((1, 4, 4, 4), 6, 3, padding=1, groups=2),
        conv((1, 3, 4, 4), 6, 2, groups=3, dilation=2, padding=1),
        conv((2, 2, 3, 4), 2, [3, 2], padding="same"),
        conv((2, 2, 4, 4), 2, 2, padding="same", dilation=[1, 3]),
        conv((2, 2, 3, 4), 2, 2, padding="valid"),
        conv((2, 3, 3, 3), 7, 1),
        conv((17, 1, 2, 2), 1, 2),
        conv((3, 2, 7), 3, 3),
        conv((2, 4, 9), 4, [4], stride=2, padding=3, dilation=2, groups=2),
        conv((2, 2, 6), 2, 4, padding="same"),
    ]


def conv_transpose(rows, channels, kernel, **settings):
    module = nn.ConvTranspose2d if len(rows) == 4 else nn.ConvTranspose1d
    return layer_case("conv_transpose", {"channels": channels, "kernel": kernel, **settings},
                      module(rows[1], channels, kernel, **settings), rows)


def transposed_convolutions():
    return [
        conv_transpose((2, 2, 3, 3), 3, 3),
        conv_transpose((2, 3, 3, 2), 2, [2, 3], bias=False),
        conv_transpose((2, 2, 3, 3), 2, 3, stride=2, padding=1, output_padding=1),
        conv_transpose((2, 4, 2, 3), 6, [3, 2], stride=[3, 2], padding=[0, 1], dilation=[1, 2],
                       output_padding=[2, 0], groups=2),
        conv_transpose((2, 2, 3, 2), 2, 2, stride=3),
        conv_transpose((2, 2, 5), 3, 4, stride=2, padding=1, output_padding=1),
    ]


def pools():
    cases = []
    for name, two, one in [("max_pool", nn.MaxPool2d, nn.MaxPool1d),
                           ("avg_pool", nn.AvgPool2d, nn.AvgPool1d)]:
        cases += [
            layer_case(name, {"size": 2}, two(2), (1, 2, 4, 6)),
            layer_case(name, {"size": 2}, two(2), (1, 2, 5, 9)),
            layer_case(name, {"size": 3, "stride": 2, "padding": 1}, two(3, 2, 1), (1, 2, 6, 5)),
            layer_case(name, {"size": [2, 3], "stride": [1, 2], "padding": [1, 0]},
                       two((2, 3), (1, 2), (1, 0)), (1, 2, 4, 6)),
            layer_case(name, {"size": 2, "stride": 3}, two(2, 3), (1, 2, 5, 6)),
            layer_case(name, {"size": 3, "stride": 1}, one(3, 1), (2, 3, 6)),
        ]
    return cases + [
        layer_case("global_avg_pool", {}, Apply(lambda x: x.mean((2, 3))), (2, 3, 4, 2)),
        layer_case("global_avg_pool", {}, Apply(lambda x: x.mean(2)), (2, 3, 4)),
        layer_case("global_max_pool", {}, Apply(lambda x: x.amax((2, 3))), (2, 3, 4, 2)),
        layer_case("global_max_pool", {}, Apply(lambda x: x.amax(2)), (2, 3, 4)),
    ]


def upsampled(rows, factor, mode):
    torch_mode = "linear" if mode == "bilinear" and len(rows) == 3 else mode
    scale = tuple(factor) if isinstance(factor, list) else factor
    arguments = {"factor": factor} if mode == "nearest" else {"factor": factor, "mode": mode}
    # `align_corners` is for the linear modes alone.
    options = {} if mode == "nearest" else {"align_corners": False}
    return layer_case("upsample", arguments, Apply(
        lambda x: F.interpolate(x, scale_factor=scale, mode=torch_mode, **options)), rows)


def others():
    return [
        upsampled((1, 2, 3, 4), 2, "nearest"),
        upsampled((1, 2, 3, 2), [1, 3], "nearest"),
        upsampled((1, 2, 5), 2, "nearest"),
        upsampled((1, 2, 3, 4), 2, "bilinear"),
        upsampled((1, 2, 3, 2), [3, 2], "bilinear"),
        upsampled((1, 2, 5), 4, "bilinear"),
        layer_case("group_norm", {"groups": 2}, nn.GroupNorm(2, 4), (3, 4, 2, 3)),
        layer_case("group_norm", {"groups": 3, "epsilon": 0.1}, nn.GroupNorm(3, 6, eps=0.1),
                   (2, 6, 4)),
        layer_case("group_norm", {"groups": 1}, nn.GroupNorm(1, 5), (3, 5)),
    ]


if __name__ == "__main__":
    torch.manual_seed(13)
    write(__file__, layers=convolutions() + transposed_convolutions() + pools() + others())
