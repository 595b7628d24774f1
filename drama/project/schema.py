"""JSON schemas of voices.yaml and of scripts, for editors, and the settings as a page: all from the tables.

An editor that knows the schema (VS Code, Vim, Emacs and others through yaml-language-server) completes keys,
shows what each does, and marks what drama would refuse. drama itself doesn't use the schemas.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any, get_args

from drama.delivery import DELIVERIES, DIRECTIONS
from drama.model import HOW, NARRATOR, About, Age, CueKind, Gender, Kind
from drama.project.settings_reader import BEST_ENGINE
from drama.project.show_reader import Credits, Show
from drama.project.voices_file import SEATS
from drama.settings import ATTRIBUTOR, CUE, DELIVERY, GROUPS, PART, PROJECT, Option, Settings, options
from drama.system import files
from drama.treatments import TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    Json = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The JSON Schema draft that editors' YAML servers support."""
_TEXT: Json = {"type": "string"}
_TEXTS: Json = {"type": "array", "items": _TEXT}
_FLAG: Json = {"type": "boolean"}
_DELIVERY: Json = {"$ref": "#/definitions/delivery"}
_ASKED = "The language model that is asked about doubtful speakers whenever a story is adapted."
_FRACTION: Json = {"type": "number", "minimum": 0, "maximum": 1}


def voices(engines: Mapping[str, Collection[Option]]) -> Json:
    """Return the schema of voices.yaml, for these engines and their options."""
    engine = {"enum": sorted(engines)}
    lexicon = _named({"type": ["string", "object"]}, "a word, and how it is said: respelt, or /IPA/")
    part: Json = {"$ref": "#/definitions/part"}
    house = _options((*PROJECT, *options(Settings))) | {
        "engine": {"enum": [*sorted(engines), BEST_ENGINE]}
        | {"description": "the speech engine of everybody who names none"},
        "delivery": _DELIVERY,
        "attributor": _closed(_options(ATTRIBUTOR), _ASKED),
        **{name: _closed(_options(options(group)), group.__doc__ or "") for name, group in GROUPS.items()},
    }
    return _document(
        "voices.yaml of drama",
        {
            "drama": {"const": "voices/1"},
            "house": {"properties": house, "type": ["object", "null"]},
            "show": _show(),
            NARRATOR: part,
            "characters": _named(part, "a name as in the stories"),
            "stories": _named(_named(part, "a name as in that story"), "a story's number"),
            "lexicon": lexicon,
            "engines": _engines(engines),
        },
    ) | {
        "definitions": {
            "part": {"anyOf": [_TEXT, {"type": "null"}, _part(engine)]},
            "delivery": _delivery(),
            "changes": _changes(),
        }
    }


def script() -> Json:
    """Return the schema of a script."""
    how = {"enum": list(HOW)}
    cue = {
        "type": "object",
        "properties": {
            **{kind: {"type": ["string", "number"]} for kind in get_args(CueKind)},
            **_options(CUE),
            "speaker": _TEXT,
            "cue": {"type": "integer", "minimum": 1, "description": "its number: leave it as it is"},
            "how": {"anyOf": [how, {"type": "array", "items": how}], "description": "how it is said"},
            "joined": _FLAG | {"description": "continues the paragraph of the cue before it"},
            "moved": _FLAG,
            "was": _TEXT | {"description": "the story's own words, where you changed them"},
            "by": {"const": "hand", "description": "drama leaves this cue as you have it"},
            "sure": _FRACTION | {"description": "how sure drama is"},
            "why": _TEXT,
            "proposed": _TEXT | {"description": "not sure enough to be played: play decides"},
        },
        "additionalProperties": {"type": "string", "description": "a character, and the line"},
    }
    character = {
        "type": ["object", "null"],
        "properties": {
            "gender": {"enum": list(get_args(Gender))},
            "age": {"enum": list(get_args(Age))},
            "kind": {"enum": list(get_args(Kind))},
            "narrator": _FLAG,
            "aliases": _TEXTS,
            "apart": _TEXTS | {"description": "characters who aren't this one: nobody asks again"},
            "why": _TEXT,
        },
    }
    scene = {
        "type": "object",
        "required": ["cues"],
        "properties": {
            **dict.fromkeys(("title", "place", "time", "room", "why"), _TEXT),
            "joined": _FLAG,
            "sure": _FRACTION,
            "cues": {"type": ["array", "null"], "items": cue},
        },
    }
    return _document(
        "a script of drama",
        {
            "drama": {"const": "script/1"},
            "story": {"type": "object"},
            "about": {"type": "object", "properties": {one.name: _TEXT for one in fields(About)}},
            "numbered": {"type": "integer"},
            "characters": _named(character, "a character's name"),
            "lexicon": _named({"type": ["string", "object"]}, "a word, and how it is said"),
            "scenes": {"type": "array", "items": scene},
            "orphans": {"type": "array", "items": cue},
        },
    )


def write(folder: Path, engines: Mapping[str, Collection[Option]]) -> None:
    """Write both schemas into a folder, where they are missing or different."""
    for name, schema in (("voices", voices(engines)), ("script", script())):
        path, text = folder / f"{name}.json", json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            files.write_text(path, text)


def page(engines: Mapping[str, Collection[Option]]) -> str:
    """Return docs/settings.md: every setting with its default, allowed values and effect."""
    return "\n".join(_page(engines)) + "\n"


