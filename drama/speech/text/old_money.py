"""British money before 1971: pounds, shillings and pence ("£5 4s. 6d.", "2/6", "½d")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.speech.text.cardinals import cardinal
from drama.speech.text.measures import ARTICLE, FOLLOWING_NOUN, stop
from drama.speech.text.rules import Rule
from drama.system import lazy_re

if TYPE_CHECKING:
    Match = re.Match[str]

_COINS = {"1/2": "halfpenny", "1/4": "farthing", "3/4": "three farthings"}
_PARTS = {"1/2": "a half", "1/4": "a quarter", "3/4": "three quarters"}
_EACH = r"each|a (?:dozen|pound|yard|piece|head|week|day|pint|bottle)"


def _pence(match: Match) -> str:
    whole, part, article = match["whole"] or match["alone"], match["part"], match["a"] or ""
    if not part:
        said = f"{cardinal(whole)} {'penny' if whole == '1' else 'pence'}"
    elif not whole:
        said = f"{'' if article else 'a '}{_COINS[part]}"
    else:
        said = f"{cardinal(whole)} and {_PARTS[part]} pence"
    return article + said + stop(match)


def _shillings(match: Match) -> str:
    number = match["n"]
    attribute = match["a"] and FOLLOWING_NOUN.match(match.string, match.end())
    plural = "" if number == "1" or attribute else "s"
    return f"{match['a'] or ''}{cardinal(number)} shilling{plural}{stop(match)}"


def _two_and_six(match: Match) -> str:
    return f"{cardinal(match[1])} and {cardinal(match[2])}"


def _old_money(match: Match) -> str:
    pounds, shillings, pence = match.groups()
    said = [f"{cardinal(pounds)} pound{'s' * (pounds != '1')}"] if pounds else []
    said += [f"{cardinal(shillings)} shilling{'s' * (shillings != '1')}"]
    said += [f"{cardinal(pence)} {'penny' if pence == '1' else 'pence'}"] if pence else []
    return " and ".join(said) if len(said) < 3 else f"{said[0]}, {said[1]} and {said[2]}"


RULES: tuple[Rule, ...] = (
    Rule("£", re.compile(r"£(\d+),? (\d{1,2})s\b\.?(?:,? (\d{1,2})d\b)?(?:\.(?=\s+[a-z]))?"), _old_money),
    Rule("d", re.compile(r"()(?<![\w.])(\d{1,2})s\.? (\d{1,2})d\b(?:\.(?=\s+[a-z]))?"), _old_money),
    Rule(
        "d",
        lazy_re.pattern(
            rf"{ARTICLE}(?<![\w./])(?:(?:(?P<whole>\d{{1,2}}) )?(?P<part>[13]/[24])d\b\.?|"
            r"(?<!\bin )(?P<alone>\d{1,2})d\.)"
        ),
        _pence,
    ),
    Rule(
        "s",
        lazy_re.pattern(
            r"(?<!\b(?:the|his|her|our) )(?<!\btheir )(?<!\bmy )"
            r"(?P<a>\b[Aa] )?(?<![\w.'])(?P<n>\d{1,3})s\."
            r"(?=,| (?!(?:and|with|when|or)\b)[a-z])"
        ),
        _shillings,
    ),
    Rule("/", lazy_re.pattern(r"(?P<a>\b[Aa] )?(?<![\w./])(?P<n>\d{1,3})/-(?!\w)"), _shillings),
    Rule(
        "/",
        lazy_re.pattern(
            rf"(?<![\w./])(?![12]/3|[13]/[248]|1/5)(\d{{1,2}})/(1[01]|[1-9])(?:d\b\.?|(?= (?:{_EACH})\b))"
        ),
        _two_and_six,
    ),
)
"""Before dates, which take "10s" for a decade."""
