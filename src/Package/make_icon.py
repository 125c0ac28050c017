"""Draws icon.png, the icon of the packages: a thin tall factor times a thin wide one."""
import os
import struct
import zlib

SIZE, SUPERSAMPLES = 128, 4
BACKGROUND, TALL, WIDE = (24, 32, 56), (92, 200, 255), (255, 176, 64)
# Left, top, right, bottom, the radius of the corners, and the colour.
SHAPES = [(0, 0, 128, 128, 24, BACKGROUND), (22, 22, 38, 106, 6, TALL), (48, 22, 106, 38, 6, WIDE)]


def covers(shape, x, y):
    left, top, right, bottom, radius, _ = shape
    if not (left <= x < right and top <= y < bottom):
        return False
    dx = max(left + radius - x, x - (right - radius), 0)
    dy = max(top + radius - y, y - (bottom - radius), 0)
    return dx * dx + dy * dy <= radius * radius


def pixel(column, row):
    colours = []
    for i in range(SUPERSAMPLES * SUPERSAMPLES):
        x, y = column + (i % SUPERSAMPLES + 0.5) / SUPERSAMPLES, row + (i // SUPERSAMPLES + 0.5) / SUPERSAMPLES
        colours += [shape[5] for shape in reversed(SHAPES) if covers(shape, x, y)][:1]
    if not colours:
        return bytes(4)
    mean = [round(sum(channel) / len(colours)) for channel in zip(*colours)]
    return bytes(mean + [round(255 * len(colours) / SUPERSAMPLES**2)])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


rows = b"".join(b"\0" + b"".join(pixel(column, row) for column in range(SIZE)) for row in range(SIZE))
header = struct.pack(">IIBBBBB", SIZE, SIZE, 8, 6, 0, 0, 0)
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "icon.png"), "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))
