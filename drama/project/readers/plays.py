"""Plays in any format: `NAME: words`, `NAME. words`, `Name: words`, or the name on a line of its own.

A text is a play when most of its paragraphs are speeches, and somebody speaks again. Names are then left
out, and so are directions within a speech; what nobody says is the narrator's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from drama.english import is_ornament, vocabulary
from drama.project.readers import directions, masking
from drama.project.readers.manuscript import Manuscript
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.model import Passage
    from drama.project.readers.manuscript import Page

_CAPITALS = r"[A-Z][A-Z0-9 .'’&-]{0,38}[A-Z0-9]"
_CAPITALISED = r"[A-Z][\w'’-]*\.?(?: (?:[A-Z][\w'’-]*\.?|of|the|and)){0,3}"
_BRACKETS = r"\s*[*_]*[(\[][^)\]]{1,160}[)\]][*_]*"
_COMMA = r",\s(?=[a-z])[^.:;!?]{1,60}(?=:)"
"""How somebody speaks, behind a comma: "ANNA, softly: Yes."."""
_ASIDE = rf"(?P<aside>{_BRACKETS}\.?)?"
_MARK = rf"(?:(?P<aside>{_BRACKETS}|{_COMMA})[*_]{{0,2}}\s*[.:]?|\s*[.:])"
_BREAK = r"(?:\s+|(?=—|--))(?P<said>\S.*)"
_INLINE = (
    re.compile(rf"[*_]{{0,2}}(?P<name>{_CAPITALS})[*_]{{0,2}}{_MARK}[*_]{{0,2}}{_BREAK}", re.DOTALL),
    re.compile(rf"[*_]{{1,2}}(?P<name>{_CAPITALISED}?)[.:]?[*_]{{1,2}}{_ASIDE}\s*[.:]?{_BREAK}", re.DOTALL),
    re.compile(rf"(?P<name>{_CAPITALISED}){_ASIDE}\s*:\s+(?P<said>\S.*)", re.DOTALL),
)
_STOPPED_NAME = re.compile(r"(?P<name>[A-Z][a-z]+|[QA])\.\s+(?P<said>[A-Z“\"‘'—…].*)", re.DOTALL)
"""A name with nothing but its stop before what is said, where a whole text is written so."""
_ALONE = re.compile(
    rf"(?:(?P<capitals>{_CAPITALS})|[*_]{{1,2}}(?P<marked>{_CAPITALISED}?)[.:]?[*_]{{1,2}}){_ASIDE}[.:]?"
)
_OVER = re.compile(rf"(?P<name>{_CAPITALS}){_ASIDE}[.:]?")
"""A name over the lines that it speaks, as stage plays are typed."""
_UNMARKED = re.compile(rf"(?P<name>{_CAPITALISED}?){_ASIDE}\.")
"""A name on a line of its own with nothing but its stop, as word processors have small capitals."""
_LEAST_UNMARKED = 1 / 3
"""Of a play's paragraphs: other texts have paragraphs of a word or two, too."""
_STOPPED = re.compile(rf"[*_]{{1,2}}{_CAPITALISED}(?:[.:][*_]|[*_]{{1,2}}(?:{_BRACKETS})?\s*[.:])")
"""A name in italics or bold with a stop after it; without one it may be an emphasised word."""
_MARKED_HOW = re.compile(
    rf"[*_]{{1,2}}(?P<name>{_CAPITALISED}) (?P<how>[a-z][\w ,;]{{1,60}})[.:]?[*_]{{1,2}}"
)
_WITHIN = re.compile(r"\[[^\]]{1,400}\]|\([*_]+[^)]{1,400}[*_]+\)|[*_]+\([^)]{1,400}\)[*_]+")
_AT_THE_BEGINNING = re.compile(r"\([^)]{1,160}\)")
_SETTING = re.compile(r"(?:ACT|SCENE|Act|Scene)(?:\s+(?:[IVXLC]+|\d{1,2}))?[.:]")
"""What begins a paragraph on where the next scene plays."""
_DIVISION = re.compile(r"(?:ACT|SCENE|PROLOGUE|EPILOGUE|PART|Act|Scene|Prologue|Epilogue)\b[^\n]{0,60}")
_BRACKETED = re.compile(r"[*_]*[\[(][^\])]*(?:[\])][*_.]*)?$", re.DOTALL)
"""A direction that is a paragraph; its end may be missing."""
_TAGGED = lazy_re.pattern(
    rf"[“\"][^“”\"\n]+[,.!?…—-][”\"] (?:(?:[Hh]e|[Ss]he|I|the \w+|[A-Z]\w+) (?:{vocabulary.SPEECH_PATTERN})"
    rf"|(?:{vocabulary.SPEECH_PATTERN}) (?:he|she|I|the|[A-Z]\w+))\b"
)
"""Speech with its tag, as prose has it."""
_LEAST_SPEECHES = 3
_HEAD = 2
"""Paragraphs of a title and an author."""
_MOST_WORDS = 100
"""Of a speech, on the average: a name over longer stretches heads a letter or a chapter."""
_VERSE = 2 / 3
"""What a word of verse counts there: speeches in verse and songs run longer, and letters aren't in verse."""
_TITLES = ("mr", "mrs", "ms", "miss", "dr", "st", "sir", "lady", "lord")
_DAY = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december)(?: \d|$)"
)
"""What stands over the entries of a diary."""
_ROMAN = re.compile("[IVXLC]+")
_NOBODY = ("act", "scene", "chap", "contents", "the end", "end", "note", "finis", "curtain")


