"""The verbatim check of a script against its story: no word lost, doubled or changed without a mark."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, compress
from typing import TYPE_CHECKING

from drama.english import is_ornament, token_spans, tokens
from drama.errors import InputError, Place, Problem
from drama.model import WORDED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from drama.model import Cue, Script, Story

_RUN = 4
"""This many equal tokens on both sides resynchronise the texts."""
_MOST_PROBLEMS = 10
_FARTHEST = 20_000
"""How many tokens ahead the resynchronisation is looked for."""
_MOST_STEPS_PER_CUE = 8
"""Bound of the search for the places of moved cues, in steps for each cue."""
_SHOWN_WORDS = 12
_BEGINNING = 5
"""Tokens of a cue's beginning by which its story is known."""


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    at: int
    """Offset in the story, or index of the cue in the script."""


def story_words(cue: Cue) -> str:
    """Return the words of the story that a cue stands for: its text before a person changed it."""
    if cue.kind not in WORDED:
        return ""
    return cue.text if cue.was is None else cue.was


def check_words(script: Script, story: Story) -> None:
    """Return when the words of the cues, joined, are the story's words; InputError shows where not.

    Letters, digits and punctuation are compared; quotation marks, white space and scene-break ornaments are
    left out. A cue that a person changed counts with its `was`. One that is marked as moved counts where its
    words are in the story. Text that isn't story is compared separately: no word of it is lost either. The
    time is linear in the length of the story.
    """
    texts = [tokens(story_words(cue)) for cue in script.cues]
    matter = [cue.kind == "matter" for cue in script.cues]
    told = [token for line in story.told.split("\n") if not is_ornament(line) for token in tokens(line)]
    left_out = [token.text for token in _matter_tokens(story)]
    said = [token for text, apart in zip(texts, matter, strict=True) if not apart for token in text]
    if said == told and left_out == list(chain.from_iterable(compress(texts, matter))):
        return
    matter = _standing_for_matter(script, texts, told, left_out)
    problems = _differences(script, story, texts, [not one for one in matter], _story_tokens(story.told))
    problems += _differences(script, story, texts, matter, _matter_tokens(story))
    if problems:
        raise InputError(*problems[:_MOST_PROBLEMS])


def is_of(script: Script, story: Story) -> bool:
    """Return whether a script is of this story or a version of it: a tenth of its longer cues begin there."""
    told = tokens(story.told)
    begun = set(zip(*(told[i:] for i in range(_BEGINNING)), strict=False))
    cues = [words for cue in script.cues if len(words := tokens(story_words(cue))) >= _BEGINNING]
    return not cues or 10 * sum(tuple(words[:_BEGINNING]) in begun for words in cues) >= len(cues)


def _standing_for_matter(
    script: Script, texts: Sequence[list[str]], told: Sequence[str], left_out: Sequence[str]
) -> list[bool]:
    """Return which cues stand for text that isn't story; a person may have it spoken, or leave prose out."""
    found: list[bool] = []
    prose = rest = 0
    for cue, text in zip(script.cues, texts, strict=True):
        is_next = bool(text) and text == list(left_out[rest : rest + len(text)])
        is_prose = bool(text) and text == list(told[prose : prose + len(text)])
        matter = is_next and not is_prose if cue.kind != "matter" else is_next or not is_prose
        rest += len(text) * matter
        prose += len(text) * (not matter)
        found.append(matter)
    return found


def _differences(
    script: Script, story: Story, all_texts: Sequence[list[str]], of: Sequence[bool], expected: list[_Token]
) -> list[Problem]:
    """Return where the words of the selected cues differ from the expected ones."""
    cues, texts = list(compress(script.cues, of)), list(compress(all_texts, of))
    order = _story_order(cues, texts, expected)
    found = [_Token(text, i) for i in order for text in texts[i]]
    problems: list[Problem] = []
    i = j = 0
    while len(problems) < _MOST_PROBLEMS:
        while i < len(found) and j < len(expected) and found[i].text == expected[j].text:
            i, j = i + 1, j + 1
        if i == len(found) and j == len(expected):
            break
        i_after, j_after = _together(found[i : i + _FARTHEST], expected[j : j + _FARTHEST])
        at = min(i, len(found) - 1)
        cue = cues[found[at].at] if found else None
        problems.append(_problem(cue, story, found[i : i + i_after], expected[j:], j_after))
        i, j = i + i_after, j + j_after
    return problems


def cue_spans(script: Script, story: Story) -> tuple[tuple[int, int] | None, ...]:
    """Return where each cue's words are in the story's text: offsets from the first to after the last token.

    None for a cue that stands for none of them, or for text that isn't story. Correct for a script that
    passes check_words.
    """
    expected = _story_tokens(story.told)
    cues = script.cues
    texts = [tokens(story_words(cue)) for cue in cues]
    matter = _standing_for_matter(
        script, texts, [token.text for token in expected], [token.text for token in _matter_tokens(story)]
    )
    own = [i for i, apart in enumerate(matter) if not apart]
    spans: list[tuple[int, int] | None] = [None] * len(texts)
    position = 0
    for n in _story_order([cues[i] for i in own], [texts[i] for i in own], expected):
        i = own[n]
        run = expected[position : position + len(texts[i])]
        position += len(texts[i])
        if run:
            spans[i] = run[0].at, run[-1].at + len(run[-1].text)
    return tuple(spans)


def _matter_tokens(story: Story) -> list[_Token]:
    """Return the tokens of the text that isn't story, in the order of its cues."""
    return [
        _Token(token, one.start + start)
        for one in sorted(story.matter, key=lambda one: (one.at, one.start))
        for token, start, _ in token_spans(story.text[one.start : one.end])
    ]


