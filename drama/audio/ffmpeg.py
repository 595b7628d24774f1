"""Encoders: MP3 by LAME and AAC by ffmpeg in seamless pieces on all cores, other formats by ffmpeg in one go.

And decoding, for the meters.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import soundfile
from numpy.typing import NDArray

from drama.audio import aac, ffmetadata, id3, lame, mp3, wave_marks
from drama.audio.ffmpeg_process import OWN_BINARY, Process, executable
from drama.audio.formats import FORMATS, MOST_NERO_CHAPTERS, Kind
from drama.errors import EngineError, Problem
from drama.model import REGION_MARGINS
from drama.progress import Silent
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from drama.progress import Progress

Read = Callable[[int, int], NDArray[np.float32]]
"""Takes a first frame and a count, returns (count, channels); called from several threads at once."""

LEAD_IN, LOOK_AHEAD = (margin // mp3.FRAME for margin in REGION_MARGINS)
"""MP3 frames that the encoder is given before a piece, and discards, and after it."""
_BLOCK = 264_960
"""Frames handed to ffmpeg at a time."""
_LAME_EFFORT = 7
"""Measured on speech at 128 kbit/s: half the time of level 5, and less noise in every octave (segmental SNR
35.8 dB against 30.0), because it does no noise shaping at the cost of the quiet bands."""


class Listener(Protocol):
    """Hears what was encoded, and makes softer what is too loud."""

    def heard(self, start: int, blocks: Iterator[NDArray[np.float32]]) -> Mapping[int, float]:
        """Return the frames at which a sound is too loud, and by how many dB.

        Takes the frame at which it begins, and (channels, frames) in blocks. Called from several threads.
        """
        ...

    def lower(self, found: Mapping[int, float]) -> None:
        """Make these places softer from now on, whenever the sound is read."""
        ...


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


@dataclass(frozen=True, slots=True)
class Source:
    """A sound to be encoded, with the channels of the file that it is for."""

    read: Read
    frames: int
    rate_hz: int

    @classmethod
    def of(cls, sound: NDArray[np.float32], rate_hz: int) -> Source:
        """Return a sound that is in memory, (frames, channels)."""
        return cls(lambda start, count: sound[start : start + count], len(sound), rate_hz)

    def blocks(self, start: int = 0, stop: int | None = None) -> Iterator[NDArray[np.float32]]:
        """Yield the frames from start to stop, or to the end."""
        stop = self.frames if stop is None else stop
        for at in range(start, stop, _BLOCK):
            yield np.ascontiguousarray(self.read(at, min(_BLOCK, stop - at)), np.float32)

    @property
    def limit_s(self) -> float:
        """How long ffmpeg may take to encode it: never under a minute."""
        return 60.0 + 2.0 * self.frames / self.rate_hz


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """How a file is encoded: on how many cores, what of an earlier attempt is used, and who hears it."""

    jobs: int = 1
    kept: Path | None = None
    """A folder for the pieces of an M4B, so that another attempt encodes only those that sound otherwise."""
    listener: Listener | None = None
    """Hears each piece of an M4B, decoded; those that are too loud for it are encoded again."""
    progress: Progress = field(default_factory=Silent)


def _feed(process: Process, blocks: Iterable[NDArray[np.float32] | bytes]) -> None:
    """Write blocks of frames, or of an encoded stream, to ffmpeg and wait until it has finished."""
    pipe = process.process.stdin
    try:
        for block in blocks:
            if pipe:
                pipe.write(block if isinstance(block, bytes) else block.data)
    except BrokenPipeError:
        pass  # it ended early: finish() says why
    except BaseException:
        process.close()
        raise
    process.finish()


def _raw(rate_hz: int, channels: int) -> list[str]:
    return ["-f", "f32le", "-ar", str(rate_hz), "-ac", str(channels), "-i", "pipe:0"]


def encode(source: Source, made: Format, path: Path, tags: id3.Tags, work: Work | None = None) -> None:
    """Write a sound to a file of the format, whole or not at all, with its tags and chapters.

    An MP3 or M4B at the sound's own rate is encoded `work.jobs` blocks at a time. EngineError with the
    encoder's messages when it fails or hangs; errors of `source.read` are passed on.
    """
    work = work or Work()
    with files.replacing(path, durable=False) as unfinished:
        if made.kind == "mp3" and made.rate_hz == source.rate_hz:
            _encode_mp3(source, made, unfinished, tags, work.jobs)
        elif made.kind == "mp3":
            total = mp3_frames(source.frames, source.rate_hz, made.rate_hz)
            whole = _mp3_by_ffmpeg(source, made)
            frames = source.frames * made.rate_hz // source.rate_hz
            write_mp3(unfinished, tags, [mp3.whole_frames(whole, 0, total)], frames)
        else:
            _encode_whole(source, made, unfinished, tags, work)


def _encode_whole(source: Source, made: Format, path: Path, tags: id3.Tags, work: Work) -> None:
    kind = FORMATS[made.kind]
    codec = [*(["-b:a", f"{made.bitrate_kbps}k"] if kind.lossy else []), *kind.arguments]
    in_pieces = made.kind == "m4b" and made.rate_hz == source.rate_hz
    if made.floats:
        codec += ["-c:a", "pcm_f32le"]  # the last one counts
    if made.kind == "m4b" and len(tags.chapters) > MOST_NERO_CHAPTERS:
        codec += ["-movflags", "+disable_chpl"]
    with tempfile.TemporaryDirectory() as folder:
        described = Path(folder) / "tags.txt"
        text = ffmetadata.written(tags, made.kind, made.rate_hz, made.channels)
        described.write_text(text, encoding="utf-8")
        if in_pieces:
            # The encoder's delay comes before the sound: the file tells players to leave it out.
            given = ["-itsoffset", f"{-aac.FRAMES / source.rate_hz}", "-f", "aac", "-i", "pipe:0"]
            content: Iterable[NDArray[np.float32] | bytes] = _aac(
                source, made, work.kept or Path(folder), work
            )
            codec += ["-c:a", "copy", "-avoid_negative_ts", "disabled"]
        else:
            codec += aac.coding(made.bitrate_kbps) if made.kind == "m4b" else []
            given, content = _raw(source.rate_hz, made.channels), _stepped(source.blocks(), work.progress)
            work.progress.start(f"encode {made.kind}", -(-source.frames // _BLOCK))
        inputs = [*given, "-f", "ffmetadata", "-i", str(described)]
        maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
        if tags.cover and kind.pictures:
            cover = Path(folder) / "cover"
            cover.write_bytes(tags.cover)
            inputs += ["-i", str(cover)]
            maps += ["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"]
        rate = [] if in_pieces else ["-ar", str(made.rate_hz)]
        arguments = [*inputs, *maps, *rate, *codec, str(path)]
        _feed(Process(arguments, source.limit_s, writes=True, reads=False), content)
    if made.kind == "wav":
        marks = [(one.start_ms * made.rate_hz // 1000, one.title) for one in tags.chapters]
        wave_marks.append(path, marks)


def _stepped(blocks: Iterable[NDArray[np.float32]], progress: Progress) -> Iterator[NDArray[np.float32]]:
    for block in blocks:
        yield block
        progress.step()


def _aac(source: Source, made: Format, folder: Path, work: Work) -> Iterator[bytes]:
    """Yield a sound as AAC in ADTS; pieces that the folder has under their sound's digest aren't encoded."""
    folder.mkdir(parents=True, exist_ok=True)
    coding = aac.coding(made.bitrate_kbps)
    every = aac.pieces(source.frames)
    listener = work.listener
    work.progress.start("encode m4b", len(every))

    def path(one: aac.Piece, sound: NDArray[np.float32]) -> Path:
        named = hashlib.sha256(repr((one.dropped, one.kept, "whole", made, coding, executable())).encode())
        named.update(sound.data)
        return folder / f"{named.hexdigest()}.aac"

    def encoded(one: aac.Piece) -> bytes:
        sound = np.empty((max(0, one.stop - one.start), made.channels), np.float32)
        at = 0
        for block in source.blocks(one.start, one.stop):
            sound[at : at + len(block)] = block
            at += len(block)
        there = path(one, sound)
        if not there.exists():
            content = _coded(Source.of(sound, made.rate_hz), made.channels, coding, "adts")
            files.write_bytes(there, content, durable=False)
        return there.read_bytes()

    def heard(one: aac.Piece, content: bytes) -> Mapping[int, float]:
        if listener is None:
            return {}
        first = one.start + (one.dropped - 1) * aac.FRAMES
        decoded = _decoded_aac(content, made, one.dropped * aac.FRAMES, one.kept * aac.FRAMES)
        return listener.heard(first, decoded)

    def lower(found: Mapping[int, float]) -> None:
        if listener is not None:
            listener.lower(found)

    with ThreadPoolExecutor(max_workers=max(1, work.jobs)) as pool:
        for one, content in aac.settled(every, encoded, heard, lower, pool.map):
            work.progress.step()
            yield aac.kept(one, content)


def _decoded_aac(content: bytes, made: Format, skip: int, count: int) -> Iterator[NDArray[np.float32]]:
    """Yield `count` frames of AAC in ADTS after the first `skip`, (channels, frames) in blocks."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece.aac"
        path.write_bytes(content)
        for block in _by_ffmpeg(path, made.rate_hz, made.channels, _BLOCK):
            inside = block[:, skip : skip + count]
            skip, count = max(0, skip - block.shape[1]), count - inside.shape[1]
            if inside.shape[1]:
                yield inside


