"""The table of treatments: the effect chains for lines, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Shape = tuple[Literal["high-pass", "low-pass", "low-shelf", "high-shelf", "peak"], float, float]
"""Kind, frequency in Hz, and dB an octave for a pass or dB for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """The effects on a line, applied in the order of the fields."""

    name: str
    about: str
    ring_hz: float = 0.0
    """Carrier frequency of the ring modulation."""
    ring_depth: float = 0.5
    """Wet share of the ring modulation, 0 to 1; from 0.5 on consonants are lost, and each 0.05 over 0.1 takes
    0.3 of five from how natural a voice is heard."""
    comb_ms: float = 0.0
    """Delay of a comb filter (one echo of equal strength), which sounds like a hollow body."""
    voices: int = 1
    """Number of copies of the line, slightly offset in pitch and time."""
    others_db: float = 0.0
    """Level of the copies beside the first one; equal voices blur each other's consonants."""
    shape: tuple[Shape, ...] = ()
    drive_db: float = 0.0
    """Drive of the line's loud parts into a soft clipper, before the filters of `shape`: through them twice a
    line loses 0.3 of five of how natural it is heard on a telephone or radio (docs/voices-judged.md)."""
    noise_db: float = -200.0
    """Level of line or air noise relative to the voice, through the same filters."""
    dry_db: float = 0.0
    room: str = ""
    """Replaces the scene's room."""
    close: bool = False
    """True when the scene's reverberation isn't heard."""
    room_db: float = 0.0
    """Added to the room's own level."""
    gain_db: float = 0.0
    begins: str = ""
    """The treatment that the line begins with; it goes over into what remains without it."""
    ends: str = ""
    """The treatment that the line ends with."""


TREATMENTS = {
    treatment.name: treatment
    for treatment in (
        Treatment(name="thought", about="close, warm, in nobody's room",
                  shape=(("low-shelf", 150, 2), ("high-shelf", 8000, -2)), room="mind"),
        Treatment(name="letter", about="read close, as by its writer",
                  shape=(("low-shelf", 150, 1.5), ("high-shelf", 7000, -2)), room="mind", room_db=-3),
        Treatment(name="flashback", about="softened and from afar in time",
                  shape=(("low-pass", 7000, 12), ("low-shelf", 150, -2)), room="memory"),
        Treatment(name="message", about="a recording played close by",
                  shape=(("high-pass", 150, 18), ("low-pass", 6500, 18), ("peak", 1200, 4)), drive_db=3,
                  noise_db=-46, close=True),
        Treatment(name="telephone", about="300 to 3,400 Hz, hardly pressed",
                  shape=(("high-pass", 300, 24), ("low-pass", 3400, 48), ("peak", 1800, 3)), drive_db=1,
                  close=True),
        Treatment(name="radio", about="350 to 4,000 Hz, pressed, noise around it",
                  shape=(("high-pass", 350, 18), ("low-pass", 4000, 48), ("peak", 1800, 4)), drive_db=6,
                  noise_db=-40, close=True),
        Treatment(name="address", about="horn loudspeakers in a large place",
                  shape=(("high-pass", 350, 18), ("low-pass", 5500, 24), ("peak", 2000, 3)), drive_db=1,
                  room="loudspeakers", room_db=-7),
        Treatment(name="newscast", about="a newsreader out of a set in the room",
                  shape=(("high-pass", 170, 18), ("low-pass", 8000, 18), ("peak", 2200, 3)), drive_db=4,
                  noise_db=-50, room="small-room", room_db=-4),
        Treatment(name="hologram", about="a projected figure: clear, with a faint flutter", ring_hz=31,
                  ring_depth=0.18, shape=(("high-pass", 180, 12), ("high-shelf", 5000, 3)), room="mind"),
        Treatment(name="door", about="through a closed door: dull and farther off",
                  shape=(("low-pass", 750, 12), ("low-shelf", 200, 2)), close=True, gain_db=-5),
        Treatment(name="robot", about="a hollow metal body, faintly ring-modulated", ring_hz=52,
                  ring_depth=0.15, comb_ms=3.5,
                  shape=(("high-pass", 120, 12), ("peak", 2600, 3))),
        Treatment(name="god", about="large, from everywhere", voices=3, others_db=-12,
                  shape=(("low-shelf", 180, 4), ("high-shelf", 6000, -1)), room="heaven", room_db=-4),
        Treatment(name="crowd", about="several at once, one before the others", voices=3, others_db=-12),
        Treatment(name="whisper", about="close and thin",
                  shape=(("low-shelf", 250, -6), ("high-shelf", 3500, 4)), room_db=-6),
        Treatment(name="shout", about="thrown across the room, pressed as a shout is", drive_db=4,
                  shape=(("low-shelf", 200, -8), ("peak", 2500, 3)), room_db=4),
        Treatment(name="distant", about="far off: dull, and mostly its echo", shape=(("low-pass", 4000, 12),),
                  room="far", room_db=-6, gain_db=-10.5),
        Treatment(name="off-mic", about="turned away from the microphone", shape=(("low-pass", 6000, 12),),
                  room_db=5, gain_db=-6),
        Treatment(name="above", about="from higher up: brighter, and more of the room",
                  shape=(("peak", 8000, 4), ("low-shelf", 250, -3)), room_db=4, gain_db=-3),
        Treatment(name="entering", about="from the door to the speaker's seat", begins="off-mic"),
        Treatment(name="leaving", about="from the speaker's seat to the door", ends="off-mic"),
    )
}  # fmt: skip
"""The telephone's band is ITU-T G.712's. The other figures are judgement, within what a recogniser still
understands: it mishears at most about ten words in a hundred more than without treatment
(docs/voices-judged.md)."""
