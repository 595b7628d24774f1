"""Sound as arrays: samples, meters, dynamics, filters, and the encoders.

in:  float32 arrays (frames, channels), and sound files
out: arrays, figures, encoded files
"""

from drama.audio.samples import (
    Sound,
    decibels,
    gain,
    level_lufs,
    lufs,
    pan_gains,
    raised_cosine,
    resample,
    voiced_span,
    without_rumble,
)
from drama.audio.voice_features import voiceprint

__all__ = [
    "Sound",
    "alignment",
    "convolution",
    "decibels",
    "dynamics",
    "ffmpeg",
    "ffmpeg_process",
    "formats",
    "gain",
    "id3",
    "k_weighting",
    "level_lufs",
    "lufs",
    "meters",
    "mp3",
    "pan_gains",
    "phonation",
    "prosody",
    "raised_cosine",
    "resample",
    "samples",
    "sound_files",
    "voiced_span",
    "voiceprint",
    "without_rumble",
]
