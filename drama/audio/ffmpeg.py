"""Encoders: MP3 in seamless pieces on all cores, by LAME; other formats by ffmpeg; decoding for the meters.

ffmpeg's binary comes in the wheel of imageio-ffmpeg; another one is used only when DRAMA_FFMPEG names it.
"""

from __future__ import annotations

import base64
import contextlib
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import imageio_ffmpeg
import numpy as np
import soundfile
from numpy.typing import NDArray

from drama.audio import id3, lame, mp3, wave_marks
from drama.audio.formats import FORMATS, MOST_NERO_CHAPTERS, Kind
from drama.errors import EngineError, Problem
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Read = Callable[[int, int], NDArray[np.float32]]
"""Takes a first frame and a count, returns (count, channels); called from several threads at once."""

OWN_BINARY = "DRAMA_FFMPEG"
"""Environment variable that names another ffmpeg to use."""
LEAD_IN = 4
"""MP3 frames encoded before a piece and discarded: the filter bank and psychoacoustic model warm up."""
LOOK_AHEAD = 3
"""MP3 frames after a piece that the encoder is given as look-ahead."""
_BLOCK = 264_960
"""Frames handed to ffmpeg at a time."""
_LAME_EFFORT = 7
"""Measured on speech at 128 kbit/s: half the time of level 5, and less noise in every octave (segmental SNR
35.8 dB against 30.0), because it does no noise shaping at the cost of the quiet bands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """What kind of file to write."""

    kind: Kind
    rate_hz: int
    channels: int
    bitrate_kbps: int = 128
    """Of MP3 (constant) and M4B; not used otherwise."""
    floats: bool = False
    """Of WAV: 32-bit floats, in which nothing is cut off at full scale, and not 24-bit integers."""

    @property
    def suffix(self) -> str:
        """The end of the file's name, with its dot."""
        return f".{self.kind}"


def executable() -> str:
    """Return the path of ffmpeg; EngineError when there is none that runs."""
    own = os.environ.get(OWN_BINARY)
    if own:
        return own
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        raise EngineError(
            Problem(
                message=f"there is no ffmpeg for this machine: {error}",
                hint=f"install ffmpeg and set {OWN_BINARY} to its path",
            )
        ) from error


class _Process:
    """A running ffmpeg, killed at its time limit; its messages end up in the error."""

    def __init__(self, arguments: list[str], limit_s: float, *, writes: bool, reads: bool) -> None:
        command = [executable(), "-hide_banner", "-v", "error", "-y", *([] if writes else ["-nostdin"])]
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        try:
            self.process = subprocess.Popen(  # noqa: S603 - list arguments, no shell
                [*command, *arguments],
                stdin=subprocess.PIPE if writes else subprocess.DEVNULL,
                stdout=subprocess.PIPE if reads else subprocess.DEVNULL,
                stderr=self._complaints,
            )
        except OSError as error:
            self._complaints.close()
            hint = f"check {OWN_BINARY}" if os.environ.get(OWN_BINARY) else "install drama again"
            raise EngineError(Problem(message=f"ffmpeg does not start: {error}", hint=hint)) from error
        self._late = False
        self._limit_s = limit_s
        self._timer = threading.Timer(limit_s, self._expire)
        self._timer.daemon = True
        self._timer.start()

    def _expire(self) -> None:
        self._late = True
        self.process.kill()

    def finish(self) -> str:
        """Wait for ffmpeg to exit and return its messages; EngineError unless it succeeded."""
        if self.process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()
        code = self.process.wait()
        said = self.close()
        if self._late:
            raise EngineError(Problem(message=f"ffmpeg was not done after {self._limit_s:.0f} s", hint=said))
        if code:
            raise EngineError(Problem(message=f"ffmpeg failed (exit code {code})", hint=said))
        return said

    def close(self) -> str:
        """End the process if it still runs and return its messages."""
        self._timer.cancel()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe and not pipe.closed:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        if self._complaints.closed:
            return ""
        self._complaints.seek(0)
        said = self._complaints.read().decode("utf-8", "replace").strip()
        self._complaints.close()
        return said