def _story_tokens(text: str) -> list[_Token]:
    found = []
    position = 0
    for line in text.split("\n"):
        if not is_ornament(line):
            found += [_Token(token, position + start) for token, start, _ in token_spans(line)]
        position += len(line) + 1
    return found


@dataclass(frozen=True, slots=True)
class _Walk:
    """A state of the search: cues in the story's order, from its beginning to a position in it."""

    fixed: int = 0
    """How many of the unmoved cues have been placed."""
    position: int = 0
    placed: frozenset[int] = frozenset()
    """The moved cues that have been placed."""
    last: int = -1
    before: _Walk | None = None

    def to(self, cue: int, length: int, *, moved: bool) -> _Walk:
        """Return the walk with one more cue."""
        placed = self.placed | {cue} if moved else self.placed
        return _Walk(self.fixed + (not moved), self.position + length, placed, cue, self)

    def order(self) -> list[int]:
        """Return the cues in the order in which they were placed."""
        found = []
        walk: _Walk | None = self
        while walk is not None and walk.before is not None:
            found.append(walk.last)
            walk = walk.before
        return found[::-1]


def _story_order(cues: Sequence[Cue], texts: Sequence[list[str]], expected: Sequence[_Token]) -> list[int]:
    """Return the cues' indices with each moved one put back where its words are in the story.

    Depth-first search with a bounded number of steps: where both a moved and an unmoved cue could come next,
    both are tried.
    """
    moved = [i for i, cue in enumerate(cues) if cue.moved and texts[i]]
    if not moved:
        return list(range(len(cues)))
    fixed = [i for i, cue in enumerate(cues) if not (cue.moved and texts[i])]
    waiting, best = [_Walk()], _Walk()
    for _ in range(_MOST_STEPS_PER_CUE * len(cues)):
        if not waiting:
            break
        walk = waiting.pop()
        best = walk if walk.position > best.position or walk.before is best else best
        if walk.position == len(expected) and walk.fixed == len(fixed):
            return walk.order()
        waiting += _steps(walk, fixed, moved, texts, expected)
    rest = sorted({*range(len(cues))} - {*best.order()}, key=lambda i: (bool(cues[i].moved), i))
    return best.order() + rest


def _steps(
    walk: _Walk,
    fixed: Sequence[int],
    moved: Sequence[int],
    texts: Sequence[list[str]],
    expected: Sequence[_Token],
) -> Iterator[_Walk]:
    """Yield the walks one cue longer that match the story, the likeliest last."""

    def comes_next(i: int) -> bool:
        there = expected[walk.position : walk.position + len(texts[i])]
        return [token.text for token in there] == texts[i]

    here = expected[walk.position].text if walk.position < len(expected) else ""
    seen: set[tuple[str, ...]] = set()
    for i in moved:
        if texts[i][0] == here and i not in walk.placed and tuple(texts[i]) not in seen and comes_next(i):
            seen.add(tuple(texts[i]))
            yield walk.to(i, len(texts[i]), moved=True)
    if walk.fixed < len(fixed) and comes_next(fixed[walk.fixed]):
        yield walk.to(fixed[walk.fixed], len(texts[fixed[walk.fixed]]), moved=False)


def _together(found: Sequence[_Token], expected: Sequence[_Token]) -> tuple[int, int]:
    """Return how many tokens to skip on each side until both agree; their lengths when they never do."""
    ahead_found, ahead_expected = _runs(found), _runs(expected)
    shared = [
        (max(skipped, ahead_expected[run]), skipped, ahead_expected[run])
        for run, skipped in ahead_found.items()
        if run in ahead_expected
    ]
    return min(shared)[1:] if shared else (len(found), len(expected))


def _runs(side: Sequence[_Token]) -> dict[tuple[str, ...], int]:
    """Return each run of tokens with the offset of its first occurrence; runs at the end are shorter."""
    texts = [token.text for token in side]
    first: dict[tuple[str, ...], int] = {}
    for skipped in range(len(texts)):
        first.setdefault(tuple(texts[skipped : skipped + _RUN]), skipped)
    return first


def _problem(
    cue: Cue | None, story: Story, said: Sequence[_Token], rest: Sequence[_Token], skipped: int
) -> Problem:
    """Return the problem: what the script says in place of the story's next tokens, and where both are."""
    missing = rest[:skipped]
    where = _story_place(story, rest[0].at if rest else len(story.text.rstrip()))
    number = f" (cue {cue.number})" if cue and cue.number else ""
    if not said:
        message = f"the story's words {_shown(missing)} are missing here{number}"
        hint = f'they stand at {where}: put them back, or name them in the "was:" of what stands for them'
    elif not missing:
        message = f"the story doesn't say {_shown(said)} here{number}"
        hint = f'it goes on at {where}; if the words are yours, give their cue a was: ""'
    else:
        message = f"the script says {_shown(said)} where the story says {_shown(missing)}{number}"
        hint = f"see {where}; to say it otherwise, keep the story's words in the cue's \"was:\""
    place = (cue.place if cue else None) or Place(path=story.name)
    return Problem(message=message, place=place, hint=hint)


def _shown(stretch: Sequence[_Token]) -> str:
    words = [token.text for token in stretch]
    dots = " …" if len(words) > _SHOWN_WORDS else ""
    return "“" + " ".join(words[:_SHOWN_WORDS]) + dots + "”"


def _story_place(story: Story, offset: int) -> Place:
    line = story.text.count("\n", 0, offset) + 1
    return Place(path=str(story.path), line=line, column=offset - story.text.rfind("\n", 0, offset))