def _coded(source: Source, channels: int, coding: list[str], kind: str) -> bytes:
    """Return sound as ffmpeg encodes it into a stream without a container."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "piece"
        arguments = [*_raw(source.rate_hz, channels), "-threads", "1", *coding, "-f", kind, str(path)]
        _feed(Process(arguments, source.limit_s, writes=True, reads=False), source.blocks())
        return path.read_bytes() if path.exists() else b""


def _encode_mp3(source: Source, made: Format, path: Path, tags: id3.Tags, jobs: int) -> None:
    """Encode blocks of whole MP3 frames in parallel and join them."""
    total = mp3_frames(source.frames, made.rate_hz, made.rate_hz)
    edges = [*range(0, total, _BLOCK // mp3.FRAME), total]

    def block(span: tuple[int, int]) -> bytes:
        first, last = span
        begin = max(0, first - LEAD_IN) * mp3.FRAME
        stop = min(source.frames, (last + LOOK_AHEAD) * mp3.FRAME)
        return mp3_piece(source.read(begin, stop - begin), made, min(first, LEAD_IN), last - first)

    with ThreadPoolExecutor(max_workers=max(1, jobs)) as pool:
        write_mp3(path, tags, pool.map(block, pairwise(edges)), source.frames)


def mp3_frames(frames: int, rate_hz: int, made_hz: int) -> int:
    """Return how many MP3 frames hold `frames` of sound and the delays of encoder and decoder."""
    return -(-(frames + mp3.ENCODER_DELAY + mp3.DECODER_DELAY) * made_hz // (rate_hz * mp3.FRAME))


def mp3_piece(sound: NDArray[np.float32], made: Format, skip: int, count: int) -> bytes:
    """Return `count` MP3 frames of a sound, (frames, channels), after the first `skip`.

    Without a bit reservoir every frame stands alone. Pieces that are encoded with some frames before
    (LEAD_IN) and after (LOOK_AHEAD), and then trimmed, join without a seam.
    """
    if _is_in_process():
        content = lame.encode(sound, made.rate_hz, made.bitrate_kbps, _LAME_EFFORT, skip + count)
    else:
        content = _mp3_by_ffmpeg(Source.of(sound, made.rate_hz), made)
    return mp3.whole_frames(content, skip, count)


def _is_in_process() -> bool:
    """Return whether LAME encodes in this process; a user's own ffmpeg takes precedence."""
    return not os.environ.get(OWN_BINARY) and lame.library() is not None


