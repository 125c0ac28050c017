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
    "GeluTanh": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
    "Silu": torch.nn.functional.silu,
    "Elu": lambda z: torch.nn.functional.elu(z, 1.5),
    "Softplus": torch.nn.functional.softplus,
    "HardSigmoid": torch.nn.functional.hardsigmoid,
    "HardSwish": torch.nn.functional.hardswish,
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

MORE_ACTIVATIONS = [(33, 20, 0, 0, 0, activation, "None") for activation in ("GeluTanh", "Silu", "Elu", "Softplus", "HardSigmoid", "HardSwish")]

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
        return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]  # nine digits are exact

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


# Kind, channels, outputs, rows and columns of the window (length, kernel, stride, dilation, zeros before and behind; None: a series), n (0: uncompressed), activation, gains
WINDOWS = [
    ("conv", 3, 4, None, (9, 3, 1, 1, 0, 0), 0, "Identity", "None"),
    ("conv", 2, 3, None, (10, 3, 2, 2, 3, 1), 0, "Tanh", "None"),
    ("conv", 2, 4, None, (8, 3, 1, 2, 4, 0), 0, "Relu", "None"),  # causal
    ("conv", 2, 3, (5, 3, 1, 1, 1, 1), (6, 3, 1, 1, 1, 1), 0, "Gelu", "None"),
    ("conv", 2, 3, (6, 2, 2, 1, 0, 1), (7, 3, 3, 2, 2, 1), 0, "Softmax", "None"),
    ("conv", 3, 5, (4, 2, 1, 1, 1, 0), (5, 3, 1, 1, 0, 1), 11, "Relu", "Inputs"),
    ("conv", 2, 6, (4, 2, 2, 1, 0, 0), (4, 2, 1, 1, 0, 0), 9, "Tanh", "Both"),
    ("max", 2, 2, None, (9, 3, 2, 1, 1, 1), 0, "Identity", "None"),
    ("max", 2, 2, (5, 2, 2, 1, 1, 1), (7, 3, 2, 2, 1, 1), 0, "Identity", "None"),
    ("average", 2, 2, None, (9, 3, 2, 1, 1, 1), 0, "Identity", "None"),
    ("average", 2, 2, (5, 3, 2, 1, 1, 1), (6, 2, 2, 1, 0, 0), 0, "Identity", "None"),
    ("averageOfInputs", 2, 2, (5, 3, 2, 1, 1, 1), (6, 3, 1, 1, 1, 1), 0, "Identity", "None"),
    ("max", 3, 3, (4, 4, 1, 1, 0, 0), (5, 5, 1, 1, 0, 0), 0, "Identity", "None"),
    ("average", 3, 3, (4, 4, 1, 1, 0, 0), (5, 5, 1, 1, 0, 0), 0, "Identity", "None"),
    ("depthwise", 3, 3, None, (9, 3, 1, 2, 4, 0), 0, "Gelu", "None"),  # causal
    ("depthwise", 4, 4, (6, 3, 2, 1, 1, 0), (7, 2, 1, 2, 1, 1), 0, "Tanh", "None"),
]

# Groups, and of each window the same as above
GROUPS = [
    (2, "grouped", 4, 6, None, (9, 3, 2, 1, 1, 1), 0, "Tanh", "None"),
    (3, "grouped", 6, 3, (5, 3, 1, 1, 1, 1), (6, 2, 2, 2, 1, 0), 0, "Gelu", "None"),
    (3, "grouped", 3, 6, (4, 3, 1, 1, 1, 1), (5, 3, 1, 1, 1, 1), 0, "Identity", "None"),
]

# The same with factors
GROUPS_OF_FACTORS = [
    (2, "grouped", 6, 8, None, (9, 3, 2, 1, 1, 1), 11, "Tanh", "None"),
    (3, "grouped", 6, 9, (5, 3, 1, 1, 1, 1), (6, 2, 2, 2, 1, 0), 7, "Gelu", "None"),
    (2, "grouped", 8, 6, (3, 1, 1, 1, 0, 0), (4, 1, 1, 1, 0, 0), 3, "Relu", "None"),
]

ONE_ROW = (1, 1, 1, 1, 0, 0)


