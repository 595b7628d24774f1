"""Cue points in a WAV file, as editors read them: chunks `cue ` and `LIST adtl` with a label for each.

Source: Microsoft and IBM, "Multimedia Programming Interface and Data Specifications 1.0", 1991, 3-56 on.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def append(path: Path, marks: Sequence[tuple[int, str]]) -> None:
    """Append marks (frame, label) to a finished WAV file; one of 4 GB and more (RF64) is left as it is."""
    if not marks:
        return
    points = b"".join(
        struct.pack("<II4sIII", number, frame, b"data", 0, 0, frame)
        for number, (frame, _) in enumerate(marks, 1)
    )
    labels = b"".join(
        _chunk(b"labl", struct.pack("<I", number) + label.encode("utf-8") + b"\0")
        for number, (_, label) in enumerate(marks, 1)
    )
    added = _chunk(b"cue ", struct.pack("<I", len(marks)) + points) + _chunk(b"LIST", b"adtl" + labels)
    with path.open("r+b") as file:
        if file.read(4) != b"RIFF":
            return
        file.seek(0, 2)
        end = file.tell()
        if end + len(added) + 1 >= 2**32:
            return
        file.write(b"\0" * (end % 2) + added)
        size = file.tell() - 8
        file.seek(4)
        file.write(struct.pack("<I", size))


def _chunk(name: bytes, body: bytes) -> bytes:
    """Return a chunk, padded to an even length."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
