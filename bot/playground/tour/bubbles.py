"""How a message looks in a terminal: a bubble to the right or left, or one plain line."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.align import Align
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.text import Text

View = Mapping[str, Any]
Saved = Mapping[tuple[int, str], str]
"""Where a picture was put, by message id and file id."""

WIDTH = 72
_KILO = 1000


def bubble(views: Sequence[View], saved: Saved) -> RenderableType:
    """One message, or the messages of one album, as a phone shows them."""
    first = views[0]
    lines = [_picture(view, saved) for view in views if view["media"]]
    lines += [Text(view["text"]) for view in views if view["text"]]
    is_bot = _is_bot(first)
    panel = Panel(
        Group(*lines),
        title=_name(first),
        title_align="left",
        border_style="cyan" if is_bot else "green",
        width=None,
        expand=False,
    )
    rows = [
        Text("  ".join(_buttons(row)), style="bold") for row in views[-1]["buttons"]
    ]
    return Align(Group(panel, *rows), "left" if is_bot else "right", width=WIDTH)


def plain_line(view: View, saved: Saved, *, is_edit: bool) -> str:
    """The same in one line, for a file or a pipe."""
    parts = [_picture(view, saved).plain] if view["media"] else []
    parts += [line for line in view["text"].splitlines() if line]
    parts += ["  ".join(_buttons(row)) for row in view["buttons"]]
    sign = "*" if is_edit else ":"
    return f"{_name(view)}{sign} {' | '.join(parts)}"


def weight(size: int) -> str:
    """Bytes in words."""
    if size < _KILO**2:
        return f"{max(1, round(size / _KILO))} kB"
    return f"{size / _KILO**2:.1f} MB"


def _picture(view: View, saved: Saved) -> Text:
    media = view["media"]
    sign = "📄 file" if media["kind"] == "document" else "📷 photo"
    shown = f"{sign} {_size(media)}{weight(media['size'])}"
    path = saved.get((view["message_id"], media["file_id"]))
    text = Text(shown)
    return text.append(f" → {path}", style="bold magenta") if path else text


def _size(media: View) -> str:
    return f"{media['width']}×{media['height']}, " if media["width"] else ""  # noqa: RUF001 - the sign of sizes


def _buttons(row: Sequence[View]) -> list[str]:
    return [f"[ {button['text']} ]" for button in row]


def _name(view: View) -> str:
    return str(view["from"]["first_name"]) if view["from"] else ""


def _is_bot(view: View) -> bool:
    return bool(view["from"] and view["from"]["is_bot"])
