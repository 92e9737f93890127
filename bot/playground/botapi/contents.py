"""What messages say: text, entities, media, and how the API shows them."""

from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.botapi.entities import Entity
from bot.playground.botapi.files import StoredFile

Json = dict[str, Any]
MediaKind = Literal["photo", "document", "sticker"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A photo's sizes (smallest first), or one file with its preview."""

    kind: MediaKind
    files: tuple[StoredFile, ...]
    thumbnail: StoredFile | None = None

    @property
    def best(self) -> StoredFile:
        """The largest size, or the file itself."""
        return self.files[-1]

    def to_api(self) -> list[Json] | Json:
        """Render as the value of the message's ``photo``, ``document`` or ``sticker``."""
        if self.kind == "photo":
            return [_photo_size(size) for size in self.files]
        shown = _file_ids(self.best)
        if self.kind == "sticker":
            return shown | {
                "type": "regular",
                "width": self.best.width,
                "height": self.best.height,
                "is_animated": False,
                "is_video": False,
            }
        if self.best.file_name is not None:
            shown["file_name"] = self.best.file_name
        if self.best.mime_type is not None:
            shown["mime_type"] = self.best.mime_type
        if self.thumbnail is not None:
            shown["thumbnail"] = _photo_size(self.thumbnail)
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message says; ``text`` is the caption where there is media."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    media: Media | None = None
    has_spoiler: bool = False
    caption_above: bool = False

    def to_api(self) -> Json:
        """Render the content's fields of a Message."""
        shown: Json = {}
        if self.media is not None:
            shown[self.media.kind] = self.media.to_api()
        prefix = "caption" if self.media else "text"
        if self.text:
            shown[prefix] = self.text
            if self.entities:
                key = "caption_entities" if self.media else "entities"
                shown[key] = list(self.entities)
        if self.has_spoiler:
            shown["has_media_spoiler"] = True
        if self.caption_above and self.media:
            shown["show_caption_above_media"] = True
        return shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a message was until an edit."""

    at: float
    content: Content
    markup: Json | None


def _file_ids(file: StoredFile) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_unique_id,
        "file_size": file.blob.size,
    }


def _photo_size(file: StoredFile) -> Json:
    return _file_ids(file) | {"width": file.width, "height": file.height}
