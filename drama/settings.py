"""Every setting by name, with default, range or choices, and meaning: for voices.yaml and for single cues.

What people write is checked against these options, and the JSON schemas for editors and docs/settings.md are
made from them. Figures without a source are judgement, after the practice of audio drama producers.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import Any

from drama.delivery import INTONATION_RANGE, PITCH_RANGE_ST, RATE_RANGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One setting: its allowed values and its effect."""

    name: str
    default: float | str | tuple[str, ...]
    """The default value, of the setting's type: a number, a flag, a word or text, a list."""
    about: str
    """What it does, with its unit where that isn't in the name; also the hint of an error."""
    low: float | None = None
    """The smallest number allowed; None where there is no bound."""
    high: float | None = None
    choices: tuple[float, ...] | tuple[str, ...] = ()
    """The allowed words or numbers; empty where any value within the range is allowed."""
    whole: bool = False
    """Whether only whole numbers are allowed."""

    @property
    def is_text(self) -> bool:
        """Whether it is a word or a text, not a number."""
        return isinstance(self.default, str)

    @property
    def number(self) -> float:
        """The default of one that is a number."""
        if isinstance(self.default, str | tuple):
            raise TypeError(self.name)
        return self.default

    def fault(self, value: float) -> str:
        """Return what is wrong with a number; "" when it is allowed."""
        if self.choices and value not in self.choices:
            return f"{self.name} must be {_either(self.choices)}, not {value:g}"
        if self.low is not None and self.high is not None and not self.low <= value <= self.high:
            return f"{self.name} must be from {self.low:g} to {self.high:g}, not {value:g}"
        return ""


def _either(choices: tuple[float, ...] | tuple[str, ...]) -> str:
    *others, last = [f"{one:g}" if isinstance(one, int | float) else str(one) for one in choices]
    return f"{', '.join(others)} or {last}" if others else last


def _number(default: float, low: float, high: float, about: str) -> Any:
    return field(default=default, metadata={"about": about, "low": low, "high": high})


def _one_of(default: float | str, choices: tuple[float, ...] | tuple[str, ...], about: str) -> Any:
    return field(default=default, metadata={"about": about, "choices": choices})


SURE = {"full": 0.75, "light": 0.85}
"""Lowest probability at which a proposed sound is played, by the setting `sound`."""
SURE_PLACE = 0.6
"""Lowest probability of a place that sets a scene's room and ambience: a wrong one is heard on every line."""
PLACE_SURE = {"full": SURE_PLACE, "light": 0.75}
"""As SURE, for the bed of a scene's place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Gaps from the end of one voice to the beginning of the next, in seconds."""

    head_s: float = _number(0.8, 0, 10, "before the first word")
    after_title_s: float = _number(2.5, 0, 15, "after the spoken title and byline")
    after_heading_s: float = _number(1.5, 0, 15, "after a chapter heading")
    new_speaker_s: float = _number(0.35, 0, 5, "from one speaker to another")
    rapid_s: float = _number(0.18, 0, 5, "in a rapid exchange: both lines under six words, or an exclamation")
    tag_s: float = _number(0.18, 0, 5, "between a line and its own tag")
    after_tag_s: float = _number(0.28, 0, 5, "between a tag and the line that goes on after it")
    sentence_s: float = _number(0.3, 0, 5, "the same voice going on within a paragraph")
    to_narration_s: float = _number(0.45, 0, 5, "from dialogue to narration")
    to_dialogue_s: float = _number(0.40, 0, 5, "from narration to dialogue")
    paragraph_s: float = _number(0.65, 0, 5, "the same speaker's next paragraph")
    trailing_s: float = _number(0.5, 0, 5, "added after a line that trails off in an ellipsis")
    beat_s: float = _number(0.7, 0, 5, "for a line with nothing to speak, such as “…”")
    cut_off_s: float = _number(-0.08, -0.5, 1, "after a line cut off by a dash; negative overlaps")
    scene_s: float = _number(2.25, 0, 20, "between two scenes")
    change_s: float = _number(1.5, 0, 20, "where the prose alone goes to another place or time")
    tail_s: float = _number(3.2, 0, 20, "after the last word")
    jitter: float = _number(0.15, 0, 0.5, "by how much of itself a gap may vary, so that no two are alike")


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """Levels in the mix, in LU against speech unless the name says otherwise."""

    ambience_lu: float = _number(
        -18, -60, 0, "ambience: 3 LU over this where nobody speaks, and always 23 LU and more under a line"
    )
    music_lu: float = _number(-14, -60, 0, "music under speech")
    music_alone_lu: float = _number(-8, -60, 6, "music before and after speech")
    effects_lu: float = _number(-3, -60, 6, "effects in a gap; under speech 6 LU less, and -10 LU at most")
    room_db: float = _number(0, -60, 12, "added to the reverb of every scene's room; −60 is none")
    dynamics: float = _number(
        1, 0, 2, "how far loud and quiet moments lie apart; 0 keeps every line as loud as any"
    )
    seats: float = _number(1, 0, 1, "how far apart characters sit; 0 puts everybody in the centre")
    room_tone_dbfs: float = _number(-62, -120, -50, "air of the empty room under everything; −120 is none")


