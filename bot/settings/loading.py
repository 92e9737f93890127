"""Reads the environment and `.env`, and finds every mistake in one go."""

import difflib
import logging
from pathlib import Path
from typing import Any

from dotenv.parser import parse_stream
from pydantic import ValidationError

from bot.settings.agreement import disagreements
from bot.settings.faults import SettingsError, field_faults
from bot.settings.foreign import is_foreign, read_foreign
from bot.settings.model import Settings
from bot.settings.providers import foreign_providers

_ALIKE = (
    0.86  # of 1: TELEGRAM_TOKEN is a slip of ours, TELEGRAM_API_ID is another program's
)

# it would tell of a line that cannot be read, in its own words, before we do
logging.getLogger("dotenv.main").setLevel(logging.ERROR)


def load_settings(*, needs_token: bool, env_file: Path = Path(".env")) -> Settings:
    """The settings; the environment wins over the file, an empty value is none.

    Args:
        needs_token: refuse to go on without a bot token.
        env_file: a file that need not be there.

    Raises:
        SettingsError: with a line for each mistake.
    """
    lines = _file_faults(env_file)
    if lines is None:
        raise SettingsError([f"{env_file}: is not a text file in UTF-8"])
    settings, faults = _read(env_file)
    found = disagreements(settings, needs_token=needs_token, faulty=frozenset(faults))
    for field, text in found:
        faults.setdefault(field, f"{field.upper()}: {text}")
    lines += [faults[field] for field in Settings.model_fields if field in faults]
    if lines:
        raise SettingsError(lines)
    ours = [field.upper() for field in Settings.model_fields]
    settings.take_foreign(
        read_foreign(env_file, providers=foreign_providers(), ours=ours)
    )
    return settings


def _read(env_file: Path) -> tuple[Settings, dict[str, str]]:
    """The settings, with defaults in the place of those that cannot be read, and their faults.

    Going on with defaults is what lets the settings be held against each other all the same.
    """
    fields = Settings.model_fields
    faults: dict[str, str] = {}
    while True:
        given: dict[str, Any] = {field: fields[field].default for field in faults}
        given["_env_file"] = env_file
        try:
            return Settings(**given), faults
        except ValidationError as error:
            found = field_faults(error, fields)
            if not found.keys() - faults.keys():
                raise
            faults |= found


def _file_faults(env_file: Path) -> list[str] | None:
    """Lines that are no settings, and names that are nearly ours. None: the file is no text."""
    if not env_file.is_file():
        return []
    ours = [field.upper() for field in Settings.model_fields]
    faults = []
    try:
        with env_file.open(encoding="utf-8") as file:
            for binding in parse_stream(file):
                if binding.error:
                    faults.append(
                        f"{env_file}: line {binding.original.line} is not NAME=value"
                    )
                elif binding.key and binding.key.upper() not in ours:
                    faults += _slips(env_file, binding.key, ours)
    except UnicodeDecodeError:
        return None
    return faults


def _slips(env_file: Path, name: str, ours: list[str]) -> list[str]:
    if is_foreign(name, foreign_providers()):
        return []
    alike = difflib.get_close_matches(name.upper(), ours, n=1, cutoff=_ALIKE)
    return (
        [f"{name}: is no setting; did you mean {alike[0]}? ({env_file})"]
        if alike
        else []
    )