class Speech(NamedTuple):
    """A paragraph that says who speaks it."""

    name: str
    aside: str
    said: str
    """Empty where the name has a line of its own."""
    plain: bool = False
    """Whether little sets the name apart, so that only who speaks again is somebody."""
    unmarked: bool = False
    """Whether only its stop does."""

    @property
    def key(self) -> str:
        """The name, with its stop where nothing else sets it apart."""
        return f"{self.name}." if self.unmarked else self.name


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph of a page."""

    text: str
    kind: str
    """Of its passage; "" where the file states none, "matter KIND" for what isn't story."""
    passage: Passage | None = None


def told(page: Page, path: str) -> Page:
    """Return a page as a play where it is one; any other is returned as it is."""
    if any(one.kind == "line" for one in page.passages):
        return page
    parts = list(_parts(page))
    names = _names(parts)
    if not names or _is_prose(parts, names):
        return page
    script = Manuscript(path=path, notes=[*page.notes])
    speaker: Speech | None = None
    for part in _split(parts, names):
        speaker = _add(script, part, names, speaker)
    made = script.page(page.about, page.cover)
    left_out = [(one.start, one.end) for one in made.matter]
    return replace(made, prose=masking.blanked(made.text, left_out, keep_lines=True))


def _parts(page: Page) -> Iterator[_Part]:
    """Yield a page's paragraphs, the matter between them, and its ornaments."""
    passages = {one.start: one for one in page.passages}
    prose = page.prose or page.text
    for match in re.finditer(r"[^\n]+(?:\n[^\S\n]*[^\s][^\n]*)*", page.text):
        text = prose[match.start() : match.end()]
        if text.strip():
            passage = next((passages[at] for at in range(match.start(), match.end()) if at in passages), None)
            yield _Part(text, passage.kind if passage else "", passage)
        else:
            kinds = (one.kind for one in page.matter if one.start < match.end() and match.start() < one.end)
            yield _Part(match[0], f"matter {next(kinds, 'front matter')}")


def _speech(text: str) -> Speech | None:
    """Return a paragraph as a speech; None for what has no name before it."""
    bare = " ".join(text.split())
    first, _, under = text.strip().partition("\n")
    if under.strip() and (match := _OVER.fullmatch(first.strip())) and _can_be_called(match["name"]):
        return Speech(_plain(match["name"]), match["aside"] or "", " ".join(under.split()), plain=True)
    if (match := _ALONE.fullmatch(bare)) and _can_be_called(match["capitals"] or match["marked"]):
        return Speech(_plain(match["capitals"] or match["marked"]), match["aside"] or "", "", plain=True)
    for pattern in _INLINE:
        if (match := pattern.fullmatch(bare)) and _can_be_called(match["name"]):
            marked = pattern is _INLINE[1] and not _STOPPED.match(bare)
            plain = marked or (pattern is _INLINE[-1] and not match["name"].isupper())
            return Speech(_plain(match["name"]), match["aside"] or "", match["said"], plain)
    match = _STOPPED_NAME.fullmatch(bare)
    if match and _can_be_called(match["name"]) and match["name"].lower() not in vocabulary.NOT_NAMES - {"a"}:
        return Speech(match["name"], "", match["said"], plain=True, unmarked=True)
    if (match := _UNMARKED.fullmatch(bare)) and _can_be_called(match["name"]):
        return Speech(_plain(match["name"]), match["aside"] or "", "", plain=True, unmarked=True)
    return None


