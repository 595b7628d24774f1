"""`drama quotes`: each quotation of stories, with its place in the file, its speaker and the reason."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from pathlib import Path
from typing import TYPE_CHECKING

from drama.adapt import quotations
from drama.errors import InputError, Place, Problem, UsageError, did_you_mean
from drama.project import layout, story_file
from drama.system import files as system_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from drama.cli.console import Console
    from drama.model import Quotation, Story


def run(console: Console, *, files: Sequence[str], out: Path | None) -> None:
    """Print the quotations of every file, or write them under `out`, a STEM.json a story.

    A file that can't be read is an InputError, once all others are done.
    """
    paths = _expand([Path(word) for word in files])
    found: dict[str, list[dict[str, object]]] = {}
    problems: list[Problem] = []
    console.start("quotes", len(paths))
    for path in paths:
        try:
            tale = story_file.read(path)
        except InputError as error:
            problems += error.problems
            console.step()
            continue
        quoted = quotations(tale)
        rows = _rows(quoted, _original(tale))
        if out:
            system_files.write_text(
                out / f"{path.stem}.json",
                json.dumps(rows, ensure_ascii=False, indent=1) + "\n",
                durable=False,
            )
        elif console.as_json:
            found[path.stem] = rows
        else:
            console.result(_table(tale, quoted))
        console.step()
    if not out:
        console.data(found)
    if problems:
        raise InputError(*problems)


def _expand(given: Sequence[Path]) -> list[Path]:
    """Return the story files that are named, folders as the stories in them."""
    paths: list[Path] = []
    problems = []
    for path in given:
        if path.is_dir():
            paths += sorted(found for found in path.iterdir() if layout.is_story(found))
        elif path.exists():
            paths.append(path)
        elif of_collection := _of_collection(str(path)):
            paths += of_collection
        else:
            near = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
            message = "there is no such file"
            problems.append(
                Problem(message=message, place=Place(path=str(path)), hint=did_you_mean(path.name, near))
            )
    if problems:
        raise UsageError(*problems)
    return paths


def _of_collection(word: str) -> list[Path]:
    """Return the stories of the collection here that a number, a range or a name means; often none."""
    try:
        return [entry.path for entry in layout.find(Path.cwd(), None).select([word])]
    except UsageError:
        return []


def _original(tale: Story) -> Callable[[int], int]:
    """Return what turns an offset into the story's text into one of the file decoded as UTF-8.

    They differ where the file has a byte order mark or line ends of two characters.
    """
    try:
        raw = tale.path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return lambda offset: offset
    # At each pair the text is one character shorter than the file from there on.
    start = 1 if raw.startswith("\ufeff") else 0
    ends = [match.start() - start - i for i, match in enumerate(re.finditer("\r\n", raw))]
    return lambda offset: offset + start + bisect_left(ends, offset)


def _rows(quotations: Sequence[Quotation], original: Callable[[int], int]) -> list[dict[str, object]]:
    return [
        {
            "start": original(quotation.start),
            "end": original(quotation.end),
            "speaker_name": quotation.speaker,
            "speaker_gender": quotation.gender,
            "confidence": round(quotation.sure, 3),
            "why": quotation.why,
        }
        for quotation in quotations
    ]


def _table(tale: Story, quotations: Sequence[Quotation]) -> str:
    lines = [f"{tale.name}: {len(quotations)} quotations"]
    for quotation in quotations:
        words = " ".join(tale.told[quotation.start : quotation.end].split())
        line = tale.text.count("\n", 0, quotation.start) + 1
        short = words if len(words) <= 60 else words[:57] + "…"
        lines.append(f"{line:>6}  {quotation.sure:.2f}  {quotation.speaker or '?':<20.20}  {short}")
        if quotation.why:
            lines.append(f"{'':>14}{quotation.why}")
    return "\n".join(lines)
