"""Money and measures: a number and its unit in words, in the right number and order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from drama.speech.text.cardinals import cardinal, decimal
from drama.speech.text.rules import NUMBER, Rule
from drama.system import lazy_re

if TYPE_CHECKING:
    Match = re.Match[str]


_D = rf"(?:{NUMBER}(?:\.\d+)?|\.\d+)"
ARTICLE = r"(?P<a>\b(?i:an?|another|every|each|that|this|one|the|his|her|their|its|my|our|your) )?"
FOLLOWING_NOUN = re.compile(
    r"\s+(?!(?:to|of|from|and|or|in|at|between|away|on|that|we|he|she|they|you|it|is|was|for|by|with|below|above|"
    r"ahead|behind|off|up|down|per|more|less|left|deep|high|tall|long|wide|apart|a|an|the|if|but|before|after|asked|paid|owed|"
    r"offered|spent|won|lost|due|stolen|promised|needed|raised|which|who)\b)[a-z]"
)

_CURRENCIES = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "£": ("pound", "pounds", "", ""),
    "€": ("euro", "euros", "", ""),
    "¥": ("yen", "yen", "", ""),
    "₹": ("rupee", "rupees", "", ""),
    "₽": ("rouble", "roubles", "", ""),
    "₩": ("won", "won", "", ""),
    "₿": ("bitcoin", "bitcoins", "", ""),
}
SIGNS = "".join(_CURRENCIES)
"""The signs of the currencies that are said."""
_CODES = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CAD": "$", "AUD": "$", "NZD": "$", "INR": "₹",
    "RUB": "₽", "KRW": "₩", "BTC": "₿",
}  # fmt: skip
"""Codes of ISO 4217 that stand for a sign."""
_CODE = "|".join(_CODES)
_MAGNITUDES = {
    "k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion",
}  # fmt: skip
_MAGNITUDE = r"(?:(?: ?|-(?=[a-z]{3}))(?P<many>thousand|million|billion|trillion|mn|bn|tn|[kKmMbB])(?![\w]))?"

UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometre", "kilometres"), "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "m": ("metre", "metres"), "mi": ("mile", "miles"), "ft": ("foot", "feet"), "yd": ("yard", "yards"),
    "yds": ("yard", "yards"), "kg": ("kilogram", "kilograms"), "kgs": ("kilogram", "kilograms"),
    "g": ("gram", "grams"), "mg": ("milligram", "milligrams"), "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "ml": ("millilitre", "millilitres"),
    "mph": ("mile an hour", "miles an hour"), "kph": ("kilometre an hour", "kilometres an hour"),
    "m.p.h": ("mile an hour", "miles an hour"), "k.p.h": ("kilometre an hour", "kilometres an hour"),
    "km/h": ("kilometre an hour", "kilometres an hour"), "m/s": ("metre a second", "metres a second"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"), "kW": ("kilowatt", "kilowatts"), "MW": ("megawatt", "megawatts"),
    "GW": ("gigawatt", "gigawatts"), "kV": ("kilovolt", "kilovolts"), "dB": ("decibel", "decibels"),
    "KB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"), "ms": ("millisecond", "milliseconds"), "sec": ("second", "seconds"),
    "secs": ("second", "seconds"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"),
    "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "yr": ("year", "years"), "yrs": ("year", "years"),
    "psi": ("pound a square inch", "pounds a square inch"),
    "AU": ("astronomical unit", "astronomical units"), "ly": ("light-year", "light-years"),
    "tsp": ("teaspoon", "teaspoons"), "tbsp": ("tablespoon", "tablespoons"), "qt": ("quart", "quarts"),
    "W": ("watt", "watts"), "V": ("volt", "volts"), "l": ("litre", "litres"), "L": ("litre", "litres"),
    "gal": ("gallon", "gallons"), "cl": ("centilitre", "centilitres"),
    "kWh": ("kilowatt-hour", "kilowatt-hours"), "hp": ("horsepower", "horsepower"),
    "cwt": ("hundredweight", "hundredweight"), "wk": ("week", "weeks"), "wks": ("week", "weeks"),
    "mth": ("month", "months"), "mths": ("month", "months"),
    "doz": ("dozen", "dozen"), "gals": ("gallon", "gallons"), "qts": ("quart", "quarts"),
    "ins": ("inch", "inches"), "kbps": ("kilobit a second", "kilobits a second"),
    "Mbps": ("megabit a second", "megabits a second"), "fps": ("frame a second", "frames a second"),
    "°C": ("degree Celsius", "degrees Celsius"), "° C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "° F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"), "%": ("percent", "percent"), "¢": ("cent", "cents"),
}  # fmt: skip
_WINDS = {"N": "north", "S": "south", "E": "east", "W": "west"}
_POWERS = {"squared": "square", "cubed": "cubic"}
_UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))


def _money(match: Match) -> str:
    one, many, cent, cents = _CURRENCIES[match["sign"]]
    whole, point, fraction = match["n"].replace(",", "").partition(".")
    magnitude = match["many"]
    if magnitude:
        size = _MAGNITUDES.get(magnitude.lower(), magnitude)
        said, unit = f"{decimal(match['n'].replace(',', ''))} {size}", many
    elif point and len(fraction) != 2:
        said, unit = decimal(match["n"].replace(",", "")), many
    elif point and not whole.strip("0"):
        small = cent or ("penny" if match["sign"] == "£" else "cent")
        smalls = cents or ("pence" if match["sign"] == "£" else "cents")
        return (match["a"] or "") + f"{cardinal(fraction)} {small if fraction == '01' else smalls}"
    else:
        said, unit = cardinal(whole), one if whole == "1" else many
        if point and fraction != "00":
            change = f" and {cardinal(fraction)} {cent if fraction == '01' else cents}" if cent else ""
            return (match["a"] or "") + f"{said} {unit}{change or ' ' + cardinal(fraction)}"
    if match["a"] and FOLLOWING_NOUN.match(match.string, match.end()):
        return f"{match['a']}{said.replace(' ', '-')}-{one}"
    return f"{match['a'] or ''}{said} {unit}"


def _money_from(match: Match) -> str:
    """Return the first part of a range of money, and "to"; its unit only where the number has a size."""
    said = decimal(match["n"].replace(",", ""))
    if match["many"]:
        many = match["many"].strip()
        said += f" {_MAGNITUDES.get(many, many)} {_CURRENCIES[match['sign']][1]}"
    return f"{said} to {match['sign']}"


def _coded(match: Match) -> str:
    one, many, *_ = _CURRENCIES[_CODES[match["before"] or match["after"]]]
    number = (match["n"] or match["m"]).replace(",", "")
    return f"{decimal(number)} {one if number == '1' else many}"


def _measure(match: Match) -> str:
    number = match["n"].replace(",", "")
    one, many = UNITS[match["unit"]]
    attribute = match["a"] and FOLLOWING_NOUN.match(match.string, match.end())
    pistol = match["a"] in ("a ", "A ") and match["unit"] == "mm"  # "a 9mm"
    unit = one if number == "1" or attribute or pistol else many
    if power := match["power"]:
        unit = f"{unit}{power}" if " a " in unit else f"{_POWERS[power.strip()]} {unit}"
    return f"{match['a'] or ''}{'minus ' if match['minus'] else ''}{decimal(number)} {unit}{stop(match)}"


def _counted(match: Match) -> str:
    return f"{decimal(match['n'].replace(',', ''))} {_MAGNITUDES[match['many'].lower()]}"


def _stone(match: Match) -> str:
    stone, pounds = match["stone"], match["pounds"]
    said = f"{cardinal(stone)} stone"
    return said + (f" {cardinal(pounds)}{' pounds' if match['lb'] else ''}" if pounds else "") + stop(match)


def stop(match: Match) -> str:
    """Return a full stop if a unit's point also ended the sentence, else nothing."""
    ends = match[0].endswith(".") and re.compile(r"\s*$|\s+[A-Z]").match(match.string, match.end())
    return "." if ends else ""


