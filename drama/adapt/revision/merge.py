"""Three-way merge: a person's changes to a script survive every new adaptation of the story.

The base is drama's own last adaptation, without a person's changes. Whatever differs from it in the edited
script is the person's change, however old. The changes are applied to the fresh adaptation by the words that
they belong to, never by position.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from itertools import count
from typing import TYPE_CHECKING

from drama.adapt.revision import recast
from drama.adapt.revision.matching import Match, carried, matches, recut
from drama.adapt.revision.user_edits import Note, guessed_base, renamed, settle
from drama.adapt.revision.verbatim import story_words
from drama.english import tokens
from drama.model import WORDED, About, Character, Cue, Scene, Script

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """The fresh adaptation with a person's changes, and a report of these."""

    script: Script
    base: Script
    """The fresh adaptation alone, with the script's cue numbers: the base of the next merge."""
    notes: tuple[Note, ...]


def merge(base: Script | None, edited: Script, fresh: Script) -> Merged:
    """Return the fresh adaptation with every change that a person made to the edited script.

    Cues keep their numbers; new ones get numbers never used before. No change is dropped: one whose words are
    no longer in the story becomes an orphan. Without a base, whatever differs from the fresh adaptation is
    the person's change. The result has the words of `fresh`, as verbatim.check_words compares them.
    """
    unclear: tuple[Cue, ...] = ()
    if base is None:
        base, unclear = guessed_base(edited, fresh)
    settled, notes = settle(base, edited)
    return _Merging(base, settled, fresh, [*notes]).merged(unclear)


