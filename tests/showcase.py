"""Make the picture that `/start` shows: `python -m tests.showcase`; the built-in engine does the work."""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "bot" / "playground" / "samples"
TARGET = ROOT / "bot" / "handlers" / "showcase.jpg"
PROGRAM = Path(sys.executable).with_name("imagewright")
LARGE, SMALL = (900, 600), (446, 300)  # pixels
GAP, MARGIN = 8, 12
INK, PAPER = (24, 24, 28), (255, 255, 255)
EYE = (120, 80, 220, 147)  # of the cat: what is enlarged


def main() -> None:
    """Cup without its table, cat as a cartoon, eye four times as large."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        coffee, cat, eye = SAMPLES / "coffee.jpg", SAMPLES / "cat.jpg", folder / "e.png"
        Image.open(cat).crop(EYE).save(eye)
        cup = divided(coffee, done(folder, "edit", coffee, "white background"), LARGE)
        comic = divided(cat, done(folder, "edit", cat, "cartoon"), SMALL)
        sharp = divided(eye, done(folder, "upscale", eye, "--scale", "4"), SMALL)
        sheet = Image.new("RGB", (LARGE[0], LARGE[1] + GAP + SMALL[1]), PAPER)
        sheet.paste(labelled(cup, "/edit"), (0, 0))
        sheet.paste(labelled(comic, "/edit"), (0, LARGE[1] + GAP))
        sheet.paste(
            labelled(sharp, "/upscale 4"), (LARGE[0] - SMALL[0], LARGE[1] + GAP)
        )
        sheet.save(TARGET, "JPEG", quality=88, optimize=True)


def done(folder: Path, command: str, source: Path, *words: str) -> Path:
    """What the engine makes of a picture."""
    target = folder / f"{command}-{source.stem}"
    engine = ("--provider", "local", "-o", str(target))
    subprocess.run(
        [PROGRAM, command, str(source), *words, *engine],
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    return next(target.iterdir())


def divided(before: Path, after: Path, size: tuple[int, int]) -> Image.Image:
    """The left half of the one, the right half of the other, and a line between."""
    old, new = (fitted(Image.open(path), size) for path in (before, after))
    middle = size[0] // 2
    new.paste(old.crop((0, 0, middle, size[1])), (0, 0))
    ImageDraw.Draw(new).line((middle, 0, middle, size[1]), PAPER, 4)
    return new


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The picture so large, on white, its edges cut off where the shapes differ."""
    scale = max(size[0] / image.width, size[1] / image.height)
    large = (round(image.width * scale), round(image.height * scale))
    # Small pictures are shown with their pixels, as they look on a screen.
    how = Image.Resampling.NEAREST if scale > 4 else Image.Resampling.LANCZOS
    shown = image.convert("RGBA").resize(large, how)
    left, top = (large[0] - size[0]) // 2, (large[1] - size[1]) // 2
    paper = Image.new("RGB", size, PAPER)
    paper.paste(shown, (-left, -top), shown)
    return paper


def labelled(image: Image.Image, words: str) -> Image.Image:
    """The command that did it, in the lower left corner."""
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(22)
    box = draw.textbbox((0, 0), words, font=font)
    width, height = box[2] + 2 * MARGIN, box[3] + MARGIN
    place = (MARGIN, image.height - MARGIN - height)
    draw.rounded_rectangle(
        (*place, place[0] + width, place[1] + height), radius=10, fill=INK
    )
    draw.text((place[0] + MARGIN, place[1] + MARGIN // 2), words, PAPER, font)
    return image


if __name__ == "__main__":
    main()