def _position(match: Match) -> str:
    parts = [f"{decimal(match[1])} degree{'s' * (match[1] != '1')}"]
    parts += [f"{decimal(match[2])} minute{'s' * (match[2] != '1')}"] if match[2] else []
    parts += [f"{decimal(match[3])} second{'s' * (match[3] != '1')}"] if match[3] else []
    return f"{' '.join(parts)} {_WINDS[match[4]]}"


def _height(match: Match) -> str:
    return f"{cardinal(match[1])} foot {decimal(match[2])}"


_COUNTED = (
    "of them|people|men|women|children|copies|years|users|dollars|pounds|euros|viewers|voters|listeners|"
    "readers|tons|tonnes|souls|inhabitants|lives|homes|households|followers|subscribers|workers|jobs|refugees|soldiers|"
    "citizens|residents|votes|shares|visitors|passengers|tourists|customers|members|acres|hectares|barrels|"
    "light-years|books|stars|patients|students|birds|animals|species|views|downloads|deaths|cases|tickets|"
    "records|words|credits|colonists|settlers|pilgrims|fans|sheep|cattle|bees|steps|bricks"
)

DECIMAL_COMMAS: tuple[Rule, ...] = (
    Rule(
        SIGNS,
        lazy_re.pattern(rf"(?P<sign>[{SIGNS}]) ?(?P<n>\d{{1,3}}(?:\.\d{{3}}){{0,4}}),(?P<f>\d\d)(?![\d,])"),
        lambda m: f"{m['sign']}{m['n'].replace('.', '')}.{m['f']}",
    ),
    Rule(
        "€",
        lazy_re.pattern(r"(?<![\w.,])(?P<n>\d{1,3}(?:\.\d{3}){0,4}),(?P<f>\d\d)(?= ?€)"),
        lambda m: f"{m['n'].replace('.', '')}.{m['f']}",
    ),
    Rule(
        ",",
        lazy_re.pattern(rf"(?<![\w.,])(\d{{1,3}}(?:\.\d{{3}}){{0,4}}),(\d{{1,2}})(?= ?(?:{_UNIT})(?![\w/]))"),
        lambda m: f"{m[1].replace('.', '')}.{m[2]}",
    ),
)
"""Before everything that takes a comma for a pause: "€3,50" and "3,5 kg", as most of Europe writes."""

