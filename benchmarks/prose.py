"""Stories of any length to measure with: seeded, with narration, dialogue, tags and scene breaks."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = ("Agnes", "Barnaby", "Colette", "Dov", "Edith", "Farid", "Greta", "Hamish", "Ivy", "Jonas")
_SUBJECTS = ("the ferry", "the old clock", "a brown dog", "the widow's piano", "the weather", "the last tram")
_VERBS = ("waited by", "went round", "leaned against", "came back to", "was left behind", "hummed under")
_PLACES = ("the harbour wall", "the bakery stairs", "the empty square", "a row of lamps", "the north gate")
_SAID = ("said", "asked", "answered", "murmured", "called")
_OPENINGS = (
    "I told you",
    "Nobody believes",
    "You can't say",
    "Somebody ought to know",
    "It is quite certain",
)


def story(words: int, seed: int, people: int = 4) -> str:
    """Return a story of about so many words by a cast of so many; the same seed gives the same story."""
    rng = random.Random(seed)
    cast = rng.sample(PEOPLE, people)
    paragraphs = [f"The Tale of {cast[0]} and Number {seed}", "by A. Bench"]
    count, since_break = 10, 0
    while count < words:
        who = rng.choice(cast)
        sentence = f"{rng.choice(_SUBJECTS)} {rng.choice(_VERBS)} {rng.choice(_PLACES)}"
        speech = f"{rng.choice(_OPENINGS)} that {sentence}"
        kind = rng.random()
        if kind < 0.4:
            paragraph = (
                f"{sentence.capitalize()}, and {who} watched {rng.choice(_SUBJECTS)} until it was dark."
            )
        elif kind < 0.8:
            paragraph = f"“{speech},” {rng.choice(_SAID)} {who}."
        else:
            paragraph = f"“{speech}!”"
        paragraphs.append(paragraph)
        count += len(paragraph.split())
        since_break += 1
        if since_break > 40:
            paragraphs.append("* * *")
            since_break = 0
    return "\n\n".join(paragraphs) + "\n"


def collection(folder: Path, stories: int, words: int) -> None:
    """Write so many stories of about so many words each into a new folder's stories/."""
    (folder / "stories").mkdir(parents=True)
    for n in range(stories):
        path = folder / "stories" / f"{n:06} Number {n}.txt"
        path.write_text(story(words, seed=n), encoding="utf-8")
