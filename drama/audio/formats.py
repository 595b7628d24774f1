"""The formats of finished sound: one table for the encoder, the presets and the publisher."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["mp3", "m4b", "opus", "flac", "wav"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioFormat:
    """A kind of file, and ffmpeg's arguments for it."""

    kind: Kind
    media_type: str
    lossy: bool
    arguments: tuple[str, ...] = ()
    """For ffmpeg, without the bit rate; none for MP3, which has its own encoder."""
    rates_hz: tuple[int, ...] = (44_100, 48_000)
    pictures: bool = False
    """Whether ffmpeg puts a picture into the file as a stream."""


FORMATS: dict[Kind, AudioFormat] = {
    one.kind: one
    for one in (
        AudioFormat(kind="mp3", media_type="audio/mpeg", lossy=True),
        AudioFormat(
            kind="m4b",
            media_type="audio/mp4",
            lossy=True,
            # The brand tells players that it is a book. `use_metadata_tags` would hide the tags from them.
            arguments=("-c:a", "aac", "-f", "ipod", "-brand", "M4B ", "-movflags", "+faststart"),
            pictures=True,
        ),
        AudioFormat(
            kind="opus",
            media_type="audio/ogg",
            lossy=True,
            arguments=("-c:a", "libopus", "-application", "audio", "-f", "opus"),
            rates_hz=(48_000,),
        ),
        AudioFormat(
            kind="flac",
            media_type="audio/flac",
            lossy=False,
            arguments=("-c:a", "flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24", "-f", "flac"),
            pictures=True,
        ),
        AudioFormat(
            kind="wav",
            media_type="audio/wav",
            lossy=False,
            arguments=("-c:a", "pcm_s24le", "-rf64", "auto", "-write_bext", "1", "-f", "wav"),
        ),
    )
}
MOST_NERO_CHAPTERS = 255
"""Limit of an MP4's Nero chapter list (chpl); players that read it would lose the rest."""