RANGES: tuple[Rule, ...] = (
    Rule(
        "-–",
        lazy_re.pattern(
            rf"(?<![\w.,])(?P<n>\d[\d,.]{{0,20}} ?(?P<unit>{_UNIT}))\s?[-–]\s?"
            rf"(?=\d[\d,.]{{0,20}} ?(?P=unit)(?!\w))"
        ),
        r"\g<n> to ",
    ),
    Rule(
        "°",
        lazy_re.pattern(r"(?<![\w.,])(?P<n>\d{1,3}(?:\.\d+)?)°\s?[-–]\s?(?=\d[\d.]{0,6} ?°)"),
        r"\g<n> to ",
    ),
    Rule("x", lazy_re.pattern(r"(?<![\w.,])(?P<n>\d{1,3})x?[-–](?=\d{1,3}x(?!\w))"), r"\g<n> to "),
)
"""Before all that takes the hyphen for a minus: "50%-60%"."""

_HOURS, _MINUTES, _SECONDS = ("hour", "hours"), ("minute", "minutes"), ("second", "seconds")


def _duration(match: Match) -> str:
    units = zip((_HOURS, _MINUTES, _SECONDS), (match["h"], match["m"], match["s"]), strict=True)
    parts = [(n, one, one if n == "1" else many) for (one, many), n in units if n]
    if match["a"] and len(parts) == 1 and FOLLOWING_NOUN.match(match.string, match.end()):
        return f"{match['a']}{cardinal(parts[0][0])}-{parts[0][1]}"
    return (match["a"] or "") + " ".join(f"{cardinal(n)} {unit}" for n, _, unit in parts)