def window_layer(kind, channels, outputs, rows, columns, n, activation, gains, groups=1):
    """A convolution or a pooling, of an image or of a series."""
    shape = (channels, columns[0]) if rows is None else (channels, rows[0], columns[0])
    axes = [columns] if rows is None else [rows, columns]
    lengths, kernel, stride, dilation, before, after = (list(numbers) for numbers in zip(*axes))
    parameters = []
    x = torch.randn(2, *shape).requires_grad_()
    if kind == "conv":
        convolve = torch.nn.functional.conv1d if rows is None else torch.nn.functional.conv2d
        y = convolve(padded(x, before, after), *convolution(channels, outputs, kernel, n, gains, parameters), stride=stride, dilation=dilation)
        y = ACTIVATIONS[activation](y)
    elif kind == "grouped":
        convolve = torch.nn.functional.conv1d if rows is None else torch.nn.functional.conv2d
        weight, b = convolution(channels // groups, outputs, kernel, n, gains, parameters, by_channel=True)
        y = ACTIVATIONS[activation](convolve(padded(x, before, after), weight, b, stride=stride, dilation=dilation, groups=groups))
    elif kind == "depthwise":
        convolve = torch.nn.functional.conv1d if rows is None else torch.nn.functional.conv2d
        weight, b = (torch.randn(channels, 1, *kernel) * torch.Size(kernel).numel() ** -0.5).requires_grad_(), torch.randn(channels).requires_grad_()
        parameters += [weight, b]
        y = ACTIVATIONS[activation](convolve(padded(x, before, after), weight, b, stride=stride, dilation=dilation, groups=channels))
    elif kind == "max":
        pool = torch.nn.functional.max_pool1d if rows is None else torch.nn.functional.max_pool2d
        y = pool(x, kernel, stride, before, dilation)
    else:
        pool = torch.nn.functional.avg_pool1d if rows is None else torch.nn.functional.avg_pool2d
        y = pool(x, kernel, stride, before, count_include_pad=kind == "average")
    slopes = torch.randn(y.shape)
    (y * slopes).sum().backward()
    head = {"kind": kind, "gains": gains, "channels": channels, "outputChannels": outputs, "rows": list(rows or ONE_ROW), "columns": list(columns), "isSeries": rows is None, "n": n}
    if groups > 1:
        head["groups"] = groups
    return {**head, "activation": activation, **numbers(parameters, x, slopes, y)}


def padded(x, before, after):
    """With zeros on each side; F.pad takes the last axis first."""
    return torch.nn.functional.pad(x, [size for pair in reversed(list(zip(before, after))) for size in pair])


def convolution(channels, outputs, kernel, n, gains, parameters, by_channel=False):
    """The weights and the bias; of factors the order of the inputs is tap by tap, the channels of a tap side by side, and in groups channel by channel. A gain is one of a channel."""
    q = channels * torch.Size(kernel).numel()
    if n == 0:
        weight = (torch.randn(outputs, channels, *kernel) * q**-0.5).requires_grad_()
        parameters.append(weight)
    else:
        xf, wf = torch.randn(-(-q * outputs // n), 1).requires_grad_(), (torch.randn(1, n) * q**-0.5).requires_grad_()
        parameters += [xf, wf]
        w = re_layout(xf, wf, q * outputs)
        weight = w.reshape(outputs, channels, *kernel) if by_channel else w.reshape(outputs, *kernel, channels).movedim(-1, 1)
    ones = [1] * len(kernel)
    if gains in ("Inputs", "Both"):
        parameters.append((torch.rand(channels) + 0.5).requires_grad_())
        weight = weight * parameters[-1].reshape(1, channels, *ones)
    if gains in ("Outputs", "Both"):
        parameters.append((torch.rand(outputs) + 0.5).requires_grad_())
        weight = weight * parameters[-1].reshape(outputs, 1, *ones)
    parameters.append(torch.randn(outputs).requires_grad_())
    return weight, parameters[-1]


# Kind, shape of a sample, what is chosen of the kind
VALUES = [
    ("scale", (7,), "bias"),
    ("scale", (3, 5), "bias"),
    ("scale", (3, 4, 5), "none"),
    ("prelu", (7,), "each"),
    ("prelu", (3, 4, 5), "each"),
    ("prelu", (3, 5), "shared"),
    ("layernorm", (7,), "all"),
    ("layernorm", (3, 5), "all"),
    ("layernorm", (3, 4, 5), "all, no bias"),
    ("layernorm", (6, 5), "position"),
    ("layernorm", (6, 4, 5), "position, no bias"),
    ("pad", (3, 5), "Zeros", (0, 0, 2, 1, 1, 0)),
    ("pad", (2, 4, 5), "Zeros", (1, 0, 2, 3, 0, 2)),
    ("pad", (2, 4, 5), "Reflect", (3, 2, 1, 4, 0, 0)),
    ("pad", (3, 5), "Reflect", (0, 0, 4, 3, 0, 0)),
    ("pad", (2, 4, 5), "Edge", (1, 2, 0, 6, 1, 1)),
    ("magnitude", (6,), ""),
    ("magnitude", (4, 3, 5), ""),
    ("batchnorm", (7,), ""),
    ("batchnorm", (3, 5), ""),
    ("batchnorm", (3, 4, 5), ""),
]


def batch_norm(x, shape):
    """In a prediction with the running statistics, in training with those of the samples. Of the running ones the gradient is what a step takes from them, times the samples."""
    module = (torch.nn.BatchNorm2d if len(shape) == 3 else torch.nn.BatchNorm1d)(shape[0])
    with torch.no_grad():
        for tensor in (module.weight, module.bias, module.running_mean, module.running_var):
            tensor.copy_(torch.randn(shape[0]))
        module.running_var.abs_()
    running = [module.running_mean.clone(), module.running_var.clone()]
    y = module.eval()(x)
    traced = module.train()(x)
    slopes = torch.randn(y.shape)
    (traced * slopes).sum().backward()
    for before, after in zip(running, (module.running_mean, module.running_var)):
        before.grad = (before - after) * len(x)
    case = {"kind": "batchnorm", "gains": "None", "activation": "Identity", "shape": list(shape), "option": "", "sizes": [], **numbers([module.weight, module.bias, *running], x, slopes, y)}
    return {**case, "traceOutputs": [float(f"{value:.9g}") for value in traced.detach().flatten().tolist()]}


def values_layer(kind, shape, option, sizes=()):
    """A layer without a matrix."""
    channels, ones = shape[0], [1] * (len(shape) - 1)
    parameters = []
    x = torch.randn(3, *shape).requires_grad_()
    if kind == "batchnorm":
        return batch_norm(x, shape)
    if kind == "scale":
        parameters += [(torch.randn(channels)).requires_grad_() for _ in range(2 if option == "bias" else 1)]
        y = x * parameters[0].reshape(channels, *ones)
        y = y + parameters[1].reshape(channels, *ones) if option == "bias" else y
    elif kind == "prelu":
        parameters.append(torch.randn(1 if option == "shared" else channels).requires_grad_())
        y = torch.nn.functional.prelu(x, parameters[0])
    elif kind == "layernorm":
        over = shape[:1] if option.startswith("position") else shape
        parameters += [torch.randn(over).requires_grad_() for _ in range(1 if option.endswith("no bias") else 2)]
        bias = parameters[1] if len(parameters) > 1 else None
        if option.startswith("position"):
            y = torch.nn.functional.layer_norm(x.movedim(1, -1), over, parameters[0], bias).movedim(-1, 1)
        else:
            y = torch.nn.functional.layer_norm(x, over, parameters[0], bias)
    elif kind == "pad":
        top, bottom, left, right, before, after = sizes
        sides = (left, right) if len(shape) == 2 else (left, right, top, bottom)
        y = torch.nn.functional.pad(x, sides, {"Zeros": "constant", "Reflect": "reflect", "Edge": "replicate"}[option])
        y = torch.nn.functional.pad(y, (0, 0) * (len(shape) - 1) + (before, after))
    elif kind == "magnitude":
        real, imaginary = x.chunk(2, 1)
        y = torch.complex(real, imaginary).abs()
    else:
        raise ValueError(kind)
    slopes = torch.randn(y.shape)
    (y * slopes).sum().backward()
    return {"kind": kind, "gains": "None", "activation": "Identity", "shape": list(shape), "option": option, "sizes": list(sizes), **numbers(parameters, x, slopes, y)}


# Rows of a table, values of a row, indices that are read at once, rank, n (0: uncompressed)
EMBEDDINGS = [
    (12, 7, 1, 0, 0),
    (12, 7, 4, 0, 0),
    (40, 9, 1, 1, 31),
    (40, 9, 5, 1, 31),
    (23, 8, 3, 2, 5),  # a row of several rows of W_f
]


def embedding(rows, size, indices, rank, n):
    """Rows of a table, as a series whose channels are the values of a row. Indices have no gradients."""
    if n == 0:
        parameters = [torch.randn(rows, size).requires_grad_()]
        table = parameters[0]
    else:
        parameters = [torch.randn(-(-rows * size // n), rank).requires_grad_(), torch.randn(rank, n).requires_grad_()]
        table = re_layout(*parameters, rows * size).reshape(rows, size)
    x = torch.randint(rows, (SAMPLES, indices))
    x[0], x[-1] = 0, rows - 1
    y = torch.nn.functional.embedding(x, table).movedim(-1, 1)
    slopes = torch.randn(y.shape)
    (y * slopes).sum().backward()
    x = x.float()
    x.grad = torch.zeros(x.shape)
    return {"kind": "embedding", "gains": "None", "activation": "Identity", "shape": [rows, size], "option": "", "sizes": [indices, rank, n], **numbers(parameters, x, slopes, y)}


# Shapes of the inputs; layers, each with the values that it reads: the inputs are the first values, then come the outputs of the layers; the layers whose values are outputs
GRAPHS = [
    ([(7,), (7,)], [("residual", [0, 1], "Relu")], [0]),
    ([(3, 4, 5), (3, 4, 5)], [("residual", [1, 0], "Gelu")], [0]),
    ([(9,), (9,)], [("residual", [0, 1], "LogSoftmax")], [0]),
    ([(3, 5), (5, 5)], [("residual", [0, 1], "Tanh")], [0]),
    ([(6, 4, 3), (2, 4, 3)], [("residual", [0, 1], "HardSwish")], [0]),
    ([(5,), (3,)], [("concat", [1, 0])], [0]),
    ([(2, 3, 4), (1, 3, 4)], [("concat", [1, 0, 1])], [0]),
    (
        [(2, 5, 6), (3,)],
        [
            ("conv", [0], 4, 0, "Relu", "None"),
            ("conv", [2], 4, 11, "Identity", "Inputs"),
            ("residual", [3, 2], "Relu"),
            ("flatten", [4]),
            ("concat", [5, 1]),
            ("dense", [6], 16, 250, "Gelu", "None"),
            ("dense", [7], 3, 0, "LogSoftmax", "None"),
            ("dense", [7], 2, 0, "Identity", "None"),
        ],
        [6, 7],
    ),
]


# Layers that have values in another order; the cases stand last, so that those before them keep their numbers
REARRANGED = [
    ([(3, 5)], [("transpose", [0])], [0]),
    ([(2, 3, 4)], [("conv", [0], 5, 0, "Tanh", "None"), ("transpose", [1]), ("transpose", [2])], [1, 2]),
    ([(2, 3, 4)], [("reshape", [0], (4, 6)), ("transpose", [1]), ("reshape", [2], (3, 2, 4)), ("conv", [3], 2, 0, "Relu", "None")], [3]),
    ([(7,), (7,)], [("multiply", [0, 1], "Softmax")], [0]),
    ([(3, 4, 5), (3, 4, 5)], [("multiply", [1, 0], "Gelu")], [0]),
    ([(3, 4, 5), (3,)], [("multiply", [0, 1], "Silu")], [0]),
    ([(4, 6), (4,)], [("multiply", [1, 0], "LeakyRelu"), ("multiply", [2, 2], "Identity")], [1]),
    ([(9,)], [("channels", [0], 3, 4), ("channels", [0], 0, 4), ("multiply", [1, 2], "Tanh")], [2]),
    ([(5, 3, 4)], [("channels", [0], 1, 2), ("channels", [0], 2, 3), ("conv", [1], 3, 0, "Relu", "None"), ("residual", [2, 3], "Identity")], [3, 0]),
    ([(6,)], [("transpose", [0]), ("flatten", [1]), ("dense", [2], 4, 0, "Gelu", "None")], [2]),
]


def step(kind, values, parameters, *options):
    """The value that a layer of a network writes, and what the layer is."""
    shapes = [list(value.shape[1:]) for value in values]
    x = values[0]
    head = {"kind": kind, "gains": "None", "activation": "Identity"}
    if kind == "residual":
        channels = max(value.shape[1] for value in values)
        more = [torch.nn.functional.pad(value, [0, 0] * (value.dim() - 2) + [0, channels - value.shape[1]]) for value in values]
        return ACTIVATIONS[options[0]](more[0] + more[1]), {**head, "shapes": shapes, "activation": options[0]}
    if kind == "multiply":
        places = max(value.dim() for value in values)
        a, b = (value.reshape(*value.shape, *[1] * (places - value.dim())) for value in values)
        return ACTIVATIONS[options[0]](a * b), {**head, "shapes": shapes, "activation": options[0]}
    if kind == "concat":
        return torch.cat(values, 1), {**head, "shapes": shapes}
    if kind == "flatten":
        return torch.flatten(x, 1), {**head, "shapes": shapes}
    if kind == "reshape":
        return x.reshape(len(x), *options[0]), {**head, "shapes": shapes, "other": list(options[0])}
    if kind == "channels":
        first, count = options
        return x[:, first : first + count], {**head, "shapes": shapes, "first": first, "count": count}
    if kind == "transpose":
        return x.flatten(2).transpose(1, 2) if x.dim() > 2 else x.unsqueeze(1), {**head, "shapes": shapes}
    outputs, n, activation, gains = options
    head = {**head, "gains": gains, "activation": activation, "n": n}
    if kind == "conv":
        channels, height, width = shapes[0]
        y = torch.nn.functional.conv2d(x, *convolution(channels, outputs, [3, 3], n, gains, parameters), padding=1)
        return ACTIVATIONS[activation](y), {
            **head, "channels": channels, "outputChannels": outputs, "rows": [height, 3, 1, 1, 1, 1], "columns": [width, 3, 1, 1, 1, 1], "isSeries": False}
    q = shapes[0][0]
    if n == 0:
        parameters.append((torch.randn(outputs, q) * q**-0.5).requires_grad_())
        w = parameters[-1]
    else:
        parameters += [torch.randn(-(-q * outputs // n), 1).requires_grad_(), (torch.randn(1, n) * q**-0.5).requires_grad_()]
        w = re_layout(*parameters[-2:], q * outputs).reshape(outputs, q)
    parameters.append(torch.randn(outputs).requires_grad_())
    return ACTIVATIONS[activation](x @ w.T + parameters[-1]), {**head, "q": q, "r": outputs, "rank": 1, "biasN": 0}


def graph(inputs, layers, ends):
    """A network that branches. The inputs of a sample lie one after the other, and so do the outputs."""
    parameters, heads = [], []
    x = torch.randn(SAMPLES, sum(torch.Size(shape).numel() for shape in inputs)).requires_grad_()
    parts = x.split([torch.Size(shape).numel() for shape in inputs], 1)
    values = [part.reshape(SAMPLES, *shape) for part, shape in zip(parts, inputs)]
    for kind, reads, *options in layers:
        value, head = step(kind, [values[i] for i in reads], parameters, *options)
        values.append(value)
        heads.append({**head, "reads": reads})
    y = torch.cat([values[len(inputs) + end].flatten(1) for end in ends], 1)
    slopes = torch.randn(y.shape)
    (y * slopes).sum().backward()
    return {"kind": "graph", "inputShapes": [list(shape) for shape in inputs], "layers": heads, "ends": ends, **numbers(parameters, x, slopes, y)}


torch.manual_seed(1)
cases = [layer(*case) for case in CASES] + [other_layer(*case) for case in OTHERS] + [window_layer(*case) for case in WINDOWS]
cases += [layer(*case) for case in MORE_ACTIVATIONS]
cases += [values_layer(*case) for case in VALUES]
cases += [embedding(*case) for case in EMBEDDINGS] + [graph(*case) for case in GRAPHS]
cases += [window_layer(*case, groups=groups) for groups, *case in GROUPS]
cases += [graph(*case) for case in REARRANGED]
cases += [window_layer(*case, groups=groups) for groups, *case in GROUPS_OF_FACTORS]
text = json.dumps(cases, indent=1)
text = re.sub(r"\[\s+([-0-9][^\[\]]*?)\s+\]", lambda numbers: "[" + re.sub(r"\s+", " ", numbers[1]) + "]", text)
(FOLDER / "layers.json").write_text(text + "\n", encoding="utf-8")
