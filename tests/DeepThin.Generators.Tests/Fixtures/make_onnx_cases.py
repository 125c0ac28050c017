"""The test data of ONNX as layers: python3 make_onnx_cases.py [FOLDER] (Debian's libonnx-testdata and python3-onnx 1.12).

Takes every case that attributes can say, and lists the others with a reason. Leading dimensions before an axis are the batch. Operators that are an activation alone
become a convolution of one tap, or a fully connected layer, whose weights are the identity.
"""

import base64
import json
import math
import pathlib
import sys

import numpy as np
import onnx
from onnx import numpy_helper

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
DATA = pathlib.Path("/usr/share/libonnx-testdata/data")
MOST_VALUES = 100_000

ACTIVATIONS = {
    "Relu": ("Relu", None, None),
    "Sigmoid": ("Sigmoid", None, None),
    "Tanh": ("Tanh", None, None),
    "Softplus": ("Softplus", None, None),
    "HardSwish": ("HardSwish", None, None),
    "LeakyRelu": ("LeakyRelu", "alpha", 0.01),
    "Elu": ("Elu", "alpha", 1.0),
}
POOLS = ("MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool")
SOFTMAXES = {"Softmax": "Softmax", "LogSoftmax": "LogSoftmax"}
OTHERS = ("Conv", "BatchNormalization", "LayerNormalization", "PRelu", "Pad", "Concat", "Add", "Flatten", "Gemm", "Gather", "HardSigmoid", "Clip", "Gelu")
RECURRENT = {"LSTM": ("Lstm", [0, 2, 3, 1]), "GRU": ("Gru", [1, 0, 2]), "RNN": ("Tanh", [0])}
OPERATORS = {*ACTIVATIONS, *POOLS, *SOFTMAXES, *OTHERS, *RECURRENT}


class Left(Exception):
    """Why a case is left out."""


def demand(holds, reason):
    if not holds:
        raise Left(reason)


def numbers(array):
    return base64.b64encode(np.ascontiguousarray(array, dtype="<f4").tobytes()).decode()


def divided(shape, axis):
    """The batch before an axis, and the shape of a sample from there on."""
    sample = list(shape[axis:])
    demand(1 <= len(sample) <= 3, f"a sample has {len(sample)} dimensions")
    return math.prod(shape[:axis]), sample


def case(kind, batch, x, y, parameters=(), **rest):
    return {"kind": kind, "gains": "None", "activation": "Identity", "batch": batch, **rest, "parameters": [numbers(p) for p in parameters], "inputs": numbers(x), "outputs": numbers(y)}


def one_tap(batch, sample, x, y, activation, parameter=0.0):
    """An activation behind the identity."""
    channels = sample[0]
    identity, zeros = np.eye(channels), np.zeros(channels)
    rest = {"activation": activation, "parameter": parameter}
    if len(sample) == 1:
        return case("dense", batch, x, y, [identity, zeros], q=channels, r=channels, rank=0, n=0, biasN=0, **rest)
    return window("conv", batch, sample, [[1, 1, 1, 0, 0]] * (len(sample) - 1), channels, x, y, [identity, zeros], **rest)


def window(kind, batch, sample, axes, outputs, x, y, parameters=(), **rest):
    """Axes are kernel, stride, dilation, and the zeros before and behind."""
    demand(len(sample) in (2, 3), f"it has {len(sample) - 1} dimensions besides the channels")
    lengths = [[length, *axis] for length, axis in zip(sample[1:], axes)]
    rows = lengths[0] if len(sample) == 3 else [1, 1, 1, 1, 0, 0]
    return case(kind, batch, x, y, parameters, channels=sample[0], outputChannels=outputs, rows=rows, columns=lengths[-1], isSeries=len(sample) == 2, n=0, **rest)


