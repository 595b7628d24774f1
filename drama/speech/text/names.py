"""Titles, abbreviations, initials and Roman numerals in full."""

from __future__ import annotations

import re
from functools import lru_cache

from drama.english import roman, wordlists
from drama.speech.text.cardinals import cardinal, ordinal, year
from drama.speech.text.dates import month
from drama.speech.text.rules import STARTERS, ends_sentence
from drama.system import lazy_re

_TITLES = {
    "mr": "Mister", "mrs": "Missus", "ms": "Miz", "messrs": "Messers", "dr": "Doctor", "prof": "Professor",
    "capt": "Captain", "cpt": "Captain", "lt": "Lieutenant", "lieut": "Lieutenant", "col": "Colonel",
    "gen": "General", "sgt": "Sergeant", "cpl": "Corporal", "pvt": "Private", "maj": "Major",
    "cmdr": "Commander",
    "cdr": "Commander", "comdr": "Commander", "adm": "Admiral", "rev": "Reverend", "revd": "Reverend",
    "fr": "Father", "hon": "Honourable", "gov": "Governor", "sen": "Senator", "rep": "Representative",
    "pres": "President", "supt": "Superintendent", "insp": "Inspector", "det": "Detective", "mme": "Madame",
    "mlle": "Mademoiselle", "mt": "Mount", "ft": "Fort", "mk": "Mark",
}  # fmt: skip
_BARE_TITLES = "Mr|Mrs|Ms|Dr|MR|MRS|MS|DR|Messrs|Prof|Capt|Lt|Sgt|Cpl|Cmdr|Mme|Mlle|Mt|Mk"
"""Titles that British printing sets without a point."""
_NEW_SENTENCE = re.compile(r"\s+(?:The|He|She|It|They|We|But|And|Then|There|This|That|His|Her)\b")
"""Words that can't follow a title, so that they begin a new sentence; "No" and "Who" can."""
_TITLE = lazy_re.pattern(
    rf"\b(?:(?P<bare>{_BARE_TITLES})(?=\s+[^\W\d_])|"
    rf"(?P<title>(?i:{'|'.join(_TITLES)}))\.(?=[\s-]*[^\W\d_a-z]|\s(?:and|or)\s(?:Mr|Mrs|Ms|Miss|Dr)\b)|"
    r"(?<=\b[Tt]he )(?P<alone>Dr|Capt|Sgt|Prof|Lt|Col|Rev|Gov|Sen|Supt|Insp)\.(?=\s[a-z]))"
)

_STREETS = {"st": "Street", "ave": "Avenue", "rd": "Road", "blvd": "Boulevard", "ln": "Lane", "sq": "Square"}
_STREET = re.compile(
    r"(?P<before>(?<![\w'-])[^\W\d_][\w'-]*\s+)?\b(?P<kind>St|Ave|Rd|Blvd|Ln|Sq|Dr)\b(?P<point>\.)?"
)
_ONWARD = re.compile(r"[\s-]+[A-Z\U00020000-\U0002A6D6]")
_NUMBERED = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|[a-z]+teen|[a-z]+ty)\b)[^.,;!?]*$"
)
_NOT_A_STREET = frozenset(
    ("in", "at", "the", "from", "to", "on", "near", "by", "and", "old", "of", "for", "with", "via", "into",
     "past", "behind", "outside", "then", "but", "when", "while", "after", "before", "if", "as", "like",
     "saint")
)  # fmt: skip

