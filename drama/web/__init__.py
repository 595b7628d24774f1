"""Web: the page in the browser, on which a story is heard and mended.

in:  a Project, and what a person does on the page
out: the same YAML files, takes and episodes that the commands write
"""

from drama.web.server import Options, Server
from drama.web.workspace import Workspace

__all__ = ["Options", "Server", "Workspace"]
