"""`drama sides`: what an actor reads from: her lines, numbered, with the cues before them."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING

from drama.cli.commands import open as page_server
from drama.cli.commands.choosing import choose
from drama.cli.commands.wording import counted
from drama.produce import open_session, prepare, sides_page
from drama.system import files
from drama.system import pdf as paper

if TYPE_CHECKING:
    from pathlib import Path

    from drama.cli.console import Console
    from drama.project import Project, StoryFile

_LONGEST_NAME = 60
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{port}{n}" for port in ("COM", "LPT") for n in range(10))}
)
"""Names that no file may have on Windows."""


def run(console: Console, *, story: str, name: str, page: bool, project: Path | None) -> None:
    """Write the sides as text, page and PDF among what goes with the episode; name the files.

    With `page` a link is served instead that opens this part alone, to be read and recorded in a browser.
    """
    collection, entries = choose([story], project)
    if page:
        _serve(console, collection, entries[0], name)
        return
    made = []
    with open_session(collection, progress=console) as session:
        for entry in entries:
            own = sides_page.sides(prepare.adapt_story(session, entry).script, name)
            stem = collection.output(entry.key) / "sides" / file_name(own.name)
            text, html, pdf = (stem.with_name(f"{stem.name}.{kind}") for kind in ("txt", "html", "pdf"))
            files.write_text(text, sides_page.as_text(own))
            files.write_text(html, sides_page.as_html(own))
            files.write_bytes(
                pdf, paper.pdf(sides_page.as_text(own), f"{own.name}: {own.key} {own.title}".strip())
            )
            folder = collection.recordings(entry.key)
            console.say(f"{counted(own.lines, 'line')} of {own.name}; recordings go into {folder}")
            console.result(f"{text}\n{html}\n{pdf}")
            made.append(
                {
                    "story": entry.key,
                    "name": own.name,
                    "lines": own.lines,
                    "words": own.words,
                    "text": str(text),
                    "html": str(html),
                    "pdf": str(pdf),
                }
            )
    console.data({"sides": made})


def _serve(console: Console, collection: Project, entry: StoryFile, name: str) -> None:
    with open_session(collection, progress=console) as session:
        adapted = prepare.adapt_story(session, entry)
        prepare.keep_script(session, adapted)
        part = sides_page.sides(adapted.script, name).name
    page_server.serve(console, collection, "/", stay=True, browser=False, actor=(entry.key, part))


def file_name(name: str) -> str:
    """Return a name that is safe as a file's on every system, other names giving other ones."""
    plain = re.sub(r"[^\w '-]+", "-", name).strip(" -'")[:_LONGEST_NAME].rstrip()
    if plain and plain == name and plain.upper() not in _RESERVED:
        return plain
    return f"{plain or 'part'} {blake2b(name.encode('utf-8'), digest_size=3).hexdigest()}"
