"""Detect what a person changed in a script since drama last wrote it, and mark it so that it lasts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Literal

from drama.adapt.revision.matching import matches, recut, rising
from drama.adapt.revision.verbatim import story_words
from drama.english import tokens
from drama.model import WORDED, Cue, Scene, Script

if TYPE_CHECKING:
    from collections.abc import Sequence

NoteKind = Literal["kept", "moved", "added", "restored", "orphaned", "adopted", "conflict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What became of one of a person's changes."""

    kind: NoteKind
    cue: int
    """The cue's number; 0 where it concerns no single cue."""
    message: str

    def __str__(self) -> str:
        return (f"cue {self.cue} " if self.cue else "") + f"{self.kind}: {self.message}"


def settle(base: Script, edited: Script) -> tuple[Script, tuple[Note, ...]]:
    """Return the edited script with every change against the base marked, and a note for each that needs one.

    A changed text keeps the story's words in `was`; an added cue has an empty one. A cue out of order is
    marked as moved. Every cue gets a number. Split or joined cues need only by_hand, since their words are
    still there. A deleted cue is put back: its words would be lost.
    """
    return _Settling(base, edited).settled()


def renamed(base: Script, edited: Script, fresh: Script) -> dict[str, str]:
    """Return the character for each fresh speaker whose name a person entered as that character's alias."""
    own = {character.name: character.aliases for character in base.characters}
    names = {character.name for character in edited.characters}
    aliases: dict[str, set[str]] = defaultdict(set)
    for character in edited.characters:
        for alias in set(character.aliases) - set(own.get(character.name, ())):
            aliases[alias].add(character.name)
    strangers = [c.name for c in fresh.characters if c.name not in names and len(aliases[c.name]) == 1]
    return {name: next(iter(aliases[name])) for name in strangers}


