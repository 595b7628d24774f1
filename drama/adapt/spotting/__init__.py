"""Spotting: reading the narration for the sounds, ambiences and music that it calls for.

Named after what a sound editor does with a script. Only narration is read: what characters say is not
what is heard. Each proposal has a confidence and a reason, and `chosen` takes those that are sure enough.
"""

from drama.adapt.spotting.cueing import spotted
from drama.adapt.spotting.moods import Mood, mood
from drama.adapt.spotting.places import Room, room
from drama.adapt.spotting.proposals import Proposal, chosen, spot, spot_text

__all__ = ["Mood", "Proposal", "Room", "chosen", "mood", "room", "spot", "spot_text", "spotted"]
