"""Dates, years of a decade, and times of the day in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.speech.text.cardinals import cardinal, ordinal, plural, serial, year
from drama.speech.text.rules import Rule, ends_sentence
from drama.system import lazy_re

if TYPE_CHECKING:
    Match = re.Match[str]

_MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
    "jul": "July", "aug": "August", "sep": "September", "oct": "October", "nov": "November",
    "dec": "December",
}  # fmt: skip
_MONTH = (
    r"(January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
YEAR = r"(1\d{3}|2\d{3})"
_CLOCK = r"(?<![\w.:])(?P<hour>[01]?\d|2[0-4])"
_HALF = r"(?P<half>\s?[apAP]\.?[mM]\b\.?)"


def month(name: str) -> str:
    """Return the name of a month in full, given it or its first three letters."""
    return _MONTHS[name[:3].lower()]


def _day_month(match: Match) -> str:
    said = f"{match['the'] or 'the '}{ordinal(match['day'])} of {month(match['month'])}"
    return said + (f"{match['comma']} {year(match['year'])}" if match["year"] else "")


def _month_day(match: Match) -> str:
    said = f"{month(match['month'])} {ordinal(match['day'])}"
    return said + (f", {year(match['year'])}" if match["year"] else "")


def _date(years: str, month: str, day: str) -> str:
    return f"the {ordinal(day)} of {list(_MONTHS.values())[int(month) - 1]}, {year(years)}"


def _slashed_date(match: Match) -> str:
    first, second, years = match.groups()
    month, day = (second, first) if int(first) > 12 else (first, second)
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return " ".join(cardinal(n) for n in match.groups())
    return _date(years, month, day)


def _plural(match: Match) -> str:
    apostrophe, digits, end = match.groups()
    if len(digits) == 4:
        high, low = digits[:2], digits[2:]
        if low == "00":
            words = year(digits) if high[-1] != "0" else cardinal(digits)
        else:
            words = f"{cardinal(high)} {cardinal(low)}" if low[0] != "0" else year(digits)
    else:
        words = serial(digits) if not apostrophe else cardinal(digits)
    return plural(words) + end


def _half_day(text: str | None) -> str:
    return f" {text.strip()[0].upper()}.M" if text else ""


def _clock(match: Match) -> str:
    hour, minute, second = match["hour"], match["minute"], match["second"]
    half = _half_day(match["half"])
    if minute == "00" and not second:
        if half or int(hour) > 12:
            said = cardinal(hour) + ("" if half else " hundred")
        else:
            said = f"{cardinal(hour)} o'clock" if int(hour) else "midnight"
    else:
        said = f"{cardinal(hour)} {_minutes(minute)}" + (f" {_minutes(second)}" if second else "")
    return said + half + _stop(match)


def _minutes(digits: str) -> str:
    return f"oh {cardinal(digits)}" if digits[0] == "0" and digits != "00" else serial(digits)


def _stop(match: Match) -> str:
    """Return a full stop if an abbreviation's point also ended the sentence, else nothing."""
    return "." if match[0].endswith(".") and ends_sentence(match) else ""


def _hour(match: Match) -> str:
    return cardinal(match["hour"]) + _half_day(match["half"]) + _stop(match)


def _military(match: Match) -> str:
    hours, minutes = match[1][:2], match[1][2:]
    said = f"oh {cardinal(hours)}" if hours[0] == "0" and hours != "00" else cardinal(hours)
    return f"{said} {'hundred' if minutes == '00' else _minutes(minutes)}{match[2].replace('hrs', 'hours')}"


