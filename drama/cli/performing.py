"""What becomes of a command that is called: its module does the work, its errors are told and give a code."""

from __future__ import annotations

import errno
import os
import signal
import stat
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from drama.cli import unchanged
from drama.errors import DramaError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.cli.console import Console


def perform(command: str, console: Console, arguments: Mapping[str, object]) -> None:
    """Do a command's work: `run` of its module in drama/cli/commands/, imported now.

    Ends with SystemExit and one of the codes of docs/cli.md where the work is not done; what is a bug of ours
    is raised as it is.
    """
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
        raise SystemExit(told.exit_code) from None
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
        raise SystemExit(error.exit_code) from None
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
    raise SystemExit(130) from None


def _is_hung_up(error: OSError) -> bool:
    """Return whether a write failed because the terminal was closed.

    The kernel refuses writes before it sends SIGHUP. A terminal that is gone is no isatty() any more.
    """
    if error.errno != errno.EIO or error.filename:
        return False
    with suppress(OSError):
        return any(stat.S_ISCHR(os.fstat(stream).st_mode) for stream in (1, 2))
    return False


_OF_OUTPUT = (errno.ENOSPC, errno.EIO, errno.EBADF)


def _refused(error: OSError | MemoryError) -> BaseException:
    """Return as an error of the user's what the system refuses: a folder of somebody else's, a full disk.

    A terminal that was closed is an interruption, as if its signal had come first.
    """
    if isinstance(error, BrokenPipeError):
        return error
    if isinstance(error, OSError) and _is_hung_up(error):
        return KeyboardInterrupt()
    from drama.system import files  # noqa: PLC0415 - needed here alone

    if isinstance(error, OSError) and not error.filename and error.errno in _OF_OUTPUT:
        return files.failure(error, Path("standard output"), "write to")
    return files.refusal(error)
