"""Layers as PyTorch computes them, forward and backward: python3 make_layers.py [FOLDER] (torch 1.13).

W transposed and flattened is W_aux = X_f·W_f flattened, cut at Q·R; the bias likewise where it is compressed.
"""

import json
import pathlib
import re
import sys

import torch

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
SAMPLES = 5

ACTIVATIONS = {
    "Identity": lambda z: z,
    "Relu": torch.relu,
    "LeakyRelu": lambda z: torch.nn.functional.leaky_relu(z, 0.1),
    "ClippedRelu": lambda z: torch.clamp(z, 0, 0.75),
    "Sigmoid": torch.sigmoid,
    "Tanh": torch.tanh,
    "Gelu": torch.nn.functional.gelu,
    "Softmax": lambda z: torch.softmax(z, 1),
    "LogSoftmax": lambda z: torch.log_softmax(z, 1),
}

# Q, R, rank, n (0: uncompressed), n of the bias (0: not compressed), activation, gains
CASES = [
    (33, 20, 0, 0, 0, "Identity", "None"),
    (33, 20, 0, 0, 0, "Tanh", "None"),
    (50, 40, 1, 7, 0, "Relu", "None"),
    (50, 40, 3, 7, 7, "LeakyRelu", "None"),
    (256, 200, 1, 5 * 256 + 9, 0, "ClippedRelu", "None"),
    (256, 200, 2, 5 * 256 - 9, 15, "Gelu", "None"),
    (30, 9, 1, 101, 0, "Softmax", "None"),
    (30, 9, 2, 41, 0, "LogSoftmax", "None"),
    (17, 25, 1, 40, 0, "Sigmoid", "None"),
    (50, 40, 1, 7, 0, "Relu", "Inputs"),
    (50, 40, 3, 7, 7, "Gelu", "Both"),
    (256, 200, 1, 5 * 256 + 9, 0, "Identity", "Outputs"),
    (256, 200, 2, 5 * 256 - 9, 15, "Tanh", "Inputs"),
    (30, 9, 2, 41, 0, "LogSoftmax", "Both"),
]


# Kind, Q, R, the rank or the values that are kept, activation, gains
OTHERS = [
    ("lowrank", 33, 20, 3, "Relu", "None"),
    ("lowrank", 70, 90, 9, "Gelu", "None"),
    ("hashed", 33, 20, 40, "Relu", "None"),
    ("hashed", 64, 50, 7, "Softmax", "None"),
    ("pruned", 33, 20, 50, "Tanh", "None"),
    ("lowrank", 70, 90, 9, "Relu", "Both"),
    ("hashed", 33, 20, 40, "Gelu", "Inputs"),
]


def re_layout(left, right, length):
    return (left @ right).flatten()[:length]


def with_gains(gains, q, r, parameters):
    """A linear map y = s∘((g∘x)W) with those gains that are there, after the parameters of W."""
    g = (torch.rand(q) + 0.5).requires_grad_() if gains in ("Inputs", "Both") else None
    s = (torch.rand(r) + 0.5).requires_grad_() if gains in ("Outputs", "Both") else None
    parameters += [gain for gain in (g, s) if gain is not None]

    def multiply(x, w):
        sums = (x if g is None else x * g) @ w.T
        return sums if s is None else sums * s

    return multiply


def layer(q, r, rank, n, bias_n, activation, gains):
    def parameter(*shape, size=1.0):
        return (torch.randn(*shape) * size).requires_grad_()

    parameters = []
    if n == 0:
        weight = parameter(r, q, size=q**-0.5)
        parameters.append(weight)
        w = weight
    else:
        xf, wf = parameter(-(-q * r // n), rank), parameter(rank, n, size=(rank * q) ** -0.5)
        parameters += [xf, wf]
        w = re_layout(xf, wf, q * r).reshape(r, q)
    multiply = with_gains(gains, q, r, parameters)
    if bias_n == 0:
        b = parameter(r)
        parameters.append(b)
    else:
        bxf, bwf = parameter(-(-r // bias_n), 1), parameter(1, bias_n)
        parameters += [bxf, bwf]
        b = re_layout(bxf, bwf, r)
    x = torch.randn(SAMPLES, q).requires_grad_()
    slopes = torch.randn(SAMPLES, r)
    y = ACTIVATIONS[activation](multiply(x, w) + b)
    (y * slopes).sum().backward()

    return {"kind": "dense", "gains": gains, "q": q, "r": r, "rank": rank, "n": n, "biasN": bias_n, "activation": activation, **numbers(parameters, x, slopes, y)}


def numbers(parameters, x, slopes, y):
    def flat(tensor):
        return tensor.detach().flatten().tolist()

    return {
        "parameters": [flat(p) for p in parameters],
        "inputs": flat(x),
        "slopes": flat(slopes),
        "outputs": flat(y),
        "parameterGradients": [flat(p.grad) for p in parameters],
        "inputGradients": flat(x.grad),
    }


def xx_hash_32(value, seed):
    """xxHash32 of the four bytes of a number."""
    rotated = (seed + 374761393 + 4 + value * 3266489917) & 0xFFFFFFFF
    rotated = (rotated << 17 | rotated >> 15) & 0xFFFFFFFF
    result = rotated * 668265263 & 0xFFFFFFFF
    result = (result ^ result >> 15) * 2246822519 & 0xFFFFFFFF
    result = (result ^ result >> 13) * 3266489917 & 0xFFFFFFFF
    return result ^ result >> 16


def other_layer(kind, q, r, kept, activation, gains):
    """A layer whose weights are kept another way; W has the shape R×Q, as in torch.nn.Linear."""
    if kind == "lowrank":
        u, v = (torch.randn(kept, q) * q**-0.5).requires_grad_(), (torch.randn(kept, r) * kept**-0.5).requires_grad_()
        parameters, w = [u, v], v.T @ u
    elif kind == "hashed":
        buckets = (torch.randn(kept) * q**-0.5).requires_grad_()
        hashes = [xx_hash_32(i, 0) for i in range(q * r)]
        places = torch.tensor([(h >> 1) * kept >> 31 for h in hashes])
        signs = torch.tensor([-1.0 if h & 1 else 1.0 for h in hashes])
        parameters, w = [buckets], (buckets[places] * signs).reshape(r, q)
    else:
        weight = torch.randn(r, q) * q**-0.5
        mask = (weight.abs() >= weight.abs().flatten().sort().values[-kept]).float()
        weight = (weight * mask).requires_grad_()
        parameters, w = [weight], weight * mask
    multiply = with_gains(gains, q, r, parameters)
    b = torch.randn(r).requires_grad_()
    parameters.append(b)
    x = torch.randn(SAMPLES, q).requires_grad_()
    slopes = torch.randn(SAMPLES, r)
    y = ACTIVATIONS[activation](multiply(x, w) + b)
    (y * slopes).sum().backward()
    return {"kind": kind, "gains": gains, "q": q, "r": r, "kept": kept, "activation": activation, **numbers(parameters, x, slopes, y)}


torch.manual_seed(1)
cases = [layer(*case) for case in CASES] + [other_layer(*case) for case in OTHERS]
text = json.dumps(cases, indent=1)
text = re.sub(r"\[\s+([-0-9][^\[\]]*?)\s+\]", lambda numbers: "[" + re.sub(r"\s+", " ", numbers[1]) + "]", text)
(FOLDER / "layers.json").write_text(text + "\n", encoding="utf-8")
