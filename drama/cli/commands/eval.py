"""`drama eval`: how well drama tells who speaks, on stories that a person has marked."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import Chat, ask, attribute, cast_score, gold, score, structure
from drama.cli.commands.attributor import server_of
from drama.errors import EngineError, InputError, Place, Problem
from drama.progress import Silent

if TYPE_CHECKING:
    from pathlib import Path

    from drama.adapt import CastFigures, Figures
    from drama.cli.console import Console


def run(
    console: Console,
    *,
    folder: Path,
    per_story: bool,
    attributor: str | None = None,
    base_url: str | None = None,
    model: str | None = None,
) -> None:
    """Print the figures over a folder's marked stories, and of each when asked for.

    With an attributor its language model is asked about doubtful lines first; its answers aren't kept.
    """
    server = server_of(attributor, base_url, model)
    stories = gold.read(folder)
    if not stories:
        message = "there are no marked stories here"
        hint = "each is NAME.txt with NAME.json beside it; docs/attribution-figures.md describes the format"
        raise InputError(Problem(message=message, place=Place(path=str(folder)), hint=hint))
    outcomes, casts = [], {}
    console.start("eval", len(stories))
    for story in stories:
        blocks = structure.read(story.text)
        found = attribute(story.text, blocks)
        if server is not None and server != "none":
            asked = ask(story.text, blocks, found, Chat(server, None), Silent())
            console.say(f"{story.key}: {asked}")
            if asked.trouble:
                raise EngineError(f"the language model can't be measured: {asked.trouble}")
            found = asked.attribution
        outcomes.append(score.judge(story, found.quotations))
        casts[story.key] = cast_score.judge(story, found.characters)
        console.step()
    whole = score.figures(outcomes)
    if per_story:
        ones = {outcome.key: score.figures([outcome]) for outcome in outcomes}
        for key, one in sorted(ones.items(), key=lambda pair: pair[1].voice_micro):
            merges = f"merges wrong {casts[key].wrong_merges} missed {casts[key].missed_merges}"
            shares = f"F1 {one.f1:6.1%}  right {one.micro:6.1%}  voice {one.voice_micro:6.1%}"
            console.result(f"{key:<48.48} {shares}  {merges}")
    console.result(_told(whole))
    console.result(_cast_told(cast_score.total(list(casts.values()))))
    steps = score.reliability(outcomes)
    console.result("  how sure     mean    right   lines")
    for step in steps:
        console.result(
            f"  {step.low:.1f} to {step.low + 0.1:.1f}   {step.mean:.2f} {step.right:8.1%} {step.lines:7,}"
        )
    console.data(
        {
            "all": asdict(whole),
            "cast": asdict(cast_score.total(list(casts.values()))),
            "casts": {key: asdict(one) for key, one in casts.items()},
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


def _cast_told(cast: CastFigures) -> str:
    genders = f"gender right {cast.gender_right}, wrong {cast.gender_wrong} of {cast.met} people"
    merges = f"wrong merges {cast.wrong_merges}, missed {cast.missed_merges}"
    return f"  cast         precision {cast.precision:.1%}  recall {cast.recall:.1%}; {merges}; {genders}"
