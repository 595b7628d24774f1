"""Review a script: what is doubtful, why a line has its speaker, how it differs from drama's adaptation."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from drama.adapt import cues as layout
from drama.adapt.decision.attribute import attribute
from drama.adapt.revision import strangers
from drama.adapt.revision.verbatim import cue_spans
from drama.adapt.text import structure
from drama.english import brief, vocabulary
from drama.errors import Problem, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from drama.adapt.decision.attribute import Attribution
    from drama.model import Character, Cue, Passage, Script, Story

FindingKind = Literal["unknown", "contradiction", "doubtful", "alike", "single", "silent"]
DOUBTFUL_BELOW = 0.6
_CLOSE_SPELLING = 0.8
_AROUND = 240
"""Characters of the story shown on either side of a cue."""
_TITLES = vocabulary.TITLES | {"the", "a", "an"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a script that a person should check, and the edit that would settle it."""

    kind: FindingKind
    cue: int
    """The first cue that it concerns; 0 when it concerns only characters."""
    message: str
    edit: str
    who: tuple[str, ...] = ()
    """Of the kind "alike": the character, and everybody who may be the same person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a cue has its speaker, with the text around it."""

    cue: Cue
    before: str
    text: str
    """The story's own words for the cue, quotation marks included where they are inside."""
    after: str
    others: tuple[tuple[str, float], ...]
    """Who else it might be, with probabilities, the likeliest first."""


def check(script: Script, story: Story, below: float = DOUBTFUL_BELOW) -> tuple[Finding, ...]:
    """Return what is doubtful in a script, the most serious kinds first, each kind in the script's order.

    Lines without a speaker; lines whose own tag names somebody else; lines less sure than `below`; characters
    who may be the same; characters with one line; cues with nothing to speak. Cues that a person settled by
    hand aren't listed.
    """
    same = [*_alike(script), *_one_person(script, story)]
    findings = [*_lines(script, story, below), *same, *_single(script), *_silent(script)]
    order = ("unknown", "contradiction", "doubtful", "alike", "single", "silent")
    return tuple(sorted(findings, key=lambda finding: order.index(finding.kind)))


def explain(script: Script, story: Story, number: int) -> Explanation:
    """Return a cue, its place in the story, and who else might speak it; UsageError for an unknown number."""
    at = next((i for i, cue in enumerate(script.cues) if cue.number == number), None)
    if at is None:
        last = max((cue.number for cue in script.cues), default=0)
        raise UsageError(
            Problem(message=f"the script has no cue {number}", hint=f"they are numbered from 1 to {last}")
        )
    cue = script.cues[at]
    span = cue_spans(script, story)[at]
    if span is None:
        return Explanation(cue=cue, before="", text=cue.text, after="", others=())
    start, end = span
    return Explanation(
        cue=cue,
        before=_clipped(story.told[max(0, start - _AROUND) : start], left=start > _AROUND),
        text=story.told[start:end],
        after=_clipped(story.told[end : end + _AROUND], right=end + _AROUND < len(story.told)),
        others=_others(script, story).get(number, ()),
    )


def diff(script: Script, fresh: Script) -> str:
    """Return, in words, how a script differs from drama's own adaptation with the same cue numbers."""
    own = {cue.number: cue for cue in fresh.cues}
    lines = [line for cue in script.cues for line in _differences(cue, own.get(cue.number))]
    lines += [
        f"cue {cue.number} orphan: {_brief(cue)} (its words are not in the story)" for cue in script.orphans
    ]
    here = {cue.number for cue in script.cues}
    gone = [cue for cue in fresh.cues if cue.number not in here]
    lines += [f"cue {cue.number} only in the adaptation: {_brief(cue)}" for cue in gone]
    mine, theirs = ({person.name: person for person in one.characters} for one in (script, fresh))
    lines += [f"character {name}: yours alone" for name in mine if name not in theirs]
    lines += [f"character {name}: in the adaptation alone" for name in theirs if name not in mine]
    for name, person in mine.items():
        for fact in ("gender", "age", "kind", "aliases", "apart"):
            now, own_fact = getattr(person, fact), getattr(theirs.get(name, person), fact)
            lines += [f"character {name}: {fact} {_told(now)}, not {_told(own_fact)}"] * (now != own_fact)
    return "\n".join(lines)


