"""Changes Kokoro's graph: it tells how long phonemes last, can whisper, and decodes no silence around a line.

The model gives more than half a second to the pauses before and after a line, which are cut off later. What
leads to its decoder (durations, pitch, energy) is computed as ever; the decoder, nine tenths of the work, is
given the frames of the line alone. Without pitch it makes every sound as it makes voiceless ones; with
another pitch it sings another note through the same throat. The noise that its source had in training is not
in the export, which is heard in whispers alone: they are given it.
"""

from __future__ import annotations

from drama.speech.engines.onnx_graph import END, INT64, Additions, rename

DURATIONS = "drama_durations"
"""The output that is added: decoded frames of 25 ms for each token, float32, (1, tokens)."""
PITCH = "drama_voicing"
"""An input that is added: the factor of the decoder's pitch; 1 if it is left out, 0 to whisper."""
STEEPER = "drama_steeper"
"""An input that is added: the pitch in Hz is multiplied by itself to this power; 0 if it is left out."""
NOISE = "drama_noise"
"""An input that is added: what its source is given beside the pitch, of any length, again and again."""
LOUDER = "drama_louder"
"""An input that is added: how much more energy its decoder is given, by the model's measure; or 0."""
_TOLD = "/encoder/Clip_output_0"
"""The value in upstream's graph of how many frames each token lasts, float32, (1, tokens)."""
_TOKENS, _SPEED = "tokens", "speed"
"""The model's inputs: (1, tokens), a pause first and last; and (1,)."""
_HERTZ = "/encoder/Reshape_output_0"
_ENERGY = "/encoder/Reshape_1_output_0"
_SOURCE = "/decoder/decoder/generator/m_source/l_linear/Add_output_0"
"""What the decoder's voice is made of: harmonics of the pitch, (1, samples, 1)."""
_DECODED = (
    ("/encoder/MatMul_1_output_0", 2, 1),
    (_HERTZ, 1, 2),
    (_ENERGY, 1, 2),
)
"""What the decoder is given, features, pitch and energy: the axis of time, and its steps a frame."""
_ANY = 1e9
_LEAD = (9.0,)
"""Most frames of the pause before a line, at speed 1 or more. What is said begins up to six frames before its
first phoneme, and ends as much before its last one does."""
_TRAIL, _TRAIL_BARE = (13.0, 3.0, 1.0), (_ANY, 13.0, 1.0)
"""Most frames of the last phoneme, the mark behind it, and the pause after a line; and without a mark."""
_LAST_MARK = 16
"""Tokens up to this one are marks and the space."""


def edit(model: bytearray) -> None:
    """Make these changes in upstream's model; ValueError when it is an export without these values."""
    graph = Additions()
    for number in (0, 1, 2):
        graph.integers(f"drama_{number}", number)
    graph.integers("drama_last", -1)
    graph.integers("drama_end", END)
    graph.scalar("drama_any", _ANY)
    graph.scalar("drama_unhurried", 1.0)
    graph.node("Min", (_SPEED, "drama_unhurried"), "drama_slowness")
    graph.node("Shape", (_TOLD,), "drama_shape")
    graph.node("Slice", ("drama_shape", "drama_1", "drama_end"), "drama_tokens")
    lead, trail = graph.floats("drama_lead", *_LEAD), _trail(graph)
    most = (
        _most(graph, lead, len(_LEAD), at_end=False),
        _most(graph, trail, len(_TRAIL), at_end=True),
    )
    graph.node("Min", (_TOLD, *most), DURATIONS)
    graph.output(DURATIONS)
    graph.node("Sub", (_TOLD, DURATIONS), "drama_left_out")
    graph.node("Slice", ("drama_left_out", "drama_0", "drama_1", "drama_1"), "drama_before")
    graph.node("ReduceSum", (DURATIONS, "drama_1"), "drama_kept")
    for value in ("before", "kept"):
        graph.node("Reshape", (f"drama_{value}", "drama_last"), f"drama_{value}_flat")
        graph.node("Cast", (f"drama_{value}_flat",), f"drama_{value}_1", to=INT64)
    graph.node("Add", ("drama_before_1", "drama_kept_1"), "drama_after_1")
    for edge in ("before", "after"):
        graph.node("Mul", (f"drama_{edge}_1", "drama_2"), f"drama_{edge}_2")
    for value, axis, steps in _DECODED:
        whole = value[:-1] + "_"
        rename(model, value, whole)
        edges = (f"drama_before_{steps}", f"drama_after_{steps}")
        if value == _HERTZ:
            whole = _moved(graph, whole)
        if value == _ENERGY:
            whole = graph.node("Add", (whole, graph.parameter(LOUDER, 0.0)), "drama_energy")
        graph.node("Slice", (whole, *edges, f"drama_{axis}"), value)
    rename(model, _SOURCE, _SOURCE[:-1] + "_")
    _noisy(graph, _SOURCE[:-1] + "_")
    graph.append(model)


