"""Reads recordings as pydub segments: any format, rate, sample width and number of channels.

pydub is imported when the first file is read: it takes 50 ms, and warns when ffmpeg isn't on PATH.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import soundfile

from drama.audio import ffmpeg
from drama.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

_RATES_HZ = (4_000, 768_000)
"""Range of plausible sample rates; outside it the header is damaged."""
_OWN = frozenset({"PCM_U8", "PCM_16", "PCM_24", "PCM_32"})
"""WAV subtypes that pydub reads itself; it would take floats in an extensible WAV for integers."""


@cache
def _library() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about ffmpeg, set below, and audioop, a backport from 3.13 on
        from pydub import audio_segment  # noqa: PLC0415 - see above
    audio_segment.AudioSegment.converter = ffmpeg.executable()
    # pydub asks ffprobe, which comes with no wheel, for the sample width (jiaaro/pydub#771, #810); without
    # an answer it has ffmpeg decode to 16 bits.
    audio_segment.mediainfo_json = _unprobed
    return audio_segment


def _unprobed(*_: object, **__: object) -> dict[str, object]:
    return {}


def read(path: Path) -> Any:
    """Return a sound file as a pydub.AudioSegment of one channel, at the file's own rate.

    PCM is read by pydub itself, everything else with ffmpeg, whole. InputError when neither can.
    """
    library = _library()
    try:
        if path.suffix.lower() == ".wav":
            with path.open("rb") as file:  # pydub leaves open what it opens itself
                segment = library.AudioSegment.from_file(file, "wav" if _is_pcm(path) else None)
        else:
            segment = library.AudioSegment.from_file(path)
    except (library.CouldntDecodeError, OSError) as error:
        said = str(error).strip().rpartition("\n")[2]
        message = "it can't be read as a sound"
        raise InputError(Problem(message=message, place=Place(path=str(path)), hint=said)) from error
    low, high = _RATES_HZ
    if not low <= segment.frame_rate <= high:
        message = f"it says that it has {segment.frame_rate} samples a second"
        raise InputError(
            Problem(message=message, place=Place(path=str(path)), hint="export it again as a WAV")
        )
    return _whole_frames(segment).set_channels(1)


def _whole_frames(segment: Any) -> Any:
    """Return a segment without the incomplete frame at the end of a truncated file."""
    data = segment.raw_data
    rest = len(data) % (segment.sample_width * segment.channels)
    return segment._spawn(data[: len(data) - rest]) if rest else segment  # noqa: SLF001


def _is_pcm(path: Path) -> bool:
    try:
        return soundfile.info(path).subtype in _OWN
    except soundfile.SoundFileError:
        return False


def samples(segment: Any) -> NDArray[np.float32]:
    """Return a segment's samples, shape (frames,), within [−1, 1]."""
    full_scale = float(1 << (8 * segment.sample_width - 1))
    return np.asarray(np.array(segment.get_array_of_samples()) / full_scale, np.float32)
