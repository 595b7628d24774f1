"""Produce: one story to one episode. Says what is fresh, what is done again and why; does only that."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from drama import adapt, package, proof, record, script, story, voices
from drama.adapt.asking import ask
from drama.cast import Director
from drama.castlist import enter
from drama.direct import direct
from drama.edit import edit
from drama.edits import settle
from drama.engines import Engines, create, located
from drama.engines import names as engine_names
from drama.errors import EngineError
from drama.files import read_text, replacing, write_text
from drama.freshness import Wanted, read_manifest, stale
from drama.locks import held
from drama.master import export_stems, master
from drama.master import preset as preset_of
from drama.memory import give_back
from drama.merge import merge
from drama.mix import mix
from drama.model import Loudness
from drama.progress import Silent
from drama.soundshelf import SoundShelf
from drama.spot import spotted
from drama.store import Folder, Store
from drama.takes import Recorded, recorded
from drama.timecode import seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from drama.adapt.asking import Server
    from drama.adapt.attribute import Attribution
    from drama.audio import Sound
    from drama.cast import Casting
    from drama.collection import Collection, StoryFile
    from drama.model import Cast, Mix, Script, Story, Take, Timeline, Utterance
    from drama.progress import Progress
    from drama.settings import Settings
    from drama.speech import Engine
    from drama.voices import Setting, VoicesFile

State = Literal["new", "as it was", "yours", "adapted again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """A story with its script, and how that came about."""

    story: Story
    script: Script
    state: State
    notes: tuple[str, ...] = ()
    changed: bool = False
    """True when the file in scripts/ isn't this script yet."""
    base: Script | None = None
    """Drama's own adaptation, without a person's changes, where that isn't what scripts/.made/ has yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A story with everything that is decided before it is spoken."""

    adapted: Adapted
    casting: Casting
    utterances: tuple[Utterance | None, ...]
    """One for each cue; None where nothing is spoken."""

    @property
    def script(self) -> Script:
        """The script."""
        return self.adapted.script

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
    """Processes at most; None for one a core."""
    progress: Progress = field(default_factory=Silent)
    attributor: Server | None = None
    """Asked about doubtful lines where a story is adapted; None to leave them to the rules."""

    def close(self) -> None:
        """Let the engines go."""
        self.engines.close()


def open_studio(
    house: Collection,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    attributor: Server | None = None,
) -> Studio:
    """Return a studio for a collection; InputError when its voices.yaml can't be meant."""
    file = read_voices(house.voices)
    engines = Engines(engine_settings(file))
    return Studio(
        house=house,
        file=file,
        engines=engines,
        store=Store(Folder(house.store)),
        director=Director(file, [info for name in file.engines_in_use for info in engines[name].voices()]),
        jobs=jobs or file.house.jobs or None,
        progress=progress or Silent(),
        attributor=attributor,
    )


def engine_settings(file: VoicesFile) -> dict[str, dict[str, object]]:
    """Return what a voices.yaml sets for engines, by name; relative paths count from its folder."""
    return located({name: file.engine_settings(name) for name, _ in file.engines}, file.path.parent)


def read_voices(path: Path) -> VoicesFile:
    """Return a collection's voices.yaml; one that isn't there yet begins as the template."""
    if not path.exists():
        return voices.parse(voices.template(), path, engines=engine_names())
    made: dict[str, Engine] = {}

    def check(utterance: Utterance, settings: Mapping[str, Setting]) -> None:
        try:
            engine = made.get(utterance.engine)
            if engine is None:
                wanted = located({utterance.engine: settings}, path.parent)
                engine = create(utterance.engine, wanted[utterance.engine])
        except EngineError:  # one that can't run here is reported when it is needed
            return
        made[utterance.engine] = engine
        engine.check(utterance)

    try:
        return voices.read(path, engines=engine_names(), check=check)
    finally:
        for engine in made.values():
            engine.close()


def adapt_story(studio: Studio, entry: StoryFile, *, again: bool = False) -> Adapted:
    """Return a story's script: the one that is there with a person's edits, adapted where it must be.

    It is adapted when there is none, when the story has changed since, and when `again` asks for it; what
    a person changed is merged in. InputError when the words of the script aren't the story's.
    """
    tale = story.read(entry.path)
    path, made = studio.house.script(entry.key), studio.house.made(entry.key)
    if not path.exists():
        fresh, about = _drafted(studio, tale)
        proof.check_words(fresh, tale)
        notes = (*tale.notes, *about)
        return Adapted(story=tale, script=fresh, state="new", notes=notes, changed=True, base=fresh)
    mine = script.read(path)
    base = script.read(made) if made.exists() else None
    about = ()
    if base is not None and not again and mine.sha256 == base.sha256 == tale.sha256:
        state: State = "as it was" if mine == base else "yours"
        settled, said = (mine, ()) if mine == base else settle(base, mine)
        alone = base
    else:
        state = "adapted again"
        fresh, about = _drafted(studio, tale)
        merged = merge(base, mine, fresh)
        settled, said, alone = merged.script, merged.notes, merged.base
    proof.check_words(settled, tale)
    return Adapted(
        story=tale,
        script=settled,
        state=state,
        notes=(*tale.notes, *about, *(str(note) for note in said)),
        changed=settled != mine,
        base=alone if alone != base else None,
    )


