"""The one HTTP seam of all vendors: what left, what came back, and what was lost, told apart."""

from providers.http.addresses import expiry_of, host_of, is_private_host
from providers.http.answer import Answer
from providers.http.call import Call
from providers.http.client import HttpClient
from providers.http.forms import FilePart, Form, TextPart, UploadPart
from providers.http.pictures import PictureFacts, read_picture_facts
from providers.http.redaction import redact, shorten
from providers.http.results import fetch_artifact
from providers.http.uploads import FileBody
from providers.http.wire import AiohttpWire

__all__ = [
    "AiohttpWire",
    "Answer",
    "Call",
    "FileBody",
    "FilePart",
    "Form",
    "HttpClient",
    "PictureFacts",
    "TextPart",
    "UploadPart",
    "expiry_of",
    "fetch_artifact",
    "host_of",
    "is_private_host",
    "read_picture_facts",
    "redact",
    "shorten",
]