def _told(fact: object) -> str:
    return (", ".join(fact) or "none") if isinstance(fact, tuple) else str(fact)


def _differences(cue: Cue, own: Cue | None) -> Iterator[str]:
    if own is None:
        yield f"cue {cue.number} added: {_brief(cue)}"
        return
    if (cue.kind, cue.speaker) != (own.kind, own.speaker):
        guess = f" ({own.sure:.2f})" if own.sure is not None else ""
        yield f"cue {cue.number} {_who(cue)}, not {_who(own)}{guess}: {_brief(cue)}"
    if cue.text != own.text:
        yield f"cue {cue.number} says {cue.text!r}, not {own.text!r}"
    if cue.how != own.how:
        yield f"cue {cue.number} is {_told(cue.how)}, not {_told(own.how)}: {_brief(cue)}"
    if cue.settings != own.settings:
        told = ", ".join(f"{name} {value}" for name, value in cue.settings) or "no settings"
        yield f"cue {cue.number} has {told}: {_brief(cue)}"
    if cue.moved:
        yield f"cue {cue.number} moved: {_brief(cue)}"


def _who(cue: Cue) -> str:
    return cue.speaker or ("the narrator" if cue.kind == "narrator" else cue.kind)


def _brief(cue: Cue) -> str:
    return brief(cue.text or cue.was or "")


def _clipped(text: str, *, left: bool = False, right: bool = False) -> str:
    """Return a passage of the story without the words that were cut off at its ends."""
    if left and " " in text:
        text = "… " + text.split(None, 1)[-1]
    return text.rsplit(None, 1)[0] + " …" if right and " " in text else text


@lru_cache(maxsize=4)
def _attributed(text: str, passages: tuple[Passage, ...]) -> Attribution:
    """Return who says what in a story; cached, since the page asks again after every edit of its script."""
    return attribute(text, structure.read(text, passages))


def _others(script: Script, story: Story) -> dict[int, tuple[tuple[str, float], ...]]:
    """Return the other likely speakers of each line, by its number, from the story's attribution."""
    found = _attributed(story.told, story.passages)
    starts = {quotation.start: i for i, quotation in enumerate(found.quotations)}
    others = {}
    for cue, span in zip(script.cues, cue_spans(script, story), strict=True):
        inside = [starts[at] for at in range(*span) if at in starts] if span and cue.kind == "line" else []
        if inside:
            everybody = [(layout.speaker(found.quotations[inside[0]]), found.quotations[inside[0]].sure)]
            everybody += list(found.others[inside[0]])
            others[cue.number] = tuple(
                (name, sure) for name, sure in everybody if name and name != cue.speaker
            )
    return others


def _lines(script: Script, story: Story, below: float) -> Iterator[Finding]:
    others = _others(script, story)
    people = {person.name: person for person in script.characters}
    for scene in script.scenes:
        for i, cue in enumerate(scene.cues):
            if cue.kind != "line" or cue.by_hand:
                continue
            tagged = _contradiction(scene.cues, i, people)
            second = next(iter(others.get(cue.number, ())), ("", 0.0))
            rival = f"; next likely {second[0]} ({second[1]:.2f})" if second[0] else ""
            here = f'in cue {cue.number} write "{second[0] or "NAME"}:"'
            if cue.speaker.startswith("Unknown"):
                message = f"nobody can be told to say {_brief(cue)}{rival}"
                yield Finding(
                    kind="unknown",
                    cue=cue.number,
                    message=message,
                    edit=f'{here} in place of "{cue.speaker}:"',
                )
            elif tagged:
                message = f"{cue.speaker} says {_brief(cue)}, but its tag is “{tagged[0]}”"
                edit = f'in cue {cue.number} write "{tagged[1] or "NAME"}:", or add "by: hand" if it is right'
                yield Finding(kind="contradiction", cue=cue.number, message=message, edit=edit)
            elif cue.sure is not None and cue.sure < below:
                message = f"{cue.speaker} says {_brief(cue)} ({cue.sure:.2f}){rival}"
                edit = f'{here}, or add "by: hand" if {cue.speaker} is right'
                yield Finding(kind="doubtful", cue=cue.number, message=message, edit=edit)


