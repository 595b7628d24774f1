"""Rules for the sounds of machines: alarms, consoles, engines, ships, trains."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

from drama.adapt.spotting.rules import Rule, rule
from drama.adapt.spotting.wording import does, heard, noise_of

SHIP = r"\b(?:deck|ship|ship['’]s|starship|station|freighter|bulkheads?|hull|cabin|bridge|corridor|reactor|plates)\b"
MACHINE_WORDS = r"console|monitors?|terminal|instruments?|scanner|sensors?|computer|machines?|display|readout|panel|radar|sonar|communicator|keypad|lock"
SOFT_ALARM = r"\b(?:soft(?:ly)?|gentle|gently|polite(?:ly)?|quiet(?:ly)?|chim\w+|ping\w+|discreet\w*|beep\w*|bleep\w*|mild|low)\b"
RAILWAY = r"\b(?:train|express|locomotive|rails?|railway|points|station|platform|compartment|sleepers|tunnel|signal)\b"
MACHINES: tuple[Rule, ...] = (
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
        "alarm-hard",
        r"\ban?\s+(?:\w+\s+)?(?:alarm|klaxon)\s+(?:\w+\s+)?(?P<verb>drew|caught|interrupted|startled|woke|cut|broke|roused)\b",
        0.86,
        "an alarm draws attention",
        unless=r"\bin\s+alarm\b",
        alarm_soft=SOFT_ALARM,
    ),
    rule("alarm-hard", heard("alarms?|klaxons?"), 0.86, "somebody hears an alarm", alarm_soft=SOFT_ALARM),
    rule("siren", heard("sirens?"), 0.86, "somebody hears a siren", unless=r"\bsirens?\s+(?:song|call)"),
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
        ship_hum=SHIP,
    ),
    rule(
        "engine",
        noise_of(
            "sound|roar|hum|throb|drone|growl|rumble|noise|whine|purr|cough",
            "engines?|motors?|generator|lorry|tractor",
        ),
        0.88,
        "an engine is heard",
        ship_hum=SHIP,
    ),
    rule(
        "engine",
        does("engines?|motor|generator", "power", gap=1, then=r"up"),
        0.84,
        "an engine powers up",
        ship_hum=SHIP,
    ),
    rule("engine", heard("engines?|motor|lorry|tractor"), 0.84, "somebody hears an engine", ship_hum=SHIP),
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
        needs=RAILWAY,
    ),
    rule(
        "train",
        noise_of(
            "rattle|clatter|rumble|clack|sound|rhythm", "train|wheels\\s+on\\s+the\\s+rails|rails|carriage"
        ),
        0.87,
        "a train is heard",
        needs=RAILWAY,
    ),
)

RULES: tuple[Rule, ...] = MACHINES
