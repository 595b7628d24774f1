"""What isn't story in a text: licences, contents, front matter of fan fiction, notes, addresses.

It is found by its words, in any format. It stays in the text and in the script, and isn't spoken.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from drama.model import About, Matter
from drama.project.readers import contents, fan_fiction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Stretch = tuple[int, int]

FRONT_UNITS = 25
"""Paragraphs from the beginning in which front matter is looked for."""
BACK_UNITS = 8
_LONGEST_FRONT = 1500
_PROSE_WORDS = 60
"""A paragraph of this many words without a label begins the story and ends the front matter."""
_START = re.compile(
    r"^[^\S\n]*\*{3,4}\s*START OF (?:THE|THIS) PROJECT GUTENBERG.*$|^.*\*END\*?\s*THE SMALL PRINT.*$",
    re.M | re.I,
)
_END = re.compile(r"^[^\S\n]*\*{3,4}\s*END OF (?:THE|THIS) PROJECT GUTENBERG", re.M | re.I)
_END_LINE = re.compile(r"[\W_]*End of (?:the )?Project Gutenberg(?:['’]s)?\b.*", re.I | re.S)
_PRODUCED = re.compile(
    r"(?:(?:re)?produced|prepared|e-?text prepared|transcribed|scanned|digiti[sz]ed|proofread"
    r"|this (?:e-?book|e-?text|etext) was (?:produced|prepared|transcribed))\s+(?:\w+\s+)?(?:by|from)\b.*"
    r"|\W*transcriber['’]?s?['’]? notes?.*",
    re.I | re.S,
)
_PRODUCED_TOO = re.compile(
    r"(?:further|additional|last|updated|corrected|revised|html|proofreading|editing|illustrations)\b.*\bby\b",
    re.I,
)
"""A line under one that says who produced a text."""
_BRACKETED = re.compile(
    r"\[\s*(?P<kind>illustration|frontispiece|transcriber['’]?s?['’]?\s+notes?|footnote|sidenote|editor['’]?s\s+note|a/n"
    r"|author['’]?s?\s+notes?)\b(?:[^\[\]]|\[[^\[\]]*\])*\]",
    re.I,
)
_TRANSCRIBER = re.compile(r"[\W_]*transcriber['’]?s?['’]?\s+(?:end\s*)?notes?\b", re.I)
_MOST_NOTES = 60
"""Paragraphs of a transcriber at the end."""
_LICENCE = re.compile(
    r"[^\n]{0,80}\b(?:"
    r"this\s+(?:e-?book|e-?text|electronic\s+edition|digital\s+edition|file|document|publication)\s+(?:is|was|has\s+been)"
    r"\s+(?:made\s+(?:freely\s+)?available|for\s+the\s+use|free|freely|provided|distributed|licen[sc]ed|released"
    r"|in\s+the\s+public\s+domain|produced)"
    r"|no\s+part\s+of\s+this\s+(?:book|publication|e-?book|work|story)\s+may\s+be"
    r"|licen[sc]ed\s+under\s+(?:a|the)\s+creative\s+commons"
    r"|(?:believed\s+to\s+be|are|is)\s+in\s+the\s+public\s+domain)\b",
    re.I,
)
_EDITION = re.compile(
    r"\W*(?:isbn\b|(?:release|posting|publication)\s+date\s*:|(?:character\s+set\s+)?encoding\s*:"
    r"|date\s+(?:of\s+)?(?:first\s+)?(?:publication|posted|published)\s*:|original\s+publication\s*:"
    r"|(?:e-?book|e-?text)\s+(?:no\.?|number|\#)|[\w ]{1,30}\be-?(?:book|text)\s+\#\s*\d"
    r"|(?:produced|prepared|digiti[sz]ed|scanned|transcribed|illustrator|translator|editor|publisher)(?:\s+by)?\s*:"
    r"|(?:produced|digiti[sz]ed|scanned|transcribed)\s+by\s+(?:[A-Z][\w.'’-]*\s*){1,6}\Z"
    r"|cover\s+(?:art|design|image)\s+(?:by|copyright)\b)",
    re.I,
)
"""What is said of an edition, in a line or two."""
_NOTES_HEADING = re.compile(r"[\W_]*(?:foot|end)?notes[\W_]*", re.I)
_NOTE = re.compile(r"\s*(?:\[\^?\d{1,3}\]:?\s|\[footnote\b)", re.I)
_SIGNED_NOTE = re.compile(r"\s*(?P<sign>[*†‡§]{1,3}|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\{\d{1,3}\})\s?(?=[A-Z“\"‘'])")
_SIGNED_WITHIN = 12
"""Paragraphs before a note under a sign, within which the sign stands behind a word."""
_LABELS = (
    r"rating|rated|summary|disclaimers?|fandoms?|pairings?|relationships?|characters?|genres?|warnings?|archive"
    r"(?: warnings?)?|spoilers?|series|dates?|notes?|a/?n|author['’]?s?\s+notes?|category|categories|words?"
    r"|word\s*count|copyright|beta(?:[- ]?reader)?|betaed by|feedback|e-?mail"
    r"|status|timeline|language"
    r"|published|updated|completed|chapters|stats|tags|additional tags|distribution|permission"
    r"|acknowledge?ments?|website|homepage|url|reviews?|content|kinks?|prompt|recipient|source|credits?"
)
_LABEL = re.compile(rf"[\s*_]*(?:{_LABELS})[*_\s]*:", re.I)
_TITLE_LABEL = re.compile(r"(?P<label>[\s*_]*(?P<what>title|story|author|writer)[*_\s]*:[\s*_]*)\S", re.I)
_DISCLAIMER = re.compile(
    r"(?:i (?:do not|don['’]?t) own|(?:they|these|all|most)\s[^.]{0,60}(?:belongs? to|are (?:the )?property"
    r" of|aren['’]?t mine|are not mine)|no (?:copyright )?infringement|not mine\b|not making any money)",
    re.I,
)
_COUNTS = re.compile(
    r"\W*(?:[\d.,]+\s?[KM]?\s+(?:reads?|views?|votes?|stars?|comments?|parts?(?:\s+story)?|chapters?|words|kudos|hits)\b"
    r"[\W_]*){2,}",
    re.I,
)
"""What an archive counts of a story: "1.2K Reads 88 Votes 12 Part Story"."""
_WRITTEN = re.compile(
    r"[\W_]*(?:written|posted|archived|originally|first\s+(?:published|posted|appeared)|(?:copyright\s*)?©|\(c\)"
    r"|copyright|all rights reserved|spoilers?\b|rated\b|slash\b|no spoilers)(?!\s+by\b).{0,160}",
    re.I | re.S,
)
_ADDRESS = re.compile(
    r"(?<!\]\()(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}", re.I
)
_NOTE_OF_AUTHOR = re.compile(
    r"[\W_]*(?:a/n|an:|author['’]?s?\s+notes?|note from the author)\b\s*[:;.–—-]", re.I
)
_TURNED = re.compile(r"[\W_]*continue (?:to|reading)(?: the)? next (?:part|chapter)[\W_]*", re.I)
"""What an archive's page says between two chapters."""
_BACK = re.compile(
    r"[\W_]*(?:tbc|to be continued|end of (?:part|chapter)\b.{0,30}"
    r"|please\s+(?:read\s+and\s+)?review|r\s?&\s?r"
    r"|(?:reviews?|feedback|comments?|kudos|constructive criticism)\b.{0,120}"
    r"|(?:send|e-?mail)\s+(?:me\s+)?(?:feedback|comments).{0,80}"
    r"|(?:thanks?|thank you)\s+for\s+reading.{0,120}"
    r"|let me know what you think.{0,60}"
    r"|vote\W{1,12}comment\b.{0,40})[\W_]*",
    re.I | re.S,
)


