"""Makes the files of the folder Arrays, or of FOLDER, with NumPy: python3 make_arrays.py [FOLDER] (numpy 1.24)."""

import gzip
import pathlib
import struct
import sys

import numpy as np
from numpy.lib import format as npy

FOLDER = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "Arrays"
IDX_TYPES = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def values(shape):
    """Whole numbers that every type holds, each another one."""
    return np.arange(np.prod(shape)).reshape(shape)


def save(name, array, version=(1, 0)):
    with open(FOLDER / f"{name}.npy", "wb") as file:
        npy.write_array(file, array, version)


def save_idx(name, array, kind):
    header = bytes([0, 0, IDX_TYPES[kind], array.ndim]) + struct.pack(f">{array.ndim}i", *array.shape)
    content = header + array.astype(">" + kind).tobytes()
    (FOLDER / f"{name}.idx").write_bytes(content)
    (FOLDER / f"{name}.idx.gz").write_bytes(gzip.compress(content, mtime=0))


def main():
    FOLDER.mkdir(exist_ok=True)
    for kind in ["<f2", "<f4", ">f4", "<f8", ">f8", "|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "|u1", "<u2", "<u4", ">u4", "<u8"]:
        save("type-" + kind.translate(str.maketrans("<>|", "lbn")), values((3, 4)).astype(kind))
    save("type-nb1", np.array([True, False, True]))
    for kind in ["f4", "f8", "i1", "i2", "i4", "i8"]:
        save(f"fortran-{kind}", np.asfortranarray(values((2, 3, 4)).astype(kind)))
    save("version-2", values((3, 4)).astype("<f4"), (2, 0))
    save("version-3", values((3, 4)).astype("<f4"), (3, 0))
    save("number", np.float32(7))
    save("none", np.zeros((0, 4), "<f4"))
    save("long", (np.arange(20000) - 10000.5))
    save("negative", np.array([-1, -2**31, 2**31 - 1], "<i8"))
    save("beyond", np.array([0, 2**31], "<i8"))
    save("fraction", np.array([0, 1.5], "<f8"))
    save("labels", np.array([0, 2, 1], "<i8"))
    save("complex", np.array([1j]))
    save("text", np.array(["a"]))
    save("structure", np.array([(1, 2.0)], [("a", "<i4"), ("b", "<f4")]))
    np.savez(FOLDER / "two.npz", x=values((3, 4)).astype("<f4"), y=np.array([0, 2, 1], "<i4"))
    np.savez_compressed(FOLDER / "one.npz", values((3, 4)).astype(">f8"))
    for kind in IDX_TYPES:
        save_idx(f"type-{kind}", values((3, 2, 2)), kind)
    save_idx("labels", np.array([0, 2, 1]), "u1")


main()
