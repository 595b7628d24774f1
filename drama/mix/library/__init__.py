"""The built-in library of effects, ambiences and music: made by the program from seeded noise and modes.

No sound in it is a recording, so none carries a licence. A family of sounds is a module, a sound is a
function under @recipe, and `library.FAMILIES` is the table of the families.
"""

from drama.mix.library.library import (
    SUFFIXES,
    THEMES,
    ambiences,
    blocks,
    find,
    get,
    names,
    natural,
    own_names,
    packaged,
    render,
)
from drama.mix.library.picture import picture, png
from drama.mix.library.recipe import SoundInfo
from drama.mix.library.theme import midi

__all__ = [
    "SUFFIXES",
    "THEMES",
    "SoundInfo",
    "ambiences",
    "blocks",
    "find",
    "get",
    "midi",
    "names",
    "natural",
    "own_names",
    "packaged",
    "picture",
    "png",
    "render",
]
