"""Which words call for which sound: the table that spotting reads.

A rule is precise rather than complete: it wants a thing and what the thing does, not the thing alone. To add a
sound, add rules for it here and sentences for it to tests/data/spotting.yaml.
"""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

import re
from dataclasses import dataclass, field

from drama.spot.wording import does, done_to, heard, noise_of


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that call for a sound."""

    name: str
    pattern: re.Pattern[str]
    sure: float
    """Probability that a producer would put the sound here, before the context is looked at."""
    why: str
    unless: re.Pattern[str] | None = None
    """Words of the sentence that make it something else."""
    variants: tuple[tuple[re.Pattern[str], str], ...] = field(default=())
    """Words of the sentence that call for another sound of the same family; the first that is found."""


def rule(name: str, pattern: str, sure: float, why: str, *, unless: str = "", **variants: str) -> Rule:
    """Return a rule from patterns; a variant's keyword is its sound's name with _ for -."""
    return Rule(
        name,
        re.compile(pattern, re.IGNORECASE),
        sure,
        why,
        re.compile(unless, re.IGNORECASE) if unless else None,
        tuple((re.compile(words, re.IGNORECASE), key.replace("_", "-")) for key, words in variants.items()),
    )


FAR = r"\b(?:distan(?:t|ce)|far|faraway|somewhere|beyond|behind\s+the\s+(?:hill|ridge|mountain)s?|miles|horizon|muttered|growl)\b"
UNDER_ROOF = r"\b(?:roof|skylight|windows?|panes?|glass|tin|canvas|tent|awning|hull|shutters?|umbrella|slates|tiles|caravan|attic)\b"
FIGURE_OF_FIRE = (
    r"\b(?:eyes?|cheeks|belly|heart|soul|blood|gaze|glance|rage|anger|open(?:ed)?\s+fire|under\s+fire)\b"
)

RAIN = r"rain|drizzle|downpour|raindrops|cloudburst|hail|sleet"
WEATHER = (
    rule(
        "rain",
        does(
            RAIN,
            "hammer drum beat patter lash fall pour batter stream pelt hiss tap rattle come sweep run "
            "drip spatter splash strike drive continue thrum begin start spit",
            gap=3,
        ),
        0.9,
        "rain falls",
        unless=r"\brain\s+of\b",
        rain_roof=UNDER_ROOF,
    ),
    rule(
        "rain",
        r"\bit\s+(?:(?:was|is)\s+(?:still\s+|already\s+)?(?P<verb>raining|pouring)|(?P<verb2>rained|rains|poured))\b",
        0.88,
        "it rains",
        rain_roof=r"\b(?:roof|skylight)\b",
    ),
    rule(
        "rain",
        r"\b(?:begun|began|started|start|begins)\s+to\s+(?P<verb>rain|drizzle|pour)\b",
        0.88,
        "it begins to rain",
    ),
    rule(
        "rain",
        noise_of("sound|noise|drumming|patter|pattering|hiss|beat|rattle|rush|roar", RAIN),
        0.88,
        "the sound of rain is named",
        rain_roof=UNDER_ROOF,
    ),
    rule("rain", heard(RAIN), 0.86, "somebody hears rain", rain_roof=UNDER_ROOF),
    rule(
        "rain",
        r"\b(?:(?:out\s+)?in|into|through|from)\s+the\s+(?:\w+\s+)?(?P<verb>rain|drizzle|downpour)\b",
        0.8,
        "somebody is in the rain",
        unless=r"\brain\s+(?:forest|coat|barrel)",
    ),
    rule(
        "wind",
        does(
            "wind|winds|breeze|gale|gusts?",
            "howl moan whistle sigh blow rise roar tug shriek scream keen rattle "
            "whip sing tear wail rush tear buffet sough lash strengthen freshen snatch pull shake take beat hiss mutter",
            gap=3,
        ),
        0.9,
        "the wind is heard",
        unless=r"\bwinds?\s+of\s+(?:change|war|fortune)|\bwind\s+(?:up|down|it|them|the)\b",
    ),
    rule("wind", r"\b(?:gusts?|blasts?|rush)\s+of\s+(?:\w+\s+)?(?P<verb>wind)\b", 0.82, "a gust"),
    rule(
        "wind",
        noise_of("sound|noise|howl|howling|moan|moaning|whistle|sigh|roar|rush|keening", "wind|gale"),
        0.9,
        "the sound of the wind is named",
    ),
    rule("wind", heard("wind|gale"), 0.86, "somebody hears the wind"),
    rule(
        "thunder",
        does(
            "thunder",
            "roll crack rumble boom growl mutter crash shake break peal clap grumble answer sound "
            "echo roar explode burst follow come split",
            gap=3,
        ),
        0.93,
        "thunder is heard",
        unless=r"\bthunder\s+of\b",
        thunder_far=FAR,
    ),
    rule(
        "thunder",
        noise_of("claps?|cracks?|peals?|crash|bursts?", "thunder"),
        0.92,
        "a clap of thunder",
        thunder_far=FAR,
    ),
    rule(
        "thunder-far",
        noise_of("rolls?|rumbles?|growls?|mutter|grumble|rumbling", "thunder"),
        0.9,
        "a roll of thunder",
    ),
    rule(
        "thunder",
        r"\bit\s+(?P<verb>thundered)\b|\ba\s+thunderclap\b",
        0.88,
        "it thunders",
        unless=r"\bit\s+thundered\s+(?:past|by|down|over|through)",
    ),
    rule(
        "storm",
        does(
            "storm|tempest|hurricane|blizzard|gale|typhoon",
            "rage break howl roar burst hit batter lash strike shake rise descend scream blow",
            gap=3,
        ),
        0.9,
        "a storm rages",
        unless=r"\b(?:storm|tempest|hurricane)\s+of\b",
    ),
    rule(
        "storm",
        r"\b(?:storm|tempest)\s+(?P<verb>was\s+(?:upon|on|over|overhead|at\s+its))\b",
        0.86,
        "a storm is here",
    ),
    rule(
        "storm",
        r"\b(?:broken|shattered|interrupted)\s+by\s+the\s+(?:\w+\s+)?(?P<verb>storm)\b",
        0.78,
        "a storm breaks in",
    ),
    rule(
        "storm",
        noise_of("sound|noise|howl|roar|fury", "storm|tempest"),
        0.86,
        "the sound of the storm is named",
    ),
)
WAVES = r"waves|breakers|surf|rollers|wavelets"
WATER = (
    rule(
        "sea",
        does(
            WAVES,
            "break crash lap roll hiss slap pound boom thunder sigh wash roar rush whisper slosh draw beat "
            "tumble burst smack",
            gap=4,
        ),
        0.9,
        "waves are heard",
        unless=r"\bwaves?\s+of\b",
    ),
    rule(
        "sea",
        does(
            "sea|ocean|tide",
            "roar crash hiss break sigh mutter boom heave roll murmur whisper pound thunder beat rage wash",
            gap=4,
        ),
        0.87,
        "the sea is heard",
        unless=r"\b(?:sea|ocean)\s+of\b",
    ),
    rule(
        "sea",
        noise_of(
            "sound|noise|roar|hiss|murmur|wash|boom|crash|sigh|whisper|slap|lapping|beat|crashing",
            "sea|ocean|surf|waves|breakers|tide",
        ),
        0.88,
        "the sound of the sea is named",
    ),
    rule("sea", heard("sea|ocean|surf|waves|breakers|tide"), 0.88, "somebody hears the sea"),
    rule(
        "stream",
        does(
            "stream|brook|beck|burn|river|water|rivulet|creek",
            "babble gurgle chatter murmur chuckle rush burble trickle bubble tumble sing",
            gap=4,
        ),
        0.87,
        "running water is heard",
        unless=r"\bstreams?\s+of\b|\b(?:poured|bath|tap|kettle)\b",
    ),
    rule(
        "stream",
        noise_of(
            "sound|noise|babble|gurgle|murmur|rush|trickle|chatter",
            "stream|brook|river|creek|running\\s+water",
        ),
        0.87,
        "the sound of a stream is named",
    ),
    rule(
        "drips",
        does("water|drops|droplets|moisture|tap", "drip plink plop", gap=4),
        0.86,
        "water drips",
        unless=r"\b(?:sweat|tears?|blood|chin|nose|hair|brow)\b",
    ),
    rule("drips", r"\bdrops\s+(?P<verb>fell)\s+(?:\w+\s+){0,4}into\b", 0.8, "drops fall into water"),
    rule("drips", noise_of("drip|dripping|plink|plop", "water|tap|moisture"), 0.88, "the dripping is named"),
    rule(
        "splash",
        r"\b(?:with|was|came|made)\s+(?:an?|the)\s+(?:\w+\s+)?(?P<verb>splash)\b(?!\s+of)",
        0.87,
        "a splash",
        unless=r"\b(?:quite\s+a|bit\s+of\s+a|make\s+a|in\s+the\s+papers|colou?r)\b",
    ),
    rule(
        "splash",
        r"\b(?P<verb>splashed|plunged|toppled|tumbled|dived|fell|jumped|leapt)\s+(?:\w+\s+){0,2}?into\s+(?:the|a)\s+(?:\w+\s+){0,2}?"
        r"(?:water|river|lake|sea|pool|canal|pond|harbour|fountain|moat|dock)\b",
        0.82,
        "somebody falls into water",
    ),
)
HEARTH = r"fire|campfire|bonfire|hearth|logs?|embers|flames|blaze|kindling|stove"
NATURE = (
    rule(
        "fire",
        does(HEARTH, "crackle spit pop hiss roar snap sputter spark flare collapse settle leap", gap=4),
        0.9,
        "a fire is heard",
        unless=FIGURE_OF_FIRE,
    ),
    rule(
        "fire",
        r"\b(?:fire|stove)\b[^.;]{0,24}\band\s+it\s+(?P<verb>crackled|spat|roared|hissed)\b",
        0.88,
        "a fire is heard",
    ),
    rule(
        "fire",
        noise_of(
            "crackle|crackling|roar|hiss|snap|pop|popping|spitting|sound",
            "fire|flames|logs?|hearth|campfire|bonfire",
        ),
        0.9,
        "the sound of a fire is named",
        unless=FIGURE_OF_FIRE,
    ),
    rule(
        "fire",
        r"\b(?P<verb>crackling|roaring|blazing|spitting)\s+(?:\w+\s+)?(?:fire|campfire|bonfire|hearth|logs|flames)\b",
        0.85,
        "a fire burns",
        unless=FIGURE_OF_FIRE,
    ),
    rule(
        "fire",
        r"\b(?:log|logs|coals?)\s+(?P<verb>shifted|settled|slipped|fell)\b[^.]{0,20}\b(?:hearth|grate|fire|stove)\b",
        0.85,
        "a fire is heard",
    ),
    rule(
        "night",
        does(
            "crickets?|cicadas?|insects|grasshoppers",
            "chirp sing shrill hum buzz chirr trill rasp creak whir call saw",
            gap=4,
        ),
        0.9,
        "insects are heard",
        unless=r"\b(?:played|bat|wicket|county)\b",
    ),
    rule(
        "night",
        r"\b(?P<verb>loud|alive|thick|noisy|filled)\s+with\s+(?:\w+\s+)?(?:insects|crickets|cicadas|the\s+sound\s+of\s+(?:crickets|insects|cicadas))\b",
        0.86,
        "insects are heard",
    ),
    rule(
        "night",
        noise_of("chirping|chirp|song|drone|sound|hum|trill|noise", "crickets|cicadas|insects"),
        0.88,
        "insects are heard",
    ),
)
DOOR = r"(?:(?:front|back|cellar|cupboard|heavy|oak|iron|car|oven|kitchen|garden|stable)\s+)?(?:doors?|gates?|trapdoor|hatch|shutters?|lid)"
POWERED = r"air-?lock|hatch|bulkhead|(?:lift|elevator|airlock|blast|bay|ship|cabin|steel|sliding)\s+doors?|panel|portcullis|iris"
NOT_A_DOOR = r"\b(?:chapter|part\s+of\s+(?:his|her|their|my)\s+life|opportunit|possibilit|behind\s+closed|death['’]?s\s+door|in\s+(?:his|her|their|my)\s+(?:face|head|mind))\b"
DOORS = (
    rule(
        "door-slam",
        does("doors?|gates?|trapdoor|hatch|shutters?|lid", "slam bang clang thud crash boom", gap=4),
        0.93,
        "a door slams",
        unless=NOT_A_DOOR,
    ),
    rule(
        "door-slam",
        done_to("slam bang fling throw", DOOR),
        0.92,
        "somebody slams a door",
        unless=NOT_A_DOOR
        + r"|\bbang(?:ed|s|ing)?\s+(?:\w+\s+)?(?:on|at|against)\b|\b(?:flung|threw|thrown|throw|fling)\b[^.]*\bopen\b",
    ),
    rule(
        "door-slam",
        noise_of("slam|bang|crash|slamming|banging|thud", "doors?|gates?|hatch"),
        0.92,
        "the slam of a door",
    ),
    rule(
        "door-slide",
        does(POWERED, "slide hiss whisper sigh cycle whoosh iris shut open close seal dilate part", gap=3),
        0.91,
        "a powered door moves",
        unless=r"\bcontrol\s+panel|\bpanels?\s+(?:of|hissed\s+at)\b",
    ),
    rule(
        "door-slide",
        does(
            "doors?",
            "slide whisper hiss whoosh glide",
            gap=3,
            then=r"(?:open|shut|closed|apart|aside|back|to)",
        ),
        0.92,
        "a door slides",
    ),
    rule(
        "door-slide",
        does("portion\\s+of\\s+the\\s+wall|section\\s+of\\s+(?:the\\s+)?wall|wall", "open slide part", gap=2),
        0.8,
        "a wall opens",
    ),
    rule(
        "door-creak",
        does(
            "doors?|gates?|hinges?|shutters?|lid|coffin",
            "creak groan squeal whine squeak screech complain",
            gap=4,
        ),
        0.91,
        "hinges creak",
    ),
    rule(
        "door-creak",
        noise_of("creak|squeal|groan|screech|squeak", "doors?|gates?|hinges?"),
        0.91,
        "the creak of hinges",
    ),
    rule(
        "door-creak",
        r"\bwith\s+an?\s+(?:\w+\s+)?(?P<verb>creak|groan|squeal)\b[^.;]*\b(?:doors?|gate|lid|hinges)\b|\b(?:door|gate|lid)\b[^.;]*\bwith\s+an?\s+(?:\w+\s+)?(?P<verb2>creak|groan|squeal|screech)\b",
        0.92,
        "a door creaks",
    ),
    rule(
        "door-close",
        does("doors?|gates?", "close shut click", gap=3),
        0.87,
        "a door closes",
        unless=NOT_A_DOOR + r"|\bclosed\s+(?:doors|system)",
    ),
    rule(
        "door-close",
        done_to("close shut", "doors?|gates?"),
        0.86,
        "somebody closes a door",
        unless=NOT_A_DOOR,
    ),
    rule(
        "door-close",
        r"\b(?P<verb>pulled|pushed|drew|eased|nudged)\s+the\s+(?:\w+\s+)?door\s+(?:to|shut|closed)\b",
        0.9,
        "somebody closes a door",
    ),
    rule(
        "door-open",
        does("doors?|gates?", "open swing fly burst", gap=3),
        0.85,
        "a door opens",
        unless=NOT_A_DOOR,
    ),
    rule(
        "door-open",
        done_to("open unlock unlatch", "doors?|gates?"),
        0.86,
        "somebody opens a door",
        unless=NOT_A_DOOR + r"|\bopen(?:ed|s|ing)?\s+the\s+door\s+to\s+(?:a|an|new)\b",
    ),
    rule(
        "door-open",
        r"\b(?P<verb>pushed|pulled|shoved|flung|threw|kicked|eased|wrenched|swung)\s+(?:open\s+the\s+(?:\w+\s+)?door|the\s+(?:\w+\s+)?door\s+(?:wide\s+)?open)\b",
        0.88,
        "somebody opens a door",
    ),
    rule(
        "knock",
        r"\b(?P<verb>knock(?:s|ed|ing)?|rapp(?:ed|ing)|rap|raps|pound(?:ed|ing)|hammer(?:ed|ing)|bang(?:ed|ing)|tapp(?:ed|ing))\s+(?:\w+\s+){0,2}?(?:at|on|against)\s+(?:\w+\s+){1,2}?(?:\w+['’]s?\s+)?"
        r"(?:doors?|gate|window|pane|lid|shutters?|hatch|wall|glass)\b",
        0.9,
        "somebody knocks",
        unless=r"\bopportunity\b|\brain\b|\bhail\b|\bwind\b|\bbranch|\b(?:a\s+hundred|every|dozens|all\s+the)\s+\w*\s*doors\b",
    ),
    rule(
        "knock",
        r"\b(?:a|another|the|two|three|four|second|third|sharp|soft|slow|loud)\s+(?P<verb>knocks?|rap|raps|knocking)\b(?!\s+(?:on\s+the\s+head|over|down|out))",
        0.86,
        "there is a knock",
        unless=r"\bengine\b|\btook\s+a\s+knock|\bhard\s+knocks",
    ),
    rule(
        "knock",
        r"\b(?:he|she|they|I|somebody|someone|[A-Z][a-z]+)\s+(?P<verb>knocked)(?:\s+(?:once|twice|again|softly|loudly|gently|three|four|and\b)|\s*[.,;])",
        0.86,
        "somebody knocks",
        unless=r"\bknocked\s+(?:over|down|out|him|her|it|them|the\s+(?!door))",
    ),
)
GRAVEL, SNOW = r"\b(?:gravel|shingle|cinders|pebbles|leaves|dry\s+grass|scree)\b", r"\bsnow\b"
WOOD = r"\b(?:stairs?|staircase|floorboards?|boards|wood(?:en)?|landing|attic|ladder|deck|planks?|pier|room\s+above|upstairs|veranda|porch)\b"
RUN = r"\b(?:running|ran|pounded|pelted|sprinted|racing|hurrying|clattered|fled)\b"
STEPS = (
    rule(
        "footsteps-stone",
        does(
            "footsteps|footfalls|steps|paces|tread",
            "echo approach ring sound cross come clatter fall recede pass follow "
            "fade stop draw descend climb shuffle thud creak tap quicken halt move",
            gap=3,
        ),
        0.88,
        "footsteps are heard",
        unless=r"\b(?:front|stone|cellar|church|back|altar|the|marble)\s+steps\b|\bin\s+(?:\w+\s+){1,4}footsteps\b",
        footsteps_gravel=GRAVEL,
        footsteps_snow=SNOW,
        footsteps_running=RUN,
        footsteps_wood=WOOD,
    ),
    rule(
        "footsteps-stone",
        heard("footsteps|footfalls|boots|steps"),
        0.88,
        "somebody hears footsteps",
        footsteps_gravel=GRAVEL,
        footsteps_snow=SNOW,
        footsteps_running=RUN,
        footsteps_wood=WOOD,
    ),
    rule(
        "footsteps-stone",
        noise_of(
            "sound|echo|clatter|thud|tap|crunch|noise|tramp|click", "footsteps|boots|feet|heels|shoes|steps"
        ),
        0.88,
        "the sound of feet is named",
        footsteps_gravel=GRAVEL,
        footsteps_snow=SNOW,
        footsteps_running=RUN,
        footsteps_wood=WOOD,
    ),
    rule(
        "footsteps-stone",
        does(
            "boots|heels|shoes|soles|feet|clogs",
            "ring echo clatter click crunch thud tap scrape squeak pound patter slap clump hammer drum",
            gap=4,
        ),
        0.88,
        "feet are heard",
        unless=r"\bfeet\s+(?:tall|high|long|deep|away|apart)\b",
        footsteps_gravel=GRAVEL,
        footsteps_snow=SNOW,
        footsteps_running=RUN,
        footsteps_wood=WOOD,
    ),
    rule(
        "footsteps-gravel",
        r"\b(?:gravel|shingle|cinders)\s+(?P<verb>crunched|rattled|grated|scraped)\b",
        0.9,
        "gravel crunches",
    ),
    rule(
        "footsteps-snow",
        r"\bsnow\b[^.;]{0,12}\b(?P<verb>creaked|squeaked|crunched)\b",
        0.9,
        "snow creaks underfoot",
    ),
    rule(
        "footsteps-snow",
        r"\b(?P<verb>trudged|tramped|crunched|waded|stamped)\s+(?:\w+\s+){0,2}?(?:through|across|over|in)\s+the\s+(?:\w+\s+){0,2}snow\b",
        0.85,
        "somebody walks in snow",
    ),
    rule(
        "footsteps-gravel",
        r"\b(?P<verb>crunched)\s+(?:\w+\s+){0,2}?(?:across|over|up|down|along|on|through)\s+the\s+(?:\w+\s+){0,2}(?:gravel|drive|shingle|path)\b",
        0.87,
        "somebody walks on gravel",
    ),
)
SMALL_BELL = r"\b(?:shop|little|small|hand-?bell|brass|counter|above\s+the\s+door|over\s+the\s+door|desk|tinkl\w+|jingl\w+|jangl\w+|silver|cat['’]?s|sleigh)\b"
BELLS = (
    rule(
        "bell",
        does(
            "(?<!alarm )(?<!like )bells?|church\\s+bells?",
            "ring toll chime clang strike peal jangle jingle tinkle sound boom",
            gap=4,
        ),
        0.91,
        "a bell rings",
        unless=r"\brang\s+a\s+bell|\brings?\s+a\s+bell|\bsaved\s+by|\b(?:diving|alarm)\s+bell",
        bell_small=SMALL_BELL,
    ),
    rule(
        "bell",
        r"\b(?:church|cathedral|chapel|temple|village|great)\s+bells?\s+(?:\w+\s+){0,2}(?P<verb>ring|toll|peal|chime|strike|tolling|ringing|chiming|rang|tolled)\b",
        0.92,
        "a church bell",
    ),
    rule(
        "bell",
        noise_of("sound|toll|tolling|peal|pealing|chime|ringing|clang|stroke|note", "bells?"),
        0.9,
        "the sound of a bell is named",
        bell_small=SMALL_BELL,
    ),
    rule("bell", heard("(?:church\\s+)?bells?"), 0.87, "somebody hears a bell", bell_small=SMALL_BELL),
    rule(
        "bell-small",
        done_to("ring jingle shake tinkle", "(?:hand-?)?bell", gap=4),
        0.86,
        "somebody rings a bell",
        unless=r"\brang\s+a\s+bell|\bchurch|\btower|\brope|\bdoor-?bell",
        bell=r"\b(?:church|tower|steeple|rope|great)\b",
    ),
    rule("bell-small", r"\b(?:hand-?bell)\b[^.;]{0,16}\b(?P<verb>rang)\b", 0.86, "somebody rings a bell"),
    rule(
        "doorbell",
        does("door-?bell|door\\s+chime|front\\s+door\\s+bell", "ring chime sound buzz go", gap=3),
        0.94,
        "the doorbell rings",
    ),
    rule(
        "doorbell",
        done_to("ring press push", "door-?bell|bell\\s+(?:by|beside)\\s+the\\s+door"),
        0.92,
        "somebody rings the doorbell",
    ),
    rule(
        "telephone",
        does("(?:tele)?phone|receiver", "ring shrill trill jangle clamour shriek", gap=3),
        0.92,
        "the telephone rings",
        unless=r"\b(?:mobile|cell|smart)\b",
    ),
    rule(
        "telephone",
        noise_of("ring|ringing|shrilling|jangle|sound", "(?:tele)?phone"),
        0.9,
        "the telephone is heard",
        unless=r"\b(?:mobile|cell)\b",
    ),
    rule(
        "clock",
        does("clock|clocks|watch|metronome", "tick tock", gap=5),
        0.92,
        "a clock ticks",
        unless=r"\btime\s+was\s+ticking|\bclock\s+is\s+ticking",
    ),
    rule(
        "clock",
        noise_of("tick|ticking|tick-tock|sound", "clocks?|watch|metronome"),
        0.92,
        "the ticking is named",
    ),
    rule("clock", r"\bclock\b[^.;]{0,40}\b(?P<verb>tick\s+by\s+tick)\b", 0.86, "a clock ticks"),
)
MACHINE_WORDS = r"console|monitors?|terminal|instruments?|scanner|sensors?|computer|machines?|display|readout|panel|radar|sonar|communicator|keypad|lock"
SOFT_ALARM = r"\b(?:soft(?:ly)?|gentle|gently|polite(?:ly)?|quiet(?:ly)?|chim\w+|ping\w+|discreet\w*|beep\w*|bleep\w*|mild|low)\b"
MACHINES = (
    rule(
        "alarm-hard",
        does(
            "alarms?|alarm\\s+bells?|klaxons?|warning\\s+horn|hooter|buzzer",
            "ring sound blare shriek wail go scream clang hoot bray whoop honk beep "
            "bleep chime buzz howl start begin ping",
            gap=5,
        ),
        0.92,
        "an alarm sounds",
        unless=r"\balarms?\s+(?:crossed|spread|grew|showed|rose|filled)|\balarm\s+went\s+through",
        alarm_soft=SOFT_ALARM,
    ),
    rule(
        "alarm-hard",
        noise_of("sound|wail|blare|shriek|clangour|whoop|scream", "alarms?|klaxons?"),
        0.9,
        "an alarm is heard",
        alarm_soft=SOFT_ALARM,
    ),
    rule(
        "siren",
        does("sirens?", "wail howl scream sound rise start shriek moan blare hoot go whoop climb", gap=4),
        0.91,
        "a siren wails",
        unless=r"\bsirens?\s+(?:song|call)|\bsong\s+of\s+the\s+siren",
    ),
    rule(
        "siren",
        noise_of("sound|wail|howl|scream|shriek", "sirens?"),
        0.9,
        "a siren is heard",
        unless=r"\bsirens?\s+(?:song|call)",
    ),
    rule(
        "beeps",
        does(MACHINE_WORDS, "beep chirp ping bleep chime blip trill warble", gap=4),
        0.9,
        "an instrument beeps",
    ),
    rule(
        "beeps",
        r"\b(?:an?|the|two|three|soft|series\s+of)\s+(?:\w+\s+)?(?P<verb>beeps?|bleeps?|blips?)\b",
        0.84,
        "a beep",
    ),
    rule(
        "engine",
        does(
            "engines?|motor|outboard|lorry|truck|tractor|generator",
            "hum roar idle cough rumble throb growl drone start sputter purr whine chug "
            "catch rev turn splutter hammer",
            gap=4,
        ),
        0.88,
        "an engine runs",
        unless=r"\bengines?\s+of\b|\bfire\s+engine",
        ship_hum=r"\b(?:deck|ship|starship|station|freighter|bulkheads?|hull|cabin|bridge|corridor|star|reactor|plates)\b",
    ),
    rule(
        "engine",
        noise_of(
            "sound|roar|hum|throb|drone|growl|rumble|noise|whine|purr|cough",
            "engines?|motors?|generator|lorry|tractor",
        ),
        0.88,
        "an engine is heard",
        ship_hum=r"\b(?:deck|ship|starship|station|freighter|bulkheads?|hull|cabin|bridge|reactor)\b",
    ),
    rule(
        "ship-hum",
        does(
            "ship|starship|vessel|station|freighter|drive|reactor|hull|deck|bulkheads?|corridor|life\\s+support",
            "hum thrum throb purr vibrate drone",
            gap=4,
        ),
        0.9,
        "the ship hums",
    ),
    rule(
        "ship-hum",
        noise_of(
            "hum|thrum|throb|drone|purr|vibration",
            "ship|starship|station|drive|reactor|vessel|deck|life\\s+support",
        ),
        0.9,
        "the ship's hum is named",
    ),
    rule(
        "train",
        does(
            "train|carriage|express|locomotive|wagons",
            "rattle clatter rumble sway rock thunder clack roll click lurch",
            gap=4,
        ),
        0.89,
        "a train runs",
        unless=r"\btrain\s+of\b",
    ),
    rule(
        "train",
        noise_of(
            "rattle|clatter|rumble|clack|sound|rhythm", "train|wheels\\s+on\\s+the\\s+rails|rails|carriage"
        ),
        0.87,
        "a train is heard",
    ),
)
GLASS = r"glass|window|windowpane|pane|bottle|vase|mirror|lamp|cup|goblet|bulb|windscreen|windshield|tumbler|plate|jug|chandelier|teacup|skylight|lantern|jar|decanter"
SHATTER = "shatter smash break burst explode splinter"
SPACE_GUN = r"blasters?|lasers?|phasers?|ray\s*-?guns?|raygun|pulse\s+rifles?|plasma\s+(?:tank|gun|rifle)|energy\s+(?:bolts?|weapons?)|laser\s+bolts?|drones?|beams?"
BLASTS = (
    rule(
        "glass-shatter",
        does(GLASS, SHATTER, gap=7),
        0.88,
        "glass breaks",
        unless=r"\b(?:shattered|broken)\s+(?:glass|windscreen|window)\b|\bbroke\s+(?:the\s+silence|into\s+a\s+(?:run|smile))|\blight\s+broke|\bsilence\b",
    ),
    rule(
        "glass-shatter",
        done_to("shatter smash break", GLASS),
        0.86,
        "somebody breaks glass",
        unless=r"\b(?:silence|hopes|dreams|peace|heart|shattered\s+(?:wind|glass)|broken\s+glass\s+(?:lay|glitter|on|crunch))",
    ),
    rule(
        "glass-shatter",
        noise_of(
            "sound|crash|tinkle|noise|shattering|smash", "(?:breaking|broken|shattering|falling)?\\s*glass"
        ),
        0.9,
        "breaking glass is heard",
    ),
    rule(
        "crystal-shatter",
        does("crystals?", SHATTER + " crash fall", gap=5),
        0.9,
        "a crystal breaks",
        unless=r"\bcrystal\s+(?:ball|clear|glass)",
    ),
    rule(
        "crystal-shatter",
        noise_of(
            "sound|crash|shattering|noise", "(?:\\w+\\s+)?crystals?(?:\\s+(?:falling|shattering|breaking))?"
        ),
        0.87,
        "a crystal breaks",
    ),
    rule(
        "explosion",
        does(
            "explosions?|blast|detonation",
            "shake rock tear throw rip burst knock light rattle flatten hurl echo boom come roll deafen",
            gap=3,
        ),
        0.92,
        "an explosion",
        unless=r"\bblast\s+of\b|\bblast\s+doors?",
        explosion_far=FAR,
    ),
    rule(
        "explosion",
        does(
            "bombs?|shells?|ship|car|tank|planet|engine|building|reactor|boiler|something|grenade|mine|tower|rocket|station|barrel|missile|charge|cylinder|star|everything|half\\s+the\\s+\\w+",
            "explode detonate",
            gap=4,
        ),
        0.91,
        "something explodes",
        unless=r"\bexplod\w+\s+(?:with|in|into)\s+(?:laughter|anger|rage|cheers|applause|tears|a\s+fit)",
        explosion_far=FAR,
    ),
    rule(
        "explosion-far",
        r"\b(?:shells?|bombs?)\s+(?P<verb>burst|fell|landed|bursting|falling)\b",
        0.86,
        "shells burst",
    ),
    rule(
        "explosion",
        r"\b(?:there\s+was|came|with)\s+an?\s+(?:\w+\s+)?(?P<verb>explosion)\b",
        0.9,
        "an explosion",
        explosion_far=FAR,
    ),
    rule("explosion", r"\bbomb\s+(?P<verb>went\s+off)\b", 0.91, "a bomb goes off", explosion_far=FAR),
    rule(
        "shot",
        r"\b(?:shots?|gunshots?|rifle|pistol|gun|musket|revolver)\s+(?:\w+\s+){0,2}?(?P<verb>rang|cracked|echoed|went\s+off|barked|fired|sounded|boomed|banged|spoke|split)\b",
        0.91,
        "a shot",
        unless=r"\bray\s*-?gun|\blaser|\bplasma",
    ),
    rule(
        "shot",
        r"\b(?P<verb>fired)\s+(?:\w+\s+){0,2}?(?:shots?|rifle|pistol|gun|musket|revolver|once|twice|again|into|at)\b|\b(?:once|twice|again|and)\s+(?:he|she|they|I)\s+(?P<verb2>fired)\b",
        0.85,
        "somebody fires",
        laser=rf"\b(?:{SPACE_GUN}|ship|torpedo)\b",
        unless=r"\bquestions?\b|\bimagination\b|\bfrom\s+(?:his|her|the)\s+(?:job|post)|\bfired\s+at\s+(?:midnight|noon)",
    ),
    rule(
        "laser",
        does(
            SPACE_GUN,
            "fire shoot hiss crackle spit lance scorch sizzle burn flash scream come pulse sear whine",
            gap=4,
        ),
        0.88,
        "an energy weapon fires",
        unless=r"\bbeams?\s+of\s+(?:sun|moon|light|torch)|\b(?:sun|moon|roof|oak|ceiling|searchlight|headlight)\w*\s*beams?\b|\bbeams?\s+(?:of\s+the\s+)?(?:roof|ceiling|torch)",
    ),
    rule(
        "laser",
        done_to("fire shoot", SPACE_GUN),
        0.9,
        "somebody fires an energy weapon",
        unless=r"\bshot\s+(?:from|by)\b",
    ),
    rule(
        "laser",
        rf"\b(?:{SPACE_GUN})\b[^.;]{{0,30}}\b(?P<verb>trigger)\b",
        0.86,
        "somebody fires an energy weapon",
    ),
    rule(
        "launch",
        does(
            "rockets?|ships?|capsule|shuttle|spaceship|spacecraft|probe|booster|pod",
            "lift blast launch roar take rise",
            gap=4,
            then=r"(?:off|into|from|on|skyward|towards?|away)",
        ),
        0.88,
        "a launch",
        unless=r"\bships?\s+(?:\w+\s+)?(?:rose|rising)\s+(?:on\s+the|and\s+fell)|\bquietly\s+took\s+off|\bsail",
    ),
    rule(
        "launch",
        r"\b(?P<verb>lift-?off|blast-?off)\b|\b(?:ship|rocket|shuttle|pod|capsule)\s+(?P<verb2>launched)\b",
        0.84,
        "a launch",
    ),
)
GROUND = r"ground|floor|earth|walls?|building|structure|planet|palace|house|cave|cavern|tower|room|bridge|street|mountain|tunnel|deck|island|castle|city|chamber|corridor|hall|temple"
BREAKS = (
    rule(
        "quake",
        does(GROUND, "shake tremble shiver quake shudder heave rock lurch buckle convulse", gap=4),
        0.9,
        "the ground shakes",
        unless=r"\bwith\s+(?:laughter|rage|fear|applause)|\b(?:shook|shaking|shake)\s+(?:his|her|their|my|hands?|the\s+(?:old|young)\s+(?:man|woman))|\bnews\b",
    ),
    rule(
        "quake",
        does(
            "earthquake|quake|tremor|aftershock",
            "shake strike rattle rock come run hit roll tear throw begin pass",
            gap=3,
        ),
        0.91,
        "an earthquake",
    ),
    rule(
        "quake",
        r"\b(?:ground|floor|walls|earth|building|house)\s+(?:\w+\s+){0,2}?(?:began|begin|started)\s+to\s+(?P<verb>shake|tremble|quake|shudder|heave|buckle)\b",
        0.92,
        "the ground begins to shake",
    ),
    rule(
        "rumble",
        r"\b(?:deep|low|distant|dull|long|heavy|ominous|great|faint)\s+(?P<verb>rumble|rumbling)\b(?!\s+of\s+(?:agreement|dis|laughter|voices|thunder|approval|his|her))",
        0.85,
        "a rumble",
    ),
    rule(
        "rumble",
        does(
            "ground|floor|earth|mountain|tunnel|cave|ice|rock|volcano|walls?|planet|building",
            "rumble grumble groan growl",
            gap=4,
        ),
        0.88,
        "the ground rumbles",
    ),
    rule(
        "debris",
        does(
            "debris|rubble|stones|plaster|bricks|masonry|rocks|boulders|pebbles|slates|chunks|rock|timbers?|pieces\\s+of\\s+\\w+",
            "fall rain clatter crash tumble shower patter rattle cascade hail pour thud",
            gap=4,
        ),
        0.89,
        "debris falls",
        unless=r"\b(?:rain|water|tears)\s+(?:fell|rattled)",
    ),
    rule(
        "debris",
        does(
            "ceiling|roof|walls?|tower|lab|building|tunnel|bridge|chimney|scaffold(?:ing)?|mine|gallery|arch|house|floor|temple|structure|palace|city",
            "collapse crumble cave topple fall crash come",
            gap=3,
            then=r"(?:in|down|on|behind|around|about|under|beneath|away|with|in\s+full|apart|to\s+(?:the\s+)?(?:ground|rubble|pieces|dust))",
        ),
        0.86,
        "something collapses",
        unless=r"\b(?:night|silence|shadows?|rain|light|darkness|snow)\s+fell|\bfell\s+silent|\bfloor\s+fell|\bprices?\b|\bcame\s+in\b|\bcame\s+with|\bcame\s+on",
    ),
    rule(
        "debris",
        r"\bplaster\s+(?P<verb>fell|rained|pattered|showered)\b|\bdust\s+fell,\s+then\s+(?P<verb2>pebbles|stones)\b",
        0.86,
        "plaster falls",
    ),
    rule(
        "portal",
        does(
            "portals?|gateway|rift|wormhole|stargate",
            "open shimmer flare bloom flicker hum swirl spin tear yawn activate pulse blaze",
            gap=4,
        ),
        0.9,
        "a portal opens",
    ),
    rule(
        "portal",
        done_to("open activate summon conjure trigger power", "portals?|gateway|rift|wormhole|stargate"),
        0.88,
        "somebody opens a portal",
    ),
    rule(
        "spell",
        done_to("cast weave work", "spell|enchantment|charm", gap=2),
        0.85,
        "a spell is cast",
        unless=r"\bspell\s+of\b|\bunder\s+(?:\w+\s+)?spell",
    ),
    rule(
        "spell",
        does(
            "magic|spell|enchantment|wand",
            "crackle shimmer flare spark fizz glitter sizzle flash hum burst",
            gap=4,
        ),
        0.87,
        "magic is seen and heard",
    ),
)
PEOPLE = (
    rule(
        "heartbeat",
        does(
            "(?:his|her|my|their|its|your|own)\\s+(?:\\w+\\s+)?(?:heart|pulse)",
            "pound hammer thump thud drum beat race thunder throb",
            gap=3,
        ),
        0.84,
        "a heart pounds",
        unless=r"\bheart\s+of\b|\b(?:new|proud)\s+heart\s+beats",
    ),
    rule(
        "heartbeat",
        noise_of(
            "sound|beat|beating|thud|pounding|drum|thump",
            "(?:his|her|my|their|its)\\s+(?:own\\s+)?(?:heart|pulse)",
        ),
        0.86,
        "a heartbeat is heard",
    ),
    rule(
        "crowd",
        does(
            "crowd|onlookers|congregation|audience|throng|mob|guests|assembly|gallery",
            "murmur mutter buzz hum rustle whisper chatter stir jostle",
            gap=3,
        ),
        0.87,
        "a crowd is heard",
        unless=r"\bcrowd\s+of\s+(?:sparrows|memories|thoughts|trees)",
    ),
    rule(
        "crowd",
        r"\b(?P<verb>murmurs?|buzz|babble|hubbub|hum|roar|din|mutter)\s+(?:\w+\s+){0,4}?(?:crowd|voices|conversation|talk|chatter|room|diners|drinkers|market)\b",
        0.86,
        "many voices are heard",
        unless=r"\b(?:two|three|inner|in\s+(?:his|her)\s+head)\b",
    ),
    rule(
        "crowd",
        r"\b(?:inn|tavern|bar|pub|hall|room|market|square|caf[eé]|restaurant|station|theatre|street)\s+(?:was|were|is)\s+(?:\w+\s+)?(?P<verb>full\s+of\s+(?:voices|talk|people\s+talking|noise)|loud\s+with\s+(?:voices|talk)|crowded|packed|buzzing)\b",
        0.82,
        "a place full of people",
    ),
    rule(
        "applause",
        r"\b(?P<verb>burst|broke|erupted|exploded)\s+into\s+(?:\w+\s+)?applause\b|\bapplause\s+(?:\w+\s+)?(?P<verb2>broke|rose|rang|filled|rolled|swept|burst|thundered|began|erupted|greeted|came|followed)\b",
        0.92,
        "applause",
    ),
    rule(
        "applause",
        does(
            "crowd|audience|guests|house|hall|everyone|everybody|they|theatre|congregation|people|spectators",
            "applaud clap",
            gap=3,
        ),
        0.89,
        "people applaud",
        unless=r"\bclapp?(?:ed|s|ing)?\s+(?:\w+\s+){0,3}(?:on\s+the|eyes|hands?\s+(?:to|over)|in\s+irons)",
    ),
    rule(
        "applause",
        noise_of("sound|roar|storm|burst|round|ripple|wave|thunder|smattering", "applause|clapping"),
        0.88,
        "applause",
    ),
)
RULES: tuple[Rule, ...] = (
    *WEATHER,
    *WATER,
    *NATURE,
    *DOORS,
    *STEPS,
    *BELLS,
    *MACHINES,
    *BLASTS,
    *BREAKS,
    *PEOPLE,
)