def find(
    text: str, units: Sequence[Stretch], taken: Sequence[Matter], *, plain: bool = False
) -> tuple[list[Matter], About]:
    """Return what isn't story among the units (paragraphs), and the metadata found there.

    Segments that overlap what is `taken` already are left out; `at` is where each begins. In a `plain` text
    the notes of an archive are found by their headings.
    """
    found: list[Matter] = []
    low, high, about = _gutenberg(text, units, found)
    inner = [unit for unit in units if low <= unit[0] < high]
    found += _brackets(text, low, high)
    left = _free(inner, found)
    found += contents.find(text, left, apart(taken))
    found += contents.lists(text, left)
    left = _free(left, found)
    found += _of_transcriber(text, left)
    if plain:
        of_fiction, named = fan_fiction.find(text, _free(left, found))
        found += of_fiction
        about = _filled(about, named)
    left = _free(left, found)
    fresh, told = _front(text, left[:FRONT_UNITS])
    found += fresh
    found += _notes(text, _free(left, found))
    found += _back(text, _free(left, found)[-BACK_UNITS:])
    found += [_matter(unit, "author's note") for unit in _free(left, found) if _of_author(text, unit)]
    found += [_matter(unit, "back matter") for unit in _free(left, found) if _TURNED.fullmatch(text, *unit)]
    return apart(clear_of(found, taken)), _filled(about, told)


