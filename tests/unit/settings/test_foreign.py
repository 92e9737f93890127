"""Settings of third parties' providers: handed on, redacted, kept apart."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings
from bot.settings.foreign import looks_secret


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installed distribution that brings `acme` and would like to be `jimeng`; its `.env`."""
    info = tmp_path / "site" / "some_plugin-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: some-plugin\nVersion: 1.0\n"
    )
    (info / "entry_points.txt").write_text(
        "[imagewright.providers]\nacme = some_plugin:build\n"
        "jimeng = some_plugin:build\nlog = some_plugin:build\n"
    )
    monkeypatch.syspath_prepend(str(info.parent))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path / ".env"


def test_a_plugin_s_settings_are_read(
    plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the file and the environment, which wins; an empty value is not set."""
    plugin.write_text("ACME_KEY=from-file\nACME_URL=http://a\nACME_SIZE=2\n")
    monkeypatch.setenv("ACME_URL", "http://b")
    monkeypatch.setenv("ACME_EMPTY", "")

    found = load_settings(needs_token=False, env_file=plugin).foreign

    assert {name: value.get_secret_value() for name, value in found.items()} == {
        "ACME_KEY": "from-file",
        "ACME_URL": "http://b",
        "ACME_SIZE": "2",
    }


def test_nothing_of_ours_is_handed_on(
    plugin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that the bot has, and a provider that the bot has, are not a plug-in's."""
    monkeypatch.setenv("JIMENG_SESSION_ID", "session")
    monkeypatch.setenv("JIMENG_OTHER", "other")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")

    assert load_settings(needs_token=False, env_file=plugin).foreign == {}


def test_its_keys_are_among_the_secrets(plugin: Path) -> None:
    """What the log must not show is known before the plug-in is loaded."""
    plugin.write_text("ACME_KEY=short\nACME_MODE=fast\nACME_LOGIN=a-long-word\n")

    secrets = load_settings(needs_token=False, env_file=plugin).secrets()

    assert {"short", "a-long-word"} <= set(secrets)
    assert "fast" not in secrets


def test_a_plugin_s_name_is_no_slip_of_ours(tmp_path: Path, plugin: Path) -> None:
    """LOG_LEVELS would be taken for LOG_LEVEL, were it not a plug-in's."""
    del tmp_path
    plugin.write_text("LOG_LEVELS=3\n")
    settings = load_settings(needs_token=False, env_file=plugin)
    plugin.write_text("LISTENS=3\n")

    assert settings.foreign["LOG_LEVELS"].get_secret_value() == "3"
    with pytest.raises(SettingsError, match="did you mean LISTEN"):
        load_settings(needs_token=False, env_file=plugin)


@pytest.mark.parametrize(
    "name, value, is_secret",
    [
        ("ACME_API_KEY", "abc", True),
        ("ACME_LOGIN", "0f9e8d7c", True),
        ("ACME_URL", "https://api.acme.example", False),
        ("ACME_MODE", "fast", False),
        ("ACME_LIMIT", "1000000000", False),
        ("ACME_KEYBOARD", "qwerty", False),
    ],
)
def test_secrets_are_told_by_name_or_length(
    name: str, value: str, *, is_secret: bool
) -> None:
    """Words, numbers and addresses are not blotted out of every line."""
    assert looks_secret(name, value) is is_secret
