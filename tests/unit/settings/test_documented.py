"""What is written about the settings is true."""

import re
from pathlib import Path

import pytest

from bot.settings import ListenAddress, Settings, load_settings

ROOT = Path(__file__).parents[3]
ROW = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \| (.+) \|$", re.MULTILINE)
LINE = re.compile(r"^# (.+)\n#?([A-Z_]+)=(.*)$", re.MULTILINE)
NAMES = [field.upper() for field in Settings.model_fields]


def default_of(name: str) -> str:
    """A setting's default as an operator would write it; empty when there is none."""
    value = Settings.model_fields[name.lower()].default
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, ListenAddress):
        return f"{value.host}:{value.port}"
    return str(value) if value not in (None, frozenset()) else ""


def test_example_file_lists_every_setting_with_its_default() -> None:
    """`.env.example` has all names once, in order, each with a line of its own and its default."""
    found = LINE.findall((ROOT / ".env.example").read_text(encoding="utf-8"))

    assert [(name, value) for _, name, value in found] == [
        (name, default_of(name)) for name in NAMES
    ]


def test_table_lists_every_setting_with_its_default() -> None:
    """`docs/settings.md` says the same."""
    found = ROW.findall((ROOT / "docs" / "settings.md").read_text(encoding="utf-8"))

    assert [name for name, _, _ in found] == NAMES
    for name, default, _ in found:
        written = default.removeprefix("`").removesuffix("`")
        if default_of(name):
            assert written == default_of(name)
        else:
            assert "`" not in default or name == "TELEGRAM_BOT_TOKEN"


def test_example_file_works_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Copied and with every comment sign taken away, the file says nothing but the defaults."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    path = tmp_path / ".env"
    path.write_text(re.sub(r"^#([A-Z_]+=)", r"\1", text, flags=re.MULTILINE))

    read = load_settings(needs_token=False, env_file=path)

    path.unlink()
    assert read == load_settings(needs_token=False)
