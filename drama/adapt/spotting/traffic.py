"""Rules for the sounds of traffic, horns and whistles, of wild animals, and of fights and landings."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.happenings import SPACE_GUN
from drama.adapt.spotting.rules import Rule, rule
from drama.adapt.spotting.wording import does, done_to, heard, noise_of

CAR = r"cars?|lorry|lorries|trucks?|vans?|bus|buses|taxis?|cabs?|limousine|motorcycles?|motorbikes?|ambulance|jeeps?|tractor|milk\s+(?:van|float|lorry)|coach(?:es)?"
FOG = r"\b(?:fog|mole|breakwater|harbour|harbor|mist|sea|bay|strait|ships?|far\s+out|lighthouse|quay|water)\b"
HORNS: tuple[Rule, ...] = (
    rule("foghorn", does("foghorn|fog-horn", "moan sound groan blow boom bellow hoot give begin blare call answer low", gap=3), 0.92, "the foghorn"),
    rule("foghorn", does("horn", "moan give sound boom groan blow low bellow", gap=3), 0.84, "a horn in the fog", needs=FOG, unless=r"\b(?:car|driver|drivers|hunt|hunting|drinking|little\s+horn|huntsman)\b"),
    rule("foghorn", r"\bfoghorn\b(?P<verb>)", 0.8, "the foghorn", needs=r"\b(?:hear|heard|listen\w*|began|sound\w*|note|again)\b"),
    rule("car-horn", r"\b(?P<verb>leaned|leant|leans|pressed|sounded|sounds|hooted|honked|blew|beeped|tooted|hit)\s+(?:on\s+)?(?:his|her|the|its|their)\s+(?:\w+\s+)?horn\b", 0.87, "a car's horn", unless=r"\b(?:hunt\w*|fog|ship|boat|herald|huntsman)\b"),
    rule("car-horn", does(CAR + "|driver|traffic|horns?", "hoot honk toot beep blare", gap=3), 0.87, "a car hoots", unless=r"\b(?:with\s+laughter|owl|fog)\b"),
    rule("train-whistle", does("train|locomotive|engine['’]?s?\\s+whistle|express|engine", "whistle hoot shriek scream", gap=3), 0.87, "a train whistles", unless=r"\b(?:wind|kettle)\b|\bengines?\s+(?:of|whined|howled)"),
    rule("train-whistle", noise_of("whistle|hoot|shriek", "(?:an?|the)?\\s*(?:\\w+\\s+)?(?:train|engine|locomotive|express)"), 0.88, "a train whistles"),
    rule("train-whistle", r"\b(?:train|engine|guard|locomotive)['’]s\s+whistle\s+(?P<verb>blew|sounded|screamed|shrieked|rang|went|echoed)\b", 0.88, "a train whistles"),
)  # fmt: skip
ROADS: tuple[Rule, ...] = (
    rule("car-pass", rf"\b(?:{CAR})\s+(?:\w+ly\s+)?(?P<verb>went|drove|passed|roared|sped|rumbled|rattled|came|goes|drives|passes|hissed|swept|rolled)\s+(?:by|past|up|along|away|down|round)\b", 0.84, "a car goes by"),
    rule("car-pass", rf"\b(?:{CAR})\s+(?:\w+\s+)?(?P<verb>drew|pulled|draws|pulls|drove|moved)\s+(?:up|away|off|in|out|over)\b", 0.82, "a car comes or goes"),
    rule("car-pass", rf"\b(?:{CAR})\s+(?P<verb>changed)\s+(?:down|gear|up)\b|\b(?:he|she|I|they|we)\s+(?P<verb2>drove\s+(?:off|away))\b", 0.8, "a car comes or goes", unless=r"\b(?:sword|knife|gun|chair)\b"),
    rule("brakes", does("brakes|tyres|tires", "screech squeal scream shriek howl", gap=3), 0.9, "brakes screech"),
    rule("brakes", noise_of("screech|squeal|shriek|scream", "(?:tyres|tires|brakes|rubber)"), 0.9, "brakes screech"),
    rule("brakes", rf"\b(?:{CAR}|he|she|driver|I)\s+(?P<verb>slammed|stamped|stood|jammed)\s+(?:on\s+)?the\s+brakes\b|\b(?P<verb2>screeched)\s+to\s+a\s+(?:halt|stop)\b", 0.86, "brakes screech"),
    rule("chain", does("chains?|shackles|manacles|fetters|drawbridge", "rattle clank clink jingle run rasp clatter", gap=3), 0.87, "a chain is heard", unless=r"\bchains?\s+of\b|\bran\s+(?:round|about|along)\s+(?:his|her)\s+neck"),
    rule("chain", noise_of("rattle|clank|clink|clanking|rattling|jingle", "(?:\\w+\\s+)?chains?"), 0.89, "a chain is heard"),
    rule("footsteps-metal", does("boots|feet|heels|steps|footsteps|shoes", "ring clang clatter echo clank", gap=3, then=r"(?:on|over|down|up|along|across|upon)\s+(?:the|a|an)\s+(?:\w+\s+)?(?:iron|metal|steel|grating|gangway|catwalk|deck\s*plates|plates|gantry|grille|ladder)"), 0.92, "boots on metal"),
    rule("footsteps-metal", r"\b(?P<verb>climb(?:s|ed)?|ran|runs|went|came|clattered|walk(?:s|ed|ing)|clanged|hurried|pounded|scrambled|descended)\s+(?:\w+\s+){0,2}?(?:up|down|along|on|over|across|the)\s+(?:the\s+|an\s+|a\s+)?(?:\w+\s+)?(?:iron|metal|steel|gangway|catwalk|gantry|companionway|fire\s+escape)\b", 0.82, "somebody walks on metal", unless=r"\b(?:barefoot|silently|ore|fence)\b|\b(?:metal|steel|iron)\s+clanged\b"),
    rule("footsteps-metal", r"\b(?:stairs|steps|ladder|gangway|plates)\b[^.;]{0,24}\b(?P<verb>rang|clanged)\s+under\b|\bthey\s+(?P<verb2>rang)\s+under\s+(?:him|her|them|his|their)\b", 0.88, "iron stairs ring"),
)  # fmt: skip
WILD: tuple[Rule, ...] = (
    rule("wolf", does("wol(?:f|ves)|coyotes?|jackals?", "howl bay cry call answer", gap=3), 0.9, "a wolf howls", unless=r"\bwolf\s+of\b"),
    rule("wolf", noise_of("howl|howling|cry|baying", "(?:an?|the)?\\s*(?:\\w+\\s+)?wol(?:f|ves)"), 0.9, "a wolf howls"),
    rule("wolf", heard("wol(?:f|ves)"), 0.85, "somebody hears a wolf"),
    rule("gulls", does("(?:sea)?gulls?|terns?|kittiwakes?", "cry scream wheel call shriek mew quarrel squabble laugh", gap=3), 0.87, "gulls cry", unless=r"\bsaid\b"),
    rule("gulls", noise_of("cry|cries|screaming|crying|screams|mewing", "(?:the\\s+)?(?:sea)?gulls"), 0.89, "gulls cry"),
    rule("owl", does("owls?", "hoot call cry screech answer", gap=3), 0.89, "an owl calls", unless=r"\b(?:wise\s+old\s+owl|said|asked|replied)\b"),
    rule("owl", noise_of("hoot|hooting|cry|call", "(?:an?|the)?\\s*owls?"), 0.89, "an owl calls"),
    rule("wings", does("birds?|pigeons?|doves?|crows?|sparrows?|ravens?|starlings?|rooks?|ducks?|geese|flock", "rise fly flutter take", gap=5, then=r"(?:up|off|flapping|from|skyward|into\s+the\s+air|out\s+of)"), 0.84, "birds take off", unless=r"\b(?:note|heart|as\s+the\s+crow\s+flies)\b"),
    rule("wings", r"\b(?P<verb>sent|startled|scattering|scattered|frightened)\b[^.;]{0,40}\b(?:birds|pigeons|crows|doves|starlings|rooks)\b[^.;]{0,12}\b(?:skyward|up|flutter|into\s+the\s+(?:air|sky)|from|out)\b", 0.86, "birds take off"),
    rule("wings", r"\bbirds\s+(?P<verb>to\s+flutter|to\s+scatter|fluttering|flapping)\s+(?:skyward|up|away|off)\b", 0.86, "birds take off"),
)  # fmt: skip
FIGHTS: tuple[Rule, ...] = (
    rule("laser", r"\b(?P<verb>opened|open|opens|returned|return)\s+fire\b", 0.84, "somebody opens fire", needs=rf"\b(?:{SPACE_GUN}|starships?|fighters?|robots?|androids?|aliens?)\b"),
    rule("shot", r"\b(?P<verb>opened|open|opens|returned|return)\s+fire\b", 0.83, "somebody opens fire", laser=rf"\b(?:{SPACE_GUN}|starships?|fighters?|robots?|androids?|aliens?)\b"),
    rule("shot", r"\b(?:began|begin|begins|started|start|starts|kept)\s+(?:to\s+)?(?P<verb>shoot(?:ing)?|fir(?:e|ing))\b(?!\s+(?:up|for|questions|stars?))", 0.82, "shooting begins",
         laser=rf"\b(?:{SPACE_GUN}|starships?|robots?|androids?|aliens?)\b", unless=r"\b(?:pain|pains|film|movie|photographs?|pictures|engine|boiler|kiln|dying\s+down|stopped)\b"),
    rule("shot", r"\b(?:he|she|they|I|[A-Z]\w+)\s+(?P<verb>shot)\s+(?:at|back|and\s+shot|twice|once|again|him|her|them|it|wildly|first)\b(?!\s+(?:an?\s+\w*\s*(?:look|glance|smile)|out\s+of|up|a\s+glance))", 0.82, "somebody shoots",
         laser=rf"\b(?:{SPACE_GUN}|starships?|robots?|androids?|aliens?)\b", unless=r"\b(?:look|glance|smile|grin|rapids|photograph|film|eyebrow)\b"),
    rule("launch", r"\b(?:ships?|shuttles?|rockets?|pods?|capsules?|freighter|fighters?|craft)\s+(?:\w+ly\s+)?(?P<verb>took\s+off|takes?\s+off|lifted\s+off|lifts?\s+off|blasted\s+off|launched)\b", 0.86, "a launch", unless=r"\bsail"),
    rule("explosion", r"\b(?P<verb>erupted|burst|exploded)\b[^.;]{0,40}\b(?:in|into|over|from)\b[^.;]{0,30}\b(?:field|ricefield|hillside|hill|desert|street|square|road|yard|forest|wood|ground|sky|flames?)\b", 0.8, "a blast",
         needs=r"\b(?:light|flames?|fire|blaze|meteor|ship|pod|rocket)\b", unless=r"\b(?:bird|song|tears|laughter|applause|cheers|bloom|flower|violence|anger|volcano|lightning|sun|dawn)\b"),
    rule("explosion", does("pod|shuttle|meteor(?:ite)?|ship|rocket|plane|aeroplane|airplane|helicopter|capsule|fighter|comet|spacecraft|probe", "strike hit crash slam plough smash", gap=3, then=r"(?:the|into|in|through|on|down|to)\b(?!\s+(?:water|sea|lake|river|waves))"), 0.84, "something crashes down", unless=r"\bhit\s+the\s+(?:target|news|headlines)|\bcrashed\s+(?:the\s+party)"),
    rule("explosion", r"\b(?P<verb>engulfed|consumed|swallowed)\s+(?:in|by)\s+(?:the\s+)?(?:\w+\s+)?(?:destruction|explosion|blast|flames|fireball|inferno)\b", 0.8, "destruction", explosion_far=r"\bflames\b"),
    rule("rumble", r"^\W*an?\s+(?P<verb>low|deep)\s+note\W*$", 0.8, "a low note", seconds=6.0),
    rule("quake", r"\bthe\s+world\s+(?P<verb>(?:seemed\s+to\s+)?(?:shattered|shatter|crumbled|crumble|collapsed|collapse|ended|end))\s+(?:around|about|over)\b", 0.8, "the end of the world"),
    rule("door-creak", r"\bdoor\b[^.;]{0,80}\b(?:opened?|came\s+open|swung)\s+with\s+an?\s+(?P<verb>scream|shriek|groan|squeal)\b|\b(?:came\s+open|opened|swung\s+open)\s+with\s+an?\s+(?P<verb2>scream|shriek|groan|squeal)\b", 0.86, "a door screams"),
    rule("sword", r"\b(?:began\s+to\s+|was\s+)?(?P<verb>sharpen(?:s|ed|ing)?)\s+(?:the|his|her|a|something|an)\b", 0.78, "a blade is sharpened", unless=r"\b(?:pencils?|mind|wits|appetite|senses)\b"),
    rule("launch", done_to("fire launch", "torpedo(?:es)?|rockets?|missiles?", gap=2), 0.82, "a missile is fired"),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*HORNS, *ROADS, *WILD, *FIGHTS)