def _gutenberg(text: str, units: Sequence[Stretch], found: list[Matter]) -> tuple[int, int, About]:
    """Find Project Gutenberg's header and licence; return the book's start and end offsets."""
    start = _START.search(text, 0, 60_000)
    low, about = 0, About()
    if start:
        low = start.end()
        about = _header(text[:low])
        found.append(Matter(start=units[0][0], end=low, kind="licence", at=units[0][0]))
    end = _END.search(text, low)
    high = end.start() if end else len(text)
    inner = [unit for unit in units if low <= unit[0] < high]
    last = next((unit for unit in inner[-3:] if _END_LINE.match(text, *unit)), None)
    if last:
        high = last[0]
    if high < len(text):
        found.append(Matter(start=high, end=units[-1][1], kind="licence", at=high))
    if start:
        goes_on = False
        for unit in inner[:8]:
            words = text[slice(*unit)].strip("*_ \n")
            if _PRODUCED.match(words) or (goes_on and (words[:1].islower() or _PRODUCED_TOO.match(words))):
                found.append(_matter(unit, "produced-by line"))
                goes_on = True
            else:
                goes_on = goes_on and not any(map(str.isalnum, words))
    return low, high, about


def _header(header: str) -> About:
    header = re.sub(r"[*_]", "", header)

    def field_of(name: str) -> str:
        match = re.search(rf"^{name}:[^\S\n]*(\S[^\n]*(?:\n[^\S\n]+\S[^\n]*)*)", header, re.M | re.I)
        return "\n".join(" ".join(line.split()) for line in match[1].split("\n")) if match else ""

    languages = {
        "english": "en",
        "german": "de",
        "french": "fr",
        "spanish": "es",
        "italian": "it",
        "dutch": "nl",
    }
    # A title's second line is a subtitle, or another title.
    title, author = field_of("Title").split("\n")[0], " ".join(field_of("Author").split())
    if not title:
        first = re.search(
            r"Project Gutenberg(?:['’]s| E-?(?:book|text) of)\s+(?P<title>[^\n]{2,90}?),? by "
            r"(?P<author>[^\n]{2,60})",
            header, re.I,
        )  # fmt: skip
        title, author = (first["title"], author or first["author"]) if first else ("", author)
    language = field_of("Language").lower()
    return About(title=title, author=author, language=languages.get(language, language[:2]))


def _brackets(text: str, low: int, high: int) -> Iterator[Matter]:
    kinds = {
        "illu": "picture",
        "fron": "picture",
        "tran": "transcriber's note",
        "foot": "note",
        "side": "note",
        "edit": "note",
    }
    for match in _BRACKETED.finditer(text, low, high):
        line = text.rfind("\n\n", 0, match.start())
        after = text.find("\n\n", match.end())
        alone = not text[max(line, 0) : match.start()].strip()
        at = match.start() if alone else (after if after >= 0 else len(text))
        yield Matter(
            start=match.start(),
            end=match.end(),
            kind=kinds.get(match["kind"][:4].lower(), "author's note"),
            at=at,
        )


def _front(text: str, units: Sequence[Stretch]) -> tuple[list[Matter], About]:
    """Return the front matter before the first long paragraph; title and author from its labels."""
    found: list[Matter] = []
    about = About()
    for unit in units:
        words = text[slice(*unit)]
        titled = _TITLE_LABEL.match(words)
        if titled:
            label = (unit[0], unit[0] + titled.end("label"))
            found.append(_matter(label, "label"))
            value = " ".join(words[titled.end("label") :].split("\n")[0].split()).strip("*_ ")
            name = "title" if titled["what"].lower() in ("title", "story") else "author"
            about = replace(about, **{name: getattr(about, name) or value})
            found += _labelled_lines(text, unit, titled.end())
        elif _LABEL.match(words) and len(words) <= _LONGEST_FRONT:
            found.append(_matter(unit, "front matter"))
        elif _DISCLAIMER.search(words[:200]) and len(words) <= _LONGEST_FRONT and not _quoted(words):
            found.append(_matter(unit, "disclaimer"))
        elif not _quoted(words) and _is_of_edition(words):
            found.append(_matter(unit, "licence"))
        elif _is_address(words):
            found.append(_matter(unit, "address"))
        elif _COUNTS.fullmatch(words) or (
            _WRITTEN.fullmatch(words) and not _quoted(words) and len(words.split()) < 30
        ):
            found.append(_matter(unit, "front matter"))
        elif len(words.split()) >= _PROSE_WORDS:
            break
    return found, about


def _labelled_lines(text: str, unit: Stretch, skip: int) -> Iterator[Matter]:
    """Yield the labelled lines under a title's in one paragraph ("Author: …" with its label alone)."""
    at = text.find("\n", unit[0] + skip, unit[1])
    while at >= 0:
        end = text.find("\n", at + 1, unit[1])
        stop = end if end >= 0 else unit[1]
        line = text[at + 1 : stop]
        if titled := _TITLE_LABEL.match(line):
            yield _matter((at + 1, at + 1 + titled.end("label")), "label")
        elif _LABEL.match(line):
            yield _matter((at + 1, stop), "front matter")
        at = end


