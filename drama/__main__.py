"""`drama` and `python -m drama`: the outermost edge, past which no traceback goes."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback

from drama import __version__


def main() -> None:
    """Run the command line; the process ends with one of the exit codes of docs/cli.md."""
    _stop_alike()
    try:
        # Imported in here, since a Ctrl-C may come while it loads.
        from drama.cli import app  # noqa: PLC0415

        app()
    except KeyboardInterrupt:
        sys.stderr.write("\ndrama: interrupted before anything was begun\n")
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the edge of the program
        sys.stderr.write(
            f"drama: a bug of ours, sorry: {type(error).__name__}: {error}\n"
            f"  the details are in {_keep_traceback()}; please report them\n"
        )
        sys.exit(3)
    finally:
        _let_go()


def _let_go() -> None:
    """Write out what was said; were it left and nobody there to read, Python would end with exit code 120."""
    for stream in (sys.stdout, sys.stderr):
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


def _keep_traceback() -> str:
    """Write the traceback under way to a file of its own and return its path."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="drama-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(
            f"drama {__version__}, Python {sys.version}\n{' '.join(sys.argv)}\n\n{traceback.format_exc()}"
        )
    return file.name


if __name__ == "__main__":
    main()
