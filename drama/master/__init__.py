"""Master: a mix at the loudness and true peak of a preset, encoded and measured.

in:  Mix, Preset
out: one file, and its Loudness as measured in it
"""

from drama.master.mastering import PRESETS, Preset, export_sounds, export_stems, master, preset

__all__ = ["PRESETS", "Preset", "export_sounds", "export_stems", "master", "preset"]
