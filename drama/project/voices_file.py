"""voices.yaml: project settings, cast, pronunciations; every problem is reported with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.resources import files as resources
from typing import TYPE_CHECKING, get_args

from drama import voice_recipe
from drama.delivery import PITCH_RANGE_ST, RATE_RANGE, bounded
from drama.errors import InputError, did_you_mean
from drama.model import NARRATOR, Age, Gender, Kind, Utterance
from drama.project import lexicon_reader, show_reader, voices_edit, yaml
from drama.project import settings_reader as house
from drama.project.settings_reader import (
    DEFAULT_ENGINE,
    ProjectSettings,
    read_deliveries,
    read_number,
)
from drama.project.show_reader import Show
from drama.settings import PITCH, RATE, VOLUME
from drama.system import files

if TYPE_CHECKING:
    from pathlib import Path

    from drama.delivery import Delivery
    from drama.errors import Place
    from drama.model import Pronunciation
    from drama.project.yaml import Table, Value

SCHEMA = "voices/1"
SHOW = "show"
SEATS = {
    "far left": -1.0, "left": -0.6, "half left": -0.3, "centre": 0.0, "center": 0.0,
    "half right": 0.3, "right": 0.6, "far right": 1.0,
}  # fmt: skip
"""Names for seats; far ones are for effect."""
GENDERS, AGES, KINDS = get_args(Gender), get_args(Age), get_args(Kind)

Setting = float | str | bool | tuple[str, ...]
"""A setting of an engine, as written."""
Best = Callable[[Mapping[str, tuple[tuple[str, Setting], ...]]], str]
"""Takes the engines' settings as the file has them and returns the best engine that is ready."""
Check = Callable[[Utterance, Mapping[str, Setting]], None]
"""Takes an utterance and the engine's settings; InputError when the engine can't speak it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part in voices.yaml; None where the file sets nothing and the program chooses."""

    name: str
    aliases: tuple[str, ...] = ()
    gender: Gender = "unknown"
    age: Age = "unknown"
    kind: Kind | None = None
    engine: str | None = None
    """None for the project's engine."""
    voice: str | None = None
    """The voice in use: of the part's engine, or else of the project's."""
    voices: tuple[tuple[str, str], ...] = ()
    """Engine and voice, sorted, where the file gives one for each engine."""
    rate: float | None = None
    """A factor of the engine's normal speed, 0.5 to 2."""
    pitch: float | None = None
    """Semitones, −12 to 12."""
    volume_db: float | None = None
    seat: float | None = None
    """−1 (left) to 1 (right)."""
    options: tuple[tuple[str, float | str], ...] = ()
    """The engine's own settings, sorted by name."""
    deliveries: tuple[tuple[str, Delivery], ...] = ()
    """The direction words that the part overrides, sorted."""
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicesFile:
    """voices.yaml as read."""

    path: Path
    text: str
    """Its text on disk, byte order mark and line ends included."""
    settings: ProjectSettings = field(default_factory=ProjectSettings)
    show: Show = field(default_factory=Show)
    narrator: Part = Part(name=NARRATOR)
    characters: tuple[Part, ...] = ()
    """In the file's order."""
    stories: tuple[tuple[str, tuple[Part, ...]], ...] = ()
    """Key of a story and its own parts, in the file's order."""
    lexicon: tuple[Pronunciation, ...] = ()
    engines: tuple[tuple[str, tuple[tuple[str, Setting], ...]], ...] = ()
    """Engine and its settings, both sorted by name."""

    @property
    def engines_in_use(self) -> tuple[str, ...]:
        """The project's engine and those of single parts, sorted."""
        parts = (self.narrator, *self.characters, *(part for _, own in self.stories for part in own))
        return tuple(sorted({self.settings.engine, *(part.engine for part in parts if part.engine)}))

    def engine_settings(self, engine: str) -> dict[str, Setting]:
        """Return the file's settings of an engine."""
        return dict(dict(self.engines).get(engine, ()))


def read(
    path: Path, *, engines: Collection[str] = (), check: Check | None = None, best: Best | None = None
) -> VoicesFile:
    """Return voices.yaml as read; InputError with every problem when anything in it isn't valid.

    `engines` are the known engines, `check` validates voices and options; without them all are accepted.
    """
    return parse(files.read_text(path), path, engines=engines, check=check, best=best)


def template(engine: str = DEFAULT_ENGINE) -> str:
    """Return the commented voices.yaml of a new project, for an engine."""
    text = (resources("drama") / "template" / "voices.yaml").read_text(encoding="utf-8")
    if engine == DEFAULT_ENGINE:
        return text
    line = next(line for line in text.splitlines() if line.startswith(f"  engine: {DEFAULT_ENGINE}"))
    return text.replace(line, f"  engine: {engine}      # the best that was ready when this collection began")


