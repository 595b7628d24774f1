"""Rules for the sounds of a house: doors, knocks, steps, bells and clocks."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.rules import Rule, rule
from drama.adapt.spotting.wording import does, done_to, heard, noise_of

DOOR = r"(?:(?:front|back|cellar|cupboard|heavy|oak|iron|car|oven|kitchen|garden|stable)\s+)?(?:doors?|gates?|trapdoor|hatch|shutters?|lid)"
POWERED = r"air-?lock|hatch|bulkhead|(?:lift|elevator|airlock|blast|bay|ship|cabin|steel|sliding)\s+doors?|panel|portcullis|iris"
NOT_A_DOOR = r"\b(?:next\s+door|chapter|part\s+of\s+(?:his|her|their|my)\s+life|opportunit|possibilit|behind\s+closed|death['’]?s\s+door|in\s+(?:his|her|their|my)\s+(?:face|head|mind))\b"
DOORS: tuple[Rule, ...] = (
    rule(
        "door-slam",
        does("doors?|gates?|trapdoor|hatch|shutters?|lid", "slam bang clang thud crash boom", gap=4),
        0.93,
        "a door slams",
        unless=NOT_A_DOOR,
    ),
    rule(
        "door-slam",
        done_to("slam bang", DOOR),
        0.92,
        "somebody slams a door",
        unless=NOT_A_DOOR
        + r"|\bbang(?:ed|s|ing)?\s+(?:\w+\s+)?(?:on|at|against)\b|\b(?:fl[iu]ng|thr[eo]w)(?:ing|n)?\b[^.]*\b(?:open|back)\b",
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
            "creak groan squeal whine squeak screech complain shriek scream protest",
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
        unless=NOT_A_DOOR + r"|\b(?:closed|shut|half-closed)\s+(?:doors?|gates?|system)",
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
        unless=NOT_A_DOOR
        + r"|\b(?:swung|swing|swings|fell)\s+(?:to|shut|closed)\b|\b(?:leav\w+|left|ke(?:ep|pt)\w*|h[oe]ld\w*|prop\w*|with|an?|the)\s+(?:\w+\s+){0,2}doors?\s+(?:wide\s+)?open\b"
        r"|\bopen\s+(?:doors?|gates?)\b|\bdoors?\s+(?:once|stood|half|wide|still|being|was|were|is|are|already|lay|left)\s+(?:already\s+|still\s+)?open\b"
        r"|\b(?:which|that|whence|always)\s+opened\b|\bopened\s+(?:up)?on(?:to)?\s+(?:the|a)\b|\bgates?\s+opened\s+into\b",
    ),
    rule(
        "door-open",
        done_to("open unlock unlatch", "doors?|gates?"),
        0.86,
        "somebody opens a door",
        unless=NOT_A_DOOR
        + r"|\b(?:after|at|before|until)\s+\w+\s+[ap]\.?\s?m\b"
        + r"|\bopen(?:ed|s|ing)?\s+the\s+door\s+to\s+(?:a|an|new)\b",
    ),
    rule(
        "door-open",
        r"\b(?P<verb>pushed|pulled|shoved|flung|threw|kicked|eased|wrenched|swung|flinging|throwing|pushing)\s+(?:open\s+(?:the|a|an|his|her)\s+(?:\w+\s+)?door|the\s+(?:\w+\s+)?door\s+(?:wide\s+)?open)\b",
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
        unless=r"\bengine\b|\bheart\b|\btook\s+a\s+knock|\bhard\s+knocks",
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
STEPS: tuple[Rule, ...] = (
    rule(
        "footsteps-stone",
        does(
            "footsteps|footfalls|steps|tread",
            "echo approach ring sound cross come clatter fall recede pass follow "
            "fade stop draw descend climb shuffle thud creak tap quicken halt move",
            gap=3,
        ),
        0.88,
        "footsteps are heard",
        unless=r"\bany\s+(?:foot)?steps|\bpractis|\b(?:front|stone|cellar|church|back|altar|the|marble)\s+steps\b|\bin\s+(?:\w+\s+){1,4}footsteps\b",
        footsteps_gravel=GRAVEL,
        footsteps_snow=SNOW,
        footsteps_running=RUN,
        footsteps_wood=WOOD,
    ),
    rule(
        "footsteps-stone",
        heard("footsteps|footfalls|boots|steps|feet"),
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
SMALL_BELL = r"\b(?:shop|little|small|hand-?bell|brass|counter|above\s+the\s+door|over\s+the\s+door|desk|tinkl\w+|jingl\w+|jangl\w+|silver|cat['’]?s|sleigh|lunch|tea|servants?|(?:his|her|my|their)\s+bell|basement|kitchen|dinner|breakfast|flat|cabin|rope)\b"
BELLS: tuple[Rule, ...] = (
    rule(
        "bell",
        does(
            "(?<!alarm )(?<!like )(?<!-)bells?|church\\s+bells?",
            "ring toll chime clang strike peal jangle jingle tinkle sound boom begin start",
            gap=4,
        ),
        0.91,
        "a bell rings",
        unless=r"\brang\s+a\s+bell|\brings?\s+a\s+bell|\bsaved\s+by|\b(?:diving|alarm|(?:tele)?phone)[\s-]bell",
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
        does("(?:tele)?phone(?:[\\s-]bell)?|receiver", "ring shrill trill jangle clamour shriek", gap=3),
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

RULES: tuple[Rule, ...] = (*DOORS, *STEPS, *BELLS)
