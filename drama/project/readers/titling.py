"""Title pages of files that mark headings: which of the first headings name the book and no chapter."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.model import Matter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.model import About, Passage

_LONGEST = 90
_MOST = 40
"""Paragraphs a title page has at most."""
_CREDIT = re.compile(
    r"\W*(?:(?:written|illustrated|translated|edited|selected|music|retold|adapted)(?:\s+and\s+\w+)?\s+)?"
    r"by\b|\W*(?:with\s+(?:\w+\s+)?illustrations|(?:the\s+)?author\s+of)\b",
    re.IGNORECASE,
)
_BY = re.compile(r"\W*(?:written\s+)?by\W*", re.IGNORECASE)
_LABEL = re.compile(
    r"\W*(?:(?:title|author|year|date|publisher|language|translator|release date|source)\s*:"
    r"|(?:first\s+)?published\b|copyright\b|\(c\)|©|M[DCLXVI]{3,}\W*\Z|(?:\w+\W+){1,5}edition\b)",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(r"\W*title\s*:\s*", re.IGNORECASE)
_APART = re.compile(
    r"\W*(?:(?:table\s+of\s+)?contents|copyright(?:\s+page)?|(?:foot|end)?notes|index|colophon|title\s*page"
    r"|imprint|(?:list\s+of\s+)?illustrations|transcriber['’]?s?['’]?\s+notes?|bibliography"
    r"|dramatis personae)\W*",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[.!?…,;:—-][\"”’')\]*_]*\s*\Z")


def told(
    text: str, passages: Sequence[Passage], known: Sequence[Matter], about: About
) -> tuple[tuple[Passage, ...], list[Matter]]:
    """Return a text's passages with title and byline marked, and what else of its title page isn't spoken.

    A heading under which nothing stands but matter ("Contents", "Notes") isn't spoken either. `known` is the
    matter that was found already, in order.
    """
    fresh = list(passages)
    free = _free(passages, known)
    found = [*_title_page(text, fresh, free, about)]
    gone = {one.start for one in found}
    left = [i for i in free if passages[i].start not in gone]
    found += _headings_of_matter(text, fresh, left, known)
    return tuple(fresh), found


def _free(passages: Sequence[Passage], known: Sequence[Matter]) -> list[int]:
    """Return the indices of the passages that no matter covers."""
    starts = [one.start for one in known]
    free = []
    for i, one in enumerate(passages):
        at = bisect_right(starts, one.start) - 1
        if at < 0 or known[at].end < one.end:
            free.append(i)
    return free


def _title_page(text: str, fresh: list[Passage], free: Sequence[int], about: About) -> list[Matter]:
    """Mark title and byline among the first passages; return the rest, up to the last that names the book."""
    run: list[int] = []
    for i in free[:_MOST]:
        words = text[fresh[i].start : fresh[i].end]
        if fresh[i].kind not in ("title", "byline", "heading") and not _is_line(fresh[i], words):
            break
        run.append(i)
    roles = [_role(text[fresh[i].start : fresh[i].end], about) for i in run]
    if not about.author:
        roles = _with_authors([text[fresh[i].start : fresh[i].end] for i in run], roles)
    if run and not (about.title or roles[0] or "title" in roles) and {"byline", "author"} & {*roles}:
        roles[0] = "title"  # the first line over a byline
    named = [at for at, role in enumerate(roles) if role in ("title", "byline", "label", "author")]
    if not named:
        return []
    contents = [at for at, role in enumerate(roles) if role == "apart"]
    last = max([named[-1], *(at for at in contents if at <= named[-1] + 1)])
    left_out: list[Matter] = []
    seen: set[str] = set()
    for i, role in zip(run[: last + 1], roles, strict=False):
        if role == "author":
            continue
        one = fresh[i]
        name = role if role in ("title", "byline") else ""
        if not name or name in seen or _BY.fullmatch(text[one.start : one.end]):
            kind = "contents" if role == "apart" else "title page"
            left_out.append(Matter(start=one.start, end=one.end, kind=kind, at=one.start))
            continue
        seen.add(name)
        fresh[i] = replace(one, kind="title" if name == "title" else "byline", level=0)
    return left_out


def _is_line(one: Passage, words: str) -> bool:
    """Return whether a paragraph may be a line of a title page."""
    return one.kind == "paragraph" and len(words) <= _LONGEST and not _ENDED.search(words)


def _role(words: str, about: About) -> str:
    """Return what a line says of the book: title, byline, label, apart (contents …) or nothing."""
    plain = _plain(_TITLE_LABEL.sub("", words, count=1))
    names = set(_plain(about.author).split()) - {"and"}
    title = _plain(about.title)
    if title and (plain == title or (len(plain) > 3 and title.startswith(f"{plain} "))):
        return "title"  # or the first of several
    if len(words) <= _LONGEST and (
        _CREDIT.match(words)
        or (names and names <= set(plain.split()) and len(plain.split()) < len(names) + 5)
    ):
        return "byline"
    if _LABEL.match(words):
        return "label"
    return "apart" if _APART.fullmatch(words) else ""


def _with_authors(lines: Sequence[str], roles: Sequence[str]) -> list[str]:
    """Return the roles with "author" for a "by" on a line of its own and for the name under it."""
    fresh = list(roles)
    for at, words in enumerate(lines[:-1]):
        if _BY.fullmatch(words) and not roles[at + 1]:
            fresh[at] = fresh[at + 1] = "author"
    return fresh


def _headings_of_matter(
    text: str, passages: Sequence[Passage], free: Sequence[int], known: Sequence[Matter]
) -> list[Matter]:
    """Return the headings such as "Contents" under which, up to the next heading, only matter stands."""
    starts = [one.start for one in known]
    found = []
    for i, following in zip(free, [*free[1:], -1][: len(free)], strict=True):
        one = passages[i]
        if one.kind != "heading" or not _APART.fullmatch(text[one.start : one.end]):
            continue
        after = bisect_right(starts, one.end)
        stop = passages[following].start if following >= 0 else len(text)
        bare = following < 0 or passages[following].kind == "heading"
        if bare and after < len(known) and known[after].start < stop:
            found.append(Matter(start=one.start, end=one.end, kind=known[after].kind, at=one.start))
    return found


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()
