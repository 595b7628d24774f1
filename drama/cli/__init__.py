"""The command line: what a person sees in the terminal. The only printing, the only exit codes.

in:  arguments
out: text, exit codes
"""

import sys

from drama.cli import performing, plain
from drama.cli.console import Console, use_streams, visible

__all__ = ["command_line", "use_streams", "visible"]


def command_line() -> None:
    """Do what this process's arguments ask for; SystemExit with another code than 0 where it isn't done."""
    asked = plain.render(sys.argv[1:])
    if asked is not None:
        flags, arguments = asked
        performing.perform("render", Console(**flags), arguments)
        return
    from drama.cli.app import app  # noqa: PLC0415 - typer, which a plain render does without

    app()
