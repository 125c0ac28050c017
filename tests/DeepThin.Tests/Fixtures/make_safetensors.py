#!/usr/bin/env python3
"""Writes the safetensors fixtures beside this script, by the published format alone, or checks a file by it.

    make_safetensors.py                 writes the fixtures; needs numpy, and torch for BF16
    make_safetensors.py --check FILE    reads FILE by the format's rules; needs the standard library only

A file is 8 bytes with the length N of the header (little-endian), N bytes of header (a JSON object, padded with spaces),
then the data of the tensors one after the other, row-major and little-endian.
An .expected.txt file has a line for each tensor that can be read as floats: its name, then the bits of its values as float32.
"""
import json
import math
import pathlib
import struct
import sys

BITS = {
    "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6,
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8,
    "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32,
    "C64": 64, "F64": 64, "I64": 64, "U64": 64,
}
MAXIMUM_HEADER_LENGTH = 100_000_000


def crc32c(data):
    """The CRC-32C of RFC 3720, bit by bit."""
    state = 0xFFFFFFFF
    for byte in data:
        state ^= byte
        for _ in range(8):
            state = state >> 1 ^ (state & 1) * 0x82F63B78
    return f"{state ^ 0xFFFFFFFF:08x}"


def pack(tensors, metadata=None, pad=True):
    """The bytes of a file with the given (name, dtype, shape, data)."""
    header = {} if metadata is None else {"__metadata__": metadata}
    position = 0
    for name, dtype, shape, data in tensors:
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [position, position + len(data)]}
        position += len(data)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    if pad:
        text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(data for _, _, _, data in tensors)


def parse(file):
    """The (name, dtype, shape, data) and the metadata of a file; ValueError if a rule is broken."""
    def need(condition, message):
        if not condition:
            raise ValueError(message)

    def unique(pairs):
        keys = [key for key, _ in pairs]
        need(len(keys) == len(set(keys)), f"a key comes twice in {keys}")
        return dict(pairs)

    def whole(value):
        return type(value) is int and value >= 0

    need(len(file) >= 8, f"{len(file)} bytes are too few")
    length, = struct.unpack_from("<Q", file)
    need(length <= MAXIMUM_HEADER_LENGTH, f"a header of {length} bytes is too long")
    need(length <= len(file) - 8, f"a header of {length} bytes does not fit")
    text = file[8:8 + length].decode("utf-8")
    need(text.startswith("{"), "the header does not begin with {")
    header = json.loads(text, object_pairs_hook=unique)
    metadata = header.pop("__metadata__", {})
    need(isinstance(metadata, dict) and all(isinstance(value, str) for value in metadata.values()), "the metadata is no map of texts")

    data = file[8 + length:]
    position = 0
    tensors = []
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        dtype, shape, (begin, end) = entry["dtype"], entry["shape"], entry["data_offsets"]
        need(dtype in BITS, f"{name}: unknown dtype {dtype}")
        need(all(whole(value) for value in [*shape, begin, end]), f"{name}: {shape} or {begin}, {end} are no whole numbers")
        need(begin == position and end >= begin, f"{name}: [{begin}, {end}] does not follow {position}")
        need((end - begin) * 8 == math.prod(shape) * BITS[dtype], f"{name}: {dtype} {shape} does not fit {end - begin} bytes")
        tensors.append((name, dtype, shape, data[begin:end]))
        position = end
    need(metadata.get("crc32c", crc32c(data)) == crc32c(data), f"the data has the CRC-32C {crc32c(data)}, the header says {metadata.get('crc32c')}")
    need(position == len(data), f"the tensors have {position} bytes, the file has {len(data)}")
    return tensors, metadata


def check(path):
    tensors, metadata = parse(pathlib.Path(path).read_bytes())
    print(f"{path}: {len(tensors)} tensors, metadata {metadata}")
    for name, dtype, shape, _ in tensors:
        print(f"  {name}: {dtype} {shape}")


