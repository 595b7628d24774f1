"""Why a sound in the words may not be heard in the scene: negation, memory, wishes, similes, other times."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drama.system import lazy_re


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reason to doubt that a sound is heard here and now, and the factor for its confidence, 0 to 1."""

    left: float
    why: str


BOUNDARY = lazy_re.pattern(
    r"[;:—–,()]|--|\b(?:and|but|when|while|as(?!\s+(?:if|though)\b)|before|after|because|so|until|till|where|which"
    r"|who|yet|or|then|for\s+(?=a\b|the\b|he\b|she\b))\b",
    re.IGNORECASE,
)
NEGATION = lazy_re.pattern(
    r"\b(?:no|not|never|neither|nor|nobody|none|nothing|nowhere|without|hardly|scarcely|barely|cannot|no\s+longer"
    r"|instead\s+of|rather\s+than|too\s+\w+\s+to|free\s+of|lack\s+of|absence\s+of|stopped|ceased|quit)\b|n['’]t\b",
    re.IGNORECASE,
)
EXCEPTION = lazy_re.pattern(
    r"\b(?:but|except|save|only|other\s+than|apart\s+from|not\s+only)\b", re.IGNORECASE
)
HEARING = lazy_re.pattern(
    r"\b(?:could|can)\s+(?:still\s+|just\s+|now\s+|already\s+)?(?:hear|feel)\b", re.IGNORECASE
)
MODAL = lazy_re.pattern(
    r"\b(?:would|could|might|may|must|should|ought|will|shall|can|used\s+to|(?:was|were|is|be)\s+(?:about|going|due)\s+to"
    r"|(?:want|mean|meant|try|tried|hope|wish|like|long|prepare|threaten|dare|need|refuse|forget|forgot|offer)"
    r"(?:s|d|ed|ing)?\s+to|ready\s+to|in\s+order\s+to|supposed\s+to|expected\s+to|failed\s+to|unable\s+to"
    r"|wait(?:ed|ing|s)?\s+for|waiting\s+to|wait(?:ed)?\s+to|(?:hand|fist|arm)\s+to|demand\w*\s+that)\b|['’](?:d|ll)\b",
    re.IGNORECASE,
)
PERFECT = lazy_re.pattern(
    r"(?:\bhad|\bhas|\bhave|['’]ve)\b(?!\s+to\b)(?!\s+(?:just\s+|already\s+|now\s+)?(?:begun|started|set\s+in|come\s+on)\b)",
    re.IGNORECASE,
)
STATE = lazy_re.pattern(
    r"\b(?:was|were|is|are|been|being|be|lay|stood|hung|sat|remained|stayed)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
UNREAL = lazy_re.pattern(
    r"\b(?:if|unless|as\s+if|as\s+though|imagin\w+|dream\w*|dreamt|remember\w*|recall\w*|memor(?:y|ies)|thought\s+of"
    r"|thinking\s+of|thoughts\s+of|(?:told|tell|telling)\s+(?:\w+\s+){0,3}(?:of|about|how|that)|sp(?:oke|eak|eaking)\s+(?:of|about)|spoken\s+of"
    r"|talk(?:ed|ing|s)?\s+(?:of|about)|stor(?:y|ies)\s+(?:of|about|in\s+which)|legend\w*|paint(?:ing|ings|ed)|picture[sd]?|photographs?"
    r"|drawings?|novel|film|wish\w*|hop(?:e|es|ed|ing)\b|pray(?:s|ed|ing)?|fear(?:s|ed|ing)?\s+(?:that|the|a)|dread(?:s|ed|ing)?|expect\w*"
    r"|wonder(?:ed|ing|s)?|pretend\w*|seem\w*|almost(?!\s+(?:at\s+once|immediately|directly))|nearly|practically|virtually|metaphor\w*|desir\w+|longing|yearn\w*|the\s+idea\s+of|"
    r"suppose\w*|believ\w+|in\s+case|lest|kind\s+of\s+\w+\s+(?:on|in|that|when)|every\s+time|read\s+(?:of|about)|wrote\s+(?:of|about)|sang\s+of|promis\w+"
    r"|warn\w*\s+of|book\s+(?:told|of|about)|the\s+way\s+(?:it|he|she|they|you)\s+(?:does|do|did)\s+when|(?:letter|diary|report|song|poem|text|note)\s+(?:told|spoke|said|described))\b"
    r"|^\s*had\s+(?:the|a|an|he|she|they|it|I)\b|\bin\s+(?:his|her|their|my|its)\s+(?:voice|tone|words|laugh|smile|silence)\b",
    re.IGNORECASE,
)
SIMILE = lazy_re.pattern(
    r"\b(?:like|unlike|resembl\w+|reminded\s+\w+\s+of|sounded\s+like|as\s+\w+\s+as|than)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
OTHER_TIME = lazy_re.pattern(
    r"^\W*once,|\b(?:years?\s+ago|(?:an?\s+|the\s+)?(?:hour|minute|day|week|month)s?\s+(?:ago|earlier|before)\b|long\s+ago|once\s+upon|yesterday"
    r"|tomorrow|(?<!\bone )last\s+(?:night|week|month|year|summer|winter|spring|autumn|time)"
    r"|next\s+(?:day|week|month|year|time)"
    r"|in\s+(?:those|the\s+old)\s+days|back\s+then|as\s+an?\s+(?:child|girl|boy|student|young)|when\s+(?:she|he|I|they|we)\s+(?:was|were)\s+"
    r"(?:an?\s+(?:child|girl|boy)|young|small|little|\w+\s+years)|the\s+night\s+before|the\s+day\s+before|previous\s+(?:night|day)"
    r"|that\s+(?:summer|winter|spring|autumn|year)|(?:a\s+)?lifetime\s+(?:ago|later)|in\s+childhood|the\s+legend)",
    re.IGNORECASE,
)
SUMMARY = lazy_re.pattern(
    r"\b(?:until|till)\s+(?:(?:it|the\s+\w+)\s+\w+\s+)?(?:\w+\s+)?(?:dark|dawn|daylight|dusk|light|morning|noon|evening|night(?:fall)?"
    r"|midnight|sunrise|sunset|bedtime)\b",
    re.IGNORECASE,
)
HABIT = lazy_re.pattern(
    r"\b(?:every|each)\s+(?:\w+\s+)?(?:morning|afternoon|evening|night|day|noon|week|year|summer|winter|spring|autumn|sunday|monday|hour|time|birth|one)\b"
    r"|\b(?:always|often|sometimes|usually|generally|whenever|from\s+time\s+to\s+time|most\s+(?:days|nights|evenings)|on\s+\w+\s+(?:nights|evenings|mornings|days)|at\s+night)\b",
    re.IGNORECASE,
)


PRESENT = lazy_re.pattern(
    r"\b(?:is|are)\b(?=.*ing\b)|\b(?:rings|slams|crumbles|rolls|falls|blows|breaks)\b", re.IGNORECASE
)
PAST_WORDS = lazy_re.pattern(
    r"\b(?:was|were|had|did|said|went|came|took|made|saw|looked|could)\b", re.IGNORECASE
)
PRESENT_WORDS = lazy_re.pattern(
    r"\b(?:is|are|has|does|says|goes|comes|takes|makes|sees|looks|can)\b", re.IGNORECASE
)


def told_in_the_past(narration: str) -> bool:
    """Return whether a narration is in the past tense: over three times as many past as present verbs."""
    return len(PAST_WORDS.findall(narration)) > 3 * len(PRESENT_WORDS.findall(narration))


def clause_before(sentence: str, at: int) -> str:
    """Return what precedes an offset in its own clause."""
    start = 0
    for boundary in BOUNDARY.finditer(sentence, 0, at):
        start = boundary.end()
    return sentence[start:at]


COORDINATED = lazy_re.pattern(r"\b(?:and|or|but|then)\s+(?:\w+ly\s+|then\s+)*$", re.IGNORECASE)


def shared_clause(sentence: str, verb: int) -> str:
    """Return the clause with which a verb shares its subject and auxiliaries, or nothing.

    In "he would go in and slam the door" the verb follows "and" directly, so "would" also holds for "slam".
    """
    joint = COORDINATED.search(sentence, 0, verb)
    return clause_before(sentence, joint.start()) if joint else ""


def doubts(sentence: str, start: int, end: int, verb: int, *, past: bool = False) -> tuple[Doubt, ...]:
    """Return the reasons why the match from start to end, its verb at `verb`, may not be heard here and now.

    Offsets are into the sentence; the strongest reason comes first. `past` says that the story is told in
    the past tense. There the present tense describes a general truth.
    """
    own = clause_before(sentence, start) + sentence[start:end]
    lead = clause_before(sentence, start) + sentence[start:verb]
    before = sentence[:verb]
    shared = shared_clause(sentence, verb) if start == verb else ""
    participle = bool(re.match(r"\w+ed\b", sentence[verb:]))
    if not (PERFECT if participle else MODAL).search(HEARING.sub("", shared)):
        shared = ""
    found = [
        *_denied(lead, sentence[start:end], sentence[end : end + 24]),
        *_unreal(shared + lead, before, sentence[start:verb], sentence[verb:end]),
        *_elsewhen(sentence, own),
    ]
    if past and PRESENT.search(sentence[start : verb + 24]) and not PAST_WORDS.search(lead):
        found.append(Doubt(0.5, "described in the present, in a story told in the past"))
    if sentence.rstrip(" \"'”’)").endswith("?"):
        found.append(Doubt(0.6, "the sentence asks"))
    return tuple(sorted(found, key=lambda doubt: doubt.left))


def _denied(lead: str, match: str, after: str) -> list[Doubt]:
    found = []
    denials = list(NEGATION.finditer(lead))
    no = denials[-1] if denials else None
    if no and not EXCEPTION.search(lead, no.end()):
        found.append(Doubt(0.1, f"denied by {no[0]!r}"))
    if re.search(r"\b(?:never|not|no)\b|n['’]t\b", match) and not EXCEPTION.search(match) and not found:
        found.append(Doubt(0.1, "denied"))
    if re.match(
        r"\s+(?:never|did\s+not|didn['’]t|had\s+not|hadn['’]t|no\s+longer|had\s+(?:died|stopped|ceased))\b",
        after,
    ):
        found.append(Doubt(0.1, "denied by what follows"))
    if re.match(r"\s+(?:itself\s+out|away\s+to\s+nothing)\b", after):
        found.append(Doubt(0.3, "it is over"))
    return found


def _unreal(lead: str, before: str, gap: str, rest: str) -> list[Doubt]:
    found = []
    modal = MODAL.search(HEARING.sub("", lead + rest))
    if modal:
        found.append(Doubt(0.15, f"not said to happen: {modal[0].strip()!r}"))
    perfect = PERFECT.search(lead)
    if perfect:
        found.append(Doubt(0.3, "it happened before (had …)"))
    if STATE.search(gap) and re.match(r"\w+(?:ed|en|ut|ung)\b", rest):
        found.append(Doubt(0.25, "a state, not an event"))
    unreal = UNREAL.search(before)
    if unreal:
        found.append(Doubt(0.2, f"thought, told or feared: {unreal[0].strip()!r}"))
    if SIMILE.search(lead) or re.search(r"\blike\b|\bas\s+(?:if|though)\b", gap):
        found.append(Doubt(0.15, "a likeness"))
    if re.search(r"\bto\s+$", lead) and not re.search(
        r"\b(?:began|begun|begin|begins|start(?:s|ed)?|continued|came|leaned\s+over|turned)\s+to\s+$", lead
    ):
        found.append(Doubt(0.3, "an intention"))
    return found


def _elsewhen(sentence: str, own: str) -> list[Doubt]:
    found = []
    hours = SUMMARY.search(sentence)
    if hours:
        found.append(Doubt(0.6, f"hours told in a sentence: {hours[0].strip()!r}"))
    time = OTHER_TIME.search(sentence)
    if time:
        found.append(Doubt(0.25, f"another time: {time[0].strip()!r}"))
    habit = HABIT.search(own) or HABIT.search(sentence[: len(own)])
    if habit:
        found.append(Doubt(0.35, f"a habit: {habit[0].strip()!r}"))
    return found