COUNTS: tuple[Rule, ...] = (
    Rule(
        "hms",
        lazy_re.pattern(
            rf"{ARTICLE}(?<![\w.])(?=\d{{1,3}} ?(?:h|m ?\d{{1,2}} ?s)(?![a-z]{{2}}))"
            r"(?:(?P<h>\d{1,3}) ?h(?:rs?)?)?"
            r"(?: ?(?P<m>\d{1,2}) ?m(?:ins?)?)?(?: ?(?P<s>\d{1,2}) ?s(?:ecs?)?)?(?![\w/])"
        ),
        _duration,
    ),
    Rule(
        "x",
        lazy_re.pattern(r"(?<![\w.])(?P<n>\d{1,4}(?:\.\d{1,2})?)x(?!\w)"),
        lambda m: f"{decimal(m['n'])} times",
    ),
    Rule("n", lazy_re.pattern(rf"(?<![\w.])(?P<n>{_D}) ?(?P<many>bn|tn|mn)(?!\w)"), _counted),
    Rule("mkMK", lazy_re.pattern(rf"(?<![\w.])(?P<n>{_D})(?P<many>[mkMK])(?= (?:{_COUNTED})\b)"), _counted),
)
"""Before measures, which take "2.5m" for metres."""

MONEY: tuple[Rule, ...] = (
    Rule(
        "DRPYWC",
        lazy_re.pattern(
            rf"\b(?P<before>{_CODE}) ?(?P<n>{_D})(?!\w)|(?<![\w.])(?P<m>{_D}) ?(?P<after>{_CODE})\b"
        ),
        _coded,
    ),
    Rule(
        "DRPYWC",
        lazy_re.pattern(
            rf"\b(?P<before>{_CODE}) ?(?P<n>(?={_D}){_D})(?![\w])|(?<![\w.])(?P<m>{_D}) ?(?P<after>{_CODE})\b"
        ),
        _coded,
    ),
    Rule(
        SIGNS,
        lazy_re.pattern(
            rf"(?P<sign>[{SIGNS}])(?P<n>{_D})(?P<many> ?(?:k|m|bn?|thousand|million|billion))?(?: ?– ?|-)"
            r"(?P=sign)?(?=\d)"
        ),
        _money_from,
    ),
    Rule(
        SIGNS,
        lazy_re.pattern(rf"{ARTICLE}(?:\b(?:US|A|C|NZ|HK|S))?(?P<sign>[{SIGNS}]) ?(?P<n>{_D}){_MAGNITUDE}"),
        _money,
    ),
    Rule(SIGNS, lazy_re.pattern(rf"(?P<a>)(?<![\w.])(?P<n>{_D}) ?(?P<sign>[{SIGNS}])(?P<many>)"), _money),
    Rule(
        "p",
        lazy_re.pattern(r"\b(?<!\.)(\d+)p(?!\w|\.\d)"),
        lambda m: "one penny" if m[1] == "1" else f"{cardinal(m[1])} pence",
    ),
)
"""After dates and times, before ranges: both amounts of "£5–10" are money only while the sign is there."""

