"""Opens neural models in onnxruntime, in the same way for every engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from drama.errors import EngineError, Problem

if TYPE_CHECKING:
    from pathlib import Path


def session(path: Path, *, engine: str, gpu: bool) -> Any:
    """Return a model's session, one core a run; EngineError when it is no model, or there is no such GPU.

    Several threads may run it at once. There are many lines, and two at once on one core each finish sooner
    than two in turn on both cores.
    """
    import onnxruntime  # noqa: PLC0415 - heavy, and comes with the extras

    wanted = "CUDAExecutionProvider" if gpu else "CPUExecutionProvider"
    if wanted not in onnxruntime.get_available_providers():
        hint = "install onnxruntime-gpu, or set gpu: false"
        raise EngineError(Problem(message=f"engine {engine} finds no GPU it can use", hint=hint))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Lines differ in length, so that patterns of memory are kept for each length and hardly used again: two
    # threads of Kokoro peaked at 1,497 MB with them and at 947 MB without, in the same processor time.
    options.enable_mem_pattern = False
    options.log_severity_level = 3  # errors alone: its warnings are for the model's maker
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=[wanted])
    except Exception as error:  # onnxruntime's errors have no base in common
        message = f"{path} is no model that engine {engine} can load: {error}"
        raise EngineError(Problem(message=message, hint="download it again")) from error
