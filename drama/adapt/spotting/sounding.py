"""Rules for things that are heard whichever verb of sound tells of them, and for what is done to things.

Writers seldom use the first verb that comes to mind: chains scream, rain ticks, engines cough. Beth Levin,
English Verb Classes and Alternations (1993), section 43.2, lists the verbs of sound emission; whatever can make
only one kind of sound makes it with any of them.
"""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.adapt.spotting.gestures import WHO
from drama.adapt.spotting.happenings import MURMUR_S, SPACE_GUN
from drama.adapt.spotting.indoors import SMALL_BELL
from drama.adapt.spotting.machines import SHIP, SOFT_ALARM
from drama.adapt.spotting.outdoors import FIGURE_OF_FIRE, UNDER_ROOF
from drama.adapt.spotting.rules import FAR, rule
from drama.adapt.spotting.wording import BETWEEN, Phrase, does, done_to, forms, noise_of

if TYPE_CHECKING:
    from drama.adapt.spotting.rules import Rule

EMISSION = (
    "babble bang beat beep bellow blare blast boom bubble burble buzz chatter chime chink chirp chug clack clang clank "
    "clap clash clatter click clink clump clunk crack crackle crash creak crunch drone drum fizz groan growl gurgle "
    "hiss hoot howl hum jangle jingle knock moan murmur mutter patter peal ping pipe plink plop pop pound purr rap "
    "rasp rattle ring roar roll rumble rustle scrape scream screech shriek shrill sing sizzle slap slosh smack snap "
    "snarl sough spatter spit splash splutter sputter squeak squeal squelch strike swish swoosh tap thrum thud thump "
    "thunder tick tinkle toll trill wail whimper whine whir whisper whistle whoosh yelp"
)
"""Levin 43.2, without verbs of speech, and a few of weather."""
NOISE = "|".join(
    sorted({*EMISSION.split(), "babbling", "rattling", "clanking", "crackling", "drumming", "drip", "note", "sound", "noise", "din", "racket", "clamour", "burst"})
)  # fmt: skip
PEOPLE = (
    r"mourners|passengers|spectators|pupils|villagers|townsfolk|townspeople|courtiers|diners|drinkers|onlookers|bystanders"
    r"|congregation|audience|crowd|throng|mob|guests|pilgrims|delegates|senators|jurors|shoppers|dockers|revellers"
)
MURMUR = "stir rustle shuffle murmur mutter buzz hum whisper chatter babble hiss boo jeer cheer roar laugh groan gasp rumble"
THUNDERER = r"\b(?:voice|laugh\w*|applause|cheers?|guns?|cannons?|hooves|hoofs|feet)\b"


TIMBER = r"stairs?|floorboards?|boards?|planks?|beams?|rafters?|timbers?|bedsprings?|mast|rigging|house|ship|ladder|staircase|branch(?:es)?|bough|bridge"


def sounds(
    name: str,
    nouns: str,
    why: str,
    *,
    verbs: str = EMISSION,
    also: str = "",
    unless: str = "",
    **variants: str,
) -> tuple[Rule, ...]:
    """Return rules for things that do any of `verbs` or `also`, for the noise of them, and for what they do with a noise.

    Two verbs of one subject count, too: "the dog lifted its head and growled".
    """
    noises = NOISE if verbs == EMISSION else verbs.replace(" ", "|")
    done = forms(f"{verbs} {also}".strip())
    second = Phrase(
        rf"\b(?:{nouns})\b(?:\s+{BETWEEN}){{1,5}}?,?\s+(?:and|then)\s+(?:then\s+)?(?P<verb>{done})\b(?![-’']\w)",
        nouns,
    )
    with_a = Phrase(
        rf"\bwith\s+an?\s+(?:[\w-]+,?\s+){{0,2}}?(?P<verb>{noises})\b,?\s+(?:the|a|his|her|its)\s+(?:[\w-]+\s+)?(?:{nouns})\b",
        nouns,
    )
    patterns = (
        does(nouns, f"{verbs} {also}".strip(), gap=4),
        second,
        noise_of(noises, nouns),
        with_a,
    )
    return tuple(
        rule(name, pattern, 0.86, why, needs=rf"\b(?:{nouns})\b", unless=unless, seconds=0.0, **variants)
        for pattern in patterns
    )


