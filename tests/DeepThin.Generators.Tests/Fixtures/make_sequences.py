"""Whole sequences as PyTorch computes them, forward and backward: python3 make_sequences.py [FOLDER] (torch 1.13).

Each case is nn.LSTM, nn.GRU or nn.RNN of both directions over sequences of different lengths, and behind it what ends a sequence, where anything does,
and nn.Linear. Tensors have the names of PyTorch's modules.
"""

import json
import pathlib
import re
import sys

import torch

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent)
MODULES = {"Lstm": torch.nn.LSTM, "Gru": torch.nn.GRU, "Tanh": torch.nn.RNN, "Relu": torch.nn.RNN}

# The lengths of the sequences, the longest first; the inputs; the cell, the hidden values of a direction, the number of layers, the directions, whether there
# is a bias; what ends a sequence; and the outputs.
CASES = [
    ([6, 6, 4, 1], 5, "Lstm", 7, 1, 2, True, "None", 3),
    ([7, 3], 6, "Gru", 9, 2, 2, True, "None", 4),
    ([5, 3, 2], 4, "Tanh", 8, 1, 2, False, "Mean", 3),
    ([5, 5, 2, 1], 4, "Relu", 6, 2, 2, True, "Max", 2),
    ([8, 4], 5, "Lstm", 6, 2, 2, True, "Mean", 3),
    ([6, 5, 1], 10, "Gru", 12, 1, 1, True, "Last", 5),
    ([6, 5, 1], 10, "Lstm", 12, 1, 1, True, "Max", 5),
    ([6, 2, 2], 3, "Gru", 5, 1, 2, True, "Last", 5),
]


def case(lengths, inputs, cell, hidden, layers, directions, bias, end, outputs):
    torch.manual_seed(len(lengths) * 100 + inputs)
    options = {"nonlinearity": cell.lower()} if cell in ("Tanh", "Relu") else {}
    network = torch.nn.Module()
    network.rnn = MODULES[cell](inputs, hidden, layers, bias=bias, batch_first=True, bidirectional=directions == 2, **options)
    network.head = torch.nn.Linear(directions * hidden, outputs)
    x = torch.randn(len(lengths), lengths[0], inputs).requires_grad_()
    packed, _ = network.rnn(torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True))
    steps, _ = torch.nn.utils.rnn.pad_packed_sequence(packed, batch_first=True)
    sequences = [steps[i, :length] for i, length in enumerate(lengths)]
    ends = {"Mean": lambda y: y.mean(0), "Max": lambda y: y.max(0).values, "Last": lambda y: y[-1]}
    y = network.head(steps if end == "None" else torch.stack([ends[end](sequence) for sequence in sequences]))
    slopes = torch.randn(y.shape)
    if end == "None":
        for i, length in enumerate(lengths):
            slopes[i, length:] = 0
    (y * slopes).sum().backward()
    numbers = lambda value: value.detach().flatten().tolist()
    return {
        "lengths": lengths, "inputLength": inputs, "cell": cell, "hidden": hidden, "layers": layers, "directions": directions, "bias": bias, "end": end, "outputLength": outputs,
        "parameters": {name: numbers(value) for name, value in network.named_parameters()}, "inputs": numbers(x), "outputs": numbers(y), "slopes": numbers(slopes),
        "inputGradients": numbers(x.grad), "parameterGradients": {name: numbers(value.grad) for name, value in network.named_parameters()},
    }


text = json.dumps([case(*item) for item in CASES], indent=1)
text = re.sub(r"\[\s+([-0-9][^\[\]]*?)\s+\]", lambda values: "[" + re.sub(r"\s+", " ", values[1]) + "]", text)
(FOLDER / "sequences.json").write_text(text + "\n", encoding="utf-8")
