"""The casting director: a voice for everybody, constant across the project and distinct within a scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from drama.cast.likeness import Sound, sound
from drama.cast.names import Register, is_generic, proper_aliases
from drama.cast.roles import roles
from drama.cast.seats import seats
from drama.cast.suitability import ENOUGH_HEARD, Catalogue, Wanted, chance, pitch_cost
from drama.errors import InputError, Problem
from drama.model import NARRATOR, Cast, Voice
from drama.project import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from drama.cast.roles import Role
    from drama.cast.suitability import Array
    from drama.model import Character, Gender, Script, VoiceInfo
    from drama.project import VoicesFile

SHIFTS_ST = np.array([0.0, -1.5, 1.5, -3.0, 3.0, -4.5, 4.5])[:, None]
"""Pitch shifts (semitones) tried with each voice, so that a few good voices serve many characters."""
CHANCE_WEIGHT = {"narrator": 0.5, "lead": 1.0, "supporting": 1.5, "bit": 1.5}
"""Weight of the seeded tie-break by name, against 5 for a lead's naturalness from 0 to 1; half for the pitch.
It is smallest for those who are heard most: for them quality decides."""
ELSEWHERE = 0.5
"""Weight of characters of the same story who share no scene with the part: they may in another story."""
TOO_LIKE, SAME_VOICE = 6.0, 40.0
"""Cost of being confusable with somebody of the same scene, and of having the same voice."""
BARELY, BARELY_APART = 1.15, 2.0
"""Distance up to which two are only just distinct, and its cost: rooms and treatments make voices more alike.
For speaker embeddings it is a likeness of 0.77."""
ENOUGH = 2.0
"""Distance beyond which more is no better; 1 is clearly distinct."""
GOLDEN = 0.618
"""The golden ratio's fractional part: spreads the tie-break over a voice's pitch shifts evenly."""
NARRATOR_RATE = 0.95
AGE_RATES = {"old": 0.92, "child": 1.05}


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """A cast, with its reasons and the changes to voices.yaml."""

    cast: Cast
    entries: tuple[Part, ...] = ()
    """Parts to add to voices.yaml, sorted by name: new recurring characters, and those in it without a
    voice."""
    own: tuple[Part, ...] = ()
    """Parts to add for this story alone, sorted by name: those with generic names."""
    narrator: Part | None = None
    """The narrator to add, where the file names none."""
    parts: tuple[tuple[str, Part], ...] = ()
    """Name in the script, and the part in voices.yaml, now or once added; sorted by name."""
    why: tuple[tuple[str, str], ...] = ()
    """Name and the reason for the voice, the biggest part first."""
    notes: tuple[str, ...] = ()
    """Warnings: voices that are hard to tell apart, sexes that disagree."""


class Director:
    """Casts one story after another, and remembers the parts it has cast."""

    def __init__(self, file: VoicesFile, catalogue: Sequence[VoiceInfo]) -> None:
        """Take the file, and the voices of every engine in use; new parts get one of the project's engine.

        Raises InputError, here or later, when a voice must be chosen and the engine has none of the language.
        """
        self.settings = file.settings
        self.known = {(info.engine, info.name): info for info in catalogue}
        own = [info for info in catalogue if info.engine == file.settings.engine]
        self.catalogue = Catalogue(_castable([i for i in own if _speaks(i, file.settings.language)]))
        self.register = Register(file.characters)
        self.stories = {key: Register(parts) for key, parts in file.stories}
        self._made_costs: dict[tuple[Wanted, Sound], tuple[Array, NDArray[np.bool_]]] = {}
        self.narrator = file.narrator
        self.new_narrator: Part | None = None
        if self.narrator.voice is None:
            self.narrator = self.new_narrator = self._choose_narrator(file.narrator)

    def cast(self, script: Script) -> Casting:
        """Return everybody's voice in a story; recurring characters keep theirs in stories cast later."""
        everybody = roles(script)
        matched = self._known(script, everybody)
        session = _Session(self, script, everybody)
        for role in everybody:
            part = matched.get(role.character.name)
            if part is not None and part.voice is not None:
                session.keep(role, part)
        # A first-person narrator is heard beside everybody and chooses first.
        for role in sorted(everybody, key=lambda role: not role.character.narrator):
            if role.character.name not in session.parts:
                session.choose(role, matched.get(role.character.name))
        entries = tuple(sorted(session.entries, key=lambda part: part.name))
        for part in entries:
            self.register.add(part)
        return Casting(
            cast=session.finish(),
            entries=entries,
            own=tuple(sorted(session.own, key=lambda part: part.name)),
            narrator=self.new_narrator,
            parts=tuple(sorted(session.parts.items())),
            why=tuple((role.character.name, session.why[role.character.name]) for role in everybody),
            notes=tuple(session.notes),
        )

    def _known(self, script: Script, everybody: Iterable[Role]) -> dict[str, Part]:
        """Return the known part of each character, by name; the story's own parts take precedence."""
        characters = [role.character for role in everybody]
        own = self._of_story(script, characters)
        return self.register.matches(c for c in characters if c.name not in own) | own

    def _of_story(self, script: Script, characters: Iterable[Character]) -> dict[str, Part]:
        """Return the parts that voices.yaml has for this story alone; an exact name takes precedence."""
        own = self.stories.get(script.key)
        if own is None:
            return {}
        return own.matches(c for c in characters if own.has(c.name) or not self.register.has(c.name))

    def is_of_story(self, script: Script, character: Character) -> bool:
        """Return whether voices.yaml has a part for a character in this story alone."""
        return character.name in self._of_story(script, [character])

    def alternatives(self, script: Script, made: Cast, name: str, count: int = 2) -> tuple[Part, ...]:
        """Return the next best voices for somebody in a cast, best first; all others keep theirs.

        `name` is a character's of the script, or "narrator". KeyError for any other name.
        """
        everybody = {role.character.name: role for role in roles(script)}
        if name == NARRATOR:
            given, luck, rate = self.narrator, NARRATOR, NARRATOR_RATE
            wanted = Wanted(gender=given.gender, age=given.age, rank="narrator")
            others = [voice for _, voice in made.voices if voice.name != made.narrator.name]
            now = made.narrator
        else:
            role = everybody[name]
            part = self._known(script, [role]).get(name)
            given = _completed(part, role.character) if part else described(role.character)
            luck = self.luck(script, given)
            wanted = _wanted(given, role, luck)
            rate = AGE_RATES.get(wanted.age, 1.0)
            voices = dict(made.voices)
            others = [voices[other] for other, _ in role.partners] + [made.narrator]
            now = voices[name]
        beside = [Other(voice=voice.name, sound=self.sound_of(voice)) for voice in (now, *others)]
        plain = replace(given, engine=None, voice=None, rate=None, pitch=None)
        found: list[Part] = []
        for _ in range(count):
            pick = self.pick(wanted, luck, beside)
            if pick.info.name in {other.voice for other in beside}:
                break
            beside.append(Other(voice=pick.info.name, sound=sound(pick.info, pick.pitch)))
            found.append(_with_voice(plain, self.settings.engine, replace(pick, rate=rate)))
        return tuple(found)

    def luck(self, script: Script, given: Part) -> str:
        """Return the seed of a part's tie-break: the name, and for a generic name the story's key, too."""
        return f"{script.key}/{given.name}" if is_generic(given.name) else given.name.casefold()

    def sound_of(self, voice: Voice) -> Sound:
        """Return the catalogue's measurements of a cast's voice; empty for a voice that it lacks."""
        info = self.known.get((voice.engine, voice.name))
        return sound(info, voice.pitch) if info else Sound()

    def _choose_narrator(self, given: Part) -> Part:
        wanted = Wanted(gender=given.gender, age=given.age, rank="narrator")
        pick = self.pick(wanted, NARRATOR, ())
        rate = NARRATOR_RATE if given.rate is None else given.rate
        return _with_voice(given, self.settings.engine, replace(pick, rate=rate))

    def sound(self, part: Part) -> Sound:
        """Return the catalogue's measurements of a part's voice; empty for a voice that it lacks."""
        info = self.info(part)
        return sound(info, part.pitch or 0.0) if info else Sound()

    def info(self, part: Part) -> VoiceInfo | None:
        """Return the catalogue's entry for a part's voice; None when it has none."""
        return self.known.get((part.engine or self.settings.engine, part.voice or ""))

    def _costs(self, wanted: Wanted, shifts: Array, heard: Sound) -> tuple[Array, NDArray[np.bool_]]:
        """Return the cost of each shortlisted voice beside a sound, and which are too similar to it."""
        if (wanted, heard) not in self._made_costs:
            far, apart = self.catalogue.apart(self.catalogue.shortlist(wanted).voices, shifts, heard)
            cost = np.maximum(ENOUGH - far, 0) + BARELY_APART * (far < BARELY) + TOO_LIKE * ~apart
            self._made_costs[wanted, heard] = cost, ~apart
        return self._made_costs[wanted, heard]

    def pick(self, wanted: Wanted, luck: str, others: Iterable[Other]) -> Pick:
        """Return the best voice for a part beside others; InputError when there is none to choose from."""
        if not self.catalogue.voices:
            message = (
                f"engine {self.settings.engine} lists no voice for the language {self.settings.language!r}"
            )
            hint = f"`drama voices --engine {self.settings.engine}` lists voices; or name everybody's voice"
            raise InputError(Problem(message=message, hint=hint))
        short = self.catalogue.shortlist(wanted)
        names = np.array([self.catalogue.voices[i].name for i in short.voices])
        luckiest = CHANCE_WEIGHT[wanted.rank]
        # Pitch shifts degrade people's voices more than a synthesiser's, and there are enough unshifted ones.
        movable = (self.catalogue.f0_hz > 0) & ~self.catalogue.heard
        shifts = (short.shift_st + SHIFTS_ST) * movable[short.voices]
        lots = np.array([chance(str(self.settings.figures.seed), luck, name) for name in names])
        score = short.fit + luckiest * lots - pitch_cost(short.off_st, shifts)
        score += luckiest / 2 * ((lots * 1000 + np.arange(len(shifts))[:, None] * GOLDEN) % 1)
        like = np.zeros(score.shape)
        for (voice, heard), (weight, here) in _alike(others).items():
            cost, too_like = self._costs(wanted, shifts, heard)
            score -= weight * (cost + SAME_VOICE * (names == voice))
            like += too_like * here
        row, column = np.unravel_index(int(np.argmax(score)), score.shape)
        return Pick(
            info=self.catalogue.voices[short.voices[column]],
            pitch=float(shifts[row, column]),
            like=int(like[row, column]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Somebody from whom a new voice should be distinct."""

    voice: str
    sound: Sound
    weight: float = 1.0
    """1 for somebody in the same scene; less for others of the story."""
    here: bool = True
    """Whether they are heard in the same scene."""


def _alike(others: Iterable[Other]) -> dict[tuple[str, Sound], tuple[float, int]]:
    """Return the total weight for each voice and sound, and how many who have it are in the same scene.

    A story may have many hundred people, but an engine has far fewer sounds.
    """
    found: dict[tuple[str, Sound], tuple[float, int]] = {}
    for other in others:
        weight, here = found.get((other.voice, other.sound), (0.0, 0))
        found[other.voice, other.sound] = weight + other.weight, here + other.here
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """A voice chosen from the catalogue."""

    info: VoiceInfo
    pitch: float
    """Semitones."""
    like: int
    """Number of others with whom it could be confused."""
    rate: float = 1.0


class _Session:
    """The casting of one story."""

    def __init__(self, director: Director, script: Script, everybody: tuple[Role, ...]) -> None:
        self.director = director
        self.script = script
        self.everybody = everybody
        self.parts: dict[str, Part] = {}
        self.entries: list[Part] = []
        self.own: list[Part] = []
        self.why: dict[str, str] = {}
        self.notes: list[str] = []
        self.teller = next((role.character for role in everybody if self._tells(role.character)), None)
        self._names = {role.character.name.casefold() for role in everybody}
        self._heard: dict[tuple[str, Sound], int] = {}
        """Number of cast characters for each voice and sound."""

    def _tells(self, character: Character) -> bool:
        """Return whether this character's voice speaks the narration."""
        own_voice = self.director.settings.first_person == "character" or is_generic(character.name)
        return character.narrator and own_voice

    def keep(self, role: Role, part: Part) -> None:
        """Give a character the voice that they have already."""
        name = role.character.name
        self._enter(name, part)
        called = "" if part.name == name else f" as {part.name}"
        self.why[name] = f"{part.voice}: in voices.yaml{called}"
        if "unknown" not in (part.gender, role.character.gender) and part.gender != role.character.gender:
            self.notes.append(f"{name}: {part.gender} in voices.yaml, {role.character.gender} in the story")

    def choose(self, role: Role, part: Part | None) -> None:
        """Find a voice for a character that has none; `part` is their part in voices.yaml, if any."""
        character = role.character
        given = _completed(part, character) if part else self._described(character)
        if self._tells_anonymously(role, given):
            self._enter(character.name, replace(self.director.narrator, name=character.name))
            self.why[character.name] = "tells the story: the narrator's voice"
            return
        luck = self.director.luck(self.script, given)
        wanted = _wanted(given, role, luck)
        pick = self.director.pick(wanted, luck, self._beside(role))
        pick = replace(pick, rate=AGE_RATES.get(wanted.age, 1.0))
        cast = _with_voice(given, self.director.settings.engine, pick)
        self._enter(character.name, cast)
        self.why[character.name] = _reason(role, wanted, pick)
        if pick.like:
            self.notes.append(f"{character.name} may be taken for somebody else in the same scene")
        local = part is None and self._is_local(character)
        ours = local or self.director.is_of_story(self.script, character)
        (self.own if ours else self.entries).append(cast)

    def _described(self, character: Character) -> Part:
        """Return a character's part from the story, without aliases that are others' names."""
        part, own = described(character), character.name.casefold()
        claims = self.director.register.claims
        taken = self._names
        free = (
            a for a in part.aliases if not claims(a) and (a.casefold() == own or a.casefold() not in taken)
        )
        return replace(part, aliases=tuple(free))

    def _is_local(self, character: Character) -> bool:
        """Return whether a new part is for this story alone: its name is generic, or another's alias."""
        return is_generic(character.name) or self.director.register.claims(character.name)

    def _tells_anonymously(self, role: Role, given: Part) -> bool:
        """Return whether this is an unnamed "I" whom the narrator's own voice suits."""
        sexes = {given.gender, self._narrator_gender()}
        return role.character.narrator and is_generic(given.name) and ("unknown" in sexes or len(sexes) == 1)

    def _narrator_gender(self) -> Gender:
        narrator = self.director.narrator
        if narrator.gender != "unknown":
            return narrator.gender
        info = self.director.info(narrator)
        return info.gender if info else "unknown"

    def _enter(self, name: str, part: Part) -> None:
        self.parts[name] = part
        heard = part.voice or "", self.director.sound(part)
        self._heard[heard] = self._heard.get(heard, 0) + 1

    def _beside(self, role: Role) -> list[Other]:
        """Return the narrator and everybody cast so far, those in the same scenes with full weight."""
        met = {name for name, _ in role.partners} | ({self.teller.name} if self.teller else set())
        here = [self._other(self.parts[name]) for name in sorted(met & self.parts.keys())]
        elsewhere = dict(self._heard)
        for other in here:
            elsewhere[other.voice, other.sound] -= 1
        beside = here + [
            Other(voice=voice, sound=sound, weight=ELSEWHERE * count, here=False)
            for (voice, sound), count in elsewhere.items()
            if count
        ]
        return beside if self.teller else [*beside, self._other(self.director.narrator)]

    def _other(self, part: Part) -> Other:
        return Other(voice=part.voice or "", sound=self.director.sound(part))

    def finish(self) -> Cast:
        """Return the cast with seats; a first-person narrator narrates in their own voice."""
        given = {name: part.seat for name, part in self.parts.items() if part.seat is not None}
        placed = seats(self.everybody, given)
        voices = {name: self._voice(part, placed[name]) for name, part in self.parts.items()}
        narrator = self._voice(self.director.narrator, self.director.narrator.seat or 0.0)
        if self.teller is not None:
            narrator = replace(voices[self.teller.name], seat=narrator.seat)
        return Cast(narrator=narrator, voices=tuple(sorted(voices.items())))

    def _voice(self, part: Part, seat: float) -> Voice:
        return Voice(
            engine=part.engine or self.director.settings.engine,
            name=part.voice or "",
            rate=1.0 if part.rate is None else part.rate,
            pitch=part.pitch or 0.0,
            volume_db=part.volume_db or 0.0,
            seat=seat,
            options=part.options,
            deliveries=part.deliveries,
        )


def described(character: Character) -> Part:
    """Return a character as a part of voices.yaml, from what the story says."""
    return Part(
        name=character.name,
        aliases=proper_aliases(character),
        gender=character.gender,
        age="unknown" if character.age == "adult" else character.age,
        kind=None if character.kind == "person" else character.kind,
    )


def _completed(part: Part, character: Character) -> Part:
    """Return a part of voices.yaml with the traits that it leaves open as the story tells them."""
    told = described(character)
    return replace(
        part,
        gender=told.gender if part.gender == "unknown" else part.gender,
        age=told.age if part.age == "unknown" else part.age,
        kind=told.kind if part.kind is None else part.kind,
    )


def _speaks(info: VoiceInfo, language: str) -> bool:
    """Return whether a voice is of a language; no tag, or a private one (RFC 5646, "x-…"), matches any."""
    return f"{info.language}-".lower().startswith((f"{language}-".lower(), "-", "x-"))


def _castable(voices: list[VoiceInfo]) -> list[VoiceInfo]:
    """Return the voices that somebody has heard, where they are enough, else all."""
    heard = [info for info in voices if info.speaker]
    return heard if len(heard) >= ENOUGH_HEARD else voices


def _wanted(given: Part, role: Role, luck: str) -> Wanted:
    """Return a part's requirements; an unknown sex is chosen by a hash of `luck`."""
    kind = given.kind or "person"
    gender = given.gender
    if gender == "unknown" and kind in ("person", "spirit"):
        gender = "female" if chance("sex", luck) < 0.5 else "male"
    rank = "narrator" if role.character.narrator else role.rank
    return Wanted(gender=gender, age=given.age, kind=kind, rank=rank)


def _with_voice(given: Part, engine: str, pick: Pick) -> Part:
    """Return a part with the voice picked; values from voices.yaml stay."""
    voices = tuple(sorted({**dict(given.voices), engine: pick.info.name}.items()))
    rate = pick.rate if pick.rate != 1 and pick.info.f0_hz else None  # not every engine can change its speed
    return replace(
        given,
        voice=pick.info.name,
        voices=voices,
        rate=rate if given.rate is None else given.rate,
        pitch=(pick.pitch or None) if given.pitch is None else given.pitch,
    )


def _reason(role: Role, wanted: Wanted, pick: Pick) -> str:
    described: list[str] = [word for word in (wanted.age, wanted.gender) if word != "unknown"]
    described += [wanted.kind] if wanted.kind != "person" else []
    f0 = f", {pick.info.f0_hz * 2 ** (pick.pitch / 12):.0f} Hz" if pick.info.f0_hz else ""
    return f"{pick.info.name}: {role.rank} part, {' '.join(described) or 'anybody'}{f0}"