def axes_of(attributes, lengths, kernel):
    count = len(lengths)
    strides, dilations = attributes.get("strides", [1] * count), attributes.get("dilations", [1] * count)
    pads = attributes.get("pads", [0] * 2 * count)
    auto = attributes.get("auto_pad", b"NOTSET").decode()
    axes = []
    for i in range(count):
        before, behind = pads[i], pads[i + count]
        if auto.startswith("SAME"):
            total = max(0, (-(-lengths[i] // strides[i]) - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - lengths[i])
            before, behind = (total // 2, total - total // 2) if auto == "SAME_UPPER" else (total - total // 2, total // 2)
        axes.append([kernel[i], strides[i], dilations[i], before, behind])
    return axes


def recurrent(node, attributes, known, ys):
    """The last hidden values of a layer. The gates of ONNX are i, o, f, c and z, r, h."""
    cell, order = RECURRENT[node.op_type]
    inputs = dict(zip(["X", "W", "R", "B", "lengths", "h", "c", "P"], node.input))
    demand(not inputs.get("P"), "it has peepholes")
    demand(not any(inputs.get(name) for name in ("lengths", "h", "c")), "it has lengths or states of its own")
    demand(attributes.get("direction", b"forward") == b"forward" and "activations" not in attributes and "clip" not in attributes, "it has directions, activations or bounds of its own")
    x, w, r = (known[inputs[name]] for name in ("X", "W", "R"))
    hidden = r.shape[2]
    b = known[inputs["B"]] if inputs.get("B") else np.zeros((1, 2 * w.shape[1]), np.float32)
    gates = lambda values: values.reshape(len(order), hidden, -1)[order].reshape(values.shape)
    x = x if attributes.get("layout", 0) else np.moveaxis(x, 0, 1)
    y = dict(zip([name for name in node.output if name], ys))[node.output[1]]
    biases = [gates(part) for part in np.split(b[0], 2)]
    parameters = [gates(w[0]), biases[0], gates(r[0]), biases[1]]
    if cell == "Gru" and not attributes.get("linear_before_reset", 0):
        # The matrix of n is one of its own.
        own, last = [np.split(part, [2 * hidden]) for part in parameters[2:]]
        cell, parameters[2:] = "GruResetBefore", [own[0], last[0], own[1], last[1]]
    return case("recurrent", x.shape[0], x, y, parameters, cell=cell, q=w.shape[2], hidden=hidden, steps=x.shape[1])


def convert(node, attributes, opset, tensors, ys):
    """The case of an operator."""
    operator, y = node.op_type, ys[0]
    demand(len(ys) == 1 or operator == "LayerNormalization", "it has several outputs")
    types = (np.float32, np.int32) if operator == "Pad" else (np.float32,)
    demand(all(tensor.dtype in types for tensor in tensors[:1] + [y]), "it is not in single precision")
    x = tensors[0]
    demand(max(x.size, y.size) <= MOST_VALUES, f"it has more than {MOST_VALUES} values")
    shape = list(x.shape)
    if operator in ACTIVATIONS:
        activation, name, default = ACTIVATIONS[operator]
        parameter = attributes.get(name, default) if name else 0.0
        return one_tap(*divided(shape, 1 if len(shape) > 1 else 0), x, y, activation, parameter)
    if operator in SOFTMAXES:
        axis = attributes.get("axis", -1 if opset >= 13 else 1) % len(shape)
        demand(opset >= 13 or axis == len(shape) - 1, "before operator set 13 it takes all dimensions from an axis on")
        return one_tap(*divided(shape, axis), x, y, operator)
    if operator in POOLS:
        sample = shape[1:]
        demand(not attributes.get("ceil_mode", 0), "positions are rounded up")
        kernel = shape[2:] if operator.startswith("Global") else attributes["kernel_shape"]
        kind = "max" if operator.endswith("MaxPool") else "average" if attributes.get("count_include_pad", 0) or operator.startswith("Global") else "averageOfInputs"
        return window(kind, shape[0], sample, axes_of(attributes, sample[1:], kernel), sample[0], x, y)
    if operator == "Conv":
        w = tensors[1]
        outputs, group, channels = w.shape[0], attributes.get("group", 1), shape[1]
        demand(group == 1 or group == channels == outputs, "it has groups of channels, neither one nor one for each")
        b = tensors[2] if len(tensors) > 2 else np.zeros(outputs)
        return window("conv" if group == 1 else "depthwise", shape[0], shape[1:], axes_of(attributes, shape[2:], w.shape[2:]), outputs, x, y, [w, b])
    if operator == "BatchNormalization":
        demand(not attributes.get("training_mode", 0), "it is a step of a training")
        batch, sample = divided(shape, 1)
        return case("batchnorm", batch, x, y, tensors[1:], shape=sample, option="", sizes=[], epsilon=attributes.get("epsilon", 1e-5))
    if operator == "LayerNormalization":
        batch, sample = divided(shape, attributes.get("axis", -1) % len(shape))
        return case("layernorm", batch, x, y, tensors[1:], shape=sample, option="all", sizes=[], epsilon=attributes.get("epsilon", 1e-5))
    if operator == "PRelu":
        slope = tensors[1]
        if slope.size == 1 or (opset < 7 and slope.shape == (shape[1],)):
            batch, sample = divided(shape, 1)
        elif list(slope.shape) == shape:
            batch, sample = 1, [x.size]
        else:
            demand(list(slope.shape) == shape[-1:], "a slope is neither one of a channel nor one of a value")
            batch, sample = math.prod(shape[:-1]), shape[-1:]
        return case("prelu", batch, x, y, [slope], shape=sample, option="shared" if slope.size == 1 else "each", sizes=[])
    if operator == "Pad":
        pads = attributes["pads"] if "pads" in attributes else tensors[1].tolist()
        mode = attributes.get("mode", b"constant").decode()
        value = attributes.get("value", float(tensors[2]) if len(tensors) > 2 else 0.0)
        batch, sample = divided(shape, 1)
        demand(value == 0, f"it pads with {value:.3g}")
        demand(min(pads) >= 0 and pads[0] == pads[len(shape)] == 0, "it takes values away or pads the batch")
        demand(len(sample) == 3, "it pads something else than an image")
        (_, before, top, left), (_, behind, bottom, right) = pads[:4], pads[4:]
        return case("pad", batch, x, y, shape=sample, option={"constant": "Zeros", "reflect": "Reflect", "edge": "Edge"}[mode], sizes=[top, bottom, left, right, before, behind])
    if operator in ("Concat", "Add"):
        demand(all(tensor.dtype == np.float32 for tensor in tensors), "it is not in single precision")
        demand(operator == "Concat" or (len(tensors) == 2 and tensors[1].shape == x.shape), "shapes are not equal")
        axis = attributes["axis"] % len(shape) if operator == "Concat" else 1
        parts = [divided(tensor.shape, axis) for tensor in tensors]
        batch, shapes = parts[0][0], [sample for _, sample in parts]
        flat = np.concatenate([tensor.reshape(batch, -1) for tensor in tensors], 1)
        layer = {"kind": {"Concat": "concat", "Add": "residual"}[operator], "gains": "None", "activation": "Identity", "shapes": shapes, "reads": list(range(len(tensors)))}
        return case("graph", batch, flat, y, inputShapes=shapes, layers=[layer], ends=[0])
    if operator == "Flatten":
        batch, sample = divided(shape, attributes.get("axis", 1) % len(shape))
        demand(len(sample) > 1, "there is nothing to flatten")
        return case("flatten", batch, x, y, shapes=[sample])
    if operator == "Gemm":
        demand(attributes.get("alpha", 1.0) == 1 and attributes.get("beta", 1.0) == 1 and not attributes.get("transA", 0), "its factors or its input are changed")
        w = tensors[1] if attributes.get("transB", 0) else tensors[1].T
        b = tensors[2] if len(tensors) > 2 else np.zeros(1)
        demand(b.size in (1, w.shape[0]), "each sample has a bias of its own")
        return case("dense", shape[0], x, y, [w, np.broadcast_to(b.reshape(-1), w.shape[:1])], q=w.shape[1], r=w.shape[0], rank=0, n=0, biasN=0)
    if operator == "Gather":
        raise Left("a row has several dimensions, or indices count from the end")
    raise Left({"HardSigmoid": "slope and offset are not 1/6 and 1/2", "Clip": "its bounds are not 0 and a ceiling"}.get(operator, "there is no such layer"))


def look_up(attributes, indices, table, y):
    """Rows of a table: a Gather whose table is a parameter."""
    demand(table.ndim == 2 and attributes.get("axis", 0) == 0 and indices.min() >= 0, "a row has several dimensions, or indices count from the end")
    batch, count = indices.shape
    return case("embedding", batch, indices, np.moveaxis(y, -1, 1), [table], shape=list(table.shape), option="", sizes=[count, 0, 0])


def load(folder, prefix):
    files = sorted(folder.glob(f"{prefix}_*.pb"), key=lambda file: int(file.stem.split("_")[1]))
    return [numpy_helper.to_array(onnx.load_tensor(str(file))) for file in files]


def read(folder):
    """The case of a folder; None where it is about none of the operators."""
    model = onnx.load(str(folder / "model.onnx"))
    nodes = [node for node in model.graph.node if node.op_type != "Constant"]
    if not any(node.op_type in OPERATORS for node in nodes):
        return None
    demand(len(model.graph.node) == 1, "it has several operators")
    node = nodes[0]
    attributes = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
    opset = next(entry.version for entry in model.opset_import if entry.domain in ("", "ai.onnx"))
    known = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    given = [value.name for value in model.graph.input if value.name not in known]
    sets = sorted(folder.glob("test_data_set_*"))
    known.update(zip(given, load(sets[0], "input")))
    outputs = load(sets[0], "output")
    tensors = [known[name] for name in node.input if name]
    if node.op_type == "Gather" and len(model.graph.initializer) == 1:
        return look_up(attributes, tensors[1], tensors[0], outputs[0])
    if node.op_type in RECURRENT:
        return recurrent(node, attributes, known, outputs)
    return convert(node, attributes, opset, tensors, outputs)


cases, left = [], []
for part in ("node", "pytorch-converted", "pytorch-operator", "simple"):
    for folder in sorted((DATA / part).iterdir()):
        # The same cases once more, as operators one by one.
        if folder.name.endswith("_expanded"):
            continue
        name = f"{part}/{folder.name}"
        try:
            found = read(folder)
        except Left as reason:
            left.append({"name": name, "reason": str(reason)})
            continue
        if found is not None:
            cases.append({"name": name, **found})
lines = [json.dumps(item) for item in cases]
reasons = [json.dumps(item) for item in left]
text = '{\n "cases": [\n  ' + ",\n  ".join(lines) + '\n ],\n "left": [\n  ' + ",\n  ".join(reasons) + "\n ]\n}\n"
(FOLDER / "onnx_cases.json").write_text(text, encoding="utf-8")
print(f"{len(cases)} cases taken, {len(left)} left")
