"""Fractions, and the signs for inches and feet: "half a pound", "two and three quarters", "six inch"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.speech.text.cardinals import cardinal, decimal, ordinal, plural
from drama.speech.text.measures import ARTICLE, FOLLOWING_NOUN, UNITS
from drama.speech.text.rules import Rule
from drama.system import lazy_re

if TYPE_CHECKING:
    Match = re.Match[str]

_HALVES = {"2": ("half", "halves"), "4": ("quarter", "quarters")}
_SAID_AS_TWO = frozenset((("24", "7"), ("9", "11"), ("50", "50"), ("20", "20"), ("7", "11")))
_NAMED_UNITS = {
    name: (name, f"{name}s")
    for name in (
        "mile", "pound", "ounce", "cup", "teaspoon", "tablespoon", "pint", "quart", "gallon", "yard", "hour",
        "minute", "acre", "ton", "tonne", "litre", "liter", "metre", "meter", "kilometre", "kilo", "gram",
        "day", "year", "century", "dozen", "league", "turn", "share",
    )
}  # fmt: skip
_ABBREVIATED = {
    "inch": ("inch", "inches"), "in.": ("inch", "inches"), "foot": ("foot", "feet"),
    "st.": ("stone", "stone"),
}  # fmt: skip
_ALL_UNITS = UNITS | _NAMED_UNITS | _ABBREVIATED
_UNIT = "|".join(re.escape(unit) for unit in sorted(_ALL_UNITS, key=len, reverse=True))
_MIXED = r"(?:(?P<whole>\d{1,6}) )?(?P<over>\d{1,3})/(?P<under>\d{1,3})"
_A = re.compile(r"\b[Aa] $")
_DECIMAL = {"1/2": "5", "1/4": "25", "3/4": "75"}
_MILLIONS = {"m": "million", "bn": "billion"}
_COINS = {"$": "dollars", "£": "pounds", "€": "euros"}


def _plain(over: str, under: str) -> bool:
    """Return whether a fraction is said with an ordinal: "two thirds", not "300 over 7"."""
    return 2 <= int(under) <= 100 and int(over) < int(under)


def _part(over: str, under: str, some: str) -> str:
    one, many = _HALVES.get(under.lstrip("0"), (ordinal(under), plural(ordinal(under))))
    return f"{some} {one if over == '1' else many}"


def _range(match: Match) -> str:
    """Return the first part of a range of which either may be a fraction, and "to"."""
    whole, over, under, plain = match["whole"], match["over"], match["under"], match["n"]
    if plain:
        return f"{cardinal(plain)} to "
    if not _plain(over, under):
        return match[0]
    half = (over, under) == ("1", "2") and not whole
    said = "half" if half else _part(over, under, _one_of(under) if over == "1" else cardinal(over))
    return f"{cardinal(whole)} and {said} to " if whole else f"{said} to "


def _one_of(under: str) -> str:
    return "an" if under in ("8", "11", "18") else "a"


def _money(match: Match) -> str:
    """Return one and a half million as a decimal, which rules of money say, and half a million in words."""
    part = match["part"]
    if match["whole"]:
        return f"{match['sign']}{match['whole']}.{_DECIMAL[part]}{match['many'] or ''}"
    if not match["many"]:
        return match[0]
    some = {"1/2": "half", "1/4": "a quarter of", "3/4": "three quarters of"}[part]
    many = match["many"].strip()
    return f"{some} a {_MILLIONS.get(many, many)} {_COINS[match['sign']]}"


def _with_unit(match: Match) -> str:
    whole, over, under = match["whole"], match["over"], match["under"]
    if not _plain(over, under):
        return match[0]
    one, many = _ALL_UNITS[match["unit"]]
    stop = "." if match["point"] and re.compile(r"\s*$|\s+[A-Z]").match(match.string, match.end()) else ""
    article = match["a"] or ""
    attribute = article and FOLLOWING_NOUN.match(match.string, match.end())
    if whole:
        said = (
            f"{cardinal(whole)} and {_part(over, under, _one_of(under) if over == '1' else cardinal(over))}"
        )
        return f"{article}{said} {one if attribute else many}{stop}"
    if article:
        said = _part(over, under, "" if over == "1" else cardinal(over)).strip()
        hyphen = "-" if match[0][: match.start("unit") - match.start()].endswith("-") else " "
        said = (
            said.removesuffix("s").replace(" ", "-") if hyphen == "-" else said
        )  # "a three-quarter-inch nail"
        return f"{article}{said}{hyphen}{one}{stop}"
    some = _one_of(under)
    a_unit = f"{'an' if one[0] in 'aeiou' or one == 'hour' else 'a'} {one}"
    if (over, under) == ("1", "2"):
        return f"half {a_unit}{stop}"
    return f"{_part(over, under, some if over == '1' else cardinal(over))} of {a_unit}{stop}"


def _fraction(match: Match) -> str:
    whole, over, under = match.groups()
    if (over, under) in _SAID_AS_TWO and not whole:
        return f"{cardinal(over)}{'-' if over == under else ' '}{cardinal(under)}"
    if len(under) > 3 or not _plain(over[:16], under):
        said = f"{cardinal(over)} over {cardinal(under)}"
    else:
        said = _part(over, under, _one_of(under) if whole and over == "1" else cardinal(over))
        if over == "1" and not whole and _A.search(match.string[max(0, match.start() - 2) : match.start()]):
            return said.removeprefix("one ")
    return f"{cardinal(whole)} and {said}" if whole else said


def _marked(match: Match) -> str:
    """Return a length in inches or feet; the text as it is where the mark closes a quotation."""
    mark, number = match["mark"], match["n"]
    if _in_quotation(match, mark):
        return match[0]
    if mixed := re.fullmatch(_MIXED, number):
        whole, over, under = mixed.groups()
        if not _plain(over, under):
            return match[0]
        said = _part(over, under, _one_of(under) if over == "1" else cardinal(over))
        said = f"{cardinal(whole)} and {said}" if whole else said
    else:
        said = decimal(number)
    if match["by"]:
        return f"{said} by "
    one, many = ("inch", "inches") if mark == '"' else ("foot", "feet")
    alone = number == "1" or match["hyphen"] or FOLLOWING_NOUN.match(match.string, match.end())
    return f"{said} {one if alone else many}{' ' if match['hyphen'] else ''}"


def _in_quotation(match: Match, mark: str) -> bool:
    """Return whether the last such mark before a match opens a quotation that this one may close."""
    before = match.string[max(0, match.start() - _BACK) : match.start()]
    at = before.rfind(mark)
    return at >= 0 and not before[at - 1 : at].isalnum() and before[at + 1 : at + 2] not in ("", " ")


_BACK = 400
"""Characters before a mark that are searched for an opening quotation mark."""

QUANTITIES: tuple[Rule, ...] = (
    Rule("/", re.compile(r"(?<![\w.,/-])(\d{1,2})-(?=[1-9]/(?:[2-9]|1[06]|32|64)(?![\d/-]))"), r"\1 "),
    Rule(
        "/",
        re.compile(
            r"(?P<sign>[$£€])(?:(?P<whole>\d{1,6}) )?(?P<part>1/2|[13]/4)(?! ?[\d/])"
            r"(?P<many> ?(?:m|bn|million|billion)\b)?"
        ),
        _money,
    ),
    Rule(
        "/",
        lazy_re.pattern(
            r"(?<![\w.,/$£€-])(?:(?:(?P<whole>\d{1,6}) )?(?P<over>\d{1,2})/(?P<under>\d{1,2})"
            r" ?[–-] ?(?=\d{1,4}(?![\d-]))"
            r"|(?P<n>\d{1,4}) ?[–-] ?(?=\d{1,4} \d/\d{1,2}(?![\d/])))"
        ),
        _range,
    ),
    Rule(
        "i",
        lazy_re.pattern(
            r"(?<=\d) in(?= (?:long|wide|deep|thick|high|tall|across|square|in (?:diameter|length|width))\b)"
            r"|(?<=\d/\d) in(?= (?:of|by)\b)"
        ),
        " in.",
    ),
    Rule("/", re.compile(r"(?<=\d/\d)(?:ths|nds|rds)\b"), ""),
)
"""Before ranges of numbers: "5-1/2" is one quantity, "1-1 1/2" are two; "$1 1/2 million"; "3/4 in thick"."""

FRACTIONS: tuple[Rule, ...] = (
    Rule("/", re.compile(r"(?<![\w./])1/2(?: (?=an? |of |past |the )|[ -](?=price\b))"), "half "),
    Rule(
        "/",
        lazy_re.pattern(
            rf"{ARTICLE}(?<![\w./]){_MIXED}(?: ?|-)(?P<unit>{_UNIT})"
            r"(?![\w/°]|-\w)(?P<point>(?<=[a-z])\.(?=\s|$))?"
        ),
        _with_unit,
    ),
)
"""Before ranges and measures: "2 3/4 lb" is one quantity."""
PLAIN_FRACTION = Rule("/", re.compile(r"(?<![\w./])(?:(\d+) )?(\d+)/(\d+)(?![\w/])"), _fraction)
MARKED_LENGTHS: tuple[Rule, ...] = (
    Rule(
        "\"'",
        lazy_re.pattern(
            r"(?<![\w./,:$£€-])(?P<n>(?:\d{1,3} )?\d{1,2}/\d{1,2}|\d{1,3}(?:\.\d+)?)"
            r"(?P<mark>\"(?:(?![\w'])|(?=[x×]\d))|'(?=-[a-z]| (?:x \d|[a-z])| ?[×x] ?\d))"
            r"(?:(?P<by> ?[x×] ?(?=\d))|(?P<hyphen>-(?=[a-z])))?"
        ),
        _marked,
    ),
)
"""After heights and positions, which use both marks."""