_ABBREVIATIONS = {
    "etc": "et cetera", "&c": "et cetera", "e.g": "for example", "i.e": "that is", "vs": "versus",
    "approx": "approximately",
    "dept": "department", "a.k.a": "also known as", "jr": "Junior", "sr": "Senior", "esq": "Esquire",
    "ltd": "Limited", "inc": "Incorporated", "co": "Company", "bros": "Brothers", "ph.d": "P.H.D",
    "viz": "namely", "cf": "compare", "ca": "circa", "no": "number", "nos": "numbers", "p.s": "P.S",
}  # fmt: skip
_GIVEN = {
    "Wm": "William", "Chas": "Charles", "Geo": "George", "Jas": "James", "Thos": "Thomas", "Robt": "Robert",
    "Benj": "Benjamin", "Jos": "Joseph", "Saml": "Samuel", "Danl": "Daniel", "Edw": "Edward",
    "Richd": "Richard",
}  # fmt: skip
"""Given names as old letters and shop signs have them."""
_GIVEN_NAME = lazy_re.pattern(
    rf"\b({'|'.join(_GIVEN)})\.(?= [A-Z])|\bYrs\.(?= (?:truly|faithfully|sincerely|ever)\b)"
)
_TEXTED = {
    "btw": "by the way", "idk": "I don't know", "brb": "be right back", "tbh": "to be honest",
    "imo": "in my opinion", "omg": "O.M.G", "fyi": "F.Y.I", "thx": "thanks", "plz": "please", "pls": "please",
}  # fmt: skip
"""What people type on telephones, in small letters."""
_TEXT = lazy_re.pattern(rf"(?<![\w'.-])(?:{'|'.join(_TEXTED)})(?![\w'-])")
_SHORT = frozenset(short for short in _ABBREVIATIONS if "." not in short) - {"no", "nos"} | {"phd", "ph"}
_ABBREVIATION = lazy_re.pattern(
    r"(?<![\w.])(?:(?P<small>&c|etc|e\.g|i\.e|vs|approx|dept|a\.k\.a|viz|cf|ca)\.|"
    r"(?P<capital>Jr|Sr|Esq|Ltd|Inc|Co|Bros|Ph\.D|P\.S|Etc|E\.g|I\.e|Dept|Approx)\.|"
    r"(?P<bare>etc|vs|Jr|Sr|Ltd|Bros|PhD)\b(?!\.))"
)
_GOING_ON = frozenset({"e.g", "i.e", "vs", "a.k.a", "viz", "cf", "ca"})
"""Abbreviations that no sentence ends with, whatever capital follows."""
_CARE_OF = re.compile(r"\bc/o\b", re.IGNORECASE)
_WITHOUT = re.compile(r"(?<!\w)w/o(?!\w)")
_WITH = re.compile(r"(?<!\w)w/(?!\w)")

