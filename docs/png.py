"""A screenshot's PNG with a palette of at most 256 colours: a third of the size, text as sharp."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

SIGN = b"\x89PNG\r\n\x1a\n"
MOST = 256
STEP = 8  # levels of a channel that count as one


def shrink(file: Path) -> None:
    """In place. Raises ValueError for anything but 8-bit RGB or RGBA without interlacing."""
    pixels = _pixels(file.read_bytes())
    codes = (pixels[:, :, :3] // STEP).astype(np.uint32)
    keys = codes[:, :, 0] << 16 | codes[:, :, 1] << 8 | codes[:, :, 2]
    found, places, counts = np.unique(keys.ravel(), return_inverse=True, return_counts=True)
    kept = np.argsort(-counts)[:MOST]
    colours = np.stack([found >> 16, found >> 8 & 0xFF, found & 0xFF], axis=1).astype(int)
    near = np.array([int(np.abs(colours[kept] - one).sum(axis=1).argmin()) for one in colours])
    palette = np.minimum(colours[kept] * STEP * 255 // (256 - STEP), 255).astype(np.uint8)
    height, width = keys.shape
    rows = near[places].reshape(height, width).astype(np.uint8)
    lines = np.hstack([np.zeros((height, 1), np.uint8), rows]).tobytes()
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (
        (b"IHDR", head),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    file.write_bytes(SIGN + b"".join(_part(kind, data) for kind, data in parts))


def _part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _parts(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(SIGN)
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        yield data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        place += 12 + length


def _pixels(data: bytes) -> Any:
    """Height × width × 3 or 4, each 0 to 255."""
    parts = list(_parts(data))
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", parts[0][1])
    if depth != 8 or colour not in {2, 6} or interlaced:
        raise ValueError("no screenshot: 8-bit RGB or RGBA is needed")
    size = 3 if colour == 2 else 4
    raw = zlib.decompress(b"".join(one for kind, one in parts if kind == b"IDAT"))
    lines = np.frombuffer(raw, np.uint8).reshape(height, 1 + width * size)
    above = np.zeros((width, size), int)
    rows = []
    for line in lines:
        above = _unfiltered(int(line[0]), line[1:].reshape(width, size).astype(int), above)
        rows.append(above)
    return np.stack(rows)


def _unfiltered(kind: int, line: Any, above: Any) -> Any:
    """PNG's five filters: none, left, above, mean of both, Paeth."""
    if kind == 0:
        return line
    if kind == 1:
        return np.cumsum(line, axis=0) % 256
    if kind == 2:
        return (line + above) % 256
    left, corner = np.zeros(line.shape[1], int), np.zeros(line.shape[1], int)
    made = np.empty_like(line)
    for place in range(len(line)):
        guess = (left + above[place]) // 2 if kind == 3 else _paeth(left, above[place], corner)
        left, corner = (line[place] + guess) % 256, above[place]
        made[place] = left
    return made


def _paeth(left: Any, above: Any, corner: Any) -> Any:
    base = left + above - corner
    far = [np.abs(base - one) for one in (left, above, corner)]
    first = (far[0] <= far[1]) & (far[0] <= far[2])
    return np.where(first, left, np.where(far[1] <= far[2], above, corner))
