"""Writes metrics.json: metrics and losses as scikit-learn computes them, for TandemLearningTests.

Run it with scikit-learn 1.9 and NumPy: python make_metrics.py > metrics.json. The numbers are rounded to
quarters of a unit, so that some scores tie.
"""

import json

import numpy as np
import sklearn
from sklearn import metrics as m

random = np.random.default_rng(7)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def classes(rows, count):
    scores = np.round(random.normal(size=(rows, count)) * 4) / 4
    targets = random.integers(0, count, size=rows)
    scores[np.arange(rows), targets] += 0.75
    p, guess = softmax(scores), scores.argmax(axis=1)
    if count == 2:
        auc = m.roc_auc_score(targets, scores[:, 1] - scores[:, 0])
    else:
        auc = m.roc_auc_score(targets, p, multi_class="ovr", average="macro")
    return {
        "form": "classes", "outputs": scores.tolist(), "targets": targets[:, None].tolist(),
        "metrics": {
            "accuracy": m.accuracy_score(targets, guess),
            "f1": m.f1_score(targets, guess, average="macro"),
            "f1_micro": m.f1_score(targets, guess, average="micro"),
            "auc": auc, "log_loss": m.log_loss(targets, p, labels=range(count)),
        },
    }


def labels(rows, count):
    scores = np.round(random.normal(size=(rows, count)) * 4) / 4 - 0.125
    targets = (random.uniform(size=(rows, count)) < 1 / (1 + np.exp(-scores))).astype(int)
    p, guess = 1 / (1 + np.exp(-scores)), (scores > 0).astype(int)
    return {
        "form": "labels", "outputs": scores.tolist(), "targets": targets.tolist(),
        "metrics": {
            "accuracy": m.accuracy_score(targets.ravel(), guess.ravel()),
            "f1": m.f1_score(targets, guess, average="macro"),
            "f1_micro": m.f1_score(targets, guess, average="micro"),
            "auc": m.roc_auc_score(targets, scores, average="macro"),
            "log_loss": m.log_loss(targets.ravel(), p.ravel()),
        },
    }


def numbers(rows):
    targets = np.round(random.normal(size=rows) * 8) / 4
    outputs = targets + np.round(random.normal(size=rows) * 4) / 8
    return {
        "form": "numbers", "outputs": outputs[:, None].tolist(), "targets": targets[:, None].tolist(),
        "metrics": {
            "rmse": m.root_mean_squared_error(targets, outputs),
            "mae": m.mean_absolute_error(targets, outputs), "r2": m.r2_score(targets, outputs),
        },
    }


cases = [classes(40, 2), classes(60, 5), labels(30, 4), numbers(25)]
source = f"make_metrics.py with scikit-learn {sklearn.__version__}"
print(json.dumps({"source": source, "cases": cases}, separators=(",", ":")))
