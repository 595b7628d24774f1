"""The frozen values that travel from stage to stage; see the glossary in drama/__init__.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from drama.delivery import DIRECTIONS
from drama.timecode import HOUSE_RATE_HZ, STEP_FRAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from drama.delivery import Acting, Delivery
    from drama.errors import Place

Gender = Literal["female", "male", "nonbinary", "unknown"]
Age = Literal["child", "young", "adult", "old", "unknown"]
Kind = Literal["person", "robot", "crowd", "animal", "spirit", "god", "device"]
CueKind = Literal["narrator", "line", "pause", "sound", "ambience", "music", "matter"]
PassageKind = Literal["title", "byline", "heading", "paragraph", "verse", "letter", "line"]
Bus = Literal["narration", "dialogue", "effects", "ambience", "music"]
NARRATOR = "narrator"
"""The narrator's name in voices.yaml and on the command line."""
NARRATOR_SHOWN = "Narrator"
"""The narrator's name in transcripts, manifests and plots."""
SPEECH: tuple[Bus, ...] = ("narration", "dialogue")
"""The buses of what is spoken; the others are beds."""
WORDED: tuple[CueKind, ...] = ("narrator", "line", "matter")
"""The kinds of cues that hold words of the story."""

HOW = tuple(DIRECTIONS)
"""The words that a cue's `how` may hold: what the text is, where it comes from, how it is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph whose kind the file itself states; offsets are into the story's text."""

    start: int
    end: int
    kind: PassageKind
    level: int = 0
    """Of a heading, 1 to 6; 0 where the file has no levels."""
    speaker: str = ""
    """Whose line it is, in a play."""
    how: tuple[str, ...] = ()
    """Words of HOW that a play's own directions give."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A segment of a story's text that isn't story: it is in the script and isn't spoken."""

    start: int
    end: int
    kind: str
    """What it is, in a word or two: licence, contents, note, page number …"""
    at: int
    """Offset at which its cue stands: its own start, or the end of the paragraph that it interrupts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A book's metadata from its file, its script or the project; empty fields are unknown."""

    title: str = ""
    subtitle: str = ""
    author: str = ""
    series: str = ""
    part: str = ""
    """The book's number in its series, as written."""
    season: str = ""
    """Of a show: a whole number from 1, counted in feeds."""
    language: str = ""
    """BCP 47: en, en-GB, de."""
    year: str = ""
    publisher: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story as its author wrote it."""

    key: str
    """Its number as written in the file name ("003"), or the file's stem; safe as a file name."""
    name: str
    """The file's stem, for people to read."""
    path: Path
    text: str
    """Decoded, with line feeds only; every offset in this program counts characters of it."""
    sha256: str
    """Of the text, encoded as UTF-8, and of the passages where there are any."""
    notes: tuple[str, ...] = ()
    """What a reader of the file should know, such as an encoding other than UTF-8."""
    prose: str = ""
    """The text as it is adapted, of the same length: what isn't story is blank, and words hyphenated at the
    end of a line are rejoined. Empty when it equals the text."""
    matter: tuple[Matter, ...] = ()
    """What isn't story, in the order of the text; no two overlap."""
    passages: tuple[Passage, ...] = ()
    """Paragraphs whose kind the file states, in order; the kind of all others is inferred."""
    about: About = About()
    cover: bytes = field(default=b"", repr=False)
    """A JPEG or PNG picture."""

    @property
    def told(self) -> str:
        """The text as it is adapted."""
        return self.prose or self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """One continuous quotation within a paragraph, and its speaker."""

    start: int
    """Offset of the first character inside the quotation marks."""
    end: int
    speaker: str
    """The character's name as in the script's cast; empty when the speaker is unknown."""
    gender: Gender
    sure: float
    """Probability, 0 to 1, that the speaker is right; calibrated on annotated stories."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Character:
    """Somebody who speaks in a story."""

    name: str
    aliases: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    """Characters who are somebody else, by a person's word: whether they are one isn't asked again."""
    gender: Gender = "unknown"
    age: Age = "unknown"
    kind: Kind = "person"
    narrator: bool = False
    """True for a first-person narrator: the one who says "I" outside quotations."""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronunciation:
    """How a word is pronounced, as voices.yaml or a script specifies."""

    term: str
    say: tuple[tuple[str, str], ...]
    """Engine, or "default" for all others, and the respelling or the /IPA/ between slashes."""
    place: Place | None = field(default=None, compare=False)

    def said(self, engine: str) -> str:
        """Return the pronunciation for an engine; empty when the entry has none for it."""
        say = dict(self.say)
        return say.get(engine, say.get("default", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One entry of a script: words to speak, or a pause, sound, ambience or music.

    A sound begins where it stands: when the spoken cue before it ends or, with the setting `at`, on that word
    of it. An ambience lasts until the next one or the end of the scene; one called "none" only ends it.
    A spotted sound is played when its probability reaches the project's threshold; one that a person wrote
    is always played. Matter is text of the file that isn't story (a licence, contents, notes): it stays in
    the script and isn't spoken.
    """

    number: int
    """Never changed or reused; 0 for a cue that a person added and drama hasn't numbered yet."""
    kind: CueKind
    speaker: str = ""
    """The character's name for a line; empty for every other kind."""
    text: str = ""
    """The story's words verbatim, without quotation marks; for sound, ambience and music its name."""
    how: tuple[str, ...] = ()
    """Words of HOW, sorted."""
    joined: bool = False
    """True when it continues the paragraph of the cue before it (a line and its own tag)."""
    sure: float | None = None
    why: str = ""
    was: str | None = None
    """The story's own words, where a person changed the text; "" for a cue that a person added."""
    by_hand: bool = False
    """True when a person changed the cue; adapting again leaves it alone."""
    moved: bool = False
    """True when a person took it out of the story's order."""
    settings: tuple[tuple[str, float | str], ...] = ()
    """What a person set for this cue alone: gap_s, rate, pitch, volume_db, level_db, seconds, fade_s …"""
    comment: str = ""
    """What a person wrote above it in the script file behind "#"; one line or more."""
    place: Place | None = field(default=None, compare=False)

    @property
    def is_speech(self) -> bool:
        """Whether it holds words of the story: narration or a line."""
        return self.kind in ("narrator", "line")

    @property
    def is_spoken(self) -> bool:
        """Whether it holds anything to speak; a line of nothing but "…" is a beat of silence."""
        return self.is_speech and any(c.isalnum() for c in self.text)

    @property
    def is_sound(self) -> bool:
        """Whether it names a sound: an effect, an ambience or music."""
        return self.kind in ("sound", "ambience", "music")

    @property
    def part(self) -> str:
        """Who speaks it: the character's name, or NARRATOR."""
        return self.speaker if self.kind == "line" else NARRATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Consecutive cues in one place and time."""

    cues: tuple[Cue, ...]
    title: str = ""
    """The chapter's or scene's heading, for the chapter marks; empty when it has none."""
    place: str = ""
    """Where it plays: a name of drama.places or a person's own; empty when unknown."""
    time: str = ""
    """dawn, morning, day, evening, night, memory or a person's own word; empty when unknown."""
    room: str = ""
    """The reverberation of the place (small-room, hall, outdoors, ship, cave …); empty for none."""
    joined: bool = False
    """True when there is no scene break in the text: only the prose changes the place or the time."""
    sure: float | None = None
    """Probability that the place is right, 0 to 1; None where there is none, or a person set it."""
    why: str = ""
    """The evidence for the scene's beginning and for its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A story as a play."""

    key: str
    title: str
    author: str
    sha256: str
    """Of the story that it was adapted from."""
    characters: tuple[Character, ...]
    scenes: tuple[Scene, ...]
    lexicon: tuple[Pronunciation, ...] = ()
    """Pronunciations for this story alone."""
    orphans: tuple[Cue, ...] = ()
    """Cues that a person changed and whose words are no longer in the story: preserved, never played."""
    numbered: int = 0
    """The highest cue number ever given, so that none is given twice."""
    about: About = About()
    """Further metadata of the story; title and author are above, and empty here."""

    @property
    def cues(self) -> tuple[Cue, ...]:
        """All cues in order."""
        return tuple(cue for scene in self.scenes for cue in scene.cues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A character's or the narrator's voice, as voices.yaml specifies it."""

    engine: str
    name: str
    """The voice's id in its engine, e.g. "en-us+f3"."""
    rate: float = 1.0
    """A factor of the engine's normal speed, 0.5 to 2."""
    pitch: float = 0.0
    """Semitones above the voice's own pitch, −12 to 12."""
    volume_db: float = 0.0
    """Added in the mix; a change requires no new take."""
    seat: float = 0.0
    """−1 (left) to 1 (right)."""
    options: tuple[tuple[str, float | str], ...] = ()
    """The engine's own settings (speaker, noise, length …), sorted by name."""
    deliveries: tuple[tuple[str, Delivery], ...] = ()
    """The direction words that this part overrides, sorted."""

    def directed(self, house: Mapping[str, Delivery]) -> Mapping[str, Delivery]:
        """Return the deliveries for this part: the project's, overridden by the part's own."""
        return {**house, **dict(self.deliveries)} if self.deliveries else house


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceInfo:
    """A voice that an engine offers, and its measurements."""

    engine: str
    name: str
    language: str
    """BCP 47 tag with the accent: en-US, en-GB-scotland."""
    gender: Gender = "unknown"
    age: Age = "unknown"
    character: str = ""
    """One or two words: natural, whisper, robot, croak …; empty for an ordinary voice."""
    natural: float = 0.5
    """0 (a joke) to 1 (fit for a lead)."""
    f0_hz: float = 0.0
    """Median fundamental frequency at rate 1, pitch 0; 0 where unmeasured."""
    f0_range_st: float = 0.0
    """Semitones between the 10th and 90th percentile of F0."""
    level_lufs: float = 0.0
    """K-weighted level of plain sentences; 0 where unmeasured."""
    calibrated_lufs: float | None = None
    """As Take.voice_lufs, measured with this very model; None where it has to be measured here."""
    timbre: tuple[float, ...] = ()
    """Mean MFCCs 1 to 12, for distances between voices; empty where unmeasured."""
    speaker: tuple[float, ...] = ()
    """Speaker embedding of unit length; the dot product of two is their cosine similarity."""
    word_errors: float | None = None
    """Word error rate of a speech recogniser on plain words; None where unmeasured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Everybody's voice in one story."""

    narrator: Voice
    voices: tuple[tuple[str, Voice], ...]
    """Character name and voice, sorted by name."""

    def voice(self, cue: Cue) -> Voice:
        """Return the voice that speaks a cue; the narrator's for narration. KeyError when unknown."""
        return dict(self.voices)[cue.speaker] if cue.kind == "line" else self.narrator


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What an engine is asked to speak; equal utterances sound the same."""

    text: str
    """Spoken text: numbers in words, no markup, no control characters, nothing that an engine may obey.

    Words with a pronunciation are marked as described in drama.speech.phonemes. parts() splits the text at
    the marks. plain() removes them, for an engine without phonemes and wherever the text's length counts.
    """
    engine: str
    voice: str
    rate: float = 1.0
    pitch: float = 0.0
    """Semitones."""
    options: tuple[tuple[str, float | str], ...] = ()
    intonation: float = 1.0
    """A factor of the voice's own pitch variation; only for engines that act."""
    acting: Acting = ""
    """How the voice itself changes; only for engines that act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A spoken utterance in the take store."""

    key: str
    """Its key in the store: a hash of everything that affects its sound."""
    frames: int
    """Length at the mix's sample rate."""
    lufs: float
    """K-weighted, ungated level of the voiced part (ITU-R BS.1770-4, one channel); −inf for silence."""
    voice_lufs: float
    """The same measure of its voice at this rate over the calibration text; the mix levels voices by it."""
    lead: int = 0
    """Silent frames before the voice, as audio.voiced_span finds them; edit leaves them out."""
    trail: int = 0
    """Silent frames after the voice."""
    human: bool = False
    said: str = ""
    """The text that the engine was given, in plain words; empty where that is unknown."""
    words: tuple[tuple[float, int, int], ...] = ()
    """Start in seconds from the first frame, first character and length of words in `said`, where its engine
    tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A take or a library sound placed on the timeline; positions are frames at the mix's rate."""

    cue: int
    """0 for the room tone of a place, which has no cue."""
    source: str
    """A take's key, or "sound:NAME" / "file:PATH" for effects, ambience and music."""
    start: int
    frames: int
    offset: int = 0
    """Where in the source it begins."""
    bus: Bus
    gain_db: float = 0.0
    pan: float = 0.0
    """−1 (left) to 1 (right), constant power."""
    treatment: tuple[str, ...] = ()
    room: str = ""
    fade_in: int = 0
    fade_out: int = 0
    loops: bool = False
    """True for a seamless loop: it repeats until the clip ends."""
    automation: tuple[tuple[int, float], ...] = ()
    """Breakpoints (frame on the timeline, dB), interpolated linearly in dB and added to the gain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A chapter's beginning."""

    start: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Every clip of an episode in order of its start."""

    clips: tuple[Clip, ...]
    frames: int
    marks: tuple[Mark, ...]
    rate_hz: int = HOUSE_RATE_HZ


REGION_MARGINS = (2 * STEP_FRAMES, STEP_FRAMES)
"""Frames before and after a region that are encoded with it, the run-in and look-ahead of an MP3 encoder.

With a run-in of one MP3 frame a join clicks. From two on the frames behind a join are as near to the sound
as those of a file encoded whole: 25.4 dB both, and the same with four or eight (LAME 3.100 at 128 kbit/s, 58
joins of speech over ambience). LAME looks ahead by drama.audio.lame.AHEAD frames, a fifth of a step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A segment of the timeline that is mixed, encoded and measured by itself; positions are frames."""

    start: int
    """Begins a step of the timeline."""
    stop: int
    identity: str
    """A hash of everything that its sound and its margins are made from; independent of its position."""

    @property
    def begin(self) -> int:
        """Where its sound begins, including the encoder's run-in margin."""
        return max(0, self.start - REGION_MARGINS[0])

    @property
    def end(self) -> int:
        """Where its sound ends, including the encoder's look-ahead margin; the mix may end earlier."""
        return self.stop + REGION_MARGINS[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """A mix, and its measurements."""

    folder: Path
    """Holds cells.f32 (K-weighted energy of each cell) and peaks.f32 (true peak of each grain, see
    drama.audio.meters), and beside them what is cached for the next run."""
    frames: int
    read: Callable[[int, int], NDArray[np.float32]] = field(compare=False)
    """Takes a first frame and a count; returns a read-only array (channels, count). Thread-safe."""
    regions: tuple[Region, ...]
    channels: int = 2
    rate_hz: int = HOUSE_RATE_HZ
    stems: tuple[tuple[str, Path], ...] = ()
    """Buses, and the files of their samples: float32, interleaved, as long as the mix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """A meter's readings, by ITU-R BS.1770-4 and EBU Tech 3341/3342."""

    integrated_lufs: float
    true_peak_dbtp: float
    range_lu: float = 0.0
