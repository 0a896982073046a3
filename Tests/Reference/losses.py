"""Writes losses.json: what PyTorch computes for our losses, values and gradients.

Run where it lies, with PyTorch installed: python3 losses.py
Every number is drawn from a fixed seed; the file is committed and compared at four digits. `mean` is
PyTorch's own mean of the loss, which a task's loss has to be; losses that PyTorch has not are written out.
"""
import json
import pathlib

import torch
from torch.nn import functional as F

torch.manual_seed(13)


def flat(tensor):
    return [round(float(value), 7) for value in tensor.detach().reshape(-1)]


def tensor(value):
    return {"shape": list(value.shape), "values": flat(value)}


def outputs(*shape):
    return (2 * torch.randn(shape)).requires_grad_()


def case(name, arguments, x, targets, values, mean=None):
    """A loss for each coded target, the gradient of a weighted sum of them, and their mean."""
    upstream = torch.randn(values.shape)
    (values * upstream).sum().backward()
    return {"loss": name, "arguments": arguments, "outputs": tensor(x), "targets": tensor(targets),
            "values": tensor(values), "upstream": tensor(upstream), "gradient": tensor(x.grad),
            "mean": flat(values.mean() if mean is None else mean)[0]}


def cross_entropies():
    cases = []
    weights = [0.2, 0.8, 1.5, 0, 2]
    for arguments, options in [
            ({}, {}), ({"label_smoothing": 0.3}, {"label_smoothing": 0.3}),
            ({"weights": weights}, {"weight": torch.tensor(weights)}),
            ({"ignore": 1}, {"ignore_index": 1}),
            ({"weights": weights, "label_smoothing": 0.1, "ignore": 2},
             {"weight": torch.tensor(weights), "label_smoothing": 0.1, "ignore_index": 2})]:
        x, classes = outputs(12, 5), torch.arange(12) % 5
        values = F.cross_entropy(x, classes, reduction="none", **options)[:, None]
        mean = F.cross_entropy(x, classes, **options)
        cases.append(case("cross_entropy", arguments, x, classes[:, None].float(), values, mean))
    return cases


def binary_cross_entropies():
    cases = []
    for weight in [1, 3, [0.5, 1, 2, 4]]:
        x, truths = outputs(6, 4), torch.randint(2, (6, 4)).float()
        factor = torch.tensor(weight, dtype=torch.float)
        values = F.binary_cross_entropy_with_logits(x, truths, reduction="none", pos_weight=factor)
        cases.append(case("binary_cross_entropy", {"positive_weight": weight}, x, truths, values))
    return cases


def focal_labels(x, truths, gamma, alpha):
    """torchvision.ops.sigmoid_focal_loss, as written there."""
    p = torch.sigmoid(x)
    loss = F.binary_cross_entropy_with_logits(x, truths, reduction="none")
    loss = loss * (1 - (p * truths + (1 - p) * (1 - truths))) ** gamma
    return loss if alpha is None else (alpha * truths + (1 - alpha) * (1 - truths)) * loss


def focals():
    cases = []
    for gamma, alpha in [(2, None), (0, None), (1.5, 0.25)]:
        x, truths = outputs(6, 4), torch.randint(2, (6, 4)).float()
        arguments = {"gamma": gamma} | ({} if alpha is None else {"alpha": alpha})
        cases.append(case("focal", arguments, x, truths, focal_labels(x, truths, gamma, alpha)))
    for gamma, alpha in [(2, None), (0.5, [0.5, 1, 2, 3])]:
        x, classes = outputs(8, 4), torch.randint(4, (8, 1))
        right = F.log_softmax(x, 1).gather(1, classes)
        values = -((1 - right.exp()) ** gamma) * right
        arguments = {"gamma": gamma}
        if alpha:
            arguments["alpha"] = alpha
            values = values * torch.tensor(alpha)[classes]
        cases.append(case("focal", arguments, x, classes.float(), values))
    return cases


def numbers():
    cases = []
    for name, arguments, function in [
            ("mean_squared", {}, F.mse_loss), ("mean_absolute", {}, F.l1_loss),
            ("huber", {"delta": 1}, F.huber_loss),
            ("huber", {"delta": 0.5}, lambda *a, **k: F.huber_loss(*a, delta=0.5, **k)),
            ("poisson", {}, F.poisson_nll_loss)]:
        x, targets = outputs(8, 1), 2 * torch.randn(8, 1)
        if name == "poisson":
            targets = targets.abs().round()
        cases.append(case(name, arguments, x, targets, function(x, targets, reduction="none")))
    for level in [0.5, 0.9, 0.05]:
        x, targets = outputs(8, 1), torch.randn(8, 1)
        e = targets - x
        cases.append(case("quantile", {"level": level}, x, targets,
                          torch.maximum(level * e, (level - 1) * e)))
    return cases


def rows():
    cases = []
    x, targets = outputs(6, 5), torch.randn(6, 5)
    cases.append(case("cosine_distance", {}, x, targets, 1 - F.cosine_similarity(x, targets)[:, None]))
    x, classes = outputs(6, 5), torch.randint(5, (6, 1))
    values = 1 - F.cosine_similarity(x, F.one_hot(classes[:, 0], 5).float())[:, None]
    cases.append(case("cosine_distance", {}, x, classes.float(), values))
    targets = torch.zeros(8, 1)
    for margin in [1, 0.2]:
        x = outputs(8, 12)
        values = F.triplet_margin_loss(
            *x.split(4, 1), margin=margin, reduction="none")[:, None]
        cases.append(case("triplet", {"margin": margin}, x, targets, values))
    x, targets = outputs(6, 5), torch.softmax(torch.randn(6, 5), 1)
    targets[0] = torch.tensor([0, 0.5, 0.5, 0, 0])
    values = F.kl_div(F.log_softmax(x, 1), targets, reduction="none").sum(1, keepdim=True)
    cases.append(case("kl", {}, x, targets, values,
                      F.kl_div(F.log_softmax(x, 1), targets, reduction="batchmean")))
    x, classes = outputs(6, 5), torch.randint(5, (6, 1))
    values = F.cross_entropy(x, classes[:, 0], reduction="none")[:, None]
    cases.append(case("kl", {}, x, classes.float(), values))
    for smooth in [1, 0.1]:
        x, truths = outputs(6, 4), torch.randint(2, (6, 4)).float()
        truths[0] = 0
        p = torch.sigmoid(x)
        values = 1 - (2 * (p * truths).sum(1, keepdim=True) + smooth) / (
            (p + truths).sum(1, keepdim=True) + smooth)
        cases.append(case("dice", {"smooth": smooth}, x, truths, values))
    return cases


cases = cross_entropies() + binary_cross_entropies() + focals() + numbers() + rows()
made_by = f"losses.py, PyTorch {torch.__version__.split('+')[0]}"
pathlib.Path(__file__).with_suffix(".json").write_text(
    f'{{"made_by": "{made_by}",\n"losses": [\n'
    + ",\n".join(json.dumps(case) for case in cases) + "\n]}\n")
