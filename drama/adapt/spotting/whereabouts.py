"""Where the people in a sentence of narration are: the places it names, and how it names them."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from drama.adapt.spotting.context import clause_before
from drama.adapt.spotting.wording import forms
from drama.places import PLACES, UNNAMED_ROOM
from drama.system import lazy_re

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

How = Literal["arrives", "is in", "opens in", "names", "leaves"]
"""Somebody comes to the place or is there; a sentence opens with it or describes it; somebody leaves it."""

NAMED = frozenset(re.findall(r"[a-zé]+", " ".join(word.split()[-1] for place in PLACES.values() for word in place.words))) | {
    "bridge", "deck", "cabin", "hold", "ship", "bed", "room", "rooftop", "skylight", "shutter", "shutters", "pane", "panes",
    "window", "windows", "tiles", "slates", "thatch", "ceiling", "canvas",
}  # fmt: skip
"""A sentence without any of these names no place."""
AMBIGUOUS = ("bridge", "deck", "cabin", "hold", "ship")
CALLED = {word: place.name for place in PLACES.values() for word in place.words}
INDOORS = frozenset(
    word for place in PLACES.values() for word in place.words
    if place.room == "small-room" and place.name not in {"cellar", "attic", "tent", "car", "train"}
)  # fmt: skip
"""Places of whose doors and windows people speak when they are in them."""


def lazily(pattern: str) -> re.Pattern[str]:
    """Return a lazily compiled pattern that ignores case."""
    return lazy_re.pattern(pattern, re.IGNORECASE)


THE = r"(?:the|a|an|his|her|their|its|my|our|your|this|that|another|some|\w+[’']s?)"
BETWEEN_WORDS = r"(?:(?!(?:the|an?|his|her|their|its|of|and|was|were|is|had|that|who)\b)[\w’'-]+\s+){0,2}?"
PART_OF = r"(?:\w+\s+of\s+(?:the|a|an|his|her|their|its|my|our)\s+)??"
MOVES = forms(
    "come go walk run step climb slip hurry rush cross return burst stumble crawl ride drive flee follow lead carry head"
    " descend emerge move stride march wander pass push land turn leap jump sneak creep bring take dash fly sail swim"
    " limp stagger file trudge gallop pull drag retire make get"
)
IRREGULAR_MOVES = r"gotten|rode|ridden|drove|driven|fled|strode|crept|led|brought|took|swam|flew|ran|went|came|got|made|is\s+back|was\s+back|were\s+back"


def _either(words: Iterable[str], between: str = r"[\s-]+") -> str:
    """Return an alternation of words, the longest first; one that never matches of none."""
    ordered = sorted(words, key=lambda word: (-len(word), word))
    either = "|".join(re.escape(word).replace(r"\ ", between).replace("'", "['’]") for word in ordered)
    return either or "(?!)"


@lru_cache(maxsize=4)
def _ways(told: frozenset[str]) -> dict[How, re.Pattern[str]]:
    """Return how these words for places are named; compiling takes 150 ms with all 517, and 20 with a dozen."""
    named, indoors = _either(told), _either(told & INDOORS)
    place = (
        rf"(?P<place>{named})\b(?![-’']\w)"
        r"(?!\s+(?:stairs|steps|stairway|doors?|gates?|windows?|keys?|lights?|lamps?|walls?|ceiling|curtains)\b)"
    )
    return {
        "arrives": lazily(
            rf"\b(?:{MOVES}|{IRREGULAR_MOVES})\s+(?:[\w’'-]+\s+){{0,3}}?(?:into|to|onto|in|inside|through|across|down|up|along|aboard|by|at|on|over|upon)"
            rf"\s+(?:to\s+)?(?:{THE}\s+)?{BETWEEN_WORDS}{place}"
            rf"|\b(?:{forms('make work pick feel fight thread push find wind grope elbow wend')}|made|felt|fought|wound|found)\s+(?:his|her|their|my|our|its)\s+way\s+(?:[\w’'-]+\s+){{0,2}}?"
            rf"(?:into|to|onto|in|inside|through|across|down|up|along|past|over|between|among|around|round)\s+{THE}\s+{BETWEEN_WORDS}{PART_OF}{BETWEEN_WORDS}(?P<place4>{named})\b"
            rf"|\b(?:found|discovered|came\s+(?:up)?on|caught\s+up\s+with|tracked\s+down|met|joined)\s+(?:him|her|them|me|us|(?-i:[A-Z])\w+)\b,?\s+(?:[\w’'-]+,?\s+){{0,5}}?"
            rf"(?:in|on|at|by|aboard|under|beside|inside|down)\s+(?:(?:by|in|at|on)\s+)?{THE}\s+{BETWEEN_WORDS}(?P<place5>{named})\b"
            rf"|(?:\band|\bthen|,)\s+(?:in|on)to\s+{THE}\s+{BETWEEN_WORDS}(?P<place3>{named})\b"
            rf"|\b(?:{forms('enter reach approach board cross regain')}|found|gained)\s+(?:{THE}\s+){BETWEEN_WORDS}(?P<place2>{named})\b(?!\s+(?:empty|locked|shut|closed))"
            rf"|\b(?:put|washed|cast|thrown|swam|waded|rowed|went|came|got|carried|set|driven)\b[^.;]{{0,40}}?\b(?P<place6>ashore)\b"
            rf"|\b(?:{forms('go step come run walk hurry rush slip get')}|went|came|got|ran)\s+(?:back\s+)?(?P<place7>outside|outdoors)\b(?!\s+(?:the|of|his|her))"
        ),
        "is in": lazily(
            rf"\b(?:in|inside|within|on|at|aboard|beneath|under|by|into|across|around|about|round|through|along|down|up|over|among|amid|throughout|onto|under)"
            rf"\s+{THE}\s+{BETWEEN_WORDS}{PART_OF}{BETWEEN_WORDS}{place}"
            rf"|\b(?:at|in)\s+(?P<place2>school|home|court|prison|church|hospital|camp|bed|mission\s+control)\b"
            rf"|\bon\s+(?P<place6>deck)\b"
            rf"|\b(?:between|among)\s+the\s+(?:\w+\s+)?(?P<place7>trees|firs|pines|oaks|beeches|birches|dunes|pews)\b"
            rf"|\bfrom\s+the\s+(?:middle|back|front|top|bottom|foot|far\s+\w+|edge)\s+of\s+{THE}\s+{BETWEEN_WORDS}(?P<place5>{named})\b"
            rf"|\b{THE}\s+(?P<place4>{indoors})\s+(?:window|door|floor|walls?|ceiling|curtains|stove)\b"
        ),
        "opens in": lazily(
            rf"^\W*(?:(?:and|but|then|now|meanwhile|down|up|out|over|back|far|high|deep|low|below|above|outside|inside|later|somewhere|here|there|miles|away"
            rf"|alone|deep|only|just|almost|right|\w+ly|\w+\s+(?:hundred\s+)?(?:feet|miles|floors|decks)),?\s+){{0,4}}"
            rf"(?:in|inside|on|at|aboard|under|beneath|over|behind|beyond|within)\s+(?:{THE}\s+)?{BETWEEN_WORDS}{PART_OF}{place}"
            # "Ises, up on the bridge, was counting."
            rf"|^\W*(?-i:[A-Z])\w+(?:\s+(?-i:[A-Z])\w+)?,\s+(?:(?:up|down|out|over|back|still|alone|now|already|high|far)\s+)?(?:in|on|at|aboard|inside)\s+{THE}\s+{BETWEEN_WORDS}(?P<place2>{named}),"
        ),
        "names": lazily(
            rf"^\W*(?:(?:on|in|at|that|by|all|before|after)\s+(?:\w+\s+){{1,2}}?)?{THE}\s+{BETWEEN_WORDS}{place}(?:\s+(?:at|of|in|on)\s+[\w’']+(?:\s+\w+)?)?"
            r"\s+(?:(?:was|were|is|are|had|has|closed|opened|talked|smelled|smelt|smells|stank|lay|lies|stood|stands|looked|seemed|felt|echoed|roared|hummed|buzzed"
            r"|rang|blazed|glowed|filled|fell)\b)"
            rf"|^\W*(?:it|this)\s+(?:was|is)\s+(?:only\s+|just\s+|nothing\s+but\s+)?an?\s+{BETWEEN_WORDS}(?P<place3>{named})\b(?=\s*(?:[.,;:!—]|$))"
            rf"|\b(?:and|when|while|as|but|where|till|until)\s+{THE}\s+(?P<place2>{named})\s+(?:grew|was|were|is|lay|fell|turned|became|went|(?:had\s+)?beg[au]n\s+to\s+(?:empty|fill))\s+(?:\w+ly\s+|quite\s+|very\s+|so\s+|still\s+)?"
            r"(?:up\b|with\b|dark|quiet|silent|still|cold|empty|full|crowded|warm|bright|dim|hot|deserted|asleep)\b"
        ),
        "leaves": lazily(
            rf"\b(?:{forms('leave')}|left|out\s+of|away\s+from|from)\s+(?:{THE}\s+){BETWEEN_WORDS}(?P<place>{named})\b"
        ),
    }


IMAGINED = lazily(
    r"\b(?:like|as\s+if|as\s+though|thought|dream\w*|towards?|far|view|picture|image|name|heading|bound|look(?:s|ed|ing)?|glanc\w+|star(?:ed|ing|es)"
    r"|gaz\w+|point\w*|window|the\s+size|gone|been|lords|king|queen|prince|people|rest|news|end|way|road|gates?|edge|imagin\w+|footsteps|footfalls|steps)\s+(?:(?:up|down|out|back|over|off)\s+)?$"
)
"""Words right before a preposition which show that nobody is in the place after it."""
UNREAL = lazily(
    r"\b(?:if|as\s+if|as\s+though|imagin\w+|dream\w*|wish\w*|would|could\s+have|should|might|must|want\w*\s+to|hop(?:ed|ing)|plan(?:s|ned)?\s+to"
    r"|try(?:ing)?\s+to|tried\s+to|never|not|n['’]t|to\s+be|about\s+how|stories|tales|legend|since|until|used\s+to)\b"
    # "the voice he had kept at home"
    r"|\b(?:the|that|this|an?|his|her|their|its|my|our)\s+(?!(?:time|moment|minute|hour|day|instant)\b)(?:\w+\s+)?\w+\s+(?:he|she|they|I|we|you)(?:\s+had|['’]d)\b"
)
YOUTH = lazily(r"\b(?:as|when\s+(?:he|she|I)\s+was)\s+an?\s+(?:girl|boy|child|lad|student|young\s+\w+)\b")
NOT_A_PLACE = lazily(
    r"\b(?:on\s+(?:the|his|her|their)\s+(?:way|path|road\s+to)|(?:at|by|outside)\s+the\s+(?:gates?|end|foot|edge|doors?)\s+of"
    # A door, a sign or a map of a place is not the place.
    r"|(?:in|on|at)\s+(?:the|an?|his|her|their)\s+(?:\w+\s+)?(?:doors?|gates?|sign|map|plan|picture|painting|photograph|drawing|model|key|keys|name|side|outside|story)\s+(?:of|to)"
    r"|down\s+the\s+hill\b|(?:about|by|within|for|of|every|half|than|nearly|almost)\s+(?:a\s+|half\s+a\s+)?yard|in\s+the\s+(?:end(?!,)|way|course|middle\s+of\s+(?:the\s+)?battle)"
    r"|out\s+of\s+the\s+woods|hold\s+the\s+fort|into\s+the\s+bargain|at\s+home\s+with|on\s+the\s+whole|at\s+the\s+outside|up\s+the\s+stairs\s+of)\b"
)
OFF = r"(?:over|out|off|away|back|down|up|far|somewhere|along|deep)"
THERE = r"(?:began|begin|begins|came|comes|rang|rings|sounded|sounds|struck|strikes|called|calls|cried|cries|barked|barks|shouted|boomed|booms|rolled|echoed|drifted|floated|gave|went|faded|died|receded)"
HEARD_FROM = lazily(
    rf"\b(?:bells?|horn|foghorn|whistle|siren|clock|dogs?|voices?|music|shouts?|cries|cry|screams?|shots?|guns?|thunder|drums?|engines?|song|singing|laughter|noise|sound|footsteps|footfalls)\b"
    rf"(?:\s+[\w’'-]+){{0,3}}?\s+{THERE}\s+(?:[\w’'-]+\s+)?(?:{OFF}\s+|from\s+)$"
)
"""A sound that comes over from a place: whoever hears it is somewhere else."""
FAR_OFF = lazily(
    r"\b(?:far\s+(?:away|off)|somewhere|miles\s+(?:away|off)|in\s+the\s+distance),?\s+(?:\w+\s+)?"
    r"(?:over|across|beyond)\s+(?:[\w’'-]+\s+){1,3}$"
)
"""Before a place at which somebody looks or to which somebody listens: "far away, over the fields"."""
BLOWN = lazily(
    rf"\b(?:wind|draught|draft|breeze|gust|smell|scent|stink|reek|smoke|steam|fog|mist|dust|air|light|sunlight|moonlight)\s+(?:of\s+(?:\w+\s+){{1,3}})?"
    rf"(?:(?:{MOVES}|{IRREGULAR_MOVES}|blew|blown|drift(?:s|ed)?|pour(?:s|ed)?|seep(?:s|ed)?|stole|rose|billowed)\s+)?(?:\w+\s+)?$"
)
"""Air, or what hangs in it, that comes along a place to where people are: "a wind came up the passage"."""
WEATHER_ON = lazily(
    r"\b(?:rain|raindrops|hail|hailstones|sleet|drops|storm|downpour|drizzle|pigeons?|gulls?|birds?|claws|branch(?:es)?|twigs?|wind|snow)\b[^.;:!?—]{0,110}?"
    r"\b(?:on|against|over|above|at)\s+(?:the|a|his|her|its|their|my|our)\s+(?:[\w’'-]+\s+){0,2}?"
    r"(?:roof|roofs|rooftop|skylight|shutters?|(?:window-?)?panes?|window|windows|window-?sill|tiles|slates|thatch|ceiling|canvas)\b"
)
"""Weather that is heard on a building: whoever hears it is inside."""
STANDS_THERE = frozenset({"sink", "draining board", "blackboard", "altar", "pulpit", "high table"})
"""What shows where somebody is, but is no place to come to: a hand comes down on an altar."""
CLOSE_BEFORE = 40
GENRE = {
    "space": lazily(r"\b(?:starships?|spaceships?|airlocks?|bulkheads?|warp|hyperspace|starfleet|reactor|viewscreen|space\s+station|helm|orbit|hull|sensors|asteroids?|light-?years?)\b"),
    "sea": lazily(r"\b(?:schooner|frigate|galleon|sloop|masts?|sails?|mate|bosun|anchor|rigging|the\s+rail|at\s+sea|harbour|harbor|waves?|spray|keel)\b"),
}  # fmt: skip
"""Words that show what kind of ship a story's ships are."""
BY_GENRE = {
    "bridge": {"space": "bridge"},
    "deck": {"space": "spaceship", "sea": "ship-deck"},
    "cabin": {"space": "spaceship", "sea": "ship-cabin", "": "cottage"},
    "hold": {"space": "cargo-bay", "sea": "ship-cabin"},
    "ship": {"space": "spaceship"},
}
"""Words whose place, if they are one, depends on the genre; "" for any other genre."""
WEIGHT: dict[How, float] = {"arrives": 1.0, "opens in": 0.9, "is in": 0.75, "names": 0.4, "leaves": 0.0}
"""How strongly each way of naming a place shows that the scene is there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place named in narration."""

    place: str
    """A name of PLACES; empty for a name that depends on the story's genre and is none in this one."""
    how: How
    offset: int
    words: str
    sure: float
    """Probability that somebody is there, 0 to 1."""