class _Merging:
    """The state of one merge: what became of each fresh and each edited cue."""

    def __init__(self, base: Script, settled: Script, fresh: Script, notes: list[Note]) -> None:
        self.base = base
        self.settled = settled
        self.fresh = fresh
        self.notes = notes
        self.base_cues = {cue.number: cue for cue in base.cues}
        self.settled_cues = {cue.number: cue for cue in settled.cues}
        self.effects = _effects(base.cues)
        self.numbers = count(max(base.numbered, settled.numbered, 0) + 1)
        self.names = renamed(base, settled, fresh)
        """For each speaker of the fresh adaptation, the name in the edited script."""
        self.floating: dict[int, Cue] = {}
        """Cues that stay where a person moved them, by number."""
        self.base_numbers: list[int] = []
        """The number of each fresh cue, in order."""
        self.partners: dict[int, Cue] = {}
        """The edited cue for each fresh one, by its index among the spoken."""
        self.recuts: dict[int, list[Cue]] = {}
        """The cues that replace fresh ones which a person split or joined, by the index of the fresh cue."""
        self.numbers_again: dict[int, int] = {}
        """The earlier numbers of fresh cues, by their index."""
        self.used: set[int] = set()
        """Numbers of the edited cues whose words are in the fresh adaptation."""

    def merged(self, unclear: tuple[Cue, ...]) -> Merged:
        scenes = self._scenes(self._main())
        self._float(scenes)
        orphans = self._orphans(unclear)
        found = tuple(replace(scene, cues=tuple(_first_unjoined(cues))) for scene, cues in scenes if cues)
        script = Script(
            key=self.fresh.key,
            title=_three_way(self.base.title, self.settled.title, self.fresh.title),
            author=_three_way(self.base.author, self.settled.author, self.fresh.author),
            sha256=self.fresh.sha256,
            characters=self._characters(found, orphans),
            scenes=found,
            lexicon=self.settled.lexicon,
            orphans=orphans,
            numbered=next(self.numbers) - 1,
            about=_about(self.base.about, self.settled.about, self.fresh.about),
        )
        numbers = iter(self.base_numbers)
        scenes_alone = tuple(
            replace(scene, cues=tuple(replace(cue, number=next(numbers)) for cue in scene.cues))
            for scene in self.fresh.scenes
        )
        alone = replace(self.fresh, scenes=scenes_alone, numbered=script.numbered)
        return Merged(script=script, base=alone, notes=tuple(self.notes))

    def _main(self) -> list[list[Cue]]:
        """Return the fresh adaptation's cues by scene, each merged with its edited counterpart."""
        self._find_partners()
        result: list[list[Cue]] = []
        at = 0
        for scene in self.fresh.scenes:
            result.append([])
            for cue in scene.cues:
                if cue.kind in WORDED:
                    number = self.numbers_again.get(at) or next(self.numbers)
                    mine = self.partners.get(at)
                    both = self._combined(mine, replace(cue, number=number))
                    result[-1] += self.recuts.get(at, both)
                    at += 1
                else:
                    known = self._known_effect(cue)
                    number = known.number if known else next(self.numbers)
                    mine = self.settled_cues.get(number)
                    if not known or (mine and not mine.by_hand):
                        result[-1].append(replace(cue, number=number, comment=mine.comment if mine else ""))
                self.base_numbers.append(number)
        return result

    def _find_partners(self) -> None:
        """Find the edited cue for each spoken fresh one, by the index of the latter."""
        new_keys = [tuple(tokens(cue.text)) for cue in self.fresh.cues if cue.kind in WORDED]
        rooted = [cue for cue in self.settled.cues if cue.kind in WORDED and story_words(cue)]
        fixed = [cue for cue in rooted if not cue.moved]
        fixed_keys = [_key(cue) for cue in fixed]
        found = matches(fixed_keys, new_keys)
        self._find_recuts(fixed, fixed_keys, new_keys, found)
        for match in found:
            if fixed[match.old].number not in self.used and match.new not in self.recuts:
                self.partners[match.new] = fixed[match.old]
        # The others only get words that no cue in its own place has matched; what would be an orphan now
        # is tried at once, lest the next adaptation find what this one didn't.
        placed = {cue.number for cue in self.partners.values()} | self.used
        left = [cue for cue in fixed if cue.number not in placed and (cue.by_hand or cue.settings)]
        for loose in ([cue for cue in rooted if cue.moved], left, self.settled.orphans):
            free = [() if j in self.partners or j in self.recuts else key for j, key in enumerate(new_keys)]
            for match in carried([_key(cue) for cue in loose], free):
                self.partners[match.new] = loose[match.old]
        self.numbers_again |= {j: cue.number for j, cue in self.partners.items()}

    def _find_recuts(
        self,
        old: Sequence[Cue],
        old_keys: Sequence[tuple[str, ...]],
        new_keys: Sequence[tuple[str, ...]],
        found: Sequence[Match],
    ) -> None:
        """Find the ranges of the same words that a person split into other cues; their split is kept.

        The whole range stands at the index of its first fresh cue; the other indices hold nothing. The fresh
        cues get the numbers of the first edited ones, or those that they had in the base.
        """
        equal = [m for m in found if m.in_order and old_keys[m.old] == new_keys[m.new]]
        starting = {n for n, cue in enumerate(old) if cue.by_hand and cue.was is None}
        spare: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, cue in reversed(self.base_cues.items()):
            if number not in self.settled_cues:
                spare[_key(cue)].append(number)
        i = j = 0
        for anchor in [*equal, Match(len(old), len(new_keys))]:
            gap = range(i, anchor.old), range(j, anchor.new)
            for here, there in recut(old_keys, new_keys, *gap, starting=starting):
                self.recuts |= {n: [] for n in there}
                self.recuts[there.start] = [replace(old[n], place=None) for n in here]
                self.used |= {old[n].number for n in here}
                self.numbers_again |= {m: old[n].number for n, m in zip(here, there, strict=False)}
                for m in there[len(here) :]:
                    if spare[new_keys[m]]:
                        self.numbers_again[m] = spare[new_keys[m]].pop()
            i, j = anchor.old + 1, anchor.new + 1

    def _combined(self, mine: Cue | None, cue: Cue) -> Iterator[Cue]:
        """Yield a fresh cue with a person's changes in it; nothing when the person moved it elsewhere."""
        speaker = self.names.get(cue.speaker, cue.speaker)
        if mine is None:
            yield replace(cue, speaker=speaker)
            return
        self.used.add(mine.number)
        settings = tuple(sorted((dict(cue.settings) | dict(mine.settings)).items()))
        both = replace(
            cue,
            number=mine.number,
            speaker=speaker,
            settings=settings,
            moved=mine.moved,
            comment=mine.comment,
        )
        if mine.by_hand:
            both = replace(
                both, kind=mine.kind, speaker=mine.speaker, how=mine.how, joined=mine.joined,
                settings=mine.settings, by_hand=True,
            )  # fmt: skip
            if (mine.kind, mine.speaker) != (cue.kind, speaker):
                guess = f" ({cue.sure:.2f})" if cue.sure is not None else ""
                both = replace(both, sure=None, why=f"by hand; drama had {speaker or 'the narrator'}{guess}")
            if recast.is_following(mine):
                both = replace(both, why=mine.why)
            self._tell(mine, cue, speaker)
        if mine.was is not None and mine.text != cue.text:
            both = replace(both, text=mine.text, was=cue.text)
        if mine.moved:
            self.floating[both.number] = both
        else:
            yield both

    def _tell(self, mine: Cue, cue: Cue, speaker: str) -> None:
        if mine in self.settled.orphans:
            message = f"its words are in the story again: {_shown(mine)}"
            self.notes.append(Note(kind="adopted", cue=mine.number, message=message))
        elif mine.was is not None and tokens(mine.was) != tokens(cue.text):
            message = f"you changed {mine.was!r}, which the story now puts as {cue.text!r}; your words stay"
            self.notes.append(Note(kind="conflict", cue=mine.number, message=message))
        else:
            who = "" if speaker == mine.speaker else f" (drama: {speaker or 'the narrator'})"
            self.notes.append(Note(kind="kept", cue=mine.number, message=f"{_shown(mine)}{who}"))

    def _known_effect(self, cue: Cue) -> Cue | None:
        """Return the base's sound, pause or bed of the same kind and name after the same cue."""
        last = self.base_numbers[-1] if self.base_numbers else 0
        return self.effects.get((cue.kind, cue.text, last))

    def _scenes(self, main: Sequence[list[Cue]]) -> list[tuple[Scene, list[Cue]]]:
        """Return the merged cues by scene, with the titles, rooms and bounds that a person changed."""
        edited = _starts(self.settled.scenes, self.base_cues)
        base = _starts(self.base.scenes, self.settled_cues)
        scenes: list[tuple[Scene, list[Cue]]] = []
        for fresh_scene, cues in zip(self.fresh.scenes, main, strict=True):
            first = next((cue.number for cue in cues if cue.kind in WORDED), 0)
            if cues and (not scenes or first in edited or first not in base):
                scenes.append((_merged_scene(base.get(first), edited.get(first), fresh_scene), []))
            for cue in cues:
                if cue.number in edited and cue.number not in base and cue.number != first:
                    scenes.append((edited[cue.number], []))
                scenes[-1][1].append(cue)
        return scenes

    def _float(self, scenes: list[tuple[Scene, list[Cue]]]) -> None:
        """Insert the cues that a person added or moved, next to the same cue as in the edited script."""
        present = {cue.number for _, cues in scenes for cue in cues}
        before: dict[int, list[Cue]] = defaultdict(list)
        after: dict[int, list[Cue]] = defaultdict(list)
        latest = 0
        for scene in self.settled.scenes:
            waiting: list[Cue] = []
            last = 0
            for cue in scene.cues:
                if cue.number in present:
                    before[cue.number] = waiting
                    waiting, last = [], cue.number
                elif (mine := self._floats(cue)) is not None:
                    (after[last] if last else waiting).append(mine)
            latest = last or latest
            after[latest] += waiting
        for _, cues in scenes:
            cues[:] = [every for cue in cues for every in (*before[cue.number], cue, *after[cue.number])]
        if after[0]:
            scenes[:1] = [(scene, after[0] + cues) for scene, cues in scenes[:1]] or [
                (Scene(cues=()), after[0])
            ]

    def _floats(self, cue: Cue) -> Cue | None:
        if cue.kind in WORDED:
            return cue if cue.was == "" else self.floating.get(cue.number)
        return cue if cue.by_hand else None

    def _orphans(self, unclear: Iterable[Cue]) -> tuple[Cue, ...]:
        orphans = [cue for cue in self.settled.orphans if cue.number not in self.used]
        for cue in self.settled.cues:
            ours = cue.kind not in WORDED or not story_words(cue) or cue.number in self.used
            if not ours and (cue.by_hand or cue.settings):
                orphans.append(cue)
                message = f"its words are no longer in the story; it is kept under orphans: {_shown(cue)}"
                self.notes.append(Note(kind="orphaned", cue=cue.number, message=message))
        for cue in unclear:
            orphans.append(replace(cue, number=next(self.numbers)))
            message = f"its words and the story's differ, and what drama wrote is missing: {_shown(cue)}"
            self.notes.append(Note(kind="orphaned", cue=orphans[-1].number, message=message))
        return tuple(orphans)

    def _characters(self, scenes: Sequence[Scene], orphans: Sequence[Cue]) -> tuple[Character, ...]:
        """Return everybody who speaks or whom a person entered, with the facts that a person changed."""
        speaking = {cue.speaker for scene in scenes for cue in scene.cues} | {cue.speaker for cue in orphans}
        base = {character.name: character for character in self.base.characters}
        fresh: dict[str, Character] = {}
        for character in self.fresh.characters:
            fresh.setdefault(self.names.get(character.name, character.name), character)
        characters = {}
        for mine in self.settled.characters:
            old, new = base.get(mine.name), fresh.get(mine.name)
            if new is not None:
                characters[mine.name] = _merged_character(old, mine, new)
            elif mine.name in speaking or mine != old:
                characters[mine.name] = mine
        for name, new in fresh.items():
            if name in speaking and name not in characters:
                characters[name] = new
        return tuple(characters.values())