def with_show(text: str, facts: Mapping[str, str]) -> str:
    """Return a new voices.yaml in which the template's remarks on the show are these facts."""
    if not any(facts.values()):
        return text
    text = text.replace("# show:\n", "show:\n", 1)
    for name, value in facts.items():
        remark = re.search(rf"^#   {name}: .*$", text, re.MULTILINE) if value else None
        if remark:
            text = f"{text[: remark.start()]}  {name}: {yaml.value(value)}{text[remark.end() :]}"
    return text


def with_show_value(text: str, name: str, value: str) -> str:
    """Return voices.yaml with one value of its section `show` changed: in the place of the template's remark.

    InputError as from voices_edit.with_value().
    """
    if not voices_edit.has(text, (SHOW, name)):
        remarked = with_show(text, {name: value})
        if remarked != text and voices_edit.has(remarked, (SHOW, name)):
            return remarked
    return voices_edit.with_value(text, (SHOW, name), value)


def parse(
    text: str,
    path: Path,
    *,
    engines: Collection[str] = (),
    check: Check | None = None,
    best: Best | None = None,
) -> VoicesFile:
    """Return the text of a voices.yaml as read; as read() otherwise."""
    document = yaml.parse(text, str(path))
    top = document.table()
    if top.has("drama"):
        top.text("drama", choices=(SCHEMA,))
    settings = _engines(top.table("engines"), engines)
    reader = _Reader(engines, check, dict(settings))
    owner = house.read(top.table("house"), engines, partial(best, dict(settings)) if best else None)
    reader.house_engine = owner.engine
    narrator = reader.part(NARRATOR, top.value(NARRATOR))
    characters = reader.parts(top.table("characters"))
    by_story = top.table("stories")
    file = VoicesFile(
        path=path,
        text=text,
        settings=owner,
        narrator=narrator,
        characters=characters,
        stories=tuple((key, reader.parts(by_story.table(key))) for key in by_story.keys),
        lexicon=lexicon_reader.read(top.table("lexicon"), engines),
        show=show_reader.read(top.table(SHOW)),
        engines=settings,
    )
    top.done()
    document.finish()
    return file


class _Reader:
    """Reads parts and checks them against the available engines and voices."""

    def __init__(
        self,
        engines: Collection[str],
        check: Check | None,
        settings: Mapping[str, tuple[tuple[str, Setting], ...]],
    ) -> None:
        self.engines = engines
        self.check = check
        self.settings = settings
        self.house_engine = DEFAULT_ENGINE
        self.good: set[tuple[str, str]] = set()

    def parts(self, table: Table) -> tuple[Part, ...]:
        """Read a cast list."""
        parts = tuple(self.part(name, table.value(name)) for name in table.keys)
        _refuse_shared_names(table, parts)
        return parts

    def part(self, name: str, value: Value) -> Part:
        """Read a part: a voice alone, a table, or nothing yet."""
        if value.is_text:
            return Part(name=name, voice=self._voice(value, self.house_engine), place=value.place)
        table = value.as_table()
        table.what = name
        part = self._table(name, table)
        table.done()
        return part

    def _table(self, name: str, table: Table) -> Part:
        engine = table.text("engine", "", choices=self.engines) or None
        rate = read_number(table, RATE) if table.has("rate") else None
        pitch = read_number(table, PITCH) if table.has("pitch") else None
        options = _options(table.table("options"))
        wanted = Utterance(
            text="",
            engine=engine or self.house_engine,
            voice="",
            rate=bounded(rate or 1.0, RATE_RANGE),
            pitch=bounded(pitch or 0.0, PITCH_RANGE_ST),
            options=options,
        )
        voice, voices = self._voices(table, wanted)
        return Part(
            name=name,
            aliases=table.texts("aliases"),
            gender=_choice(table, "gender", GENDERS) or "unknown",  # type: ignore[arg-type]
            age=_choice(table, "age", AGES) or "unknown",  # type: ignore[arg-type]
            kind=_choice(table, "kind", KINDS),  # type: ignore[arg-type]
            engine=engine,
            voice=voice,
            voices=voices,
            rate=rate,
            pitch=pitch,
            volume_db=read_number(table, VOLUME) if table.has("volume") else None,
            seat=_seat(table.value("seat")) if table.has("seat") else None,
            options=options,
            deliveries=read_deliveries(table.table("delivery")) if table.has("delivery") else (),
            place=table.place,
        )

    def _voices(self, table: Table, wanted: Utterance) -> tuple[str | None, tuple[tuple[str, str], ...]]:
        """Read a voice, or one for each engine; only the one in use is checked with the engine."""
        value = table.value("voice")
        if value.is_empty:
            return None, ()
        voices: tuple[tuple[str, str], ...] = ()
        if value.is_table and not value.as_table().has("blend"):
            by_engine = value.as_table()
            for other in by_engine.keys:
                if self.engines and other not in self.engines:
                    by_engine.document.wrong(*_no_engine(other, by_engine.key_place(other), self.engines))
            voices = tuple(sorted((other, _named(by_engine.value(other))) for other in by_engine.keys))
            if wanted.engine not in by_engine.keys:
                return None, voices
            value = by_engine.value(wanted.engine)
        voice = self._voice(value, wanted.engine)
        given = next((key for key in ("options", "rate", "pitch") if table.has(key)), None)
        if given and (wanted.engine, voice) in self.good:
            self._refused(table.value(given), replace(wanted, voice=voice))
        return voice, voices

    def _voice(self, value: Value, engine: str) -> str:
        """Read a voice and check it with the engine."""
        voice = _named(value)
        tried = (engine, voice) in self.good
        if voice and not tried and not self._refused(value, Utterance(text="", engine=engine, voice=voice)):
            self.good.add((engine, voice))
        return voice

    def _refused(self, value: Value, utterance: Utterance) -> bool:
        if self.check is None or (self.engines and utterance.engine not in self.engines):
            return False
        try:
            self.check(utterance, dict(self.settings.get(utterance.engine, ())))
        except InputError as error:
            for problem in error.problems:
                value.wrong(problem.message, problem.hint)
            return True
        return False


