"""Makes the fixtures of this folder, or of FOLDER, with PyTorch, in single precision: python3 make_fixtures.py [FOLDER] (torch 1.13).

Those of judging are NumPy in double precision, by the definitions of textbooks and papers."""

import json
import pathlib
import re
import sys

import numpy
import torch

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
LENGTH, STEPS = 37, 6
RATES = [0.1, 0.1, 0.05, 0.05, 0.025, 0.01]


def write(name, value):
    """Writes JSON with a line for each list of numbers, so that the files stay readable."""
    text = json.dumps(value, indent=1)
    text = re.sub(r"\[\s+([-0-9][^\[\]]*?)\s+\]", lambda numbers: "[" + re.sub(r"\s+", " ", numbers[1]) + "]", text)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


def optimizers():
    torch.manual_seed(1)
    start = torch.randn(LENGTH)
    gradients = [torch.randn(LENGTH) * 10.0 ** (step - 3) for step in range(STEPS)]
    cases = {
        "sgd": lambda p: torch.optim.SGD(p, lr=1),
        "sgd decay": lambda p: torch.optim.SGD(p, lr=1, weight_decay=0.1),
        "sgd momentum": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9),
        "sgd momentum decay": lambda p: torch.optim.SGD(p, lr=1, momentum=0.9, weight_decay=0.1),
        "sgd nesterov decay": lambda p: torch.optim.SGD(p, lr=1, momentum=0.8, nesterov=True, weight_decay=0.1),
        "adam": lambda p: torch.optim.Adam(p, lr=1),
        "adam constants": lambda p: torch.optim.Adam(p, lr=1, betas=(0.8, 0.95), eps=1e-3),
        "adam decay": lambda p: torch.optim.Adam(p, lr=1, weight_decay=0.1),
        "adamw decay": lambda p: torch.optim.AdamW(p, lr=1, weight_decay=0.1),
    }
    expected = {}
    for name, make in cases.items():
        parameter = torch.nn.Parameter(start.clone())
        optimizer = make([parameter])
        expected[name] = []
        for rate, gradient in zip(RATES, gradients):
            optimizer.param_groups[0]["lr"] = rate
            parameter.grad = gradient.clone()
            optimizer.step()
            expected[name].append(parameter.detach().tolist())
    write("optimizers.json", {"rates": RATES, "start": start.tolist(), "gradients": [g.tolist() for g in gradients], "expected": expected})


def groups():
    """Parameter groups with rates of their own: X_f (7×1), W_f (1×20) and a bias (7), as the tensors of one layer."""
    torch.manual_seed(5)
    shapes = [7, 20, 7]
    start = [torch.randn(length) for length in shapes]
    gradients = [[torch.randn(length) for length in shapes] for _ in RATES]
    multipliers = [4.0, 0.25, 1.0]
    cases = {
        "sgd decay": lambda groups: torch.optim.SGD(groups, lr=1, weight_decay=0.1),
        "sgd nesterov decay": lambda groups: torch.optim.SGD(groups, lr=1, momentum=0.8, nesterov=True, weight_decay=0.1),
        "adam decay": lambda groups: torch.optim.Adam(groups, lr=1, weight_decay=0.1),
        "adamw decay": lambda groups: torch.optim.AdamW(groups, lr=1, weight_decay=0.1),
    }
    expected = {}
    for name, make in cases.items():
        parameters = [torch.nn.Parameter(value.clone()) for value in start]
        optimizer = make([{"params": [parameter]} for parameter in parameters])
        expected[name] = []
        for rate, step in zip(RATES, gradients):
            for group, multiplier, parameter, gradient in zip(optimizer.param_groups, multipliers, parameters, step):
                group["lr"] = rate * multiplier
                parameter.grad = gradient.clone()
            optimizer.step()
            expected[name].append([parameter.detach().tolist() for parameter in parameters])
    write("groups.json", {
        "rates": RATES,
        "multipliers": multipliers,
        "start": [value.tolist() for value in start],
        "gradients": [[g.tolist() for g in step] for step in gradients],
        "expected": expected,
    })