def _drafted(studio: Studio, tale: Story) -> tuple[Script, tuple[str, ...]]:
    """Return a story adapted afresh, and what came of asking the studio's attributor, where it has one."""
    server = studio.attributor
    if server is None:
        return spotted(adapt.adapt(tale, studio.progress)), ()
    notes: list[str] = []

    def settle(text: str, found: Attribution) -> Attribution:
        asked = ask(text, found, server, studio.house.cache / "answers", studio.progress)
        notes.append(str(asked))
        return asked.attribution

    draft = spotted(adapt.adapt(tale, studio.progress, settle))
    return draft, tuple(notes)


def own_adaptation(studio: Studio, adapted: Adapted) -> Script:
    """Return what drama makes of a story by itself, with the cue numbers of its script."""
    made = studio.house.made(adapted.story.key)
    base = script.read(made) if made.exists() else adapted.script
    fresh, _ = _drafted(studio, adapted.story)
    return merge(base, base, fresh).script if made.exists() else fresh


def keep_script(studio: Studio, adapted: Adapted) -> None:
    """Write an adapted script to scripts/, and what drama made of it beside, to tell later edits by."""
    if adapted.changed:
        script.write(adapted.script, studio.house.script(adapted.story.key))
    if adapted.base is not None:
        script.write(adapted.base, studio.house.made(adapted.story.key))


def cast_story(studio: Studio, adapted: Adapted) -> Prepared:
    """Return a story cast and directed; whoever is new is known to the studio from then on."""
    casting = studio.director.cast(adapted.script)
    deliveries = studio.file.house.delivery_table()
    utterances = direct(adapted.script, casting.cast, studio.file.lexicon, deliveries)
    return Prepared(adapted=adapted, casting=casting, utterances=utterances)


