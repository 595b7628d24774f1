"""Edit: takes to a timeline: spacing, cut-offs, scene breaks, levels, seats, treatments, chapter marks."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from drama.delivery import DELIVERIES, delivery
from drama.errors import InputError, Problem, did_you_mean
from drama.mix.beds import ENDS, NO_SOUND, SPEECH_LUFS, Called, dressed, room_for
from drama.mix.onsets import EFFECT_LEAD_S
from drama.mix.performance import performance_db
from drama.mix.playing import played
from drama.mix.reverb import ROOMS
from drama.mix.sections import airs
from drama.model import Clip, Cue, Mark, Timeline
from drama.places import PLACES
from drama.settings import Settings
from drama.timecode import HALF_STEP_S, HOUSE_RATE_HZ, STEP_FRAMES, frames
from drama.treatments import TREATMENTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from drama.delivery import Delivery
    from drama.errors import Place
    from drama.mix.sound_bank import Facts
    from drama.model import Cast, Character, Scene, Script, Take
    from drama.settings import Levels, Timing

    class Sounds(Protocol):
        """Where sounds come from."""

        def check(self, name: str, place: Place | None = None) -> None:
            """Raise InputError with a hint where there is no sound of this name."""

        def facts(self, name: str, place: Place | None = None) -> Facts:
            """Return what there is to know of a sound; InputError when there is none of this name."""
            ...


OUTLIER_DB = 2.0
"""A line this far off its voice's level is brought back to it; closer ones keep their expression."""
FADE_IN_MS = 3
FADE_OUT_MS = 12
CUT_OFF_FADE_MS = 25
RAPID_WORDS = 6
NO_TONE_DBFS = -120.0
"""At this level and under, there is no air in the empty room."""
TONE = "room-tone"
TONE_OF_ROOM = {
    "hall": "room-tone-hall", "outdoors": "room-tone-outdoors", "ship": "room-tone-ship",
    "cave": "room-tone-cave",
}  # fmt: skip
"""The air of a scene whose place isn't known; TONE in any other room."""
MEMORY = "memory"
"""The time of a scene that somebody remembers: its lines sound like it."""
NONE = "none"
"""The room or treatment of a cue that wants neither its scene's nor its direction's."""
KIND_TREATMENTS = {"robot": ("robot",), "crowd": ("crowd",), "god": ("god",), "device": ("message",)}
"""What a character's kind does to all its lines."""
_OPENING = ("title", "byline", "heading")
_CUT_OFF = ("—", "--", "–")
_TRAILING = ("…", "...")
_MARKS = "\"'”’»«›‹)]"


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A cue with its take on its way to the timeline."""

    cue: Cue
    take: Take | None
    """None only for what is left after the last line: sounds."""
    scene: int
    pause_s: float
    """Silence asked for by pause cues and beats before it."""
    calls: tuple[Called, ...] = ()
    """Sounds that the script calls for before it."""
    goes_on: bool = False
    """Whether its scene begins without a break in the story."""


def edit(
    script: Script,
    cast: Cast,
    takes: Sequence[Take | None],
    settings: Settings | None = None,
    deliveries: Mapping[str, Delivery] = DELIVERIES,
    sounds: Sounds | None = None,
) -> Timeline:
    """Return the timeline of a script: every take placed, the silence around its voice left out.

    Takes are one for each cue, None where nothing is spoken. A gap depends on its two cues, the settings and
    the seed alone, so that a change elsewhere shifts a line but never alters its gap; lines begin at whole
    steps (26 ms), so that it shifts by whole ones. Sounds and music are
    laid in when `sounds` is given and the settings want them. InputError with every unknown room, treatment
    and sound.
    """
    settings = settings or Settings()
    check_names(script, None)
    timing = settings.timing
    clips: list[Clip] = []
    called: list[Called] = []
    scenes: list[int] = []
    end, tail_s = 0, timing.tail_s
    before: _Spoken | None = None
    characters = {character.name: character for character in script.characters}
    meant_db = performance_db(script, settings.levels.dynamics)
    for spoken in _spoken(script, takes, settings, sounds):
        gap_s = timing.head_s if before is None else _varied_gap_s(before, spoken, script.key, settings)
        opens = before is None or before.scene != spoken.scene
        if least_s := max(spoken.pause_s, room_for(spoken.calls, opens=opens)):
            gap_s = max(gap_s, least_s + HALF_STEP_S)
        called += [replace(call, after=len(clips) - 1) for call in spoken.calls]
        if spoken.take is None:
            tail_s = max(tail_s, *(_closing_s(call) for call in spoken.calls))
            break
        if before is not None and _is_cut_off(before, spoken):
            clips[-1] = replace(clips[-1], fade_out=min(frames(CUT_OFF_FADE_MS / 1000), clips[-1].frames))
        start = _on_step(end + frames(gap_s), clips[-1].start if clips else -1)
        how = delivery(spoken.cue.how, cast.voice(spoken.cue).directed(deliveries))
        scene = script.scenes[spoken.scene]
        clips.append(
            _clip(
                spoken,
                spoken.take,
                start,
                cast,
                characters,
                scene,
                settings,
                how,
                meant_db[spoken.cue.number],
            )
        )
        scenes.append(spoken.scene)
        end = max(end, start + clips[-1].frames)
        before = spoken
    total = end + frames(tail_s) if clips else 0
    levels_db = [_heard_db(clip, take) for clip, take in zip(clips, (t for t in takes if t), strict=True)]
    said = {cue.number: (cue.text, take) for cue, take in zip(script.cues, takes, strict=True) if take}
    beds = (
        dressed(called, clips, scenes, levels_db, lambda clip: said[clip.cue], total, settings.levels)
        if clips
        else ()
    )
    tones = _tones(script, sounds, settings.levels) if sounds and clips else {}
    beds += airs(clips, scenes, total, tones, settings.levels) if tones else ()
    starts = dict(reversed([(number, clip.start) for number, clip in zip(scenes, clips, strict=True)]))
    ordered = sorted((*clips, *beds), key=lambda clip: (clip.start, clip.bus, clip.cue))
    return Timeline(clips=tuple(ordered), frames=total, marks=_marks(script, starts))


def _closing_s(call: Called) -> float:
    """Return how long the tail must be for music that ends an episode; 0 for what may be cut."""
    ends = call.cue.kind == "music" and not call.facts.loops
    return (call.facts.frames / HOUSE_RATE_HZ + EFFECT_LEAD_S) if ends else 0.0


def room_tones(script: Script, levels: Levels) -> tuple[str, ...]:
    """Return the room tone of each scene, by its place or else its room; none at all where none is wanted."""
    if levels.room_tone_dbfs <= NO_TONE_DBFS:
        return ()
    return tuple(
        PLACES[scene.place].tone if scene.place in PLACES else TONE_OF_ROOM.get(scene.room, TONE)
        for scene in script.scenes
    )


def _tones(script: Script, sounds: Sounds, levels: Levels) -> dict[int, Facts]:
    """Return what there is to know of each scene's room tone."""
    names = room_tones(script, levels)
    facts = {name: sounds.facts(name) for name in dict.fromkeys(names)}
    return {number: facts[name] for number, name in enumerate(names)}