def _limit_s(seconds: float) -> float:
    """Return ffmpeg's time limit for so many seconds of sound: never under a minute."""
    return 60.0 + 2.0 * seconds


def _blocks(read: Read, start: int, stop: int) -> Iterator[NDArray[np.float32]]:
    """Yield the frames from start to stop."""
    for at in range(start, stop, _BLOCK):
        yield np.ascontiguousarray(read(at, min(_BLOCK, stop - at)), np.float32)


def _feed(process: _Process, blocks: Iterable[NDArray[np.float32]]) -> None:
    """Write blocks of frames to ffmpeg and wait until it has finished."""
    pipe = process.process.stdin
    try:
        for block in blocks:
            if pipe:
                pipe.write(block.data)
    except BrokenPipeError:
        pass  # it ended early: finish() says why
    except BaseException:
        process.close()
        raise
    process.finish()


def _raw(rate_hz: int, channels: int) -> list[str]:
    return ["-f", "f32le", "-ar", str(rate_hz), "-ac", str(channels), "-i", "pipe:0"]


def encode(
    read: Read, frames: int, rate_hz: int, made: Format, path: Path, tags: id3.Tags, jobs: int = 1
) -> None:
    """Write so many frames to a file of the format, whole or not at all, with its tags and chapters.

    `read` gives the sound at rate_hz with the format's channels, in blocks; an MP3 at that rate is encoded
    `jobs` blocks at a time. EngineError with the encoder's messages when it fails or hangs; errors of `read`
    are passed on.
    """
    with files.replacing(path, durable=False) as unfinished:
        if made.kind == "mp3" and made.rate_hz == rate_hz:
            _encode_mp3(read, frames, made, unfinished, tags, jobs)
        elif made.kind == "mp3":
            total = mp3_frames(frames, rate_hz, made.rate_hz)
            whole = _mp3_by_ffmpeg(_blocks(read, 0, frames), frames, rate_hz, made)
            write_mp3(unfinished, tags, [mp3.whole_frames(whole, 0, total)], frames * made.rate_hz // rate_hz)
        else:
            _encode_whole(read, frames, rate_hz, made, unfinished, tags)


def _encode_whole(read: Read, frames: int, rate_hz: int, made: Format, path: Path, tags: id3.Tags) -> None:
    kind = FORMATS[made.kind]
    codec = [*(["-b:a", f"{made.bitrate_kbps}k"] if kind.lossy else []), *kind.arguments]
    if made.floats:
        codec += ["-c:a", "pcm_f32le"]  # the last one counts
    if made.kind == "m4b" and len(tags.chapters) > MOST_NERO_CHAPTERS:
        codec += ["-movflags", "+disable_chpl"]
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "tags.txt"
        described.write_text(_ffmetadata(tags, made), encoding="utf-8")
        inputs = [*_raw(rate_hz, made.channels), "-f", "ffmetadata", "-i", str(described)]
        maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        if tags.cover and kind.pictures:
            cover = Path(folder) / "cover"
            cover.write_bytes(tags.cover)
            inputs += ["-i", str(cover)]
            maps += ["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"]
        arguments = [*inputs, *maps, "-ar", str(made.rate_hz), *codec, str(path)]
        process = _Process(arguments, _limit_s(frames / rate_hz), writes=True, reads=False)
        _feed(process, _blocks(read, 0, frames))
    if made.kind == "wav":
        marks = [(one.start_ms * made.rate_hz // 1000, one.title) for one in tags.chapters]
        wave_marks.append(path, marks)


def _ffmetadata(tags: id3.Tags, made: Format) -> str:
    """Return tags and chapters in ffmpeg's metadata format; its special characters are escaped."""

    def escaped(value: str) -> str:
        for sign in "\\=;#\n":
            value = value.replace(sign, "\\" + sign)
        return value

    texts = {
        "title": tags.title,
        "artist": tags.artist,
        "album_artist": tags.album_artist,
        "album": tags.album,
        "composer": tags.narrator,
        "track": tags.track,
        "genre": tags.genre,
        "date": tags.year,
        "language": tags.language,
        "comment": tags.comment,
        "description": tags.description,
        "copyright": tags.copyright,
        "grouping": id3.grouping(tags),
        **_own_names(tags, made),
    }
    lines = [";FFMETADATA1", *(f"{name}={escaped(value)}" for name, value in texts.items() if value)]
    for chapter in tags.chapters:
        times = f"START={chapter.start_ms}\nEND={chapter.end_ms}"
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", times, f"title={escaped(chapter.title)}"]
    return "\n".join(lines) + "\n"


def _own_names(tags: id3.Tags, made: Format) -> dict[str, str]:
    """Return the tags that are specific to this kind of file."""
    if made.kind == "m4b":
        # Without media type 2, "audiobook", Apple's programs file a book under music.
        return {"media_type": "2", "synopsis": tags.description, "show": tags.series, "episode_id": tags.part}
    if made.kind == "wav":
        layout = "mono" if made.channels == 1 else "stereo"
        return {
            "description": tags.title[:256],
            "originator": tags.encoder[:32],
            "coding_history": f"A=PCM,F={made.rate_hz},W=24,M={layout},T={tags.encoder}\r\n",
        }
    own = {
        "subtitle": tags.subtitle,
        "series": tags.series,
        "series-part": tags.part,
        "publisher": tags.publisher,
    }
    if made.kind == "opus" and tags.cover:
        own["METADATA_BLOCK_PICTURE"] = _picture_block(tags.cover)
    return own


def _picture_block(cover: bytes) -> str:
    """Return a front cover as Ogg files hold it: a FLAC picture block in base 64 (RFC 9639, 8.8)."""
    kind = b"image/png" if cover.startswith(b"\x89PNG") else b"image/jpeg"
    sizes = b"".join(n.to_bytes(4, "big") for n in (0, 0, 0, 0, len(cover)))
    block = (3).to_bytes(4, "big") + len(kind).to_bytes(4, "big") + kind + (0).to_bytes(4, "big") + sizes
    return base64.b64encode(block + cover).decode("ascii")


def _encode_mp3(read: Read, frames: int, made: Format, path: Path, tags: id3.Tags, jobs: int) -> None:
    """Encode blocks of whole MP3 frames in parallel and join them."""
    total = mp3_frames(frames, made.rate_hz, made.rate_hz)
    edges = [*range(0, total, _BLOCK // mp3.FRAME), total]

    def block(span: tuple[int, int]) -> bytes:
        first, last = span
        begin = max(0, first - LEAD_IN) * mp3.FRAME
        stop = min(frames, (last + LOOK_AHEAD) * mp3.FRAME)
        return mp3_piece(read(begin, stop - begin), made, min(first, LEAD_IN), last - first)

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        write_mp3(path, tags, pool.map(block, pairwise(edges)), frames)


def mp3_frames(frames: int, rate_hz: int, made_hz: int) -> int:
    """Return how many MP3 frames hold `frames` of sound and the delays of encoder and decoder."""
    return -(-(frames + mp3.ENCODER_DELAY + mp3.DECODER_DELAY) * made_hz // (rate_hz * mp3.FRAME))


def mp3_piece(sound: NDArray[np.float32], made: Format, skip: int, count: int) -> bytes:
    """Return `count` MP3 frames of a sound, (frames, channels), after the first `skip`.

    Without a bit reservoir every frame stands alone. Pieces that are encoded with some frames before
    (LEAD_IN) and after (LOOK_AHEAD), and then trimmed, join without a seam.
    """
    if _is_in_process():
        content = lame.encode(sound, made.rate_hz, made.bitrate_kbps, _LAME_EFFORT)
    else:
        content = _mp3_by_ffmpeg([np.ascontiguousarray(sound, np.float32)], len(sound), made.rate_hz, made)
    return mp3.whole_frames(content, skip, count)


def _is_in_process() -> bool:
    """Return whether LAME encodes in this process; a user's own ffmpeg takes precedence."""
    return not os.environ.get(OWN_BINARY) and lame.library() is not None


def _mp3_by_ffmpeg(blocks: Iterable[NDArray[np.float32]], frames: int, rate_hz: int, made: Format) -> bytes:
    """Return sound as MP3 frames of constant bit rate, without a bit reservoir and without a tag."""
    codec = ["-c:a", "libmp3lame", "-b:a", f"{made.bitrate_kbps}k", "-compression_level", str(_LAME_EFFORT)]
    codec += ["-reservoir", "0", "-write_xing", "0", "-id3v2_version", "0", "-f", "mp3"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.mp3"
        arguments = [*_raw(rate_hz, made.channels), "-threads", "1", "-ar", str(made.rate_hz), *codec]
        process = _Process([*arguments, str(path)], _limit_s(frames / rate_hz), writes=True, reads=False)
        _feed(process, blocks)
        return path.read_bytes() if path.exists() else b""


def write_mp3(path: Path, tags: id3.Tags, pieces: Iterable[bytes], frames: int) -> tuple[int, ...]:
    """Write consecutive pieces as an MP3 with its tags, and return the byte offset of each piece.

    `frames` is the length of the sound, from which players know how much to trim at either end.
    """
    starts, example, count, size = [], b"", 0, 0
    with path.open("wb") as out:
        out.write(id3.tag(tags))
        head_at = out.tell()
        for content in pieces:
            if not example:
                example = content[:4]
                out.write(bytes(len(mp3.info_frame(example, 0, 0, 0))))
            starts.append(out.tell())
            out.write(content)
            size += len(content)
            count += mp3.count_frames(content)
        out.seek(head_at)
        padding = count * mp3.FRAME - frames - mp3.ENCODER_DELAY
        out.write(mp3.info_frame(example, count, size, padding))
    return tuple(starts)


def encoder_identity() -> str:
    """Return which encoder makes MP3 here: its version, or its file."""
    if _is_in_process():
        return lame.identity()
    path = shutil.which(executable())
    status = Path(path).stat() if path else None
    return f"{path} {status.st_size if status else 0} {status.st_mtime_ns if status else 0}"


def decode(path: Path, rate_hz: int, channels: int, block: int = _BLOCK) -> Iterator[NDArray[np.float32]]:
    """Yield a sound file as (channels, frames), float32, at the rate and number of channels asked for.

    Delay and padding that the file declares are left out. A file that libsndfile reads at that rate and those
    channels is read with it, at a third of the cost; any other with ffmpeg. EngineError when neither can.
    """
    try:
        with soundfile.SoundFile(path) as file:
            if (file.samplerate, file.channels) == (rate_hz, channels):
                for part in file.blocks(block, dtype="float32", always_2d=True):
                    yield part.T
                return
    except soundfile.LibsndfileError:
        pass  # not a format of libsndfile's: ffmpeg reads it, or says what is wrong with it
    arguments = ["-threads", "1", "-i", str(path), "-map", "0:a:0"]
    arguments += ["-f", "f32le", "-ar", str(rate_hz), "-ac", str(channels), "pipe:1"]
    process = _Process(arguments, limit_s=24 * 3600.0, writes=False, reads=True)
    try:
        pipe = process.process.stdout
        while pipe and (content := pipe.read(block * channels * 4)):
            whole = len(content) // (4 * channels) * 4 * channels
            yield np.frombuffer(content[:whole], "<f4").reshape(-1, channels).T
        process.finish()
    finally:
        process.close()


def second_meter(path: Path) -> tuple[float, float]:
    """Return integrated loudness (LUFS) and true peak (dBTP) of a file as ffmpeg's ebur128 reads them."""
    arguments = ["-v", "info", "-i", str(path), "-map", "0:a:0"]
    arguments += ["-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"]
    said = _Process(arguments, limit_s=24 * 3600.0, writes=False, reads=False).finish()
    summary = said[said.rfind("Summary:") :]
    words = summary.replace(":", " ").split()
    readings = {name: words[words.index(name) + 1] for name in ("I", "Peak") if name in words}
    if len(readings) < 2:
        raise EngineError(Problem(message="ffmpeg's meter gave no reading", hint=said[-300:]))
    return float(readings["I"]), float(readings["Peak"])