DATES: tuple[Rule, ...] = (
    Rule("mM", re.compile(r"(?<=\d)(\s?[apAP]\.[mM]\.)(?=[a-z]{2})"), r"\1 "),
    Rule(
        "mM",
        re.compile(
            r"(?<![\w.:-])(\d{1,2}(?:[:.]\d\d)?\s?[apAP](?:[mM]|\.[mM]\.?))\s?[-–]\s?"
            r"(?=\d{1,2}(?:[:.]\d\d)?\s?[apAP]\.?[mM]\b|noon\b|midnight\b)"
        ),
        r"\1 to ",
    ),
    Rule(
        "DC",
        re.compile(r"(?<![\w.,])(\d{1,4}|\d{1,3},\d{3}) ?(AD|BC|BCE|CE)\b|\b(AD) (\d{1,4})(?![\w,]|\.\d)"),
        lambda m: (
            f"{cardinal(m[1]) if ',' in m[1] else serial(m[1])} {'.'.join(m[2])}"
            if m[1]
            else f"A.D {serial(m[4])}"
        ),
    ),
    Rule(
        "-",
        re.compile(r"(?<![\w-])(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\w-])"),
        lambda m: _date(*m.groups()),
    ),
    Rule("/", re.compile(r"(?<![\w/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\w/])"), _slashed_date),
    Rule(
        "bcghlnrtvy",
        re.compile(
            rf"\b(?P<the>[Tt]he )?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?: of)? (?P<month>{_MONTH})\b"
            rf"(?:\.?(?P<comma>,?) (?P<year>{YEAR})(?![\d:]))?"
        ),
        _day_month,
    ),
    Rule(
        "bcghlnrtvy",
        re.compile(
            rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w:/-]|[.,]\d)"
            rf"(?:,? (?P<year>{YEAR})(?![\d:]))?"
        ),
        _month_day,
    ),
    Rule(
        ".",
        re.compile(r"\b(?P<month>Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\. (?=[12]\d{3}(?!\w))"),
        lambda m: f"{month(m['month'])} ",
    ),
    Rule(
        ".",
        lazy_re.pattern(
            r"(?<=\b[Aa]t )(?P<hour>1[0-2]|[1-9])\.(?P<minute>[0-5][05])(?P<second>)(?P<half>)"
            r"(?=[,;:!?—]|\.(?!\d)|$| (?:sharp|precisely|exactly|on|in the|that|this|today|tonight|"
            r"tomorrow|every|and|but|when|he|she|they|we|it|i|o'clock)\b)"
        ),
        _clock,
    ),
    Rule("s", re.compile(r"('?)\b(?<![.,])(?<!\b[A-Z]-)(\d{1,4})'?s\b(-?)"), _plural),
    Rule(
        "mM",
        re.compile(
            r"(?<![\w.:-])((\d{1,2})(?:[:.](\d\d))?) ?[–-] ?(?=\d{1,2}(?:[:.]\d\d)?\s?[apAP]\.?[mM]\b)"
        ),
        lambda m: f"{cardinal(m[2])} {_minutes(m[3])} to " if m[3] else f"{m[1]} to ",
    ),
    Rule("'", re.compile(r"(?<![\w'])'(\d\d)(?![\w'.,]\d|\w)"), lambda m: _minutes(m[1])),
    Rule(
        ":",
        re.compile(rf"{_CLOCK}:(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:{_HALF}|h\b)?(?![\d:])"),
        _clock,
    ),
    Rule("mM", re.compile(rf"{_CLOCK}\.(?P<minute>[0-5]\d)(?P<second>){_HALF}(?![\d:])"), _clock),
    Rule(
        ".",
        re.compile(
            r"(?<=\b[Tt]he )(?P<hour>1?\d|2[0-3])\.(?P<minute>[0-5]\d)(?P<second>)(?P<half>)"
            r"(?!\w|[.,]\d| ?%| percent)"
        ),
        _clock,
    ),
    Rule(
        "mM",
        re.compile(rf"{_CLOCK}(?P<half>\s?[apAP]\.[mM]\b\.?|\s?[apAP][mM]\b(?! I\b))"),
        _hour,
    ),
    Rule("hZ", re.compile(r"(?<![\w.])([01]\d[0-5]\d|2[0-4][0-5]\d)( hours| hrs| Zulu)\b"), _military),
)
"""First of all: the parts of a date aren't numbers of their own."""
