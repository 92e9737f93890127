"""python-telegram-bot's requests over our own wire: what left and what was lost, told apart."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from bot.app.answers import slimmed
from providers.http import AiohttpWire, Form, TextPart, UploadPart
from providers.http.wire import NeverLeft, Question, TooSlow, Wire, WireError

_DEFAULT = BaseRequest.DEFAULT_NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds.

    Attributes:
        connect: until a connection must stand.
        read: without a byte of the answer.
        write: in which pieces of a file must move on.
    """

    connect: float = 10.0
    read: float = 30.0
    write: float = 300.0


class TelegramRequest(BaseRequest):
    """Calls the Bot API; small calls go out in one piece, files are streamed from the disk.

    What certainly never left is a `NetworkError` caused by `NeverLeft`; whatever may have been
    carried out is `TimedOut` or `NetworkError` without such a cause. No call is repeated here.

    Args:
        patience: where a call names no time-outs of its own.
        proxy: address of an outbound proxy, with user and password if it wants them.
        secrets: taken out of every error text: the token stands in every address.
        wire: takes the place of the network in tests.
    """

    def __init__(
        self,
        patience: Patience | None = None,
        *,
        proxy: str | None = None,
        secrets: tuple[str, ...] = (),
        wire: Wire | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._wire = wire or AiohttpWire(proxy=proxy, secrets=secrets)

    @property
    @override
    def read_timeout(self) -> float | None:
        return self._patience.read

    @override
    async def initialize(self) -> None:
        """Connections are opened at the first call."""

    @override
    async def shutdown(self) -> None:
        await self._wire.close()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = _DEFAULT,
        write_timeout: object = _DEFAULT,
        connect_timeout: object = _DEFAULT,
        pool_timeout: object = _DEFAULT,
    ) -> tuple[int, bytes]:
        """Status and body of the answer; see `BaseRequest.do_request`."""
        body, headers = _body(request_data)
        question = Question(
            method=method,
            url=url,
            headers={"User-Agent": self.USER_AGENT, **headers},
            body=body,
            connect=_seconds(connect_timeout, self._patience.connect),
            read=_seconds(read_timeout, self._patience.read),
            write=_seconds(write_timeout, self._patience.write),
        )
        try:
            return await self._ask(question)
        except NeverLeft as error:
            raise NetworkError(f"not sent, {error}") from error
        except TooSlow as error:
            raise TimedOut(f"Timed out, {error}") from error
        except WireError as error:
            raise NetworkError(f"no answer, {error}") from error

    @staticmethod
    @override
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        return slimmed(BaseRequest.parse_json_payload(payload))

    async def _ask(self, question: Question) -> tuple[int, bytes]:
        reply = await self._wire.ask(question)
        try:
            return reply.status, await reply.read()
        finally:
            await reply.close()


def _body(data: RequestData | None) -> tuple[bytes | Form | None, dict[str, str]]:
    """The body, and the headers that describe it."""
    if data is None:
        return None, {}
    fields = data.json_parameters
    if not data.contains_files:
        form_type = {"Content-Type": "application/x-www-form-urlencoded"}
        return urlencode(fields).encode(), form_type
    form = Form(
        *(TextPart(name=name, text=text) for name, text in fields.items()),
        *(
            UploadPart(name=name, file_name=told[0], source=told[1], media_type=told[2])
            for name, told in data.multipart_data.items()
        ),
    )
    whole = form.in_memory()
    return form if whole is None else whole, form.headers


def _seconds(named: object, otherwise: float) -> float | None:
    """The call's own time-out where it names one; None is for ever."""
    if named is None or isinstance(named, int | float):
        return named
    return otherwise