def losses():
    torch.manual_seed(2)
    logits = torch.randn(8, 5) * 3
    logits[6] = torch.tensor([90.0, -90.0, 0.0, 1.0, 2.0])
    logits[7] = torch.tensor([1000.0, 999.0, -1000.0, 0.0, 998.0])
    labels = [0, 1, 2, 3, 4, 0, 4, 1]
    target = torch.tensor(labels)

    def case(outputs, loss):
        outputs = outputs.detach().requires_grad_()
        value = loss(outputs)
        value.backward()
        return {"outputs": outputs.flatten().tolist(), "loss": value.item(), "gradients": outputs.grad.flatten().tolist()}

    mild = torch.randn(8, 5)
    targets = torch.randn(8, 5)
    smoothing = 0.1

    def smoothed(log_probabilities):
        known = torch.full((8, 5), smoothing / 5)
        known[range(8), labels] += 1 - smoothing
        return -(known * log_probabilities).sum(1).mean()

    shares = torch.sigmoid(torch.linspace(-3, 3, 40).reshape(8, 5))
    binary = torch.tensor([0.0, 1, 1, 0, 1, 0, 0, 1]).reshape(8, 1)
    weights = torch.tensor([0.5, 2, 1, 0, 3, 1, 0.25, 0.25])

    def weighted(losses):
        return (losses * weights).mean()

    write("losses.json", {
        "shares": shares.flatten().tolist(),
        "weights": weights.tolist(),
        "binary": [int(label) for label in binary.flatten().tolist()],
        "binary logits": case(logits.clamp(-90, 90), lambda y: torch.nn.functional.binary_cross_entropy_with_logits(y, shares)),
        "binary probabilities": case(torch.sigmoid(mild), lambda y: torch.nn.functional.binary_cross_entropy(y, shares)),
        "binary label": case(torch.sigmoid(mild[:, :1] * 3), lambda y: torch.nn.functional.binary_cross_entropy(y, binary)),
        "absolute": case(mild, lambda y: torch.nn.functional.l1_loss(y, targets)),
        "huber 0.7": case(mild, lambda y: torch.nn.functional.huber_loss(y, targets, delta=0.7)),
        "weighted identity": case(logits, lambda y: weighted(torch.nn.functional.cross_entropy(y, target, reduction="none"))),
        "labels": labels,
        "smoothing": smoothing,
        "smoothed identity": case(logits, lambda y: torch.nn.functional.cross_entropy(y, target, label_smoothing=smoothing)),
        "smoothed logsoftmax": case(torch.log_softmax(logits, 1), smoothed),
        "smoothed softmax": case(torch.softmax(mild, 1), lambda y: smoothed(torch.log(y))),
        "identity": case(logits, lambda y: torch.nn.functional.cross_entropy(y, target)),
        "logsoftmax": case(torch.log_softmax(logits, 1), lambda y: torch.nn.functional.nll_loss(y, target)),
        "softmax": case(torch.softmax(mild, 1), lambda y: torch.nn.functional.nll_loss(torch.log(y), target)),
        "targets": targets.flatten().tolist(),
        "meansquare": case(mild, lambda y: torch.nn.functional.mse_loss(y, targets)),
    })


def distillation():
    torch.manual_seed(6)
    labels = [0, 1, 2, 3, 4, 0, 4, 1]
    target = torch.tensor(labels)
    teacher = torch.randn(8, 5) * 4
    logits = torch.randn(8, 5) * 3
    logits[6] = torch.tensor([90.0, -90.0, 0.0, 1.0, 2.0])
    teacher[7] = torch.tensor([-60.0, 70.0, 0.0, 1.0, 69.0])
    divergence = torch.nn.KLDivLoss(reduction="batchmean")
    cases = []
    for temperature, weight in [(1, 0.5), (4, 0.9), (2.5, 1), (20, 0.3), (3, 0)]:
        for activation in ["identity", "logsoftmax"]:
            outputs = (logits if activation == "identity" else torch.log_softmax(logits, 1)).detach().requires_grad_()
            soft = divergence(torch.log_softmax(outputs / temperature, 1), torch.softmax(teacher / temperature, 1))
            cross_entropy = torch.nn.CrossEntropyLoss() if activation == "identity" else torch.nn.NLLLoss()
            value = weight * temperature ** 2 * soft + (1 - weight) * cross_entropy(outputs, target)
            value.backward()
            cases.append({
                "temperature": temperature,
                "weight": weight,
                "activation": activation,
                "outputs": outputs.flatten().tolist(),
                "loss": value.item(),
                "gradients": outputs.grad.flatten().tolist(),
            })
    write("distillation.json", {"labels": labels, "teacher": teacher.flatten().tolist(), "cases": cases})


