"""Makes ctc.json and ctc_distillation.json of this folder, or of FOLDER, with PyTorch, in double precision: python3 make_ctc.py [FOLDER] (torch 1.13).

Scores are sixteenths, which a float holds as they are. A loss that is infinite is null; its gradients are those of zero_infinity."""

import json
import pathlib
import random
import re
import sys

import torch

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)


def case(steps, classes, blank, target, size):
    scores = torch.tensor([[round(16 * random.gauss(0, size)) / 16 for _ in range(classes)] for _ in range(steps)], dtype=torch.float64, requires_grad=True)

    def loss(zero_infinity):
        return torch.nn.functional.ctc_loss(
            torch.log_softmax(scores, 1)[:, None], torch.tensor([target], dtype=torch.long), torch.tensor([steps]), torch.tensor([len(target)]),
            blank=blank, reduction="sum", zero_infinity=zero_infinity)

    loss(True).backward()
    value = loss(False).item()
    return {
        "classes": classes,
        "blank": blank,
        "target": target,
        "scores": scores.flatten().tolist(),
        "loss": value if value < float("inf") else None,
        "gradients": [round(gradient, 10) for gradient in scores.grad.flatten().tolist()],
    }


def distillation(lengths, classes, blank, targets, temperature, weight, is_log):
    """Sequences of different lengths: weight · T² · KL of the teacher, summed over the steps, + (1 − weight) · CTC; the mean over the sequences."""
    steps = sum(lengths)

    def sixteenths(size):
        return torch.tensor([[round(16 * random.gauss(0, size)) / 16 for _ in range(classes)] for _ in range(steps)], dtype=torch.float64)

    # Log-probabilities as outputs are leaves as logits are: the gradient is that of the outputs.
    outputs, teacher = sixteenths(1.5), sixteenths(2)
    if is_log:
        outputs = torch.log_softmax(outputs, 1).float().double()
    outputs.requires_grad_()
    total, start = 0, 0
    for length, target in zip(lengths, targets):
        y, z = outputs[start:start + length], teacher[start:start + length]
        start += length
        ctc = torch.nn.functional.ctc_loss(
            torch.log_softmax(y, 1)[:, None], torch.tensor([target], dtype=torch.long), torch.tensor([length]), torch.tensor([len(target)]), blank=blank, reduction="sum")
        kl = torch.nn.functional.kl_div(torch.log_softmax(y / temperature, 1), torch.softmax(z / temperature, 1), reduction="sum")
        total = total + weight * temperature ** 2 * kl + (1 - weight) * ctc
    loss = total / len(lengths)
    loss.backward()
    return {
        "classes": classes,
        "blank": blank,
        "lengths": lengths,
        "label_counts": [len(target) for target in targets],
        "targets": [label for target in targets for label in target],
        "temperature": temperature,
        "weight": weight,
        "is_log": is_log,
        "outputs": outputs.flatten().tolist(),
        "teacher": teacher.flatten().tolist(),
        "loss": loss.item(),
        "gradients": [round(gradient, 10) for gradient in outputs.grad.flatten().tolist()],
    }


def labels(count, classes, blank, repeats):
    """Random labels, each the same as the one before with the probability repeats."""
    others, target = [c for c in range(classes) if c != blank], []
    for _ in range(count):
        target.append(target[-1] if target and random.random() < repeats else random.choice(others))
    return target


def write(name, value):
    """Writes JSON with a line for each list of numbers, so that the files stay readable."""
    text = json.dumps(value, indent=1)
    text = re.sub(r"\[\s+([-0-9][^\[\]]*?)\s+\]", lambda numbers: "[" + re.sub(r"\s+", " ", numbers[1]) + "]", text)
    (FOLDER / name).write_text(text + "\n", encoding="utf-8")


random.seed(11)
cases = []
for _ in range(40):
    steps, classes = random.randint(1, 9), random.randint(2, 6)
    blank = random.choice([0, 0, classes - 1, random.randrange(classes)])
    cases.append(case(steps, classes, blank, labels(random.randint(0, max(1, steps * 2 // 3)), classes, blank, 0.3), random.choice([0.5, 2, 8])))

cases += [
    case(1, 3, 0, [], 1),
    case(1, 3, 0, [2], 1),
    case(1, 3, 2, [0], 1),
    case(6, 4, 1, [], 2),
    # As many steps as the target needs, and one fewer.
    case(3, 3, 0, [1, 1], 1),
    case(2, 3, 0, [1, 1], 1),
    case(5, 4, 3, [2, 2, 2], 1),
    case(4, 4, 3, [2, 2, 2], 1),
    case(3, 5, 0, [1, 2, 3], 1),
    case(3, 5, 0, [1, 2, 3, 4], 1),
    # Paths so improbable that a double cannot hold them.
    case(20, 4, 0, [3, 1, 1, 2], 300),
    case(90, 8, 0, labels(30, 8, 0, 0.2), 3),
]
write("ctc.json", cases)

random.seed(12)
cases = []
for temperature, weight, is_log in [(1, 0.5, False), (2, 0.9, False), (4, 0.3, True), (100, 0.7, False), (3, 1, True), (2, 0, False)]:
    classes = random.randint(3, 6)
    blank = random.choice([0, classes - 1])
    lengths = [random.randint(4, 9) for _ in range(3)]
    cases.append(distillation(lengths, classes, blank, [labels(random.randint(0, length // 2), classes, blank, 0.2) for length in lengths], temperature, weight, is_log))
write("ctc_distillation.json", cases)
