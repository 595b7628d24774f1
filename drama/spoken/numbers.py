"""Every number of a text in words, by what it counts: dates, times, money, measures, telephone numbers …"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.spoken import measures
from drama.spoken.cardinals import cardinal, decimal, ordinal, plural, serial, spelled, year
from drama.spoken.measures import Rule

if TYPE_CHECKING:
    Match = re.Match[str]

_N = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
_STARTERS = (
    r"(?=\s*$|\s+(?:The|A|An|He|She|It|They|We|I|You|But|And|Then|There|This|That|His|Her|My|Our|Their|What|Why|"
    r"When|Where|Who|How|If|No|Yes|In|On|At|So|As|Or|Not|Nobody|Everybody|Everyone|Somebody|Someone|One)\b)"
)
"""Follows an abbreviation's point that ends its sentence as well."""
_MONTHS = {
    "jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June",
    "jul": "July", "aug": "August", "sep": "September", "oct": "October", "nov": "November",
    "dec": "December",
}  # fmt: skip
_MONTH = (
    r"(January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
)
_YEAR = r"(1\d{3}|2\d{3})"
_HALVES = {"2": ("half", "halves"), "4": ("quarter", "quarters")}
_COUNTED = frozenset(
    ("people", "men", "women", "children", "feet", "sheep", "fish", "mice", "geese", "teeth")
)  # plurals without an s
_NOT_COUNTED = frozenset(
    ("perhaps", "always", "does", "less", "unless", "across", "towards", "besides", "sometimes", "yes",
     "plus", "minus", "times", "equals")
)  # fmt: skip


def _month(name: str) -> str:
    return _MONTHS[name[:3].lower()]


def _day_month(match: Match) -> str:
    said = f"{match['the'] or 'the '}{ordinal(match['day'])} of {_month(match['month'])}"
    return said + (f"{match['comma']} {year(match['year'])}" if match["year"] else "")


def _month_day(match: Match) -> str:
    said = f"{_month(match['month'])} {ordinal(match['day'])}"
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
    """Return the full stop that an abbreviation's point was at the same time, if it was."""
    ends = re.compile(_STARTERS).match(match.string, match.end())
    return "." if match[0].endswith(".") and ends else ""


def _hour(match: Match) -> str:
    return cardinal(match["hour"]) + _half_day(match["half"]) + _stop(match)


def _military(match: Match) -> str:
    hours, minutes = match[1][:2], match[1][2:]
    said = f"oh {cardinal(hours)}" if hours[0] == "0" and hours != "00" else cardinal(hours)
    return f"{said} {'hundred' if minutes == '00' else _minutes(minutes)}{match[2]}"


def _fraction(match: Match) -> str:
    whole, over, under = match.groups()
    if (over, under) in (("24", "7"), ("9", "11"), ("50", "50"), ("20", "20"), ("7", "11")) and not whole:
        return f"{cardinal(over)}{'-' if over == under else ' '}{cardinal(under)}"
    if int(under[:16]) < 2 or int(under[:16]) > 100 or len(under) > 3 or int(over[:16]) >= int(under):
        said = f"{cardinal(over)} over {cardinal(under)}"
    else:
        one, many = _HALVES.get(under.lstrip("0"), (ordinal(under), plural(ordinal(under))))
        said = f"{'a' if whole and over == '1' else cardinal(over)} {one if over == '1' else many}"
    return f"{cardinal(whole)} and {said}" if whole else said


def _from_to(match: Match) -> str:
    first, second = match.groups()
    years = len(first) == 4 and len(second) in (2, 4) and re.fullmatch(_YEAR, first)
    return f"{year(first) if years else decimal(first.replace(',', ''))} to {second}"


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
    if compound := re.fullmatch(rf"({_N})((?:-[A-Za-z]{{2,}})+)", token):
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


def _year_or_count(match: Match) -> str:
    following = re.compile(r"\s+([a-z]+)").match(match.string, match.end())
    word = following[1] if following else ""
    counted = word in _COUNTED or (len(word) > 3 and word.endswith("s") and word not in _NOT_COUNTED)
    digits = match[2]
    return match[1] + (cardinal(digits) if counted and not digits.endswith("00") else year(digits))


_NUMBERED = (
    r"Room|Flight|Suite|Apartment|Apt\.?|Unit|Highway|Route|Locker|Cell|Box|Gate|Bus|Extension|Channel|Berth|Bay|"
    r"Cabin|Dock|Pier|Quay|Tower|Block|Sector|Deck|Line|Train|Platform|Badge|Case|File|Docket"
)

_NAMED_BY_A_POINT = (
    Rule(".", re.compile(r"\b[Nn]os?\. ?(?=\d)"), "number "),
    Rule(".", re.compile(r"\bpp\. ?(?=\d)"), "pages "),
    Rule(".", re.compile(r"\bp\. ?(?=\d)"), "page "),
    Rule(".", re.compile(r"\b([Cc])h(?:ap)?\. ?(?=\d)"), r"\1hapter "),
    Rule(".", re.compile(r"\b([Vv])ol\. ?(?=\d)"), r"\1olume "),
    Rule(".", re.compile(r"\b([Ff])ig\. ?(?=\d)"), r"\1igure "),
)
_POINTS = (
    Rule(".", re.compile(r"\b[Vv](\d+(?:\.\d+)+)\b"), lambda m: f"version {_pointed(m[1])}"),
    Rule(".", re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}(?![\w.]\d)"), lambda m: _pointed(m[0])),
    Rule(
        ".",
        re.compile(r"(\b(?:[Aa]|[Tt]he|[Hh]is|[Hh]er|[Mm]y) )\.(\d\d)(?!\d)"),
        lambda m: m[1] + cardinal(m[2]),
    ),
    Rule(".", re.compile(rf"(?<![\w.])({_N})?\.(\d+)(?!\w|,\d)"), lambda m: decimal(m[0].replace(",", ""))),
)
_CLOCK = r"(?<![\w.:])(?P<hour>[01]?\d|2[0-4])"
_HALF = r"(?P<half>\s?[apAP]\.?[mM]\b\.?)"