def clipping():
    torch.manual_seed(3)
    gradients = torch.randn(50)
    cases = []
    for norm in [0.5, 3.0, 1000.0]:
        parameters = [torch.nn.Parameter(torch.zeros(20)), torch.nn.Parameter(torch.zeros(30))]
        parameters[0].grad, parameters[1].grad = gradients[:20].clone(), gradients[20:].clone()
        total = torch.nn.utils.clip_grad_norm_(parameters, norm)
        cases.append({"max": norm, "total": total.item(), "clipped": torch.cat([p.grad for p in parameters]).tolist()})
    write("clipping.json", {"gradients": gradients.tolist(), "cases": cases})


def training():
    """A whole training of 2 → 20 (relu) → 3 with full batches, so that the order of the samples does not matter."""
    torch.manual_seed(4)
    samples = torch.randn(150, 2)
    labels = (samples[:, 0] > 0).long() + (samples[:, 1] > 0.3).long()
    model = torch.nn.Sequential(torch.nn.Linear(2, 20), torch.nn.ReLU(), torch.nn.Linear(20, 3))
    start = [p.detach().flatten().tolist() for p in model.parameters()]
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.05, weight_decay=0.02)
    history = []
    for step in range(30):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(samples), labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.2)
        optimizer.step()
        history.append(loss.item())
    write("training.json", {
        "samples": samples.flatten().tolist(),
        "labels": labels.tolist(),
        "start": start,
        "losses": history,
        "end": [p.detach().flatten().tolist() for p in model.parameters()],
    })


def ranked(scores, positive):
    """ROC AUC and average precision, each threshold counted anew: a sample is predicted to be positive if its score is at least the threshold.

    The area is that of the trapezoids below the points (false positive rate, true positive rate): Fawcett, An introduction to ROC analysis, 2006. It is also the
    fraction of pairs in the right order, equal scores counted half: Mann and Whitney, 1947; Hanley and McNeil, 1982. The average precision is the sum of steps
    of scikit-learn's user guide, AP = Σ (R_n − R_{n−1}) P_n."""
    positives, negatives = positive.sum(), (~positive).sum()
    points, average, recall_before = [(0.0, 0.0)], 0.0, 0.0
    for threshold in sorted(set(scores.tolist()), reverse=True):
        predicted = scores >= threshold
        true, false = (predicted & positive).sum(), (predicted & ~positive).sum()
        if positives:
            average += (true / positives - recall_before) * true / (true + false)
            recall_before = true / positives
            if negatives:
                points.append((false / negatives, true / positives))
    if not positives:
        return None, None
    if not negatives:
        return None, float(average)
    area = sum((x1 - x0) * (y0 + y1) / 2 for (x0, y0), (x1, y1) in zip(points, points[1:]))
    pairs = [(a > b) + (a == b) / 2 for a in scores[positive] for b in scores[~positive]]
    assert abs(area - numpy.mean(pairs)) < 1e-12
    return float(area), float(average)


def calibration_error(confidence, right, bins=15):
    """Guo and others, 2017, equation 3, with bins ((m − 1)/M, m/M]."""
    error = 0.0
    for m in range(1, bins + 1):
        inside = (confidence > (m - 1) / bins) & (confidence <= m / bins)
        if inside.any():
            error += inside.mean() * abs(right[inside].mean() - confidence[inside].mean())
    return float(error)


def mean(values, weights):
    """The mean of the values that are defined."""
    defined = [(value, weight) for value, weight in zip(values, weights) if value is not None]
    total = sum(weight for _, weight in defined)
    return float(sum(value * weight for value, weight in defined) / total) if total else None


def judged(outputs, probabilities, labels):
    """What a report has, for outputs whose distributions over the classes are known."""
    outputs, probabilities, labels = numpy.asarray(outputs), numpy.asarray(probabilities, dtype=numpy.float64), numpy.asarray(labels)
    count, classes = probabilities.shape
    predicted = numpy.array([next(c for c in range(classes) if row[c] == max(row)) for row in outputs])
    confusion = [[int(((labels == c) & (predicted == d)).sum()) for d in range(classes)] for c in range(classes)]
    each = []
    for c in range(classes):
        right, said, there = confusion[c][c], sum(row[c] for row in confusion), sum(confusion[c])
        precision, recall = right / said if said else None, right / there if there else None
        f1 = 2 * right / (said + there) if said + there else None
        auc, average = ranked(probabilities[:, c], labels == c)
        each.append({"support": there, "precision": precision, "recall": recall, "f1": f1, "rocAuc": auc, "averagePrecision": average})
    known = numpy.eye(classes)[labels]
    names = ["precision", "recall", "f1", "rocAuc", "averagePrecision"]
    return {
        "labels": labels.tolist(),
        "outputs": outputs.flatten().tolist(),
        "accuracy": float((predicted == labels).mean()),
        "balancedAccuracy": mean([one["recall"] for one in each], [1] * classes),
        "logLoss": float(-numpy.log(numpy.maximum(probabilities[range(count), labels], 2.0 ** -126)).mean()),
        "brierScore": float(((probabilities - known) ** 2).sum(1).mean()),
        "calibrationError": calibration_error(probabilities[range(count), predicted], predicted == labels),
        "confusion": confusion,
        "classes": each,
        "macro": {name: mean([one[name] for one in each], [1] * classes) for name in names},
        "weighted": {name: mean([one[name] for one in each], [one["support"] for one in each]) for name in names},
    }


