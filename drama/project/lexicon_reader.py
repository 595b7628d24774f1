"""The section `lexicon`, as in voices.yaml and scripts: words and their pronunciations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.errors import did_you_mean
from drama.model import Pronunciation
from drama.project.yaml import scalar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from drama.project.yaml import Table


def read(table: Table, engines: Collection[str] = ()) -> tuple[Pronunciation, ...]:
    """Return the entries of a table, in order; an engine not among those given is a problem."""
    return tuple(_entry(term, table, engines) for term in table.keys)


def _entry(term: str, table: Table, engines: Collection[str]) -> Pronunciation:
    value = table.value(term)
    if not value.is_table:
        return Pronunciation(term=term, say=(("default", value.as_text()),), place=table.key_place(term))
    by_engine = value.as_table()
    for engine in by_engine.keys:
        if engines and engine not in {*engines, "default"}:
            hint = did_you_mean(engine, [*engines, "default"]) or f"engines: {', '.join(sorted(engines))}"
            table.document.wrong(f"there is no engine {engine!r}", by_engine.key_place(engine), hint)
    say = tuple(sorted((engine, by_engine.text(engine)) for engine in by_engine.keys))
    return Pronunciation(term=term, say=say, place=table.key_place(term))


def lines(entries: Iterable[Pronunciation], indent: str) -> list[str]:
    """Return entries as lines of YAML, without line ends."""
    return [f"{indent}{scalar(entry.term)}: {_said(entry)}" for entry in entries]


def _said(entry: Pronunciation) -> str:
    if [engine for engine, _ in entry.say] == ["default"]:
        return scalar(entry.say[0][1])
    pairs = (f"{scalar(engine, flow=True)}: {scalar(say, flow=True)}" for engine, say in entry.say)
    return "{" + ", ".join(pairs) + "}"