THINGS: tuple[Rule, ...] = (
    *sounds("rain", r"rain|drizzle|downpour|raindrops|hail|sleet|hailstones", "rain is heard", also="fall drive", unless=r"\brain\s+of\b|\bhail\s+of\b", rain_roof=UNDER_ROOF),
    *sounds("wind", r"wind|winds|gale", "the wind is heard", unless=r"\bwinds?\s+(?:of\s+(?:change|war|fortune)|up|down|it|them)\b|\bwind\s+instruments?\b"),
    *sounds("thunder", r"thunder", "thunder is heard", also="walk wander", unless=THUNDERER, thunder_far=rf"{FAR}|\b(?:other|far)\s+side\b"),
    *sounds("sea", r"waves|breakers|surf|tide", "the sea is heard", unless=r"\bwaves?\s+of\b|\b(?:crowd|cheer|applause)"),
    *sounds("stream", r"stream|brook|beck|rivulet|creek|weir|millrace|rapids", "running water is heard", also="talk laugh gossip", unless=r"\bstreams?\s+of\b"),
    *sounds("fire", r"fire|flames|logs?|campfire|bonfire|hearth", "a fire is heard", unless=FIGURE_OF_FIRE + r"|\bfire\s+(?:engine|alarm|bell|brigade|truck)|\b(?:gun|rifle|musket|cannon|machine)\w*\s*fire\b|\bships?['’]s?\s+log\b|\bfire\s+(?:drum|from)"),
    *sounds("chain", r"chains?|shackles|manacles|fetters", "a chain is heard", unless=r"\bchains?\s+of\b|\bchain\s+(?:saw|store|smok|mail)"),
    *sounds("bell", r"(?<!alarm )(?<!like )(?<!door)(?<!-)bells?", "a bell is heard", unless=r"\brings?\s+a\s+bell|\brang\s+a\s+bell|\bsaved\s+by|\b(?:diving|alarm|(?:tele)?phone)[\s-]bell|\bdoor-?bell", bell_small=SMALL_BELL + r"|\btram|\bbicycle|\bdoor\b"),
    *sounds("telephone", r"(?:tele)?phones?", "a telephone rings", unless=r"\b(?:mobile|cell|smart)\b|\b(?:on|over|into)\s+the\s+(?:tele)?phone\b|\b(?:voices?|line)\b|\b(?:and|to)\s+ring\s+(?:the|him|her|up|my|his)\b"),
    *sounds("siren", r"sirens?", "a siren is heard", also="start", unless=r"\bsirens?\s+(?:song|call)|\bsong\s+of\s+the\s+siren"),
    *sounds("alarm-hard", r"alarms?|klaxons?", "an alarm is heard", alarm_soft=SOFT_ALARM, unless=r"\b(?:with|in|of)\s+alarm\b"),
    *sounds("dog", r"dogs?|hounds?|terrier|mastiff", "a dog is heard", also="bark bay yap", unless=r"\bdogs?\s+of\b"),
    *sounds("wolf", r"wol(?:f|ves)", "a wolf is heard", also="howl bay cry", unless=r"\bwolf\s+of\b"),
    *sounds("owl", r"owls?", "an owl is heard", also="call cry"),
    *sounds("gulls", r"(?:sea)?gulls?", "gulls are heard", also="cry call laugh"),
    *sounds("applause", r"applause|clapping", "applause", also="fall break run go last continue follow greet grow swell rise", unless=r"\bthunder\s+of\b"),
    *sounds("engine", r"engines?|motors?|reactors?|turbines?|thrusters?|dynamos?", "an engine is heard", unless=r"\bengines?\s+of\b|\b(?:tick\w*|knock\w*|silent)\b|\bfire\s+engine|\bengine['’]s\s+whistle|\bwhistle\b", ship_hum=SHIP),
    *sounds("gallop", r"hooves|hoofs|hoofbeats", "hooves are heard", also="come"),
    *sounds("kettle", r"kettle", "the kettle boils", unless=r"\b(?:was|is)\s+on\b|\bkettle\s*drum"),
    *sounds("clink", r"glasses|goblets|coins?|bottles", "glass or metal clinks", unless=r"\b(?:broken|breaking|shatter\w*|smash\w*|crash\w*|popped|burst)\b"),
    *sounds("night", r"crickets?|cicadas?|insects", "insects are heard", unless=r"\b(?:bat|wicket|county)\b"),
    *sounds("typing", r"typewriters?|keyboards?|teleprinter|telegraph", "keys are struck"),
    *sounds("static", r"static|interference", "static", unless=r"\bstatic\s+of\b"),
    *sounds("creak", TIMBER, "timber creaks", verbs="creak groan crack complain protest squeal", unless=r"\b(?:doors?|gates?|hinges?|shutters?|lid|jokes?|code|case)\b|\bgroan\w*\s+(?:with|under\s+the\s+weight\s+of)\s+(?:food|gold|dishes)"),
    *sounds("whoosh", r"arrows?|spears?|javelins?", "something flies past", also="fly flash", unless=r"\barrow\s+(?:key|pointed|keys)|\btime\b"),
)  # fmt: skip
DEEDS: tuple[Rule, ...] = (
    rule("gallop", does("coach(?:\\s+and\\s+(?:four|six|pair))?|carriage|hansom|wagons?|carts?|(?:carriage|cart|iron)\\s+wheels", "clatter rattle rumble jolt grind", gap=3), 0.82, "a carriage goes by", unless=r"\b(?:train|railway|compartment|rails|track|platform)\b"),
    rule("crowd", does(PEOPLE, MURMUR, gap=4), 0.84, "a crowd is heard", seconds=MURMUR_S, unless=r"\bcrowd\s+of\s+(?:sparrows|memories|thoughts|trees)"),
    rule("shot", does("bullets?|slugs?|rifle\\s+fire|gunfire|machine-?gun\\s+fire|musket\\s+balls?", "chip whine crack hit strike smack slap tear thud rip kick sing rain pepper punch ricochet whip zip sing spatter hum", gap=3), 0.85, "bullets strike", unless=r"\bbullet\s+points?\b"),
    rule("explosion-far", does("cannons?|cannonade|artillery|howitzers?|mortars?|bombardment|broadside", "boom thunder roar fire open speak begin start crash answer", gap=4), 0.85, "guns fire", unless=r"\b(?:pestle|bricks?)\b"),
    rule("laser", rf"\b(?:blaster|laser|plasma|phaser|energy|particle)\s+(?:bolts?|beams?|blasts?|fire|shots?)\s+(?:\w+\s+)?(?P<verb>{forms('take hit strike tear rip cut slice pass lick split burn catch miss fly come lance punch blow')})\b", 0.86, "an energy weapon fires"),
    rule("explosion", r"\b(?:bombs?|charges?|mines?|grenades?|shells?|dynamite|device|powder|fuel\s+tank|boiler|fireworks?|magazine)\s+(?:\w+\s+)?(?P<verb>went\s+off|goes\s+off|blew|went\s+up)\b", 0.88, "something explodes", explosion_far=FAR),
    rule("explosion", does("ship|car|bridge|boat|house|tower|reactor|tank|engine|station|building|lorry|gate|dam|planet|generator|it|everything|freighter|cruiser|fighter", "blow", gap=2, then=r"(?:up|apart|to\s+(?:pieces|bits|splinters|atoms))"), 0.86, "something explodes", unless=r"\b(?:balloons?|photograph|picture|mattress|out\s+of\s+proportion)\b", explosion_far=FAR),
    rule("debris", does("floor|ceiling|roof|walls?|stairs?|staircase|bridge|scaffold(?:ing)?|tunnel|balcony|ground|pier|gallery|beams?|shelf|shelves|arch", "give cave", gap=5, then=r"(?:way|in)"), 0.85, "something gives way"),
    rule("glass-shatter", r"\b(?:stones?|bricks?|ball|bottle|chair|fist|elbow|bullets?|rock|arrow|bird|branch|hand|boot|body|he|she|they|it)\s+(?:\w+\s+){0,2}?(?P<verb>came|crashed|went|flew|smashed|burst|broke|put|jumped|dived|dove|leapt|sailed|threw|hurled|fell|burst)\s+(?:(?:his|her|a|the|straight|right|it|himself|herself|fist|elbow|stone|brick|chair)\s+){0,3}?through\s+(?:the|a|an|his|her|their)\s+(?:\w+\s+){0,2}?(?:window|glass|skylight|windscreen|windshield|pane|windowpane|greenhouse)\b", 0.83, "a window breaks", unless=r"\b(?:open|light|sun\w*|moon\w*|air|breeze|music|voices?|sound|smell|gaze|look\w*|eyes)\b"),
    rule("door-close", does("doors?|gates?|hatch|shutters?|lid|trapdoor", "swing fall click go", gap=3, then=r"(?:to|shut|closed)(?!\s+and\s+fro)\b"), 0.88, "a door closes"),
    rule("door-close", r"\b(?P<verb>shut|closed|pulled|drew|swung)\s+(?:the|it|them|a|his|her)\s*(?:(?:\w+\s+)?doors?\s+)?(?:to\s+)?behind\s+(?:him|her|them|me|us)\b", 0.86, "a door closes", needs=r"\b(?:doors?|gate)\b", unless=r"\bhands?\b"),
    rule("door-open", r"\b(?P<verb>let|lets)\s+(?:himself|herself|themselves|myself|ourselves)\s+(?:\w+ly\s+|back\s+)?(?:in|out|into|inside)\b(?!\s+for\b)", 0.82, "somebody lets himself in or out", unless=r"\bwindow\b"),
    rule("door-open", r"\b(?:doors?|gates?)\s+(?P<verb>(?:was|were)\s+(?:flung|thrown|wrenched|kicked|pushed|pulled|torn|burst)\s+(?:wide\s+)?open)\b", 0.87, "a door is thrown open"),
    rule("door-slam", r"\b(?:doors?|gates?|hatch|shutters?)\s+(?P<verb>(?:was|were)\s+(?:slammed|banged|slammed\s+to))\b", 0.88, "a door is slammed"),
    rule("lock", r"\b(?:bolts?|keys?|latch|bar|padlock|lock)\s+(?P<verb>(?:was|were)\s+(?:\w+ly\s+)?(?:drawn|shot|turned|slid|thrown|lifted|pulled|pushed))\b", 0.84, "a bolt is drawn", unless=r"\b(?:lightning|crossbow|piano)\b"),
    rule("clock-strike", does("clocks?|timepiece", "strike chime give", gap=6), 0.86, "a clock strikes", bell=r"\b(?:church|tower|town|steeple|city|square|guildhall|cathedral|abbey|stable|station|village|market)\b"),
    rule("door-open", does("doors?|gates?|hatch|shutters?|lid|trapdoor", "fly burst spring swing fall jerk", gap=3, then=r"(?:wide\s+)?(?:open|back)"), 0.94, "a door flies open"),
    rule("siren", does("ambulances?|police\\s+cars?|fire\\s+engines?|squad\\s+cars?|patrol\\s+cars?", "wail howl scream shriek", gap=3), 0.85, "a siren is heard"),
    rule("thunder", does("sky|skies|heavens", "crack split crash rumble growl boom roar", gap=3), 0.82, "thunder", unless=r"\b(?:rocket|plane|jet|guns?|ship|light|grin)\b", thunder_far=FAR),
    rule("thunder", does("lightning", "strike hit crack split", gap=3, then=r"(?:the|a|an|his|her|somewhere|behind|close|near|again)"), 0.84, "lightning strikes"),
    rule("sea", does("(?:sea-?)?water", "slap lap slosh", gap=3, then=r"(?:against|at|on|under|round|around|among|along)"), 0.8, "water laps", unless=r"\b(?:bath|bucket|glass|basin|sink|tub|pail|face|bowl)\b"),
    rule("shot", r"\b(?:shots?|volley|volleys|rounds?)\s+(?P<verb>(?:was|were)\s+fired)\b", 0.86, "shots are fired"),
    rule("bell", r"\bbells?\s+(?P<verb>(?:was|were)\s+(?:being\s+)?rung)\b", 0.84, "a bell is rung", bell_small=SMALL_BELL),
    rule("sword", r"\b(?:swords?|blades?|knives|daggers?|sabres?)\s+(?P<verb>(?:was|were)\s+drawn|came\s+out)\b", 0.84, "swords are drawn"),
    rule("switch", r"\b(?:switch|lever)\s+(?P<verb>(?:was|were)\s+(?:thrown|pulled|flipped))\b", 0.84, "a switch is thrown"),
    rule("match", r"\b(?:match)\s+(?P<verb>(?:was|were)\s+struck)\b", 0.86, "a match is struck"),
    rule("match", r"\b(?P<verb>lit|lights)\s+(?:a|an|the|his|her|another|two|three|its)\s+(?:\w+\s+)?(?:cigarettes?|pipe|cigar|cheroot|candles?|lantern|oil-?lamp|fuse|candle-?stub)\b", 0.79, "a match is struck", unless=r"\b(?:lighter|from\s+the\s+(?:stub|end|fire))\b"),
    rule("typing", r"\bfingers\s+(?:\w+\s+)?(?P<verb>flew|danced|raced|moved|ran|hammered|rattled|tapped|skipped|clattered)\s+(?:\w+\s+)?(?:over|across|on|along)\s+(?:the|his|her|its|a)\s+(?:\w+\s+)?(?:keys|keyboard|keypad|console|controls|typewriter)\b", 0.86, "keys are struck", unless=r"\bpiano|\borgan|\bharpsichord"),
    rule("foghorn", r"\bhorn\s+of\s+(?:the|a)\s+(?:\w+\s+)?(?:ferry|ship|liner|tug|tugboat|steamer|boat|freighter)\s+(?P<verb>sounded|blew|boomed|went|moaned|called|groaned|blared|gave)\b", 0.87, "a ship's horn"),
    rule("foghorn", r"\b(?:ferry|ship|liner|tug|tugboat|steamer|freighter)(?:['’]s\s+horn)?\s+(?:\w+\s+)?(?P<verb>hooted|blew|sounded)\b", 0.83, "a ship's horn", unless=r"\b(?:storm|gale|wind|apart|up|depths?)\b"),
    rule("train-whistle", r"\b(?:a|the|its)\s+(?:\w+\s+)?whistle\s+(?P<verb>blew|sounded|screamed|shrieked|went|echoed|wailed)\b", 0.83, "a train whistles", needs=r"\b(?:train|engine|line|rails?|railway|platform|station|express|locomotive|tracks?|cutting|tunnel|carriages?)\b"),
    rule("telephone", does("(?:tele)?phones?", "ring shrill trill go", gap=6), 0.86, "telephones ring", unless=r"\b(?:mobile|cell|smart)\b|\bgo\b"),
    rule("clatter", does("trays?|pans?|buckets?|trolley|stack|pile\\s+of\\s+\\w+|milk\\s*churn|coal\\s*scuttle|stool|bicycle|ladder", "go come", gap=3, then=r"(?:over|down|flying)"), 0.84, "something falls with a clatter"),
    rule("hatch", does("hatch|canopy|airlock|capsule|pod|lid", "unseal unlock unclamp depressurise cycle vent", gap=3), 0.86, "a hatch opens"),
    rule("wings", does("wings", "beat whir clap flap thrash flutter drum", gap=3), 0.82, "wings are heard", unless=r"\b(?:stage|heart|plane|aeroplane|aircraft|house|hospital|palace)\b"),
    rule("knock", rf"\b(?:knuckles|fists?)\s+(?:\w+\s+)?(?P<verb>{forms('rap tap drum hammer beat pound bang thump')})\s+(?:\w+ly\s+)?(?:on|at|against|the)\b", 0.8, "somebody knocks", unless=r"\b(?:chest|jaw|face|head|stomach|palm|thigh|knee|table|ribs)\b"),
    rule("footsteps-wood", rf"\b{WHO}\s+(?:\w+\s+)?(?P<verb>paced|paces|was\s+pacing|were\s+pacing|walked\s+up\s+and\s+down)\b(?!\s+(?:himself|herself))", 0.78, "somebody walks up and down", footsteps_stone=r"\b(?:corridor|cell|hall|stone|flags|flagstones|nave|cloister|dungeon|pavement|platform|quay|courtyard)\b", footsteps_gravel=r"\b(?:gravel|drive|path|garden)\b", footsteps_metal=r"\b(?:bridge\s+of|gantry|catwalk)\b"),
    rule("footsteps-running", rf"\b{WHO}\s+(?:\w+\s+)?(?P<verb>ran|raced|dashed|pounded|thundered|bounded|tore|hurried|clattered|rushed)\s+(?:back\s+)?(?:up|down)stairs\b", 0.82, "somebody runs on the stairs"),
    rule("crowd", r"\b(?:cheers?|shout|roar|groan|gasp)\s+(?P<verb>went\s+up|rose|broke\s+out|ran\s+(?:through|round|along))\b(?:\s+(?:from|in|over|among|through|all)\b)?", 0.84, "a crowd is heard", seconds=MURMUR_S),
    rule("snap", does("twigs?|sticks?|branch(?:es)?|bough", "snap crack break", gap=3), 0.86, "a twig snaps", unless=r"\b(?:thunder|lightning|across|over\s+(?:his|her)\s+knee|broke\s+off)\b"),
    rule("snap", noise_of("snap|crack|snapping", r"(?:a\s+|dry\s+)*(?:twigs?|sticks?|branch(?:es)?)"), 0.88, "a twig snaps"),
    rule("flyover", does("helicopters?|jets?|(?:aero)?planes?|aircraft|bombers?|fighters?|gunship|biplane|airliner", "thud scream roar drone thunder pass fly howl shriek whine clatter beat sweep", gap=3, then=r"(?:\w+\s+)?(?:over|overhead|past|above|low|across|by|away)"), 0.85, "an aircraft goes over", unless=r"\b(?:cabin|seat|seats|passengers|aisle|runway)\b"),
    rule("flyover", noise_of("drone|roar|sound|noise|scream|clatter|throb", r"(?:an?\s+)?(?:helicopters?|jets?|(?:aero)?planes?|aircraft|bombers?)"), 0.84, "an aircraft is heard", unless=r"\b(?:cabin|seat|aisle)\b"),
    rule("clatter", does("metal|iron|steel", "clang clank ring crash clash", gap=1, then=r"(?:on|against|upon|over|somewhere|in)"), 0.84, "metal strikes metal", sword=r"\b(?:swords?|blades?|duel|fenc\w+|knights?)\b"),
    rule("wind", does("leaves|treetops|branches|reeds|grass|trees", "rustle whisper sigh hiss stir thrash toss", gap=3), 0.8, "wind in the leaves", seconds=9.0, unless=r"\b(?:silk|papers?|pages|he|she|they|lizard|mouse|snake)\b"),
    rule("glass-shatter", r"\b(?P<verb>dropped|drops|threw|flung|hurled|let\s+fall)\s+(?:a|an|the|his|her|their|another)\s+(?:\w+\s+)?(?:glass|wine-?glass|bottle|vase|tumbler|decanter|jar|mirror|light\s*bulb)\b(?!\s+(?:into|back)\b)", 0.79, "glass is dropped"),
    rule("knock", does("sticks?|canes?|crutch(?:es)?|staff|umbrella|hammer|mallet|gavel", "tap thump thud knock rap bang strike", gap=3), 0.82, "wood strikes wood", unless=r"\b(?:drum|match|keyboard|shoulder|head)\b"),
    rule("street", noise_of("noise|roar|hum|din|sound|rumble|growl", r"(?:the\s+)?(?:street|streets|traffic|city|town)"), 0.84, "the street is heard", seconds=10.0, unless=r"\b(?:train|no)\b"),
    rule("street", does("traffic", "roar hum rumble growl hiss crawl grind", gap=3), 0.84, "traffic is heard", seconds=10.0),
    rule("door-slam", r"\b(?P<verb>kicked|kicks|broke|breaks|smashed|battered|shouldered|burst|bursts|knocked|stove)\s+(?:(?:in|down|through|open)\s+the\s+(?:\w+\s+)?door|the\s+(?:\w+\s+)?door\s+(?:in|down|open|off))\b", 0.86, "a door is broken in"),
    rule("explosion", does("torpedo(?:es)?|salvos?|missiles?|warheads?|bombs?|shells?|depth\\s+charges?|rockets?", "strike hit burst slam explode detonate land", gap=3), 0.84, "something explodes", explosion_far=FAR, unless=r"\b(?:sea|egg|snail|walnut)\s*-?shells?\b|\bshells?\s+of\b"),
    rule("rumble", does("ship|hull|vessel|station|freighter|train|bus|lift|plane|submarine|deck", "shudder shake jolt buck lurch judder", gap=3), 0.82, "everything shakes", seconds=6.0, unless=r"\b(?:hands?|head|laugh\w*|mast)\b"),
    rule("switch", r"\b(?P<verb>(?:hung|hangs)\s+up(?!\s+(?:his|her|the|an?|their|my|on)\b)|rang\s+off|replaced\s+the\s+(?:receiver|handset)|(?:put|set|laid)\s+(?:down\s+the\s+(?:phone|telephone|receiver|handset)|the\s+(?:phone|telephone|receiver|handset)\s+(?:down|back)))\b", 0.8, "a receiver is put down", unless=r"\b(?:coat|hat|scarf|jacket|on\s+(?:the|his|her)\s+past)\b"),
    rule("switch", does("line", "click", gap=2), 0.82, "the line clicks"),
    rule("sword", r"\b(?P<verb>sheathed|sheathes)\s+(?:his|her|the|their)\b|\b(?P<verb2>slid|slammed|thrust|pushed|drove|rammed)\s+(?:his|her|the|their)\s+(?:\w+\s+)?(?:swords?|blades?|dagger|knife|sabre)\s+(?:\w+\s+)?(?:into|in)\s+(?:its|his|her|the|their)\s+(?:sheaths?|scabbards?)\b", 0.83, "a blade is put away"),
    rule("clatter", does("something", "crash smash topple fall clatter", gap=2, then=r"(?:in|over|down|to|somewhere|behind|overhead|upstairs|below)"), 0.84, "something falls with a clatter", unless=r"\b(?:into|water|place|love)\b"),
    rule("bell", r"\b(?P<verb>struck|beat|sounded|rang|strikes)\s+(?:the|a|his|her)\s+(?:\w+\s+)?gong\b|\bgong\s+(?:\w+\s+)?(?P<verb2>rang|sounded|boomed|went|shivered)\b", 0.84, "a gong"),
    rule("cup", r"\b(?P<verb>put|set|placed|banged|slammed|laid)\s+(?:two|three|four|the|a|his|her|their|an\s+empty)\s+(?:\w+\s+)?(?:glass|glasses|mugs?|cups?|tumblers?|bottles?)\s+(?:down\s+)?(?:on|upon|in\s+front\s+of)\s+(?:the|a|his|her)\b", 0.82, "a cup is put down"),
    rule("sword", done_to("whet hone", "blades?|swords?|knife|knives|axe|dagger|scythe", gap=2), 0.78, "a blade is sharpened"),
    rule("laser", does(SPACE_GUN, "hum whir crackle fizz", gap=3), 0.82, "an energy weapon is heard", unless=r"\b(?:sun|moon|roof|oak|ceiling|search|head)\w*\s*beams?\b"),
)  # fmt: skip