def _on_step(start: int, before: int) -> int:
    """Return the whole step of the timeline nearest to a frame, and after another one."""
    return max(round(start / STEP_FRAMES), before // STEP_FRAMES + 1) * STEP_FRAMES


def _heard_db(clip: Clip, take: Take) -> float:
    """Return how far from the mix's speech level a line lies, treatments included."""
    level = take.lufs + clip.gain_db - SPEECH_LUFS if math.isfinite(take.lufs) else 0.0
    treated = [TREATMENTS[name] for name in clip.treatment if name in TREATMENTS]
    # Who comes in or goes out is softest at the door.
    ends = [TREATMENTS[one.begins or one.ends] for one in treated if one.begins or one.ends]
    return level + sum(one.gain_db for one in (*treated, *ends))


def check_names(script: Script, sounds: Sounds | None) -> None:
    """Raise InputError with every unknown room, treatment and sound in a script, at its place."""
    problems: list[Problem] = []
    for cue in script.cues:
        if sounds and cue.is_sound and cue.text != ENDS:
            try:
                sounds.check(cue.text, cue.place)
            except InputError as error:
                problems += error.problems
    for scene in script.scenes:
        rooms = [(scene.room, scene.cues[0].place if scene.cues else None)]
        rooms += [(str(dict(cue.settings).get("room", "")), cue.place) for cue in scene.cues]
        named: list[tuple[str, str, Place | None, Collection[str]]]
        named = [("room", name, place, ROOMS) for name, place in rooms]
        named += [
            ("treatment", name, cue.place, TREATMENTS) for cue in scene.cues for name in _own_treatments(cue)
        ]
        problems += [
            Problem(message=f"there is no {what} {name!r}", place=place, hint=did_you_mean(name, known))
            for what, name, place, known in named
            if name and name not in known and name != NONE
        ]
    if problems:
        raise InputError(*dict.fromkeys(problems))


def _own_treatments(cue: Cue) -> tuple[str, ...]:
    return tuple(str(dict(cue.settings).get("treatment", "")).replace(",", " ").split())


def _spoken(
    script: Script, takes: Sequence[Take | None], settings: Settings, sounds: Sounds | None
) -> Iterator[_Spoken]:
    """Yield what is spoken, in order, with the pauses and sounds before it; last sounds without a take."""
    pause_s, calls = 0.0, list[Called]()
    remaining = iter(takes)
    cue, number = Cue(number=0, kind="pause"), 0
    wanted = set(played(script, settings)) if sounds else set()
    problems: list[Problem] = []
    for number, scene in enumerate(script.scenes):
        for cue in scene.cues:
            take = next(remaining)
            if cue.kind == "pause":
                pause_s += float(dict(cue.settings).get("seconds", 0.0))
            elif cue.is_speech and take is None:
                pause_s += settings.timing.beat_s
            elif take is not None:
                yield _Spoken(cue, take, number, pause_s, tuple(calls), scene.joined)
                pause_s, calls = 0.0, []
            elif sounds and cue.number in wanted:
                try:
                    facts = NO_SOUND if cue.text == ENDS else sounds.facts(cue.text, cue.place)
                    calls.append(Called(cue=cue, facts=facts, scene=number))
                except InputError as error:
                    problems += error.problems
    if problems:
        raise InputError(*problems)
    if calls:
        yield _Spoken(cue, None, number, pause_s, tuple(calls))


def _ends_with(text: str, signs: tuple[str, ...]) -> bool:
    return text.rstrip().rstrip(_MARKS).rstrip().endswith(signs)


def _is_cut_off(one: _Spoken, other: _Spoken) -> bool:
    """Return whether somebody else breaks into a line."""
    cut = "cut-off" in one.cue.how or _ends_with(one.cue.text, _CUT_OFF)
    return (
        cut
        and one.cue.kind == other.cue.kind == "line"
        and one.cue.speaker != other.cue.speaker
        and one.scene == other.scene
    )


def _gap_s(one: _Spoken, other: _Spoken, timing: Timing) -> float:
    """Return the plan's gap between two neighbours, before variation: practice by the kinds of both."""
    first, second = one.cue, other.cue
    if any(word in _OPENING for word in first.how):
        return _opening_gap_s(first, second, timing)
    if one.scene != other.scene:
        return timing.change_s if other.goes_on else timing.scene_s
    if _is_cut_off(one, other):
        return timing.cut_off_s
    gap_s = _plain_gap_s(first, second, timing)
    if "trailing" in first.how or _ends_with(first.text, _TRAILING):
        gap_s += timing.trailing_s
    return gap_s


def _opening_gap_s(first: Cue, second: Cue, timing: Timing) -> float:
    if "heading" in first.how:
        return timing.after_heading_s
    return timing.paragraph_s if "byline" in second.how else timing.after_title_s


def _plain_gap_s(first: Cue, second: Cue, timing: Timing) -> float:
    """Return the gap by who speaks and who goes on."""
    same_voice = first.kind == second.kind and first.speaker == second.speaker
    if same_voice:
        return timing.sentence_s if second.joined else timing.paragraph_s
    if first.kind == second.kind == "line":
        return timing.rapid_s if _is_rapid(first, second) else timing.new_speaker_s
    if second.kind == "narrator":
        return timing.tag_s if second.joined else timing.to_narration_s
    return timing.after_tag_s if second.joined else timing.to_dialogue_s


def _is_rapid(first: Cue, second: Cue) -> bool:
    short = all(len(cue.text.split()) < RAPID_WORDS for cue in (first, second))
    return short or second.text.rstrip().rstrip(_MARKS).endswith("!")


def _varied_gap_s(one: _Spoken, other: _Spoken, key: str, settings: Settings) -> float:
    """Return the gap as it is played: a person's own exactly, any other with its seeded variation."""
    own = dict(other.cue.settings).get("gap_s")
    if own is not None:
        return float(own)
    chance = random.Random(  # noqa: S311 - variation, not secrecy
        f"{settings.seed}\n{key}\n{other.cue.number}\n{one.cue.text[-40:]}\n{other.cue.text}"
    )
    jitter = settings.timing.jitter
    return _gap_s(one, other, settings.timing) * (1.0 + chance.uniform(-jitter, jitter))


def _clip(
    spoken: _Spoken,
    take: Take,
    start: int,
    cast: Cast,
    characters: dict[str, Character],
    scene: Scene,
    settings: Settings,
    how: Delivery,
    meant_db: float,
) -> Clip:
    """Return the voiced part of a take as a clip with its level, seat, treatment and room."""
    cue = spoken.cue
    voice = cast.voice(cue)
    is_line = cue.kind == "line"
    character = characters.get(cue.speaker) if is_line else None
    of_kind = KIND_TREATMENTS.get(character.kind, ()) if character else ()
    length = max(1, take.frames - take.lead - take.trail)
    own = dict(cue.settings)
    room = str(own.get("room", scene.room if is_line else ""))
    seat = voice.seat * settings.levels.seats if is_line else 0.0
    remembered = ("flashback",) if is_line and scene.time == MEMORY else ()
    treatment = _own_treatments(cue) or tuple(dict.fromkeys((*how.treatment, *of_kind, *remembered)))
    return Clip(
        cue=cue.number,
        source=take.key,
        start=start,
        frames=length,
        offset=take.lead,
        bus="dialogue" if is_line else "narration",
        gain_db=round(
            _level_db(take)
            + voice.volume_db
            + how.gain_db
            + meant_db
            + float(own.get("volume_db", 0.0))
            + float(own.get("level_db", 0.0)),
            3,
        ),
        pan=float(own.get("pan", own.get("seat", seat))),
        treatment=tuple(name for name in treatment if name != NONE),
        room="" if room == NONE else room,
        fade_in=min(frames(FADE_IN_MS / 1000), length // 4),
        fade_out=min(frames(FADE_OUT_MS / 1000), length // 4),
    )


def _level_db(take: Take) -> float:
    """Return the gain that brings a take to the mix's speech level: its voice's, and an outlier's trim."""
    if not math.isfinite(take.lufs):
        return 0.0
    voice_lufs = take.voice_lufs if math.isfinite(take.voice_lufs) else take.lufs
    off_db = take.lufs - voice_lufs
    trim_db = max(-OUTLIER_DB, min(OUTLIER_DB, off_db)) - off_db
    return SPEECH_LUFS - voice_lufs + trim_db


def _marks(script: Script, starts: dict[int, int]) -> tuple[Mark, ...]:
    """Return a mark for each heading, at the first word behind it; the first mark stands at the beginning.

    What comes before the first heading is called as the story is; scene breaks are no chapters.
    """
    lead = frames(0.25, HOUSE_RATE_HZ)
    marks: list[Mark] = []
    for number, start in sorted(starts.items()):
        title = script.scenes[number].title
        if not marks:
            marks.append(Mark(start=0, title=title or script.title))
        elif title:
            marks.append(Mark(start=max(0, start - lead), title=title))
    return tuple(marks)
