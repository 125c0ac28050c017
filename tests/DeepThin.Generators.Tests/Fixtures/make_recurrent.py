"""Recurrent layers as PyTorch computes them, forward and backward: python3 make_recurrent.py [FOLDER] (torch 1.13).

Each case is a stack of layers over sequences of different lengths, which begin with states of their own. nn.LSTM, nn.GRU and nn.RNN have the tensors of
a layer by PyTorch's own names; where a matrix is compressed, W transposed and flattened is W_aux = X_f·W_f flattened, cut at Q·R, with its gains.
PyTorch has no GRU whose hidden values are reset before they are multiplied, and no gates with hard sigmoids: such cells are written out in PyTorch's operations.
"""

import json
import pathlib
import re
import sys

import torch

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
MODULES = {"Lstm": (torch.nn.LSTM, 4), "Gru": (torch.nn.GRU, 3), "Tanh": (torch.nn.RNN, 1), "Relu": (torch.nn.RNN, 1)}

# The lengths of the sequences, the longest first; the inputs; then of each layer the cell, with the slope of hard gates behind a stroke, the hidden values, whether there is a bias, and of the
# matrices of the inputs and of the hidden values n (0: uncompressed) and the gains.
CASES = [
    ([6, 6, 4, 1], 5, [("Lstm", 7, True, 0, "None", 0, "None")]),
    ([5, 3], 6, [("Gru", 9, True, 0, "None", 0, "None")]),
    ([5, 3, 2], 4, [("Tanh", 8, True, 0, "None", 0, "None")]),
    ([5, 5, 2], 4, [("Relu", 8, True, 0, "None", 0, "None")]),
    ([7, 2], 5, [("Lstm", 6, False, 0, "None", 0, "None"), ("Gru", 5, False, 0, "None", 0, "None")]),
    ([6, 5, 1], 10, [("Lstm", 12, True, 97, "Inputs", 103, "Inputs")]),
    ([6, 5, 1], 10, [("Lstm", 12, True, 7, "Both", 5, "Outputs"), ("Lstm", 4, True, 0, "None", 11, "None")]),
    ([8, 4, 4], 9, [("Gru", 11, True, 31, "Outputs", 40, "Both"), ("Tanh", 6, True, 5, "None", 0, "None")]),
    ([6, 4, 1], 7, [("GruResetBefore", 9, True, 0, "None", 0, "None")]),
    ([5, 5, 3], 8, [("GruResetBefore", 10, False, 0, "None", 0, "None"), ("GruResetBefore", 6, True, 7, "Inputs", 17, "Both")]),
    ([6, 5, 2], 6, [("Lstm/0.2", 8, True, 0, "None", 0, "None"), ("Gru/0.8", 7, True, 0, "None", 0, "None")]),
    ([5, 4, 1], 7, [("GruResetBefore/0.5", 9, True, 13, "Inputs", 11, "Outputs")]),
]


def re_layout(xf, wf, count):
    return (xf @ wf).flatten()[:count]


