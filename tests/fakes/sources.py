"""Source pictures of orders, as the spool hands them to providers."""

from pathlib import Path

from PIL import Image

from providers.base import SourcePicture

SIZE = (48, 32)


def source_in(
    folder: Path,
    name: str = "source",
    *,
    size: tuple[int, int] = SIZE,
    form: str = "PNG",
) -> SourcePicture:
    """Write a small picture and say what it is.

    Args:
        folder: where.
        name: of the file, without its ending.
        size: width and height in pixels.
        form: as Pillow calls it.
    """
    kind = form.lower()
    path = folder / f"{name}.{kind}"
    Image.radial_gradient("L").resize(size).convert("RGB").save(path, form)
    return SourcePicture(
        path=path,
        media_type=f"image/{kind}",
        width=size[0],
        height=size[1],
        size=path.stat().st_size,
    )
