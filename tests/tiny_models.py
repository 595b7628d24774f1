"""Models in Piper's and Kokoro's real formats, of a few kilobytes: a tone for each phoneme."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from onnx import NodeProto

PIPER_RATE_HZ = 22_050
KOKORO_RATE_HZ = 24_000


def piper_voice(folder: Path, name: str = "en_US-tiny-low", *, speakers: int = 1) -> Path:
    """Write NAME.onnx and NAME.onnx.json: a sine a phoneme, 850 samples times the length scale."""
    from onnx import TensorProto, helper
    from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "T"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
    constants = {"one": np.int64(1), "base": np.float32(850.0), "frame": np.int64([1, 1, 1, -1])}
    nodes = [
        helper.make_node("Gather", ["scales", "one"], ["length"]),
        helper.make_node("Mul", ["length", "base"], ["samples_each"]),
        helper.make_node("Cast", ["input"], ["tokens"], to=TensorProto.FLOAT),
        *([helper.make_node("Cast", ["sid"], ["shift"], to=TensorProto.FLOAT)] if speakers > 1 else []),
        *_tones("shift" if speakers > 1 else "", 100.0, PIPER_RATE_HZ),
        helper.make_node("Reshape", ["wave", "frame"], ["output"]),
    ]
    _save(folder / f"{name}.onnx", nodes, inputs, constants, "output", [1, 1, 1, "N"])
    configuration = {
        "audio": {"sample_rate": PIPER_RATE_HZ},
        "espeak": {"voice": "en-us"},
        "language": {"code": "en_US"},
        "num_symbols": 256,
        "num_speakers": speakers,
        "speaker_id_map": {f"p{n}": n for n in range(speakers)} if speakers > 1 else {},
        "phoneme_type": "espeak",
        "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
        "inference": {"noise_scale": 0.667, "length_scale": 1.0, "noise_w": 0.8},
    }
    (folder / f"{name}.onnx.json").write_text(json.dumps(configuration), encoding="utf-8")
    return folder / f"{name}.onnx"


def kokoro_voice(folder: Path) -> tuple[Path, Path]:
    """Write a model and two voices: 0.3 of a sine a token, 1,500 samples long at speed 1."""
    from onnx import TensorProto, helper

    inputs = [
        helper.make_tensor_value_info("tokens", TensorProto.INT64, [1, "T"]),
        helper.make_tensor_value_info("style", TensorProto.FLOAT, [1, 256]),
        helper.make_tensor_value_info("speed", TensorProto.FLOAT, [1]),
    ]
    constants = {"base": np.float32(1_500.0), "frame": np.int64([-1])}
    nodes = [
        helper.make_node("Div", ["base", "speed"], ["samples_each"]),
        helper.make_node("Cast", ["tokens"], ["tokens_float"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["style"], ["shift"], keepdims=0),
        *_tones("shift", 120.0, KOKORO_RATE_HZ, tokens="tokens_float"),
        helper.make_node("Reshape", ["wave", "frame"], ["audio"]),
    ]
    _save(folder / "tiny.onnx", nodes, inputs, constants, "audio", ["N"])
    styles = {name: np.full((510, 1, 256), n, np.float32) for n, name in enumerate(("af_tiny", "bm_tiny"))}
    with (folder / "voices.bin").open("wb") as file:
        np.savez(file, **styles)
    return folder / "tiny.onnx", folder / "voices.bin"


def _tones(shift: str, base_hz: float, rate_hz: int, *, tokens: str = "tokens") -> list[NodeProto]:
    """Return nodes from tokens and samples_each to wave: frequency base + 4 × token + 60 × shift."""
    from onnx import TensorProto, helper, numpy_helper

    def constant(name: str, value: object) -> NodeProto:
        tensor = numpy_helper.from_array(np.asarray(value), name)
        return helper.make_node("Constant", [], [name], value=tensor)

    return [
        constant("minus_one", np.int64([-1])),
        constant("column", np.int64([-1, 1])),
        constant("single", np.int64([1])),
        constant("zero", np.int64(0)),
        constant("step", np.int64(1)),
        constant("token_hz", np.float32(4.0)),
        constant("base_hz", np.float32(base_hz)),
        constant("shift_hz", np.float32(60.0)),
        constant("angle", np.float32(2 * np.pi / rate_hz)),
        constant("loudness", np.float32(0.3)),
        helper.make_node("Mul", [tokens, "token_hz"], ["scaled"]),
        helper.make_node("Add", ["scaled", "base_hz"], ["unshifted"]),
        *(
            [
                helper.make_node("Mul", [shift, "shift_hz"], ["moved"]),
                helper.make_node("Add", ["unshifted", "moved"], ["pitch"]),
            ]
            if shift
            else [helper.make_node("Identity", ["unshifted"], ["pitch"])]
        ),
        helper.make_node("Reshape", ["pitch", "column"], ["pitches"]),
        helper.make_node("Cast", ["samples_each"], ["samples_whole"], to=TensorProto.INT64),
        helper.make_node("Reshape", ["samples_whole", "single"], ["width"]),
        helper.make_node("Concat", ["single", "width"], ["shape"], axis=0),
        helper.make_node("Expand", ["pitches", "shape"], ["spread"]),
        helper.make_node("Reshape", ["spread", "minus_one"], ["hz"]),
        helper.make_node("Size", ["hz"], ["count"]),
        helper.make_node("Range", ["zero", "count", "step"], ["positions"]),
        helper.make_node("Cast", ["positions"], ["times"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["times", "hz"], ["cycles"]),
        helper.make_node("Mul", ["cycles", "angle"], ["phases"]),
        helper.make_node("Sin", ["phases"], ["sines"]),
        helper.make_node("Mul", ["sines", "loudness"], ["wave"]),
    ]


def _save(
    path: Path,
    nodes: list[NodeProto],
    inputs: list[object],
    constants: dict[str, object],
    output: str,
    shape: list[object],
) -> None:
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    tensors = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    out = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
    graph = helper.make_graph(nodes, "tiny", inputs, [out], initializer=tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())
