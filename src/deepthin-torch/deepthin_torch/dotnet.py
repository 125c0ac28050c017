"""The way of a network to .NET and back: files of weights, the class that declares the network, and the values that it begins with there."""
from __future__ import annotations

import math
import os
import re
from typing import Any, Dict, Iterable, Mapping, Optional, Sequence, Union

import torch
from torch import Tensor, nn

from . import safetensors
from ._network import INPUT, Layer, Network, UnsupportedModelError, network_of, slots_of
from .safetensors import WeightsError

PathLike = Union[str, "os.PathLike[str]"]

_STORED = (torch.float32, torch.bfloat16, torch.float16)
_GROUP = 64


def save_for_dotnet(
    model: nn.Module,
    path: PathLike,
    dtype: torch.dtype = torch.float32,
    class_names: Optional[Sequence[str]] = None,
    feature_names: Optional[Sequence[str]] = None,
) -> None:
    """Writes the weights of a model as a file that the class of :func:`emit_csharp` loads.

    Args:
        model: A module that ``torch.fx`` can follow, on any device.
        path: The file, which is written whole or not at all.
        dtype: float32, bfloat16 or float16.
        class_names, feature_names: The names of outputs and inputs, which the program in C# reads from the file.

    Raises:
        UnsupportedModelError: A part of the model has no layer in .NET.
        WeightsError: A value is not finite in ``dtype``.
    """
    for what, names in (("class_names", class_names), ("feature_names", feature_names)):
        if isinstance(names, str):
            raise ValueError(f"{what}={names!r}: a list of names is needed")
    if dtype not in _STORED:
        raise ValueError(f"dtype={dtype}: one of {', '.join(str(one) for one in _STORED)} is needed")
    tensors = {name: slot.tensor.detach().to(dtype) for name, slot in slots_of(network_of(model)).items()}
    for name, tensor in tensors.items():
        if not bool(torch.isfinite(tensor).all()):
            raise WeightsError(f"{name} has values that are no finite numbers of {dtype}; the training may have diverged")
    metadata = {f"{kind}.{i}": text for kind, names in (("class_names", class_names), ("feature_names", feature_names)) for i, text in enumerate(names or ())}
    safetensors.write(os.fspath(path), tensors, metadata)


def load_from_dotnet(model: nn.Module, path: PathLike) -> Dict[str, str]:
    """Reads the weights of a model from a file that its class in C#, or :func:`save_for_dotnet`, wrote.

    Returns:
        The texts of the file's ``__metadata__``, such as ``class_names.0``.

    Raises:
        WeightsError: The file does not fit; the message lists everything that is wrong, and the model is as it was.
    """
    slots = slots_of(network_of(model))
    found, metadata = safetensors.read(os.fspath(path))
    without_module = _faults_of_layers(found, slots)
    faults = list(without_module.values())
    found = {name: tensor for name, tensor in found.items() if _layer_of(name) not in without_module}
    values: Dict[str, Tensor] = {}
    for name, slot in slots.items():
        if _layer_of(name) in without_module:
            continue
        if name not in found:
            faults.append(f"{name}: {list(slot.tensor.shape)} is missing{_in_its_place(name, found)}")
            continue
        value = found.pop(name)
        if value.dtype == torch.int8:
            scales = found.pop(name + ".scales", None)
            if scales is None or scales.numel() != _scales(value):
                faults.append(f"{name}: values of 8 bits need {_scales(value)} scales in {name}.scales")
                continue
            value = _widened(value, scales)
        if value.shape != slot.tensor.shape:
            is_turned = value.dim() == 2 and value.t().shape == slot.tensor.shape
            faults.append(f"{name}: {list(value.shape)}, but the model needs {list(slot.tensor.shape)}" + ("; is it transposed?" if is_turned else "; is it of another ratio?" if ".xf" in name or ".wf" in name else ""))
            continue
        values[name] = value
    first: Dict[int, str] = {}
    for name, value in values.items():
        other = first.setdefault(id(slots[name].tensor), name)
        if not torch.equal(values[other], value):
            faults.append(f"{name}: the model has one tensor for it and for {other}, but the file has two that differ")
    faults += [f"{name}: {list(tensor.shape)} is not of the model" for name, tensor in found.items() if not name.endswith("num_batches_tracked")]
    if faults:
        raise WeightsError(f"{os.fspath(path)} does not fit {type(model).__name__}:\n  " + "\n  ".join(faults))
    with torch.no_grad():
        for name, value in values.items():
            slots[name].tensor.copy_(value)
    return metadata


