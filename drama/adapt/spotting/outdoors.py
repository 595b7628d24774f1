"""Rules for the sounds of weather, water, fire and insects."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.rules import FAR, Rule, rule
from drama.adapt.spotting.wording import does, heard, noise_of

UNDER_ROOF = r"\b(?:roof|skylight|windows?|panes?|glass|tin|canvas|tent|awning|hull|shutters?|umbrella|slates|tiles|caravan|attic|bus|car|train|taxi|carriage|compartment)\b"
FIGURE_OF_FIRE = (
    r"\b(?:eyes?|cheeks|belly|heart|soul|blood|gaze|glance|rage|anger|open(?:ed)?\s+fire|under\s+fire)\b"
)


RAIN = r"rain|drizzle|downpour|raindrops|cloudburst|hail|sleet"
ON_A_ROOF = (
    r"\bit\s+(?P<verb>drummed|hammered|beat|pattered|rattled|drums|hammers|beats|patters|rattles)\s+(?:\w+\s+)?"
    r"(?:on|upon|against)\s+the\s+(?:\w+\s+){0,2}(?:roof|skylight|slates|tiles|panes|windows?)\b"
)
WEATHER: tuple[Rule, ...] = (
    rule("rain-roof", ON_A_ROOF, 0.91, "rain on a roof", needs=r"\brain\b"),
    rule(
        "rain",
        does(
            RAIN,
            "hammer drum beat patter lash fall pour batter stream pelt hiss tap rattle come sweep run "
            "drip spatter splash strike drive continue thrum begin start spit fling hurl dash whip",
            gap=3,
        ),
        0.9,
        "rain falls",
        unless=rf"\brain\s+of\b|{ON_A_ROOF.replace('?P<verb>', '?:')}",
        rain_roof=UNDER_ROOF,
    ),
    rule(
        "rain",
        r"\bit\s+(?:(?:was|is)\s+(?:still\s+|already\s+)?(?P<verb>raining|pouring)|(?P<verb2>rained|rains|poured))\b",
        0.88,
        "it rains",
        rain_roof=r"\b(?:roof|skylight)\b",
    ),
    rule("rain", r"^\W*(?P<verb>rain|drizzle)\W*$", 0.85, "rain"),
    rule(
        "rain",
        r"\b(?:begun|began|started|start|begins)\s+to\s+(?P<verb>rain|drizzle)\b|\bit\s+(?:had\s+)?(?:begun|began|started)\s+to\s+(?P<verb2>pour)\b",
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
        r"\b(?:(?:out\s+)?in|into|through)\s+the\s+(?:\w+\s+)?(?P<verb>rain|drizzle|downpour)\b",
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
        unless=r"\b(?:voice|laugh\w*|applause|cheers?|guns?|cannons?|hooves|hoofs)\b",
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
    rule("thunder-far", heard("thunder"), 0.86, "somebody hears thunder"),
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
WATER: tuple[Rule, ...] = (
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
        unless=r"\b(?:quite\s+a|bit\s+of\s+a|make\s+a|in\s+the\s+papers|colou?r|paint|light|sun|snow|red|gold|ink)\b",
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
NATURE: tuple[Rule, ...] = (
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

RULES: tuple[Rule, ...] = (*WEATHER, *WATER, *NATURE)
