"""The command line: what a person sees in the terminal. The only printing, the only exit codes.

in:  arguments
out: text, exit codes
"""

from drama.cli.app import app
from drama.cli.console import use_streams, visible

__all__ = ["app", "use_streams", "visible"]