def _contradiction(scene: Sequence[Cue], i: int, people: Mapping[str, Character]) -> tuple[str, str] | None:
    """Return a line's tag that names somebody else, and whom; None when it has none or it agrees."""
    tag = _tag(scene, i)
    if tag is None:
        return None
    who, said = tag
    names = {alias: p.name for p in people.values() for alias in p.aliases} | {name: name for name in people}
    named = next((names[known] for known in sorted(names, key=len, reverse=True) if _names(who, known)), "")
    if named:
        return (said, named) if named != scene[i].speaker else None
    sexes = {"he": "male", "she": "female"}
    opposite = {"male": "female", "female": "male"}
    sex = sexes.get(who.split()[0].lower())
    speaker = people.get(scene[i].speaker)
    return (said, "") if sex and speaker and speaker.gender == opposite[sex] else None


def _tag(scene: Sequence[Cue], i: int) -> tuple[str, str] | None:
    """Return the speaker that a line's tag names, and its words; the tag is after, before or inside it."""
    behind = scene[i + 1] if i + 1 < len(scene) else None
    if behind is not None and behind.kind == "narrator" and behind.joined:
        after = _TAG_AFTER.match(behind.text)
        if after:
            return _said(after, behind.text)
    before = scene[i - 1] if i else None
    if before is None or before.kind != "narrator":
        return None
    leading = _TAG_BEFORE.search(before.text)
    if leading:
        return leading["before"].strip(), " ".join(leading.group().split()[-6:])
    inside = _TAG_AFTER.match(before.text) if before.joined and scene[i].joined else None
    return _said(inside, before.text) if inside else None


def _said(tag: re.Match[str], narration: str) -> tuple[str, str]:
    return (tag["before"] or tag["behind"]).strip(), " ".join(narration.split()[:6])


_VERB = rf"(?:{'|'.join(sorted(vocabulary.PLAIN_SPEECH, key=lambda verb: (-len(verb), verb)))})"
_NAME = r"(?:[Hh]e|[Ss]he|(?:(?:[Tt]he|[Tt]he old|[Tt]he young)\s+)?[\w.'’-]+(?:\s+[A-Z][\w.'’-]*){0,3})"
_TAG_AFTER = re.compile(rf"[\s,—–-]*(?:{_VERB}\s+(?P<behind>{_NAME})|(?P<before>{_NAME})\s+{_VERB})\b")

_BEGINS = r"(?:^|(?<=[.!?,;] ))(?:(?:[Tt]hen|[Aa]nd|[Bb]ut|[Ss]o|[Nn]ow)\s+)*"
_TAG_BEFORE = re.compile(rf"{_BEGINS}(?P<before>{_NAME})\s+(?:\w+ly\s+)?{_VERB}\b[^.!?]{{0,40}}[,:]$")


def _names(phrase: str, name: str) -> bool:
    """Return whether a phrase begins with a name, as whole words."""
    return re.match(rf"(?:[Tt]he\s+)?{re.escape(name)}(?![\w’'-]*\w)", phrase) is not None


def _alike(script: Script) -> Iterator[Finding]:
    lines = Counter(cue.speaker for cue in script.cues if cue.kind == "line")
    for one, other in combinations([p for p in script.characters if lines[p.name]], 2):
        why = _why_alike(one, other)
        if why and not strangers.are_told_apart(one, other):
            kept, gone = (one, other) if lines[one.name] >= lines[other.name] else (other, one)
            first = next(cue.number for cue in script.cues if cue.speaker == gone.name)
            spoken = {person.name: _counted(lines[person.name]) for person in (gone, kept)}
            message = f"{gone.name} ({spoken[gone.name]}) may be {kept.name} ({spoken[kept.name]}): {why}"
            edit = _settling(script, gone, kept)
            yield Finding(kind="alike", cue=first, message=message, edit=edit, who=(gone.name, kept.name))


