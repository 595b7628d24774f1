"""One HTML file to read along with an episode, coloured by speaker; it works from a folder, without a network."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from drama.publish.publication import paragraphs, within

if TYPE_CHECKING:
    from drama.publish.publication import Line, Publication

_POLICY = "default-src 'none'; media-src 'self' file:; img-src 'self' file:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_HUES = (210, 0, 130, 280, 30, 180, 320, 60, 240, 100, 350, 160)
_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 Georgia, serif; margin: 0 auto; max-width: 40rem; padding: 0 1rem 8rem; }
header, h2 { font-family: system-ui, sans-serif; }
footer { position: fixed; inset: auto 0 0; padding: .5rem 1rem; background: Canvas; border-top: 1px solid GrayText; }
audio { width: 100%; }
span { cursor: pointer; border-radius: .2em; }
span:focus-visible { outline: 2px solid; }
span.now { background: #ffe9a8; color: #000; }
b { font: 600 .75rem system-ui, sans-serif; margin-right: .4em; }
"""
_SCRIPT = """
const sound = document.querySelector('audio');
const spans = [...document.querySelectorAll('span[data-at]')];
const starts = spans.map(span => Number(span.dataset.at));
let now = -1;
function show() {
  let low = 0, high = starts.length;
  while (low < high) { const middle = (low + high) >> 1; if (starts[middle] <= sound.currentTime) low = middle + 1; else high = middle; }
  const at = low - 1;
  if (at === now) return;
  if (now >= 0) spans[now].classList.remove('now');
  now = at;
  if (at < 0) return;
  spans[at].classList.add('now');
  const box = spans[at].getBoundingClientRect();
  if (box.top < 60 || box.bottom > innerHeight - 120) spans[at].scrollIntoView({block: 'center'});
}
function play(span) { sound.currentTime = Number(span.dataset.at) + 0.001; sound.play(); }
sound.addEventListener('timeupdate', show);
sound.addEventListener('seeked', show);
document.addEventListener('click', event => { const span = event.target.closest('span[data-at]'); if (span) play(span); });
document.addEventListener('keydown', event => {
  if (event.key === 'Enter' && event.target.matches('span[data-at]')) play(event.target);
  if (event.key === ' ' && event.target === document.body) { event.preventDefault(); sound.paused ? sound.play() : sound.pause(); }
});
"""


def page(made: Publication, audio: str, kind: str) -> str:
    """Return the page; `audio` is the sound's address beside it, `kind` its media type. All text is escaped."""
    speakers = list(dict.fromkeys(line.speaker for line in made.lines))
    colours = {name: i % len(_HUES) for i, name in enumerate(speakers)}
    body = []
    for chapter in made.chapters:
        lines = within(made.lines, chapter)
        if lines:
            body.append("<section>" + "".join(_paragraph(part, colours) for part in paragraphs(lines)) + "</section>")
    book = made.book
    by = f"<p>by {escape(book.author)}</p>" if book.author else ""
    rules = "".join(f".s{i} {{ color: light-dark(hsl({hue} 60% 30%), hsl({hue} 60% 75%)); }}\n" for i, hue in enumerate(_HUES))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(book.language)}">\n<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(book.title)}</title><style>{_STYLE}{rules}</style></head>\n<body>\n"
        f"<header><h1>{escape(book.title)}</h1>{by}</header>\n<main>\n" + "\n".join(body) + "\n</main>\n"
        f'<footer><audio controls preload="metadata"><source src="{escape(audio)}" type="{escape(kind)}"></audio></footer>\n'
        f"<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _paragraph(lines: list[Line], colours: dict[str, int]) -> str:
    tag = "h2" if all(line.heading for line in lines) else "p"
    return f"<{tag}>" + " ".join(_span(line, colours) for line in lines) + f"</{tag}>\n"


def _span(line: Line, colours: dict[str, int]) -> str:
    text = escape(line.text if line.narrated else f"“{line.text}”")
    name = "" if line.narrated else f' title="{escape(line.speaker)}"'
    return f'<span tabindex="0" class="s{colours[line.speaker]}" data-at="{line.start_s:.3f}"{name}>{text}</span>'