def matrix(q, r, n, gains, parameters):
    """W of r×q as a tensor that gradients flow through; its parameters are added."""
    if n == 0:
        parameters.append((torch.randn(r, q) * q**-0.5).requires_grad_())
        return parameters[-1]
    parameters += [torch.randn(-(-q * r // n), 1).requires_grad_(), (torch.randn(1, n) * q**-0.5).requires_grad_()]
    w = re_layout(parameters[-2], parameters[-1], q * r).reshape(r, q)
    if gains in ("Inputs", "Both"):
        parameters.append((1 + 0.3 * torch.randn(q)).requires_grad_())
        w = w * parameters[-1]
    if gains in ("Outputs", "Both"):
        parameters.append((1 + 0.3 * torch.randn(r)).requires_grad_())
        w = w * parameters[-1][:, None]
    return w


def written_out(cell, q, hidden, bias, n, gains, recurrent_n, recurrent_gains, parameters, x, states):
    """The outputs of packed sequences and the states behind their ends, of cells that PyTorch has not."""
    cell, _, slope = cell.partition("/")
    gate = (lambda sums: torch.clamp(float(slope) * sums + 0.5, 0, 1)) if slope else torch.sigmoid
    own = [(hidden, 4)] if cell == "Lstm" else [(hidden, 3)] if cell == "Gru" else [(hidden, 2), (hidden, 1)]
    parts = []
    for place, (inputs, gates) in enumerate([(q, sum(gates for _, gates in own)), *own]):
        w = matrix(inputs, gates * hidden, *((n, gains) if place == 0 else (recurrent_n, recurrent_gains)), parameters)
        b = (0.3 * torch.randn(gates * hidden)).requires_grad_() if bias else None
        parameters += [b] if bias else []
        parts.append((w, b))
    product = lambda values, place: torch.nn.functional.linear(values, *parts[place])
    padded, lengths = torch.nn.utils.rnn.pad_packed_sequence(x, batch_first=True)
    ys = []
    for t in range(padded.shape[1]):
        h, sums, of_hidden = states[0], product(padded[:, t], 0).chunk(4 if cell == "Lstm" else 3, dim=1), product(states[0], 1)
        if cell == "Lstm":
            i, f, g, o = [a + b for a, b in zip(sums, of_hidden.chunk(4, dim=1))]
            c = gate(f) * states[1] + gate(i) * torch.tanh(g)
            after = [gate(o) * torch.tanh(c), c]
        else:
            recurrent = of_hidden.chunk(3 if cell == "Gru" else 2, dim=1)
            r, z = gate(sums[0] + recurrent[0]), gate(sums[1] + recurrent[1])
            fresh = torch.tanh(sums[2] + (r * recurrent[2] if cell == "Gru" else product(r * h, 2)))
            after = [(1 - z) * fresh + z * h]
        # A sequence that has ended keeps its state.
        states = [torch.where((t < lengths)[:, None], new, old) for new, old in zip(after, states)]
        ys.append(states[0])
    return torch.nn.utils.rnn.pack_padded_sequence(torch.stack(ys, dim=1), lengths, batch_first=True), states


def layer(cell, q, hidden, bias, n, gains, recurrent_n, recurrent_gains, parameters, x, states):
    """The outputs of packed sequences, and the states behind their ends. The tensors are in the order of a layer's file."""
    if cell not in MODULES:
        return written_out(cell, q, hidden, bias, n, gains, recurrent_n, recurrent_gains, parameters, x, states)
    module, gates = MODULES[cell]
    w = matrix(q, gates * hidden, n, gains, parameters)
    biases = []
    if bias:
        biases.append((0.3 * torch.randn(gates * hidden)).requires_grad_())
        parameters.append(biases[0])
    recurrent = matrix(hidden, gates * hidden, recurrent_n, recurrent_gains, parameters)
    if bias:
        biases.append((0.3 * torch.randn(gates * hidden)).requires_grad_())
        parameters.append(biases[1])
    options = {"nonlinearity": cell.lower()} if cell in ("Tanh", "Relu") else {}
    network = module(q, hidden, bias=bias, batch_first=True, **options)
    for name, value in zip(["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"], [w, recurrent, *biases]):
        del network._parameters[name]
        setattr(network, name, value)
    network._flat_weights = [w, recurrent, *biases]
    given = tuple(state[None] for state in states) if cell == "Lstm" else states[0][None]
    y, end = network(x, given)
    return y, [state[0] for state in end] if cell == "Lstm" else [end[0]]


def case(lengths, inputs, layers):
    torch.manual_seed(len(lengths) * 100 + inputs)
    parameters, x = [], torch.randn(len(lengths), lengths[0], inputs).requires_grad_()
    packed, q, states, ends, heads = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True), inputs, [], [], []
    for cell, hidden, *options in layers:
        own = [0.5 * torch.randn(len(lengths), hidden) for _ in range(2 if cell.startswith("Lstm") else 1)]
        packed, end = layer(cell, q, hidden, *options, parameters, packed, own)
        states += own
        ends += end
        heads.append(dict(zip(["cell", "q", "hidden", "bias", "n", "gains", "recurrentN", "recurrentGains"], [cell, q, hidden, *options])))
        if "/" in cell:
            heads[-1]["cell"], heads[-1]["gateSlope"] = cell.split("/")[0], float(cell.split("/")[1])
        q = hidden
    y, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
    slopes = torch.randn(y.shape)
    (y * slopes).sum().backward()
    # Behind the end of a sequence nothing counts.
    numbers = lambda value: value.detach().flatten().tolist()
    return {
        "lengths": lengths, "layers": heads, "parameters": [numbers(value) for value in parameters], "inputs": numbers(x), "states": [numbers(value) for value in states],
        "outputs": numbers(y), "ends": [numbers(value) for value in ends], "slopes": numbers(slopes), "inputGradients": numbers(x.grad),
        "parameterGradients": [numbers(value.grad) for value in parameters],
    }


text = json.dumps([case(*item) for item in CASES], indent=1)
text = re.sub(r"\[\s+([-0-9][^\[\]]*?)\s+\]", lambda values: "[" + re.sub(r"\s+", " ", values[1]) + "]", text)
(FOLDER / "recurrent.json").write_text(text + "\n", encoding="utf-8")
