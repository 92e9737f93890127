"""The neural networks of the engine: their files, and running one on a piece of a picture."""

import threading
from dataclasses import dataclass
from importlib.resources import as_file, files

import ncnn
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
"""Height x width x channels."""

Planes = NDArray[np.float32]
"""Channels x height x width, 0..1."""


class EngineError(Exception):
    """The engine cannot do its work: weights unreadable, out of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """One trained network as it lies in `models/` (origins: MODELS.toml).

    Attributes:
        name: of the two files.
        scale: how much larger a picture comes out.
        input_blob: the name of its first layer's blob.
        output_blob: the name of its last layer's blob.
    """

    name: str
    scale: int
    input_blob: str
    output_blob: str


SPAN_X2 = Weights(name="spanx2_ch48", scale=2, input_blob="data", output_blob="output")
SPAN_X4 = Weights(name="spanx4_ch48", scale=4, input_blob="data", output_blob="output")
WAIFU2X_X2 = Weights(
    name="waifu2x_photo_noise0_x2",
    scale=2,
    input_blob="Input1",
    output_blob="Eltwise4",
)


class Networks:
    """Loads each network at its first use and shares it between the worker threads.

    ncnn lets several extractors of one net run at the same time; the weights are only read.
    """

    def __init__(self) -> None:
        self._loaded: dict[str, ncnn.Net] = {}
        self._lock = threading.Lock()

    def run(self, weights: Weights, planes: Planes) -> Planes:
        """Enlarge a piece: 3 x h x w in, 3 x (about h * scale) x (about w * scale) out.

        The result may lack a border, equally on all sides, where the network uses no padding.
        """
        source = np.ascontiguousarray(planes)
        extractor = self._net(weights).create_extractor()
        # The Mat only borrows the array's memory: `source` must outlive the extraction.
        extractor.input(weights.input_blob, ncnn.Mat(source))
        status, result = extractor.extract(weights.output_blob)
        if status != 0:
            raise EngineError(f"{weights.name}: extraction failed with {status}")
        return np.array(result, dtype=np.float32)

    def _net(self, weights: Weights) -> ncnn.Net:
        with self._lock:
            if weights.name not in self._loaded:
                self._loaded[weights.name] = _load(weights)
            return self._loaded[weights.name]


def _load(weights: Weights) -> ncnn.Net:
    net = ncnn.Net()
    # One thread a job: two jobs side by side finish sooner than one after another on two threads.
    net.opt.num_threads = 1
    net.opt.use_vulkan_compute = False
    with as_file(files("providers.local").joinpath("models")) as folder:
        loads = (
            net.load_param(str(folder / f"{weights.name}.param")),
            net.load_model(str(folder / f"{weights.name}.bin")),
        )
    if any(loads):
        raise EngineError(f"{weights.name}: weights cannot be read")
    return net