def make():
    import numpy
    import torch

    folder = pathlib.Path(__file__).parent
    random = numpy.random.default_rng(1802)

    def plain(name, dtype, array):
        little = array.astype(array.dtype.newbyteorder("<"))
        return (name, dtype, array.shape, little.tobytes()), array.astype(numpy.float32).ravel()

    def f32(name, shape):
        return plain(name, "F32", random.standard_normal(shape, dtype=numpy.float32))

    def f16(name, values):
        return plain(name, "F16", numpy.asarray(values, dtype=numpy.float16))

    def bf16(name, values):
        tensor = torch.as_tensor(values, dtype=torch.float32).to(torch.bfloat16)
        bits = tensor.view(torch.int16).numpy().astype("<i2")
        return (name, "BF16", tuple(tensor.shape), bits.tobytes()), tensor.float().numpy().ravel()

    def write(name, tensors, expected=True, **options):
        (folder / f"{name}.safetensors").write_bytes(pack([tensor for tensor, _ in tensors], **options))
        if expected:
            lines = [" ".join([tensor[0], *(f"{bits:08x}" for bits in values.view(numpy.uint32))]) + "\n" for tensor, values in tensors
                     if tensor[1] in ("F32", "F16", "BF16")]
            (folder / f"{name}.expected.txt").write_text("".join(lines), encoding="utf-8", newline="\n")

    # One, zero, the largest, the smallest normal and subnormal, a rounded third, infinities, not a number; then random bits.
    half = numpy.array([0x3C00, 0xBC00, 0x0000, 0x8000, 0x7BFF, 0xFBFF, 0x0400, 0x0001, 0x83FF, 0x3555, 0x7C00, 0xFC00, 0x7E00], dtype=numpy.uint16)
    half = numpy.concatenate([half, random.integers(0, 0x7C00, 19, dtype=numpy.uint16)]).view(numpy.float16)
    brain = torch.cat([torch.tensor([1, -1, 0, -0.0, 3.3895e38, 1.1755e-38, 9.2e-41, 1 / 3, math.inf, -math.inf, math.nan]),
                       torch.from_numpy(random.standard_normal(21, dtype=numpy.float32))])

    write("types", [
        f32("matrix", (2, 3)),
        plain("scalar", "F32", numpy.array(2.5, dtype=numpy.float32)),
        plain("empty", "F32", numpy.zeros((0, 4), dtype=numpy.float32)),
        f16("half", half.reshape(4, 8)),
        bf16("brain", brain.reshape(2, 16)),
        plain("double", "F64", numpy.array([1.0, 2.0])),
        plain("long", "I64", numpy.array([[-1, 2]])),
        plain("flags", "BOOL", numpy.array([True, False, True])),
    ], metadata={"format": "pt", "title": "Grüße"})

    # The header is not padded and a tensor of one byte comes first, so that the floats lie at an odd place.
    write("unaligned", [plain("byte", "U8", numpy.array([7], dtype=numpy.uint8)), f32("single", (3,)), f16("half", [0.5, -2, 65504])], pad=False)

    write("model", [
        f32("layers.0.xf", (3, 2)),
        f16("layers.0.wf", random.standard_normal((2, 5))),
        bf16("layers.0.bias", random.standard_normal(4)),
        f32("layers.1.weight", (2, 4)),
        f32("layers.1.bias", (2,)),
    ], metadata={"format": "pt"})

    # What saving the model with the values 0, 0.125, 0.25, ... in the order of its tensors must write, to the byte.
    shapes = [("layers.0.xf", (3, 2)), ("layers.0.wf", (2, 5)), ("layers.0.bias", (4,)), ("layers.1.weight", (2, 4)), ("layers.1.bias", (2,))]
    saved, count = [], 0
    for name, shape in shapes:
        length = math.prod(shape)
        saved.append(plain(name, "F32", (numpy.arange(count, count + length, dtype=numpy.float32) / 8).reshape(shape)))
        count += length
    checksum = crc32c(b"".join(data for (_, _, _, data), _ in saved))
    write("saved", saved, expected=False, metadata={"format": "pt", "crc32c": checksum})


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        check(sys.argv[2])
    elif len(sys.argv) == 1:
        make()
    else:
        sys.exit(__doc__)
