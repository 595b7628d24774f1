"""Homographs: words that are spelled alike and pronounced by their meaning: "close the door", "stood close".

For engines that take phonemes. A word is marked only where the words beside it decide (homographs.txt);
everywhere else the engine's own reading stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from drama.speech.phonemes import pronounced
from drama.system import lazy_re

_BEFORE, _AFTER = 70, 50
"""Characters before and after a word that its rules see, so that their cost doesn't grow with the text."""

_KINDS = {
    "adverb": (
        r"(?:(?:never|always|just|then|not|ever|still|also|really|once|only|often|soon|even|all|both|each|"
        r"[a-z]{2,}ly) ){0,2}"
    ),
    "modal": (
        r"(?:to|will|would|can|could|shall|should|may|might|must|do|does|did|don't|doesn't|didn't|can't|cannot|"
        r"couldn't|won't|wouldn't|shouldn't|mustn't|let's|please|didst|dare|[a-z]{1,5}'ll)"
    ),
    "subject": (
        r"(?:i|you|he|she|it|we|they|who|that|which|nobody|everybody|everyone|somebody|someone|anybody|anyone)"
    ),
    "many": r"(?:i|you|we|they|people|men|women|children|who|folk|[a-z]+men|[a-z]{2,}[^s'\W]s)",
    "be": r"(?:am|is|are|was|were|be|been|being|got|get|getting|[a-z]{1,5}'re|[a-z]{1,5}'m)",
    "have": r"(?:have|has|had|having|haven't|hasn't|hadn't|[a-z]{1,5}'ve)",
    "the": (
        r"(?:the|a|an|my|your|his|her|its|our|their|this|that|these|those|some|any|no|every|another|"
        r"one|[a-z]+'s)"
    ),
    "object": (
        r"(?:{the}|me|him|them|us|it|you|himself|herself|itself|themselves|everything|everyone|all|both|"
        r"yourself)\b"
    ),
    "start": (
        r"(?:(?:^|[.!?;:,—]) ?(?:(?:and|or|then|so|but|please|now|oh|go) )?|\b(?:and|or|then|please) )"
    ),
    "command": r"\b{modal} {adverb}$",
    "she": r"\b{subject} {adverb}$",
    "asked": (
        r"\b(?:did|does|do|can|could|will|would|shall|should|may|might|must|let|make|made|help|helped|heard?|saw|"
        r"see|watch|watched)(?:n't)? (?:the )?[a-z]+ {adverb}$"
    ),
    "along": (
        r"(?:up|down|back|round|around|through|along|between|past|into|across|on|out|over|away|"
        r"towards?|among|off)\b"
    ),
    "ship": (
        r"(?:ship|boat|deck|wave|spray|sail|anchor|stern|hull|mast|vessel|barge|ferry|dinghy|cutter|yacht|oar|"
        r"rudder|keel|prow|canoe|launch|sloop|schooner|rail|sea)"
    ),
}
"""Word classes that the rules name in braces; each may use those before it."""

_COMMANDS = {
    "record": "ɹɪˈkɔːɹd", "present": "pɹɪˈzɛnt", "permit": "pɚˈmɪt", "object": "əbˈdʒɛkt",
    "subject": "səbˈdʒɛkt", "perfect": "pɚˈfɛkt", "convict": "kənˈvɪkt", "conduct": "kənˈdʌkt",
    "escort": "ɪˈskɔːɹt", "insult": "ɪnˈsʌlt", "suspect": "səˈspɛkt", "transport": "tɹænˈspɔːɹt",
    "attribute": "əˈtɹɪbjuːt", "contest": "kənˈtɛst", "extract": "ɪkˈstɹækt", "import": "ɪmˈpɔːɹt",
    "export": "ɪkˈspɔːɹt", "torment": "tɔːɹˈmɛnt", "project": "pɹəˈdʒɛkt", "contract": "kənˈtɹækt",
    "use": "juːz", "excuse": "ɪkˈskjuːz", "abuse": "əˈbjuːz", "house": "haʊz", "desert": "dɪˈzɜːt",
    "separate": "ˈsɛpəɹˌeɪt", "estimate": "ˈɛstɪmˌeɪt", "deliberate": "dɪˈlɪbəɹˌeɪt",
    "alternate": "ˈɔːltɚnˌeɪt", "moderate": "ˈmɑːdəɹˌeɪt", "duplicate": "ˈduːplɪkˌeɪt",
    "delegate": "ˈdɛlɪɡˌeɪt", "elaborate": "ɪˈlæbəɹˌeɪt", "animate": "ˈænɪmˌeɪt", "intimate": "ˈɪntɪmˌeɪt",
    "advocate": "ˈædvəkˌeɪt", "articulate": "ɑːɹˈtɪkjʊlˌeɪt", "appropriate": "əˈpɹoʊpɹɪˌeɪt",
    "graduate": "ˈɡɹædʒʊˌeɪt",
}  # fmt: skip
"""Verbs that are spelled like a noun or an adjective, with their pronunciation as verbs."""


class _Rule(NamedTuple):
    ipa: str
    before: re.Pattern[str]
    after: re.Pattern[str]


def with_homographs(text: str) -> str:
    """Return spoken text with the pronunciation marked of each homograph that its neighbours decide."""
    return _words().sub(_sounded, text)


def _sounded(match: re.Match[str]) -> str:
    word = match[0]
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    after = match.string[match.end() : match.end() + _AFTER]
    for rule in _rules().get(word) or _rules().get(word.lower(), ()):
        if rule.before.search(before) and rule.after.match(after):
            return pronounced(word, rule.ipa)
    return word


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'’-])(?:{'|'.join(sorted(_rules()))})(?!\w)", re.IGNORECASE)


@cache
def _rules() -> dict[str, tuple[_Rule, ...]]:
    found = defaultdict(list)
    for word, ipa in _COMMANDS.items():
        # After "to" and "they" espeak-ng distinguishes them itself; "from house to house" stays a noun.
        found[word] = [
            _rule(ipa, r"\b(?!to\b){modal} {adverb}$", ""),
            _rule(ipa, r"(?:{start}|\bto )$", " {object}"),
        ]
    table = files(__package__).joinpath("homographs.txt").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            word, ipa, before, after = (*line.split("\t"), "", "")[:4]
            found[word].append(_rule(ipa, before, after))
    return {word: tuple(rules) for word, rules in found.items()}


def _rule(ipa: str, before: str, after: str) -> _Rule:
    return _Rule(ipa, *(lazy_re.pattern(_spelled_out(text), re.IGNORECASE) for text in (before, after)))


def _spelled_out(text: str) -> str:
    """Return a pattern with the word classes that it names expanded."""
    while named := re.search(r"\{([a-z]+)\}", text):
        text = text.replace(named[0], _KINDS[named[1]])
    return text
