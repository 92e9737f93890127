"""The log: what it looks like, and that no secret ever gets into it.

Events are names (`job.submitted`) with fields (`job_id`, `provider`, `state`). Prompts appear at
DEBUG alone. Records of other libraries go the same way, tracebacks included.
"""

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger
from typing_extensions import override

MASK = "***"
_SHORTEST = 4  # characters; a shorter "secret" would only eat ordinary words
_PRIVATE = ("prompt", "negative_prompt", "instruction")  # what people wrote
_TALKATIVE = (
    "httpx",
    "httpcore",
    "aiohttp.access",
    "uvicorn.access",
    "uvicorn.error",  # its name for everything: "Started server process" too
    "aiosqlite",
    "PIL",
)
_REPEATING = ("telegram.request.BaseRequest",)  # logs with a traceback what it raises
_PATTERNS = (
    re.compile(r"(?i)(bot\d+(?::|%3a))[\w-]+"),  # a token in an address of the Bot API
    re.compile(r"(?i)(\bsession(?:id|id_ss|_id)[\"']?\s*[=:]\s*[\"']?)[^\s;,&\"']+"),
    re.compile(
        r"(?i)((?:authorization|api-key|x-api-key|x-telegram-bot-api-secret-token|set-cookie|cookie)"
        r"[\"']?\s*[:=,]\s*b?[\"']?)[^\"'\r\n]+"
    ),
    re.compile(r"(?i)(\bbearer\s+)[\w.~+/=-]+"),
    re.compile(r"(\w+://[^\s/:@]+:)[^\s/@]+(?=@)"),  # a password in an address
)


class Redactor:
    """Takes secrets out of a finished line.

    Known values go wherever they stand, also as they look inside JSON, an address or a repr;
    beside them goes whatever is shaped like a token, a session or a header that carries one.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret)}
        longest_first = sorted(forms, key=len, reverse=True)
        self._known = (
            re.compile("|".join(re.escape(form) for form in longest_first))
            if forms
            else None
        )

    def __call__(self, text: str) -> str:
        """The text without them."""
        if self._known is not None:
            text = self._known.sub(MASK, text)
        for pattern in _PATTERNS:
            text = pattern.sub(rf"\g<1>{MASK}", text)
        return text


def configure_logs(
    *,
    level: str,
    as_json: bool,
    secrets: Iterable[str],
    stream: TextIO | None = None,
) -> None:
    """Send every record of this process, ours and other libraries', to one redacted stream.

    Args:
        level: of our own and other libraries' records.
        as_json: one JSON object a line, for machines.
        secrets: values that must never be written.
        stream: standard error when None.
    """
    target = sys.stderr if stream is None else stream
    handler = _RedactingHandler(target, Redactor(secrets))
    handler.setFormatter(_formatter(as_json=as_json, has_colours=target.isatty()))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _REPEATING:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.captureWarnings(capture=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def log_uncaught() -> None:
    """Let exceptions that nobody caught go through the log, so that they are redacted too."""
    log = logging.getLogger("imagewright")

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("crashed", exc_info=(kind, error, trace))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            uncaught(args.exc_type, args.exc_value, args.exc_traceback)

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread


def hide_prompts(_: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """What people wrote is for DEBUG only; elsewhere its length has to do."""
    if method != "debug":
        for name in _PRIVATE:
            if name in event:
                event[name] = f"{len(str(event[name]))} characters"
    return event


class _RedactingHandler(logging.StreamHandler[TextIO]):
    """Redacts whole lines, so that nothing a formatter adds can slip by."""

    def __init__(self, stream: TextIO, redact: Redactor) -> None:
        super().__init__(stream)
        self._redact = redact

    @override
    def format(self, record: logging.LogRecord) -> str:
        return self._redact(super().format(record))

    @override
    def handleError(self, record: logging.LogRecord) -> None:
        """A record that cannot be formatted; logging's own way would print its arguments raw."""
        error = sys.exc_info()[0]
        name = error.__name__ if error else "error"
        place = f"{record.name} {record.pathname}:{record.lineno}"
        self.stream.write(f"a log record of {place} cannot be written: {name}\n")


def _formatter(*, as_json: bool, has_colours: bool) -> logging.Formatter:
    renderers: list[Processor] = (
        [
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ]
        if as_json
        else [
            structlog.dev.ConsoleRenderer(
                colors=has_colours,
                # rich's would print the locals of each frame
                exception_formatter=structlog.dev.plain_traceback,
            )
        ]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_shared(),
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *renderers,
        ],
    )


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        hide_prompts,
    ]


def _forms(secret: str) -> set[str]:
    """How a value may be spelled in a line: in an address, in a repr, in JSON, in a repr in JSON."""
    if len(secret) < _SHORTEST:
        return set()
    forms = {secret, quote(secret, safe=""), quote(secret), repr(secret)[1:-1]}
    return forms | {json.dumps(form)[1:-1] for form in forms}
