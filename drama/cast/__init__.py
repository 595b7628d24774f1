"""Cast: every character of a script gets a voice, as voices.yaml says or as the casting director chooses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drama.cast.director import Casting, Director

if TYPE_CHECKING:
    from collections.abc import Sequence

    from drama.model import Script, VoiceInfo
    from drama.project.voices_file import VoicesFile

__all__ = ["Casting", "Director", "cast"]


def cast(script: Script, file: VoicesFile, catalogue: Sequence[VoiceInfo]) -> Casting:
    """Return everybody's voice in a story, and whom to enter in voices.yaml.

    The same script, file and catalogue give the same cast. What the file says rules. For many stories make
    one Director and let it cast them in turn.
    """
    return Director(file, catalogue).cast(script)
