"""Pages: HTML from templates, every value escaped; one base and one stylesheet for all that is shown.

A page that is a file of its own holds its stylesheet and script, and a content security policy that lets
these alone through: what stands in a story can't become code.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from functools import cache
from importlib.resources import files as resources
from typing import TYPE_CHECKING

from drama.timecode import clock

if TYPE_CHECKING:
    from jinja2 import Environment


def page(template: str, **values: object) -> str:
    """Return a template filled in: a whole page, or one of the files that pages share ("style.css")."""
    if not template.endswith(".html"):
        return _shared(template)
    return _environment().get_template(template).render(style=_shared("style.css"), **values)


@cache
def _shared(name: str) -> str:
    return (resources("drama.produce.pages") / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    # jinja2 takes 60 ms to import: only what writes a page pays for it.
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415

    loader = PackageLoader("drama.produce.pages")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.filters |= {"digest": _digest, "clock": clock, "minus": _minus}
    made.globals |= {"script": ""}
    return made


def _digest(content: str) -> str:
    """Return what a content security policy names a script or stylesheet by (CSP Level 3, 2.3.1)."""
    return "sha256-" + b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _minus(figure: str) -> str:
    """Return text with the sign for minus before figures, as the limits have it."""
    return re.sub(r"(?<![\w−-])-(?=\d)", "−", figure)
