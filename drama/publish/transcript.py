"""Transcripts of an episode: WebVTT with speakers, SubRip, and plain text, from timed speech."""

from __future__ import annotations

import html
import json
import re
import textwrap
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from drama.timecode import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE = 65
"""Most characters in a line of a caption (close to Apple's and the BBC's guidelines)."""
LINES = 2
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’»)\]]*(?=\s)|$)\s*")
_CLAUSE = re.compile(r".+?(?:[,;:—–]+[\"”’»)\]]*(?=\s)|$)\s*")
_SRT_MARKUP = re.compile(r"<(?=[/A-Za-z])|\{(?=\\|[A-Za-z]:)|--(?=>)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Spoken text with its speaker and times."""

    speaker: str
    text: str
    start_s: float
    end_s: float
    cue: int = 0
    """Number of the script's cue; 0 where none is known."""


def captions(spoken: Iterable[Spoken]) -> Iterator[Spoken]:
    """Yield captions of at most two lines of 65 characters, each of whole sentences where they fit.

    A longer sentence is split after a comma or the like, or else between words. A speech's time is divided
    among its parts in proportion to their characters. No word is lost or moved; a word longer than a line
    gets a line of its own.
    """
    for one in spoken:
        parts = ["\n".join(_wrapped(part)) for part in _parts(one.text)]
        whole = sum(len(part) for part in parts)
        at = 0
        for part in parts:
            begin, at = at, at + len(part)
            span_s = one.end_s - one.start_s
            yield replace(
                one,
                text=part,
                start_s=one.start_s + span_s * begin / whole,
                end_s=one.start_s + span_s * at / whole,
            )


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, LINE, break_long_words=False, break_on_hyphens=False)


def _fits(text: str) -> bool:
    return len(_wrapped(text)) <= LINES


def _parts(text: str) -> list[str]:
    """Split a text into pieces that fit a caption: as many whole sentences as fit, or parts of one."""
    pieces: list[str] = []
    for sentence in _SENTENCE.findall(" ".join(text.split())):
        bare = sentence.strip()
        if _fits(bare):
            pieces.append(bare)
            continue
        for clause in _CLAUSE.findall(bare):
            lines = _wrapped(clause.strip())
            pieces += [" ".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    joined: list[str] = []
    for piece in pieces:
        if joined and _fits(f"{joined[-1]} {piece}"):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined


def webvtt(spoken: Iterable[Spoken]) -> str:
    """Return a WebVTT file with a voice span in each cue (W3C WebVTT, 3.2); special characters are escaped.

    A cue's identifier is its number in the script, which `drama explain` takes; "42.2" is its second piece.
    """
    blocks = ["WEBVTT"]
    pieces: Counter[int] = Counter()
    for one in captions(spoken):
        pieces[one.cue] += 1
        identifier = f"{one.cue}.{pieces[one.cue]}" if pieces[one.cue] > 1 or not one.cue else f"{one.cue}"
        times = f"{identifier}\n{stamp(one.start_s)} --> {stamp(one.end_s)}"
        blocks.append(f"{times}\n<v {_name(one.speaker)}>{html.escape(one.text, quote=False)}</v>")
    return "\n\n".join(blocks) + "\n"


def _name(speaker: str) -> str:
    """Return a name for a voice span's annotation: on one line, escaped."""
    return html.escape(" ".join(speaker.split()), quote=False)


def srt(spoken: Iterable[Spoken]) -> str:
    """Return a SubRip file; each speech begins with its speaker's name."""
    blocks = []
    before = ""
    for number, one in enumerate(captions(spoken), 1):
        name = f"{' '.join(one.speaker.split())}: " if one.speaker != before else ""
        before = one.speaker
        times = f"{stamp(one.start_s, mark=',')} --> {stamp(one.end_s, mark=',')}"
        blocks.append(f"{number}\n{times}\n{_unmarked(name + one.text)}\n")
    return "\n".join(blocks)


def _unmarked(text: str) -> str:
    """Return text that players show literally, without blank lines, which would end the caption.

    SubRip has no way to escape its tags; a word joiner, which has no width, keeps "<i>", "{\\an8}" and "-->"
    from being parsed.
    """
    lines = "\n".join(line for line in text.splitlines() if line.strip())
    return _SRT_MARKUP.sub(lambda mark: mark[0][0] + "\u2060" + mark[0][1:], lines)


def segments(spoken: Iterable[Spoken]) -> str:
    """Return a transcript as JSON (podcast-namespace, transcripts.md): a segment for each caption."""
    found = [
        {
            "speaker": one.speaker,
            "startTime": round(one.start_s, 3),
            "endTime": round(one.end_s, 3),
            "body": " ".join(one.text.split()),
        }
        for one in captions(spoken)
    ]
    return json.dumps({"version": "1.0.0", "segments": found}, ensure_ascii=False, indent=1) + "\n"


def plain(spoken: Sequence[Spoken], title: str) -> str:
    """Return the episode as a play to read: a paragraph for each speech, its speaker before it."""
    paragraphs = [title]
    for speaker, speeches in groupby(spoken, key=lambda one: one.speaker):
        paragraphs.append(f"{speaker.upper()}: " + "\n".join(one.text for one in speeches))
    return "\n\n".join(paragraphs) + "\n"
