"""Audacity: a label track, and a list that opens the stems together (manual.audacityteam.org)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.publish.publication import Publication


def labels(made: Publication) -> str:
    """Return a label for each line and each chapter: start, end and text, separated by tabs."""
    rows = [(one.start_s, one.end_s, f"{one.speaker}: {one.text}") for one in made.lines]
    rows += [(one.start_s, one.start_s, f"# {one.title}") for one in made.chapters]
    return "".join(f"{start:.6f}\t{end:.6f}\t{' '.join(text.split())}\n" for start, end, text in sorted(rows))


def files(names: Sequence[str]) -> str:
    """Return a .lof that opens sound files in one window, each from 0:00."""
    quoted = [name.replace('"', "'") for name in names]
    return "window\n" + "".join(f'file "{name}" offset 0\n' for name in quoted)