THING_OF = {thing: place.name for place in PLACES.values() for thing in place.things}


def genre(narration: str) -> str:
    """Return what kind of ship a story's ships are, "space" or "sea"; empty where there are none."""
    counts = {name: len(pattern.findall(narration)) for name, pattern in GENRE.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-zé]+", text.lower()))


class Whereabouts:
    """Where people are, told from the sentences of one story's narration."""

    def __init__(self, narration: str) -> None:
        """Take the whole narration: what it doesn't name isn't looked for, and tells what kind of ship its ships are."""
        words = _words(narration)
        self._ships = genre(narration)
        self._ways = _ways(frozenset(name for name in (*CALLED, *AMBIGUOUS) if _words(name) <= words))
        things = _either((thing for thing in THING_OF if _words(thing) <= words), r"\s+")
        self._things = lazily(rf"\b(?P<thing>{things})\b")

    def things(self, sentence: str) -> tuple[str, ...]:
        """Return the places that the things in a sentence suggest, one for each thing, in order."""
        found = self._things.finditer(sentence)
        return tuple(THING_OF[" ".join(match["thing"].lower().split())] for match in found)

    def mentions(self, sentence: str) -> tuple[Mention, ...]:
        """Return the places in a sentence, in order; each word counts in its strongest way."""
        if NAMED.isdisjoint(_words(sentence)):
            return ()
        best: dict[int, Mention] = {}
        for found in self._found(sentence):
            before = best.get(found.offset)
            if before is None or WEIGHT[found.how] * found.sure > WEIGHT[before.how] * before.sure:
                best[found.offset] = found
        ordered = [best[at] for at in sorted(best)]
        last = max((m.offset for m in ordered if m.how == "arrives"), default=-1)
        # "Through the house and into the garden": the house is only on the way.
        return tuple(
            m for m in ordered if m.how == "leaves" or (m.place and (m.how != "arrives" or m.offset == last))
        )

    def _found(self, sentence: str) -> Iterator[Mention]:
        sheltered = WEATHER_ON.search(sentence)
        if sheltered:
            words = " ".join(sheltered[0].split()[-4:])
            yield Mention(place=UNNAMED_ROOM, how="is in", offset=sheltered.start(), words=words, sure=1.0)
        for how, pattern in self._ways.items():
            for match in pattern.finditer(sentence):
                group = next(name for name, found in match.groupdict().items() if found)
                at = match.start(group)
                word = " ".join(match[group].lower().replace("’", "'").replace("-", " ").split())
                named = match[group].split()[-1][0].isupper() and bool(sentence[:at].strip(" \t“”\"'‘’"))
                on_it = sheltered is not None and sheltered.start() <= at < sheltered.end()
                if how == "arrives" and word in STANDS_THERE:
                    continue
                if named or on_it or (how != "leaves" and _imagined(sentence, match.start(), at)):
                    continue
                unreal = UNREAL.search(clause_before(sentence, at)) or YOUTH.search(sentence)
                place, words = self._called(word, how), " ".join(match[0].split())
                yield Mention(place=place, how=how, offset=at, words=words, sure=0.3 if unreal else 1.0)

    def _called(self, word: str, how: How) -> str:
        """Return the place that a word names in this story; empty where it is none."""
        by_genre = BY_GENRE.get(word, {})
        if word == "ship" and how == "opens in" and not self._ships:
            return "spaceship"  # "Within the small ship": without crew, mast or engine it is somebody's craft
        return CALLED.get(word) or by_genre.get(self._ships) or by_genre.get("", "")


def _imagined(sentence: str, start: int, at: int) -> bool:
    if NOT_A_PLACE.search(sentence, start, at + len("outside ")):
        return True
    if re.match(r"(?:a?round|about)\b", sentence[start:at], re.IGNORECASE):
        return False  # who looks round a room is in it
    near = sentence[max(0, start - CLOSE_BEFORE) : start]
    return bool(
        IMAGINED.search(near)
        or BLOWN.search(near)
        or HEARD_FROM.search(sentence[:start])
        or FAR_OFF.search(sentence[:at])
    )
