"""Telephone numbers, and the names of rooms, ships and machines that have digits in them, in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.speech.text.cardinals import cardinal, plural, serial, spelled
from drama.speech.text.rules import NUMBER, Rule

if TYPE_CHECKING:
    Match = re.Match[str]

_NUMBERED = (
    r"Room|Flight|Suite|Apartment|Apt\.?|Unit|Highway|Route|Locker|Cell|Box|Gate|Bus|Extension|Channel|Berth|Bay|"
    r"Cabin|Dock|Pier|Quay|Tower|Block|Sector|Deck|Line|Train|Platform|Badge|Case|File|Docket"
)


def _telephone(match: Match) -> str:
    groups = re.findall(r"\d+", match[0])
    return ("plus " if match[0].startswith("+") else "") + ", ".join(spelled(group, "oh") for group in groups)


def _called(match: Match) -> str:
    return match[1] + spelled(match[2], "oh")


def _pointed(version: str) -> str:
    return " point ".join(map(cardinal, version.split(".")))


def _mixed(match: Match) -> str:
    """Return a word of letters and digits ("X-23", "R2-D2", "20-year-old", "221B") in words."""
    token = match[0]
    if compound := re.fullmatch(rf"({NUMBER})((?:-[A-Za-z]{{2,}})+)", token):
        return cardinal(compound[1]) + compound[2]
    parts = re.findall(r"\d+|[A-Za-z]+", token)
    said = []
    for part in parts:
        if part.isdigit():
            said.append(serial(part))
        elif len(part) == 1:
            said.append(part.upper())
        elif len(part) <= 3 and (part.isupper() or not re.search("[aeiouy]", part)):
            said.append(".".join(part.upper()))
        else:
            said.append(part)
    if len(parts) > 1 and parts[-1] == "s" and parts[-2].isdigit():
        said[-2:] = [plural(said[-2])]
    # A bare "A" would be read as the article.
    return re.sub(r"(?<![\w.])A (?=\w)", "A-", " ".join(said))


TELEPHONES: tuple[Rule, ...] = (
    Rule(
        "-",
        re.compile(r"(?<![\w-])1-(\d{3})-(?=[A-Z]{3,}\b)"),
        lambda m: f"one, {cardinal(m[1]) if m[1].endswith('00') else spelled(m[1], 'oh')}, ",
    ),
    Rule(
        "",
        re.compile(
            r"\b((?:(?:[Pp]ass|[Dd]oor|[Gg]ate|[Aa]ccess|[Aa]larm|[Aa]rea|[Zz]ip|ZIP) ?[Cc]ode|ZIP|PIN|"
            r"[Ee]xtension|[Ee]rror) )(\d{3,6})(?![\w-]|[.,]\d)"
        ),
        _called,
    ),
    Rule("-", re.compile(r"(?<![\w-])1-\d{3}-\d{3}-\d{4}(?![\w-])"), _telephone),
    Rule("+", re.compile(r"(?<!\w)\+\d[\d ()-]{5,20}\d(?!\w)"), _telephone),
    Rule(
        "-",
        re.compile(r"(?<!\w)\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\w)|(?<![\w-])(?:555-\d{4}|\d{3}-0\d{3})(?![\w-])"),
        _telephone,
    ),
    Rule("0", re.compile(r"(?<!\w)\(?0\d{2,4}\)? \d{3,4} ?\d{3,4}(?!\w)"), _telephone),
    Rule(
        "lgn",
        re.compile(
            r"\b((?:[Cc]all(?:ed)?|[Dd]ial(?:l?ed)?|[Rr]ing|[Rr]ang|[Pp]honed?) )(\d{3})(?![\w-]|[.,]\d)"
        ),
        _called,
    ),
    Rule(
        "-",
        re.compile(r"(?<![\w.-])\d+(?:-\d+){2,}(?![\w-])"),
        lambda m: " ".join(map(serial, m[0].split("-"))),
    ),
)
"""Before ranges: the hyphen of a telephone number isn't one."""

MODELS: tuple[Rule, ...] = (
    Rule(
        "7",
        re.compile(r"\b((?:[Aa]|[Aa]nother|[Tt]he|Boeing) )(7[0-8]7)(?!\w|[.,]\d)"),
        lambda m: m[1] + serial(m[2]),
    ),
    Rule(".", re.compile(r"\b[Vv](\d+(?:\.\d+)+)\b"), lambda m: f"version {_pointed(m[1])}"),
    Rule(
        "",
        re.compile(r"(?<![\w.,-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?!\w|,\d)"),
        _mixed,
    ),
    Rule(".", re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w.]\d)"), lambda m: _pointed(m[0])),
)
"""After measures and ordinals: "5km" and "5th" aren't models."""

ROOMS: tuple[Rule, ...] = (
    Rule(
        "",
        re.compile(rf"\b({_NUMBERED}) (\d{{3,4}})\b(?![,.]\d)", re.IGNORECASE),
        lambda m: f"{m[1]} {serial(m[2])}",
    ),
    Rule("0", re.compile(r"\b(?<![.,])0\d+(?!\w|,\d)"), lambda m: serial(m[0])),
)
"""After decimals, before years: Room 1408 is read as a year is, and 2350 may be neither."""
