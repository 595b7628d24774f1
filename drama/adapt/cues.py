"""Scenes of cues: the attributed prose laid out as a play, without losing a word."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.adapt.text import headings
from drama.english import tokenization
from drama.model import Character, Cue, Scene

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.adapt.decision.attribute import Attribution
    from drama.adapt.text.structure import Block
    from drama.model import Gender, Quotation, Story

MOST_WORDS = 400
"""Most words of a cue: a longer paragraph becomes several, so that an engine's input stays bounded."""
_WANTED_WORDS = 200
_UNKNOWN: dict[Gender, str] = {"female": "Unknown woman", "male": "Unknown man"}
_HYPHEN_AT_LINE_END = re.compile(r"(?<=\w)-[^\S\n]*\n\s*(?=[a-z])")
_SENTENCE_END = re.compile(rf"[.!?…][{re.escape(tokenization.QUOTE_MARKS)})\]*_]*$")
_STOP_BEHIND = re.compile(rf"[{re.escape(tokenization.QUOTE_MARKS)}]+(?P<stop>[.,;:!?…]+)(?=\s|$)")
_MARKUP = " \t#*_=~"
_FRONT = {"title": "title", "byline": "byline", "heading": "heading"}


@dataclass(frozen=True, slots=True)
class _Speech:
    """A quotation with its directions."""

    quotation: Quotation
    how: tuple[str, ...]


def scenes(
    text: str, blocks: Sequence[Block], found: Attribution, matter: Sequence[tuple[int, Cue]] = ()
) -> tuple[Scene, ...]:
    """Return a story's scenes; their cues, numbered from 1, hold every printed character but quotation marks.

    A scene begins at a scene break and at a heading, which is its title. A cue is a paragraph, or a quotation
    in it, or the narration around that. No cue has more than MOST_WORDS words unless it can't be split. Text
    that isn't story, `matter`, stands where its offset says, between two blocks.
    """
    speeches = _by_block(blocks, found)
    made: list[Scene] = []
    title = ""
    cues: list[Cue] = []
    number = 0
    is_begun = False  # whether the scene has more than headings and matter
    waiting = list(reversed(matter))
    for i, block in enumerate(blocks):
        while waiting and waiting[-1][0] <= block.start:
            number += 1
            cues.append(replace(waiting.pop()[1], number=number))
        last = title.rsplit(": ", 1)[-1]
        if block.kind == "heading" and (
            is_begun or headings.follows(last, heading(text[block.start : block.end]))
        ):
            made.append(Scene(title=title, cues=tuple(cues)))
            title, cues, is_begun = "", [], False
        elif block.kind == "break":
            if cues and (is_begun or not title):  # an ornament under a heading parts nothing
                made.append(Scene(title=title, cues=tuple(cues)))
                title, cues, is_begun = "", [], False
            continue
        if block.kind == "heading":
            title = f"{title.rstrip('.:')}: " if title else ""
            title += heading(text[block.start : block.end])
        for cue in _split(_block_cues(text, block, speeches[i])):
            number += 1
            is_begun = is_begun or "heading" not in cue.how
            cues.append(replace(cue, number=number))
    for _, cue in reversed(waiting):
        number += 1
        cues.append(replace(cue, number=number))
    if cues:
        made.append(Scene(title=title, cues=tuple(cues)))
    return tuple(made)


def unspoken(story: Story) -> tuple[tuple[int, Cue], ...]:
    """Return a cue for each passage that isn't story, with the offset at which it stands.

    Marks of one kind in one paragraph share a cue.
    """
    found: list[tuple[int, Cue]] = []
    for one in sorted(story.matter, key=lambda one: (one.at, one.start)):
        cue = Cue(number=0, kind="matter", text=_verbatim(story.text[one.start : one.end]), why=one.kind)
        if found and found[-1][0] == one.at and found[-1][1].why == one.kind:
            cue = replace(cue, text=f"{found[-1][1].text} {cue.text}")
            found.pop()
        found.append((one.at, cue))
    return tuple(found)


def heading(text: str) -> str:
    """Return a title or heading on one line, without the markup around it."""
    return " ".join(text.split()).strip(_MARKUP)


def speaker(quotation: Quotation) -> str:
    """Return a quotation's speaker; a character called Unknown when there is none."""
    return quotation.speaker or _UNKNOWN.get(quotation.gender, "Unknown")


def characters(found: Attribution) -> tuple[Character, ...]:
    """Return everybody who speaks, with an entry for unknown speakers."""
    known = {character.name for character in found.characters}
    unknown: dict[str, Character] = {}
    for quotation in (*found.quotations, *found.unquoted):
        name = speaker(quotation)
        if name not in known:
            why = "nobody in the text could be told to say it" if not quotation.speaker else ""
            unknown.setdefault(name, Character(name=name, gender=quotation.gender, why=why))
    return (*found.characters, *unknown.values())