class _Settling:
    def __init__(self, base: Script, edited: Script) -> None:
        names = renamed(base, edited, base)
        own = [replace(cue, speaker=names.get(cue.speaker, cue.speaker)) for cue in base.cues]
        self.base_cues = {cue.number: cue for cue in own}
        self.base_order = {cue.number: i for i, cue in enumerate(base.cues)}
        self.edited = edited
        self.homes = [i for i, scene in enumerate(edited.scenes) for _ in scene.cues]
        """The scene of each cue."""
        self.cues = list(edited.cues)
        self.first = {scene.cues[0].number for scene in edited.scenes if scene.cues}
        """The first cue of each scene."""
        self.fresh_number = count(max(base.numbered, edited.numbered, *self.base_cues, 0) + 1)
        self.ends: dict[int, int] = {}
        """By cue number, the index of the last cue of the split or joined range that it belongs to."""
        self.notes: list[Note] = []

    def settled(self) -> tuple[Script, tuple[Note, ...]]:
        self._take_numbers_back()
        self._mark_moved()
        for edited_run, base_run in self._runs():
            self._mark_texts(edited_run, base_run)
        self.cues = [self._reworded(cue) if cue.moved else cue for cue in self.cues]
        self._put_back()
        self.cues = [self._marked(cue) for cue in self.cues]
        scenes = [
            replace(
                scene, cues=tuple(cue for cue, home in zip(self.cues, self.homes, strict=True) if home == i)
            )
            for i, scene in enumerate(self.edited.scenes or (Scene(cues=()),))
        ]
        numbered = max([0, self.edited.numbered, *(cue.number for cue in self.cues)])
        return replace(self.edited, scenes=tuple(scenes), numbered=numbered), tuple(self.notes)

    def _take_numbers_back(self) -> None:
        """Give an unnumbered cue the number of a missing cue with the same words: it was cut and pasted."""
        here = {cue.number for cue in self.cues}
        missing: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, cue in reversed(self.base_cues.items()):
            if number not in here:
                missing[cue.kind, cue.text].append(number)
        for i, cue in enumerate(self.cues):
            if cue.number not in self.base_cues and missing.get((cue.kind, cue.text)):
                number = missing[cue.kind, cue.text].pop()
                self.cues[i] = replace(cue, number=number, was=self.base_cues[number].was)

    def _mark_moved(self) -> None:
        at_home = [
            i
            for i, cue in enumerate(self.cues)
            if cue.number in self.base_cues and not cue.moved and not self.base_cues[cue.number].moved
        ]
        kept = rising([self.base_order[self.cues[i].number] for i in at_home])
        for n, i in enumerate(at_home):
            if n not in kept and self.cues[i].kind in WORDED:
                self.cues[i] = replace(self.cues[i], moved=True, by_hand=True)
                self.notes.append(
                    Note(kind="moved", cue=self.cues[i].number, message="it stays where it was put")
                )

    def _runs(self) -> list[tuple[list[int], list[Cue]]]:
        """Return the changed ranges between unchanged cues: indices of edited cues, and cues of the base."""
        moved = {cue.number for cue in self.cues if cue.moved}
        base = [
            c for c in self.base_cues.values() if c.kind in WORDED and not c.moved and c.number not in moved
        ]
        edited = [i for i, cue in enumerate(self.cues) if cue.kind in WORDED and not cue.moved]
        before = {cue.number: (cue.text, cue.was) for cue in base}
        same = {
            cue.number
            for cue in (self.cues[i] for i in edited)
            if before.get(cue.number) == (cue.text, cue.was)
        }
        stretches: list[tuple[list[int], list[Cue]]] = []
        rest = iter(base)
        here: list[int] = []
        for i in [*edited, None]:
            if i is not None and self.cues[i].number not in same:
                here.append(i)
                continue
            wanted = self.cues[i].number if i is not None else None
            between: list[Cue] = []
            for old in rest:
                if old.number == wanted:
                    break
                between.append(old)
            if here or between:
                stretches.append((here, between))
            here = []
        return stretches

    def _mark_texts(self, edited: Sequence[int], base: Sequence[Cue]) -> None:
        """Mark one range: cues split or joined, words changed, cues added."""
        mine = [tuple(tokens(story_words(self.cues[i]))) for i in edited]
        theirs = [tuple(tokens(story_words(cue))) for cue in base]
        known = {cue.number for cue in base}
        cut: set[int] = set()
        for here, there in recut(
            mine, theirs, range(len(mine)), range(len(theirs)), starting=range(len(mine))
        ):
            stretch = [edited[n] for n in here]
            theirs_here = {base[n].number for n in there}
            mine_here = {self.cues[i].number for i in stretch}
            elsewhere = {cue.number for cue in self.cues} - mine_here
            if not (theirs_here & elsewhere or (mine_here - theirs_here) & known) and all(
                self.cues[i].was is None for i in stretch
            ):
                cut |= set(stretch)
                self.ends |= dict.fromkeys(mine_here, stretch[-1])
                for number in theirs_here - mine_here:
                    self.base_cues.pop(number)
        for i in edited:
            cue = self.cues[i]
            if i in cut:
                self.cues[i] = replace(cue, by_hand=True)
            elif cue.number in known:
                self.cues[i] = self._reworded(cue)
            elif cue.was is None:
                self.cues[i] = replace(cue, was="", by_hand=True)
                self.notes.append(Note(kind="added", cue=cue.number, message=cue.text))

    def _reworded(self, cue: Cue) -> Cue:
        """Return a cue with the story's words in `was` where its text differs from the base's."""
        old = self.base_cues.get(cue.number)
        if old is None or cue.text == old.text or cue.was is not None:
            return cue
        return replace(cue, was=old.text, by_hand=True)

    def _put_back(self) -> None:
        """Put each missing spoken cue of the base after the one that preceded it there."""
        places = {cue.number: i for i, cue in enumerate(self.cues)}
        after: dict[int, list[Cue]] = defaultdict(list)
        last = -1
        for number, cue in self.base_cues.items():
            if number in places:
                place = places[number]
                last = last if self.cues[place].moved else self.ends.get(number, place)
            elif cue.kind in WORDED and story_words(cue):
                after[last].append(cue)
                hint = "; to leave it out, empty its text and keep the words in was:"
                self.notes.append(
                    Note(kind="restored", cue=number, message=f"it was missing from the script{hint}")
                )
        if not after:
            return
        cues, homes = list(after[-1]), [0] * len(after[-1])
        for i, (cue, home) in enumerate(zip(self.cues, self.homes, strict=True)):
            cues += [cue, *after[i]]
            homes += [home] * (1 + len(after[i]))
        self.cues, self.homes = cues, homes

    def _marked(self, cue: Cue) -> Cue:
        """Return a cue with a number, and by_hand where anything but its position differs from the base."""
        old = self.base_cues.get(cue.number)
        if old is None:
            return replace(cue, number=cue.number or next(self.fresh_number), by_hand=True)
        # The first cue of a scene is never joined, no matter who made it the first.
        joined = cue.joined or (old.joined and cue.number in self.first)
        mine = (cue.kind, cue.speaker, cue.text, cue.how, joined, cue.settings)
        theirs = (old.kind, old.speaker, old.text, old.how, old.joined, old.settings)
        return cue if mine == theirs else replace(cue, by_hand=True)


