# ruff: noqa: E501
"""The vocabulary of attribution: verbs of speech, nouns for people, titles, relations, little words."""

from __future__ import annotations

from importlib import resources
from typing import Literal

Sex = Literal["male", "female"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _inflected(text: str) -> tuple[set[str], set[str]]:
    """Return finite forms and participles; an entry is "base" or "base/past" or "base/past/present"."""
    finite: set[str] = set()
    participles: set[str] = set()
    for entry in text.split():
        base, _, rest = entry.partition("/")
        stem = base[:-1] if base.endswith("e") else base
        doubled = base + base[-1] if base in _DOUBLING else base
        past = rest or (
            base[:-1] + "ied" if _consonant_y(base) else (stem if stem != base else doubled) + "ed"
        )
        finite |= {past, base[:-1] + "ies" if _consonant_y(base) else base + _S.get(base[-2:], "s")}
        participles.add((doubled if stem == base else stem if not base.endswith("ee") else base) + "ing")
    return finite, participles


_DOUBLING = _words(
    "beg chat drop stutter_ nod shrug sob quip bat rap snap yap hum admit put interrupt_ permit rebut wag blab jab"
)
_S = {"sh": "es", "ch": "es", "ss": "es"}


def _consonant_y(base: str) -> bool:
    return base.endswith("y") and base[-2] not in "aeou"


_STRONG = """
say/said ask reply answer exclaim cry inquire enquire demand whisper murmur mutter mumble shout yell scream shriek
remark observe respond retort rejoin return declare announce add continue explain protest insist suggest agree
admit confess assure tell/told repeat interrupt call bellow roar growl snarl snap hiss groan moan wail sob whimper
stammer stutter gasp breathe/breathed pant croak rasp drawl mock tease joke quip jeer sneer scoff chide scold rebuke
reproach warn threaten order command plead beg implore beseech/besought entreat urge persuade promise swear/swore vow
affirm assert aver maintain argue object counter contradict correct deny concede acknowledge allow grant conclude
comment note state report recite read/read quote sing/sang chant intone pronounce proclaim echo chorus pipe squeak
squeal screech holler thunder boom bark bawl blurt gabble babble chatter chirp coo purr croon simper sputter splutter
venture offer propose hazard prompt query question wonder ponder muse reflect reason deadpan apologise apologize thank greet
welcome congratulate compliment console comfort soothe reassure advise counsel caution remind inform confide hint
complain grumble gripe whine fret lament mourn bemoan howl hoot grunt ejaculate vociferate expostulate remonstrate
interpose interject resume proceed pursue begin/began start finish end conclude manage falter quaver gush enthuse
trill lisp slur wheeze cackle crow boast brag bluster rant rave rage fume storm curse swear/swore taunt accuse charge
challenge dare snarl spit/spat utter voice articulate mouth opine speculate guess estimate suppose theorise theorize
predict prophesy translate interpret rejoin riposte rebuff clarify elaborate emphasise emphasize stress specify amend
confirm attest testify recommend request invite bid/bade beckon hail summon instruct direct dictate decree rule
lie grouse carp nag chaff banter chuckle titter squawk bleat bray yelp yip yowl mewl burble drone warble whistle
volunteer divulge disclose reveal let_ narrate relate recount recall reminisce intimate insinuate imply gloat exult
marvel rhapsodise sympathise sympathize commiserate coax cajole wheedle flatter pray bless assent consent
acquiesce demur deadpan pontificate preach lecture moralise sermonize grate gloom hesitate cut_ chime broadcast/broadcast
communicate transmit radio telephone text type/typed write/wrote sign/signed signal hum mimic parrot
""".replace("let_", "").replace("cut_", "")

_WEAK = """
laugh smile grin smirk sigh nod shrug frown pout beam blush sniff snort snicker snigger giggle chortle guffaw yawn scowl
glare wince grimace gape blink shudder shiver swallow gulp cough choke hiccup weep/wept think/thought figure/figured reckon
remember consider decide realise realize go/went come/came put/put throw/threw break/broke burst/burst speak/spoke talk
lean gesture point wave turn look stare gaze glance step shake/shook persist press try/tried hurry rush hasten
gibe puff huff fire shoot/shot toss fling/flung counter mock repeat chat discuss describe mention swallow rumble
""".strip()

_strong_finite, _strong_ing = _inflected(_STRONG)
_weak_finite, _weak_ing = _inflected(_WEAK)
_strong_finite |= _words("say cried cries replied replies tell quoth begged says asks hissed hisses goes")

SPEECH_VERBS = frozenset(_strong_finite - {"noted_"})
"""Finite verbs that report speech: said, asks."""
SPEECH_PARTICIPLES = frozenset(_strong_ing)
MANNER_VERBS = frozenset(_weak_finite - SPEECH_VERBS)
"""Verbs that carry a quotation only when it runs into them: "Yes," he smiled."""
MANNER_PARTICIPLES = frozenset(_weak_ing)
PLAIN_SPEECH = _words(
    "said says say asked asks replied replies answered answers cried cries exclaimed whispered murmured muttered "
    "shouted yelled screamed inquired enquired returned responded retorted demanded added continued told remarked "
    "observed declared called repeated explained agreed insisted announced began suggested"
)
"""Verbs of speech that hardly mean anything else next to a quotation."""
SPEECH_PATTERN = "|".join(sorted(SPEECH_VERBS, key=lambda w: (-len(w), w)))
SPEECH_NOUNS = _words(
    "voice reply answer response question cry shout whisper words exclamation murmur scream retort remark shriek tone tones"
)
"""Nouns that stand for somebody's speech: a gruff voice cried; came the reply; his answer was."""

MALE = _words("""
man men boy boys gentleman gentlemen lad lads fellow fellows chap bloke guy guys dude father dad daddy papa pa son brother
husband uncle nephew grandfather grandpa granddad grandson grandsire godfather stepfather stepbrother stepson widower bachelor
bridegroom groom king prince duke earl baron count viscount marquis marquess emperor lord sir knight squire
monk friar priest bishop archbishop pope abbot vicar curate parson clergyman rector deacon archdeacon rabbi imam
waiter actor host steward butler footman valet coachman groomsman stableman policeman constable fireman postman
milkman salesman businessman chairman spokesman foreman workman tradesman craftsman nobleman countryman englishman frenchman
irishman scotsman scotchman welshman dutchman chinaman fisherman boatman ferryman oarsman seaman sailor
huntsman swordsman bowman horseman cavalryman infantryman gunman hangman watchman nightwatchman doorman cabman
wizard sorcerer warlock hero god giant youth youngster_ urchin_ brute scoundrel rascal rogue ruffian villain_
blacksmith smith carpenter miller_ schoolmaster headmaster master monsieur mister bro sire cowboy playboy
schoolboy policemen footmen patriarch elder_ gaffer greybeard graybeard drunkard_ conscript lieutenant_ eunuch tailor_
brothers fathers sons uncles kings princes lords knights monks priests
""")
FEMALE = _words("""
woman women girl girls lady ladies lass lassie maiden maid maidservant mother mom mum mama mamma mummy mommy ma daughter
sister wife aunt auntie niece grandmother grandma granny nan nana granddaughter godmother stepmother stepsister
stepdaughter widow spinster bride queen princess duchess countess baroness viscountess marchioness empress dame nun abbess
prioress waitress actress hostess stewardess governess housekeeper housemaid chambermaid parlourmaid parlormaid nursemaid
milkmaid dairymaid barmaid washerwoman charwoman laundress seamstress dressmaker landlady schoolmistress headmistress mistress
madame mademoiselle madam ma'am policewoman businesswoman chairwoman spokeswoman saleswoman
noblewoman gentlewoman countrywoman englishwoman frenchwoman irishwoman witch sorceress enchantress goddess heroine
priestess schoolgirl matron dowager heiress hag crone midwife nanny ballerina cheerleader_ sisters mothers daughters aunts wives
queens princesses nuns witches mermaid shepherdess huntress temptress seductress murderess brunette blonde redhead_ wench
innkeeper's_ nurse maids
""")
NEUTRAL = _words("""
person people individual child kid baby infant toddler teenager teen adult doctor physician surgeon professor teacher tutor lecturer student pupil
scholar scientist researcher engineer technician mechanic pilot captain lieutenant sergeant corporal private_ colonel major
general_ commander admiral officer soldier guard guardian sentry warrior fighter assassin thief burglar robber pirate smuggler
bandit outlaw hunter archer ranger scout spy agent detective inspector sheriff deputy marshal judge lawyer attorney
solicitor barrister magistrate clerk secretary assistant aide bookkeeper accountant banker merchant trader
shopkeeper storekeeper grocer baker butcher innkeeper bartender barman_ barkeep cook chef servant attendant porter driver chauffeur
cabbie cabdriver conductor gardener farmer shepherd peasant labourer laborer worker miner miller weaver potter tailor cobbler
barber jailer jailor gaoler warden prisoner convict captive hostage victim patient stranger visitor guest neighbour neighbor
friend companion comrade colleague partner ally rival enemy opponent lover sweetheart fiancé fiancée spouse cousin
parent sibling twin relative heir orphan ward employer employee boss manager director president chancellor
minister ambassador senator governor mayor councillor councilor councilman_ speaker chairperson leader chief chieftain ruler
monarch sovereign regent vizier envoy messenger herald courier oracle seer prophet shaman druid mage healer
apothecary chemist alchemist herbalist librarian archivist curator author writer poet novelist journalist reporter editor
artist painter sculptor musician singer dancer fiddler pianist violinist drummer bard minstrel jester clown fool juggler magician
conjuror conjurer acrobat photographer model announcer newscaster broadcaster operator dispatcher receptionist
usher undertaker gravedigger sexton verger hermit pilgrim beggar tramp vagabond wanderer traveller traveler passenger
foreigner native villager townsman_ citizen_ resident lodger tenant landlord caretaker janitor cleaner
robot android drone machine computer ai golem cyborg automaton hologram ghost spirit spectre specter phantom demon devil angel
fairy elf dwarf goblin troll ogre dragon vampire werewolf monster creature beast alien
cat dog wolf fox bear lion tiger rabbit hare mouse rat owl crow raven parrot frog toad fish snake spider
horse pony donkey mule cow pig goat sheep hen duck goose eagle hawk pigeon caterpillar turtle tortoise lizard squirrel
other others one speaker narrator voice figure newcomer youngster oldster elder veteran sailor apprentice
rider bearer cadet recruit trooper corporal ensign lieutenant medic nurse_ paramedic sidekick
barrister client customer witness suspect culprit criminal murderer killer
eldest youngest oldest elder younger former latter
""")
KIN = _words("""
father dad daddy papa pa mother mom mum mama mamma mummy mommy ma brother sister uncle aunt auntie husband wife son daughter cousin nephew niece
grandfather grandpa granddad grandmother grandma granny nan nana stepfather stepmother sweetheart fiancé fiancée
""")
CHILDREN = _words(
    "child kid baby infant toddler boy girl lad lass lassie schoolboy schoolgirl urchin youngster pupil orphan children kids boys girls"
)
YOUNG = _words("youth teenager teen student apprentice cadet maiden lad lass recruit")
OLD_NOUNS = _words(
    "grandfather grandpa granddad grandmother grandma granny nan nana crone hag greybeard graybeard patriarch dowager elder oldster veteran gaffer"
)
OLD_ADJECTIVES = _words(
    "old elderly aged ancient grey-haired gray-haired white-haired grizzled greying graying wizened"
)
YOUNG_ADJECTIVES = _words("young youthful teenage adolescent")
CHILD_ADJECTIVES = _words("little small tiny")
CROWDS = _words("""
crowd mob audience people men women boys girls children soldiers guards others voices everyone everybody villagers townsfolk sailors
crew team class choir group party company guests spectators onlookers bystanders congregation jury council court brothers sisters
ladies gentlemen students pupils friends companions neighbours neighbors servants passengers officers twins all both family pair couple two three
""")
ROBOTS = _words(
    "robot android drone machine computer ai golem_ cyborg automaton hologram bot droid mainframe terminal"
)
DEVICES = _words(
    "intercom loudspeaker speaker radio phone telephone machine recording tape television tv screen announcement"
)
ANIMALS = _words("""
cat dog wolf fox bear lion tiger rabbit hare mouse rat owl crow raven parrot frog toad fish snake spider horse pony donkey mule cow pig goat sheep
hen duck goose eagle hawk pigeon caterpillar turtle tortoise lizard squirrel kitten puppy mare stallion bird gryphon dormouse dodo dragon
""")
SPIRITS = _words("ghost spirit spectre specter phantom demon devil angel fairy vampire wraith shade")
PERSON_NOUNS = MALE | FEMALE | NEUTRAL | CROWDS

TITLES_MALE = _words(
    "mr mister sir lord monsieur m herr signor señor senor don master king prince duke earl count baron father brother uncle grandpa grandfather friar pope bishop rabbi viscount squire"
)
TITLES_FEMALE = _words(
    "mrs miss ms missus mistress lady madame madam mme mademoiselle mlle frau fräulein signora signorina señora senora señorita dona queen princess duchess countess baroness sister mother aunt auntie aunty grandma grandmother granny dame nurse viscountess empress"
)
TITLES_EITHER = _words(
    "dr doctor prof professor captain capt colonel col major maj general gen lieutenant lt sergeant sgt corporal cpl private commander cmdr admiral "
    "reverend rev saint st judge justice president senator governor mayor inspector detective constable officer agent chief marshal sheriff deputy "
    "minister chancellor archdeacon deacon pastor commissioner superintendent director secretary ensign cardinal emperor cousin"
)
TITLES_RANK = _words(
    "captain capt colonel col major maj general gen lieutenant lt sergeant sgt corporal cpl commander cmdr admiral inspector constable marshal sheriff bishop"
)
TITLES = TITLES_MALE | TITLES_FEMALE | TITLES_EITHER
TITLE_SAME = {
    "mister": "mr", "missus": "mrs", "mistress": "mrs", "doctor": "dr", "professor": "prof", "captain": "capt", "sergeant": "sgt",
    "lieutenant": "lt", "colonel": "col", "general": "gen", "commander": "cmdr", "reverend": "rev", "saint": "st", "corporal": "cpl",
    "major": "maj", "auntie": "aunt", "aunty": "aunt", "monsieur": "m", "madame": "mme", "mademoiselle": "mlle",
}  # fmt: skip
"""Titles that are one title written two ways."""

PRONOUNS: dict[str, Sex | None] = {
    "he": "male", "him": "male", "his": "male", "himself": "male", "she": "female", "her": "female", "hers": "female",
    "herself": "female", "they": None, "them": None, "it": None, "their": None,
}  # fmt: skip
FIRST_PERSON = _words("i me my myself mine")
DETERMINERS = _words("the a an this that another one each every some his her my our your their its")
PREPOSITIONS = _words("""
of to at with by for from in on behind beside beyond below above over under near after before between among amongst against
around about round across along into onto upon toward towards through throughout without within than like past off out via unlike despite
regarding concerning opposite outside inside beneath underneath atop till until since during except besides
""")
AUXILIARIES = _words(
    "was were is are had has have did do does could would should might may must can will shall 'd 's 'll wasn't didn't couldn't wouldn't hadn't isn't doesn't"
)
IRREGULAR_PASTS = _words("""
arose ate awoke beat became began bent bet bit blew bought bound bowed broke brought built burst came cast caught chose clung clutched crept cut dealt did dove drank
drew drove dug fed fell felt fought found fled flew flung forbade forgave forgot froze gave got grew had hung heard held hid hit hurt kept knelt knew laid lay leant leapt led left lent
let lit lost made meant met paid put quit ran rang read rode rose said sang sank sat saw sent set shone shook shot shrank shrugged shut slammed slept slid slipped slung smelt snuck sought
spat sped spent spoke sprang spread sprung stole stood stooped struck stuck stung strode strove swam swept swore swung took taught thought threw told tore trod understood went wept woke wore won wound wove
withdrew wrung wrote was were shed bade shrieked split spun swelled could would did had might
""")
ADVERBS = _words(
    "then also just only still again now soon never always almost quite even at last finally once instantly presently merely simply both all too sometimes often suddenly slowly rather perhaps nearly half already first next himself herself themselves"
)
NOT_NAMES = _words("""
the a an and but or nor so yet for of to in on at by with from as if then than that this these those there here he it we they you i his her
its our their your my me him them us who whom whose which what when where why how not no yes oh ah well now all some one two three four five six seven eight
nine ten chapter book part volume volume scene prologue epilogue act canto letter she perhaps maybe however still never ever after before while since until though although because
once again even just only also too very much more most such same other another each every both either neither none nothing something anything everything
nobody somebody anybody everybody everyone someone anyone o ha hey hi hello hush alas indeed please thanks thank good goodbye okay ok sure
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december
english french german american italian spanish russian irish scottish scotch welsh british roman greek latin chinese japanese indian european african jewish
christian catholic protestant christmas easter god gods heaven heavens hell lord christ jesus sir madam ma'am ladies gentlemen gentleman mr mrs miss ms dr
north south east west street road avenue square park river lake mount london paris rome england france america europe italy germany russia india spain ireland scotland
wales new york earth sun moon internet bible let's it's that's there's here's what's who's how's i'm i've i'd i'll don't can't won't didn't isn't wasn't couldn't
he's she's he'd she'd they'd we'd you'd he'll she'll you're we're they're shall will would could should do does did is are was were be been being
have has had can may might must today tomorrow yesterday tonight morning evening night afternoon day outside inside behind beside above below beneath over
under between among around through across along up down out off away back near far suddenly finally meanwhile later soon slowly quickly quietly eventually
instead otherwise therefore thus hence nevertheless nonetheless moreover furthermore besides nor despite during without within upon into onto toward towards
like unlike about against till per via plus whatever whoever whenever wherever whichever come go get take make look see tell say said asked let listen wait stop
dear old young little poor great big long short first last next few many several any half enough less least almost nearly quite rather really certainly
surely probably possibly apparently obviously clearly seriously honestly actually exactly
lest unless amid amidst indoors outdoors upstairs downstairs thereupon whereupon meantime presently tis twas damn curse bless
hm hmm um uh er erm ahem aha whoa wow oops ugh eh huh shh sh pshaw pooh bah tut nay aye yeah yep nope nah bravo hurrah hooray amen
""")

HUMAN_VERBS = (
    SPEECH_VERBS
    | MANNER_VERBS
    | _words("""
looked looks went goes came comes turned turns took takes stood stands sat sits thought thinks knew knows felt feels saw sees walked walks
ran runs held holds opened opens closed closes picked picks pulled pulls pushed pushes reached reaches wanted wants tried tries liked likes loved
loves hated hates watched watches listened listens heard hears waited waits gave gives put puts left leaves kept keeps found finds made makes got
gets told tells wrote writes read reads wondered wonders hoped hopes wished wishes raised raises lifted lifts lowered lowers crossed crosses rose
rises bent bends drank drinks ate eats slept sleeps woke wakes wept laughed blinked bowed bows knelt kneels climbed climbs jumped jumps kissed kisses
hugged hugs touched touches dropped drops threw throws caught catches hesitated paused pauses remembered remembers forgot forgets seemed believed
believes decided decides refused refuses rubbed rubs wiped wipes scratched licked tapped taps winked winks could would did does met meets led leads
""")
)
"""Verbs that mostly have a person for their subject."""
FAMILIAR = _words(
    "little old poor young dear good honest kind worthy gentle brave sweet big great fat proud silly wicked wise "
    "simple faithful jolly merry tiny mad drunken"
)
"""Adjectives that stand before names without an article: little Amy, old Pell."""
GREETED = _words(
    "dear darling love sweetheart honey sir madam ma'am miss mister boy girl lad child son sonny sweetie dearest beloved"
)


def given_names() -> dict[str, Sex | None]:
    """Return given names in lower case with the sex they tell; None for names of both."""
    found: dict[str, Sex | None] = {}
    sex: Sex | None = None
    text = resources.files("drama.adapt").joinpath("names.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("["):
            label = line.strip("[] ")
            sex = "male" if label == "male" else "female" if label == "female" else None
            continue
        found |= dict.fromkeys(line.lower().split(), sex)
    return found


def nicknames() -> dict[str, frozenset[str]]:
    """Return short forms in lower case with the names that they may stand for."""
    found: dict[str, set[str]] = {}
    text = resources.files("drama.adapt").joinpath("nicknames.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        full, colon, short = line.lower().partition(":")
        if colon and not line.startswith("#"):
            for name in short.split():
                found.setdefault(name, set()).add(full.strip())
    return {short: frozenset(full) for short, full in found.items()}
