"""The casting director: a voice for everybody, constant across the project and distinct within a scene."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from drama.cast.choice import Choice, Other
from drama.cast.likeness import Sound, sound
from drama.cast.names import Register, is_generic
from drama.cast.parts import completed, described, reason, wanted_of, with_voice
from drama.cast.roles import roles
from drama.cast.seats import seats
from drama.cast.suitability import Wanted
from drama.model import NARRATOR, Cast, Voice
from drama.project import Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from drama.cast.roles import Role
    from drama.model import Character, Gender, Script, VoiceInfo
    from drama.project import VoicesFile

ELSEWHERE = 0.5
"""Weight of characters of the same story who share no scene with the part: they may in another story."""
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
        self.choice = Choice(file, catalogue)
        self.register = Register(file.characters)
        self.stories = {key: Register(parts) for key, parts in file.stories}
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
            given = completed(part, role.character) if part else described(role.character)
            luck = self.luck(script, given)
            wanted = wanted_of(given, role, luck)
            rate = AGE_RATES.get(wanted.age, 1.0)
            voices = dict(made.voices)
            others = [voices[other] for other, _ in role.partners] + [made.narrator]
            now = voices[name]
        beside = [Other(voice=voice.name, sound=self.sound_of(voice)) for voice in (now, *others)]
        plain = replace(given, engine=None, voice=None, rate=None, pitch=None)
        found: list[Part] = []
        for _ in range(count):
            pick = self.choice.pick(wanted, luck, beside)
            if pick.info.name in {other.voice for other in beside}:
                break
            beside.append(Other(voice=pick.info.name, sound=sound(pick.info, pick.pitch)))
            found.append(with_voice(plain, self.settings.engine, replace(pick, rate=rate)))
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
        pick = self.choice.pick(wanted, NARRATOR, ())
        rate = NARRATOR_RATE if given.rate is None else given.rate
        return with_voice(given, self.settings.engine, replace(pick, rate=rate))

    def sound(self, part: Part) -> Sound:
        """Return the catalogue's measurements of a part's voice; empty for a voice that it lacks."""
        info = self.info(part)
        return sound(info, part.pitch or 0.0) if info else Sound()

    def info(self, part: Part) -> VoiceInfo | None:
        """Return the catalogue's entry for a part's voice; None when it has none."""
        return self.known.get((part.engine or self.settings.engine, part.voice or ""))


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
        given = completed(part, character) if part else self._described(character)
        if self._tells_anonymously(role, given):
            self._enter(character.name, replace(self.director.narrator, name=character.name))
            self.why[character.name] = "tells the story: the narrator's voice"
            return
        luck = self.director.luck(self.script, given)
        wanted = wanted_of(given, role, luck)
        pick = self.director.choice.pick(wanted, luck, self._beside(role))
        pick = replace(pick, rate=AGE_RATES.get(wanted.age, 1.0))
        cast = with_voice(given, self.director.settings.engine, pick)
        self._enter(character.name, cast)
        self.why[character.name] = reason(role, wanted, pick)
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
