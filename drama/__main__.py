"""`drama` and `python -m drama`: the outermost edge, past which no traceback goes."""

from __future__ import annotations

import os
import re
import signal
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from drama import __version__

_BUG_FILE = "drama-bug-"
_BUG_FILES_KEPT = 5
_PASSWORD = re.compile(r"//[^/@\s]*@")
"""User and password in an address that a command was given."""


def main() -> None:
    """Run the command line; the process ends with one of the exit codes of docs/cli.md."""
    _stop_alike()
    try:
        # Imported in here, since a Ctrl-C may come while it loads.
        from drama.cli import app, use_streams  # noqa: PLC0415

        use_streams()
        app()
    except KeyboardInterrupt:
        sys.stderr.write("\ndrama: interrupted before anything was begun\n")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the edge of the program
        from drama.cli import visible  # noqa: PLC0415

        said = f"drama: a bug of ours, sorry: {type(error).__name__}: {error}\n"
        said += f"  the details are in {_keep_traceback()}; please report them\n"
        sys.stderr.write(visible(said))
        sys.exit(3)
    finally:
        _let_go()


def _let_go() -> None:
    """Write out what was said; were it left and nobody there to read, Python would end with exit code 120."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # one that was closed from the start is None
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _stop_alike() -> None:
    """Let `kill` and a closed terminal do what Ctrl-C does, unless the caller said otherwise."""
    for name in ("SIGTERM", "SIGHUP"):  # there is no SIGHUP on Windows
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _sweep(folder: Path) -> None:
    """Remove all but the newest bug files of earlier runs, of our own ones."""
    with suppress(OSError):
        found = sorted(folder.glob(f"{_BUG_FILE}*.txt"), key=lambda path: path.stat().st_mtime)
        for path in found[: 1 - _BUG_FILES_KEPT]:
            with suppress(OSError):  # somebody else's
                path.unlink()


def _keep_traceback() -> str:
    """Write the traceback under way to a file of its own and return its path; the newest few of them stay."""
    _sweep(Path(tempfile.gettempdir()))
    command = _PASSWORD.sub("//", " ".join(sys.argv))
    with tempfile.NamedTemporaryFile(
        "w", prefix=_BUG_FILE, suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(f"drama {__version__}, Python {sys.version}\n{command}\n\n{traceback.format_exc()}")
    return file.name


if __name__ == "__main__":
    main()
