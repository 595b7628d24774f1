"""Reads people's recordings of any format, rate, sample width and number of channels, a span at a time.

libsndfile seeks in what it knows; anything else goes through ffmpeg once, to a temporary file. Spans come as
pydub segments, which know fades and exports. pydub is imported with the first one: it takes 50 ms, and warns
when ffmpeg isn't on PATH.
"""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import soundfile

from drama.audio import ffmpeg, ffmpeg_process
from drama.audio.samples import resample
from drama.errors import EngineError, InputError, Place, Problem
from drama.system import tempdirs
from drama.timecode import HOUSE_RATE_HZ

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray
    from pydub import AudioSegment

_RATES_HZ = (4_000, 768_000)
"""Range of plausible sample rates; outside it the header is damaged."""
_MOST_CHANNELS = 64
_WIDE = frozenset({"PCM_24", "PCM_32", "FLOAT", "DOUBLE"})
"""Subtypes that have more than 16 bits to keep."""
_BLOCK_S = 5
"""Whole seconds: at any rate they are a whole number of frames, so that times don't drift."""


_MENDED = "export it again as a WAV"


def unreadable(message: str, place: Place | None, error: EngineError) -> InputError:
    """Return what to tell about a file of somebody's own that ffmpeg can't read, with what ffmpeg said."""
    said = error.problems[0].hint.partition("\n")[0].rstrip(".")
    hint = f"{_MENDED}, or take it out of the folder (ffmpeg: {said})"
    return InputError(Problem(message=message, place=place, hint=hint))


@cache
def _library() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about ffmpeg, set below, and audioop, a backport from 3.13 on
        from pydub import audio_segment  # noqa: PLC0415 - see above
    audio_segment.AudioSegment.converter = ffmpeg_process.executable()
    return audio_segment


class Recording:
    """A sound file that somebody made, open for reading as one channel."""

    def __init__(self, path: Path) -> None:
        """Open the file; InputError when it can't be read as a sound."""
        self._path = path
        self._scratch: tempdirs.Scratch | None = None
        self._file = self._opened()
        self.rate_hz: int = self._file.samplerate
        said = ""
        if not _RATES_HZ[0] <= self.rate_hz <= _RATES_HZ[1]:
            said = f"{self.rate_hz} samples a second"
        elif self._file.channels > _MOST_CHANNELS:
            said = f"{self._file.channels} channels"
        if said:
            raise self._error(f"it says that it has {said}", _MENDED)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return float(self._file.frames / self.rate_hz)

    def _opened(self) -> Any:
        try:
            return soundfile.SoundFile(self._path)
        except soundfile.LibsndfileError:
            pass  # not a format of libsndfile's: ffmpeg reads it, or says what is wrong with it
        self._scratch = tempdirs.Scratch("recording")
        plain = self._scratch.path / "recording.w64"
        try:
            with soundfile.SoundFile(plain, "w", HOUSE_RATE_HZ, 1, "PCM_16", format="W64") as file:
                for block in ffmpeg.decode(self._path, HOUSE_RATE_HZ, 1):
                    file.write(block[0])
        except EngineError as error:
            raise unreadable("it can't be read as a sound", Place(path=str(self._path)), error) from error
        return soundfile.SoundFile(plain)

    def _error(self, message: str, hint: str) -> InputError:
        return InputError(Problem(message=message, place=Place(path=str(self._path)), hint=hint))

    def _read(self, start: int, count: int) -> NDArray[np.float64]:
        """Return so many frames from a start on, (frames,); fewer at the end."""
        try:
            self._file.seek(min(start, self._file.frames))
            read = self._file.read(count, dtype="float64", always_2d=True)
        except soundfile.LibsndfileError as error:
            message = f"it is damaged near {start / self.rate_hz:.0f} s"
            raise self._error(message, str(error)) from error
        return np.asarray(np.nan_to_num(read.mean(axis=1), nan=0.0, posinf=1.0, neginf=-1.0))

    def blocks(self) -> Iterator[NDArray[np.float32]]:
        """Yield the whole recording at HOUSE_RATE_HZ, (frames,), in blocks of some seconds."""
        count = _BLOCK_S * self.rate_hz
        for start in range(0, self._file.frames, count):
            yield resample(self._read(start, count).astype(np.float32), self.rate_hz, HOUSE_RATE_HZ)

    def segment(self, start_s: float = 0.0, end_s: float | None = None) -> AudioSegment:
        """Return a span as a pydub segment of one channel at its own rate; its ends are drawn inside."""
        end_s = self.seconds if end_s is None else min(end_s, self.seconds)
        start = max(0, round(start_s * self.rate_hz))
        sound = self._read(start, max(0, round(end_s * self.rate_hz) - start))
        width = 4 if self._file.subtype in _WIDE else 2
        scale = float(1 << (8 * width - 1))
        data = np.clip(np.rint(sound * scale), -scale, scale - 1).astype(f"<i{width}").tobytes()
        made: AudioSegment = _library().AudioSegment(
            data=data, sample_width=width, frame_rate=self.rate_hz, channels=1
        )
        return made

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file, and remove a temporary one."""
        self._file.close()
        if self._scratch:
            self._scratch.close()


def samples(segment: AudioSegment) -> NDArray[np.float32]:
    """Return a segment's samples, shape (frames,), within [−1, 1]."""
    full_scale = float(1 << (8 * segment.sample_width - 1))
    return np.asarray(np.array(segment.get_array_of_samples()) / full_scale, np.float32)
