"""How a line is said and where it comes from, by its tag and its punctuation: whispered, thought, radio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from drama.adapt.text.reading import Reading
    from drama.adapt.values import Unit

_VERBS = {
    "whispered": "whispered whispers whispering hissed hisses",
    "murmured": "murmured murmurs murmuring muttered mutters muttering mumbled mumbles mumbling",
    "shouted": """shouted shouts shouting yelled yells yelling screamed screams screaming bellowed bellows
        roared roars hollered hollers bawled bawls shrieked shrieks thundered thunders screeched""",
    "sobbed": "sobbed sobs sobbing wept weeps whimpered whimpers wailed wails blubbered",
    "breathless": "gasped gasps gasping panted pants panting wheezed wheezes puffed",
    "laughed": "laughed laughs laughing chuckled chuckles giggled giggles tittered chortled guffawed",
    "sung": "sang sings singing chanted chants crooned croons",
    "slow": "drawled drawls drawling intoned intones",
    "fast": "gabbled gabbles babbled babbles blurted blurts",
    "thought": "thought thinks wondered wonders mused muses reflected figured figures reasoned",
    "radio": "radioed radios",
}
BY_VERB = {verb: how for how, verbs in _VERBS.items() for verb in verbs.split()}
_OF = "(?:the|a|an|his|her|their|my|its|this|that)"
_PHRASES = {
    "whispered": [rf"in {_OF} (?:\w+ )?whisper", rf"under {_OF} breath", "whispering"],
    "murmured": [
        r"(?:in|with) an? (?:\w+,? )?(?:low|quiet|small|hushed|soft) (?:voice|tone)",
        "quietly",
        "softly",
    ],
    "shouted": [
        rf"at the top of {_OF} (?:voice|lungs)",
        "(?:in|with) a (?:loud|great) (?:voice|shout)",
        "loudly",
    ],
    "sobbed": [
        rf"through {_OF} tears",
        "tearfully",
        "between sobs",
        "with a sob",
        "voice br(?:oke|eaking|eaks)",
    ],
    "breathless": ["breathlessly", "(?:out|short) of breath", "panting"],
    "laughed": [r"with a (?:\w+ )?(?:laugh|chuckle|giggle)", "laughing"],
    "slow": ["slowly", "haltingly"],
    "fast": ["hurriedly", "quickly", "rapidly", "in a rush", "all in one breath"],
    "thought": [
        "to (?:himself|herself|themselves|myself)",
        "silently",
        "(?:could|did|would) not (?:say|speak|utter) the words",
        "in (?:his|her|my) (?:own )?(?:head|mind)",
    ],
    "radio": [
        rf"(?:over|on|from|through|into) {_OF} (?:radio|comm?s?|comlink|walkie-talkie|headset|wireless)"
    ],
    "telephone": [rf"(?:over|on|into|down|through|from) {_OF} (?:telephone|phone|receiver|handset|mobile)"],
    "address": ["(?:over|from|through) the (?:intercom|loudspeakers?|speakers?|tannoy|megaphone)"],
    "distant": [
        "from (?:afar|a distance|far away|outside|below|above|upstairs|downstairs|the (?:next|other) room)"
    ],
    "letter": [rf"{_OF} (?:letter|note|telegram|postcard|diary)\b[^.]*(?:read|said|ran|began|was)", "wrote"],
    "message": [rf"{_OF} (?:recording|recorded message|voicemail|hologram|text|e-?mail)", "texted", "typed"],
}
_HOW = tuple(
    (how, re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)) for how, patterns in _PHRASES.items()
)
_LEVEL = ("whispered", "murmured", "shouted")


def of(reading: Reading, tagged: frozenset[str], quote: int) -> tuple[str, ...]:
    """Return the words of HOW that hold for a quotation, sorted, given those of its turn's tags."""
    found = set(tagged)
    span = reading.spans[quote]
    inner = reading.text[span.start : span.end].rstrip("_* ")
    if re.search(r"(?:—|--|[^-\s]-|–)$", inner):
        found.add("cut-off")
    elif re.search(r"(?:…|\.\.\.|\. \. \.)[?!]?$", inner):
        found.add("trailing")
    levels = [how for how in _LEVEL if how in found]
    if levels:
        found.discard("thought")  # "she murmured to herself" is heard
    return tuple(sorted(found - set(levels[1:])))


def tagged(reading: Reading, unit: Unit) -> frozenset[str]:
    """Return what the tags of a turn say of all its quotations."""
    found: set[str] = set()
    hints = [hint for hint in unit.hints if hint.kind in {"tag", "loose", "intro"}]
    surest = [hint for hint in hints if hint.kind in {hints[0].kind, "intro"}]
    found |= {BY_VERB[hint.verb] for hint in surest if hint.verb in BY_VERB}
    for clause in _clauses(reading, unit, {hint.mention.sentence for hint in hints}):
        found |= {how for how, pattern in _HOW if pattern.search(clause)}
    return frozenset(found)


def _clauses(reading: Reading, unit: Unit, sentences: set[int]) -> list[str]:
    """Return the narration of tags' sentences, in the turn's paragraph and the one before it."""
    words: dict[int, list[str]] = {sentence: [] for sentence in sorted(sentences)}
    for index in (unit.paragraph - 1, unit.paragraph):
        for token in reading.paragraphs[index].tokens if index >= 0 and words else ():
            if token.sentence in words and token.quote < 0:
                words[token.sentence].append(token.text)
    return [re.sub(r" (?=[,.;:!?])", "", " ".join(clause)) for clause in words.values()]