def softmax(logits):
    return torch.softmax(torch.tensor(logits, dtype=torch.float64), 1).numpy()


def calmest(logits, labels):
    """The temperature of the least log loss, by halving the interval in which its slope over log T, as torch differentiates it, changes its sign."""
    logits, labels = torch.tensor(logits, dtype=torch.float64), torch.tensor(labels)
    low, high = numpy.log(0.01), numpy.log(100)
    for _ in range(60):
        middle = torch.tensor((low + high) / 2, dtype=torch.float64, requires_grad=True)
        loss = torch.nn.functional.cross_entropy(logits / torch.exp(middle), labels)
        loss.backward()
        low, high = (low, middle.item()) if middle.grad.item() > 0 else (middle.item(), high)
    return {"value": float(numpy.exp(low)), "logLoss": loss.item()}


def judging():
    random = numpy.random.RandomState(7)

    def logits(labels, classes, certainty):
        return numpy.float32(numpy.round(8 * (random.randn(len(labels), classes) + certainty * numpy.eye(classes)[labels])) / 4)

    labels = random.choice(5, 150, p=[0.4, 0.3, 0.15, 0.1, 0.05])
    usual = logits(labels, 5, 1.0)
    cases = {"identity": {**judged(usual, softmax(usual), labels), "temperature": calmest(usual, labels)}}
    logarithms = torch.log_softmax(torch.tensor(usual), 1).numpy()
    cases["logsoftmax"] = judged(logarithms, numpy.exp(numpy.float64(logarithms)), labels)

    # Eighths: most probabilities are equal to others, and some are 0.
    eighths = numpy.float32([random.multinomial(8, p) / 8 for p in softmax(usual)])
    cases["softmax"] = judged(eighths, eighths, labels)

    # Class 2 has no samples and is never predicted, class 3 has samples and is never predicted, class 4 has none and is.
    few = random.choice([0, 1, 3], 40)
    lacking = logits(few, 5, 1.0)
    lacking[:, 2:4] -= 20
    cases["lacking"] = judged(lacking, softmax(lacking), few)
    only = numpy.ones(10, dtype=int)
    one = logits(only, 3, 0.5)
    cases["one class"] = judged(one, softmax(one), only)

    two = random.choice(2, 60)
    sigmoid = numpy.float32(1 / (1 + numpy.exp(-numpy.round(4 * (random.randn(60) + 1.5 * two - 0.7)) / 4)))
    sigmoid[:3] = 0.5
    both = numpy.stack([1 - numpy.float64(sigmoid), numpy.float64(sigmoid)], 1)
    cases["sigmoid"] = {**judged(both, both, two), "outputs": sigmoid.tolist(), "temperature": calmest(numpy.log(both), two)}

    targets = numpy.float32(random.randn(50, 3) * [1, 10, 0] + [0, 5, 2])
    predictions = numpy.float32(targets + random.randn(50, 3) * [0.3, 12, 0.1])
    y, t = numpy.float64(predictions), numpy.float64(targets)
    absolute, square = numpy.abs(y - t).mean(0), ((y - t) ** 2).mean(0) ** 0.5
    r2 = [float(1 - ((y - t) ** 2)[:, i].sum() / ((t[:, i] - t[:, i].mean()) ** 2).sum()) for i in range(2)] + [None]
    write("judging.json", {
        "cases": cases,
        "regression": {
            "predictions": predictions.flatten().tolist(),
            "targets": targets.flatten().tolist(),
            "meanAbsoluteError": [*absolute.tolist(), float(absolute.mean())],
            "rootMeanSquareError": [*square.tolist(), float(square.mean())],
            "rSquared": [*r2, (r2[0] + r2[1]) / 2],
        },
    })


optimizers()
groups()
losses()
distillation()
clipping()
training()
judging()
