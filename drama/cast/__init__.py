"""Cast: every character of a script gets a voice, as voices.yaml says or as the casting director chooses.

in:  Script, VoicesFile, the voices on offer
out: Casting: a Cast, and the parts to add to voices.yaml
"""

from drama.cast.director import Casting, Director
from drama.cast.likeness import ALIKE, PITCH_APART_ST, TIMBRE_APART, Sound, distance
from drama.cast.roles import roles
from drama.cast.table import Pair, distances, heard_in

__all__ = [
    "ALIKE",
    "PITCH_APART_ST",
    "TIMBRE_APART",
    "Casting",
    "Director",
    "Pair",
    "Sound",
    "distance",
    "distances",
    "heard_in",
    "roles",
]