_COUNTIES = (
    "Antrim|Armagh|Carlow|Cavan|Clare|Cork|Derry|Donegal|Down|Dublin|Durham|Fermanagh|Galway|Kerry|Kildare|Kilkenny|"
    "Laois|Leitrim|Limerick|Londonderry|Longford|Louth|Mayo|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Tyrone|"
    "Waterford|Westmeath|Wexford|Wicklow"
)
_COUNTY = lazy_re.pattern(rf"\bCo\.? (?=(?:{_COUNTIES})\b)")
_SISTER = lazy_re.pattern(
    r"(?<![\w'-])(?<![A-Z][a-z] )(?<![a-z] [A-Z]\. )(?P<short>Sr|Br|Bro)\. (?=[A-Z][a-z])"
)
_ORDERS = {"Sr": "Sister ", "Br": "Brother ", "Bro": "Brother "}
_SURNAME_BEFORE = re.compile(r"[A-Z][\w'’-]*,? $")
_GLUED = lazy_re.pattern(
    rf"\b(?:(?:{'|'.join([*map(str.capitalize, _TITLES), 'St'])})\.(?=[A-Z][a-z])|(?:e\.g|i\.e)\.(?=[a-z]))"
)
"""An abbreviation and the next word without a blank between them: "Mr.Smith"."""
_DAYS = {
    "Mon": "Monday", "Tue": "Tuesday", "Tues": "Tuesday", "Wed": "Wednesday", "Thu": "Thursday",
    "Thur": "Thursday", "Thurs": "Thursday", "Fri": "Friday", "Sat": "Saturday", "Sun": "Sunday",
}  # fmt: skip
_DAY = rf"(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})"
_DAY_TO_DAY = lazy_re.pattern(rf"\b({_DAY})\.?\s?(?:[–-]|to)\s?({_DAY})\b(?:\.(?!\s*$))?")
_MONTH_TO_MONTH = lazy_re.pattern(
    r"\b(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\.?\s?[–-]\s?"
    r"(Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\b(?:\.(?!\s*$))?"
)
_SHORT_MONTHS = frozenset(("Jan", "Feb", "Mar", "Apr", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec"))
_MONTH_ALONE = lazy_re.pattern(rf"\b({'|'.join(sorted(_SHORT_MONTHS, reverse=True))})\.(?= [a-z])")
_DAY_ALONE = lazy_re.pattern(r"\b(Mon|Tues?|Wed|Thu(?:rs?)?|Fri|(?:Sat|Sun)(?=\.,))\.(?=[ ,])")
_GLUED_INITIAL = re.compile(r"(?<![\w.'])((?:[A-Z]\.){1,4})(?=[A-Z][a-z]{2})")

_INITIALS = re.compile(
    r"(?<![\w.'])(?:[A-Z]\.){2,}(?=\s[A-Z]\.[A-Z])|"
    r"(?<![\w.'])(?:[A-Z]\. ?){2,}(?![A-Za-z])|(?<![\w.'])(?:[A-Z]\. ?){2,}(?=[A-Z][a-z'])"
)
_SPELLED = re.compile(r"\s[A-Z]\.[A-Z]")
_SMALL_INITIALS = re.compile(r"(?<![\w.])(?:(?:[a-z]\.){2,}(?!\w)|[ap]\.m\b(?!\.))")
_INITIAL = re.compile(rf"(?<![\w.'])([B-HJ-Z])\.(?= (?!(?:{STARTERS})\b)[A-Z][a-z])")
BEFORE_A_LETTER = lazy_re.pattern(
    r"\b(?:[Pp]lan|[Vv]itamin|[Ss]ection|[Tt]ype|[Gg]rade|[Cc]lass|[Pp]oint|[Uu]nit|[Ee]xhibit|[Pp]art|[Oo]ption|"
    r"[Gg]roup|[Ll]etter|[Tt]eam|[Bb]lock|[Rr]ow|[Gg]ate|[Aa]gent|[Ss]ubject|[Dd]eck|[Ww]ing|[Rr]oom|[Aa]n?|[Tt]he)\s$"
)

_ROMAN_WORD = re.compile(r"\b(?:[IVXLCDM]{2,}|[VXLCDM]|[ivxl]{2,7}|[LXVI]{2,}(?:th|st|nd|rd))\b")
_PART_ONE = re.compile(r"[A-Z][A-Za-z]+ I\b")
_POINTED = re.compile(r"\b[A-Za-z]\.")
_LETTERS = re.compile("[A-Za-z]+")
_BACK = 60
"""Characters before a match that a rule sees, so that its cost doesn't grow with the text."""

_ROMAN = r"(?=[MDCLXVI])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})"
_PART_ENDS = re.compile(r"\s*(?:[.,:;!?—–)-]|$)|\s+I\b")
_CHAPTERS = "chapter|act|part|book|volume|scene|canto|verse|episode|stave"
_PART = lazy_re.pattern(
    rf"\b(?P<part>(?P<chapter>(?i:{_CHAPTERS}))|(?i:section|phase|appendix|article|letter|lesson|war|type|mark|class|"
    r"stage|level|grade|model|unit|station|version|platform|formula|final fantasy))"
    rf"\s(?P<roman>{_ROMAN}|[ivxl]{{2,7}})\b"
)
_HEADING = re.compile(rf"\s*(?P<roman>(?=[IVXLC]{{2}}){_ROMAN})(?=[.:]?\s*(?:$|[.:]\s|[–—-]+\s))")
_NUMERAL = re.compile(rf"\W*(?P<roman>{_ROMAN})\W*")
_COUNT = re.compile(r"\A0+(?=[1-9]\d{0,3}\W)")
_NUMBERED_TITLE = lazy_re.pattern(
    rf"[\s*_#]*(?P<roman>(?=[IVXLC]{{2}}|[IVX][.):\s]){_ROMAN})\s*(?:[.):]|[–—-]|--)+\s*(?P<title>(?![A-Z]\.)[^\W\d_a-z].*)",
    re.DOTALL,
)
"""A chapter's number and title: "I: Loomings", "XI – THE SEA"; "V. S. Marsh" is somebody's name."""
_NAMED = lazy_re.pattern(
    r"(?<![\w'-])(?P<first>[^\W\d_][\w'-]*\s)?(?P<name>[A-Z\U00020000-\U0002A6D6][\w'-]*)\s"
    r"(?P<roman>(?=[XVI]{2}|[VX]\b)(?:X{0,3}(?:IX|IV|V?I{0,3})))\b(?!'(?!s\b))"
)
_FIRST_PARTS = frozenset(("Chapter", "Act", "Scene", "Canto"))
_FIRST_PART = re.compile(rf"\b(?:{'|'.join(sorted(_FIRST_PARTS))}) I\b")
_GOES_ON = re.compile(
    r" (?:is|was|has|had|begins|began|ends|ended|opens|opened|of|tells|told)\b(?! (?:reading|writing))"
)
_SHORT_PARTS = {"Vol": "Volume", "Ch": "Chapter", "Chap": "Chapter", "Bk": "Book", "Pt": "Part"}
_SHORT_PART = lazy_re.pattern(
    rf"\b({'|'.join(_SHORT_PARTS)})\.(?=\s[IVXLC]+\b)"
    rf"|\b({'|'.join(map(str.lower, _SHORT_PARTS))})\.(?=\s[ivxl]+\b)"
)
_SEVERAL = lazy_re.pattern(
    rf"\b(?P<parts>(?i:chapters|parts|books|acts|scenes|volumes|cantos|verses|articles))\s(?P<first>{_ROMAN})"
    rf"(?P<link>\s?[–-]\s?|\sto\s|\sand\s)(?P<last>{_ROMAN})\b"
)
_WAR = lazy_re.pattern(r"\bWW(I{1,3})\b")
_THE = lazy_re.pattern(r"(?P<name>\b[A-Z][\w'-]{1,30} the )(?P<roman>(?=[XVI]{2})X{0,3}(?:IX|IV|V?I{0,3}))\b")
_DRIP = lazy_re.pattern(
    r"(?<!\w)IV(?=s?(?: (?:drip|line|bag|pole|tube|fluid|stand|needle|catheter|antibiotic)s?\b))|"
    r"(?<=\b[Aa]n )IV(?!\w)"
)
_NTH = lazy_re.pattern(
    r"(?<=\b[Tt]he )(?P<roman>(?=[LXVI]{2})(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))"
    r"(?:(?:th|st|nd|rd|d)\b|(?=\s(?:[A-Z][a-z]|century|centuries|dynasty|congress|olympiad|legion|corps|army|regiment)))"
)
"""Olympiads, congresses, legions, centuries."""
_FIRST = lazy_re.pattern(
    r"(?<!\b[Tt]he )(?<!\bthat )(?<!\bold )"
    r"\b(?:King|Queen|Pope|Emperor|Empress|Tsar|Kaiser) [A-Z][\w'-]{1,30} I\b(?!')"
    r"|\b[A-Z][\w-]{1,30} I(?='s\b|[,;:)—])"
)
"""A monarch; not "the King Harald I knew"."""
_ALONE = lazy_re.pattern(
    r"(?<![\w'.-])(?=[XVI]{2})(?!(?:IV|XX|XXX)\b)(?P<roman>X{0,3}(?:IX|IV|V?I{0,3}))(?![\w'-]|\.\w)"
)
"""A numeral that nothing else claims; an IV drips, and XX are kisses."""
_PAGE = lazy_re.pattern(r"(?P<page>\b(?:[Pp]ages?|[Pp]p?\.) )(?P<roman>[ivxl]+)\b(?!')")
_YEAR = lazy_re.pattern(r"\b(?=[MDCLXVI]{4})MM?(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")


def in_full(text: str) -> str:
    """Return the text with titles, abbreviations and Roman numerals in full and initials as letters."""
    pointed = _POINTED.search(text)
    text = _GLUED_INITIAL.sub(r"\1 ", _GLUED.sub(r"\g<0> ", text))
    if pointed or "&c" in text or any(map(is_short_form, _LETTERS.findall(text))):
        if "Co" in text:
            text = _COUNTY.sub("County ", text)
        if "r. " in text or "Bro. " in text:
            text = _SISTER.sub(_order, text)
        text = _ABBREVIATION.sub(_abbreviation, text)
        text = _STREET.sub(_street, text)
        text = _TITLE.sub(_title, text)
    if "." in text:
        text = _GIVEN_NAME.sub(lambda m: _GIVEN.get(m[1], "Yours"), text)
    text = _TEXT.sub(lambda m: _TEXTED[m[0]], _days(text))
    if "/" in text:
        text = _CARE_OF.sub("care of", _WITH.sub("with", _WITHOUT.sub("without", text)))
    if pointed:
        text = _INITIALS.sub(_letters, text)
        text = _SMALL_INITIALS.sub(_letters, text)
        text = _INITIAL.sub(_initial, text)
    if "WWI" in text:
        text = _WAR.sub(lambda m: f"World War {cardinal(str(len(m[1]))).capitalize()}", text)
    if _ROMAN_WORD.search(text) or _PART_ONE.search(text):
        text = _DRIP.sub("I.V", text)
        text = _SHORT_PART.sub(
            lambda m: _SHORT_PARTS[m[1]] if m[1] else _SHORT_PARTS[m[2].capitalize()].lower(), text
        )
        text = _SEVERAL.sub(_several, _PART.sub(_part, text))
        text = _NTH.sub(lambda m: ordinal(str(roman(m["roman"]))).capitalize(), text)
        text = _FIRST.sub(_first, _THE.sub(_the, _NAMED.sub(_named, text)))
        text = _YEAR.sub(lambda m: year(str(roman(m[0]))), text)
        text = _PAGE.sub(_page, text)
        if heading := _HEADING.match(text):
            text = cardinal(str(roman(heading["roman"]))).capitalize() + text[heading.end() :]
        text = _ALONE.sub(lambda m: cardinal(str(roman(m["roman"]))).capitalize(), text)
    return text


@lru_cache(maxsize=50_000)
def is_short_form(word: str) -> bool:
    """Return whether a word may be a title, an abbreviation or a Roman numeral."""
    small = word.lower()
    return (
        small in _TITLES
        or small in _STREETS
        or small in _SHORT
        or word in _DAYS
        or word in _TEXTED
        or word in _SHORT_MONTHS
        or word in _GIVEN
        or word == "Yrs"
        or bool(_ROMAN_WORD.fullmatch(word))
    )


def counts_one(text: str) -> bool:
    """Return whether an "I" in a text may number a monarch or a first chapter."""
    return " I" in text and bool(_FIRST.search(text) or _FIRST_PART.search(text))


def _days(text: str) -> str:
    text = _DAY_TO_DAY.sub(lambda m: f"{_DAYS[m[1]]} to {_DAYS[m[2]]}", text)
    text = _MONTH_TO_MONTH.sub(lambda m: f"{month(m[1])} to {month(m[2])}", text)
    text = _MONTH_ALONE.sub(lambda m: month(m[1]), text)
    return _DAY_ALONE.sub(lambda m: _DAYS[m[1]], text)


def _several(match: re.Match[str]) -> str:
    first, last = (cardinal(str(roman(match[name]))).capitalize() for name in ("first", "last"))
    link = " and " if "and" in match["link"] else " to "
    return f"{match['parts']} {first}{link}{last}"


def _the(match: re.Match[str]) -> str:
    return match["name"] + ordinal(str(roman(match["roman"]))).capitalize()


def _first(match: re.Match[str]) -> str:
    name = match[0].removesuffix(" I")
    return f"{name} the First" if " " in name or name in wordlists.words("reigning") else match[0]


def _page(match: re.Match[str]) -> str:
    numeral = match["roman"].upper()
    if not re.fullmatch(_ROMAN, numeral):
        return match[0]
    word = {"p. ": "page ", "pp. ": "pages "}.get(match["page"].lower(), match["page"])
    return word + cardinal(str(roman(numeral)))


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _BACK) : match.start()]


