"""The project settings: the section `house` of voices.yaml, valid for every story of a project."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from drama.delivery import DELIVERIES, Delivery
from drama.settings import (
    ATTRIBUTOR,
    FIRST_PERSON,
    GROUPS,
    HEAR,
    INTONATION,
    JOBS,
    LANGUAGE,
    PITCH,
    RATE,
    SEED,
    VOLUME,
    Custom,
    Levels,
    Option,
    Settings,
    Timing,
    options,
)
from drama.treatments import TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from drama.project.yaml import Table

DEFAULT_ENGINE = "pyttsx3"
BEST_ENGINE = "best"
"""Means the best engine that is ready on this machine."""
WORDS_PER_MINUTE = 60
"""A rate from here on was probably meant in words per minute."""
FirstPerson = Literal["character", "narrator"]
Group = TypeVar("Group", Timing, Levels, Custom, Settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSettings:
    """The settings for every story of the project."""

    engine: str = DEFAULT_ENGINE
    language: str = "en"
    """Of the voices to cast: "en" for every accent of English, "en-GB" for the British ones."""
    jobs: int = 0
    """Number of lines spoken at once; 0 for one per core."""
    first_person: FirstPerson = "character"
    """Who reads the narration of a first-person narrator with a name."""
    hear: bool = False
    """Whether a recogniser hears every take of a render, and misheard lines are spoken again."""
    attributor: tuple[tuple[str, str], ...] = ()
    """Address and model of the server that is asked about doubtful speakers, by name; empty to ask nobody."""
    figures: Settings = field(default_factory=Settings)
    """Timing, levels, sound, preset and seed."""
    deliveries: tuple[tuple[str, Delivery], ...] = ()
    """The direction words that the project overrides, sorted."""

    def delivery_table(self) -> dict[str, Delivery]:
        """Return the delivery of every direction word, with the project's overrides."""
        return dict(DELIVERIES) | dict(self.deliveries)


def read(
    table: Table, engines: Collection[str] = (), best: Callable[[], str] | None = None
) -> ProjectSettings:
    """Return the project settings in a table; problems are noted in the table's document.

    `best` returns the engine that "best" means here; without it, the default engine.
    """
    engine = table.text("engine", DEFAULT_ENGINE, choices=(*engines, BEST_ENGINE) if engines else ())
    if engine == BEST_ENGINE:
        engine = best() if best else DEFAULT_ENGINE
    house = ProjectSettings(
        engine=engine,
        language=table.text(LANGUAGE.name, str(LANGUAGE.default)),
        jobs=read_whole(table, JOBS),
        first_person=_first_person(table),
        hear=table.flag(HEAR.name, default=bool(HEAR.default)),
        attributor=_attributor(table.table("attributor")),
        figures=_settings(table),
        deliveries=read_deliveries(table.table("delivery")),
    )
    table.done()
    return house


def _first_person(table: Table) -> FirstPerson:
    word = _word(table, FIRST_PERSON) if table.has(FIRST_PERSON.name) else FIRST_PERSON.default
    return "narrator" if word == "narrator" else "character"


def _attributor(table: Table) -> tuple[tuple[str, str], ...]:
    """Return the address and the model; a problem is noted where only one of both is given."""
    said = tuple((option.name, table.text(option.name, str(option.default))) for option in ATTRIBUTOR)
    missing = [option for option, (_, text) in zip(ATTRIBUTOR, said, strict=True) if not text]
    if len(missing) == 1:
        (option,) = missing
        table.document.wrong(f'"attributor" needs "{option.name}", too', table.place, option.about)
    address = dict(said)["base_url"]
    if address and not address.startswith(("http://", "https://")):
        table.value("base_url").wrong(f"{address!r} is no address of a server", ATTRIBUTOR[0].about)
    table.done()
    return said if not missing else ()


def _settings(table: Table) -> Settings:
    settings = replace(_group(table, Settings), seed=read_whole(table, SEED))
    groups: dict[str, Any] = {}
    for name, kind in GROUPS.items():
        inner = table.table(name)
        groups[name] = _group(inner, kind)  # type: ignore[type-var]
        inner.done()
    return replace(settings, **groups)


def _group(table: Table, kind: type[Group]) -> Group:
    """Return a group of settings with the table's values."""
    said: dict[str, float | str] = {}
    for option in options(kind):
        if not table.has(option.name):
            continue
        said[option.name] = _word(table, option) if option.is_text else read_number(table, option)
    return replace(kind(), **said)  # type: ignore[arg-type]


def read_deliveries(table: Table) -> tuple[tuple[str, Delivery], ...]:
    """Return the direction words that a table overrides, sorted; problems are noted."""
    table.what = "delivery"
    found = {word: _delivery(table.table(word), said) for word, said in DELIVERIES.items() if table.has(word)}
    table.done()
    return tuple(sorted(found.items()))


def _delivery(table: Table, said: Delivery) -> Delivery:
    """Return a direction word's delivery with the table's values."""
    delivery = replace(
        said,
        rate=read_number(table, RATE, said.rate),
        pitch_st=read_number(table, PITCH, said.pitch_st),
        intonation=read_number(table, INTONATION, said.intonation),
        gain_db=read_number(table, VOLUME, said.gain_db),
        treatment=_treatments(table) if table.value("treatment").node else said.treatment,
    )
    table.done()
    return delivery


def _treatments(table: Table) -> tuple[str, ...]:
    value = table.value("treatment")
    items = value.as_items() if value.is_list else (value,)
    return tuple(item.as_text(choices=TREATMENTS) for item in items if not item.is_empty)


def read_number(table: Table, option: Option, default: float | None = None) -> float:
    """Return a number within the option's range, or one of its choices; a problem is noted otherwise.

    Where the table doesn't set it, the default is used, or else the option's own.
    """
    held = option.number if default is None else default
    if not table.has(option.name):
        return held
    hint = _rate_hint if option is RATE else option.about
    number = table.number(option.name, low=option.low, high=option.high, hint=hint)
    if option.choices and (fault := option.fault(number)):
        table.value(option.name).wrong(fault, option.about)
    return number


def read_whole(table: Table, option: Option) -> int:
    """Return a whole number within the option's range, its default where the table doesn't set it."""
    low, high = (None if bound is None else int(bound) for bound in (option.low, option.high))
    return table.whole(option.name, int(option.number), low=low, high=high, hint=option.about)


def _word(table: Table, option: Option) -> str:
    return table.text(option.name, choices=[str(choice) for choice in option.choices])


def _rate_hint(rate: float) -> str:
    if rate >= WORDS_PER_MINUTE:
        return f"that looks like words per minute; {RATE.about}"
    return RATE.about