HEIGHTS: tuple[Rule, ...] = (
    Rule(
        "°",
        re.compile(
            r"(?<![\w.])(\d{1,3}(?:\.\d+)?) ?° ?(?:(\d{1,2}(?:\.\d+)?) ?' ?)?"
            r"(?:(\d{1,2}(?:\.\d+)?) ?(?:\"|'') ?)?([NSEW])\b"
        ),
        _position,
    ),
    Rule("'", lazy_re.pattern(r"(?<![\w.])(\d{1,2}) ?' ?(\d{1,2}(?:\.\d+)?)(?: ?\"|'')?(?![\w'])"), _height),
    Rule(
        "s",
        lazy_re.pattern(
            r"(?<![\w.])(?P<stone>\d{1,2}) ?st\b\.?,? (?P<pounds>\d{1,2})(?: ?(?P<lb>lbs?)\b\.?)(?!\w)"
            r"|(?<![\w.])(?P<alone>[4-9]|[1-4]\d) st\."
            r"|(?<![\w.])(?P<glued>[4-9]|1\d|[2-4][02-9])st\b"
        ),
        lambda m: _stone(m) if m["stone"] else f"{cardinal(m['alone'] or m['glued'])} stone{stop(m)}",
    ),
    Rule("f", lazy_re.pattern(r"(?<![\w.])(\d{1,3}) ?ft\.? (\d{1,2}) ?in\b\.?"), _height),
)

_SQUARE_UNITS = {
    "ft": "feet", "feet": "feet", "foot": "foot", "in": "inches", "ins": "inches", "inch": "inch",
    "inches": "inches", "mi": "miles", "mile": "mile", "miles": "miles", "m": "metres", "metre": "metre",
    "metres": "metres", "meters": "meters", "km": "kilometres", "yd": "yards", "yds": "yards",
    "yards": "yards", "cm": "centimetres",
}  # fmt: skip


def _square(match: Match) -> str:
    power, unit = {"sq": "square", "cu": "cubic"}[match["power"]], _SQUARE_UNITS[match["unit"]]
    if match["a"] and FOLLOWING_NOUN.match(match.string, match.end()):
        unit = {"feet": "foot", "inches": "inch"}.get(unit, unit.removesuffix("s"))
    number = decimal(match["n"].replace(",", ""))
    return f"{match['a'] or ''}{number} {power} {unit}{stop(match)}"


MEASURES: tuple[Rule, ...] = (
    Rule(
        "qu",
        lazy_re.pattern(
            rf"{ARTICLE}(?<![\w.])(?P<n>{_D}) ?(?P<power>sq|cu)\.? ?(?P<unit>{'|'.join(_SQUARE_UNITS)})\b\.?"
        ),
        _square,
    ),
    Rule("x×", lazy_re.pattern(rf"(?<=\d) ?[x×] ?(?=\d[\d.]{{0,20}} ?(?:{_UNIT})(?!\w))"), " by "),
    Rule(
        "",
        lazy_re.pattern(
            rf"{ARTICLE}(?<![\w.])(?P<minus>-)?(?P<n>{_D})(?: ?|-)"
            rf"(?P<unit>{_UNIT})(?P<power> squared| cubed)?"
            rf"(?![\w°/]|-\w)(?:(?<=[a-z])\.(?=\s|$))?"
        ),
        _measure,
    ),
    Rule(
        "i",
        lazy_re.pattern(
            r"(?P<a>\b[Aa]n? )?(?<![\w.])(?P<n>\d{1,3}(?:\.\d+)?) in\."
            r"(?= (?:x\b|by\b|thick|wide|long|deep|high|tall|of\b|across))"
        ),
        lambda m: f"{m['a'] or ''}{decimal(m['n'])} inch{'' if m['n'] == '1' or m['a'] else 'es'}",
    ),
    Rule("s", lazy_re.pattern(r"(?<![\w.])(\d{1,4}\.\d+) ?s(?![\w'])"), lambda m: f"{decimal(m[1])} seconds"),
    Rule("%", lazy_re.pattern(r"(?<=\d)%"), " percent"),
    Rule("°", lazy_re.pattern(r"(?<=\d)°"), " degrees "),
)
"""After ranges, so that "5–10 km" has its unit read once."""
