"""Opens neural models in onnxruntime, in the same way for every engine."""

from __future__ import annotations

from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from drama.errors import EngineError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


GPU_PROVIDERS = (
    "CUDAExecutionProvider",
    "ROCMExecutionProvider",
    "CoreMLExecutionProvider",
    "DmlExecutionProvider",
)
"""Ways to NVIDIA's, AMD's, Apple's and Windows's GPUs by onnxruntime's names, the preferred first."""


def gpu_providers() -> tuple[str, ...]:
    """Return the GPU providers of the installed onnxruntime, the preferred first; none without it."""
    if find_spec("onnxruntime") is None:
        return ()
    import onnxruntime  # noqa: PLC0415 - heavy, and comes with the extras

    there = onnxruntime.get_available_providers()
    return tuple(one for one in GPU_PROVIDERS if one in there)


def session(path: Path, *, engine: str, gpu: bool, edit: Callable[[bytearray], None] | None = None) -> Any:
    """Return a model's session, one core a run; EngineError when it is no model, or there is no such GPU.

    Several threads may run it at once. There are many lines, and two at once on one core each finish sooner
    than two in turn on both cores. `edit` changes the model's content before it is loaded; a model that it
    doesn't know, by a ValueError or since the result can't be loaded, is taken as it is.
    """
    import onnxruntime  # noqa: PLC0415 - heavy, and comes with the extras

    wanted = gpu_providers()[:1] if gpu else ("CPUExecutionProvider",)
    if not wanted:
        hint = "install onnxruntime-gpu (NVIDIA) or onnxruntime-directml (Windows), or set gpu: false"
        raise EngineError(Problem(message=f"engine {engine} finds no GPU it can use", hint=hint))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Lines differ in length, so that patterns of memory are kept for each length and hardly used again: two
    # threads of Kokoro peaked at 1,497 MB with them and at 947 MB without, in the same processor time.
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # errors alone: its warnings are for the model's maker
    try:
        if edit:
            with suppress(Exception):  # onnxruntime's errors have no base in common
                edit(content := bytearray(path.read_bytes()))
                return onnxruntime.InferenceSession(bytes(content), options, providers=list(wanted))
        return onnxruntime.InferenceSession(str(path), options, providers=list(wanted))
    except Exception as error:  # onnxruntime's errors have no base in common
        message = f"{path} is no model that engine {engine} can load: {error}"
        raise EngineError(Problem(message=message, hint="download it again")) from error
