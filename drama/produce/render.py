"""Render one story to one episode: report what is stale and why, and make only that."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from drama.errors import InputError
from drama.master import export_stems, master
from drama.master import preset as preset_of
from drama.mix import NONE, SoundBank, check_names, edit, forget_sounds, mix, played, room_tones, sounds
from drama.model import Loudness
from drama.produce.credits import attributions
from drama.produce.freshness import Wanted, read_manifest, stale
from drama.publish import Shelf, package, pictures, publication
from drama.speech import Recorded, record, recorded
from drama.system import files, locks, user_cache
from drama.system import memory as system_memory

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from drama.audio import Sound
    from drama.model import Mix, Take, Timeline, Utterance
    from drama.produce.prepare import Prepared
    from drama.produce.session import Session
    from drama.settings import Settings

_PROCESS = secrets.token_hex(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a render would do."""

    wanted: Wanted
    reasons: tuple[str, ...]
    """Why the episode has to be made; none when it is fresh."""
    missing: int
    """How many different takes would be spoken."""
    manifest: Mapping[str, Any]
    """That of the finished episode as it was read for this plan; empty where there is none."""
    human: Recorded
    """The lines that people recorded; no engine is asked for them."""
    asked: tuple[Utterance | None, ...]
    """Utterances for the engines, one for each cue; None where they speak nothing."""
    costs: tuple[record.Cost, ...] = ()
    """What would be sent to services and what they charge; empty when there is nothing to do."""

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