def _moved(graph: Additions, hertz: str) -> str:
    """Add the changes of the pitch; return the value's name. Voiceless frames, of 0 Hz or less, stay so."""
    graph.node("Max", (hertz, "drama_unhurried"), "drama_hertz")
    graph.node("Pow", ("drama_hertz", graph.parameter(STEEPER, 0.0)), "drama_steepness")
    graph.node("Mul", (hertz, "drama_steepness"), "drama_contour")
    return graph.node("Mul", ("drama_contour", graph.parameter(PITCH, 1.0)), "drama_pitch")


def _noisy(graph: Additions, source: str) -> None:
    """Add the noise, repeated, to the decoder's source."""
    graph.node("Shape", (source,), "drama_source_shape")
    graph.node("Slice", ("drama_source_shape", "drama_1", "drama_2"), "drama_samples_1")
    for value in ("drama_samples_1", "drama_0", "drama_1"):
        graph.node("Squeeze", (value, "drama_0"), f"{value}_whole")
    graph.node("Range", ("drama_0_whole", "drama_samples_1_whole", "drama_1_whole"), "drama_each")
    graph.node("Reshape", (graph.parameter(NOISE, 0.0), "drama_last"), "drama_noise_flat")
    graph.node("Shape", ("drama_noise_flat",), "drama_noise_length")
    graph.node("Mod", ("drama_each", "drama_noise_length"), "drama_again")
    graph.node("Gather", ("drama_noise_flat", "drama_again"), "drama_hiss")
    graph.node("Reshape", ("drama_hiss", "drama_source_shape"), "drama_breath")
    graph.node("Add", (source, "drama_breath"), _SOURCE)


def _trail(graph: Additions) -> str:
    """Add the most frames of a line's last tokens; return the value's name."""
    graph.integers("drama_before_last", -2)
    graph.integers("drama_last_mark", _LAST_MARK)
    graph.node("Slice", (_TOKENS, "drama_before_last", "drama_last", "drama_1"), "drama_ending")
    graph.node("LessOrEqual", ("drama_ending", "drama_last_mark"), "drama_marked")
    graph.node("Reshape", ("drama_marked", "drama_last"), "drama_is_marked")
    marked, bare = graph.floats("drama_marked_trail", *_TRAIL), graph.floats("drama_bare_trail", *_TRAIL_BARE)
    return graph.node("Where", ("drama_is_marked", marked, bare), "drama_trail")


def _most(graph: Additions, edge: str, count: int, *, at_end: bool) -> str:
    """Add the most frames that each token may have, given those at an edge, of shape (count,)."""
    graph.node("Div", (edge, "drama_slowness"), f"{edge}_slower")
    whole = graph.node("Ceil", (f"{edge}_slower",), f"{edge}_whole")
    graph.integers(f"{edge}_count", count)
    others = graph.node("Sub", ("drama_tokens", f"{edge}_count"), f"{edge}_others")
    sides = (others, "drama_0") if at_end else ("drama_0", others)
    graph.node("Concat", sides, f"{edge}_pads", axis=0)
    return graph.node("Pad", (whole, f"{edge}_pads", "drama_any"), f"{edge}_most")
