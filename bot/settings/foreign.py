"""Settings of third parties' providers: names that begin with the provider's own, in capitals.

A distribution that brings the provider `acme` reads `ACME_KEY`, `ACME_URL` and whatever else begins
with `ACME_`; each provider is given its own alone.
"""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

_SECRET_WORDS = frozenset(
    {"KEY", "TOKEN", "SECRET", "PASSWORD", "COOKIE", "SESSION", "CREDENTIALS"}
)
_LONGEST_PLAIN = 7  # characters: what is longer may be a key, whatever its name


def prefix_of(provider: str) -> str:
    """What the names of a provider's settings begin with."""
    return f"{provider.upper().replace('-', '_')}_"


def is_foreign(name: str, providers: Iterable[str]) -> bool:
    """Is it a name that belongs to one of these providers?"""
    return any(name.upper().startswith(prefix_of(provider)) for provider in providers)


def read_foreign(
    env_file: Path, *, providers: Iterable[str], ours: Iterable[str]
) -> Mapping[str, SecretStr]:
    """What is set for these providers, by name in capitals; the environment wins, empty is not set.

    Args:
        env_file: a file that need not be there.
        providers: names of third parties' providers.
        ours: names that are settings of the bot, whatever they begin with.
    """
    names, taken = tuple(providers), frozenset(ours)
    if not names:
        return {}
    file = dotenv_values(env_file) if env_file.is_file() else {}
    environment = os.environ  # noqa: TID251 - this package is the one that reads it
    return {
        name.upper(): SecretStr(value.strip())
        for name, value in {**file, **environment}.items()
        if value and name.upper() not in taken and is_foreign(name, names)
    }


def looks_secret(name: str, value: str) -> bool:
    """Has a value to be kept out of the log? Words and addresses would only blot it out."""
    if _SECRET_WORDS & set(name.split("_")):
        return True
    return len(value) > _LONGEST_PLAIN and "://" not in value and not value.isdecimal()