def _effects(cues: Iterable[Cue]) -> dict[tuple[str, str, int], Cue]:
    """Return the cues without words by their kind, their name, and the number of the cue before."""
    found: dict[tuple[str, str, int], Cue] = {}
    last = 0
    for cue in cues:
        if cue.kind not in WORDED:
            found.setdefault((cue.kind, cue.text, last), cue)
        last = cue.number
    return found


def _starts(scenes: Iterable[Scene], known: Mapping[int, Cue]) -> dict[int, Scene]:
    """Return each scene by the number of its first cue that has a place in the story and is known."""
    starts: dict[int, Scene] = {}
    for scene in scenes:
        rooted = (c.number for c in scene.cues if c.kind in WORDED and not c.moved and c.number in known)
        first = next(rooted, None)
        if first is not None:
            starts[first] = scene
    return starts


def _merged_scene(old: Scene | None, mine: Scene | None, new: Scene) -> Scene:
    if mine is None:
        return new

    def merged(name: str) -> str:
        own, fresh = getattr(mine, name), getattr(new, name)
        return (own or fresh) if old is None else _three_way(getattr(old, name), own, fresh)

    about = {name: merged(name) for name in ("title", "place", "time", "room")}
    if about["place"] == new.place:
        return Scene(cues=(), joined=mine.joined, sure=new.sure, why=new.why, **about)
    return Scene(cues=(), joined=mine.joined, sure=mine.sure, why=mine.why, **about)


