"""The script for actors: Fountain, and the BBC's radio layout with numbered speeches.

Sources: fountain.io/syntax; BBC Writersroom, "Scriptsmart radio" layout.
"""

from __future__ import annotations

import textwrap
from html import escape
from typing import TYPE_CHECKING

from drama.publish.publication import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from drama.model import Cue, Scene, Script

_WIDTH = 78
_NAME_COLUMN = 18
_NARRATOR = "NARRATOR"
_FORMS = ("title", "byline", "heading")
"""Words of a cue's `how` that describe the text and are no directions."""
_SOUNDS = {"sound": "SFX", "music": "MUSIC", "ambience": "ATMOS"}


def fountain(script: Script) -> str:
    """Return a script as Fountain: narration as a character of its own, sounds as action."""
    parts = [f"Title: {_one_line(script.title or script.key)}", "Credit: written by" if script.author else ""]
    parts += [f"Author: {_one_line(script.author)}"] if script.author else []
    text = ["\n".join(part for part in parts if part)]
    for number, scene in enumerate(script.scenes, 1):
        text.append(f".{_one_line(scene.title) or f'Scene {number}'}")
        text += [f"= {scene.room}"] if scene.room else []
        text += [block for cue in scene.cues if (block := _element(cue))]
    return "\n\n".join(text) + "\n"


def _element(cue: Cue) -> str:
    said = _one_line(plain(cue.text))
    if cue.kind in _SOUNDS:
        return f"!{_SOUNDS[cue.kind]}: {said}"
    if not cue.is_speech or not said:
        return ""
    name = cue.speaker if cue.kind == "line" else _NARRATOR
    aside = [f"({_how(cue)})"] if _how(cue) else []
    return "\n".join([f"@{_one_line(name)}", *aside, said])


def radio(script: Script) -> str:
    """Return a script in radio layout as text of 78 columns; each scene's speeches are numbered from 1."""
    head = (script.title or script.key).upper()
    parts = [head, f"by {script.author}" if script.author else ""]
    return (
        "\n\n".join([*filter(None, parts), *(_scene(scene, i) for i, scene in enumerate(script.scenes, 1))])
        + "\n"
    )


def _scene(scene: Scene, number: int) -> str:
    title = f"SCENE {number}" + (f": {_one_line(scene.title).upper()}" if scene.title else "")
    where = f"    {scene.room.upper()}" if scene.room else ""
    blocks = [textwrap.fill(title, _WIDTH) + (f"\n{where}" if where else "")]
    for count, name, said in _speeches(scene):
        if not count:
            blocks.append(textwrap.indent(f"{name}: {said.upper()}", " " * _NAME_COLUMN))
            continue
        first = f"{count:>3}. {name.upper()}:".ljust(_NAME_COLUMN)
        blocks.append(
            textwrap.fill(
                said,
                _WIDTH,
                initial_indent=first if len(first) <= _NAME_COLUMN else f"{first}\n{' ' * _NAME_COLUMN}",
                subsequent_indent=" " * _NAME_COLUMN,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return "\n\n".join(blocks)


def _speeches(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """Yield number, name and words of each speech; number 0 for a sound."""
    count = 0
    for cue in scene.cues:
        said = _one_line(plain(cue.text))
        if cue.kind in _SOUNDS:
            yield 0, _SOUNDS[cue.kind], said
        elif cue.is_speech and said:
            count += 1
            how = f"({_how(cue)}) " if _how(cue) else ""
            yield count, cue.speaker if cue.kind == "line" else _NARRATOR, how + said


def page(script: Script) -> str:
    """Return a script in radio layout as one page; all text is escaped."""
    scenes = []
    for number, scene in enumerate(script.scenes, 1):
        title = f"Scene {number}" + (f": {scene.title}" if scene.title else "")
        rows = "".join(
            f"<tr><td>{count}.</td><th>{escape(name.upper())}</th><td>{escape(said)}</td></tr>\n"
            if count
            else f'<tr class="sound"><td></td><th>{name}</th><td>{escape(said.upper())}</td></tr>\n'
            for count, name, said in _speeches(scene)
        )
        scenes.append(f"<section><h2>{escape(title)}</h2><table>{rows}</table></section>")
    by = f"<p>by {escape(script.author)}</p>" if script.author else ""
    title = escape(script.title or script.key)
    style = (
        "body{font:1rem/1.5 'Courier New',monospace;max-width:50rem;margin:2rem auto;padding:0 1rem}"
        "table{border-spacing:.6rem}th{text-align:left;vertical-align:top;white-space:nowrap}"
        "td{vertical-align:top}tr{break-inside:avoid}.sound{text-decoration:underline}"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style></head>\n<body><h1>{title}</h1>{by}\n"
        + "\n".join(scenes)
        + "\n</body></html>\n"
    )


def _how(cue: Cue) -> str:
    return ", ".join(word for word in cue.how if word not in _FORMS)


def _one_line(text: str) -> str:
    return " ".join(text.split())
