"""Reading a call off the wire: query, JSON, form, or multipart with files."""

import asyncio
import json
import mimetypes
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from bot.playground.botapi.errors import ApiError, violation
from bot.playground.botapi.files import FileStore, Upload
from bot.playground.botapi.spec import MethodSpec

_SMALL = 256 * 1024  # bytes that are written without a thread
_UNTOLD = frozenset({None, "", "application/octet-stream"})

Values = dict[str, Any]
Uploads = dict[str, Upload]


async def read_values(
    request: Request, method: MethodSpec, files: FileStore, upload_limit: int
) -> tuple[Values, Uploads]:
    """Read parameters and files; nothing is checked yet.

    Raises:
        ApiError: The body cannot be read, or a file is too large.
    """
    values: Values = {
        key: _decoded(method, key, value) for key, value in request.query_params.items()
    }
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        return values | await _read_json(request), {}
    if kind in {"multipart/form-data", "application/x-www-form-urlencoded"}:
        return await _read_form(request, method, files, upload_limit, values)
    return values, {}


async def _read_json(request: Request) -> Values:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise violation("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise violation("can't parse JSON object")
    return body


async def _read_form(
    request: Request, method: MethodSpec, files: FileStore, limit: int, values: Values
) -> tuple[Values, Uploads]:
    uploads: Uploads = {}
    try:
        form = await request.form(max_files=50, max_fields=200)
    except MultiPartException as error:
        raise violation(f"can't parse form: {error.message}") from error
    for key, part in form.multi_items():
        if isinstance(part, UploadFile):
            upload = uploads[key] = await keep_upload(part, files, limit)
            if key in method.parameters:
                values[key] = upload
        else:
            values[key] = _decoded(method, key, part)
    return values, uploads


async def keep_upload(part: UploadFile, files: FileStore, limit: int) -> Upload:
    """Move a received file into the store.

    Raises:
        ApiError: It is empty or too large.
    """
    size = part.size or 0
    if size > limit:
        raise ApiError(413, "Request Entity Too Large")
    if size == 0:
        raise violation("file must be non-empty")
    if size > _SMALL:
        blob = await asyncio.to_thread(files.keep, part.file)
    else:
        blob = files.keep(part.file.read())
    name = part.filename or "file"
    return Upload(
        blob=blob, file_name=name, mime_type=mime_type(name, part.content_type)
    )


def mime_type(file_name: str, told: str | None) -> str | None:
    """Tell a file's type as its sender told it, else by its name."""
    if told not in _UNTOLD:
        return told
    return mimetypes.guess_type(file_name)[0] or "application/octet-stream"


def _decoded(method: MethodSpec, key: str, text: str) -> object:
    parameter = method.parameters.get(key)
    return text if parameter is None else parameter.decode(text)
