"""The frames of an MP3 stream: cutting pieces at them, and the Info frame that gives players the length."""

from __future__ import annotations

import struct

from drama.errors import EngineError

FRAME = 1152
"""Samples a channel in a frame of MPEG-1 layer III."""
DECODER_DELAY = 529
"""Samples of delay that the LAME tag assumes of every decoder."""
ENCODER_DELAY = 576
"""Samples of delay that LAME adds."""
FRAME_BYTES_MOST = 1441
"""Bytes of the longest frame, 320 kbit/s at 32 kHz, with its padding."""
_BITRATES_KBPS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_RATES_HZ = (44_100, 48_000, 32_000, 0)


def frame_bytes(header: bytes) -> int:
    """Return the length of a frame from its header (ISO 11172-3, 2.4.2.3); 0 when it isn't one."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xFE != 0xFA:
        return 0
    bitrate, rate = _BITRATES_KBPS[header[2] >> 4] * 1000, _RATES_HZ[(header[2] >> 2) & 3]
    return 144 * bitrate // rate + ((header[2] >> 1) & 1) if bitrate and rate else 0


def whole_frames(content: bytes, skip: int, count: int) -> bytes:
    """Return exactly `count` frames after the first `skip`; EngineError when there are fewer."""
    at = start = 0
    for number in range(skip + count):
        size = frame_bytes(content[at : at + 4])
        if not size or at + size > len(content):
            raise EngineError(f"ffmpeg wrote {number - skip} of {count} MP3 frames")
        if number == skip:
            start = at
        at += size
    return content[start:at]


def last_frames(content: bytes, count: int) -> bytes:
    """Return the last `count` frames of a stream of whole frames; all when it has fewer."""
    starts = _starts(content)
    return content[starts[max(0, len(starts) - 1 - count)] :]


def count_frames(content: bytes) -> int:
    """Return the number of frames in a stream of whole frames."""
    return len(_starts(content)) - 1


def _starts(content: bytes) -> list[int]:
    """Return where each frame begins, and where the last one ends."""
    starts = [0]
    while size := frame_bytes(content[starts[-1] : starts[-1] + 4]):
        starts.append(starts[-1] + size)
    return starts


def info_frame(example: bytes, frames: int, size: int, padding: int) -> bytes:
    """Return the Info frame, which gives players the length and the samples to trim at either end.

    The layout is that of LAME's Xing/Info tag for a constant bit rate; `example` begins with a frame of the
    stream, whose header it borrows.
    """
    header = bytes([example[0], example[1] | 1, example[2] & 0xFD, example[3]])
    length = frame_bytes(header)
    side_information = 17 if header[3] >> 6 == 3 else 32
    total = size + length
    contents = bytes(min(255, 256 * i // 100) for i in range(100))
    body = b"Info" + struct.pack(">III", 0x7, frames, total) + contents
    delays = (ENCODER_DELAY << 12) | max(0, min(4095, padding))
    lame = b"Lavc60.0\0" + b"\x01" + b"\0" * 11 + delays.to_bytes(3, "big") + b"\0" * 12
    return (header + bytes(side_information) + body + lame).ljust(length, b"\0")[:length]