def _named(value: Value) -> str:
    """Return a voice's name: as written, or the name of a recipe's table; problems are noted."""
    if not value.is_table:
        return value.as_text()
    table = value.as_table()
    table.what = "a voice's recipe"
    blend = _blend(table.table("blend"))
    timbre = _blend(table.table("timbre")) if table.has("timbre") else ()
    said = {
        name: table.number(name, 0.0, low=low, high=high)
        for name, (low, high) in voice_recipe.LIMITS.items()
        if table.has(name)
    }
    table.done()
    return voice_recipe.Recipe(blend=blend, timbre=timbre, **said).written() if blend else ""


def _blend(table: Table) -> voice_recipe.Blend:
    """Return voices and their shares; shares that come to nothing are a problem."""
    blend = tuple((name, table.number(name, 1.0, low=-5, high=5)) for name in table.keys)
    if not sum(share for _, share in blend) > 0.0:
        table.document.wrong("a blend needs voices with shares", table.place, "{af_bella: 0.6, bf_emma: 0.4}")
        return ()
    return blend


def _choice(table: Table, key: str, choices: Collection[str]) -> str | None:
    return table.text(key, choices=choices) if table.has(key) else None


def _seat(value: Value) -> float:
    name = value.as_text().replace("-", " ") if value.is_text else ""
    if name in SEATS:
        return SEATS[name]
    if name and name[0].isalpha():
        value.wrong(f"no seat is called {name!r}", did_you_mean(name, SEATS) or f"seats: {', '.join(SEATS)}")
        return 0.0
    return value.as_number(low=-1, high=1, hint=f"−1 is left, 1 is right; or a name: {', '.join(SEATS)}")


def _options(table: Table) -> tuple[tuple[str, float | str], ...]:
    return tuple(sorted((key, _plain(table.value(key))) for key in table.keys))


def _plain(value: Value) -> float | str:
    text = value.as_text()
    return float(text) if yaml.NUMBER.fullmatch(text) else text


def _engines(
    table: Table, engines: Collection[str]
) -> tuple[tuple[str, tuple[tuple[str, Setting], ...]], ...]:
    for engine in table.keys:
        if engines and engine not in engines:
            table.document.wrong(*_no_engine(engine, table.key_place(engine), engines))
    return tuple(sorted((engine, _settings(table.table(engine))) for engine in table.keys))


def _settings(table: Table) -> tuple[tuple[str, Setting], ...]:
    return tuple(sorted((key, _setting(table.value(key))) for key in table.keys))


def _setting(value: Value) -> Setting:
    """Return an engine's setting: a list of texts, a flag, a number or a text, as it is written."""
    if value.is_list:
        return value.as_texts()
    written = value.as_text()
    return written == "true" if written in ("true", "false") else _plain(value)


def _no_engine(engine: str, place: Place, engines: Collection[str]) -> tuple[str, Place, str]:
    hint = did_you_mean(engine, engines) or f"engines: {', '.join(sorted(engines))}"
    return f"there is no engine {engine!r}", place, hint


def _refuse_shared_names(table: Table, characters: tuple[Part, ...]) -> None:
    """Note a name or alias that two characters share: the speaker would be ambiguous."""
    owners: dict[str, str] = {}
    for part in characters:
        for called in (part.name, *part.aliases):
            owner = owners.setdefault(called.casefold(), part.name)
            if owner != part.name:
                message = f"{called!r} is a name of {owner} and of {part.name}"
                table.document.wrong(message, table.key_place(part.name), "take it out of one of them")