def plan(session: Session, prepared: Prepared, *, preset: str | None = None) -> Plan:
    """Return what a render would do now, and why; speaks nothing, and writes nothing outside the cache."""
    settings, key = _settings(session, preset), prepared.script.key
    memory = session.project.cache / "recordings" / f"{key}.json"
    human = recorded(session.project.recordings(key), prepared.script, session.store, memory)
    pairs = list(zip(prepared.utterances, human.takes, strict=True))
    asked = tuple(None if take else utterance for utterance, take in pairs)
    spoken = record.plan(asked, session.engines)
    keys = tuple(take.key if take else key for key, (_, take) in zip(spoken, pairs, strict=True))
    heard = frozenset(played(prepared.script, settings))
    wanted = Wanted(
        script=prepared.script,
        cast=prepared.cast,
        keys=keys,
        settings=settings,
        deliveries=session.file.settings.deliveries,
        recordings=human.digest,
        played=heard,
        sounds=sound_bank(session, settings, key).stamp(
            [
                *(cue.text for cue in prepared.script.cues if cue.number in heard and cue.text != NONE),
                *room_tones(prepared.script, settings.levels),
            ]
        ),
        facts=_facts(session, prepared),
    )
    manifest = read_manifest(session.project.output(key))
    reasons = stale(
        wanted,
        manifest,
        episode_path(session, key, settings),
        session.project.output(key),
        elsewhere=session.project.finished_elsewhere,
    )
    missing = {key for key in keys if key} - session.store.having(keys) if reasons else set()
    costs = record.costs(asked, session.store, session.engines) if missing else ()
    return Plan(
        wanted=wanted,
        reasons=reasons,
        missing=len(missing),
        manifest=manifest,
        human=human,
        asked=asked,
        costs=costs,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A story's takes and its timeline."""

    takes: tuple[Take | None, ...]
    """One for each cue."""
    timeline: Timeline
    source: Callable[[str], Sound]
    """Reads a clip's source."""
    version: Callable[[str], str]
    """Returns a string that changes when that source does."""

    def mixed(
        self, session: Session, timeline: Timeline, folder: Path, settings: Settings, *, stems: bool = False
    ) -> Mix:
        """Return the mix of this timeline or of a part of it; regions cached in the folder are reused."""
        return mix(
            timeline,
            self.source,
            folder,
            levels=settings.levels,
            stems=stems,
            jobs=session.jobs,
            held_bytes=session.held_bytes,
            progress=session.progress,
            version=self.version,
        )

    def sounds(self, session: Session, timeline: Timeline, settings: Settings) -> Iterator[Sound]:
        """Yield the sound of this timeline or of a part of it in consecutive blocks; nothing is kept."""
        return sounds(timeline, self.source, levels=settings.levels, jobs=session.jobs, version=self.version)


def check_settings(session: Session, prepared: Prepared) -> None:
    """Raise InputError for names in a script that the mix doesn't know, before anything is spoken."""
    settings = session.file.settings.figures
    check_names(
        prepared.script,
        sound_bank(session, settings, prepared.script.key) if settings.sound != "none" else None,
    )


def stage(session: Session, prepared: Prepared, planned: Plan) -> Staged:
    """Return a story's takes and its timeline; missing takes are spoken now."""
    play, settings = prepared.script, planned.wanted.settings
    system_memory.give_back()
    system_memory.keep_freed()
    made = record.record(
        planned.asked,
        session.store,
        session.engines,
        jobs=session.jobs,
        progress=session.progress,
        places=[cue.place for cue in play.cues],
        memory=mixes(session, play.key) / "takes.json",
    )
    takes = tuple(own or take for own, take in zip(planned.human.takes, made, strict=True))
    bank = sound_bank(session, settings, prepared.script.key)
    return Staged(
        takes=takes,
        timeline=edit(play, prepared.cast, takes, settings, session.file.settings.delivery_table(), bank),
        source=bank.source(session.store.samples),
        version=bank.version,
    )


def make(session: Session, prepared: Prepared, *, preset: str | None = None, stems: bool = False) -> Made:
    """Return a story's finished episode; one that is fresh is left as it is.

    EngineError or InputError name the lines that can't be spoken; finished takes are stored for the next run.
    """
    check_settings(session, prepared)
    planned = plan(session, prepared, preset=preset)
    settings, play = planned.wanted.settings, prepared.script
    path = episode_path(session, play.key, settings)
    folder = session.project.output(play.key)
    if planned.fresh and not stems:
        return _found(path, planned.manifest)
    files.sweep(folder)
    staged = stage(session, prepared, planned)
    takes, timeline = staged.takes, staged.timeline
    mixed = staged.mixed(session, timeline, mixes(session, play.key), settings, stems=stems)
    try:
        if stems:
            export_stems(mixed, folder / "stems")
        wanted = preset_of(settings.preset, settings.custom)
        tags = package.tags(publication(play, timeline, takes, shelf_of(session, prepared)))
        loudness = master(mixed, wanted, path, tags, jobs=session.jobs, progress=session.progress)
    finally:
        forget_sounds(mixed)
    manifest = package.package(
        play,
        prepared.cast,
        timeline,
        takes,
        path,
        folder,
        loudness,
        preset=settings.preset,
        inputs=planned.wanted.inputs(),
    )
    told = _found(path, manifest)  # rounded as in later reports of the fresh episode
    return replace(
        told, fresh=False, spoken=planned.missing, reasons=planned.reasons, notes=planned.human.notes
    )


def _facts(session: Session, prepared: Prepared) -> str:
    """Return a digest of an episode's tags beside its title and author."""
    shelf = shelf_of(session, prepared)
    said = repr((shelf.album, replace(shelf.show, credits="short", theme=""), prepared.script.about))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass") + shelf.cover).hexdigest()[:32]


def mixes(session: Session, key: str) -> Path:
    """Return the cache folder of a story's mix; where there are no locks it is this process's own."""
    kept = session.project.cache / "mixes" / key
    return (
        kept
        if locks.are_known(session.project.cache / "locks" / key)
        else kept.with_name(f"{key}-{_PROCESS}")
    )


def shelf_of(session: Session, prepared: Prepared) -> Shelf:
    """Return the metadata around a story: its show, its album and its cover.

    The album is the show, else the story where it is the only one, else the name of the collection's folder.
    """
    show, project = session.file.show, session.project
    alone = len(project.stories()) < 2
    album = show.title or (prepared.script.title if alone else project.root.name)
    voices = tuple(f"{origin} ({licence})" for origin, licence in attributions(prepared.cast))
    return Shelf(album=album, show=show, cover=_cover(session, prepared), voices=voices)


def _cover(session: Session, prepared: Prepared) -> bytes:
    """Return a story's cover: the one beside it, the one in its file, or the show's."""
    project, story = session.project, prepared.adapted.story
    path = project.cover(story.path, story.key)
    if path is None:
        return story.cover or show_cover(session)
    return _picture(path)


def show_cover(session: Session) -> bytes:
    """Return the show's picture; empty where it has none."""
    named = session.file.show.cover
    return _picture(session.project.root / named) if named else b""


def _picture(path: Path) -> bytes:
    picture = files.read_bytes(path)
    if not pictures.picture_kind(picture):
        raise InputError(pictures.no_picture(path))
    return picture


def sound_bank(session: Session, settings: Settings, key: str) -> SoundBank:
    """Return a story's sound bank: the project's own files and the built-in library."""
    own, library = session.project.root / "sounds", user_cache.user_cache() / "sounds"
    return SoundBank(own, library, settings.seed, key, session.opened_sounds)


def _settings(session: Session, preset: str | None) -> Settings:
    settings = session.file.settings.figures
    return replace(settings, preset=preset) if preset else settings


def episode_path(session: Session, key: str, settings: Settings) -> Path:
    """Return where a story's episode is, or will be, with these settings."""
    kind = preset_of(settings.preset, settings.custom).kind
    return session.project.episode(key, f".{kind}")


def _found(path: Path, manifest: Mapping[str, Any]) -> Made:
    about = manifest["episode"]
    loudness = Loudness(
        integrated_lufs=about["integrated_lufs"],
        true_peak_dbtp=about["true_peak_dbtp"],
        range_lu=about["range_lu"],
    )
    return Made(path=path, fresh=True, spoken=0, duration_s=about["duration_s"], loudness=loudness)
