"""`drama` and `python -m drama`: starts the command line; an interruption even then shows no traceback."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; the process ends with one of the exit codes of docs/cli.md."""
    try:
        # Imported in here, since a Ctrl-C may come while it loads.
        from drama import cli  # noqa: PLC0415

        cli.main()
    except KeyboardInterrupt:
        sys.stderr.write("\ndrama: interrupted before anything was begun\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