def _is_of_edition(words: str) -> bool:
    """Return whether a paragraph is about the book it stands in: its licence, its edition, who made it."""
    if _LICENCE.match(words):
        return len(words) <= _LONGEST_FRONT
    return bool(_EDITION.match(words)) and len(words.split()) < _PROSE_WORDS // 2


def _of_transcriber(text: str, units: Sequence[Stretch]) -> Iterator[Matter]:
    """Yield a transcriber's notes: a paragraph that begins so, and all after a heading of them at the end."""
    for i, unit in enumerate(units):
        match = _TRANSCRIBER.match(text, unit[0], min(unit[1], unit[0] + _PROSE_WORDS))
        if match is None:
            continue
        is_heading = not text[match.end() : unit[1]].split("\n", 1)[0].strip(" :.*_]")
        rest = text[unit[0] : units[-1][1]]
        if is_heading and len(units) - i <= _MOST_NOTES and rest.count(" ") <= _LONGEST_FRONT:
            yield Matter(start=unit[0], end=units[-1][1], kind="transcriber's note", at=unit[0])
            return
        yield _matter(unit, "transcriber's note")


def _quoted(words: str) -> bool:
    return words.lstrip().startswith(tuple('"“„«‘'))


def _is_address(words: str) -> bool:
    match = _ADDRESS.search(words)
    return bool(match) and len(words) <= 120 and len(words) - len(match.group()) <= 30 if match else False


def _notes(text: str, units: Sequence[Stretch]) -> Iterator[Matter]:
    """Yield notes: paragraphs that begin with a note's mark, and those under "Notes" at the end."""
    for i, unit in enumerate(units):
        words = text[slice(*unit)]
        if _NOTE.match(words) or _is_signed(text, units[max(0, i - _SIGNED_WITHIN) : i], words):
            yield _matter(unit, "note")
        elif _NOTES_HEADING.fullmatch(words) and i > 0.5 * len(units):
            following = [text[slice(*one)] for one in units[i + 1 :]]
            numbered = sum(bool(re.match(r"\s*[\[(]?\d{1,3}[\]).:]?\s", one)) for one in following)
            if following and numbered * 2 >= len(following):
                yield Matter(start=unit[0], end=units[-1][1], kind="note", at=unit[0])
                return


def _is_signed(text: str, before: Sequence[Stretch], words: str) -> bool:
    """Return whether a paragraph is a note under a sign ("* In 1911.") that stands behind a word before it.

    A list, whose entries begin so, and emphasis, which ends so, have the sign twice.
    """
    match = _SIGNED_NOTE.match(words)
    if match is None:
        return False
    behind = re.compile(rf"(?<=[\w.,;:!?\"”’)]){re.escape(match['sign'])}(?![\w*])")
    return any(text.count(match["sign"], *unit) == 1 and behind.search(text, *unit) for unit in before)


def _back(text: str, units: Sequence[Stretch]) -> Iterator[Matter]:
    for unit in units:
        words = text[slice(*unit)]
        if _quoted(words) or len(words) > 600:
            continue
        if _BACK.fullmatch(words):
            yield _matter(unit, "back matter")
        elif _is_address(words):
            yield _matter(unit, "address")


def _of_author(text: str, unit: Stretch) -> bool:
    return bool(_NOTE_OF_AUTHOR.match(text, unit[0], unit[1]))


def _matter(unit: Stretch, kind: str) -> Matter:
    return Matter(start=unit[0], end=unit[1], kind=kind, at=unit[0])


def _free(units: Sequence[Stretch], found: Sequence[Matter]) -> list[Stretch]:
    """Return the units that nothing in `found` covers wholly, in linear time."""
    ordered = sorted(found, key=lambda one: one.start)
    free, at = [], 0
    for unit in units:
        while at < len(ordered) and ordered[at].end <= unit[0]:
            at += 1
        covered = at < len(ordered) and ordered[at].start <= unit[0] and ordered[at].end >= unit[1]
        if not covered:
            free.append(unit)
    return free


def clear_of(found: Sequence[Matter], taken: Sequence[Matter]) -> list[Matter]:
    """Return what overlaps nothing that is taken, in linear time besides the sorting."""
    ordered = apart(taken)
    ends = [one.end for one in ordered]
    clear = []
    for one in found:
        at = bisect_right(ends, one.start)
        if at == len(ordered) or ordered[at].start >= one.end:
            clear.append(one)
    return clear


def apart(found: Sequence[Matter]) -> list[Matter]:
    """Return matter in order, without what overlaps an earlier one."""
    apart: list[Matter] = []
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if not apart or one.start >= apart[-1].end:
            apart.append(one)
    return apart


def _filled(about: About, told: About) -> About:
    return replace(about, title=about.title or told.title, author=about.author or told.author)