def _merged_character(old: Character | None, mine: Character, new: Character) -> Character:
    if old is None:
        return mine
    return Character(
        name=mine.name,
        aliases=mine.aliases if mine.aliases != old.aliases or new.name != mine.name else new.aliases,
        apart=mine.apart,
        gender=mine.gender if mine.gender != old.gender else new.gender,
        age=mine.age if mine.age != old.age else new.age,
        kind=mine.kind if mine.kind != old.kind else new.kind,
        narrator=mine.narrator if mine.narrator != old.narrator else new.narrator,
        why=_three_way(old.why, mine.why, new.why),
    )


def _key(cue: Cue) -> tuple[str, ...]:
    return tuple(tokens(story_words(cue)))


def _about(old: About, mine: About, new: About) -> About:
    each = {one.name: [getattr(about, one.name) for about in (old, mine, new)] for one in fields(About)}
    return About(**{name: _three_way(*said) for name, said in each.items()})


def _three_way(old: str, mine: str, new: str) -> str:
    return mine if mine != old else new


def _first_unjoined(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield a scene's cues; the first is never joined."""
    for i, cue in enumerate(cues):
        yield replace(cue, joined=cue.joined and i > 0)


def _shown(cue: Cue) -> str:
    words = (cue.text or cue.was or "").split()
    text = " ".join(words[:8]) + (" …" if len(words) > 8 else "")
    return f"{cue.speaker or cue.kind}: {text}"
