"""One HTML file to read along with an episode, coloured by speaker; it works from a folder, offline."""

from __future__ import annotations

from html import escape
from importlib.resources import files as resources
from string import Template
from typing import TYPE_CHECKING

from drama.publish.publication import paragraphs, within

if TYPE_CHECKING:
    from drama.publish.publication import Line, Publication

_HUES = (210, 0, 130, 280, 30, 180, 320, 60, 240, 100, 350, 160)


def page(made: Publication, audio: str, kind: str) -> str:
    """Return the page; `audio` is the URL of the audio, `kind` its media type. All text is escaped."""
    speakers = list(dict.fromkeys(line.speaker for line in made.lines))
    colours = {name: i % len(_HUES) for i, name in enumerate(speakers)}
    body = []
    for chapter in made.chapters:
        lines = within(made.lines, chapter)
        if lines:
            parts = "".join(_paragraph(part, colours) for part in paragraphs(lines))
            body.append(f"<section>{parts}</section>")
    book = made.book
    rules = (
        f".s{i} {{ color: light-dark(hsl({hue} 60% 30%), hsl({hue} 60% 75%)); }}"
        for i, hue in enumerate(_HUES)
    )
    template = Template((resources("drama") / "template" / "readalong.html").read_text(encoding="utf-8"))
    return template.substitute(
        language=escape(book.language),
        title=escape(book.title),
        byline=f"<p>by {escape(book.author)}</p>" if book.author else "",
        colours="\n".join(rules),
        body="\n".join(body),
        audio=escape(audio),
        kind=escape(kind),
    )


def _paragraph(lines: list[Line], colours: dict[str, int]) -> str:
    tag = "h2" if all(line.heading for line in lines) else "p"
    return f"<{tag}>" + " ".join(_span(line, colours) for line in lines) + f"</{tag}>\n"


def _span(line: Line, colours: dict[str, int]) -> str:
    text = escape(line.text if line.narrated else f"“{line.text}”")
    name = "" if line.narrated else f' title="{escape(line.speaker)}"'
    at = f'data-at="{line.start_s:.3f}"'
    return f'<span tabindex="0" class="s{colours[line.speaker]}" {at}{name}>{text}</span>'
