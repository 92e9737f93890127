"""The engine's memory has a bound that a small server can plan with."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

LIMIT = 500_000  # kilobytes

# VmHWM and not getrusage's ru_maxrss: that one still counts the test runner before the exec.
PROGRAM = """
import sys
from pathlib import Path
from providers.base import Operation, Request, SourcePicture
from providers.local.networks import Networks
from providers.local.upscale import Upscale
from providers.local.watch import Watch

source = SourcePicture(path=Path(sys.argv[1]), media_type=sys.argv[2], width=1, height=1, size=1)
request = Request(operation=Operation.UPSCALE, sources=(source,), scale=int(sys.argv[3]))
Upscale(Networks()).make(request, Path(sys.argv[4]), "result", Watch())
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "mode, size, kind, scale",
    [
        ("RGBA", (1000, 750), "png", 4),
        pytest.param("RGB", (2000, 1500), "jpeg", 2, id="camera"),
    ],
)
def test_twelve_megapixels_stay_under_half_a_gigabyte(
    tmp_path: Path, mode: str, size: tuple[int, int], kind: str, scale: int
) -> None:
    """A process that makes a 12-megapixel result never holds 500 MB, interpreter included."""
    source = tmp_path / f"source.{kind}"
    Image.effect_noise(size, 60).convert(mode).save(source)

    run = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            str(source),
            f"image/{kind}",
            str(scale),
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    with Image.open(next(tmp_path.glob("result.*"))) as image:
        assert image.size == (4000, 3000)
    assert int(run.stdout) < LIMIT
