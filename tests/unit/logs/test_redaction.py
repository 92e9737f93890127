"""No secret reaches the log, whichever library writes it and however it fails."""

import io
import json
import logging
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from structlog.contextvars import bound_contextvars

from bot.logs import MASK, Redactor, configure_logs, log_uncaught

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
COOKIE = 'sid="quoted\\cookie"; region=cn'
SECRETS = (TOKEN, COOKIE, "key-of-a-provider")

Start = Callable[..., io.StringIO]


@pytest.fixture
def start() -> Iterator[Start]:
    """Begins to log into a text that the test reads; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    hooks = sys.excepthook, threading.excepthook

    def begin(*, level: str = "DEBUG", as_json: bool = False) -> io.StringIO:
        stream = io.StringIO()
        configure_logs(level=level, as_json=as_json, secrets=SECRETS, stream=stream)
        return stream

    yield begin
    root.handlers, root.level = handlers, level
    sys.excepthook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def call_telegram() -> None:
    """As a client would fail: with the address in the message."""
    raise ConnectionError(f"POST https://api.telegram.org/bot{TOKEN}/getMe failed")


def fail_with_secrets() -> None:
    """An exception whose message, cause and notes hold secrets."""
    try:
        call_telegram()
    except ConnectionError as error:
        error.add_note(f"Cookie: {COOKIE}")
        raise RuntimeError(f"the service does not take {COOKIE!r}") from error


@pytest.mark.parametrize("as_json", [True, False])
def test_chained_exceptions_are_redacted(start: Start, *, as_json: bool) -> None:
    """Message, cause and traceback are there, the token and the cookie are not."""
    stream = start(as_json=as_json)

    try:
        fail_with_secrets()
    except RuntimeError:
        structlog.get_logger("bot").exception("job.crashed", url=f"/bot{TOKEN}/x")
    text = stream.getvalue()

    assert "ConnectionError" in text
    assert "fail_with_secrets" in text
    assert MASK in text
    assert TOKEN not in text
    assert TOKEN.partition(":")[2] not in text
    assert "quoted" not in text


@pytest.mark.parametrize(
    "name", ["telegram.ext", "aiohttp.client", "uvicorn.error", "httpx"]
)
def test_other_libraries_are_redacted(start: Start, name: str) -> None:
    """Their records, arguments and tracebacks go the same way."""
    stream = start()

    try:
        fail_with_secrets()
    except RuntimeError:
        logging.getLogger(name).exception("sent %s to %r", "key-of-a-provider", TOKEN)
    text = stream.getvalue()

    assert name in text
    assert not any(secret in text for secret in (TOKEN, "key-of-a-provider", "quoted"))


@pytest.mark.parametrize(
    "text, stays",
    [
        (
            "GET /bot987654321:AAunknownTOKEN_x-1/getUpdates",
            "GET /bot987654321:***/getUpdates",
        ),
        (
            "GET /file/bot98%3AAAunknown/photos/1.jpg",
            "GET /file/bot98%3A***/photos/1.jpg",
        ),
        ("sessionid=unknownsession; path=/", "sessionid=***; path=/"),
        ("{'Authorization': 'Bearer unknown'}", "{'Authorization': '***'}"),
        ("(b'authorization', b'Bearer unknown')", "(b'authorization', b'***')"),
        ('{"Api-Key": "unknown", "n": 1}', '{"Api-Key": "***", "n": 1}'),
        ("Cookie: a=unknown; b=unknown", "Cookie: ***"),
        ("with bearer unknown.jwt", "with bearer ***"),
        ("proxy http://me:unknown@proxy:3128", "proxy http://me:***@proxy:3128"),
        ("job 7 of bot 12: 3 pictures", "job 7 of bot 12: 3 pictures"),
        ("https://example.org:8443/a?b=c", "https://example.org:8443/a?b=c"),
    ],
)
def test_shapes_of_secrets_are_masked(text: str, stays: str) -> None:
    """Tokens, sessions and headers that nobody listed go too, and ordinary text stays."""
    assert Redactor()(text) == stays


@given(
    secret=st.text(st.characters(codec="ascii", min_codepoint=33), min_size=8),
    spell=st.sampled_from([str, repr, json.dumps, lambda text: json.dumps(repr(text))]),
)
def test_known_values_never_pass(secret: str, spell: Callable[[str], str]) -> None:
    """Whatever a secret looks like and however it is spelled, it is not in the line."""
    line = Redactor([secret])(f"before {spell(secret)} after")

    assert secret not in line


def test_empty_secrets_eat_nothing() -> None:
    """An empty or tiny value does not turn the log into asterisks."""
    assert Redactor(["", "a"])("a cat") == "a cat"


def test_a_record_that_cannot_be_formatted_is_not_printed_raw(
    start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong format string tells where it is, without its arguments."""
    stream = start()

    logging.getLogger("telegram").info("%d", TOKEN)
    text = stream.getvalue() + "".join(capsys.readouterr())

    assert "cannot be written" in text
    assert TOKEN not in text


def test_uncaught_exceptions_are_redacted(start: Start) -> None:
    """What Python itself would print with the token in it goes through the log."""
    stream = start()
    log_uncaught()

    try:
        fail_with_secrets()
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=fail_with_secrets, name="side")
    thread.start()
    thread.join()
    text = stream.getvalue()

    assert text.count("crashed") == 2
    assert TOKEN not in text


def test_prompts_are_for_debug_only(start: Start) -> None:
    """What a person wrote is not in an ordinary log."""
    stream = start()

    structlog.get_logger().info("order.accepted", prompt="my secret garden")
    structlog.get_logger().debug("order.parsed", prompt="a red fox")
    text = stream.getvalue()

    assert "garden" not in text
    assert "16 characters" in text
    assert "a red fox" in text


def test_fields_of_the_job_are_on_every_line(start: Start) -> None:
    """While a job is worked on, other libraries' lines carry its id too; afterwards none does."""
    stream = start(as_json=True)

    with bound_contextvars(job_id="j1", provider="local"):
        logging.getLogger("aiohttp").warning("slow")
    structlog.get_logger("bot").info("idle")
    inside, outside = (json.loads(line) for line in stream.getvalue().splitlines())

    assert (inside["job_id"], inside["provider"]) == ("j1", "local")
    assert (inside["event"], inside["level"], inside["logger"]) == (
        "slow",
        "warning",
        "aiohttp",
    )
    assert "job_id" not in outside


def test_httpx_tells_no_addresses(start: Start) -> None:
    """Httpx would log each address at INFO."""
    stream = start()

    logging.getLogger("httpx").info("HTTP Request: POST https://example.org")

    assert stream.getvalue() == ""


def test_what_is_raised_is_not_logged_too(start: Start) -> None:
    """The library logs a gateway's page with a traceback, and raises it: once is enough."""
    stream = start()

    logging.getLogger("telegram.request.BaseRequest").error("invalid JSON: <html>")

    assert stream.getvalue() == ""


def test_level_leaves_out(start: Start) -> None:
    """Below the level nothing is written."""
    stream = start(level="WARNING")

    structlog.get_logger("bot").info("job.submitted")
    structlog.get_logger("bot").warning("provider.away")

    assert "provider.away" in stream.getvalue()
    assert "job.submitted" not in stream.getvalue()
