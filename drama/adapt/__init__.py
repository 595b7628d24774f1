"""Adapt: from prose to a script, with who says what and without losing a word.

in:  Story, and the last script with a person's changes in it
out: Script

text/ → people/ → evidence/ → decision/ is the order in which a story is read; spotting/ finds its sounds,
revision/ keeps a person's changes, evaluation/ compares with marked stories.
"""

from drama.adapt.adapting import adapt, quotations
from drama.adapt.decision.asking import ask
from drama.adapt.decision.attribute import Attribution, Outcome, attribute
from drama.adapt.decision.chat import Chat, Server
from drama.adapt.evaluation import cast as cast_score
from drama.adapt.evaluation import gold, score
from drama.adapt.evaluation.cast import CastFigures
from drama.adapt.evaluation.score import Figures
from drama.adapt.revision import decisions, recast, review, strangers, verbatim
from drama.adapt.revision.growth import grown
from drama.adapt.revision.merge import merge
from drama.adapt.revision.review import Explanation
from drama.adapt.revision.user_edits import settle
from drama.adapt.spotting import spotted
from drama.adapt.text import structure

__all__ = [
    "Attribution",
    "CastFigures",
    "Chat",
    "Explanation",
    "Figures",
    "Outcome",
    "Server",
    "adapt",
    "ask",
    "attribute",
    "cast_score",
    "decisions",
    "gold",
    "grown",
    "merge",
    "quotations",
    "recast",
    "review",
    "score",
    "settle",
    "spotted",
    "strangers",
    "structure",
    "verbatim",
]
