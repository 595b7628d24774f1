"""Speech: makes an utterance of every spoken cue and has its engine speak it.

in:  Script, Cast, lexicon
out: Utterances, then Takes in a store
"""

from drama.speech import hearing
from drama.speech.directing import direct, spoken_text
from drama.speech.engine import Engine
from drama.speech.engines import mbrola, onnx, piper_voices, weights
from drama.speech.engines.pronouncing import pronunciations
from drama.speech.human.recordings import Recorded, recorded
from drama.speech.lexicon import pls
from drama.speech.lexicon.entries import Lexicon, lexicon_faults, terms_in
from drama.speech.lexicon.out_of_vocabulary import invented
from drama.speech.take_store import COMMON, Backend, Folder, Store

__all__ = [
    "COMMON",
    "Backend",
    "Engine",
    "Folder",
    "Lexicon",
    "Recorded",
    "Store",
    "direct",
    "engines",
    "hearing",
    "invented",
    "lexicon_faults",
    "mbrola",
    "onnx",
    "phonemes",
    "piper_voices",
    "pls",
    "pronunciations",
    "record",
    "recorded",
    "spoken_text",
    "terms_in",
    "weights",
]
