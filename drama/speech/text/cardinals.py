"""Single numbers in words: cardinals, ordinals, years, serial numbers, decimals."""

from __future__ import annotations

import importlib
from functools import lru_cache

_LONGEST = 15
"""Most digits of a number that is read as one; longer numbers are read digit by digit."""
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@lru_cache(maxsize=20_000)
def _num2words(number: int, to: str) -> str:
    # Imported on first use: it loads 60 languages (37 ms), which a run without digits doesn't need.
    words: str = importlib.import_module("num2words").num2words(number, lang="en", to=to)
    return words.replace(",", "")


def cardinal(digits: str) -> str:
    """Return a whole number, written in digits with or without grouping commas, in words."""
    digits = digits.replace(",", "")
    if len(digits.lstrip("0")) > _LONGEST:
        return spelled(digits)
    return _num2words(int(digits), "cardinal")


def ordinal(digits: str) -> str:
    """Return "twenty-third" for "23"."""
    digits = digits.replace(",", "")
    if len(digits.lstrip("0")) > _LONGEST:
        return spelled(digits) + "th"
    return _num2words(int(digits), "ordinal")


def spelled(digits: str, zero: str = "zero") -> str:
    """Return digits one by one."""
    return " ".join(zero if d == "0" else _DIGITS[int(d)] for d in digits if d.isdigit())


def decimal(number: str) -> str:
    """Return a number with or without a decimal point in words: "three point one four"."""
    whole, point, fraction = number.partition(".")
    words = cardinal(whole) if whole else ""
    if not point:
        return words
    return f"{words} point {spelled(fraction, 'oh' if whole.strip('0') else 'zero')}".strip()


def year(digits: str) -> str:
    """Return four digits as a year is read: "nineteen oh five", "two thousand and nine", "twenty ten"."""
    high, low = digits[:-2], digits[-2:]
    if low == "00":
        return cardinal(digits) if high[-1] == "0" else f"{cardinal(high)} hundred"
    if low[0] == "0":
        return cardinal(digits) if high[-1] == "0" else f"{cardinal(high)} oh {cardinal(low)}"
    return f"{cardinal(high)} {cardinal(low)}"


def serial(digits: str) -> str:
    """Return the number of a room, a flight or a model as people say it: "five seventy-one", "oh seven"."""
    if len(digits) > 4:
        return spelled(digits, "oh")
    if digits == "007":
        return "double oh seven"
    if len(digits) > 1 and digits[0] == "0":
        return spelled(digits, "oh") if digits.strip("0") else spelled(digits)
    if len(digits) <= 2 or (digits.endswith("00") and len(digits) == 3) or digits.endswith("000"):
        return cardinal(digits)
    return year(digits)


def plural(words: str) -> str:
    """Return a number in words made plural: "eighties", "forty-sevens", "sixes"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith(("x", "ss")) else "s")