def _how_somebody(text: str, names: frozenset[str]) -> Speech | None:
    """Return a line as a speech of somebody known, of whom it tells how: "*Princess sings*"."""
    match = _MARKED_HOW.fullmatch(" ".join(text.split()))
    if match and (name := _plain(match["name"])) in names:
        return Speech(name, match["how"], "", plain=True)
    return None


_ASKED = ("q", "a")
"""Question and answer."""


def _can_be_called(name: str) -> bool:
    low = name.lower().strip(" .")
    return (
        (len(low) > 1 or low in _ASKED)
        and not _ROMAN.fullmatch(name.strip(" ."))
        and not low.startswith(_NOBODY)
        and low not in _TITLES
        and not _DAY.match(low)
    )


def _plain(name: str) -> str:
    return directions.name_in_lower_case(name.strip(" ."))


def _names(parts: Sequence[_Part]) -> frozenset[str]:
    """Return who speaks in a play; nobody where the text is none."""
    paragraphs, words, begun, verse = 0, 0.0, list[Speech](), False
    for part in parts:
        if part.kind not in ("", "paragraph", "verse", "heading"):
            continue
        lines = _in_speeches(part.text) if _is_in_lines(part) else [part.text]
        found = [speech for line in lines if (speech := _speech(line))]
        begun += found
        words += len(part.text.split()) * (_VERSE if part.kind == "verse" else 1)
        aside = part.kind == "heading" or _BRACKETED.match(part.text.strip())
        goes_on = verse and not found  # a file may have a paragraph for each line of verse
        paragraphs += 0 if aside or goes_on else max(1, len(found))
        verse = part.kind == "verse"
    count = Counter(speech.key for speech in begun)
    stopped = {one.key for one in begun if one.unmarked and one.said}
    if stopped and (len(begun) < paragraphs - _HEAD or sum(count[key] > 1 for key in stopped) < 2):
        begun = [one for one in begun if not (one.unmarked and one.said)]
    if not _are_unmarked_names(
        [one.name for one in begun if one.unmarked and not one.said and count[one.key] > 1], parts
    ):
        begun = [one for one in begun if not one.unmarked or one.said]
    again = next((at for at, one in enumerate(begun) if count[one.key] > 1), len(begun))
    whole = len(begun) >= paragraphs - _HEAD
    # Where all of the text is written so, who speaks once is somebody, too; not so "Title:" before it.
    speeches = [
        one
        for at, one in enumerate(begun)
        if count[one.key] > 1 or not one.plain or (whole and one.said and at > again)
    ]
    inline = sum(bool(one.said) for one in speeches)
    alone = len(speeches) - inline
    least = 2 * _LEAST_SPEECHES if not whole and any(one.plain for one in speeches) else _LEAST_SPEECHES
    is_play = (
        len(speeches) >= least
        and again < len(begun)
        and inline * 2 + alone * 6 > paragraphs
        and words <= _MOST_WORDS * len(speeches)
    )
    # In a play, what is set apart over a stanza is a name, though it is there only once.
    over_verse = (
        _speech(part.text.split("\n")[0]) for part in parts if part.kind == "verse" and "\n" in part.text
    )
    heads = {one.key for one in over_verse if one and not one.said and not one.unmarked}
    return frozenset({one.key for one in speeches} | heads) if is_play else frozenset()


