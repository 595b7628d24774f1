"""`drama eval`: how well drama tells who speaks, on stories that a person has marked."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import attribute, gold, score, structure
from drama.errors import InputError, Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from drama.adapt import Figures
    from drama.cli.console import Console


def run(console: Console, *, folder: Path, per_story: bool) -> None:
    """Print the figures over a folder's marked stories, and of each when asked for."""
    stories = gold.read(folder)
    if not stories:
        message = "there are no marked stories here"
        hint = "each is NAME.txt with NAME.json beside it; docs/attribution.md describes the format"
        raise InputError(Problem(message=message, place=Place(path=str(folder)), hint=hint))
    outcomes = []
    console.start("eval", len(stories))
    for story in stories:
        found = attribute(story.text, structure.read(story.text))
        outcomes.append(score.judge(story, found.quotations))
        console.step()
    whole = score.figures(outcomes)
    if per_story:
        for outcome in outcomes:
            one = score.figures([outcome])
            console.result(f"{outcome.key:<48.48} F1 {one.f1:6.1%}  right {one.micro:6.1%}")
    console.result(_told(whole))
    steps = score.reliability(outcomes)
    console.result("  how sure     mean    right   lines")
    for step in steps:
        console.result(
            f"  {step.low:.1f} to {step.low + 0.1:.1f}   {step.mean:.2f} {step.right:8.1%} {step.lines:7,}"
        )
    console.data(
        {
            "all": asdict(whole),
            "reliability": [asdict(step) for step in steps],
            "stories": {o.key: asdict(score.figures([o])) for o in outcomes},
        }
    )


def _told(figures: Figures) -> str:
    lines = [
        f"{figures.stories} stories, {figures.quotations} quotations, {figures.with_speaker} with a speaker",
        f"  quotations   precision {figures.precision:.1%}  recall {figures.recall:.1%}  F1 {figures.f1:.1%}",
        f"  speakers     micro {figures.micro:.1%}  macro {figures.macro:.1%}",
        f"  voices 1:1   micro {figures.voice_micro:.1%}  macro {figures.voice_macro:.1%}",
        f"  gender       {figures.gender:.1%}",
    ]
    return "\n".join(
        [*lines, *(f"  {name:<12} {share:.1%} of {count}" for name, share, count in figures.by_type)]
    )
