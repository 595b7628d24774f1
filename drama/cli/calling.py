"""How a command is called: the options that all have, its module, and what becomes of its errors."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from contextlib import suppress
from importlib import import_module
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, get_type_hints

import typer

from drama.cli import help, unchanged  # noqa: A004 - the command line's
from drama.cli.console import Console
from drama.errors import DramaError, InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

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
        _run(name, Console(quiet=quiet, verbose=verbose, as_json=as_json), arguments)

    called.__name__, called.__doc__ = declared.__name__, declared.__doc__
    called.__annotations__ = {one.name: one.annotation for one in (*own, *added)}
    called.__signature__ = Signature([*own, *added])  # type: ignore[attr-defined]
    app.command(name, cls=help.Command, context_settings=help.SETTINGS)(called)


def _run(command: str, console: Console, arguments: Mapping[str, object]) -> None:
    try:
        _perform(command, console, arguments)
    except KeyboardInterrupt:
        _interrupted(console)
    except BrokenPipeError:
        pass  # a reader such as `head` that has enough is no error
    except OSError as error:  # an answer that couldn't be written
        told = _refused(error)
        if isinstance(told, KeyboardInterrupt):
            _interrupted(console)
        if not isinstance(told, DramaError):
            raise
        console.error(told)
        raise typer.Exit(told.exit_code) from None
    finally:
        console.close()


def _perform(command: str, console: Console, arguments: Mapping[str, object]) -> None:
    try:
        try:
            if command == "render" and unchanged.answered(console, arguments):
                return
            import_module(f"drama.cli.commands.{command}").run(console, **arguments)
        except (OSError, MemoryError) as error:
            raise _refused(error) from error
    except DramaError as error:
        console.error(error)
        raise typer.Exit(error.exit_code) from None
    finally:
        console.answer()


def _interrupted(console: Console) -> NoReturn:
    """End with code 130 and say what is kept; a terminal that was closed may still send its signal."""
    if hasattr(signal, "SIGHUP"):  # not on Windows
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    console.close()
    with suppress(OSError):  # the terminal was closed
        sys.stderr.write(
            "\ndrama: interrupted; what was finished is kept, and the next run goes on from it\n"
        )
    raise typer.Exit(130) from None


def _is_hung_up(error: OSError) -> bool:
    """Return whether a write failed because the terminal was closed.

    The kernel refuses writes before it sends SIGHUP. A terminal that is gone is no isatty() any more.
    """
    if error.errno != errno.EIO or error.filename:
        return False
    with suppress(OSError):
        return any(stat.S_ISCHR(os.fstat(stream).st_mode) for stream in (1, 2))
    return False


def _refused(error: OSError | MemoryError) -> BaseException:
    """Return as an error of the user's what the system refuses: a folder of somebody else's, a full disk.

    A terminal that was closed is an interruption, as if its signal had come first.
    """
    if isinstance(error, MemoryError):
        return InputError(
            Problem(message="the memory isn't enough", hint="try --jobs 1, or end other programs")
        )
    if isinstance(error, BrokenPipeError):
        return error
    if _is_hung_up(error):
        return KeyboardInterrupt()
    from drama.system import files  # noqa: PLC0415 - needed here alone

    if error.filename:
        return files.failure(error, Path(os.fsdecode(error.filename)), "use")
    if error.errno in (errno.ENOSPC, errno.EIO, errno.EBADF):
        return files.failure(error, Path("standard output"), "write to")
    return InputError(Problem(message=f"the system refused: {error.strerror or error}"))