def _stop(match: re.Match[str]) -> str:
    """Return a full stop if an abbreviation's point also ended the sentence, else nothing."""
    return "." if ends_sentence(match) else ""


def _title(match: re.Match[str]) -> str:
    title = match["bare"] or match["title"] or match["alone"]
    if title[0].islower():
        return match[0]
    ended = match["title"] and _NEW_SENTENCE.match(match.string, match.end())
    return _TITLES[title.lower()] + ("." if ended else "")


def _street(match: re.Match[str]) -> str:
    kind, before = match["kind"].lower(), match["before"] or ""
    word = before.strip()
    numbered_street = word.endswith(("th", "first", "second", "third"))
    named = (word[:1].isupper() or numbered_street) and word.lower() not in _NOT_A_STREET
    if kind in ("st", "dr"):
        onward = _ONWARD.match(match.string, match.end())
        starts = ends_sentence(match)
        numbered = bool(_NUMBERED.search(_before(match)))
        if not named or (onward and not starts and not numbered):
            return f"{before}Saint" if kind == "st" and onward else match[0]
    elif not named:
        return match[0]
    street = _STREETS.get(kind, "Drive")
    return before + street + (_stop(match) if match["point"] else "")


def _order(match: re.Match[str]) -> str:
    """Return "Sister" for "Sr. Agnes"; "John Marsh Sr." stays a senior."""
    return match[0] if _SURNAME_BEFORE.search(_before(match)) else _ORDERS[match["short"]]


