"""Puts every number of a text in words, by what it counts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.speech.text import codes, dates, fractions, measures, old_money
from drama.speech.text.cardinals import cardinal, decimal, ordinal, serial, year
from drama.speech.text.rules import NUMBER, Rule
from drama.system import lazy_re

if TYPE_CHECKING:
    Match = re.Match[str]

_COUNTED = frozenset(
    ("people", "men", "women", "children", "feet", "sheep", "fish", "mice", "geese", "teeth")
)  # plurals without an s
_NOT_COUNTED = frozenset(
    ("perhaps", "always", "does", "less", "unless", "across", "towards", "besides", "sometimes", "yes",
     "plus", "minus", "times", "equals")
)  # fmt: skip


def _from_to(match: Match) -> str:
    first, second = match.groups()
    if first == second or (first, second) == ("24", "7"):
        return f"{cardinal(first)}{'-' if first == second else ' '}{cardinal(second)}"
    years = len(first) == 4 and len(second) in (2, 4) and re.fullmatch(dates.YEAR, first)
    return f"{year(first) if years else decimal(first.replace(',', ''))} to {second}"


def _year_or_count(match: Match) -> str:
    following = re.compile(r"\s+([a-z]+)").match(match.string, match.end())
    word = following[1] if following else ""
    counted = word in _COUNTED or (len(word) > 3 and word.endswith("s") and word not in _NOT_COUNTED)
    digits = match[2]
    return match[1] + (cardinal(digits) if counted and not digits.endswith("00") else year(digits))


def _power(match: Match) -> str:
    minus, power = match.groups()
    if not minus and power in ("2", "3") and match.string[match.start() - 1].isalpha():
        return " squared" if power == "2" else " cubed"
    return f" to the power of {'minus ' if minus else ''}{cardinal(power)}"


_POINTED = {
    "nos": "numbers", "no": "number", "pp": "pages", "p": "page", "chs": "chapters", "ch": "chapter",
    "chap": "chapter", "vols": "volumes", "vol": "volume", "figs": "figures", "fig": "figure", "ll": "lines",
    "l": "line", "vv": "verses", "v": "verse", "secs": "sections", "sec": "section", "paras": "paragraphs",
    "para": "paragraph", "arts": "articles", "art": "article", "mk": "mark",
}  # fmt: skip
"""What a number follows that names a place in a book; "mk" a model."""
_OF_A_YEAR = {"c": "circa", "b": "born", "d": "died", "fl": "flourished", "r": "reigned"}


def _pointed(match: Match) -> str:
    said = _POINTED[match[1].lower()]
    capital = match[1][0].isupper() and match[1] not in ("No", "Nos")
    return f"{said.capitalize() if capital else said} "


_NAMED_BY_A_POINT = (
    Rule(
        ".",
        lazy_re.pattern(
            rf"\b({'|'.join((*_POINTED, *(name.capitalize() for name in _POINTED if name[1:])))})\. ?(?=\d)"
        ),
        _pointed,
    ),
    Rule(
        ".",
        lazy_re.pattern(rf"\b({'|'.join(_OF_A_YEAR)})\. ?(?=[1-9]\d{{2,3}}\b)"),
        lambda m: f"{_OF_A_YEAR[m[1]]} ",
    ),
)
_DECIMALS = (
    Rule(
        ".",
        re.compile(r"(\b(?:[Aa]|[Tt]he|[Hh]is|[Hh]er|[Mm]y) )\.(\d\d)(?!\d)"),
        lambda m: m[1] + cardinal(m[2]),
    ),
    Rule(
        ".", re.compile(rf"(?<![\w.])({NUMBER})?\.(\d+)(?!\w|,\d)"), lambda m: decimal(m[0].replace(",", ""))
    ),
)

_BOOKS = (
    "Genesis|Exodus|Leviticus|Numbers|Deuteronomy|Joshua|Judges|Ruth|Samuel|Kings|Job|Psalms?|Proverbs|Ecclesiastes|"
    "Isaiah|Jeremiah|Ezekiel|Daniel|Matthew|Mark|Luke|John|Acts|Romans|Corinthians|Hebrews|James|Peter|Revelation"
)
_BETWEEN = Rule(
    "-–",
    lazy_re.pattern(
        rf"(\b[Bb]etween (?:[a-z]+ ){{0,2}}?)(?P<sign>[{measures.SIGNS}]?)"
        rf"({NUMBER}(?:\.\d+)?(?: ?[%°]?[A-Za-z]{{0,2}})) ?[–-] ?(?P=sign)?(?={NUMBER})(?!\S+ and\b)"
    ),
    lambda m: f"{m[1]}{m['sign']}{m[3].rstrip()} and {m['sign']}",
)
"""Between two ends stands "and", whatever is printed."""
_SHORT_BOOKS = {
    "Gen": "Genesis", "Exod": "Exodus", "Ex": "Exodus", "Lev": "Leviticus", "Num": "Numbers",
    "Deut": "Deuteronomy", "Josh": "Joshua", "Judg": "Judges", "Sam": "Samuel", "Kgs": "Kings",
    "Chron": "Chronicles", "Ps": "Psalm", "Pss": "Psalms", "Prov": "Proverbs", "Eccl": "Ecclesiastes",
    "Isa": "Isaiah", "Jer": "Jeremiah", "Ezek": "Ezekiel", "Dan": "Daniel", "Matt": "Matthew", "Lk": "Luke",
    "Jn": "John", "Rom": "Romans", "Cor": "Corinthians", "Gal": "Galatians", "Eph": "Ephesians",
    "Phil": "Philippians", "Thess": "Thessalonians", "Tim": "Timothy", "Heb": "Hebrews", "Jas": "James",
    "Pet": "Peter", "Rev": "Revelation",
}  # fmt: skip
_WHICH_BOOK = {"1": "First ", "I": "First ", "2": "Second ", "II": "Second ", "3": "Third ", "III": "Third "}


def _verse(match: Match) -> str:
    book = _SHORT_BOOKS.get(match["book"], match["book"])
    said = f"{_WHICH_BOOK.get(match['which'] or '', '')}{book} {cardinal(match['chapter'])}"
    if not match["verse"]:
        return said
    said += f"{',' * (len(match['verse']) > 2)} {cardinal(match['verse'])}"
    return said + (f" to {cardinal(match['to'])}" if match["to"] else "")


_VERSES = (
    Rule(
        ":",
        lazy_re.pattern(
            rf"\b(?:(?P<which>[123]|I{{1,3}}) )?(?P<book>{_BOOKS}|(?:{'|'.join(_SHORT_BOOKS)})(?=[. ]))\.? "
            r"(?P<chapter>\d{1,3}):(?P<verse>\d{1,3})(?:[–-](?P<to>\d{1,3}))?(?![\d:])"
        ),
        _verse,
    ),
    Rule(
        "P",
        lazy_re.pattern(r"\b(?P<which>(?!))?(?P<book>Pss?)\. (?P<chapter>\d{1,3})(?P<verse>(?!))?(?![\d:])"),
        _verse,
    ),
)

RULES: tuple[Rule, ...] = (
    *_VERSES,
    Rule(":", re.compile(r"\b1:(?=[1-9]\d{1,4} (?:scale|model|map|plan)s?\b)"), "one to "),
    Rule(".", re.compile(r"\bv\. ?(?=\d{1,2}\.\d)"), "version "),
    _BETWEEN,
    Rule("W", re.compile(r"\bWW(?=[123]\b)"), "World War "),
    Rule("p", re.compile(r"\b(480|720|1080|1440|2160)p\b"), lambda m: f"{serial(m[1])} P"),
    *old_money.RULES,
    Rule("h", re.compile(r"(?<=\d)ish\b"), "-ish"),
    *measures.DECIMAL_COMMAS,
    Rule(
        ".",
        re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3}){2,}|\d{1,3}\.000)(?![\w.,])"),
        lambda m: m[1].replace(".", ""),
    ),
    *fractions.QUANTITIES,
    *measures.RANGES,
    *dates.DATES,
    *measures.MONEY,
    *codes.TELEPHONES,
    *_NAMED_BY_A_POINT,
    Rule("=", re.compile(r"(?<=\d) ?[-–] ?(?=\d+ ?=)"), " minus "),
    *fractions.FRACTIONS,
    Rule("-–", re.compile(rf"(?<![\w.,-])({NUMBER}(?:\.\d+)?)(?: ?– ?|-| - )({NUMBER})(?!-?\d)"), _from_to),
    Rule("-–", re.compile(r"(?<=\d(?:st|nd|rd|th)) ?[–-] ?(?=\d{1,3}(?:st|nd|rd|th)\b)"), " to "),
    *measures.COUNTS,
    *measures.HEIGHTS,
    *fractions.MARKED_LENGTHS,
    *measures.MEASURES,
    fractions.PLAIN_FRACTION,
    Rule(
        "tndTND", re.compile(rf"\b(?<!\.)({NUMBER})(?:st|nd|rd|th)\b", re.IGNORECASE), lambda m: ordinal(m[1])
    ),
    Rule("x×", re.compile(r"(?<=\d) ?[x×] ?(?=\d[\d.]{0,20} ?=)"), " times "),
    Rule("x×", re.compile(r"\b(?<!\.)(\d+) ?[x×] ?(?=\d+\b)"), lambda m: f"{cardinal(m[1])} by "),
    *codes.MODELS,
    Rule("-", re.compile(r"(?<![\w)\]-])-(?=\d*\.\d)"), "minus "),
    Rule(
        ".",
        re.compile(rf"(?<![\w.])({NUMBER}\.\d+)([A-Za-z])\b"),
        lambda m: f"{decimal(m[1].replace(',', ''))} {m[2].upper()}",
    ),
    *_DECIMALS,
    Rule("#", re.compile(r"# ?(?=\d)"), "number "),
    *codes.ROOMS,
    Rule("12", re.compile(r"\b(?<![.,])()(1[1-9]\d\d|2\d{3})(?!\w|[,.]\d)"), _year_or_count),
    Rule(
        "1",
        re.compile(r"\b((?i:in|of|by|from|to|year|since|until|before|after) )(10\d\d)(?!\w|[,.]\d)"),
        _year_or_count,
    ),
    Rule("^", re.compile(r"(?<=[^\W_]) ?\^ ?(-?)(\d{1,3})\b"), _power),
    Rule("+", re.compile(r"(?<=\d) ?\+ ?(?=\d)"), " plus "),
    Rule("=", re.compile(r"(?<=\d) ?= ?(?=\d)"), " equals "),
    Rule("×", re.compile(r"(?<=\d) ?× ?(?=\d)"), " times "),
    Rule(":", re.compile(r"(?<=\d) ?: ?(?=\d)"), " to "),
    Rule("<", re.compile(r"(?<=\d) ?< ?(?=\d)"), " is less than "),
    Rule(">", re.compile(r"(?<=\d) ?> ?(?=\d)"), " is greater than "),
    Rule("~", re.compile(r"~ ?(?=\d)"), "about "),
    Rule("-", re.compile(r"(?<![\w)\]-])-(?=\d)"), "minus "),
    Rule("", re.compile(rf"([^\W\d])?({NUMBER})"), lambda m: (f"{m[1]} " if m[1] else "") + cardinal(m[2])),
)
"""Applied in this order. Each puts digits in words, so that no later rule sees them."""
_DIGIT = re.compile("[0-9]")
_THOUSANDS = re.compile(r"(?<![\w.,-])\d{1,3}(?: \d{3})* 000(?![\w-]|[.,]\d)")


def in_words(text: str) -> str:
    """Return the text with every number in words; no digit is left."""
    if not _DIGIT.search(text):
        return text
    text = _THOUSANDS.sub(lambda m: m[0].replace(" ", ""), text)
    signs = frozenset(text)
    for needs, pattern, said in RULES:
        if not needs or not signs.isdisjoint(needs):
            text = pattern.sub(said, text)
            if not _DIGIT.search(text):
                break
    return text
