"""Makes the fixtures of this folder, or of FOLDER, with PyTorch, in single precision: python3 make_fixtures.py [FOLDER] (torch 1.13)."""

import json
import pathlib
import re
import sys

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

    write("losses.json", {
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


optimizers()
groups()
losses()
distillation()
clipping()
training()