def _is_prose(parts: Sequence[_Part], names: frozenset[str]) -> bool:
    """Return whether paragraphs without a name have speech and its tag: a story with a scene of a play."""
    told = (part.text for part in parts if part.kind in ("", "paragraph"))
    tagged = (text for text in told if any(_TAGGED.search(line) for line in text.split("\n") if line))
    return any((speech := _speech(text)) is None or speech.key not in names for text in tagged)


def _in_speeches(text: str) -> list[str]:
    """Return a paragraph's lines; one that is a name in capitals has the line that it speaks with it."""
    lines: list[str] = []
    for line in text.split("\n"):
        over = bool(lines) and _OVER.fullmatch(lines[-1].strip()) is not None
        if over and _speech(line) is None:
            lines[-1] += f"\n{line}"
        else:
            lines.append(line)
    return lines


def _are_unmarked_names(words: Sequence[str], parts: Sequence[_Part]) -> bool:
    """Return whether paragraphs of a word or two are names: many, and most are named within others, too."""
    if len(words) <= _LEAST_UNMARKED * sum(part.kind in ("", "paragraph", "verse") for part in parts):
        return False
    text = "\n".join(part.text for part in parts)
    named = [re.search(rf"[\w,;—] {re.escape(name.split()[-1])}\b", text) for name in {*words}]
    return sum(map(bool, named)) * 2 >= len(named)


def _split(parts: Sequence[_Part], names: frozenset[str]) -> Iterator[_Part]:
    """Yield paragraphs, and of one in lines a part for each line that begins with a name."""
    for part in parts:
        if not _is_in_lines(part):
            yield part
            continue
        held: list[str] = []
        for line in part.text.split("\n"):
            speech = _speech(line) or _how_somebody(line, names)
            if speech and speech.key in names and held:
                yield replace(part, text="\n".join(held))
                held = []
            held.append(line)
            if speech and speech.key in names and not speech.said and part.kind == "verse":
                yield replace(part, text=line)  # the other stanzas of the speech are this one's, too
                held = []
        if held:
            yield replace(part, text="\n".join(held))


def _is_in_lines(part: _Part) -> bool:
    """Return whether a line of a paragraph may begin a speech: in plain text, and in verse."""
    return part.kind == "verse" or (part.passage is None and not part.kind)


def _add(script: Manuscript, part: _Part, names: frozenset[str], before: Speech | None) -> Speech | None:
    """Add a paragraph; return who speaks what comes after it, where the name stood on its own line."""
    if part.kind.startswith("matter "):
        script.leave_out(part.text, part.kind.removeprefix("matter "))
        return before
    speech = None
    if part.kind in ("", "paragraph", "verse", "heading"):
        speech = _speech(part.text) or _how_somebody(part.text, names)
    if speech is not None and speech.key in names:
        _say(script, speech, speech.said)
        return None if speech.said else speech
    bare = " ".join(part.text.split())
    aside = _BRACKETED.match(bare)
    if before is None or aside or _SETTING.match(bare) or part.kind not in ("", "paragraph", "verse"):
        _narrate(script, part, bare)
        return before if aside else None
    _say(script, before, bare)
    return before


def _narrate(script: Manuscript, part: _Part, bare: str) -> None:
    """Add what nobody says: as its file states it, or else a division of the play or a paragraph."""
    if is_ornament(bare):
        script.rule()
    elif part.passage is not None:
        one = part.passage
        script.add(part.text, one.kind, level=one.level, speaker=one.speaker, how=one.how)
    elif _DIVISION.fullmatch(bare):
        script.add(bare, "heading", level=2)
    else:
        script.add(bare)


def _say(script: Manuscript, speech: Speech, said: str) -> None:
    """Add what somebody says; directions within it are left out, and tell how the rest is said."""
    how = directions.meant(speech.aside)
    script.leave_out(speech.aside, "direction")
    first = _AT_THE_BEGINNING.match(said)
    at = 0
    for aside in [*([first] if first else []), *_WITHIN.finditer(said, first.end() if first else 0)]:
        script.add(said[at : aside.start()], "line", speaker=speech.name, how=how)
        script.leave_out(aside[0], "direction")
        how, at = directions.meant(aside[0]), aside.end()
    script.add(said[at:], "line", speaker=speech.name, how=how)
