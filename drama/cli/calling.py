"""How a command is called: the options that all have, and its module."""

from __future__ import annotations

from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, get_type_hints

import typer

from drama.cli import performing
from drama.cli.console import Console
from drama.cli.help import SETTINGS, Command

if TYPE_CHECKING:
    from collections.abc import Callable

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more.")]
Json = Annotated[bool, typer.Option("--json", help="Write the result as JSON to stdout.")]


def add(app: typer.Typer, declared: Callable[..., None]) -> None:
    """Add a command of this function's name, help and signature, with the options that every command has.

    Its work is `run` of its module in drama/cli/commands/, imported when it is called: help loads no stage.
    """
    name = declared.__name__.rstrip("_")
    hints = get_type_hints(declared, include_extras=True)
    everywhere = {"as_json": Json, "quiet": Quiet, "verbose": Verbose}
    own = [one.replace(annotation=hints[one.name]) for one in signature(declared).parameters.values()]
    added = [
        Parameter(one, Parameter.POSITIONAL_OR_KEYWORD, default=False, annotation=annotation)
        for one, annotation in everywhere.items()
    ]

    def called(*, as_json: bool, quiet: bool, verbose: bool, **arguments: object) -> None:
        performing.perform(name, Console(quiet=quiet, verbose=verbose, as_json=as_json), arguments)

    called.__name__, called.__doc__ = declared.__name__, declared.__doc__
    called.__annotations__ = {one.name: one.annotation for one in (*own, *added)}
    called.__signature__ = Signature([*own, *added])  # type: ignore[attr-defined]
    app.command(name, cls=Command, context_settings=SETTINGS)(called)
