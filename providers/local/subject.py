"""Finds the subject of a picture: U²-Net, the small one, on onnxruntime."""

import threading
from functools import cached_property
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

Mask = NDArray[np.float32]
"""Height x width, 0..1: how much of the subject a pixel holds."""

WEIGHTS = "u2netp.onnx"
SIDE = 320
"""Pixels along each side of what the network sees; its graph has this size fixed."""

MEANS = np.array((0.485, 0.456, 0.406), np.float32)
SPREADS = np.array((0.229, 0.224, 0.225), np.float32)
"""Of red, green and blue in the photos that the network was trained on (U-2-Net, u2net_test)."""


class Subjects:
    """Loads the network at the first question, and answers one question at a time.

    One answer holds about 240 MB while it is made; two at once would only double that, since each
    is a matter of half a second.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def find(self, picture: Image.Image) -> Mask:
        """Where the subject is: SIDE x SIDE, whatever the picture's shape."""
        seen = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.LANCZOS)
        colours = np.asarray(seen, np.float32)
        colours /= max(1.0, float(colours.max()))
        planes = ((colours - MEANS) / SPREADS).transpose(2, 0, 1)[None]
        with self._turn:
            session = self._session
            first = session.get_outputs()[0].name  # the others are coarser guesses
            (answer,) = session.run([first], {session.get_inputs()[0].name: planes})
        mask: Mask = np.asarray(answer, np.float32)[0, 0]
        return mask

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime  # noqa: PLC0415 - 20 MB and 0.1 s that only some orders need

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # as in networks.py: one thread a job
        options.inter_op_num_threads = 1
        # The arena never gives memory back: 550 MB where 290 MB do (measured, docs/engine.md).
        options.enable_cpu_mem_arena = False
        options.enable_mem_pattern = False
        # One level more is a quarter faster and takes 80 MB more.
        options.graph_optimization_level = (
            onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
        )
        weights = files("providers.local").joinpath("models", WEIGHTS).read_bytes()
        return onnxruntime.InferenceSession(
            weights, options, providers=["CPUExecutionProvider"]
        )
