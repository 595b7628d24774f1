"""The section `show` of voices.yaml: the metadata of everything that a project publishes."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from drama.project.yaml import Table

Credits = Literal["full", "short", "none"]
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_ADDRESS = re.compile(r"https?://[^\s/]+\S*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A project's title, makers and feed; empty fields are unknown."""

    title: str = ""
    """Of the podcast or the book that its stories belong to: the album of every file."""
    author: str = ""
    narrator: str = ""
    """The narrator's name in players that show one."""
    publisher: str = ""
    description: str = ""
    language: str = ""
    """BCP 47: en, en-GB."""
    cover: str = ""
    """A JPEG or PNG file, relative to the project's folder."""
    explicit: bool = False
    category: str = "Fiction/Drama"
    """A category of Apple's list, with its subcategory after a slash."""
    url: str = ""
    """Where output/ is published; the feed's addresses begin with it."""
    series: str = ""
    copyright: str = ""
    credits: Credits = "short"
    """Spoken: full (with the voices, at the end), short (title and author where the text hasn't them)."""
    theme: str = ""
    """A sound played under the spoken credits."""


def read(table: Table) -> Show:
    """Return the section in a table; problems are noted in the table's document."""
    said = {
        one.name: table.text(one.name, "")
        for one in fields(Show)
        if one.type == "str" and table.has(one.name)
    }
    if said.get("language") and not _LANGUAGE.fullmatch(said["language"]):
        table.value("language").wrong(
            f"{said['language']!r} is no language", "write its code, such as en, en-GB or de"
        )
    if said.get("url") and not _ADDRESS.fullmatch(said["url"]):
        table.value("url").wrong(f"{said['url']!r} is no address", "write it whole: https://example.org/show")
    spoken = table.text("credits", "short", choices=get_args(Credits))
    show = Show(
        **said,
        explicit=table.flag("explicit", default=False),
        credits="full" if spoken == "full" else "none" if spoken == "none" else "short",
    )
    table.done()
    return show
