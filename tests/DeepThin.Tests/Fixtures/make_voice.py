"""What a detector of voices says of a few frames, by PyTorch: python3 make_voice.py silero_vad_16k.safetensors [FOLDER] (torch 1.13).

The network is that of snakers4/silero-vad (MIT) for 16 kHz: frames of 512 samples behind 64 of the frame before, a spectrum written as a convolution, four convolutions, an LSTM.
"""

import json
import math
import pathlib
import struct
import sys

import numpy as np
import torch

FRAMES = 12
FOLDER = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).parent)


def tensors(path):
    data = pathlib.Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    return {
        name: torch.from_numpy(np.frombuffer(data, "<f4", math.prod(entry["shape"]), 8 + length + entry["data_offsets"][0]).reshape(entry["shape"]).copy())
        for name, entry in header.items() if name != "__metadata__"
    }


def sample(i):
    """A buzz whose pitch moves, which grows and fades."""
    return 0.4 * math.sin(i / 900) ** 2 * sum(math.sin(i * k * (0.05 + 0.01 * math.sin(i / 3000))) / k for k in range(1, 8))


w = tensors(sys.argv[1])
conv = torch.nn.functional.conv1d
h = c = torch.zeros(1, 128)
cell = torch.nn.LSTMCell(128, 128)
cell.load_state_dict({name.split(".")[1]: value for name, value in w.items() if name.startswith("lstm_cell")})
said = []
with torch.no_grad():
    for frame in range(FRAMES):
        first = frame * 512 - 64
        x = torch.tensor([[[sample(i) if i >= 0 else 0.0 for i in range(first, first + 576)]]], dtype=torch.float32)
        x = conv(torch.nn.functional.pad(x, (0, 64), "reflect"), w["stft_conv.weight"], stride=128)
        x = torch.sqrt(x[:, :129] ** 2 + x[:, 129:] ** 2)
        for name, stride in (("conv1", 1), ("conv2", 2), ("conv3", 2), ("conv4", 1)):
            x = torch.relu(conv(x, w[f"{name}.weight"], w[f"{name}.bias"], stride=stride, padding=1))
        h, c = cell(x[:, :, 0], (h, c))
        said.append(torch.sigmoid(conv(torch.relu(h)[:, :, None], w["final_conv.weight"], w["final_conv.bias"])).item())
(FOLDER / "voice.json").write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
