"""Help as it is shown: commands in groups with whole summaries, and no type of Python's."""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterator

_GROUPS = {
    "Make": ("init", "render", "batch", "watch", "master", "publish"),
    "Look and listen": ("open", "play", "check", "explain", "diff", "quotes", "cue", "status", "plot"),
    "Mend": ("script", "cast", "voices", "lexicon", "sounds", "sides", "undo", "pull"),
    "Collection": ("clean", "trust"),
    "Help": ("doctor", "schema", "eval"),
}
_TYPES = {
    "int": "N",
    "integer": "N",
    "float": "X",
    "path": "PATH",
    "file": "PATH",
    "str": "TEXT",
    "text": "TEXT",
}
_TYPE = re.compile(r" ?<([a-z]+)(?: range|\[[^>]*)?>|\b(INTEGER|FLOAT)(?: RANGE)?\b")
"""As this version of typer, and earlier ones, write what an option takes that has no name of its own."""
_RANGE = re.compile(r"\s*\[(?:[\d.]+<=?)?x(?:[<>]=?[\d.]+)?\]|; (?:[\d.]+<=?)?x(?:[<>]=?[\d.]+)?(?=\])")
SETTINGS = {"help_option_names": ["-h", "--help"]}


class Commands(TyperGroup):
    """The commands, in groups by what they are for."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each group's commands with the whole first paragraph of their help."""
        for title, names in self._grouped(ctx):
            rows = [(name, _summary(self.get_command(ctx, name))) for name in names]
            with formatter.section(title):
                formatter.write_dl(rows)

    def _grouped(self, ctx: Any) -> Iterator[tuple[str, list[str]]]:
        there = self.list_commands(ctx)
        for title, names in _GROUPS.items():
            if found := [name for name in names if name in there]:
                yield title, found
        listed = {name for names in _GROUPS.values() for name in names}
        if others := [name for name in there if name not in listed]:
            yield "More", others


class Command(TyperCommand):
    """A command whose help names what its options take in a word."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options, each with its help."""
        rows: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is not None:
                of = "Arguments" if parameter.param_type_name == "argument" else "Options"
                name, about = record
                rows[of].append((_TYPE.sub(_taken, name).strip(), _RANGE.sub("", about)))
        for title, written in rows.items():
            if written:
                with formatter.section(title):
                    formatter.write_dl(written)


def _taken(kind: re.Match[str]) -> str:
    word = _TYPES.get((kind[1] or kind[2]).lower(), "")
    return f" {word}" if kind[1] and word else word


def _summary(command: Any) -> str:
    first = cleandoc(command.help or "").split("\n\n")[0] if command else ""
    return " ".join(first.split())
