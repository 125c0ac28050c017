"""Reads and writes safetensors files (https://github.com/huggingface/safetensors): a header in JSON, and then the values of the tensors."""
from __future__ import annotations

import ctypes
import errno
import json
import os
import struct
import sys
import tempfile
from typing import Dict, Mapping, Optional, Tuple

import torch
from torch import Tensor

DTYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8, "U8": torch.uint8, "BOOL": torch.bool,
}
# Types that not every PyTorch has: they are read as signed ones of the same width, and then widened.
_UNSIGNED = {"U16": (torch.int16, torch.int32), "U32": (torch.int32, torch.int64)}
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_LONGEST_HEADER = 100_000_000


class WeightsError(ValueError):
    """A file of weights is not valid, or does not fit a model; the message says what is wrong."""


def write(path: str, tensors: Mapping[str, Tensor], metadata: Optional[Mapping[str, str]] = None) -> None:
    """Writes a file, whole or not at all: beside its place, and then there by a new name."""
    header: Dict[str, object] = {"__metadata__": dict(metadata)} if metadata else {}
    values = {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}
    position = 0
    for name, tensor in values.items():
        length = tensor.numel() * tensor.element_size()
        header[name] = {"dtype": _NAMES[tensor.dtype], "shape": list(tensor.shape), "data_offsets": [position, position + length]}
        position += length
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise FileNotFoundError(errno.ENOENT, "the folder of the file is not there", folder)
    handle, temporary = tempfile.mkstemp(prefix="deepthin-", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for tensor in values.values():
                file.write(_bytes(tensor))
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode_of(path))
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def read(path: str) -> Tuple[Dict[str, Tensor], Dict[str, str]]:
    """The tensors of a file, and the texts of its ``__metadata__``.

    Raises:
        WeightsError: The file is not a safetensors file.
    """
    with open(path, "rb") as file:
        data = bytearray(file.read())

    def need(condition: bool, what: str) -> None:
        if not condition:
            raise WeightsError(f"{path} is no safetensors file: {what}")

    need(len(data) >= 8, f"it has {len(data)} bytes only")
    (length,) = struct.unpack_from("<Q", data)
    need(length <= min(_LONGEST_HEADER, len(data) - 8), f"its header would have {length} bytes, and the file has {len(data)}")
    try:
        header = json.loads(data[8 : 8 + length].decode())
    except ValueError as error:
        raise WeightsError(f"{path} is no safetensors file: its header is no JSON ({error})") from None
    need(isinstance(header, dict), "its header is no object")
    metadata = header.pop("__metadata__", {})
    tensors = {}
    for name, entry in header.items():
        try:
            kind, shape, (begin, end) = entry["dtype"], [int(size) for size in entry["shape"]], entry["data_offsets"]
        except (TypeError, KeyError, ValueError):
            raise WeightsError(f"{path}: {name} has no dtype, shape and data_offsets") from None
        need(kind in DTYPES or kind in _UNSIGNED, f"{name} has the type {kind}; {', '.join([*DTYPES, *_UNSIGNED])} are read")
        dtype, count = DTYPES[kind] if kind in DTYPES else _UNSIGNED[kind][0], 1
        for size in shape:
            count *= size
        width = torch.empty(0, dtype=dtype).element_size()
        need(0 <= begin <= end <= len(data) - 8 - length and end - begin == count * width, f"{name} of shape {shape} and type {kind} does not fit bytes {begin} to {end}")
        # A tensor begins anywhere; a copy of its bytes is aligned.
        tensors[name] = torch.frombuffer(data[8 + length + begin : 8 + length + end], dtype=dtype).clone().view(shape) if count else torch.empty(shape, dtype=dtype)
        if kind in _UNSIGNED:
            tensors[name] = tensors[name].to(_UNSIGNED[kind][1]) & ((1 << 8 * width) - 1)
    return tensors, metadata


def _bytes(tensor: Tensor) -> bytes:
    if sys.byteorder != "little":
        raise NotImplementedError("files are written on little-endian machines")
    return ctypes.string_at(tensor.data_ptr(), tensor.numel() * tensor.element_size()) if tensor.numel() else b""


def _mode_of(path: str) -> int:
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
