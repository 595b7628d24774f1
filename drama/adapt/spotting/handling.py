"""Rules for the sounds of things that people handle: locks, drawers, cups, paper, matches, switches, pans."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.gestures import THEN, WHO
from drama.adapt.spotting.rules import Rule, rule
from drama.adapt.spotting.wording import does, done_to, heard, noise_of

CHINA = r"(?:tea)?cups?|mugs?|saucers?|teapot|(?:coffee\s+)?cup|crockery|china|tankard|goblet|bowl"
DRINK = r"tea|coffee|wine|whisky|whiskey|brandy|rum|gin|ale|beer|water|milk|port|sherry|cocoa|soup|himself|herself|themselves|another|more|some|out|two|a\s+(?:glass|cup|drink|measure|finger|drop|little)"
PANS = r"pans?|saucepans?|pots?|trays?|buckets?|pails?|forks?|spoons?|knives|cutlery|tins?|plates|dishes|ladders?|shields?|helmets?|armou?r|kettles?|keys|wrench|spanner|tools?|stool|poker|lid|basin"
PAPERS = r"papers?|pages?|letters?|notes?|maps?|newspapers?|charts?|parchment|documents?|scrolls?|envelopes?|telegrams?|plans|files?"
LOCKS: tuple[Rule, ...] = (
    rule("lock", does("keys?", "turn rattle grate scrape click", gap=2, then=r"(?:in|over|round|against|home|twice)"), 0.9, "a key turns"),
    rule("lock", does("bolts?|locks?|deadbolt|padlock", "shoot slide click clank snap rattle scrape clunk go", gap=3), 0.86, "a bolt is shot",
         unless=r"\b(?:lightning|lock\s+of\s+hair|upright)\b|\bbolts?\s+of\b|\bgo(?:es|ing)?\s+on\b"),
    rule("lock", done_to("slide shoot draw throw ram push pull turn", "bolts?|keys?|deadbolt|latch", gap=2), 0.84, "a bolt or a key is turned",
         unless=r"\b(?:lightning|piano|keyboard|musical)\b|\bkey\s+(?:of|to)\s+(?:the\s+)?(?:mystery|matter)"),
    rule("lock", r"\b(?P<verb>slid|drew|shot|pulled|pushed)\s+(?:back|home|open|to)\s+(?:the|a|both|its)\s+(?:\w+\s+){0,2}?bolts?\b", 0.88, "a bolt is drawn"),
    rule("lock", r"\b(?P<verb>locked|bolted|unlocked|unbolted|padlocked)\s+(?:the|a|his|her|its|their)\s+(?:\w+\s+){0,2}?(?:door|gate|hatch|cell|chest|box|trunk|safe|case|cupboard|cabinet|drawer|car|shop|house)\b(?!\s+of\b)", 0.82, "somebody locks or unlocks"),
    rule("lock", noise_of("sound|click|rattle|scrape|clank|grating|snap|clunk", "(?:an?|the)?\\s*(?:key|keys|lock|bolt|latch)"), 0.88, "a lock is heard"),
)  # fmt: skip
FURNITURE: tuple[Rule, ...] = (
    rule("drawer", done_to("open close shut slam pull push slide rattle", "drawers?", gap=3), 0.86, "a drawer is moved", unless=r"\bout\s+of\s+(?:the|a)\s+\w*\s*drawer\b|\bdraw(?:s|n)?\s+a\b"),
    rule("drawer", r"\b(?P<verb>pulled|slid|jerked|yanked|tugged|wrenched|eased)\s+(?:open|out|shut)\s+(?:the|a|an|his|her|its)\s+(?:\w+\s+){0,2}?drawers?\b", 0.88, "a drawer is moved"),
    rule("drawer", does("drawers?", "open close shut slide slam shoot stick rattle scrape", gap=3), 0.86, "a drawer moves", unless=r"\b(?:chest\s+of)\b|\bopen\s+drawers?\b"),
    rule("drawer", noise_of("sound|noise|scrape|rattle", "(?:an?|the)?\\s*drawers?"), 0.86, "a drawer is heard"),
    rule("creak", does("stairs?|steps?|floorboards?|boards?|floors?|planks?|beams?|rafters?|timbers?|bedsprings?|bed|chair|bench|masts?|stage|mast|rigging|house|ship|ladder|staircase", "creak groan", gap=3), 0.88, "timber creaks",
         unless=r"\b(?:doors?|gates?|hinges?|shutters?|lid)\b|\bgroan\w*\s+(?:with\s+(?:food|gold)|under\s+the\s+weight\s+of\s+(?:food|dishes))"),
    rule("creak", r"\b(?:hear|heard|there\s+was|came|with|gave|let\s+out)\s+an?\s+(?:[\w-]+,?\s+){0,4}?(?P<verb>creak)\b", 0.86, "a creak", unless=r"\b(?:doors?|gates?|hinges?|lid)\b"),
    rule("creak", noise_of("creak|creaking|groan|groaning", "(?:the\\s+)?(?:stairs?|floorboards?|boards|timbers?|planks|wood|ropes|leather|bedsprings)"), 0.88, "timber creaks"),
)  # fmt: skip
TABLE: tuple[Rule, ...] = (
    rule("cup", r"\b(?P<verb>put|puts|set|sets|placed|banged|laid|lowered|plonked)\s+(?:(?:down|aside)\s+)?(?:the|his|her|their|my|a|both)\s+(?:\w+\s+){0,2}?(?:mug|cup|cups|teacup|mugs|tankard|goblet|saucer|bowl)\s*(?:down|hard|carefully|gently|on|back|aside|[.,;]|with\b)", 0.82, "a cup is put down"),
    rule("cup", r"\b(?P<verb>put|puts|set|sets)\s+(?:down|aside)\s+(?:the|his|her|their|my|a)\s+(?:\w+\s+)?(?:mug|cup|teacup|tankard|goblet|saucer)\b", 0.86, "a cup is put down"),
    rule("cup", does(CHINA, "rattle clatter chink tinkle jingle hum dance", gap=3), 0.86, "china rattles", unless=r"\bchina\s+(?:sea|town)\b|\b(?:with|in)\s+both\s+hands\b"),
    rule("cup", r"\b(?P<verb>chink|rattle|clink)\s+of\s+(?:\w+\s+)?(?:china|cups|teacups|crockery|saucers)\b", 0.88, "china is heard"),
    rule("clink", r"\b(?P<verb>clink(?:ed|s|ing)?|touch(?:ed|es)?|knocked|chinked|tapped)\s+(?:(?:their|the|our|his|her)\s+)?(?:\w+\s+)?(?:glasses|tankards|goblets|flutes)\b", 0.87, "glasses touch"),
    rule("clink", does("glasses|goblets|tumblers|ice|bottles?|decanters?|coins?", "clink chink tinkle jingle", gap=3), 0.87, "glass clinks"),
    rule("clink", r"\b(?P<verb>clink|chink|tinkle)\s+of\s+(?:\w+\s+){0,2}?(?:glass|glasses|ice|bottles?|coins?)\b", 0.88, "glass clinks", unless=r"\bbroken|\bbreaking"),
    rule("pour", rf"\b(?P<verb>pour(?:s|ed|ing)?)\s+(?:(?:him|her|them|me|us|out|the\s+\w+)\s+)?(?:(?:the|a|an|some|more|another|his|her|two|three)\s+)?(?:[\w-]+\s+){{0,2}}?(?:{DRINK})\b", 0.84, "something is poured",
         unless=r"\brain\b|\bscorn\b|\bcold\s+water\s+on\b|\bpour\w*\s+out\s+(?:his|her|their|its)\s+(?:heart|soul|troubles|grief|story)|\b(?:water|blood|smoke|light)\s+poured\b"),
    rule("pour", does("taps?|wine|tea|coffee|milk", "run gush splash gurgle", gap=2, then=r"(?:into|in|over|on)"), 0.82, "something is poured"),
    rule("pour", done_to("fill", "kettle|glass(?:es)?|cups?|jug|bucket|basin|mugs?|goblets?|tankards?|bath", gap=2), 0.8, "a vessel is filled"),
    rule("pour", r"\bwater\s+(?P<verb>came|gushed|poured|rushed|bubbled|spurted|trickled)\s+(?:up|in|out|through|down|from|over)\b", 0.84, "water comes in"),
    rule("pour", r"\b(?:something|it|the\s+\w+)\s+(?:went|goes)\s+_?\*?(?P<verb>glug)", 0.84, "water gurgles"),
    rule("kettle", does("kettle", "whistle sing shriek scream boil hiss", gap=3), 0.9, "the kettle boils", unless=r"\b(?:was|is)\s+on\b"),
    rule("kettle", noise_of("whistle|whistling|hiss|shriek|song", "(?:an?|the)?\\s*kettle"), 0.9, "the kettle boils"),
    rule("kettle", r"\bkettle\b[^.;]{0,24}\b(?P<verb>had)\s+an?\s+(?:\w+\s+)?whistle\b", 0.8, "the kettle boils"),
    rule("clatter", does(PANS, "crash clatter clang rattle tumble clank", gap=4), 0.87, "pans come down", unless=r"\bhail\b|\brain\b|\bwindows?\b|\bin\s+the\s+lock\b"),
    rule("clatter", does(PANS, "fall drop land", gap=3, then=r"(?:on|onto|to|in|with)"), 0.8, "something falls with a clatter", unless=r"\b(?:into|in)\s+(?:place|love)\b|\bdropped\s+in\s+on\b"),
    rule("clatter", r"\bwith\s+an?\s+(?:[\w-]+\s+){0,2}?(?P<verb>clatter|clang|crash)\b|\bthere\s+(?:was|came)\s+an?\s+(?:[\w-]+\s+){0,2}?(?P<verb2>clatter|clang|crash)\b", 0.84, "a clatter",
         unless=r"\b(?:glass|window|crystal|thunder|hooves|hoof\w*|door|gate|shutters?|wave|waves|surf|car|lorry|wall|roof|ceiling|tree|chain|feet|boots)\b"),
    rule("clatter", noise_of("clatter|crash|clang|clash|rattle", "(?:falling\\s+)?(?:pans?|pots|tin|tins|dishes|plates|cutlery|metal|iron|saucepans|buckets?|trays?)"), 0.87, "pans come down"),
    rule("clatter", r"\b(?P<verb>threw|flung|hurled|dropped|tipped)\s+(?:the\s+(?:lot|tray|pans?|bucket|whole\s+\w+)|it\s+all|everything)\s+(?:down|on|over|across|to)\b", 0.82, "things come down"),
    rule("clatter", r"^\W*_?crash\b[^.]{0,20}\bwent\b(?P<verb>)", 0.84, "a crash", unless=r"\bcar\b"),
)  # fmt: skip
SMALL: tuple[Rule, ...] = (
    rule("paper", done_to("unfold crumple shuffle tear rip rustle smooth crush scrunch unroll fold spread", PAPERS, gap=2), 0.82, "paper is handled",
         unless=r"\b(?:muscle|hopes|silence)\b|\bspread\s+the\s+word\b"),
    rule("paper", does(PAPERS + "|leaflets?", "rustle crackle flutter tear rip", gap=3), 0.84, "paper rustles", unless=r"\bflutter\w*\s+(?:away|in\s+the\s+(?:wind|breeze))\b"),
    rule("paper", r"\b(?P<verb>turned|turns|flipped|leafed|thumbed)\s+(?:through\s+|over\s+)?(?:the|her|his|a|another)\s+(?:\w+\s+)?pages?\b", 0.8, "a page is turned", unless=r"\bwithout\s+a\s+sound\b"),
    rule("paper", noise_of("rustle|crackle|rustling", "(?:stiff\\s+)?(?:papers?|pages|parchment|newspapers?)"), 0.87, "paper rustles"),
    rule("match", r"\b(?P<verb>struck|strikes|lit|scratched|scraped)\s+(?:a|another|the|his|her|one)\s+(?:\w+\s+)?match(?:es)?\b", 0.88, "a match is struck"),
    rule("match", does("match", "flare spurt hiss scrape rasp", gap=3), 0.88, "a match flares", unless=r"\b(?:football|cricket|tennis|boxing)\b"),
    rule("switch", done_to("flick flip snap press throw click pull", "switch(?:es)?|lever", gap=2), 0.85, "a switch is thrown"),
    rule("switch", r"\b(?P<verb>switched|snapped|clicked|flicked|turned)\s+(?:on|off)\s+(?:the|a|his|her|all\s+the)\s+(?:\w+\s+){0,2}?(?:lights?|lamps?|torch(?:es)?|radio|wireless|television|set|gas|recorder|flashlight)\b", 0.82, "something is switched"),
    rule("switch", does("lamps?|lights?|torch|switch|recorder|recording|hiss|machine|robot|set", "click clunk snap", gap=3), 0.84, "a switch clicks", unless=r"\btongue\b|\bfingers\b|\bloudspeakers?\b"),
    rule("switch", r"\b(?:loudspeakers?|speakers?|machinery)\b[^.;]{0,32}\b(?P<verb>went)\s+_?\*?(?:clunk|click|thunk)", 0.84, "it goes clunk"),
    rule("static", does("radio|wireless|set|speakers?|loudspeakers?|receiver|intercom|microphone|tannoy|walkie-talkie|static", "crackle hiss spit buzz splutter fizz squawk give", gap=3), 0.88, "a receiver crackles",
         unless=r"\b(?:fire|pan|oil|snake)\b|\bgave\s+(?!a\s+(?:\w+\s+)?(?:crackle|hiss|squawk|burst|buzz))"),
    rule("static", does("line|(?:tele)?phone|headset|headphones|earpiece", "crackle fizz", gap=2), 0.85, "a receiver crackles"),
    rule("static", r"\b(?P<verb>burst|hiss|crackle|wash|roar|blast|snarl|rush)\s+of\s+(?:\w+\s+)?(?:static|interference|white\s+noise)\b", 0.9, "static"),
    rule("static", heard("static|interference"), 0.86, "somebody hears static"),
    rule("static", r"\bthere\s+was\s+an?\s+(?P<verb>hiss|crackle)\b(?!\s+of\s+(?:steam|pain|fire|rage|breath|flame|disapproval))", 0.78, "a hiss", needs=r"\b(?:radio|set|robot|microphone|speaker|recording|tape|reel|voice|transmitter)\b"),
)  # fmt: skip
FALLS: tuple[Rule, ...] = (
    rule("thud", rf"\b{WHO}\s+{THEN}(?P<verb>threw|throws|flung|flings|hurled|hurls|tossed|slammed|knocked)\s+(?:the\s+(?:\w+\s+)?(?:man|woman|boy|guard|soldier|solider|knight|thief|officer|robot|creature|stranger|others?)|him|them|her|me|it)\s+(?:\w+\s+)?(?:against|across|into|onto|to|down|over|aside|back|out)\b", 0.8, "somebody is thrown",
         unless=r"\b(?:arms|look|glance|question|words?|a\s+kiss|coat|cloak|blanket)\b|\binto\s+(?:prison|jail|confusion|doubt)"),
    rule("thud", r"\b(?P<verb>threw|hurled|flung)\s+the\s+(?:\w+\s+)?(?:soldier|solider|guard|man|knight|cadet|officer|attacker)\b", 0.79, "somebody is thrown"),
    rule("thud", rf"\b(?:{WHO}|and)\s+(?:[\w-]+\s+){{0,2}}?(?P<verb>landed|lands)\s+(?:\w+ly\s+)?(?:on|with|beside|behind|among|in\s+front|at)\b", 0.78, "somebody lands",
         unless=r"\b(?:silent(?:ly)?|without\s+a\s+sound|soundless\w*|ship|shuttle|plane|pod|bird|gull|gaze|eyes|job|catkin|butterfly|feather|water|moon)\b"),
    rule("thud", rf"\b{WHO}\s+(?:\w+\s+and\s+)?(?P<verb>fell|falls)\s+(?:flat|headlong|heavily|full\s+length|over\s+backwards|backwards?|face\s+down)\b", 0.8, "somebody falls", unless=r"\bfell\s+flat\s+(?:as|and\s+nobody\s+laughed)"),
    rule("thud", r"\b(?P<verb>dropped|dumped|heaved|threw|put)\s+(?:it|them|the\s+(?:[\w-]+\s+){0,2}?(?:crate|sack|box|bag|trunk|case|log|bundle|body|chest|barrel))\s+(?:down\s+)?(?:at|on|onto|by|in\s+front\s+of)\s+(?:the|his|her|their|its)\b", 0.76, "something heavy is put down", needs=r"\b(?:crate|sack|box|bag|trunk|case|log|bundle|body|chest|barrel)\b", unless=r"\bput\s+(?:it|them)\b"),
    rule("thud", r"\b(?:an?|the|dull|heavy|soft|great|loud)\s+(?P<verb>thump|thud|(?<!the\s)bump)\b(?!\s+of\s+(?:his|her|my|the)\s+heart)", 0.82, "a thud", unless=r"\b(?:heart|hooves|drum|music|speed)\b"),
    rule("thud", r"^\W*_?(?P<verb>thump|thud)\b|[:—–]\s*_?(?P<verb2>thump|thud)\b", 0.82, "a thud"),
    rule("thud", r"\b(?:stage|floor|platform|deck|roof)\s+(?P<verb>dropped|sank|tilted|dipped)\s+(?:\w+\s+)?(?:inches|feet|a\s+foot|an\s+inch|under|beneath)\b", 0.8, "the floor drops"),
    rule("splash", rf"\b{WHO}\s+{THEN}(?P<verb>wades?|waded|splashes|splashed|paddled|dives?|dived|dove|plunged|plunges)\s+(?:\w+\s+)?(?:out|in|into|through|across|off|ashore|over|along|to|after|about)\b", 0.82, "somebody is in the water", unless=r"\b(?:book|papers?|crowd|work|argument|despair|darkness|price|hand|dagger|knife|story|reports?)\b"),
    rule("splash", r"\b(?:someone|somebody|something|they|he|she|children)\s+(?:was|were)\s+(?P<verb>splashing|wading|paddling)\b", 0.82, "somebody is in the water"),
    rule("splash", r"\b(?P<verb>jump(?:s|ed)|step(?:s|ped)|tread|trod|ran|splashed)\b[^.;]{0,36}\b(?:in|into|through)\s+(?:a|the)\s+(?:\w+\s+)?(?:puddles?|shallows)\b", 0.82, "somebody steps in a puddle"),
    rule("splash", r"\b(?:with|there\s+was)\s+an?\s+(?:\w+\s+)?(?P<verb>splash)\b|\b(?:she|it|he|they|the\s+(?:plane|boat|ship|pod|capsule))\s+(?P<verb2>hit)\s+the\s+(?:water|sea|lake|river)\b", 0.86, "a splash"),
)  # fmt: skip

RULES: tuple[Rule, ...] = (*LOCKS, *FURNITURE, *TABLE, *SMALL, *FALLS)
