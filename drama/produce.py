"""Produce: one story to one episode. Says what is fresh, what is done again and why; does only that."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from drama import adapt, merge, proof, record, script, story, voices
from drama.cast import Director
from drama.castlist import enter
from drama.direct import direct
from drama.engines import Engines
from drama.engines import names as engine_names
from drama.files import write_text
from drama.progress import Silent
from drama.store import Folder, Store

if TYPE_CHECKING:
    from pathlib import Path

    from drama.cast import Casting
    from drama.collection import Collection, StoryFile
    from drama.model import Cast, Script, Story, Utterance
    from drama.progress import Progress
    from drama.voices import VoicesFile

State = Literal["new", "as it was", "yours", "story changed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """A story with its script, and how that came about."""

    story: Story
    script: Script
    state: State
    notes: tuple[str, ...] = ()
    changed: bool = False
    """True when the file in scripts/ isn't this script yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A story with everything that is decided before it is spoken."""

    adapted: Adapted
    casting: Casting
    utterances: tuple[Utterance | None, ...]
    """One for each cue; None where nothing is spoken."""

    @property
    def cast(self) -> Cast:
        """Everybody's voice."""
        return self.casting.cast


@dataclass(slots=True, kw_only=True)
class Studio:
    """What a production works with; one for as many stories as you like."""

    house: Collection
    file: VoicesFile
    engines: Engines
    store: Store
    director: Director
    jobs: int | None = None
    progress: Progress = field(default_factory=Silent)

    def close(self) -> None:
        """Let the engines go."""
        self.engines.close()


def open_studio(
    house: Collection, *, jobs: int | None = None, progress: Progress | None = None
) -> Studio:
    """Return a studio for a collection; InputError when its voices.yaml can't be meant."""
    file = read_voices(house.voices)
    engines = Engines({name: dict(settings) for name, settings in file.engines})
    used = {file.house.engine, *(part.engine for part in (file.narrator, *file.characters) if part.engine)}
    offered = tuple(info for name in sorted(used) for info in engines[name].voices())
    return Studio(
        house=house,
        file=file,
        engines=engines,
        store=Store(Folder(house.store)),
        director=Director(file, offered),
        jobs=jobs or file.house.jobs or None,
        progress=progress or Silent(),
    )


def read_voices(path: Path) -> VoicesFile:
    """Return a collection's voices.yaml; one that isn't there yet counts as empty."""
    if not path.exists():
        return voices.parse("", path, engines=engine_names())
    return voices.read(path, engines=engine_names())


def adapt_story(
    house: Collection, entry: StoryFile, *, again: bool = False, progress: Progress | None = None
) -> Adapted:
    """Return a story's script: the one that is there with a person's edits, adapted where it must be.

    It is adapted when there is none, when the story has changed since, and when `again` asks for it; what
    a person changed is merged in. InputError when the words of the script aren't the story's.
    """
    tale = story.read(entry.path)
    path, made = house.script(entry.key), house.made(entry.key)
    if not path.exists():
        fresh = adapt.adapt(tale, progress or Silent())
        proof.check_words(fresh, tale)
        return Adapted(story=tale, script=fresh, state="new", notes=tale.notes, changed=True)
    mine = script.read(path)
    base = script.read(made) if made.exists() else None
    if not again and mine.sha256 == tale.sha256:
        marked = merge.mark(base, mine)
        proof.check_words(marked, tale)
        state: State = "as it was" if mine == base else "yours"
        return Adapted(story=tale, script=marked, state=state, notes=tale.notes, changed=marked != mine)
    merged = merge.merge(base, mine, adapt.adapt(tale, progress or Silent()))
    proof.check_words(merged.script, tale)
    notes = (*tale.notes, *merged.notes)
    return Adapted(
        story=tale, script=merged.script, state="story changed", notes=notes, changed=merged.script != mine
    )


def keep_script(house: Collection, adapted: Adapted) -> None:
    """Write an adapted script to scripts/, with what drama made of it beside, to tell edits from it."""
    key = adapted.story.key
    if adapted.changed:
        script.write(adapted.script, house.made(key))
        script.write(adapted.script, house.script(key))


def cast_story(studio: Studio, adapted: Adapted) -> Prepared:
    """Return a story cast and directed; whoever is new is known to the studio from then on."""
    casting = studio.director.cast(adapted.script)
    house = studio.file.house
    utterances = direct(adapted.script, casting.cast, studio.file.lexicon, house.delivery_table())
    return Prepared(adapted=adapted, casting=casting, utterances=utterances)


def keep_cast(studio: Studio, castings: tuple[Casting, ...]) -> None:
    """Enter whoever is new in voices.yaml, without touching what is there."""
    entries = {part.name: part for casting in castings for part in casting.entries}
    narrator = next((casting.narrator for casting in castings if casting.narrator), None)
    if entries or narrator:
        text = enter(studio.file.text, tuple(entries.values()), narrator)
        write_text(studio.file.path, text)
