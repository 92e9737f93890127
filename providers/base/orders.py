"""What is ordered from a provider."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Operation(StrEnum):
    """What a provider can be asked for."""

    GENERATE = "generate"  # pictures from words
    EDIT = "edit"  # pictures from words and pictures
    UPSCALE = "upscale"  # the same picture, larger


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePicture:
    """An input picture in the spool: upright, without metadata, checked."""

    path: Path
    media_type: str  # image/jpeg or image/png: every service takes both
    width: int  # pixels
    height: int
    size: int  # bytes
    has_alpha: bool = False
    was_jpeg: bool = False  # the user's file was lossy, whatever the spool holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One order to a provider; None means the provider's own default."""

    operation: Operation
    prompt: str = ""
    negative_prompt: str = ""
    sources: tuple[SourcePicture, ...] = ()
    aspect_ratio: str | None = None  # "16:9"
    count: int | None = None  # pictures wanted
    model: str | None = None
    seed: int | None = None
    scale: int | None = None  # 2 or 4, for upscales
    options: Mapping[str, int | str] = field(
        default_factory=dict
    )  # the provider's own, by name