def _abbreviation(match: re.Match[str]) -> str:
    short = match["small"] or match["capital"] or match["bare"]
    full = "P.H.D" if short == "PhD" else _ABBREVIATIONS[short.lower()]
    if short[0].isupper() and full[0].islower():
        full = full[0].upper() + full[1:]
    goes_on = match["bare"] or (short in _GOING_ON and match.string[match.end() :].strip())
    return full + ("" if goes_on else _stop(match))


def _letters(match: re.Match[str]) -> str:
    letters = ".".join(c for c in match[0].upper() if c.isalpha())
    ended = match[0].rstrip().endswith(".") and (
        ends_sentence(match) or _SPELLED.match(match.string, match.end())
    )
    return letters + ("." if ended else "") + (" " if match[0].endswith(" ") else "")


def _initial(match: re.Match[str]) -> str:
    return match[0] if BEFORE_A_LETTER.search(_before(match)) else match[1]


def heading(text: str) -> str:
    """Return a heading with the Roman numeral that it is or begins with in words; any other unchanged.

    A running count before it loses its zeros: "001 - Chapter 1".
    """
    text = _COUNT.sub("", text)
    if alone := _NUMERAL.fullmatch(text):
        return cardinal(str(roman(alone["roman"]))).capitalize() + "."
    if numbered := _NUMBERED_TITLE.fullmatch(text):
        return f"{cardinal(str(roman(numbered['roman']))).capitalize()}. {numbered['title']}"
    return text


