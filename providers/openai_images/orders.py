"""Requests in the words of the API: a JSON body, or a form with pictures (contracts 4.1, 4.2)."""

from typing import Any

from providers.base import Operation, Request
from providers.http import Call, FilePart, Form, TextPart
from providers.openai_images.families import family_of
from providers.openai_images.settings import OpenaiSettings

GENERATIONS = "/images/generations"
EDITS = "/images/edits"


def call_of(request: Request, settings: OpenaiSettings, *, streams: bool) -> Call:
    """The one call that orders a request.

    `response_format` is never sent: GPT models refuse it, and both forms of an answer are read.
    """
    fields = _fields(request, settings)
    if streams:
        fields |= {"stream": True, "partial_images": settings.partial_images}
    is_edit = request.operation is Operation.EDIT
    form = _form(request, fields) if is_edit else None
    headers = {"Authorization": f"Bearer {settings.api_key}"}
    return Call(
        method="POST",
        url=f"{settings.base_url}{EDITS if is_edit else GENERATIONS}",
        headers=headers | (form.headers if form else {}),
        json=None if is_edit else fields,
        content=form,
    )


def _fields(request: Request, settings: OpenaiSettings) -> dict[str, Any]:
    """The fields that both calls share; what is not wished is not named, but the model always."""
    model = request.model or settings.model
    ratio = request.aspect_ratio
    fields = {
        "model": model,
        "prompt": request.prompt,
        "n": request.count,
        "size": family_of(model).sizes[ratio] if ratio else None,
        **{name: str(value).lower() for name, value in request.options.items()},
    }
    return {name: value for name, value in fields.items() if value is not None}


def _form(request: Request, fields: dict[str, Any]) -> Form:
    # The official client names one picture `image` and several `image[]`.
    name = "image" if len(request.sources) == 1 else "image[]"
    pictures = [
        FilePart(name=name, path=source.path, media_type=source.media_type)
        for source in request.sources
    ]
    return Form(*(_text(*item) for item in fields.items()), *pictures)


def _text(name: str, value: object) -> TextPart:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return TextPart(name=name, text=text)
