"""Rules for the sounds of what people and creatures do: running, falling, steel, keys; dogs and wings."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.rules import Rule, rule
from drama.adapt.spotting.wording import does, done_to, heard, noise_of

WHO = r"(?:he|she|they|we|I|(?-i:(?!(?:A|An|The|His|Her|Its|Their|My)\b)[A-Z][\w-]+)|the\s+(?:old\s+|young\s+|tall\s+|little\s+)?(?:man|woman|boy|girl|child|king|queen|prince|princess|guard|soldier|captain|sergeant|knight|stranger|doctor|nurse|abbot|monk|priest|porter|thief|hunter|pilot|officer|servant|lady|lord|mother|father|sister|brother|giant|robot|engineer|clerk|detective|inspector)|the\s+(?:two|three|four|others|couple|children|boys|girls|men|women|soldiers|guards)(?:\s+of\s+them)?)"
THEN = r"(?:(?:both|all|then|quickly|now|suddenly|finally|immediately|turned\s+and|got\s+up\s+and|stood\s+and|\w+ly|and)\s+){0,2}"
RUNS = r"ran|runs|raced|races|sprinted|sprints|dashed|dashes|bolted|bolts|pelted|tore|tears"
ANIMALS: tuple[Rule, ...] = (
    rule("dog", does("dogs?|hounds?|terrier|mastiff|spaniel|puppy", "bark bay yap woof snarl", gap=4), 0.9, "a dog barks",
         unless=r"\bbark(?:ed|ing|s)?\s+(?:orders?|at\s+(?:his|her)\s+(?:men|clerk))|\bdog-?tired"),
    rule("dog", r"\b(?:sending|setting|set|sent)\s+the\s+(?:dogs|hounds)\s+(?P<verb>baying|barking|yapping)\b", 0.9, "dogs bark"),
    rule("dog", noise_of("bark|barking|baying|yapping", "dogs?|hounds?"), 0.88, "a dog is heard"),
    rule("dog", heard("dogs?\\s+bark(?:ing)?|barking"), 0.86, "somebody hears a dog"),
    rule("wings", does("birds?|pigeons?|doves?|crows|sparrows|ravens|starlings|rooks", "flutter scatter flap burst explode", gap=4), 0.86, "birds take off",
         unless=r"\b(?:heart|stomach|eyelids|hands?)\b"),
    rule("gallop", does("horses?|riders?|hooves|cavalry|stallion|mare|pony|horsemen|coach", "gallop thunder canter", gap=4), 0.88, "a horse gallops"),
    rule("gallop", noise_of("sound|thunder|clatter|drumming|beat|noise", "(?:\\w+\\s+)?(?:hooves|horses|hoofbeats)"), 0.88, "hooves are heard"),
    rule("gallop", heard("hoofbeats|hooves"), 0.86, "somebody hears hooves"),
    rule("gallop", r"(?:^|[.;]\s+|\bthen\s+)(?P<verb>came)\s+(?:the\s+)?(?:sound\s+of\s+)?(?:\w+\s+)?(?:hooves|hoofbeats)\b", 0.86, "hooves are heard", words="hooves hoofbeats"),
    rule("gallop", rf"\b{WHO}\s+{THEN}(?P<verb>galloped|gallops|spurred)\b", 0.85, "somebody gallops", unless=r"\bgalloped\s+through\s+(?:the\s+(?:book|speech|sermon))"),
)  # fmt: skip
PEOPLE: tuple[Rule, ...] = (
    rule("footsteps-running", rf"\b{WHO}\s+{THEN}(?P<verb>{RUNS})\s+(?:back\s+|straight\s+|up\s+|out\s+|off\s+)*(?:through|down|along|across(?=\s+(?:the|an?|his|her|its|to)\s+(?!article|story|book|report|man\s+who|woman\s+who))|into|out|for|towards?|to|after|up|past|from|over)\b", 0.82, "somebody runs",
         unless=r"\binto\s+the\s+(?:rain|storm|snow|waves)\b|\b(?:hand|hands|fingers?|eyes|gaze|thumb|road|path|river|stream|track|rumou?rs?|tears?|blood|water|sweat|chill|shiver|mind|heart|thoughts?|whisper|shudder|clock|train|bus|car|engine|race|story|wind|horses?|time)\s+(?:\w+\s+)?(?:ran|runs|raced|races|tore)\b|\bran\s+(?:out\s+of|into\s+(?:trouble|debt)|for\s+(?:office|mayor|president)|through\s+(?:his|her|my)\s+(?:mind|head)|over\s+(?:the\s+(?:list|plan)))|\bhers?\s+ran\b|\b(?:ran|runs)\s+(?:\w+\s+)?(?:down|through|over|along|up)\s+(?:the|his|her|a|its|their)\s+(?:\w+\s+)?(?:list|page|pages|column|columns|names|figures|sums|index|catalogue|options|checks|program\w*)\b"),
    rule("footsteps-running", r"\b(?:turning|nodded|before|and)\s+(?:and\s+)?(?P<verb>running|rushing|racing)\s+(?:into|through|down|along|across|out|towards?)\b", 0.78, "somebody runs",
         unless=r"\b(?:hand|fingers|eyes|water|tears|mind)\b"),
    rule("footsteps-wood", r"\b(?P<verb>walk(?:s|ed|ing)?|climb(?:s|ed|ing)?|went|goes|came|comes|hurried|hurries|crept|creeps|stumped|clattered|tramped)\s+(?:\w+ly\s+|back\s+)?(?:up|down)\s+the\s+(?:\w+\s+)?(?:stairs|staircase|steps|ladder)\b", 0.8, "somebody is on the stairs",
         unless=r"\b(?:barefoot|without\s+a\s+sound|silently|soundless|smoke|smell|voice|light|water|flood|word)\b"),
    rule("footsteps-wood", heard("\\w+\\s+(?:come|coming|go|going|run|running|climb|climbing|creep|creeping)\\s+(?:up|down)\\s+the\\s+stairs"), 0.86, "somebody is heard on the stairs"),
    rule("footsteps-stone", rf"\b{WHO}\s+{THEN}(?P<verb>walk(?:s|ed)?|stride[s]?|strode|march(?:es|ed)?|pac(?:es|ed))\s+(?:\w+ly\s+)?(?:through|across|along|down|up\s+and\s+down|the\s+length\s+of)\s+(?:the|a|an|his|her|its)\s+(?:[\w-]+\s+){{0,2}}?(?:hall|halls|corridor|passage|nave|courtyard|cloister|gallery|lobby|chamber|tunnel|vault)\b", 0.78, "somebody walks on stone"),
    rule("thud", rf"\b{WHO}\s+{THEN}(?P<verb>fell|falls|collapsed|collapses|crumpled|crumples|dropped|drops|toppled|slumped|sank)\s+(?:\w+ly\s+|down\s+|heavily\s+|forward\s+)*(?:to|onto|on)\s+(?:the|his|her|their)\s+(?:\w+\s+)?(?:floor|ground|knees|stones|deck|flagstones|pavement|carpet|earth)\b", 0.8, "somebody falls",
         unless=r"\b(?:silence|night|darkness|snow|rain|leaves?|eyes|gaze|light|shadow|temperature|voice|hair|dress|curtain)\s+(?:\w+\s+)?(?:fell|dropped|falls|drops|sank)\b"),
    rule("thud", does("body|corpse", "fall hit thud slump drop", gap=3), 0.84, "a body falls"),
    rule("sword", done_to("draw unsheathe", "swords?|blades?|daggers?|sabres?|cutlass|rapier", gap=2), 0.85, "a sword is drawn"),
    rule("sword", does("swords?|blades?|steel|sabres?", "clash ring sing scrape hiss", gap=3), 0.87, "steel is heard"),
    rule("chair", r"\b(?P<verb>push(?:es|ed)|shov(?:es|ed)|kick(?:s|ed))\s+back\s+(?:his|her|the|their|a)\s+(?:chair|stool|bench)\b", 0.86, "a chair is pushed back"),
    rule("chair", done_to("push scrape shove kick drag", "chairs?|stool|bench", gap=2), 0.8, "a chair is pushed back"),
    rule("chair", does("chairs?|stools?|benches", "scrape screech", gap=3), 0.88, "a chair scrapes"),
    rule("typing", r"\b(?P<verb>typed|typing|types|tapped|tapping|hammered)\s+(?:\w+ly\s+)?(?:at|on|away\s+at)\s+(?:the|his|her|a)\s+(?:\w+\s+)?(?:keys|keyboard|keypad|typewriter)\b", 0.86, "keys are struck"),
)  # fmt: skip
DEVICES: tuple[Rule, ...] = (
    rule("beeps", r"\b(?P<verb>work|worked|works|working|pressed|presses|punched|punches|tapped|keyed|entered|operated|manipulated)\s+(?:in\s+|at\s+|on\s+)?(?:the|his|her|a|some|several)\s+(?:\w+\s+){0,2}?(?:controls?|console|keypad|buttons?|coordinates|code|switches|instruments?)\b", 0.78, "a console is worked",
         unless=r"\bwater\b|\bpiano\b"),
    rule("beeps", r"\b(?P<verb>activated|activates|switched\s+on|powered\s+up|turned\s+on)\s+(?:the|his|her|their|a)\s+(?:\w+[\s-]){0,2}?(?:console|computer|holo-?\w+|screen|scanner|machine|device|terminal|launch(?:es)?|controls?|beacon|display|projector)\b", 0.8, "a device is switched on"),
    rule("communicator", r"\b(?P<verb>pulled|took|drew|flipped|got|whipped|fished|snatched)\s+(?:out|open|up)?\s*(?:his|her|the|a|their)\s+(?:[\w-]+\s+)?(?:communicator|holo-?phone|mobile|cell\s?phone|comlink|comm|handset)\b", 0.82, "a communicator is taken out"),
    rule("communicator", does("communicator|comlink|holo-?phone|mobile|cell\\s?phone", "chirp beep buzz ring ping chime", gap=3), 0.88, "a communicator calls"),
    rule("communicator", r"\b(?P<verb>terminated|ended|cut|broke|closed)\s+(?:off\s+)?the\s+(?:communication|transmission|channel|connection|call|link)\b", 0.8, "a call ends"),
    rule("hatch", does("hatch|canopy|airlock|capsule|pod|escape\\s+pod|blast\\s+doors?", "seal close lock shut hiss", gap=4), 0.92, "a hatch is sealed"),
    rule("hatch", done_to("seal close lock", "hatch|canopy|airlock|capsule|pod|blast\\s+doors?", gap=2), 0.86, "a hatch is sealed"),
    rule("hatch", r"\b(?P<verb>sealing)\s+(?:both\s+|the\s+|her\s+|him\s+)?(?:\w+\s+){0,2}?(?:ships?|pods?|capsules?|hatch)\b", 0.82, "a ship is sealed"),
    rule("door-slide", does("(?:crystal\\s+|metal\\s+|steel\\s+|heavy\\s+)?(?:door|gate|panel|shutter|portcullis)", "raise lower lift rise retract", gap=2), 0.8, "a door is raised"),
    rule("whoosh", does("robot|drone|probe|speeder|broomstick|dragon|hovercraft|fighter|arrow|spear|missile", "fly soar swoop zoom dart whizz streak whistle flash", gap=4), 0.82, "something flies past",
         unless=r"\btime\b|\bflag\b"),
    rule("whoosh", r"\b(?P<verb>flew|flies|soared|zoomed|swooped|shot)\s+(?:an?|the)\s+(?:[\w-]+\s+){0,3}?(?:robot|drone|probe|dragon|arrow|spear)\b", 0.82, "something flies past"),
    rule("crowd", r"\b(?:the\s+)?(?P<verb>screams|shouts|shouting|screaming|cries)\s+(?:and|of)\s+(?:[\w-]+\s+){0,2}?(?:chaos|panic|crowds?|people|mob|terror|outside)\b", 0.8, "a crowd in fear",
         seconds=9.0, unless=r"\b(?:own|silent)\b"),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*ANIMALS, *PEOPLE, *DEVICES)