_FACTORISED = "keeps a plain product of two matrices"
_SHARED = "shares weights by a hash"

# What tensors of layers without a module are called behind layers.i, of which layer they are, what it does, and what to declare in its place.
_WITHOUT_MODULE = (
    ("[uv]", "[LowRank]", _FACTORISED, "[Dense] with a Ratio"),
    ("[uv]_.*", "Compression.LowRank", _FACTORISED, "the layer without Compression"),
    ("buckets", "[Hashed]", _SHARED, "[Dense] with a Ratio"),
    ("buckets_.*", "Compression.Hashed", _SHARED, "the layer without Compression"),
    (r"weight\.(values|col_indices|crow_indices)", "[Pruned]", "keeps single weights and their places", "[Dense]"),
    (".*_hn(_reverse)?", "[Gru] with ResetBefore", "multiplies by r before the matrix, as no GRU of PyTorch does", "[Gru] without ResetBefore"),
)


def _faults_of_layers(found: Iterable[str], slots: Mapping[str, Any]) -> Dict[str, str]:
    """What is wrong with layers of a file that no module can be, by the beginnings of their names."""
    faults: Dict[str, str] = {}
    for name in found:
        layer = _layer_of(name)
        rest = name[len(layer) + 1 :]
        if name in slots or layer in faults:
            continue
        if rest in ("bias.xf", "bias.wf"):
            faults[layer] = f"{layer}: {rest} is of a compressed bias; give the module, a DeepThinLinear, as bias_ratio what the class has as BiasRatio"
        for pattern, kind, why, instead in _WITHOUT_MODULE:
            if re.fullmatch(pattern, rest):
                faults[layer] = f"{layer}: {rest} is of {kind}, which {why} and has no module here; declare {instead} in C#, or run the network where ONNX runs, with deepthin export"
    return faults


def _in_its_place(name: str, found: Mapping[str, Tensor]) -> str:
    """What is probably meant where a weight is missing and its factors are there, or the other way round."""
    layer = _layer_of(name)
    rest = name[len(layer) + 1 :]
    if rest.startswith("weight") and f"{layer}.xf{rest[len('weight'):]}" in found:
        return "; the file has factors, as of a layer with a Ratio: is the module to be compressed?"
    if rest[:2] in ("xf", "wf") and f"{layer}.weight{rest[2:]}" in found:
        return "; the file has a whole weight, as of a layer without a Ratio: is the module to be whole?"
    return ""


def _layer_of(name: str) -> str:
    return ".".join(name.split(".", 2)[:2])


def emit_csharp(
    model: nn.Module,
    name: str = "Model",
    namespace: Optional[str] = None,
    input_shape: Optional[Sequence[int]] = None,
    training: bool = False,
) -> str:
    """The class in C# that declares the network of a model. Weights of :func:`save_for_dotnet` fit it.

    Args:
        model: A module that ``torch.fx`` can follow.
        name: The name of the class.
        namespace: Its namespace, or None for none.
        input_shape: The shape of a sample, without the batch: (channels, height, width), (channels, length), or (indices,). A model that begins with a linear or a recurrent layer needs none.
        training: Whether the class can be trained.
    """
    for what in (name, *(namespace or name).split(".")):
        if not what.isidentifier():
            raise ValueError(f"{what!r} is no name in C#")
    network = network_of(model)
    lines = ["using DeepThin;", ""]
    if namespace:
        lines += [f"namespace {namespace};", ""]
    lines += ["[DeepThinModel(Training = true)]" if training else "[DeepThinModel]"]
    shape = _input_shape(network, input_shape)
    if shape is not None:
        lines.append(f"[Input({', '.join(str(size) for size in shape)})]")
    lines += [f"[{_declaration(network, index)}]" for index in range(len(network.layers))]
    if network.output != len(network.layers) - 1:
        raise UnsupportedModelError("the last layer that is computed is not the output of the model; leave out what is computed behind it")
    return "\n".join([*lines, f"public sealed partial class {name};", ""])


@torch.no_grad()
def initialize_(model: nn.Module, seed: int) -> nn.Module:
    """Gives a model the values that ``Create(seed)`` of its class in C# has, and returns it."""
    random = _SplitMix64(seed)
    for slot in slots_of(network_of(model)).values():
        kind, value = slot.initial
        count = slot.tensor.numel()
        if kind == "constant":
            slot.tensor.fill_(value)
        else:
            drawn = random.signs(count) if kind == "signs" else random.normal(count, value)
            slot.tensor.copy_(drawn.float().view(slot.tensor.shape))
    return model