RULES: tuple[Rule, ...] = (
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
            rf"(?:(?P<comma>,?) (?P<year>{_YEAR})(?![\d:]))?"
        ),
        _day_month,
    ),
    Rule(
        "bcghlnrtvy",
        re.compile(
            rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?![\w:/-]|[.,]\d)"
            rf"(?:,? (?P<year>{_YEAR})(?![\d:]))?"
        ),
        _month_day,
    ),
    Rule("s", re.compile(r"('?)\b(?<![.,])(\d{1,4})'?s\b(-?)"), _plural),
    Rule("'", re.compile(r"(?<![\w'])'(\d\d)(?![\w'.,]\d|\w)"), lambda m: _minutes(m[1])),
    Rule(":", re.compile(rf"{_CLOCK}:(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?{_HALF}?(?![\d:])"), _clock),
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
    *measures.MONEY,
    Rule("+", re.compile(r"(?<!\w)\+\d[\d ()-]{5,20}\d(?!\w)"), _telephone),
    Rule(
        "-",
        re.compile(r"(?<!\w)\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\w)|(?<![\w-])(?:555-\d{4}|\d{3}-0\d{3})(?![\w-])"),
        _telephone,
    ),
    Rule("0", re.compile(r"(?<!\w)\(?0\d{2,4}\)? \d{3,4} ?\d{3,4}(?!\w)"), _telephone),
    *_NAMED_BY_A_POINT,
    Rule(
        "lgn",
        re.compile(r"\b((?:[Cc]all(?:ed)?|[Dd]ial(?:l?ed)?|[Rr]ing|[Rr]ang|[Pp]honed?) )(\d{3})(?![\w.,-])"),
        _called,
    ),
    Rule(
        "-",
        re.compile(r"(?<![\w.-])\d+(?:-\d+){2,}(?![\w-])"),
        lambda m: " ".join(map(serial, m[0].split("-"))),
    ),
    Rule("-–", re.compile(rf"(?<![\w.,-])({_N}(?:\.\d+)?)(?: ?– ?|-| - )({_N})(?!-?\d)"), _from_to),
    *measures.MEASURES,
    Rule("/", re.compile(r"(?<![\w./])(?:(\d+) )?(\d+)/(\d+)(?![\w/])"), _fraction),
    Rule("tndTND", re.compile(rf"\b(?<!\.)({_N})(?:st|nd|rd|th)\b", re.IGNORECASE), lambda m: ordinal(m[1])),
    Rule("x×", re.compile(r"\b(?<!\.)(\d+) ?[x×] ?(?=\d+\b)"), lambda m: f"{cardinal(m[1])} by "),
    *(rule for rule in _POINTS[:1]),
    Rule(
        "",
        re.compile(r"(?<![\w.,-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?!\w)"),
        _mixed,
    ),
    *(rule for rule in _POINTS[1:]),
    Rule("#", re.compile(r"# ?(?=\d)"), "number "),
    Rule(
        "",
        re.compile(rf"\b({_NUMBERED}) (\d{{3,4}})\b(?![,.]\d)", re.IGNORECASE),
        lambda m: f"{m[1]} {serial(m[2])}",
    ),
    Rule("0", re.compile(r"\b(?<![.,])0\d+(?!\w|,\d)"), lambda m: serial(m[0])),
    Rule("12", re.compile(r"\b(?<![.,])()(1[1-9]\d\d|2\d{3})(?!\w|[,.]\d)"), _year_or_count),
    Rule(
        "1",
        re.compile(r"\b((?i:in|of|by|from|to|year|since|until|before|after) )(10\d\d)(?!\w|[,.]\d)"),
        _year_or_count,
    ),
    Rule("+", re.compile(r"(?<=\d) ?\+ ?(?=\d)"), " plus "),
    Rule("=", re.compile(r"(?<=\d) ?= ?(?=\d)"), " equals "),
    Rule("×", re.compile(r"(?<=\d) ?× ?(?=\d)"), " times "),
    Rule(":", re.compile(r"(?<=\d) ?: ?(?=\d)"), " to "),
    Rule("<", re.compile(r"(?<=\d) ?< ?(?=\d)"), " is less than "),
    Rule(">", re.compile(r"(?<=\d) ?> ?(?=\d)"), " is greater than "),
    Rule("~", re.compile(r"~ ?(?=\d)"), "about "),
    Rule("-", re.compile(r"(?<![\w)\]-])-(?=\d)"), "minus "),
    Rule("", re.compile(rf"([^\W\d])?({_N})"), lambda m: (f"{m[1]} " if m[1] else "") + cardinal(m[2])),
)
"""Tried in this order; each leaves words where it found digits, so that no later one sees them."""
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
