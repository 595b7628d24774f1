"""`drama` and `python -m drama`: the entry point. It catches every exception and prints no traceback."""

from __future__ import annotations

import errno
import gc
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
_UNWRITABLE = (errno.ENOSPC, errno.EIO, errno.EBADF)
"""Errors of a standard output that takes nothing more, as where help is written to a full disk."""
_COLLECTED_AFTER = (20_000, 20, 20)
"""Thresholds of the garbage collector: nearly all that a run makes stays, and little of it is in cycles. With
Python's own, 700 and 10, adapting 100,000 words takes 0.3 s longer, of 5.9."""
_BLAS_THREADS = "OPENBLAS_NUM_THREADS"
"""The environment variable of numpy's OpenBLAS. Its threads wait for work by counting, some 30 ms each time:
as numpy is imported, and after each large product. drama's own threads keep the processor busy."""


def main() -> None:
    """Run the command line; the process ends with one of the exit codes of docs/cli.md."""
    _stop_alike()
    gc.set_threshold(*_COLLECTED_AFTER)
    os.environ.setdefault(_BLAS_THREADS, "1")
    try:
        # Imported here, so that a Ctrl-C during the import is caught.
        from drama.cli import command_line, use_streams  # noqa: PLC0415

        use_streams()
        command_line()
    except KeyboardInterrupt:
        with suppress(OSError):  # the terminal was closed
            sys.stderr.write("\ndrama: interrupted before anything was begun\n")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the edge of the program
        if isinstance(error, OSError) and not error.filename and error.errno in _UNWRITABLE:
            with suppress(OSError):
                why = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
                sys.stderr.write(f"drama: standard output: can't write to it: {why}\n")
            sys.exit(1)
        from drama.cli import visible  # noqa: PLC0415

        said = f"drama: a bug of ours, sorry: {type(error).__name__}: {error}\n"
        said += f"  the details are in {_keep_traceback()}; please report them\n"
        sys.stderr.write(visible(said))
        sys.exit(3)
    finally:
        _let_go()
        gc.freeze()  # the end of the process frees all: looking through it for cycles takes 80 ms


def _let_go() -> None:
    """Flush stdout and stderr. If a closed pipe were left to Python, it would exit with code 120."""
    for stream in filter(None, (sys.stdout, sys.stderr)):  # a stream that was closed at the start is None
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _stop_alike() -> None:
    """Handle SIGTERM and SIGHUP like Ctrl-C, unless the caller has changed their handlers."""
    for name in ("SIGTERM", "SIGHUP"):  # there is no SIGHUP on Windows
        number = getattr(signal, name, None)
        if number and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _sweep(folder: Path) -> None:
    """Remove this user's bug files of earlier runs, except the newest."""
    with suppress(OSError):
        found = sorted(folder.glob(f"{_BUG_FILE}*.txt"), key=lambda path: path.stat().st_mtime)
        for path in found[: 1 - _BUG_FILES_KEPT]:
            with suppress(OSError):  # it belongs to another user
                path.unlink()


def _keep_traceback() -> str:
    """Write the current traceback to a new file and return its path; only the newest such files remain."""
    _sweep(Path(tempfile.gettempdir()))
    command = _PASSWORD.sub("//", " ".join(sys.argv))
    with tempfile.NamedTemporaryFile(
        "w", prefix=_BUG_FILE, suffix=".txt", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write(f"drama {__version__}, Python {sys.version}\n{command}\n\n{traceback.format_exc()}")
    return file.name


if __name__ == "__main__":
    main()
