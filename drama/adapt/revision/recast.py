"""Recast many lines at once: a character everywhere, or the lines that depend on a corrected one."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drama.errors import Problem, UsageError, did_you_mean
from drama.model import Character, Cue, Script

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

_CERTAIN = 0.97
"""A line as sure as this has evidence of its own and doesn't depend on its neighbours."""
_TALK = 4
"""Paragraphs on either side that decide whether only two people talk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A change of speaker that follows from one that a person made."""

    cue: int
    speaker: str
    """Who speaks it now."""
    to: str
    why: str
    follows: int = 0
    """The cue whose answer it follows, where the person hasn't told this one; 0 where they have."""


def replace(script: Script, old: str, new: str) -> Script:
    """Return a script in which `new` says everything that `old` says, in later adaptations too.

    `old` becomes an alias of `new`, who is added to the characters when missing. UsageError when nobody is
    called `old`, or both are the same character already.
    """
    gone = person(script, old)
    kept = next((person for person in script.characters if person.name == new), None)
    if not new.strip() or new == gone.name:
        raise UsageError(
            Problem(message=f"{old!r} can't be replaced by {new!r}", hint='as in "the pilot=Ines"')
        )
    names = (*(kept.aliases if kept else ()), gone.name, *gone.aliases)
    aliases = tuple(dict.fromkeys(name for name in names if name != new))
    if kept is None:
        one = dataclasses.replace(gone, name=new, aliases=aliases)
    else:
        one = _combined(kept, gone, aliases)
    characters = [one if person.name in (gone.name, new) else person for person in script.characters]
    return dataclasses.replace(
        _with_cues(script, lambda cue: _spoken_by(cue, new) if cue.speaker == gone.name else cue),
        characters=tuple(dict.fromkeys(characters)),
    )


def merge_characters(script: Script, gone: str, kept: str) -> Script:
    """Return a script with two characters merged into `kept`; UsageError unless both exist."""
    return replace(script, gone, person(script, kept).name)


def lessons(before: Script, after: Script, corrected: Collection[int] | None = None) -> tuple[Proposal, ...]:
    """Return the changes of speaker that follow from a person's corrections to neighbouring lines.

    Of all corrections, or of those to the cues `corrected` alone.
    `before` is drama's own adaptation, with the cue numbers of `after`. A line without a tag gets its speaker
    from its neighbours, by turn-taking. When one line of a run had the wrong speaker, so had every second
    line with the same speaker. If only two people talk, the lines between are that wrong speaker's.
    """
    guessed = {cue.number: cue for cue in before.cues}
    proposals: dict[int, Proposal] = {}
    for scene in after.scenes:
        paragraphs = list(_paragraphs(scene.cues))
        for i, paragraph in enumerate(paragraphs):
            for cue in paragraph:
                old = guessed.get(cue.number)
                if (
                    cue.kind == "line"
                    and cue.by_hand
                    and (corrected is None or cue.number in corrected)
                    and old
                    and old.kind == "line"
                    and old.speaker != cue.speaker
                ):
                    for proposal in _hanging(paragraphs, i, cue, old.speaker):
                        proposals.setdefault(proposal.cue, proposal)
    return tuple(proposals.values())


def accept(script: Script, proposals: Sequence[Proposal]) -> Script:
    """Return a script with the proposals applied as a person's own changes."""
    by_cue = {proposal.cue: proposal for proposal in proposals}

    def changed(cue: Cue) -> Cue:
        one = by_cue.get(cue.number)
        if one is None:
            return cue
        why = f"{one.to} {_FOLLOWS} {one.follows}" if one.follows else cue.why
        # As the next merge has it: a line that is given to somebody else has no confidence of drama's.
        sure = cue.sure if one.to == cue.speaker else None
        return dataclasses.replace(_spoken_by(cue, one.to), by_hand=True, why=why, sure=sure)

    return _with_cues(script, changed)


_FOLLOWS = "follows from the answer to cue"
"""Stands after the speaker's name in `why`: once a person gives the line to somebody else, it is told."""


def is_following(cue: Cue) -> bool:
    """Return whether a cue's speaker only follows from an answer to another: nobody told this one."""
    return cue.by_hand and cue.why.startswith(f"{cue.speaker} {_FOLLOWS} ")


