"""`drama explain`: why a cue is whose it is, with the text around it, and what its engine is given."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING

from drama.adapt import review
from drama.cli.commands.choosing import choose
from drama.cli.commands.cue_at import cue_at
from drama.produce import open_session, prepare
from drama.speech import phonemes

if TYPE_CHECKING:
    from pathlib import Path

    from drama.adapt import Explanation
    from drama.cli.console import Console
    from drama.model import Utterance

_WIDTH = 96


def run(console: Console, *, story: str, cue: str, project: Path | None) -> None:
    """Print the cue of a story, named by its number or a time; UsageError for one that it lacks."""
    collection, entries = choose([story], project)
    with open_session(collection, progress=console) as session:
        for entry in entries:
            adapted = prepare.adapt_story(session, entry)
            number = cue_at(collection, entry.key, cue)
            explained = review.explain(adapted.script, adapted.story, number)
            prepared = prepare.cast_story(session, adapted)
            index = next(i for i, one in enumerate(adapted.script.cues) if one.number == number)
            asked = prepared.utterances[index]
            console.result(_told(explained, asked))
            given = asdict(asked) | {"text": phonemes.shown(asked.text)} if asked else None
            console.data({"explained": asdict(explained), "asked": given})


def _told(explained: Explanation, asked: Utterance | None) -> str:
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
    if not asked and cue.is_speech:
        lines.append("  is given   nothing: a beat of silence stands for it")
    if asked:
        lines.append(
            f"  voice      {asked.engine}:{asked.voice}, rate {asked.rate:g}, pitch {asked.pitch:+g}"
        )
        lines.append(f"  is given   {phonemes.shown(asked.text)}")
    return "\n".join(lines)
