"""The limit: the bare espeak-ng library speaks the lines, one process a core; then the encoder runs alone.

No pipeline that speaks these lines with this library and writes this file with this encoder is faster here:
nothing is checked, kept, mixed or mastered, and every core is busy from the beginning to the end.
"""

from __future__ import annotations

import ctypes
import subprocess
import time
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

import espeakng_loader
import imageio_ffmpeg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Line = tuple[str, int, str]
"""Voice, words a minute, text."""
_BYTES_A_SECOND = 44_100 * 2 * 2


def speak(lines: Sequence[Line]) -> float:
    """Return the seconds of speech that the library answers for these lines, one after another."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    synchronous, utf8, words_a_minute = 2, 1, 1
    rate_hz = library.espeak_Initialize(synchronous, 1_000, espeakng_loader.get_data_path().encode(), 0)
    heard = 0

    @ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
    def collect(_wave: int, count: int, _events: int) -> int:
        nonlocal heard
        heard += count
        return 0

    library.espeak_SetSynthCallback(collect)
    for voice, rate, text in lines:
        library.espeak_SetVoiceByName(voice.encode())
        library.espeak_SetParameter(words_a_minute, rate, 0)
        encoded = text.encode()
        library.espeak_Synth(encoded, ctypes.c_size_t(len(encoded) + 1), 0, 1, 0, utf8, None, None)
    return heard / rate_hz


def encode(pcm: Path, encoder: Sequence[str], span: tuple[float, float]) -> None:
    """Encode a span (start and length in seconds) of 16-bit stereo at 44,100 Hz, and throw it away."""
    start_s, length_s = span
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ar", "44100", "-ac", "2",
        "-ss", f"{start_s}", "-t", f"{length_s}", "-i", str(pcm), *encoder, "-f", "null", "-",
    ]  # fmt: skip
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)


def measure(lines: Sequence[Line], pcm: Path, encoder: Sequence[str], processes: int) -> dict[str, float]:
    """Return the wall seconds for speaking and for encoding, each on all processes, and their sum."""
    by_length = sorted(lines, key=lambda line: -len(line[2]))
    shares = [by_length[i::processes] for i in range(processes)]
    length_s = pcm.stat().st_size / _BYTES_A_SECOND / processes
    spans = [(i * length_s, length_s) for i in range(processes)]
    with get_context("spawn").Pool(processes) as pool:
        pool.map(speak, [[] for _ in shares], chunksize=1)
        began = time.perf_counter()
        spoken_s = sum(pool.map(speak, shares, chunksize=1))
        between = time.perf_counter()
        pool.map(partial(encode, pcm, encoder), spans, chunksize=1)
        ended = time.perf_counter()
    return {
        "speaking_s": between - began,
        "encoding_s": ended - between,
        "wall_s": ended - began,
        "spoken_s": spoken_s,
    }
