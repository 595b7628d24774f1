"""Rules for the sounds of events: breaking, blasts, quakes, spells, crowds."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.rules import FAR, Rule, rule
from drama.adapt.spotting.wording import does, done_to, heard, noise_of

GLASS = r"glass|window|windowpane|pane|bottle|vase|mirror|lamp|cup|goblet|bulb|windscreen|windshield|tumbler|plate|jug|chandelier|teacup|skylight|lantern|jar|decanter"
RUMBLE_S = 8.0
MURMUR_S = 6.0
"""How long a crowd that murmurs at something is heard."""
SHATTER = "shatter smash break burst explode splinter"
SPACE_GUN = r"blasters?|lasers?|phasers?|ray\s*-?guns?|raygun|pulse\s+rifles?|plasma\s+(?:tank|gun|rifle)|energy\s+(?:bolts?|weapons?)|laser\s+bolts?|drones?|beams?"
BLASTS: tuple[Rule, ...] = (
    rule(
        "glass-shatter",
        does(GLASS, SHATTER, gap=7),
        0.88,
        "glass breaks",
        unless=r"\b(?:shattered|broken)\s+(?:glass|windscreen|window)\b|\bbroke\s+(?:the\s+silence|into\s+a\s+(?:run|smile))|\blight\s+broke|\bsilence\b",
    ),
    rule(
        "glass-shatter",
        rf"\b(?:{GLASS})\s+(?:slipped|fell|dropped|flew|toppled|tumbled|hit|struck)\b[^.;]*?\band\s+(?P<verb>smashed|shattered|broke|burst)\b",
        0.88,
        "glass breaks",
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
        r"\b(?:there\s+was|came|with)\s+an?\s+(?:\w+\s+)?(?P<verb>explosion)\b(?!\s+of\b)",
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
    rule("shot", heard("shots?|gunshots?|gunfire"), 0.87, "somebody hears a shot"),
    rule("explosion", heard("explosions?"), 0.86, "somebody hears an explosion", explosion_far=FAR),
    rule(
        "laser",
        does(
            SPACE_GUN,
            "fire shoot hiss crackle spit lance scorch sizzle burn flash scream pulse sear whine",
            gap=4,
        ),
        0.88,
        "an energy weapon fires",
        unless=r"\bbeams?\s+of\s+(?:sun|moon|light|torch)|\b(?:sun|moon|roof|oak|ceiling|searchlight|headlight)\w*\s*beams?\b|\bbeams?\s+(?:of\s+the\s+)?(?:roof|ceiling|torch)",
    ),
    rule(
        "laser",
        done_to("fire shoot", SPACE_GUN, bare=True),
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
        r"\b(?:ship|rocket|shuttle|pod|capsule)\b[^.;]*\b(?P<verb>lifted)\s+(?:off\s+)?from\s+(?:its|the)\s+(?:\w+\s+)?(?:platform|pad|cradle|launchpad|ground|tower)\b",
        0.86,
        "a launch",
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
BUILT = (
    r"ceiling|roof|walls?|tower|lab|building|tunnel|bridge|chimney|scaffold(?:ing)?|mine|gallery|arch|house|floor"
    r"|temple|structure|palace|city|ship"
)
BREAKS: tuple[Rule, ...] = (
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
        r"\b(?:deep|low|distant|dull|long|heavy|ominous|great|faint)\s+(?P<verb>rumble|rumbling)\b(?!\s+of\s+(?:agreement|applause|talk|conversation|cheer|dis|laughter|voices|thunder|approval|his|her|the\s+\w*\s*(?:cart|carriage|train)|carts?|carriages?|wheels|traffic|wagons))",
        0.85,
        "a rumble",
        seconds=RUMBLE_S,
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
        seconds=RUMBLE_S,
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
        does(BUILT, "collapse crumble topple cave", gap=3),
        0.86,
        "something collapses",
        unless=r"\b(?:talks?|prices?|market|argument|plan)\b",
    ),
    rule(
        "debris",
        does(BUILT, "fall crash come", gap=1, then="in|down|apart"),
        0.85,
        "something comes down",
        unless=r"\b(?:night|silence|shadows?|rain|light|darkness|snow)\s+fell|\bfell\s+silent|\bstairs\b",
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
            "portals?|rift|wormhole|stargate",
            "open shimmer flare bloom flicker hum swirl spin tear yawn activate pulse blaze",
            gap=4,
        ),
        0.9,
        "a portal opens",
    ),
    rule(
        "portal",
        done_to("open activate summon conjure trigger power", "portal|rift|wormhole|stargate"),
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
PEOPLE: tuple[Rule, ...] = (
    rule(
        "heartbeat",
        does(
            "(?:his|her|my|their|its|your|own)\\s+(?:\\w+\\s+)?(?:heart|pulse)",
            "pound hammer thump thud drum beat race thunder throb",
            gap=3,
        ),
        0.84,
        "a heart pounds",
        unless=r"\bheart\s+of\b|\brac(?:ed|ing)\s+(?:into|to|after)\b|\b(?:new|proud)\s+heart\s+beats",
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
        seconds=MURMUR_S,
        unless=r"\bcrowd\s+of\s+(?:sparrows|memories|thoughts|trees)",
    ),
    rule(
        "crowd",
        r"\b(?P<verb>murmurs?|buzz|babble|hubbub|hum|roar|din|mutter)\s+(?:(?:\w+\s+){0,4}?(?:crowd|voices|conversations|chatter|diners|drinkers|market)|of\s+(?:(?!an?\b)\w+\s+)?(?:talk|conversation)|(?:in|through|round)\s+the\s+room)\b",
        0.86,
        "many voices are heard",
        unless=r"\b(?:two|three|inner|in\s+(?:his|her)\s+head)\b",
    ),
    rule(
        "crowd",
        r"\b(?:inn|tavern|bar|pub|hall|room|market|square|caf[eé]|restaurant|station|theatre|street)\s+(?:was|were|is)\s+(?:very\s+|so\s+|quite\s+|already\s+|still\s+|\w+ly\s+)?(?P<verb>full\s+of\s+(?:voices|talk|people\s+talking|noise)|loud\s+with\s+(?:voices|talk)|crowded|packed|buzzing)\b",
        0.82,
        "a place full of people",
    ),
    rule(
        "crowd",
        r"\bthere\s+was\s+a\s+(?:\w+\s+)?(?P<verb>murmur|hubbub|buzz)\b(?!\s+of\s+(?:pain|wind|water))",
        0.8,
        "many people murmur",
        seconds=MURMUR_S,
    ),
    rule(
        "applause",
        r"\b(?P<verb>burst|broke|erupted|exploded)\s+into\s+(?:\w+\s+)?applause\b|\bapplause\s+(?:\w+\s+)?(?P<verb2>broke|rose|rang|filled|rolled|swept|burst|thundered|began|erupted|greeted|came|followed)\b",
        0.92,
        "applause",
    ),
    rule(
        "applause",
        r"\b(?:began|begun|started)\s+to\s+(?P<verb>clap|applaud)\b|\b(?:began|started)\s+(?P<verb2>clapping|applauding)\b",
        0.88,
        "people applaud",
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

RULES: tuple[Rule, ...] = (*BLASTS, *BREAKS, *PEOPLE)