def _part(match: re.Match[str]) -> str:
    part, numeral = match["part"], match["roman"].upper()
    if not re.fullmatch(_ROMAN, numeral):
        return match[0]
    if numeral == "I" and match["part"] in _FIRST_PARTS and _GOES_ON.match(match.string, match.end()):
        return f"{part} One"
    if len(numeral) == 1 and not _is_counted(match, numeral):
        return match[0]
    return f"{part} {cardinal(str(roman(numeral))).capitalize()}"


def _is_counted(match: re.Match[str], letter: str) -> bool:
    """Return whether the single letter after "Chapter" or "Type" is a number."""
    if match["part"].islower() or (letter in "CDLM" and not match["chapter"]):
        return False
    surely = letter in "VX" and (match["chapter"] or match["part"].lower() in ("mark", "phase", "war"))
    return bool(surely or _PART_ENDS.match(match.string, match.end()))


def _named(match: re.Match[str]) -> str:
    first, name, numeral = match["first"] or "", match["name"], match["roman"]
    if not numeral or name == "I":
        return match[0]
    before = first.strip()
    reigning = name in wordlists.words("reigning") or before in wordlists.words("crowned")
    if len(numeral) == 1 and not (reigning and (numeral == "V" or before in wordlists.words("crowned"))):
        return match[0]
    surnamed = before in wordlists.words("reigning")
    value = str(roman(numeral))
    if reigning or surnamed:
        return f"{first}{name} the {ordinal(value).capitalize()}"
    return f"{first}{name} {cardinal(value).capitalize()}"