def _by_block(blocks: Sequence[Block], found: Attribution) -> list[list[_Speech]]:
    """Return the quotations of each block, in order, none inside another."""
    by_block: list[list[_Speech]] = [[] for _ in blocks]
    at = 0
    last = 0
    for quotation, how in sorted(
        zip((*found.quotations, *found.unquoted), (*found.how, *found.unquoted_how), strict=True),
        key=lambda pair: pair[0].start,
    ):
        while at < len(blocks) and blocks[at].end <= quotation.start:
            at += 1
        inside = at < len(blocks) and blocks[at].start <= quotation.start and quotation.end <= blocks[at].end
        if inside and quotation.start >= last and quotation.end > quotation.start:
            by_block[at].append(_Speech(quotation, how))
            last = quotation.end
    return by_block


def _block_cues(text: str, block: Block, speeches: Sequence[_Speech]) -> list[Cue]:
    if block.kind in _FRONT:
        said = _verbatim(text[block.start : block.end])
        return [Cue(number=0, kind="narrator", text=said, how=(_FRONT[block.kind],))]
    if block.kind == "verse":
        lines = [_verbatim(line) for line in text[block.start : block.end].split("\n") if line.strip()]
        return [Cue(number=0, kind="narrator", text=line, joined=i > 0) for i, line in enumerate(lines)]
    parts: list[Cue] = []
    position = block.start
    ends = [*(speech.quotation.start for speech in speeches[1:]), block.end]
    for speech, until in zip(speeches, ends, strict=False):
        parts.append(_narration(text[position : speech.quotation.start], after=position > block.start))
        position = speech.quotation.end
        stop = _STOP_BEHIND.match(text, position, until)
        line = _line(text, speech)
        if stop:
            # The author put the full stop after the closing mark ("Dru-Zod".): it belongs to the line.
            line = replace(line, text=line.text + stop["stop"])
            position = stop.end()
        parts.append(line)
    parts.append(_narration(text[position : block.end], after=position > block.start, last=True))
    return _attached(parts)


def _narration(text: str, *, after: bool, last: bool = False) -> Cue:
    """Return the narration between quotations, without the quotation marks of the one before and after."""
    bare = text.lstrip(tokenization.QUOTE_MARKS) if after else text
    bare = bare if last else bare.rstrip().rstrip(tokenization.QUOTE_MARKS)
    return Cue(number=0, kind="narrator", text=_verbatim(bare))


def _line(text: str, speech: _Speech) -> Cue:
    quotation = speech.quotation
    return Cue(
        number=0,
        kind="line",
        speaker=speaker(quotation),
        text=_verbatim(text[quotation.start : quotation.end]),
        how=tuple(sorted(set(speech.how))),
        sure=round(quotation.sure, 2),
        why=quotation.why,
    )


def _verbatim(text: str) -> str:
    """Return a text on one line; a word hyphenated at the end of a line is joined."""
    return " ".join(_HYPHEN_AT_LINE_END.sub("-", text).split())


def _attached(parts: Sequence[Cue]) -> list[Cue]:
    """Return a paragraph's cues; stray punctuation becomes part of the cue before it, or else after it."""
    cues: list[Cue] = []
    before = ""
    for part in parts:
        if not part.text:
            continue
        silent = part.kind == "narrator" and not any(character.isalnum() for character in part.text)
        if silent and cues:
            cues[-1] = replace(cues[-1], text=f"{cues[-1].text} {part.text}")
        elif silent:
            before = part.text
        else:
            text = f"{before} {part.text}" if before else part.text
            cues.append(replace(part, text=text, joined=bool(cues)))
            before = ""
    return [*cues, Cue(number=0, kind="narrator", text=before)] if before else cues


def _split(cues: Sequence[Cue]) -> Iterator[Cue]:
    for cue in cues:
        pieces = _pieces(cue.text) if cue.text.count(" ") >= MOST_WORDS else [cue.text]
        for i, piece in enumerate(pieces):
            yield replace(cue, text=piece, joined=cue.joined or i > 0)


def _pieces(text: str) -> Iterator[str]:
    """Yield a long text in pieces that end with a sentence, or at MOST_WORDS words."""
    piece: list[str] = []
    for word in text.split(" "):
        piece.append(word)
        if (len(piece) >= _WANTED_WORDS and _SENTENCE_END.search(word[-8:])) or len(piece) >= MOST_WORDS:
            yield " ".join(piece)
            piece = []
    if piece:
        yield " ".join(piece)