def keep_cast(studio: Studio, castings: Mapping[str, Casting]) -> None:
    """Enter whoever is new in voices.yaml, by the keys of their stories, without touching what is there.

    The file is read again under a lock, so that what a person or another process wrote meanwhile stays.
    """
    entries = {part.name: part for casting in castings.values() for part in casting.entries}
    own = {key: casting.own for key, casting in castings.items() if casting.own}
    narrator = next((casting.narrator for casting in castings.values() if casting.narrator), None)
    if not entries and not own and not narrator:
        return
    path = studio.file.path
    with held(studio.house.cache / "locks" / "voices.yaml", wait=True):
        text = read_text(path) if path.exists() else studio.file.text
        write_text(path, enter(text, tuple(entries.values()), narrator, own))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a render would do."""

    wanted: Wanted
    reasons: tuple[str, ...]
    """Why the episode has to be made; none when it is fresh."""
    missing: int
    """How many different takes would be spoken."""
    human: Recorded
    """The lines that people recorded; no engine is asked for them."""
    asked: tuple[Utterance | None, ...]
    """What the engines are asked for, one for each cue."""
    costs: tuple[record.Cost, ...] = ()
    """What services would be sent and charge; none when nothing is to do."""

    @property
    def fresh(self) -> bool:
        """Whether there is nothing to do."""
        return not self.reasons


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An episode, made in this run or found fresh."""

    path: Path
    fresh: bool
    spoken: int
    """Takes that were made in this run."""
    duration_s: float
    loudness: Loudness
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def plan(studio: Studio, prepared: Prepared, *, preset: str | None = None) -> Plan:
    """Return what a render would do now, and why; speaks nothing, and writes nothing outside the cache."""
    settings, key = _settings(studio, preset), prepared.script.key
    memory = studio.house.cache / "recordings" / f"{key}.json"
    human = recorded(studio.house.recordings(key), prepared.script, studio.store, memory)
    pairs = list(zip(prepared.utterances, human.takes, strict=True))
    asked = tuple(None if take else utterance for utterance, take in pairs)
    spoken = record.plan(asked, studio.engines)
    keys = tuple(take.key if take else key for key, (_, take) in zip(spoken, pairs, strict=True))
    wanted = Wanted(
        script=prepared.script,
        cast=prepared.cast,
        keys=keys,
        settings=settings,
        deliveries=studio.file.house.deliveries,
        recordings=human.digest,
        sounds=_shelf(studio, settings).stamp() if _has_sounds(prepared.script) else "",
    )
    reasons = stale(wanted, read_manifest(studio.house.output(key)), _episode(studio, key, settings))
    there = studio.store.keys() if reasons else set()
    missing = {key for key in keys if key and key not in there} if reasons else set()
    costs = record.costs(asked, studio.store, studio.engines) if missing else ()
    return Plan(wanted=wanted, reasons=reasons, missing=len(missing), human=human, asked=asked, costs=costs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A story spoken and laid on its timeline."""

    takes: tuple[Take | None, ...]
    """One for each cue."""
    timeline: Timeline
    source: Callable[[str], Sound]
    """Reads what a clip plays."""
    stamp: str
    """Of the sounds on the shelf, as they are now."""

    def mixed(
        self, studio: Studio, timeline: Timeline, folder: Path, settings: Settings, *, stems: bool = False
    ) -> Mix:
        """Return the mix of this timeline or of a part of it; one that the folder has already is taken."""
        return mix(
            timeline,
            self.source,
            folder,
            levels=settings.levels,
            stems=stems,
            jobs=studio.jobs,
            progress=studio.progress,
            stamp=self.stamp,
        )


def stage(studio: Studio, prepared: Prepared, planned: Plan) -> Staged:
    """Return a story's takes, those that are missing spoken now, and the timeline they lie on."""
    play, settings = prepared.script, planned.wanted.settings
    give_back()
    made = record.record(
        planned.asked,
        studio.store,
        studio.engines,
        jobs=studio.jobs,
        progress=studio.progress,
        places=[cue.place for cue in play.cues],
    )
    takes = tuple(own or take for own, take in zip(planned.human.takes, made, strict=True))
    shelf = _shelf(studio, settings)
    return Staged(
        takes=takes,
        timeline=edit(play, prepared.cast, takes, settings, studio.file.house.delivery_table(), shelf),
        source=shelf.source(studio.store.samples),
        stamp=shelf.stamp(),
    )


def make(studio: Studio, prepared: Prepared, *, preset: str | None = None, stems: bool = False) -> Made:
    """Return a story's finished episode; one that is fresh is left as it is.

    EngineError or InputError name the lines that can't be spoken; what was spoken is kept for the next run.
    """
    planned = plan(studio, prepared, preset=preset)
    settings, play = planned.wanted.settings, prepared.script
    path = _episode(studio, play.key, settings)
    folder = studio.house.output(play.key)
    if planned.fresh and not stems:
        return _found(path, read_manifest(folder))
    staged = stage(studio, prepared, planned)
    takes, timeline = staged.takes, staged.timeline
    kept = mixes(studio, play.key)
    mixed = staged.mixed(studio, timeline, kept, settings, stems=stems)
    if stems:
        export_stems(mixed, folder / "stems")
    wanted = preset_of(settings.preset, settings.custom)
    tags = package.tags(play, timeline, takes, album=studio.house.root.name)
    with replacing(path) as temporary:
        loudness = master(mixed, wanted, temporary, tags, jobs=studio.jobs, progress=studio.progress)
    package.package(
        play,
        prepared.cast,
        timeline,
        takes,
        path,
        folder,
        loudness,
        preset=settings.preset,
        inputs=planned.wanted.inputs(),
        made=planned.missing,
    )
    return Made(
        path=path,
        fresh=False,
        spoken=planned.missing,
        duration_s=seconds(timeline.frames),
        loudness=loudness,
        reasons=planned.reasons,
        notes=planned.human.notes,
    )


def mixes(studio: Studio, key: str) -> Path:
    """Return the folder in which a story's mix is kept."""
    return studio.house.cache / "mixes" / key


def _shelf(studio: Studio, settings: Settings) -> SoundShelf:
    return SoundShelf(studio.house.root / "sounds", studio.house.cache / "sounds", settings.seed)


def _has_sounds(play: Script) -> bool:
    return any(cue.kind in ("sound", "ambience", "music") for cue in play.cues)


def _settings(studio: Studio, preset: str | None) -> Settings:
    settings = studio.file.house.settings
    return replace(settings, preset=preset) if preset else settings


def _episode(studio: Studio, key: str, settings: Settings) -> Path:
    kind = preset_of(settings.preset, settings.custom).kind
    return studio.house.episode(key, f".{kind}")


def _found(path: Path, manifest: Mapping[str, Any]) -> Made:
    about = manifest["episode"]
    loudness = Loudness(
        integrated_lufs=about["integrated_lufs"],
        true_peak_dbtp=about["true_peak_dbtp"],
        range_lu=about["range_lu"],
    )
    return Made(path=path, fresh=True, spoken=0, duration_s=about["duration_s"], loudness=loudness)
