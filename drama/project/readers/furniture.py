"""What printing put into a text: note marks, broken words, drop capitals, tables."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from drama.english import wordlists
from drama.model import Matter

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Stretch = tuple[int, int]

_RAISED = r"[⁰¹²³⁴-⁹]{1,3}(?:[,–⁻-][⁰¹²³⁴-⁹]{1,3}){0,9}"
_NOTE_MARK = re.compile(
    r"(?<=\S)\[(?:\^[\w-]{1,12}|\d{1,3}[a-z]?(?:[.,–-]\s?\d{1,3}){0,3}|\*{1,3}|[†‡§]{1,2}"
    r"|(?:note|nb|n\.)\s?\d{1,3}|(?:citation|clarification) needed)\](?!\()"
    r"|(?<=[.,;:!?\"”’])\[[a-z]\](?!\()|(?<=[^\W_])\{\d{1,3}\}(?![\w{])|(?<=[.,;:!?\"”’])\{\d{1,3}\}(?![\w{])"
    rf"|(?<=[^\W\d_.][.,;:!?\"”’']){_RAISED}|(?<=[.,;:!?][\"”’']){_RAISED}|(?<=[^\W\d_]{{3}}){_RAISED}"
    rf"|(?<=\b[12]\d{{3}}){_RAISED}"
    r"|(?<=[.,;:!?\"”’])[†‡§¶]{1,2}"
)
_UNITS = re.compile(
    r"(?:metres?|meters?|feet|foot|inch(?:es)?|miles?|yards?|km|cm|mm|yds?|mi)\Z", re.IGNORECASE
)
_ROW = re.compile(r"^[^\S\n]*\|[^\n]*\|[^\S\n]*$", re.MULTILINE)
_BROKEN = re.compile(
    r"(?P<first>[^\W\d_]+)(?P<cut>(?P<sign>[-‐¬])[^\S\n]*\n(?P<blank>\s*\n)?[^\S\n]*)(?P<second>[a-z]+)"
)
"""A not sign stands for a soft hyphen in files that were converted from old word processors."""
_TABBED = re.compile(r"^[^\t\n]{1,60}(?:\t+[^\t\n]{1,60})+$", re.MULTILINE)
_DROP_CAP = re.compile(
    r"(?:\A|\n[^\S\n]*)(?P<cap>[A-Z])"
    r"(?P<cut>[^\S\n]*\n(?P<blank>[^\S\n]*\n)?[^\S\n]*)(?P<rest>[a-z']{1,20}|[A-Z']{1,20}(?=[^\S\n]+[a-z]))"
)
_SPACED_CAP = re.compile(
    r"(?:\A|\n[^\S\n]*\n[^\S\n]*)[\"“'‘]?(?P<cap>[A-Z])(?P<cut>(?P<blank>[^\S\n]))(?P<rest>[a-z']{1,20}|[A-Z']{1,20})\b"
)
_ENDINGS = ("", "s", "d", "ed", "ing", "ly", "er", "est")
_FIRST_OF_COMPOUNDS = frozenset(
    [
        "well",
        "self",
        "half",
        "ill",
        "all",
        "ever",
        "ex",
        "non",
        "cross",
        "deep",
        "high",
        "low",
        "long",
        "short",
        "old",
        "new",
        "red",
        "blue",
        "green",
        "black",
        "white",
        "grey",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "many",
        "single",
        "double",
        "quarter",
        "great",
        "grand",
        "step",
        "good",
        "bad",
        "far",
        "near",
        "hard",
        "soft",
        "dark",
        "light",
        "right",
        "left",
        "broad",
        "narrow",
        "open",
        "close",
        "free",
        "full",
        "heavy",
        "hot",
        "cold",
        "ready",
        "middle",
        "so-called",
        "vice",
    ]
)
_SECOND_OF_COMPOUNDS = frozenset(
    [
        "legged",
        "eyed",
        "haired",
        "handed",
        "headed",
        "hearted",
        "minded",
        "like",
        "known",
        "born",
        "made",
        "looking",
        "sized",
        "shaped",
        "called",
        "coloured",
        "colored",
        "law",
        "old",
        "year",
        "day",
        "foot",
        "mile",
        "faced",
        "footed",
        "bodied",
        "tempered",
        "natured",
        "spoken",
        "dressed",
        "armed",
    ]
)


def drop_capitals(text: str) -> list[Stretch]:
    """Return the line ends and spaces between a capital that stands alone and the rest of its word."""
    found = [*_DROP_CAP.finditer(text), *_SPACED_CAP.finditer(text)]
    return sorted(match.span("cut") for match in found if _is_one_word(match))


def _is_one_word(match: re.Match[str]) -> bool:
    """Return whether a capital and what follows it are one word; A, I and O are words of their own."""
    common = wordlists.words("common")
    whole = f"{match['cap']}{match['rest']}".lower()
    if match["cap"] in "AIO":
        return whole in common and match["rest"].lower() not in common
    return not match["blank"] or whole in common


_CLOSED = frozenset(
    ("altogether", "bareback", "barefoot", "bareheaded", "blackberries", "blackberry", "blackbird",
     "blackbirds", "blackboard", "blackmail", "blacksmith", "bluebell", "crossbow", "crossroads",
     "evergreen", "everlasting", "evermore", "everyday", "farmland", "fourpence", "foursome",
     "goldsmith", "goodnight", "grandchild", "grandchildren", "granddaughter", "grandfather",
     "grandfathers", "grandmother", "grandmothers", "grandparents", "grandson", "greengrocer",
     "greenhouse", "halfway", "hardship", "hardware", "highland", "highlands", "highway", "highways",
     "hothouse", "lighthearted", "lighthouse", "lighthouses", "longhand", "lowland", "lowlands",
     "nearby", "newborn", "newcomer", "newcomers", "newspaper", "newspapers", "nightfall", "nightgown",
     "onlooker", "onlookers", "overgrown", "redcoat", "redhead", "shortcut", "shorthand", "sixpence",
     "stepdaughter", "stepfather", "stepmother", "stepson", "sweetheart", "tenfold", "threefold",
     "twofold", "whitewash", "whitewashed", "widespread")
)  # fmt: skip
"""Compounds that are one word, though what begins them begins others with a hyphen."""
_SUFFIXES = frozenset(("ness", "ish", "est", "ly", "less", "ful", "ened", "ening", "ment", "ship", "hood"))


_NAMED = "name "
"""What tells a word with a capital within a sentence from others, where words are counted."""


def broken_words(text: str) -> list[Stretch]:
    """Return the hyphens and line ends inside words that were hyphenated at the end of a line.

    A compound keeps its hyphen: one that stands elsewhere in the text, one whose halves both stand alone
    in it, and freely formed English ones (three-legged, well-known). Over blank lines, only words that are
    known or stand elsewhere in the text are joined.
    """
    found = list(_BROKEN.finditer(text))
    if not found:
        return []
    standing = Counter(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.lower()))
    standing.update(f"{_NAMED}{word}" for word in re.findall(r"(?<=[a-z,;] )[A-Z][^\W\d_]+\b(?![-‐])", text))
    return [match.span("cut") for match in found if _is_broken(match, standing)]


def _is_broken(match: re.Match[str], standing: Counter[str]) -> bool:
    first, second = match["first"].lower(), match["second"].lower()
    compound = standing[f"{first}-{second}"] > 0 or match.string[match.end() : match.end() + 1] == "-"
    known = first + second in _CLOSED or second in _SUFFIXES or _is_known(first + second)
    if match["sign"] == "¬" or standing[first + second] or (not compound and known):
        return True
    # "Marl-borough", though marl and boroughs are told of
    before = match.string[max(0, match.start() - 2) : match.start()]
    name = match["first"].istitle() and re.fullmatch(r"[a-z,;]\s", before)
    alone = standing[_NAMED + match["first"]] > 0 if name else standing[first] > 1
    compound = compound or (len(first) > 3 and len(second) > 3 and alone and standing[second] > 1)
    return not (compound or match["blank"] or first in _FIRST_OF_COMPOUNDS or second in _SECOND_OF_COMPOUNDS)


def _is_known(word: str) -> bool:
    """Return whether a word is a common one, or one of its usual forms."""
    common = wordlists.words("common")
    return any(
        word == f"{word.removesuffix(end)}{end}" and word.removesuffix(end) in common for end in _ENDINGS
    )


def without_tables(text: str) -> str:
    """Return a text, of the same length, in which rows are sentences: "Ada, 9:15, $4.".

    A table is drawn with bars, or its cells are set apart by tabs; these become semicolons.
    """
    text = _without_tabs(text) if "\t" in text else text
    text = _without_quoting(text) if ">" in text else text
    rows = [match for match in _ROW.finditer(text) if match.group().count("|") > 1]
    if len(rows) < 2:
        return text
    parts, at = [], 0
    for row in rows:
        parts += [text[at : row.start()], _sentence(row.group())]
        at = row.end()
    return "".join([*parts, text[at:]])


_QUOTED = re.compile(r"^[^\S\n]*(?P<marks>(?:>[^\S\n]?)+)(?P<words>[^\n]*)$", re.MULTILINE)
"""A line of a message as answers quote it."""


def _without_quoting(text: str) -> str:
    """Return a text with blanks for the ">" before lines that have no words, or another such line beside."""
    lines = list(_QUOTED.finditer(text))
    parts, at = [], 0
    for before, line, after in zip([None, *lines], lines, [*lines[1:], None], strict=False):
        beside = (before and before.end() + 1 == line.start()) or (after and line.end() + 1 == after.start())
        if beside or not line["words"].strip():
            bare = not line["words"].strip() and text[line.end() : line.end() + 2] == "\n\n"
            marks = line.end() + 1 if bare else line.start("words")  # the last line makes no wide gap
            parts += [text[at : line.start()], " " * (marks - line.start())]
            at = marks
    return "".join([*parts, text[at:]])


def _without_tabs(text: str) -> str:
    """Return a text with semicolons for the tabs and line ends in two lines of cells and more."""
    said = list(text)
    for one, two in pairwise(_TABBED.finditer(text)):
        if one.end() + 1 == two.start() and len(one[0].split("\t")) == len(two[0].split("\t")):
            said[one.end()] = ";"
            for row in (one, two):
                for tab in re.finditer(r"\t+", row[0]):
                    first, last = row.start() + tab.start(), row.start() + tab.end()
                    said[first:last] = [*" " * (last - first - 1), ";"]
    return "".join(said)


def _sentence(row: str) -> str:
    if not any(c.isalnum() for c in row):
        return " " * len(row)  # the rule under a table's head
    inner = row.strip().strip("|")
    start = row.index(inner)
    before, after = " " * start, row[start + len(inner) :].replace("|", ".", 1).replace("|", " ")
    bare = inner.rstrip()
    padding = len(inner) - len(bare)
    said = re.sub(r"(?P<space>\s*)\|", lambda m: "," + " " * len(m["space"]), bare)
    stop = "." if after.startswith(".") and said[-1:].isalnum() else " " if after else ""
    return f"{before}{said}{stop}{' ' * padding}{after[1:] if after else ''}"


def note_marks(text: str, units: Sequence[Stretch]) -> Iterator[Matter]:
    """Yield the marks that point to notes: "[15]", "[^2]", a small ² behind a word that is no unit."""
    at = 0
    for match in _NOTE_MARK.finditer(text):
        if match.group()[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and _UNITS.search(text, max(0, match.start() - 8), match.start()):
            continue
        while at + 1 < len(units) and units[at][1] < match.end():
            at += 1
        yield Matter(start=match.start(), end=match.end(), kind="note mark", at=units[at][1] if units else 0)


def units_of(text: str) -> list[Stretch]:
    """Return the blocks of lines between blank lines, without surrounding white space."""
    units: list[Stretch] = []
    position = 0
    start = end = -1
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            begin = position + len(line) - len(line.lstrip())
            start = begin if start < 0 else start
            end = begin + len(bare)
        elif start >= 0:
            units.append((start, end))
            start = -1
        position += len(line) + 1
    return [*units, (start, end)] if start >= 0 else units
