"""The speech engines: one file each, one table of them, and those that other packages add.

A new engine is one file with a class that implements the protocol Engine and passes the contract test, and
one line in ENGINES. Other packages add theirs through the entry-point group "drama.engines": a name, and a
callable that takes the engine's settings. Settings that its attribute `paths` names are files or folders.
"""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from typing import TYPE_CHECKING, cast

from drama.errors import DramaError, EngineError, InputError, Problem, did_you_mean
from drama.speech.engine import UNKNOWN
from drama.speech.engines.weights import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType
    from typing import Self

    from drama.settings import Option
    from drama.speech.engine import Capabilities, Engine

    Settings = Mapping[str, object]

ENGINES = {
    "command": "drama.speech.engines.command:Command",
    "kokoro": "drama.speech.engines.kokoro:Kokoro",
    "openai": "drama.speech.engines.openai:OpenAI",
    "piper": "drama.speech.engines.piper:Piper",
    "pyttsx3": "drama.speech.engines.pyttsx3:DefaultEngine",
    "tone": "drama.speech.engines.tone:Tone",
}
"""Name and place of each engine of ours; imported on first use, since some load heavy libraries."""
DEFAULT = "pyttsx3"
GROUP = "drama.engines"


def names() -> tuple[str, ...]:
    """Return the names of all engines, ours and other packages', sorted."""
    return tuple(sorted({*ENGINES, *_added(tuple(sys.path)).names}))


@cache
def _added(_path: tuple[str, ...]) -> EntryPoints:
    """Return other packages' engines; finding them reads what every package on the path says of itself."""
    return entry_points(group=GROUP)


def create(name: str, settings: Settings | None = None) -> Engine:
    """Return a new engine of this name; InputError when there is none, EngineError when it can't run here."""
    return _factory(name)(settings or {})


def is_packaged(name: str, voice: str) -> bool:
    """Return whether all that a voice needs came in Python packages; MBROLA's files are the system's."""
    return capabilities(name).packaged and not voice.startswith("mb-")


def capabilities(name: str) -> Capabilities:
    """Return what the engine of this name can do; UNKNOWN for one that can't be loaded."""
    try:
        return cast("Capabilities", getattr(_factory(name), "capabilities", UNKNOWN))
    except DramaError:
        return UNKNOWN


def attribution(engine: str, voice: str) -> tuple[str, str]:
    """Return a voice's origin and licence, as they are credited; empty where the engine doesn't say.

    A package of Piper's has its own maker and licence; a voice of a system or a server is its owner's affair.
    """
    package = PACKAGES.get(voice.partition("#")[0])
    if package is not None and package.engine == engine:
        return package.origin, package.licence
    able = capabilities(engine)
    return ("", "") if voice.startswith("mb-") else (able.origin, able.licence)


def settings() -> dict[str, tuple[Option, ...]]:
    """Return the settings of each engine by its name; none for one that can't be loaded."""
    return {name: capabilities(name).settings for name in names()}


ENOUGH_VOICES = 4
"""Fewest voices with which an engine can cast a story."""


def best(settings: Mapping[str, Settings] | None = None, language: str = "en") -> str:
    """Return the engine with the highest measured naturalness that is ready here, or the default engine.

    An engine is ready when it can be created and has enough voices of the language for a story. Of two
    equals the one with more voices is chosen. An engine that costs money or wasn't measured never is.
    """
    found = [(capabilities(DEFAULT).naturalness, 0, DEFAULT)]
    for name in names():
        able = capabilities(name)
        if name == DEFAULT or not able.naturalness or able.charges:
            continue
        try:
            engine = create(name, (settings or {}).get(name))
            offered = sum(info.language.startswith(language) for info in engine.voices())
            engine.close()
        except DramaError:
            continue
        if offered >= ENOUGH_VOICES:
            found.append((able.naturalness, offered, name))
    return max(found)[2]


@cache
def _ours(place: str) -> Callable[[Settings], Engine]:
    module, _, attribute = place.partition(":")
    return cast("Callable[[Settings], Engine]", getattr(import_module(module), attribute))


def _factory(name: str) -> Callable[[Settings], Engine]:
    if name in ENGINES:
        return _ours(ENGINES[name])
    added = _added(tuple(sys.path)).select(name=name)
    if not added:
        hint = did_you_mean(name, names()) or f"the engines are {', '.join(names())}"
        raise InputError(Problem(message=f"unknown engine {name!r}", hint=hint))
    entry = added[name]
    try:
        return cast("Callable[[Settings], Engine]", entry.load())
    except (ImportError, AttributeError) as error:
        message = f"engine {name!r} of {entry.value} can't be loaded: {error}"
        raise EngineError(Problem(message=message, hint="install its package again")) from error


def located(settings: Mapping[str, Settings], root: Path) -> dict[str, dict[str, object]]:
    """Return the settings of engines with their relative paths resolved against the project's folder.

    Paths are the settings that the engine names as such, and any value that begins with ./ or ../, such as a
    program's file. In the settings of an engine that can't be loaded only the latter are.
    """
    return {
        name: {key: _located(value, root, always=key in _paths(name)) for key, value in values.items()}
        for name, values in settings.items()
    }


def _paths(name: str) -> tuple[str, ...]:
    try:
        return tuple(getattr(_factory(name), "paths", ()))
    except DramaError:
        return ()


def _located(value: object, root: Path, *, always: bool) -> object:
    if isinstance(value, list | tuple):
        return tuple(_located(item, root, always=always) for item in value)
    if not isinstance(value, str) or not (always or value.startswith(("./", "../"))):
        return value
    return str(root / Path(value).expanduser())


class Engines:
    """The engines of one run, each created on first use and closed at the end."""

    def __init__(
        self,
        settings: Mapping[str, Settings] | None = None,
        forbidden: Mapping[str, DramaError] | None = None,
    ) -> None:
        """Take each engine's settings by its name, and an error for each engine that must not speak."""
        self._settings = dict(settings or {})
        self._forbidden = dict(forbidden or {})
        self._made: dict[str, Engine] = {}

    def __getitem__(self, name: str) -> Engine:
        """Return the engine of this name; raises as create() does."""
        if name not in self._made:
            self._made[name] = create(name, self.settings(name))
        return self._made[name]

    def speaking(self, name: str) -> Engine:
        """Return the engine of this name to speak with; raises as create() does, or where it is forbidden."""
        if name in self._forbidden:
            raise self._forbidden[name]
        return self[name]

    def settings(self, name: str) -> Settings:
        """Return the settings that an engine was or will be made with."""
        return self._settings.get(name, {})

    def add(self, engine: Engine) -> None:
        """Add an engine that is already created, under its own name."""
        self._made[engine.name] = engine

    def close(self) -> None:
        """Close every engine that was created; the next use creates it again."""
        while self._made:
            self._made.popitem()[1].close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
