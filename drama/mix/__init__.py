"""Mix: takes and sounds laid on a timeline, and played through rooms and treatments to stems.

in:  Script, Cast, Takes, sounds
out: Timeline, Mix (float32 blocks on disk)
"""

from drama.mix.beds import SPEECH_LUFS
from drama.mix.editing import NONE, check_names, edit, room_tones
from drama.mix.incremental import HELD_BYTES
from drama.mix.kept_sounds import KeptSounds
from drama.mix.mixing import bus_energies, forget_sounds, mix, sounds
from drama.mix.performance import performance_db
from drama.mix.playing import played
from drama.mix.renderer import heard_whole, placed
from drama.mix.sound_bank import OPENED_BYTES, SoundBank

__all__ = [
    "HELD_BYTES",
    "NONE",
    "OPENED_BYTES",
    "SPEECH_LUFS",
    "KeptSounds",
    "SoundBank",
    "bus_energies",
    "check_names",
    "edit",
    "forget_sounds",
    "heard_whole",
    "library",
    "mix",
    "performance_db",
    "placed",
    "played",
    "room_tones",
    "sounds",
]
