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
from providers.local.edit import SimpleEdit
from providers.local.networks import Networks
from providers.local.subject import Subjects
from providers.local.upscale import Upscale
from providers.local.watch import Watch

source = SourcePicture(path=Path(sys.argv[1]), media_type=sys.argv[2], width=1, height=1, size=1)
if sys.argv[3].isdigit():
    craft = Upscale(Networks())
    request = Request(operation=Operation.UPSCALE, sources=(source,), scale=int(sys.argv[3]))
else:
    craft = SimpleEdit(Subjects())
    request = Request(operation=Operation.EDIT, sources=(source,), prompt=sys.argv[3])
craft.make(request, Path(sys.argv[4]), "result", Watch())
status = Path("/proc/self/status").read_text()
print(status.partition("VmHWM:")[2].split()[0])
"""


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "mode, size, kind, order",
    [
        ("RGBA", (1000, 750), "png", "4"),
        pytest.param("RGB", (2000, 1500), "jpeg", "2", id="camera"),
        pytest.param("RGB", (4000, 3000), "jpeg", "cut out", id="background"),
    ],
)
def test_twelve_megapixels_stay_under_half_a_gigabyte(
    tmp_path: Path, mode: str, size: tuple[int, int], kind: str, order: str
) -> None:
    """A process that makes a 12-megapixel result never holds 500 MB, interpreter included."""
    source = tmp_path / f"source.{kind}"
    picture = Image.effect_noise(size, 60).convert(mode)
    middle = (size[0] // 4, size[1] // 4, size[0] * 3 // 4, size[1] * 3 // 4)
    picture.paste("red", middle)  # a subject
    picture.save(source)

    run = subprocess.run(
        [
            sys.executable,
            "-c",
            PROGRAM,
            str(source),
            f"image/{kind}",
            order,
            str(tmp_path),
        ],
        capture_output=True,
        text=True,
        check=True,
    )

    with Image.open(next(tmp_path.glob("result.*"))) as image:
        assert image.size == (4000, 3000)
    assert int(run.stdout) < LIMIT