def in_turn(script: Script, first: int, last: int, names: Sequence[str]) -> dict[int, str]:
    """Return who speaks each line between two cues, these included, when people take turns in this order.

    When the names are used up, they begin again. The lines of a paragraph are one turn while they have one
    speaker. UsageError when there is no line between the cues, or nobody is named.
    """
    wanted = [name.strip() for name in names if name.strip()]
    turns: list[list[Cue]] = []
    for scene in script.scenes:
        for paragraph in _paragraphs(scene.cues):
            lines = [cue for cue in paragraph if cue.kind == "line" and first <= cue.number <= last]
            for k, cue in enumerate(lines):
                if k and lines[k - 1].speaker == cue.speaker:
                    turns[-1].append(cue)
                else:
                    turns.append([cue])
    if not turns or not wanted:
        message = f"cues {first} to {last} hold no line" if wanted else "nobody is named"
        hint = 'as in "57-61=Ines, Tobias": who speaks the lines of cues 57 to 61, in turn'
        raise UsageError(Problem(message=message, hint=hint))
    return {cue.number: wanted[i % len(wanted)] for i, turn in enumerate(turns) for cue in turn}


def person(script: Script, name: str) -> Character:
    """Return a character by name or alias, in any case; UsageError when there is none."""
    by_name: Mapping[str, Character] = {
        known: person for person in reversed(script.characters) for known in (*person.aliases, person.name)
    }
    exact = next((person for person in script.characters if person.name == name), by_name.get(name))
    folded = {known.casefold(): person for known, person in by_name.items()}
    found = exact or folded.get(name.casefold())
    if found is None:
        hint = did_you_mean(name, by_name) or f"there are {', '.join(p.name for p in script.characters)}"
        raise UsageError(Problem(message=f"nobody in the script is called {name!r}", hint=hint))
    return found


def _combined(kept: Character, gone: Character, aliases: tuple[str, ...]) -> Character:
    return dataclasses.replace(
        kept,
        aliases=aliases,
        apart=tuple(dict.fromkeys(n for n in (*kept.apart, *gone.apart) if n not in (kept.name, *aliases))),
        gender=kept.gender if kept.gender != "unknown" else gone.gender,
        age=kept.age if kept.age != "unknown" else gone.age,
        kind=kept.kind if kept.kind != "person" else gone.kind,
        narrator=kept.narrator or gone.narrator,
    )


def _spoken_by(cue: Cue, name: str) -> Cue:
    return dataclasses.replace(cue, speaker=name)


def _with_cues(script: Script, change: Callable[[Cue], Cue]) -> Script:
    scenes = tuple(
        dataclasses.replace(scene, cues=tuple(change(cue) for cue in scene.cues)) for scene in script.scenes
    )
    return dataclasses.replace(script, scenes=scenes, orphans=tuple(change(cue) for cue in script.orphans))


def _paragraphs(cues: Sequence[Cue]) -> Iterator[list[Cue]]:
    """Yield a scene's spoken cues by paragraph; sounds and pauses don't split one."""
    paragraph: list[Cue] = []
    for cue in cues:
        if not cue.is_speech:
            continue
        if paragraph and not cue.joined:
            yield paragraph
            paragraph = []
        paragraph.append(cue)
    if paragraph:
        yield paragraph


def _is_untagged(paragraph: Sequence[Cue]) -> bool:
    return all(cue.kind == "line" for cue in paragraph)


def _run(paragraphs: Sequence[list[Cue]], at: int) -> range:
    """Return the run of untagged paragraphs on both sides of one."""
    first = last = at
    while first > 0 and _is_untagged(paragraphs[first - 1]):
        first -= 1
    while last + 1 < len(paragraphs) and _is_untagged(paragraphs[last + 1]):
        last += 1
    return range(first, last + 1)


def _hanging(paragraphs: Sequence[list[Cue]], at: int, corrected: Cue, wrong: str) -> Iterator[Proposal]:
    """Yield a run's lines with the same wrong speaker, and the answers to them where only two people talk."""
    right = corrected.speaker
    near = [cue for paragraph in paragraphs[max(0, at - _TALK) : at + _TALK + 1] for cue in paragraph]
    alone = {cue.speaker for cue in near if cue.kind == "line"} <= {wrong, right}
    for index in _run(paragraphs, at):
        answers = (index - at) % 2 == 1
        for cue in paragraphs[index] if _is_untagged(paragraphs[index]) else ():
            hangs = not cue.by_hand and (cue.sure is None or cue.sure < _CERTAIN)
            turned = cue.speaker == (right if answers else wrong) and (alone or not answers)
            if cue.number != corrected.number and hangs and turned:
                why = f"hangs on cue {corrected.number}, which you gave to {right}"
                yield Proposal(cue=cue.number, speaker=cue.speaker, to=wrong if answers else right, why=why)
