"""Transcripts of an episode: WebVTT with speakers, SubRip, JSON and plain text, from timed speech.

Lengths of lines and the shape of each format are those of the podcast namespace (docs/examples/transcripts).
"""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from drama.english import onsets_s
from drama.timecode import stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE = 65
"""Most characters in a line of a WebVTT caption."""
SRT_LINE = 32
LINES = 2
_SPACE_OF_NAME, _COLON_OF_NAME = "\0", "\1"
"""In a name before a caption's text, so that the caption isn't cut within or right after it."""
_SENTENCE = re.compile(r".+?(?:[.!?…]+[\"”’»)\]]*(?=\s)|$)\s*")
_CLAUSE = re.compile(r".+?(?:[,;:—–]+[\"”’»)\]]*(?=\s)|$)\s*")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a terminal obeys, and no caption shows."""
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
    words_s: tuple[float, ...] = ()
    """When each word of the text (split at white space) begins; estimated where there are none."""

    @property
    def onsets_s(self) -> tuple[float, ...]:
        """When each word begins."""
        return self.words_s or onsets_s(self.text, "", (), self.start_s, self.end_s)


def captions(spoken: Iterable[Spoken], line: int = LINE) -> Iterator[Spoken]:
    """Yield captions of at most two lines of so many characters, each of whole sentences where they fit.

    A longer sentence is split after a comma or the like, or else between words. A part begins with its first
    word. No word is lost or moved; a word longer than a line gets a line of its own.
    """
    for one in spoken:
        onsets = one.onsets_s
        at = 0
        for lines in [_wrapped(part, line) for part in _parts(one.text, line)]:
            begin, at = at, at + sum(len(each.split()) for each in lines)
            yield replace(
                one,
                text="\n".join(lines),
                start_s=onsets[begin] if begin else one.start_s,
                end_s=onsets[at] if at < len(onsets) else one.end_s,
                words_s=onsets[begin:at],
            )


def _wrapped(text: str, line: int) -> list[str]:
    """Return lines of whole words, each as full as it can be, of words that have a space between them."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= line:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines if text else []


def _fits(text: str, line: int) -> bool:
    return len(text) <= line or len(_wrapped(text, line)) <= LINES


def _parts(text: str, line: int) -> list[str]:
    """Split a text into pieces that fit a caption: as many whole sentences as fit, or parts of one."""
    pieces: list[str] = []
    for sentence in _SENTENCE.findall(" ".join(text.split())):
        bare = sentence.strip()
        if _fits(bare, line):
            pieces.append(bare)
            continue
        for clause in _CLAUSE.findall(bare):
            lines = _wrapped(clause.strip(), line)
            pieces += [" ".join(lines[i : i + LINES]) for i in range(0, len(lines), LINES)]
    joined: list[str] = []
    for piece in pieces:
        if joined and _fits(f"{joined[-1]} {piece}", line):
            joined[-1] = f"{joined[-1]} {piece}"
        else:
            joined.append(piece)
    return joined


def webvtt(spoken: Iterable[Spoken]) -> str:
    """Return a WebVTT file with a voice span in each cue (W3C WebVTT, 3.2); special characters are escaped.

    A cue's identifier is its number in the script, which `drama explain` takes; "42.2" is its second piece.
    Each word but the first has the time at which it begins (cue timestamps, 6.4), which players highlight.
    """
    blocks = ["WEBVTT"]
    pieces: Counter[int] = Counter()
    for one in captions(spoken):
        pieces[one.cue] += 1
        identifier = f"{one.cue}.{pieces[one.cue]}" if pieces[one.cue] > 1 or not one.cue else f"{one.cue}"
        times = f"{identifier}\n{stamp(one.start_s)} --> {stamp(one.end_s)}"
        blocks.append(f"{times}\n<v {_name(one.speaker)}>{_timed(one)}</v>")
    return _CONTROLS.sub("", "\n\n".join(blocks)) + "\n"


def _timed(one: Spoken) -> str:
    """Return a caption's text, escaped, with the words' times; each must be later than the one before."""
    before, end = stamp(one.start_s), stamp(one.end_s)
    onsets = iter(one.words_s)
    rows = []
    for line in one.text.split("\n"):
        row = []
        for word in line.split():
            at = stamp(next(onsets))
            later = before < at < end
            row.append((f"<{at}>" if later else "") + html.escape(word, quote=False))
            before = at if later else before
        rows.append(" ".join(row))
    return "\n".join(rows)


def _name(speaker: str) -> str:
    """Return a name for a voice span's annotation: on one line, escaped."""
    return html.escape(" ".join(speaker.split()), quote=False)


def srt(spoken: Iterable[Spoken]) -> str:
    """Return a SubRip file; who begins to speak is named, in lines of 32 characters."""
    blocks = []
    for number, one in enumerate(captions(_named(spoken), SRT_LINE), 1):
        times = f"{stamp(one.start_s, mark=',')} --> {stamp(one.end_s, mark=',')}"
        shown = one.text.replace(_SPACE_OF_NAME, " ").replace(_COLON_OF_NAME, ":")
        blocks.append(f"{number}\n{times}\n{_unmarked(shown)}\n")
    return _CONTROLS.sub("", "\n".join(blocks))


def _named(spoken: Iterable[Spoken]) -> Iterator[Spoken]:
    """Yield speeches with the speaker's name before the text, where it isn't the one before."""
    before = ""
    for one in spoken:
        if one.speaker == before or not one.onsets_s:
            yield one
            continue
        before = one.speaker
        name = _SPACE_OF_NAME.join(one.speaker.split()) + _COLON_OF_NAME
        yield replace(one, text=f"{name} {one.text}", words_s=(one.start_s, *one.onsets_s))


def _unmarked(text: str) -> str:
    """Return text that players show literally, without blank lines, which would end the caption.

    SubRip has no way to escape its tags; a word joiner, which has no width, keeps "<i>", "{\\an8}" and "-->"
    from being parsed.
    """
    lines = "\n".join(line for line in text.splitlines() if line.strip())
    return _SRT_MARKUP.sub(lambda mark: mark[0][0] + "\u2060" + mark[0][1:], lines)


def segments(spoken: Iterable[Spoken]) -> str:
    """Return a transcript as JSON: a segment for each word, its speaker with it."""
    found = [
        json.dumps(
            {
                "speaker": one.speaker,
                "startTime": round(begin_s, 3),
                "endTime": round(end_s, 3),
                "body": word,
            },
            ensure_ascii=False,
        )
        for one in spoken
        for word, (begin_s, end_s) in zip(one.text.split(), pairwise((*one.onsets_s, one.end_s)), strict=True)
    ]
    return '{"version": "1.0.0", "segments": [\n' + ",\n".join(found) + "\n]}\n"


def plain(spoken: Sequence[Spoken], title: str) -> str:
    """Return the episode as a play to read: a paragraph for each speech, its speaker before it."""
    paragraphs = [title]
    for speaker, speeches in groupby(spoken, key=lambda one: one.speaker):
        paragraphs.append(f"{speaker.upper()}: " + "\n".join(one.text for one in speeches))
    return _CONTROLS.sub("", "\n\n".join(paragraphs)) + "\n"
