"""Files at Telegram and on this machine."""

from abc import abstractmethod
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from bot.domain.errors import Refused
from bot.domain.recipe import PictureRef
from bot.services.values import PictureFacts
from providers.base import SourcePicture


class FileSource(Protocol):
    """Files that users sent, at Telegram."""

    @abstractmethod
    async def download(self, ref: PictureRef, destination: Path) -> None:
        """Write the file's bytes; nothing is left behind on failure.

        Raises:
            Refused: `file_too_big`, `file_gone`.
            Unreachable: Telegram cannot be reached; try again.
        """


class PictureTools(Protocol):
    """What is done to pictures on this machine, off the event loop."""

    @abstractmethod
    async def clean(self, source: Path, destination: Path) -> SourcePicture:
        """Check and rewrite a user's picture: first frame, upright, without metadata, sRGB.

        The suffix of `destination` may be changed to fit the type.

        Raises:
            Refused: `not_a_picture`, `picture_broken`, `picture_too_large`, `picture_type`.
        """

    @abstractmethod
    async def fit(
        self, picture: SourcePicture, *, max_bytes: int, max_side: int
    ) -> SourcePicture:
        """The same picture within a provider's limits; itself when it fits already."""

    @abstractmethod
    async def inspect(
        self, paths: Sequence[Path], *, max_pixels: int
    ) -> list[PictureFacts | Refused]:
        """What each result is, or why it cannot be one: `not_a_picture`, `picture_too_large`.

        One that is torn shines through nowhere.

        Args:
            paths: of the results.
            max_pixels: how many each may have; pixels are looked at only within the bound.
        """

    @abstractmethod
    async def preview(self, path: Path, folder: Path) -> Path:
        """A file that `sendPhoto` takes: the picture itself, or a smaller JPEG in the folder.

        The folder is made if need be; the caller removes what is not the picture itself.

        Raises:
            Refused: it cannot be read.
        """

    @abstractmethod
    async def previews(self, paths: Sequence[Path], folder: Path) -> list[Path]:
        """The same of several; what cannot be read stays as it is: Telegram may read it."""

    @abstractmethod
    async def contact_sheet(self, paths: Sequence[Path], destination: Path) -> Path:
        """One numbered grid of several pictures, as a JPEG that `sendPhoto` takes."""

    @abstractmethod
    async def compare(
        self, before: Path, after: Path, numbers: tuple[int, int], destination: Path
    ) -> Path:
        """Before on the left and after on the right, numbered, as a JPEG that `sendPhoto` takes.

        Raises:
            Refused: one of them cannot be read.
        """
