"""What is added to a model by its bytes, run by onnxruntime."""

from __future__ import annotations

import numpy as np
import pytest

onnx = pytest.importorskip("onnx")
onnxruntime = pytest.importorskip("onnxruntime")

from drama.speech.engines import kokoro_graph  # noqa: E402 - needs the packages above
from drama.speech.engines.onnx_graph import Additions, rename  # noqa: E402

STEPS = 600
"""Samples a frame of the model below, as Kokoro has them."""
FLOAT, INT64 = 1, 7
SOURCE = "/decoder/decoder/generator/m_source/l_linear/Add_output_0"


def kokoro_like() -> bytearray:
    """Return a model with the inputs and the values of Kokoro's: a token's number is its length in frames.

    Each frame of the features is its number from 1 on; the source repeats each by its steps. Pitch and
    energy, two steps a frame, are outputs.
    """
    node, value = onnx.helper.make_node, onnx.helper.make_tensor_value_info
    constants = {
        "once": np.int64(1), "flat": np.int64([-1]),
        "features": np.int64([1, 1, -1]), "row": np.int64([1, -1]),
        "steps": np.ones((1, 1, STEPS), np.float32),
        "column": np.int64([1, -1, 1]),
    }  # fmt: skip
    nodes = [
        node("Cast", ["tokens"], ["/encoder/Clip_output_0"], to=FLOAT),
        node("ReduceSum", ["/encoder/Clip_output_0"], ["frames_float"], keepdims=0),
        node("Cast", ["frames_float"], ["frames"], to=INT64),
        node("Add", ["frames", "once"], ["end"]),
        node("Range", ["once", "end", "once"], ["numbers_whole"]),
        node("Cast", ["numbers_whole"], ["numbers"], to=FLOAT),
        node("Reshape", ["numbers", "features"], ["/encoder/MatMul_1_output_0"]),
        node("Concat", ["numbers", "numbers"], ["twice"], axis=0),
        node("Reshape", ["twice", "row"], ["/encoder/Reshape_output_0"]),
        node("Identity", ["/encoder/Reshape_output_0"], ["pitch"]),
        node("Neg", ["twice"], ["negative"]),
        node("Reshape", ["negative", "row"], ["/encoder/Reshape_1_output_0"]),
        node("Identity", ["/encoder/Reshape_1_output_0"], ["energy"]),
        node("Reshape", ["/encoder/MatMul_1_output_0", "column"], ["upright"]),
        node("Mul", ["upright", "steps"], ["spread"]),
        node("Reshape", ["spread", "column"], [SOURCE]),
        node("Reshape", [SOURCE, "flat"], ["audio"]),
        node("Identity", ["speed"], ["at"]),
    ]
    outputs = [value(name, FLOAT, None) for name in ("audio", "pitch", "energy", "at")]
    inputs = [value("tokens", INT64, [1, "T"]), value("speed", FLOAT, [1])]
    initial = [onnx.numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = onnx.helper.make_graph(nodes, "like", inputs, outputs, initializer=initial)
    made = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)
    return bytearray(made.SerializeToString())


def run(
    model: bytearray, tokens: list[int], speed: float = 1.0, **others: np.ndarray
) -> dict[str, np.ndarray]:
    session = onnxruntime.InferenceSession(bytes(model), providers=["CPUExecutionProvider"])
    given = {"tokens": np.int64([tokens]), "speed": np.float32([speed]), **others}
    return dict(zip([o.name for o in session.get_outputs()], session.run(None, given), strict=True))


