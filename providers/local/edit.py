"""Simple edits as the engine's craft: what an instruction says in known words, without a model."""

from pathlib import Path
from typing import ClassVar

import numpy as np
from PIL import Image
from typing_extensions import override

from providers.base import Limits, Operation, Request
from providers.errors import UnsupportedRequest
from providers.local.changes import Edit
from providers.local.craft import Craft
from providers.local.darkroom import carry_out
from providers.local.decode import Photo, read
from providers.local.encode import write
from providers.local.instructions import NotUnderstood, read_instruction
from providers.local.subject import Subjects
from providers.local.watch import Watch


class SimpleEdit(Craft):
    """Carries out instructions such as "black and white, and crop to 16:9"."""

    operation: ClassVar[Operation] = Operation.EDIT
    limits: ClassVar[Limits] = Limits(
        max_sources=1,
        max_prompt=500,
        max_source_bytes=50_000_000,
        max_source_side=16_000,
        max_source_pixels=25_000_000,
        min_source_side=2,
    )

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects

    @override
    def check(self, request: Request) -> None:
        try:
            read_instruction(request.prompt)
        except NotUnderstood as error:
            raise UnsupportedRequest(
                "no edit for these words",
                code="edit_not_understood",
                args_for_text={"allowed": ", ".join(Edit)},
            ) from error

    @override
    def make(self, request: Request, folder: Path, name: str, watch: Watch) -> Path:
        source = request.sources[0]
        photo = read(source.path)
        image = carry_out(
            _image(photo), read_instruction(request.prompt), self._subjects, watch
        )
        is_lossy = source.was_jpeg or source.media_type == "image/jpeg"
        pixels = np.asarray(image)
        return write(pixels, folder, name, is_lossy=is_lossy, profile=photo.profile)


def _image(photo: Photo) -> Image.Image:
    image = Image.fromarray(photo.colours)
    if photo.alpha is not None:
        image.putalpha(Image.fromarray(photo.alpha))
    return image
