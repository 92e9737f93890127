"""Texts from the catalogues: one folder of Fluent files per language."""

from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import structlog
from fluent.runtime import FluentBundle, FluentResource

FALLBACK = "en"
MOST_KEPT = 1024  # texts put together
_log = structlog.get_logger(__name__)


class Texts:
    """All catalogues, read once.

    Args:
        default: language of people whose own is not among ours.
        is_strict: a missing key, or a text that cannot be put together, is a LookupError (tests);
            otherwise it is shown in English, or as its key, and logged once.
    """

    def __init__(self, default: str = FALLBACK, *, is_strict: bool = False) -> None:
        self._bundles = _read_catalogues()
        if default not in self._bundles:
            raise ValueError(f"no catalogue for {default!r}")
        self._default = default
        self._is_strict = is_strict
        self._reported: set[tuple[str, str]] = set()
        # A crowd's messages and buttons say much the same.
        self._kept = lru_cache(maxsize=MOST_KEPT)(self._format)

    @property
    def default(self) -> str:
        """Language of people whose own is not among ours."""
        return self._default

    @property
    def languages(self) -> tuple[str, ...]:
        """Codes of the languages there are: "en", "ru", "zh"."""
        return tuple(self._bundles)

    def pick(self, language_code: str | None) -> str:
        """Our language for an IETF tag as Telegram sends it: "zh-hans" is "zh"."""
        language = (language_code or "").replace("_", "-").split("-")[0].lower()
        return language if language in self._bundles else self._default

    def has(self, key: str) -> bool:
        """Is there such a text?"""
        return self._bundles[FALLBACK].has_message(key)

    def get(self, language: str, key: str, **args: str | float) -> str:
        """One text, its arguments filled in as they are: what goes into HTML comes escaped.

        Raises:
            LookupError: strict only; there is no such text, or an argument is missing.
        """
        for candidate in (language, FALLBACK):
            bundle = self._bundles.get(candidate)
            if bundle is not None and bundle.has_message(key):
                return self._kept(candidate, key, tuple(args.items()))
            self._report(candidate, key, "text.missing")
        return key

    def _format(
        self, language: str, key: str, args: tuple[tuple[str, str | float], ...]
    ) -> str:
        bundle = self._bundles[language]
        pattern = bundle.get_message(key).value
        if pattern is None:
            raise LookupError(f"{key!r} in {language!r} has attributes alone")
        try:
            text, errors = bundle.format_pattern(pattern, dict(args))
        except (ArithmeticError, ValueError) as error:  # a number beyond all decimals
            self._report(language, key, "text.incomplete", error)
            return key
        if errors:
            self._report(language, key, "text.incomplete", *errors)
        return str(text)

    def _report(self, language: str, key: str, event: str, *errors: Exception) -> None:
        if self._is_strict:
            raise LookupError(f"{event}: {key!r} in {language!r} {errors or ''}")
        if (language, key) not in self._reported:
            self._reported.add((language, key))
            _log.error(event, key=key, language=language, errors=len(errors))


def _read_catalogues() -> dict[str, FluentBundle]:
    folders = [folder for folder in files("bot.i18n").iterdir() if _has_texts(folder)]
    return {
        folder.name: _read_folder(folder)
        for folder in sorted(folders, key=lambda folder: folder.name)
    }


def _has_texts(folder: Traversable) -> bool:
    return folder.is_dir() and any(
        file.name.endswith(".ftl") for file in folder.iterdir()
    )


def _read_folder(folder: Traversable) -> FluentBundle:
    # Isolating marks around arguments would show as boxes on some phones, and break HTML.
    bundle = FluentBundle([folder.name], use_isolating=False)
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