def _page(engines: Mapping[str, Collection[Option]]) -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "`drama schema settings` makes this page from the tables in drama. What is left out of"
    yield "voices.yaml has its default."
    for heading, about, listed in (
        ("house:", "What holds for every story of the collection.", (*PROJECT, *options(Settings))),
        ("house: attributor:", _ASKED, ATTRIBUTOR),
        *((f"house: {name}:", group.__doc__ or "", options(group)) for name, group in GROUPS.items()),
        *(
            (f"engines: {name}:", "Of the engine as a whole.", listed)
            for name, listed in engines.items()
            if listed
        ),
        ("narrator: and characters:", "Besides `voice`, `engine`, `gender`, `age`, `kind` and `seat`.", PART),
        ("a cue of a script", "Set for this cue alone.", CUE),
    ):
        yield from ("", f"## {heading}", "", about, "", "| setting | default | allowed | what it does |")
        yield "|---|---|---|---|"
        yield from (
            f"| `{one.name}` | {_shown(one.default)} | {_allowed(one)} | {one.about} |" for one in listed
        )
    yield from (
        "",
        "## house: delivery:",
        "",
        "What each direction word changes; a character may have its own. Rate and intonation are multiplied;",
        "pitch is in semitones, volume in dB.",
    )
    yield from ("", "| word | meaning | rate | pitch | intonation | volume | treatment |", f"|{'---|' * 7}")
    for direction in DIRECTIONS.values():
        said = direction.delivery
        figures = (f"{one:g}" for one in (said.rate, said.pitch_st, said.intonation, said.gain_db))
        through = ", ".join(said.treatment) or "–"
        yield f"| `{direction.word}` | {direction.about} | {' | '.join(figures)} | {through} |"
    yield ""
    yield f"Treatments: {', '.join(sorted(TREATMENTS))}."


def _shown(value: float | str | tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(value) or "–"
    return (value or "–") if isinstance(value, str) else f"{value:.10g}"


def _allowed(option: Option) -> str:
    if option.choices:
        return ", ".join(_shown(choice) for choice in option.choices)
    if isinstance(option.default, bool):
        return "true or false"
    if isinstance(option.default, tuple):
        return "a text, or a list of texts"
    if option.is_text:
        return "a text"
    bounds = option.low, option.high
    return " to ".join(_shown(bound) for bound in bounds if bound is not None) or "a number"


def _document(title: str, properties: Json) -> Json:
    return {"$schema": DIALECT, "title": title} | _closed(properties, "")


def _closed(properties: Json, about: str) -> Json:
    """Return the schema of a table with only these keys."""
    said = {"description": about} if about else {}
    return {"type": ["object", "null"], "properties": properties, "additionalProperties": False, **said}


def _named(inner: Json, about: str) -> Json:
    """Return the schema of a table whose keys people choose."""
    return {"type": ["object", "null"], "additionalProperties": inner, "description": about}


def _options(listed: Iterable[Option]) -> Json:
    return {option.name: _option(option) for option in listed}


def _option(option: Option) -> Json:
    held = list(option.default) if isinstance(option.default, tuple) else option.default
    found: Json = {"description": option.about, "default": held}
    if option.choices:
        return found | {"enum": list(option.choices)}
    if option.is_text:
        return found | _TEXT
    if isinstance(option.default, bool):
        return found | _FLAG
    if isinstance(option.default, tuple):
        return found | {"anyOf": [_TEXT, _TEXTS]}
    bounds = {"minimum": option.low, "maximum": option.high}
    return found | {"type": "number"} | {key: value for key, value in bounds.items() if value is not None}


def _part(engine: Json) -> Json:
    properties: Json = _options(PART) | {
        "voice": {"type": ["string", "object"], "description": "from `drama voices`; or one for each engine"},
        "engine": engine,
        "gender": {"enum": list(get_args(Gender))},
        "age": {"enum": list(get_args(Age))},
        "kind": {"enum": list(get_args(Kind))},
        "aliases": _TEXTS,
        "seat": {
            "anyOf": [{"enum": list(SEATS)}, {"type": "number", "minimum": -1, "maximum": 1}],
            "description": "where they sit: -1 left, 1 right",
        },
        "options": {"type": "object", "description": "the engine's own"},
        "delivery": _DELIVERY,
    }
    return _closed(properties, "")


def _engines(engines: Mapping[str, Collection[Option]]) -> Json:
    """Return the schemas of the engines' tables; the options of plug-in engines are unknown."""
    unknown: Json = {"type": ["object", "null"]}
    return _closed(
        {name: _closed(_options(listed), "") if listed else unknown for name, listed in engines.items()},
        "the engines' own settings",
    )


def _show() -> Json:
    kinds: Json = {"explicit": _FLAG, "credits": {"enum": list(get_args(Credits))}}
    said = {one.name: kinds.get(one.name, _TEXT) for one in fields(Show)}
    return _closed(said, "what holds for everything that is published")


def _delivery() -> Json:
    return _closed(
        {word: {"$ref": "#/definitions/changes"} for word in DELIVERIES}, "how directions are spoken"
    )


def _changes() -> Json:
    treatment = {"enum": list(TREATMENTS)}
    return _closed(
        _options(DELIVERY)
        | {"treatment": {"anyOf": [treatment, {"type": "array", "items": treatment}, {"type": "null"}]}},
        "what a direction changes",
    )
