"""How often the lines that drama offers to change after one correction are right, on marked stories.

    python benchmarks/corrections.py FOLDER... [--only PREFIX] [--every N]

Each FOLDER holds marked stories as docs/attribution-figures.md has it. Every line that drama gives to the
wrong person, or every Nth of a story, is corrected by itself, as a person would, and what is offered for
other lines is compared with the marks: by decisions.following, as drama check and drama script --follow offer
it, and by recast.lessons, as the page does at once.
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
from drama.adapt.revision import decisions, recast
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


def offered(
    script: Script, tale: Story, right: Mapping[int, str], names: marked.Names, every: int
) -> Counter[str]:
    """Return how many corrections there are to make, what they offer, and what of that is right."""
    called = {names.resolve(person.name): person.name for person in reversed(script.characters)}
    wrong = [
        cue
        for cue in script.cues
        if cue.number in right and called.get(right[cue.number]) not in {None, cue.speaker}
    ]
    tally: Counter[str] = Counter()
    for cue in wrong[::every]:
        tally["corrections"] += 1
        mended = replace(cue, speaker=called[right[cue.number]], by_hand=True)
        scenes = tuple(
            replace(scene, cues=tuple(mended if one is cue else one for one in scene.cues))
            for scene in script.scenes
        )
        corrected = replace(script, scenes=scenes)
        for how, offers in (
            ("following", decisions.following(corrected, tale)),
            ("lessons", recast.lessons(script, corrected)),
        ):
            known = [one for one in offers if one.cue in right]
            tally[f"{how}: with offers"] += bool(known)
            tally[f"{how}: offers"] += len(known)
            tally[f"{how}: right"] += sum(called.get(right[one.cue]) == one.to for one in known)
            tally[f"{how}: were right"] += sum(called.get(right[one.cue]) == one.speaker for one in known)
    return tally


def main() -> None:
    """Print the counts over all stories."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", default="", help="stories whose names begin so")
    parser.add_argument("--every", type=int, default=1, help="make every Nth correction of a story")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    for folder in args.folders:
        for story in marked.read(folder):
            if story.key.startswith(args.only):
                tale = Story(key=story.key, name=story.key, path=folder, text=story.text, sha256="")
                script = adapt(tale)
                cues = marked_cues(script, tale, story)
                total += offered(script, tale, cues, marked.Names(story.characters), args.every)
    for how in ("following", "lessons"):
        of, offers, right = (total[f"{how}: {what}"] for what in ("with offers", "offers", "right"))
        print(f"{how}: {of} of {total['corrections']} corrections offer others, {offers} lines")
        print(f"    {right} of them are right as offered, {total[f'{how}: were right']} were right before")


if __name__ == "__main__":
    main()
