"""Words by which a paragraph of narration goes elsewhere, on in time, or back into memory."""

# ruff: noqa: E501  a pattern is easier to read on one line than cut in pieces

from __future__ import annotations

import re

from drama.system import lazy_re

NUMBER = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|a\s+few|several"
    r"|some|many|a\s+couple\s+of|half\s+an?|a\s+dozen|\d+)"
)
UNIT = r"(?:second|minute|hour|day|night|week|fortnight|month|year|season|summer|winter|decade|century|centurie|mile)s?"
PART = (
    r"(?:morning|afternoon|evening|night|day|noon|midday|midnight|dawn|daybreak|sunrise|sunset|dusk|nightfall|twilight|lunch|lunchtime"
    r"|lunch-time|supper|suppertime|dinner|dinnertime|breakfast|breakfast-time|teatime|bedtime|first\s+light|spring|summer|autumn|winter|Christmas"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september"
    r"|october|november|december|weekend|week|month|year)"
)
HOUR = (
    r"(?:(?:half\s+past|(?:a\s+)?quarter\s+(?:to|past)|\w+\s+(?:minutes\s+)?(?:to|past))\s+(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}:\d\d)(?:\s+o['’]clock)?|one\s+o['’]clock)"
)
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
TIME_JUMP = lazy_re.pattern(
    rf"^\W*(?:(?:but|and|then|so|yet|finally|at\s+last)[,\s]+)?(?:"
    rf"(?:on\s+|early\s+|late\s+|by\s+|all\s+)*(?:(?:the|that)\s+(?:very\s+)?(?:next|following|same|first|last|other)|that)\s+{PART}\b"
    rf"|(?:early|late|later|by|at|in\s+the|all)\s+(?:that|the|in\s+the|next)?\s*{PART}\b(?!\s+(?:bell|paper|dress|gown|train|air|table|room|sky|light)s?\b)"
    rf"|(?:before|after|at|by|towards?)\s+(?:the\s+)?{PART}\b"
    rf"|(?:on|in)\s+(?:the\s+)?(?:(?:first|second|third|fourth|following|next)\s+)?{PART}\b(?!\s+(?:light|air|sun))"
    rf"|{NUMBER}(?:\s+\w+)?\s+{UNIT}\s+(?:later|after|afterwards?|passed|went\s+by|had\s+passed|had\s+gone\s+by|on|behind)\b"
    rf"|(?:{UNIT}|it\s+was\s+{UNIT})\s+(?:later|passed|went\s+by|before)\b"
    rf"|(?:after|within|for|in)\s+{NUMBER}\s+(?:more\s+|long\s+)?{UNIT}\b"
    rf"|(?:much|some\s+time|not\s+long|long|a\s+little|a\s+while|soon|shortly|moments?|sometime)\s+(?:later|after|afterwards?)\b"
    rf"|(?:later|afterwards?|eventually)\b(?=[\s,]+(?:that|the|in|on|at|when|they|he|she|I|we|[A-Z]))"
    rf"|(?:when|once|as|by\s+the\s+time)\s+(?:the\s+)?(?:{PART}|rain|storm|sun)\s+(?:came|broke|fell|rose|set|ended|stopped|arrived|was\s+over|went\s+down)\b"
    rf"|(?:it\s+was\s+)(?:\w+\s+)?(?:{PART}|dark|light|already\s+\w+|past\s+\w+)\s+(?:when|before)\b"
    rf"|when\s+(?:he|she|I|they|we|[A-Z]\w+)\s+(?:woke|awoke|came\s+(?:to|round)|opened\s+(?:his|her|my|their)\s+eyes)\b"
    rf"|(?:by|at|towards|around|about|(?:shortly|just|soon|a\s+little)\s+(?:after|before))\s+{HOUR}(?=\s*,|\s+(?:in\s+the|on\s+the|that|he|she|they|it|the|I|we|there|everyone|sharp|(?-i:[A-Z])\w+)\b)"
    rf"|on\s+the\s+\w+\s+of\s+{MONTH}\b|on\s+{MONTH}\s+the\b"
    rf"|{PART}\s+(?:came|found|broke|dawned|passed|fell)\b"
    rf"|next\s+{PART}\b|tomorrow\s+came\b|overnight\b|tonight\b|today\b|the\s+\w+\s+(?:began|opened|took\s+place)\s+on\s+an?\s+{PART}\b"
    rf"|after\s+(?:school|work|church|supper|dinner|lunch|breakfast|the\s+(?:funeral|wedding|battle|meeting|trial|storm|war|service))\b"
    rf")",
    re.IGNORECASE,
)
"""A first sentence that begins with it is set at another time."""
MEMORY_TIME = lazy_re.pattern(
    rf"^\W*(?:{NUMBER}(?:\s+\w+)?\s+{UNIT}\s+(?:earlier|before|ago)|(?:years?|long|months?|weeks?)\s+(?:ago|before)|once(?:,|\s+(?:upon|before|when|as))"
    r"|when\s+(?:he|she|I|they|we|[A-Z]\w+)\s+(?:was|were|had\s+been)\s+(?:an?\s+)?(?:child|girl|boy|young|little|small|\w+(?=,)|\w+\s+years)"
    r"|as\s+an?\s+(?:child|girl|boy|student)|the\s+(?:night|day|summer|week)\s+before|that\s+(?:summer|night|winter|spring),?\s+years)\b",
    re.IGNORECASE,
)
REMEMBERS = lazy_re.pattern(
    r"\b(?:remember(?:s|ed|ing)?|recall(?:s|ed)|thought\s+back|thinks\s+back|mind\s+(?:went|drifted|wandered|flew)\s+back|memories|the\s+memory)\b",
    re.IGNORECASE,
)
LONG_SINCE = lazy_re.pattern(
    r"\b(?:once\s+before|at\s+the\s+age\s+of|as\s+an?\s+(?:child|girl|boy)|when\s+(?:he|she|I)\s+was\s+(?:an?\s+(?:child|girl|boy)|little|small|\w+(?:teen)?\s+years)"
    r"|years\s+(?:ago|before|earlier)|long\s+ago|in\s+another\s+life)\b",
    re.IGNORECASE,
)
"""A first sentence in the past perfect that has it is the beginning of a memory."""
PARTICIPLE = (
    r"\w{2,}ed|been|come|gone|begun|become|run|seen|done|taken|given|known|found|left|lost|made|said|told|thought|brought|bought|caught|taught|kept"
    r"|slept|felt|held|heard|stood|sat|set|put|cut|met|led|read|sent|spent|built|driven|written|ridden|risen|fallen|broken|spoken|chosen|stolen|woken"
    r"|worn|torn|sworn|drawn|grown|thrown|flown|shown|sung|rung|drunk|won|hung|stuck|struck|dug|laid|lain|paid|meant|dreamt|learnt|burnt|burst|hit|let"
    r"|shut|spread|shot|fought|sought|got|gotten|forgotten|hidden|bitten|eaten|beaten|shaken|mistaken|understood|wept|swept|crept|fled|fed|bent|slid"
    r"|clung|flung|swung|lit|split|sunk|shrunk|sprung|knelt|leapt|spilt|spoilt|wound|bound|ground|sold|slid|bred|borne|born"
)
PLUPERFECT = lazy_re.pattern(
    rf"\b(?:had|['’]d)\s+(?:(?:he|she|they|it|\w+ly|never|not|just|already|once|always|both|all|even|only|still|also|then|so)\s+){{0,2}}(?:{PARTICIPLE})\b",
    re.IGNORECASE,
)
AND_THEN = lazy_re.pattern(
    rf"\b(?:and|but|when|until)\s+(?:(?:he|she|they|it|I|we)\s+)?(?!had\b|{PARTICIPLE})\w+|^\W*\w+\s+(?!had\b)(?:\w+ed|was|were)\b|\band\s+(?:found|saw|heard|had\s+done)\b",
    re.IGNORECASE,
)
"""A sentence that only begins in the past perfect, or ends in it, and is told in the past otherwise."""
ELSEWHERE_NOW = lazy_re.pattern(
    r"^\W*(?:(?:and|but)\s+)?(?:meanwhile|elsewhere|at\s+(?:that|the\s+same|this)\s+(?:very\s+)?(?:moment|time|instant|hour)|back\s+(?:in|at|on|aboard|inside|home|up|down)"
    r"|across\s+(?:the\s+)?(?:town|city|street|world|river|galaxy|room's)|on\s+the\s+other\s+side\s+of|in\s+another\s+part\s+of|somewhere\s+else"
    r"|(?:far|high|deep|miles|\w+\s+(?:hundred\s+)?(?:feet|miles|floors|decks|light-?years|streets|doors|storeys|stories))\s+(?:away|below|above|beneath|overhead|off|under|behind|from|down|up|farther|further|higher|lower|deeper|on|out|distant)\b"
    r"|(?:down|up|out|over|back|deep|high|far)\s+(?:in|on|at|inside|by|among)\s+(?:the|his|her|their|its|[A-Z])"
    r"|(?:below|above|outside|inside|downstairs|upstairs|overhead|ashore|next\s+door),\s"
    r"|(?:within|inside)\s+the\s)",
    re.IGNORECASE,
)
"""A first sentence that begins with it is set in another place at the same time."""
FLOORS_OFF = lazy_re.pattern(
    rf"^\W*(?:(?:and|but)\s+)?{NUMBER}\s+(?:hundred\s+)?(?:decks|floors|storeys|stories|levels|streets|doors)\s+(?:\w+\s+)?(?:below|above|down|up|away|off|along)"
    r"(?:\s+(?:in|on|at)\s+(?:the|an?|his|her)\s+[\w-]+)?,\s+(?:he|she|they|(?-i:[A-Z])\w+)\b",
    re.IGNORECASE,
)
"""The same where the place has no name: "Six decks below, Bale put down her soup"."""
AT_THE_SAME_TIME = lazy_re.pattern(
    r"\bat\s+(?:that|this|the\s+same)\s+(?:very\s+|same\s+)?(?:moment|hour|time|minute|instant)\b"
    r"|\b(?:was|were|is|are|sat|stood|lay|had)\s+(?:already|by\s+(?:now|then)|by\s+(?:this|that)\s+time|meanwhile|long\s+since)\b"
    r"|,\s*meanwhile\s*,",
    re.IGNORECASE,
)
"""A first sentence that has it, and names another place than the scene's, is set there at the same time."""
LATER_INSIDE = lazy_re.pattern(
    rf"\b{NUMBER}\s+(?:\w+\s+)?(?!second|minute|mile){UNIT}\s+(?:later|afterwards)\b|\bby\s+(?:the\s+)?(?:next|following)\s+{PART}\b",
    re.IGNORECASE,
)
"""The same of time, within a sentence: "She said it, four hours afterwards, to eleven hundred people"."""
UNTIL = lazy_re.pattern(r"\b(?:until|till|than|if|would|could|should|might|not|n['’]t)\b", re.IGNORECASE)
OUT_OF_THE_DAY = lazy_re.pattern(
    r"\b(?:(?P<night>night|midnight|moonlight|moon|stars|starlight|darkness\s+fell|nightfall|lanterns?\s+lit)"
    r"|(?P<dawn>dawn|daybreak|sunrise|first\s+light)|(?P<morning>morning|breakfast)|(?P<evening>evening|dusk|sunset|twilight|supper)"
    r"|(?P<day>noon|midday|afternoon|daylight|sunlight|sunshine|lunch))\b",
    re.IGNORECASE,
)
UNNAMED_ELSEWHERE = lazy_re.pattern(r"\W*(?:meanwhile|elsewhere|back)\b", re.IGNORECASE)
BACK_THERE = lazy_re.pattern(
    r"\bback\s+(?:in|at|on|aboard)\s+(?:the|their|his|her|my|our|[A-Z])", re.IGNORECASE
)
TOGETHER = lazy_re.pattern(
    r"\b(?:they|we|both|all|together|the\s+(?:two|three|four|five|others|couple|party|company))\b",
    re.IGNORECASE,
)
