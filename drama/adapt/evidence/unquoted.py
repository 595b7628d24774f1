"""Speech without quotation marks, where the evidence is sure: an announced message, a marked thought."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.english import vocabulary
from drama.model import Quotation
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from drama.adapt.people.mention import Mention
    from drama.adapt.text.reading import Paragraph, Reading
    from drama.adapt.values import Scene

_PAPER = "letter note telegram postcard diary page card inscription"
_SOUND = "message recording voice hologram transmission broadcast email e-mail text voicemail"
_ANNOUNCES = re.compile(rf"\b(?:{'|'.join((_PAPER + ' ' + _SOUND).split())})\b", re.IGNORECASE)
_ON_PAPER = re.compile(rf"\b(?:{'|'.join(_PAPER.split())})\b", re.IGNORECASE)
_BEGINS = re.compile(
    r"\b(?:began|begin|begins|read|reads|ran|said|says|spoke|speaks|played|plays|wrote|started)\b"
)
_YOU = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:I|my|me|we|our)\b")
_MARKED = re.compile(r"(?P<mark>[_*])(?P<thought>[^_*\n]{6,}?)(?:(?<=[.,!?…—-])(?P=mark)\s*,?|(?P=mark),)\s*")
_SPEAKER = r"[A-Z][\w'’-]+|he|she|it|I|some(?:body|one|thing)|(?:the|an?) (?:[a-z]+ )?[a-z]+"
_SAYS = f"(?:{vocabulary.SPEECH_PATTERN})"
_SET_APART = r"(?P<mark>\*{1,2}|_{1,2}|\[)(?P<thought>%s[^_*\[\]\n]{1,400}?[.,!?…—-])(?:(?P=mark)|(?<!\s)\])"
"""Words in italics, in bold or, as a game's messages, in square brackets."""
_EMPHASISED = re.compile(_SET_APART % r"(?!\s)" + r"\s+")
_TAG = lazy_re.pattern(rf"(?P<after>{_SPEAKER})\s+(?:{_SAYS}|went on)\b|{_SAYS}\s+(?P<before>{_SPEAKER})\b")
"""What says such words behind them: **Hello,** said the lamp; [Level up,] said a voice."""
_REST = re.compile(_SET_APART % "[A-Z]")
_WHO = r"[A-Z][\w'’-]+|he|she|they|it|I|the (?:[a-z]+ )?[a-z]+"
_MIND_TO_MIND = r"(?:sent|projected|pulsed)(?=\s*[.,;!?—–]|\s+(?:back|in|to|across|through|along|down)\b)"
"""What telepaths do; with an object, "sent a boy", somebody else goes."""
_THOUGHT = re.compile(
    rf"(?:(?P<after>{_WHO})\s+(?:(?:thought|wondered)\b|{_MIND_TO_MIND})"
    rf"|(?:thought|wondered|(?P<sent>sent))\s+(?P<before>{_WHO})\b(?(sent)(?=\s*[.,;!?—–])))"
)
_THINKS = re.compile(r"\b(?P<before>(?P<after>[A-Z][\w'’-]+|[Hh]e|[Ss]he|I)) (?:thought|wondered)[,:]?\s+\Z")
SURE_MESSAGE, SURE_THOUGHT = 0.8, 0.9
"""Confidence of the two rules (judgement: there are no marked stories to measure it on)."""


def find(reading: Reading, scene: Scene, label: Mapping[int, str]) -> list[tuple[Quotation, tuple[str, ...]]]:
    """Return messages and thoughts without quotation marks, with their directions, in order."""
    messages, thoughts = _messages(reading, scene, label), _thoughts(reading, scene, label)
    ordered = sorted([*messages, *thoughts, *_said(reading, scene, label)], key=lambda a: a[0].start)
    apart: list[tuple[Quotation, tuple[str, ...]]] = []
    for one in ordered:
        if not apart or one[0].start >= apart[-1][0].end:
            apart.append(one)
    return apart


# ------------------------------------------------------------------ messages
def _messages(
    reading: Reading, scene: Scene, label: Mapping[int, str]
) -> Iterator[tuple[Quotation, tuple[str, ...]]]:
    announced: str = ""
    writer = -1
    for index, paragraph in enumerate(reading.paragraphs):
        text = reading.text[paragraph.start : paragraph.end]
        before = reading.paragraphs[index - 1] if index else None
        fresh = before is not None and not paragraph.quotes and before.scene == paragraph.scene
        if fresh and before is not None and not announced:
            last = _last_sentence(reading, before)
            announced = _kind(last, ends_with_colon=last.rstrip().endswith(":"))
            writer = _writer(scene, index - 1) if announced else -1
        if not announced or not fresh or not _addresses(text):
            announced = ""
            continue
        person = scene.people.persons[writer] if writer >= 0 else None
        yield (
            Quotation(
                start=paragraph.start,
                end=paragraph.end,
                speaker=label[writer] if writer >= 0 else "",
                gender=person.gender if person is not None else "unknown",
                sure=SURE_MESSAGE if writer >= 0 else 0.0,
                why=f"a {announced} without quotation marks, announced by the paragraph before",
            ),
            (announced,),
        )


