"""`drama lexicon`: the pronunciations, what a story's names sound like, and lexicons of other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cli.commands.choosing import Trouble, choose_or_all
from drama.cli.commands.wording import faults
from drama.produce import lexicon_page, open_session, prepare
from drama.project import yaml
from drama.speech import pls
from drama.system import files

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from drama.cli.console import Console
    from drama.model import Pronunciation, Utterance
    from drama.produce import Session, lexicon_page
    from drama.project import StoryFile


def run(
    console: Console,
    *,
    stories: Sequence[str] | None,
    project: Path | None,
    audition: bool,
    take: Path | None,
    give: Path | None,
) -> None:
    """Print the words of the stories that want hearing, or the entries of a lexicon in another format."""
    if take:
        _take(console, take)
        return
    collection, chosen = choose_or_all(stories, project)
    with open_session(collection, progress=console) as session:
        if give:
            _give(console, session.file.lexicon, give)
            return
        told, trouble = [], Trouble()
        for entry in chosen:
            with trouble.noted():
                told += _tell(console, session, entry, audition=audition)
        console.data({"words": told})
        trouble.tell()


def _take(console: Console, path: Path) -> None:
    """Print what a PLS file has as lines for voices.yaml, which is its owner's to change."""
    entries = pls.read(files.read_bytes(path), str(path))
    console.say("put these lines under `lexicon:` in voices.yaml")
    for entry in entries:
        console.result(f"  {yaml.scalar(entry.term)}: {yaml.scalar(entry.said('default'))}")
    console.data({"lexicon": {entry.term: entry.said("default") for entry in entries}})


def _give(console: Console, entries: tuple[Pronunciation, ...], path: Path) -> None:
    files.write_bytes(path, pls.write(entries))
    console.result(str(path))
    console.data({"lexicon": str(path)})


def _tell(console: Console, session: Session, entry: StoryFile, *, audition: bool) -> list[dict[str, object]]:
    """Print a story's words, and write their audition if asked; return them for programs."""
    prepared = prepare.cast_story(session, prepare.adapt_story(session, entry))
    voice = prepared.cast.narrator
    for problem in faults(session, prepared):
        console.say(str(problem))
    words = lexicon_page.words_to_hear(prepared.script, voice, session.file.lexicon)
    console.result(f"{prepared.script.title or entry.name}\n")
    for word in words:
        console.result(_row(word))
    if audition:
        target = session.project.output(entry.key) / "lexicon.html"
        files.write_text(
            target, lexicon_page.page(prepared.script, words, lambda asked: _spoken(session, asked))
        )
        console.result(f"\n{target}")
    return [
        {"story": entry.key, "term": word.term, "count": word.count, "ipa": word.ipa, "entered": word.entered}
        for word in words
    ]


def _row(word: lexicon_page.Word) -> str:
    return f"{word.count:>5}  {word.term:<24} {word.ipa:<24} {word.entered or word.why}"


def _spoken(session: Session, asked: Sequence[Utterance]) -> list[tuple[NDArray[np.float32], int]]:
    answers = (session.engines.speaking(utterance.engine).speak(utterance) for utterance in asked)
    return [(speech.samples, speech.rate_hz) for speech in answers]