def _mp3_by_ffmpeg(source: Source, made: Format) -> bytes:
    """Return sound as MP3 frames of constant bit rate, without a bit reservoir and without a tag."""
    coding = ["-ar", str(made.rate_hz), "-c:a", "libmp3lame", "-b:a", f"{made.bitrate_kbps}k"]
    coding += ["-compression_level", str(_LAME_EFFORT), "-reservoir", "0"]
    coding += ["-write_xing", "0", "-id3v2_version", "0"]
    return _coded(source, made.channels, coding, "mp3")


def write_mp3(path: Path, tags: id3.Tags, pieces: Iterable[bytes], frames: int) -> tuple[int, ...]:
    """Write consecutive pieces as an MP3 with its tags, and return the byte offset of each piece.

    `frames` is the length of the sound, from which players know how much to trim at either end; together the
    pieces have the frames that mp3_frames() tells.
    """
    starts, example, size = [], b"", 0
    count = mp3_frames(frames, 1, 1)
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
    yield from _by_ffmpeg(path, rate_hz, channels, block)


def _by_ffmpeg(path: Path, rate_hz: int, channels: int, block: int) -> Iterator[NDArray[np.float32]]:
    arguments = ["-threads", "1", "-i", str(path), "-map", "0:a:0"]
    arguments += ["-f", "f32le", "-ar", str(rate_hz), "-ac", str(channels), "pipe:1"]
    process = Process(arguments, limit_s=24 * 3600.0, writes=False, reads=True)
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
    said = Process(arguments, limit_s=24 * 3600.0, writes=False, reads=False).finish()
    summary = said[said.rfind("Summary:") :]
    words = summary.replace(":", " ").split()
    readings = {name: words[words.index(name) + 1] for name in ("I", "Peak") if name in words}
    if len(readings) < 2:
        raise EngineError(Problem(message="ffmpeg's meter gave no reading", hint=said[-300:]))
    return float(readings["I"]), float(readings["Peak"])