FILE_KINDS = ("mp3", "m4b", "opus", "flac", "wav")
"""The kinds of finished sound files; audio.formats says what each is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Custom:
    """The delivery preset called custom."""

    loudness_lufs: float = _number(-16, -40, -9, "programme loudness")
    true_peak_dbtp: float = _number(-1, -12, -0.5, "highest true peak")
    file: str = _one_of("mp3", FILE_KINDS, "kind of file")
    bitrate_kbps: float = _one_of(
        128, (64, 80, 96, 112, 128, 160, 192, 224, 256, 320), "of an mp3 or m4b (ISO 11172-3, layer III)"
    )
    rate_hz: float = _one_of(44_100, (44_100, 48_000), "sample rate")
    channels: float = _one_of(2, (1, 2), "2 for stereo, 1 for mono")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings of an episode's sound, for a whole project."""

    preset: str = _one_of(
        "podcast", ("podcast", "streaming", "broadcast", "acx", "custom"), "what the episode is mastered for"
    )
    sound: str = _one_of("full", ("full", "light", "none"), "effects, ambience and music")
    music: str = _one_of("full", ("full", "bridges", "none"), "opening, bridges and ending; or bridges alone")
    seed: int = 1
    timing: Timing = Timing()
    levels: Levels = Levels()
    custom: Custom = Custom()


GROUPS: dict[str, type[Timing | Levels | Custom]] = {"timing": Timing, "levels": Levels, "custom": Custom}
"""The groups of settings by the name under which voices.yaml holds them."""


def options(group: type[Timing | Levels | Custom | Settings]) -> tuple[Option, ...]:
    """Return the options of a group, in order; nested groups and the seed are left out."""
    return tuple(
        Option(name=one.name, default=one.default, **one.metadata)
        for one in fields(group)
        if one.metadata and one.default is not MISSING
    )


LANGUAGE = Option(
    name="language",
    default="en",
    about="of the voices to cast: en for every accent of English, en-GB for one",
)
JOBS = Option(
    name="jobs", default=0, about="lines spoken at once; 0 for one a core", low=0, high=256, whole=True
)
FIRST_PERSON = Option(
    name="first_person",
    default="character",
    about="who reads a story that an I with a name tells: they themselves, or the narrator",
    choices=("character", "narrator"),
)
SEED = Option(
    name="seed", default=1, about="another number casts and times otherwise", low=0, high=2**31, whole=True
)
HEAR = Option(
    name="hear",
    default=False,
    about="a render has a recogniser hear every take, as `drama check --hear` does",
)
ATTRIBUTOR = (
    Option(
        name="base_url",
        default="",
        about="where the server with OpenAI's chat endpoint is: http://localhost:11434/v1 for Ollama",
    ),
    Option(name="model", default="", about="what that server calls the language model"),
)
"""The language model that is asked about doubtful speakers whenever a story is adapted."""
PROJECT = (LANGUAGE, JOBS, FIRST_PERSON, SEED, HEAR)
"""The project's other options, besides its engine and the sound of its episodes."""
RATE = Option(
    name="rate",
    default=1.0,
    about="1 is the voice's own speed, 1.2 a fifth faster",
    low=RATE_RANGE[0],
    high=RATE_RANGE[1],
)
PITCH = Option(
    name="pitch",
    default=0.0,
    about="semitones: 12 is an octave, 2 plain to hear",
    low=PITCH_RANGE_ST[0],
    high=PITCH_RANGE_ST[1],
)
VOLUME = Option(
    name="volume",
    default=0.0,
    about="dB: 0 is as loud as the others, 3 plainly louder",
    low=-24.0,
    high=12.0,
)
INTONATION = Option(
    name="intonation",
    default=1.0,
    about="1 is the voice's own melody, 0 is flat",
    low=INTONATION_RANGE[0],
    high=INTONATION_RANGE[1],
)
PART = (RATE, PITCH, VOLUME)
"""What the narrator and each character may set, besides who they are, their voice and their seat."""
DELIVERY = (RATE, PITCH, INTONATION, VOLUME)
"""What a direction word may change, besides its treatments."""
CUE = (
    Option(name="fade_s", default=0.0, about="seconds in which a sound fades in and out", low=0, high=60),
    Option(name="gap_s", default=0.0, about="seconds before it; negative overlaps", low=-5, high=60),
    Option(name="level_db", default=0.0, about="dB added to a sound", low=-80, high=24),
    Option(name="pan", default=0.0, about="where a sound is: -1 left, 1 right", low=-1, high=1),
    PITCH,
    RATE,
    Option(name="seat", default=0.0, about="where the speaker is: -1 left, 1 right", low=-1, high=1),
    Option(name="seconds", default=0.0, about="how long a pause or a sound lasts", low=0, high=3600),
    Option(name="volume_db", default=0.0, about="dB added to a line", low=-80, high=24),
    Option(name="at", default="", about="the word of the cue before it on which a sound begins"),
    Option(
        name="play", default="", about="whether a proposed sound is played, yes or no", choices=("yes", "no")
    ),
    Option(name="room", default="", about="the room in which this line alone is spoken"),
    Option(
        name="under",
        default="",
        about="music that goes on only while the narrator speaks",
        choices=("narration",),
    ),
    Option(name="treatment", default="", about="what this line alone is heard through"),
)
"""What a person may set for one cue."""
