"""What a production works with: the project, its voices.yaml, engines, takes and casting director."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from drama.cast import Director
from drama.errors import EngineError, Place
from drama.mix import HELD_BYTES, OPENED_BYTES, KeptSounds
from drama.produce.voices_check import check_not_emptied
from drama.progress import Silent
from drama.project import trust, voices_file
from drama.speech import Folder, Store
from drama.speech import engines as speech_engines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from drama.adapt import Server
    from drama.model import Utterance
    from drama.produce.attributing import Nobody
    from drama.progress import Progress
    from drama.project import Project, Setting, VoicesFile
    from drama.speech import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """What a production works with, for any number of stories; a context manager that closes the engines."""

    project: Project
    file: VoicesFile
    engines: speech_engines.Engines
    store: Store
    director: Director
    jobs: int | None = None
    """Most processes; None for one a core."""
    held_bytes: int = HELD_BYTES
    """Of a mix's sound that are held in memory until it is mastered; the rest lies on the disk."""
    opened_sounds: KeptSounds = field(default_factory=lambda: KeptSounds(OPENED_BYTES))
    """Of the library, as they are mixed: the stories have many in common."""
    progress: Progress = field(default_factory=Silent)
    attributor: Server | Nobody | None = None
    """Asked about doubtful lines when a story is adapted; None for the one that voices.yaml names, if any."""
    asks: bool = True
    """Whether anybody is asked: a dry run sends nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the engines."""
        self.engines.close()


def open_session(
    project: Project,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
    attributor: Server | Nobody | None = None,
    asks: bool = True,
) -> Session:
    """Return a session for a project; InputError lists what is wrong with its voices.yaml."""
    file = read_voices(project.voices)
    check_not_emptied(project, file)
    settings = engine_settings(file)
    engines = speech_engines.Engines(settings, trust.untrusted(settings, Place(path=str(file.path))))
    return Session(
        project=project,
        file=file,
        engines=engines,
        store=Store(Folder(project.store)),
        director=Director(file, [info for name in file.engines_in_use for info in engines[name].voices()]),
        jobs=jobs or file.settings.jobs or None,
        progress=progress or Silent(),
        attributor=attributor,
        asks=asks,
    )


def engine_settings(file: VoicesFile) -> dict[str, dict[str, object]]:
    """Return the engine settings of a voices.yaml, by engine name; relative paths start at its folder."""
    return speech_engines.located(
        {name: file.engine_settings(name) for name, _ in file.engines}, file.path.parent
    )


def new_voices() -> str:
    """Return the voices.yaml of a new collection, which uses the best engine that is ready."""
    return voices_file.template(speech_engines.best())


def read_voices(path: Path) -> VoicesFile:
    """Return a collection's voices.yaml; the template where there is none yet."""
    if not path.exists():
        return voices_file.parse(new_voices(), path, engines=speech_engines.names())
    made: dict[str, Engine] = {}

    def check(utterance: Utterance, settings: Mapping[str, Setting]) -> None:
        try:
            engine = made.get(utterance.engine)
            if engine is None:
                wanted = speech_engines.located({utterance.engine: settings}, path.parent)
                engine = speech_engines.create(utterance.engine, wanted[utterance.engine])
        except EngineError:  # an engine that can't run here is reported when it is needed
            return
        made[utterance.engine] = engine
        engine.check(utterance)

    def best(settings: Mapping[str, tuple[tuple[str, Setting], ...]]) -> str:
        found = speech_engines.located({name: dict(its) for name, its in settings.items()}, path.parent)
        return speech_engines.best(found)

    try:
        return voices_file.read(path, engines=speech_engines.names(), check=check, best=best)
    finally:
        for engine in made.values():
            engine.close()