VERBLESS = {
    "shot": r"shots?|gunshots?|gunfire",
    "explosion": r"explosions?|blast|detonation",
    "knock": r"knocks?|knocking",
    "footsteps-stone": r"footsteps|footfalls",
    "thunder": r"thunder|thunderclap",
    "siren": r"sirens?",
    "alarm-hard": r"alarms?|klaxons?",
    "bell": r"bells?",
    "telephone": r"telephone",
    "creak": r"creak",
    "splash": r"splash",
    "thud": r"thud|thump",
    "clatter": r"crash|clatter|clang",
    "gallop": r"hoofbeats|hooves",
    "applause": r"applause",
    "dog": r"barking",
    "wolf": r"howl|howling",
}
"""Nouns of which a sentence may consist: "A knock." or "Two shots, close together." """
SUDDEN: tuple[Rule, ...] = tuple(
    rule(
        name,
        rf"^\W*(?:(?:and|then|now|again|suddenly|somewhere)\b,?\s+)*(?:(?:an?|one|two|three|four|another|more|the)\s+)?(?:[\w-]+\s+)?(?P<verb>{nouns})\b(?=\s*(?:[,.;:!?—–…]|again\b|\boutside\b|\bbehind\b|\bin\s+the\s+(?:hall|corridor|street|dark|distance)\b|$))",
        0.82,
        "a sentence of one sound",
        unless=r"\b(?:of\s+course|no|not|without|like)\b|^\W*the\s+(?:\w+\s+)?\w+\s*,\s",
    )
    for name, nouns in VERBLESS.items()
)

RULES: tuple[Rule, ...] = (*THINGS, *DEEDS, *SUDDEN)