def guessed_base(edited: Script, fresh: Script) -> tuple[Script, tuple[Cue, ...]]:
    """Return a base for a script whose own is missing, and the cues whose words can't be explained.

    The fresh adaptation serves as the base, with the edited script's numbers: what differs from it counts as
    the person's change, a sound that isn't there as taken out. Where the story changed too, a text that is no
    longer in it may be the person's or the old story's. Then the new story's text is used, and the edited cue
    is among those returned; a sound beside new words is new.
    """
    old = [cue for cue in edited.cues if cue.kind in WORDED and cue.number]
    new = [cue for cue in fresh.cues if cue.kind in WORDED]
    found = matches(
        [tuple(tokens(story_words(cue))) for cue in old], [tuple(tokens(cue.text)) for cue in new]
    )
    partner = {new[match.new].number: old[match.old] for match in found}
    story_changed = edited.sha256 != fresh.sha256
    unclear: list[Cue] = []

    def standing_in(cue: Cue) -> Cue:
        other = partner[cue.number]
        if other.by_hand or other.was is not None:
            return other
        mine = replace(cue, number=other.number, moved=other.moved)
        if story_changed and tokens(other.text) != tokens(cue.text):
            unclear.append(other)
            return replace(mine, text=other.text)
        return mine

    effects = _Effects(edited, {other.number for other in partner.values()}, fresh.numbered)
    begun = {scene.cues[0].number for scene in edited.scenes if scene.cues}
    scenes: list[Scene] = []
    for scene in fresh.scenes:
        known = [
            effects.known(cue, new_words=story_changed)
            if cue.kind not in WORDED
            else effects.passed(standing_in(cue) if cue.number in partner else None)
            for cue in scene.cues
        ]
        cues = tuple(cue for cue in known if cue is not None)
        if cues and scenes and story_changed and cues[0].number not in begun:
            scenes[-1] = replace(scenes[-1], cues=scenes[-1].cues + cues)
        elif cues:
            scenes.append(replace(scene, cues=cues))
    if story_changed:
        found_again = {cue.number for cue in partner.values()}
        unclear += [cue for cue in old if not cue.by_hand and cue.number not in found_again and cue.was != ""]
    base = replace(fresh, scenes=tuple(scenes), numbered=effects.numbered)
    return base, tuple(unclear)


class _Effects:
    """Numbers drama's sounds, pauses and beds as a script has them whose base is missing, in their order."""

    def __init__(self, edited: Script, known: set[int], numbered: int) -> None:
        """Take the script, the numbers of its cues whose words are known, and the highest that drama gave."""
        self.numbered = max(edited.numbered, numbered, *(cue.number for cue in edited.cues), 0)
        """The highest number in use."""
        self._last, self._is_here = 0, True
        self._waiting: dict[tuple[int, str, str], list[int]] = defaultdict(list)
        last = 0
        for cue in edited.cues:
            if cue.kind in WORDED:
                last = cue.number if cue.number in known else last
            elif cue.number:
                self._waiting[last, cue.kind, cue.text].append(cue.number)

    def passed(self, cue: Cue | None) -> Cue | None:
        """Go on behind a cue with words; None stands for words that the script doesn't have."""
        self._is_here = cue is not None
        self._last = cue.number if cue else self._last
        return cue

    def known(self, cue: Cue, *, new_words: bool) -> Cue | None:
        """Return a sound with its number in the script, or a new one where a person has taken it out.

        None where it may be new: beside words that the script doesn't have, if there are such.
        """
        waiting = self._waiting[self._last, cue.kind, cue.text]
        if waiting:
            return replace(cue, number=waiting.pop(0))
        if new_words and not self._is_here:
            return None
        self.numbered += 1
        return replace(cue, number=self.numbered)
