"""A Reaper project: a track for each speaker and bus, clips as items, ducking as volume envelopes.

Source: github.com/ReaTeam/Doc, "State Chunk Definitions". The media are dry takes, without the
rooms and treatments of the mix.
"""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.model import Clip, Timeline

SCHEMA = "drama-reaper/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A clip in the project; times are in seconds."""

    cue: int
    name: str
    track: str
    file: str
    """Path relative to the project's folder, with forward slashes."""
    position_s: float
    length_s: float
    offset_s: float = 0.0
    gain_db: float = 0.0
    pan: float = 0.0
    fade_in_s: float = 0.0
    fade_out_s: float = 0.0
    loops: bool = False
    speech: bool = False
    envelope: tuple[tuple[float, float], ...] = ()
    """Points: seconds from the item's beginning, and dB."""


def item(clip: Clip, *, name: str, track: str, file: str, speech: bool) -> Item:
    """Return a clip of a timeline as an item."""
    return Item(
        cue=clip.cue,
        name=name,
        track=track,
        file=file,
        position_s=round(seconds(clip.start), 6),
        length_s=round(seconds(clip.frames), 6),
        offset_s=round(seconds(clip.offset), 6),
        gain_db=clip.gain_db,
        pan=clip.pan,
        fade_in_s=round(seconds(clip.fade_in), 6),
        fade_out_s=round(seconds(clip.fade_out), 6),
        loops=clip.loops,
        speech=speech,
        envelope=tuple((round(seconds(at - clip.start), 6), level) for at, level in clip.automation),
    )


def project(items: Sequence[Item], timeline: Timeline, title: str) -> str:
    """Return the text of a .rpp file."""
    tracks = list(dict.fromkeys(one.track for one in items))
    lines = [
        '<REAPER_PROJECT 0.1 "7.0/drama" 0',
        f"  SAMPLERATE {timeline.rate_hz} 1 0",
        f"  TITLE {_quoted(title)}",
    ]
    starts = [mark.start for mark in timeline.marks]
    ends = [*starts[1:], timeline.frames]
    for number, (mark, start, end) in enumerate(zip(timeline.marks, starts, ends, strict=False), 1):
        lines.append(
            f"  MARKER {number} {seconds(start):.6f} {_quoted(mark.title)} 1 0 1 R {_guid('region', number)}"
        )
        lines.append(f'  MARKER {number} {seconds(end):.6f} "" 1')
    for track in tracks:
        lines += [
            f"  <TRACK {_guid('track', track)}",
            f"    NAME {_quoted(track)}",
            "    VOLPAN 1 0 -1 -1 1",
            *(line for one in items if one.track == track for line in _item(one)),
            "  >",
        ]
    return "\n".join([*lines, ">"]) + "\n"


def _item(one: Item) -> Iterator[str]:
    yield "    <ITEM"
    yield f"      POSITION {one.position_s:.6f}"
    yield f"      LENGTH {one.length_s:.6f}"
    yield f"      LOOP {int(one.loops)}"
    yield f"      FADEIN 1 {one.fade_in_s:.6f} 0 1 0 0 0"
    yield f"      FADEOUT 1 {one.fade_out_s:.6f} 0 1 0 0 0"
    yield f"      IGUID {_guid('item', one.cue, one.track, one.position_s)}"
    yield f"      NAME {_quoted(one.name)}"
    yield f"      VOLPAN 1 {one.pan:.6f} {_factor(one.gain_db):.6f} -1"
    yield f"      SOFFS {one.offset_s:.6f}"
    yield f"      <SOURCE {'FLAC' if one.file.endswith('.flac') else 'WAVE'}"
    yield f"        FILE {_quoted(one.file)}"
    yield "      >"
    if one.envelope:
        yield "      <VOLENV"
        yield "        ACT 1 -1"
        yield "        VIS 1 1 1"
        yield from (f"        PT {at:.6f} {_factor(level):.6f} 0" for at, level in one.envelope)
        yield "      >"
    yield "    >"


def baseline(items: Sequence[Item], key: str) -> str:
    """Return the items as written, as JSON, from which changes made in Reaper are detected."""
    written = [{name: value for name, value in asdict(one).items() if name != "envelope"} for one in items]
    return json.dumps({"schema": SCHEMA, "key": key, "items": written}, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item read from a project."""

    cue: int
    position_s: float
    length_s: float
    offset_s: float
    gain_db: float
    pan: float
    file: str
    muted: bool = False


_TOKEN = re.compile(r"\"([^\"]*)\"|'([^']*)'|`([^`]*)`|(\S+)")
_CUE = re.compile(r"(\d+)\b")
_MOST_LINES = 2_000_000


def read(text: str) -> tuple[Found, ...]:
    """Return the items of a .rpp file whose names begin with a cue's number, in order.

    Unknown chunks are skipped: Reaper's own files contain many more. ValueError when it is no project.
    """
    if not text.lstrip().startswith("<REAPER_PROJECT"):
        raise ValueError
    found: list[Found] = []
    stack: list[str] = []
    facts: dict[str, list[str]] = {}
    for line in text.splitlines()[:_MOST_LINES]:
        bare = line.strip()
        if bare.startswith("<"):
            stack.append(bare[1:].split(" ", 1)[0])
            if stack[-1] == "ITEM":
                facts = {}
        elif bare == ">":
            if stack and stack.pop() == "ITEM":
                found += _found(facts)
        elif stack and stack[-1] in ("ITEM", "SOURCE"):
            words = ["".join(parts) for parts in _TOKEN.findall(bare)]
            if words:
                facts.setdefault(words[0], words[1:])
    return tuple(found)


def _found(facts: dict[str, list[str]]) -> Iterator[Found]:
    def number(name: str, at: int = 0, default: float = 0.0) -> float:
        words = facts.get(name, [])
        try:
            return float(words[at]) if at < len(words) else default
        except ValueError:
            return default

    name = _CUE.match(" ".join(facts.get("NAME", [])))
    if name is None:
        return
    factor = number("VOLPAN", 0, 1.0) * abs(number("VOLPAN", 2, 1.0))
    yield Found(
        cue=int(name[1]),
        position_s=number("POSITION"),
        length_s=number("LENGTH"),
        offset_s=number("SOFFS"),
        gain_db=_decibels(factor),
        pan=max(-1.0, min(1.0, number("VOLPAN", 1))),
        file=" ".join(facts.get("FILE", [])),
        muted=number("MUTE") != 0,
    )


def _factor(level_db: float) -> float:
    return float(10.0 ** (level_db / 20.0))


def _decibels(factor: float) -> float:
    return 20.0 * math.log10(factor) if factor > 1e-9 else -180.0


def _quoted(text: str) -> str:
    """Return a text quoted for RPP, with the first kind of quotation mark that isn't in it."""
    plain = " ".join(text.split())
    for mark in ('"', "'", "`"):
        if mark not in plain:
            return f"{mark}{plain}{mark}"
    return '"' + plain.replace('"', "'") + '"'


def _guid(*parts: object) -> str:
    return "{" + str(uuid5(NAMESPACE_URL, f"drama:{parts}")).upper() + "}"