@pytest.mark.parametrize(
    ("tokens", "decoded"),
    [
        ([20, 17, 21, 30, 5, 9], [9, 17, 21, 13, 3, 1]),  # 5 is a mark, 30 the last phoneme
        ([4, 17, 21, 10, 2, 1], [4, 17, 21, 10, 2, 1]),
        ([20, 21, 30, 22, 9], [9, 21, 30, 13, 1]),  # no mark at the end
        ([20, 5, 9], [9, 3, 1]),
        ([20, 9], [9, 1]),
    ],
)
def test_kokoro_decodes_a_line_without_the_silence_around_it(tokens: list[int], decoded: list[int]) -> None:
    model = kokoro_like()
    kokoro_graph.edit(model)
    found = run(model, tokens)
    first, count = tokens[0] - decoded[0], sum(decoded)
    frames = np.arange(1, sum(tokens) + 1)[first : first + count]
    np.testing.assert_array_equal(found[kokoro_graph.DURATIONS], [decoded])
    np.testing.assert_array_equal(found["audio"], np.repeat(frames, STEPS))
    twice = np.tile(np.arange(1, sum(tokens) + 1), 2)[2 * first : 2 * (first + count)]
    np.testing.assert_array_equal(found["pitch"], [twice])
    np.testing.assert_array_equal(found["energy"], [-twice])


def test_a_slow_line_keeps_more_around_it() -> None:
    model = kokoro_like()
    kokoro_graph.edit(model)
    found = run(model, [40, 17, 21, 60, 5, 9], 0.5)
    np.testing.assert_array_equal(found[kokoro_graph.DURATIONS], [[18, 17, 21, 26, 5, 2]])


def test_without_pitch_the_decoder_is_given_no_pitch_and_all_the_rest() -> None:
    model = kokoro_like()
    kokoro_graph.edit(model)
    plain, whispered = (
        run(model, [20, 17, 9], **given) for given in ({}, {kokoro_graph.PITCH: np.zeros((), np.float32)})
    )
    assert plain["pitch"].any()
    assert not whispered["pitch"].any()
    for same in ("audio", "energy"):
        np.testing.assert_array_equal(plain[same], whispered[same])


def test_the_noise_is_repeated_over_the_decoder_s_source() -> None:
    model = kokoro_like()
    kokoro_graph.edit(model)
    noise = np.array([0.25, -0.5, 0.125], np.float32)
    plain, noisy = (run(model, [20, 17, 9], **given)["audio"] for given in ({}, {kokoro_graph.NOISE: noise}))
    np.testing.assert_array_equal(noisy - plain, np.resize(noise, len(plain)))


def test_the_decoder_s_energy_is_raised() -> None:
    model = kokoro_like()
    kokoro_graph.edit(model)
    plain, softer = (
        run(model, [20, 17, 9], **given)["energy"]
        for given in ({}, {kokoro_graph.LOUDER: np.array(-3.0, np.float32)})
    )
    np.testing.assert_array_equal(softer, plain - 3.0)


def test_the_decoder_s_pitch_is_moved_and_its_melody_made_steeper() -> None:
    model = kokoro_like()
    kokoro_graph.edit(model)
    asked = {
        kokoro_graph.PITCH: np.array(0.5, np.float32),
        kokoro_graph.STEEPER: np.array(0.3, np.float32),
    }
    plain, moved = (run(model, [20, 17, 9], **given)["pitch"] for given in ({}, asked))
    np.testing.assert_allclose(moved, 0.5 * plain * plain**0.3, rtol=1e-5)


def test_a_value_that_no_node_or_two_make_is_not_renamed() -> None:
    model = kokoro_like()
    with pytest.raises(ValueError, match="0 nodes"):
        rename(model, "no_such", "no_suc_")
    with pytest.raises(ValueError, match="as long"):
        rename(model, "audio", "sound_")


def test_what_is_added_is_part_of_the_graph() -> None:
    model, graph = kokoro_like(), Additions()
    graph.floats("halves", 0.5, -1.5)
    graph.integers("across", -1)
    graph.node("ReduceSum", ("halves", "across"), "added", keepdims=0)
    graph.output("added")
    graph.append(model)
    assert run(model, [20, 9])["added"] == pytest.approx(-1.0)