def _input_shape(network: Network, shape: Optional[Sequence[int]]) -> Optional[Sequence[int]]:
    first = network.layers[0].kind
    if shape is not None:
        if not 1 <= len(shape) <= 3 or min(shape) < 1:
            raise ValueError(f"input_shape={tuple(shape)}: (channels, height, width), (channels, length) or (values,) is needed, without the batch")
        return shape
    if first in ("Dense", "Lstm", "Gru", "Rnn"):
        return None
    if first == "Embedding" and network.is_sequence:
        return (1,)
    raise ValueError(f"input_shape=None: a model that begins with [{first}] needs the shape of a sample, such as {'(8,) for 8 indices' if first == 'Embedding' else '(1, 28, 28)'}")


def _declaration(network: Network, index: int) -> str:
    layer = network.layers[index]
    parts = [_named(network, layer, argument) for argument in layer.arguments]
    options = dict(layer.options)
    if layer.activation is not None:
        options["Activation"] = "Activation." + layer.activation[0]
        options.update(layer.activation[1])
    if layer.reads != index - 1 and layer.kind != "Concat":
        options["From"] = _quoted(network, layer.reads)
    if layer.name is not None:
        options["Name"] = f"\"{layer.name}\""
    parts += [f"{key} = {value}" for key, value in options.items()]
    return layer.kind + (f"({', '.join(parts)})" if parts else "")


def _named(network: Network, layer: Layer, argument: str) -> str:
    return _quoted(network, int(argument[1:])) if argument.startswith("@") else argument


def _quoted(network: Network, index: int) -> str:
    return "\"input\"" if index == INPUT else f"\"{network.layers[index].name}\""


def _scales(value: Tensor) -> int:
    rows, columns = value.shape[0], value[0].numel() if value.dim() > 1 else 1
    return math.ceil(value.numel() / _GROUP) if columns < _GROUP else rows * math.ceil(columns / _GROUP)


def _widened(value: Tensor, scales: Tensor) -> Tensor:
    """Values of 8 bits: a scale for each 64 of a row, or of all where rows are shorter."""
    columns = value[0].numel() if value.dim() > 1 else 1
    rows = value.reshape(1, -1) if columns < _GROUP else value.reshape(value.shape[0], -1)
    spread = scales.view(rows.shape[0], -1).repeat_interleave(_GROUP, 1)[:, : rows.shape[1]]
    return (rows.float() * spread).view(value.shape)


class _SplitMix64:
    """SplitMix64 (Steele, Lea and Flood, OOPSLA 2014), many numbers at a time, as integers of 64 bits that wrap around."""

    def __init__(self, seed: int) -> None:
        self._state = seed & 0xFFFFFFFF

    def _draw(self, count: int) -> Tensor:
        z = torch.arange(1, count + 1) * _signed(0x9E3779B97F4A7C15) + _signed(self._state)
        z = (z ^ _shifted(z, 30)) * _signed(0xBF58476D1CE4E5B9)
        z = (z ^ _shifted(z, 27)) * _signed(0x94D049BB133111EB)
        return z ^ _shifted(z, 31)

    def _advance(self, count: int) -> None:
        self._state = (self._state + count * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF

    def signs(self, count: int) -> Tensor:
        drawn = torch.where(self._draw(count) >= 0, 1.0, -1.0)
        self._advance(count)
        return drawn

    def normal(self, count: int, deviation: float) -> Tensor:
        """The polar method of Marsaglia: two numbers are tried until they lie in the circle."""
        pairs, parts = (count + 1) // 2, []
        while pairs > 0:
            tries = int(pairs * 1.3) + 16
            drawn = _shifted(self._draw(2 * tries), 11).double().view(tries, 2) * (1.0 / (1 << 53)) * 2 - 1
            s = drawn[:, 0] * drawn[:, 0] + drawn[:, 1] * drawn[:, 1]
            taken = ((s < 1) & (s != 0)).nonzero().squeeze(1)[:pairs]
            self._advance(2 * (int(taken[-1]) + 1 if taken.numel() == pairs else tries))
            s = s[taken].unsqueeze(1)
            parts.append(drawn[taken] * (deviation * torch.sqrt(-2 * torch.log(s) / s)))
            pairs -= taken.numel()
        return torch.cat(parts).view(-1)[:count]


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value


def _shifted(value: Tensor, places: int) -> Tensor:
    """A shift to the right that fills with zeros."""
    return (value >> places) & ((1 << (64 - places)) - 1)
