"""The limit: the bare espeak-ng library speaks the lines, one process a core; then the encoder runs alone.

No pipeline that speaks these lines with this library and writes this file with this encoder is faster here:
nothing is checked, kept, mixed or mastered, and every core is busy from the beginning to the end.
"""

from __future__ import annotations

import ctypes
import resource
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
ENCODER = ("-c:a", "libmp3lame", "-b:a", "128k", "-compression_level", "7")
"""As drama encodes its default preset."""
_BYTES_A_SECOND = 44_100 * 2 * 2


def speak(lines: Sequence[Line]) -> tuple[float, float]:
    """Speak lines one after another; return the seconds of speech that the library answered, and of CPU."""
    began = time.process_time()
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
    return heard / rate_hz, time.process_time() - began


def cpu_of_children_s() -> float:
    """Return the processor time of all processes that this one started and waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def decode(episode: Path, pcm: Path) -> None:
    """Write an episode as 16-bit stereo at 44,100 Hz."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(episode)]
    subprocess.run([*command, "-f", "s16le", "-ac", "2", "-ar", "44100", str(pcm)], check=True)


def encode(pcm: Path, span: tuple[float, float]) -> float:
    """Encode a span (start and length in seconds) of 16-bit stereo at 44,100 Hz; return seconds of CPU."""
    before_s = cpu_of_children_s()
    start_s, length_s = span
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "s16le", "-ar", "44100", "-ac", "2",
        "-ss", f"{start_s}", "-t", f"{length_s}", "-i", str(pcm), *ENCODER, "-f", "null", "-",
    ]  # fmt: skip
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return cpu_of_children_s() - before_s


def measure(lines: Sequence[Line], pcm: Path, processes: int) -> dict[str, float]:
    """Return the seconds for speaking and for encoding, each on all processes: on the clock, and of CPU."""
    by_length = sorted(lines, key=lambda line: -len(line[2]))
    shares = [by_length[i::processes] for i in range(processes)]
    length_s = pcm.stat().st_size / _BYTES_A_SECOND / processes
    spans = [(i * length_s, length_s) for i in range(processes)]
    with get_context("spawn").Pool(processes) as pool:
        pool.map(speak, [[] for _ in shares], chunksize=1)
        began = time.perf_counter()
        spoken = pool.map(speak, shares, chunksize=1)
        between = time.perf_counter()
        encoded = pool.map(partial(encode, pcm), spans, chunksize=1)
        ended = time.perf_counter()
    return {
        "speaking_s": between - began,
        "encoding_s": ended - between,
        "wall_s": ended - began,
        "speaking_cpu_s": sum(cpu_s for _, cpu_s in spoken),
        "encoding_cpu_s": sum(encoded),
        "spoken_s": sum(spoken_s for spoken_s, _ in spoken),
    }