def _one_person(script: Script, story: Story) -> Iterator[Finding]:
    """Yield who may be another character by those with whom they talk, except pairs that the names tell."""
    lines = Counter(cue.speaker for cue in script.cues if cue.kind == "line")
    people = {known: p for p in reversed(script.characters) for known in (*p.aliases, p.name)}
    identities = _attributed(story.told, story.passages).identities
    asked: set[frozenset[str]] = set()  # two descriptions may have become one person since
    for identity in strangers.still_asked(identities, script):
        one = people.get(identity.name)
        if one is None or not lines[one.name]:
            continue
        found = [(people[name], sure) for name, sure in identity.others if name in people]
        others = [
            (p, sure)
            for p, sure in found
            if p is not one and lines[p.name] and not _why_alike(one, p)
            if frozenset((one.name, p.name)) not in asked
        ]
        if others:
            asked.update(frozenset((one.name, p.name)) for p, _ in others)
            likely = ", ".join(f"{p.name} ({sure:.2f})" for p, sure in others)
            first = next(cue.number for cue in script.cues if cue.speaker == one.name)
            yield Finding(
                kind="alike",
                cue=first,
                message=f"are {one.name} ({_counted(lines[one.name])}) and {likely} one person?",
                edit=_settling(script, one, *(p for p, _ in others)),
                who=(one.name, *(p.name for p, _ in others)),
            )


def _counted(number: int) -> str:
    return f"{number} line{'s' * (number != 1)}"


def _settling(script: Script, one: Character, *others: Character) -> str:
    """Return the commands that settle who somebody is: one of the others, or none of them."""
    same = [f'--replace "{one.name}={other.name}"' for other in others]
    none = " ".join(f'--apart "{one.name}={other.name}"' for other in others)
    return "\n                ".join(f"drama script {script.key} {edit}" for edit in (*same, none))


def _why_alike(one: Character, other: Character) -> str:
    """Return why two characters may be the same; "" when they don't seem to be."""
    if {one.gender, other.gender} == {"male", "female"}:
        return ""
    shared = {one.name, *one.aliases} & {other.name, *other.aliases}
    if shared:
        return f"both are called {min(shared)}"
    mine, theirs = (_bare(person.name) for person in (one, other))
    if mine and theirs and (set(mine) <= set(theirs) or set(theirs) <= set(mine)):
        return "one name is part of the other"
    short = vocabulary.nicknames()
    if mine and theirs and mine[1:] == theirs[1:] and mine[0] != theirs[0]:
        forms = [{first, *short.get(first, ())} for first in (mine[0], theirs[0])]
        if forms[0] & forms[1]:
            return "one name is short for the other"
    close = SequenceMatcher(None, "".join(mine), "".join(theirs), autojunk=False).ratio()
    long = min(len("".join(mine)), len("".join(theirs))) > 3
    return "the names are spelt nearly alike" if long and close >= _CLOSE_SPELLING else ""


def _bare(name: str) -> list[str]:
    """Return a name's words in lower case, without titles."""
    found = [word.strip(".'’").lower() for word in name.split()]
    return [word for word in found if word and word not in _TITLES]


def _single(script: Script) -> Iterator[Finding]:
    lines: dict[str, list[Cue]] = defaultdict(list)
    for cue in script.cues:
        if cue.kind == "line" and not cue.by_hand:
            lines[cue.speaker].append(cue)
    for name, cues in lines.items():
        if len(cues) == 1 and not name.startswith("Unknown"):
            message = f"{name} says only {_brief(cues[0])}"
            edit = f"if that is somebody else, write their name in cue {cues[0].number}"
            yield Finding(kind="single", cue=cues[0].number, message=message, edit=edit)


def _silent(script: Script) -> Iterator[Finding]:
    for cue in script.cues:
        if cue.is_speech and not cue.by_hand and not cue.is_spoken:
            message = f"{_who(cue)}: nothing of {_brief(cue)} can be spoken: it becomes a beat of silence"
            edit = (
                f"write words into cue {cue.number}, or set its length: house: timing: beat_s in voices.yaml"
            )
            yield Finding(kind="silent", cue=cue.number, message=message, edit=edit)
