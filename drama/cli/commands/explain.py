"""`drama explain`: why a cue is whose it is, with the text around it, and what its engine is given."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import review
from drama.cli.commands.choosing import choose
from drama.cli.commands.cue_at import cue_at
from drama.produce import open_session, prepare, render
from drama.speech import phonemes

if TYPE_CHECKING:
    from pathlib import Path

    from drama.adapt import Explanation
    from drama.cli.console import Console
    from drama.model import Cue, Take, Utterance

_WIDTH = 96


def run(console: Console, *, story: str, cue: str | None, project: Path | None) -> None:
    """Print the cue of a story, named by its number or a time, or else what each cue's engine is given.

    UsageError for a cue that the story lacks.
    """
    collection, entries = choose([story], project)
    with open_session(collection, progress=console) as session:
        for entry in entries:
            adapted = prepare.adapt_story(session, entry)
            prepared = prepare.cast_story(session, adapted)
            human = render.plan(session, prepared).human.takes
            each = list(zip(adapted.script.cues, prepared.utterances, human, strict=True))
            if cue is None:
                console.data({"cues": [_row(one, asked, take) for one, asked, take in each]})
                for one, asked, take in each:
                    if one.is_speech:
                        console.result(f"{one.number:>5}  {one.part:<20.20}  {_given(asked, take)}")
                continue
            number = cue_at(collection, entry.key, cue)
            explained = review.explain(adapted.script, adapted.story, number)
            asked, take = next((asked, take) for one, asked, take in each if one.number == number)
            console.result(_told(explained, asked, take))
            given = asdict(asked) | {"text": phonemes.shown(asked.text)} if asked else None
            console.data({"explained": asdict(explained), "asked": given, "human_take": take is not None})


def _row(cue: Cue, asked: Utterance | None, take: Take | None) -> dict[str, object]:
    """Return a cue for programs, with what its engine is given."""
    return {
        "cue": cue.number,
        "kind": cue.kind,
        "speaker": cue.part if cue.is_speech else "",
        "text": cue.text,
        "sure": cue.sure,
        "why": cue.why,
        "given": phonemes.shown(asked.text) if asked else None,
        "voice": f"{asked.engine}:{asked.voice}" if asked else None,
        "human_take": take is not None,
    }


def _given(asked: Utterance | None, take: Take | None) -> str:
    if take:
        return "a person's recording stands for it"
    return phonemes.shown(asked.text) if asked else "nothing: a beat of silence stands for it"


def _told(explained: Explanation, asked: Utterance | None, take: Take | None) -> str:
    cue = explained.cue
    who = cue.speaker if cue.kind == "line" else cue.kind
    how = f" ({', '.join(cue.how)})" if cue.how else ""
    around = f"{explained.before}▶{explained.text}◀{explained.after}"
    lines = [f"cue {cue.number}: {who}{how}", ""]
    lines += textwrap.wrap(" ".join(around.split()), _WIDTH, initial_indent="  ", subsequent_indent="  ")
    lines.append("")
    if cue.sure is not None:
        lines.append(f"  sure       {cue.sure:.2f}")
    lines += [f"  why        {cue.why}"] if cue.why else []
    lines += ["  by hand    a person settled this"] if cue.by_hand else []
    if explained.others:
        others = ", ".join(f"{name} {probability:.2f}" for name, probability in explained.others)
        lines.append(f"  otherwise  {others}")
    if cue.is_speech and asked and not take:
        lines.append(
            f"  voice      {asked.engine}:{asked.voice}, rate {asked.rate:g}, pitch {asked.pitch:+g}"
        )
    if cue.is_speech:
        lines.append(f"  is given   {_given(asked, take)}")
    return "\n".join(lines)