def _last_sentence(reading: Reading, paragraph: Paragraph) -> str:
    """Return the narration of a paragraph's last sentence; empty when the paragraph ends with a quotation."""
    if not paragraph.tokens or paragraph.tokens[-1].quote >= 0:
        return ""
    sentence = paragraph.tokens[-1].sentence
    first = next(t for t in paragraph.tokens if t.sentence == sentence and t.quote < 0)
    return reading.text[first.start : paragraph.end]


def _kind(sentence: str, *, ends_with_colon: bool) -> str:
    """Return "letter" or "message" when a sentence announces one; empty otherwise."""
    if not _ANNOUNCES.search(sentence) or not (ends_with_colon or _BEGINS.search(sentence)):
        return ""
    return "letter" if _ON_PAPER.search(sentence) else "message"


def _addresses(text: str) -> bool:
    """Whether a paragraph speaks to somebody: "you" often, or "you" and "I"."""
    return len(_YOU.findall(text)) >= 2 or bool(_YOU.search(text) and _I.search(text))


def _writer(scene: Scene, index: int) -> int:
    """Return whose message a paragraph announces at its end: "the voice of his father"."""
    people = scene.people
    mentions = people.narration[index]
    if not mentions:
        return -1
    last = [m for m in mentions if m.sentence == mentions[-1].sentence]
    kin = [m for m in last if m.kind == "description" and m.head in vocabulary.KIN]
    pick: Mention | None = kin[0] if kin else next((m for m in last if people.of(m) >= 0), None)
    if pick is None:
        return -1
    number = people.of(pick)
    if number >= 0 and people.persons[number].named:
        return number
    owner = people.of(pick.owner) if pick.owner is not None else -1
    named = [
        p
        for p in people.alive()
        if p.named
        and p.is_person
        and p.number != owner
        and pick.sex in {None, p.sex}
        and scene.spoke.get(p.number)
    ]
    best = max(named, key=lambda p: (len(scene.spoke[p.number]), -p.number), default=None)
    return best.number if best is not None and kin else number


# ------------------------------------------------------------------ thoughts
def _thoughts(
    reading: Reading, scene: Scene, label: Mapping[int, str]
) -> Iterator[tuple[Quotation, tuple[str, ...]]]:
    """Yield emphasised passages that a tag marks as thoughts: _I must go,_ thought Ines. _At once._"""
    for index, paragraph in enumerate(reading.paragraphs):
        thinker: int | None = None
        told = ""
        for match in _MARKED.finditer(reading.text, paragraph.start, paragraph.end):
            if any(reading.spans[q].start <= match.start() < reading.spans[q].end for q in paragraph.quotes):
                continue
            behind = _THOUGHT.match(reading.text, match.end(), paragraph.end)
            before = _THINKS.search(reading.text, paragraph.start, match.start())
            tag = behind or before
            if tag is not None:
                thinker, told = _thinker(scene, index, tag), tag.group().strip()
            elif thinker is None or not match["thought"][0].isupper() or match["thought"][-1] == ",":
                continue
            person = scene.people.persons[thinker] if thinker is not None and thinker >= 0 else None
            yield (
                Quotation(
                    start=match.start(),
                    end=match.end("thought") + 1,
                    speaker=label[thinker if thinker is not None else -1],
                    gender=person.gender if person is not None else "unknown",
                    sure=SURE_THOUGHT if person is not None else 0.0,
                    why=f'emphasised, and the tag "{told}"',
                ),
                ("thought",),
            )


def _said(
    reading: Reading, scene: Scene, label: Mapping[int, str]
) -> Iterator[tuple[Quotation, tuple[str, ...]]]:
    """Yield what is said in italics, bold or brackets, as by telepathy: a tag says who, and the rest follows.

    "It" is whoever spoke so last, as nobody else in a story usually does.
    """
    last = -1
    for index, paragraph in enumerate(reading.paragraphs):
        found = None if paragraph.quotes else _said_so(reading.text, paragraph)
        if found is None:
            continue
        said, tag = found
        number = _thinker(scene, index, tag)
        if number < 0 and "it" in {tag["after"], tag["before"]}:
            number = last
        if number < 0:
            continue
        last = number
        rest = _REST.finditer(reading.text, tag.end(), paragraph.end)
        for match in (said, *(one for one in rest if one["mark"] == said["mark"])):
            yield (
                Quotation(
                    start=match.start(),
                    end=match.end("thought") + len(match["mark"]),
                    speaker=label[number],
                    gender=scene.people.persons[number].gender,
                    sure=SURE_THOUGHT,
                    why=f'emphasised, and the tag "{tag.group()}"',
                ),
                (),
            )


def _said_so(text: str, paragraph: Paragraph) -> tuple[re.Match[str], re.Match[str]] | None:
    """Return the first emphasised words of a paragraph that a tag says, and that tag, or None."""
    for said in _EMPHASISED.finditer(text, paragraph.start, paragraph.end):
        tag = _TAG.match(text, said.end(), paragraph.end)
        if tag is not None:
            return said, tag
    return None


def _thinker(scene: Scene, index: int, tag: re.Match[str]) -> int:
    at = tag.start("after") if tag["after"] else tag.start("before")
    for mention in scene.people.narration[index]:
        if mention.start == at:
            if mention.kind == "first":
                return scene.people.narrator
            number = scene.people.of(mention)
            return number if number >= 0 else scene.memory.meant.get(mention.start, -1)
    return -1
