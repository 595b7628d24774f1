"""How often the lines that drama offers to change after one correction are right, on marked stories.

    python benchmarks/corrections.py FOLDER...

Each FOLDER holds marked stories as docs/attribution.md describes them. Every line that drama gives to the
wrong person is corrected by itself, as a person would, and what mend.lessons offers for other lines is
compared with the marks.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from drama.adapt import adapt
from drama.adapt.evaluation import gold as marked
from drama.adapt.evaluation import score
from drama.adapt.revision import recast
from drama.adapt.revision.verbatim import cue_spans
from drama.model import Story

if TYPE_CHECKING:
    from collections.abc import Mapping

    from drama.model import Script


def marked_cues(script: Script, tale: Story, story: marked.Marked) -> dict[int, str]:
    """Return the marked speaker of each line, by its cue's number; lines that match no mark are left out."""
    spans = [
        (cue.number, span)
        for cue, span in zip(script.cues, cue_spans(script, tale), strict=True)
        if span and cue.kind == "line"
    ]
    gold = [quote for quote in story.quotes if not quote["speaker"].startswith("_")]
    found = score.match(
        [_bare(story.text, quote["start"], quote["end"]) for quote in gold],
        [_bare(story.text, *span) for _, span in spans],
    )
    return {spans[j][0]: gold[i]["speaker"] for i, j in found.items()}


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    return next(iter(score.stretches(text, start, end)), (start, end))


def offered(script: Script, right: Mapping[int, str], names: marked.Names) -> Counter[str]:
    """Return how many corrections there are to make, what they offer, and what of that is right."""
    called = {names.resolve(person.name): person.name for person in reversed(script.characters)}
    wrong = [
        cue for cue in script.cues if cue.number in right and called.get(right[cue.number]) != cue.speaker
    ]
    tally: Counter[str] = Counter()
    for cue in wrong:
        name = called.get(right[cue.number])
        if name is None:
            continue
        tally["corrections"] += 1
        mended = replace(cue, speaker=name, by_hand=True)
        scenes = tuple(
            replace(scene, cues=tuple(mended if one is cue else one for one in scene.cues))
            for scene in script.scenes
        )
        offers = recast.lessons(script, replace(script, scenes=scenes))
        known = [one for one in offers if one.cue in right]
        tally["with offers"] += bool(known)
        tally["offers"] += len(known)
        tally["right"] += sum(called.get(right[one.cue]) == one.to for one in known)
        tally["were right"] += sum(called.get(right[one.cue]) == one.speaker for one in known)
    return tally


def main() -> None:
    """Print the counts over all stories."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    total: Counter[str] = Counter()
    for folder in parser.parse_args().folders:
        for story in marked.read(folder):
            tale = Story(key=story.key, name=story.key, path=folder, text=story.text, sha256="")
            script = adapt(tale)
            total += offered(script, marked_cues(script, tale, story), marked.Names(story.characters))
    share = total["right"] / total["offers"] if total["offers"] else 0.0
    print(f"{total['corrections']} corrections of one line; {total['with offers']} of them offer others")
    print(f"{total['offers']} lines offered, {total['right']} of them right ({share:.1%})")
    print(f"{total['were right']} of the lines offered were right before")


if __name__ == "__main__":
    main()
