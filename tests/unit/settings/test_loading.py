"""Settings are read from the environment and `.env`, and every mistake is told at once."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import (
    Access,
    ListenAddress,
    LogFormat,
    Settings,
    SettingsError,
    load_settings,
)
from providers.base import Operation

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and an environment without any of our names."""
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(folder: Path, *lines: str, needs_token: bool = False) -> Settings:
    """The settings of a `.env` with these lines."""
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    return load_settings(needs_token=needs_token)


def faults(folder: Path, *lines: str, needs_token: bool = False) -> tuple[str, ...]:
    """What is said about such a `.env`."""
    with pytest.raises(SettingsError) as caught:
        load(folder, *lines, needs_token=needs_token)
    return caught.value.lines


def test_nothing_set_is_enough_without_telegram() -> None:
    """Commands that need no token run with defaults, and the built-in engine is there."""
    settings = load_settings(needs_token=False)

    assert settings.listen == ListenAddress("127.0.0.1", 8081)
    assert settings.configured_providers() == ("local",)
    assert settings.database == Path("data/imagewright.db")
    assert settings.secrets() == ()


def test_environment_wins_over_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same name in both: the environment's value counts, unless it is empty."""
    monkeypatch.setenv("MAX_JOBS", "7")
    monkeypatch.setenv("LANGUAGE", "")

    settings = load(folder, "MAX_JOBS=5", "MAX_JOBS_PER_USER=2", "LANGUAGE=zh")

    assert settings.max_jobs == 7
    assert settings.max_jobs_per_user == 2
    assert settings.language == "zh"


def test_every_kind_of_value_is_read(folder: Path) -> None:
    """Lists, numbers, words in any case and addresses come out as values."""
    settings = load(
        folder,
        f"TELEGRAM_BOT_TOKEN={TOKEN}",
        "TELEGRAM_API_URL=http://127.0.0.1:8082/",
        "TELEGRAM_LOCAL_MODE=yes",
        "LISTEN=[::1]:0",
        "JIMENG_SESSION_ID=abc",
        "GENERATE_PROVIDERS= Jimeng, local,jimeng",
        "EDIT_PROVIDERS=demo",
        "ALLOWED_IDS=12, -100345",
        "ACCESS=LIST",
        "LOG_LEVEL=debug",
        "LOG_FORMAT=json",
        "QUOTA_TIMEZONE=Asia/Shanghai",
        "QUOTA_USER_DAILY=none",
        "QUOTA_GROUP_DAILY=100",
        "POLL_INTERVAL=0.5",
        "OPENAI_API_KEY=",
        needs_token=True,
    )

    assert settings.telegram_api_url == "http://127.0.0.1:8082"
    assert settings.listen == ListenAddress("::1", 0)
    assert settings.preferred_providers(Operation.GENERATE) == ("jimeng", "local")
    assert settings.preferred_providers(Operation.EDIT) == ("demo",)
    assert settings.preferred_providers(Operation.UPSCALE) == ("jimeng", "local")
    assert settings.allowed_ids == frozenset({12, -100345})
    assert settings.access is Access.LIST
    assert settings.log_format is LogFormat.JSON
    assert settings.quota_rules.user_daily is None
    assert settings.quota_rules.group_daily == 100
    assert settings.quota_rules.timezone.key == "Asia/Shanghai"
    assert settings.poll_interval == 0.5
    assert settings.openai_api_key is None


def test_all_mistakes_come_at_once(folder: Path) -> None:
    """One line for each mistake, whether in one value, between two or in the file."""
    lines = faults(
        folder,
        "MAX_JOBS=many",
        "TELEGRAM_TOKEN=1",
        "IDEOGRAM_GATEWAY_KEY=key",
        "what is this",
        "TELEGRAM_WEBHOOK_URL=https://bot.example.org/hook",
        needs_token=True,
    )

    assert lines == (
        "TELEGRAM_TOKEN: is no setting; did you mean TELEGRAM_BOT_TOKEN? (.env)",
        ".env: line 4 is not NAME=value",
        "TELEGRAM_BOT_TOKEN: is missing; @BotFather in Telegram gives one",
        "TELEGRAM_WEBHOOK_SECRET: is missing; TELEGRAM_WEBHOOK_URL needs one, 1 to 256 of A-Z a-z 0-9 _ -",
        "IDEOGRAM_GATEWAY_URL: is missing; IDEOGRAM_GATEWAY_KEY needs it",
        "MAX_JOBS: must be a whole number (it is 'many')",
    )


@pytest.mark.parametrize(
    "line",
    [
        "TELEGRAM_BOT_TOKEN=hunter2",
        "TELEGRAM_API_URL=ftp://example.org",
        "TELEGRAM_API_URL=https://example.org/?a=b",
        "TELEGRAM_API_URL=https://example.org:port",
        "TELEGRAM_LOCAL_MODE=true",
        "TELEGRAM_LOCAL_MODE=perhaps",
        "TELEGRAM_PROXY=socks5://127.0.0.1:1080",
        "TELEGRAM_WEBHOOK_SECRET=not allowed!",
        "LISTEN=8081",
        "LISTEN=127.0.0.1:80810",
        "PUBLIC_URL=example.org",
        "GENERATE_PROVIDERS=midjourney",
        "GENERATE_PROVIDERS=,",
        "UPSCALE_PROVIDERS=jimeng",
        "JIMENG_APP_VERSION=new",
        "JIMENG_SESSION_ID=two words",
        "HIDREAM_TOKEN=schlüssel",
        "IDEOGRAM_GATEWAY_TASK_PATH=/tasks",
        "POLL_INTERVAL=0",
        "POLL_INTERVAL=nan",
        "JOB_TIMEOUT=-5",
        "MAX_JOBS=0",
        "MAX_JOBS=2.5",
        "MAX_JOBS_PER_USER=1e9",
        "QUOTA_USER_DAILY=0",
        "QUOTA_TIMEZONE=Mars/Base",
        "QUOTA_TIMEZONE=../etc/passwd",
        "QUOTA_TIMEZONE=Europe",
        "ACCESS=everybody",
        "ALLOWED_IDS=@me",
        "LANGUAGE=de",
        "LOG_LEVEL=loud",
        "LOG_FORMAT=xml",
        "DATA_DIR=.env",
    ],
)
def test_each_wrong_value_gets_one_line_with_its_name(folder: Path, line: str) -> None:
    """The line begins with the name and says something of its own, not pydantic's words."""
    (fault,) = faults(folder, line)

    assert fault.startswith(f"{line.partition('=')[0]}: ")
    assert "Input should" not in fault


@pytest.mark.parametrize(
    "line",
    [
        "TELEGRAM_BOT_TOKEN=hunter2",
        "HIDREAM_TOKEN=hunter2 ",
        "JIMENG_SESSION_ID=hunter2 hunter2",
        "TELEGRAM_WEBHOOK_SECRET=hunter2!",
        "TELEGRAM_PROXY=socks5://me:hunter2@127.0.0.1",
        "OPENAI_BASE_URL=https://me:hunter2@example.org",
        "OPENAI_BASE_URL=https//me:hunter2@example.org",
    ],
)
def test_no_line_repeats_a_secret(folder: Path, line: str) -> None:
    """What may be a key or a password is not printed, however wrong it is."""
    extra = "MAX_JOBS=many"  # so that there is always something to tell

    assert "hunter2" not in "\n".join(faults(folder, line, extra))


def test_secrets_are_all_known_for_redaction(folder: Path) -> None:
    """Token, its second half, keys, cookie and a proxy's password are listed, and repr shows none."""
    settings = load(
        folder,
        f"TELEGRAM_BOT_TOKEN={TOKEN}",
        "TELEGRAM_PROXY=http://me:pa55word@proxy:3128",
        "JIMENG_SESSION_ID=jimengsession",
        "DREAMINA_MCP_COOKIE='a=1; sid=dreaminasession'",
    )

    secrets = settings.secrets()

    assert {TOKEN, TOKEN.partition(":")[2], "pa55word", "jimengsession"} <= set(secrets)
    assert "a=1; sid=dreaminasession" in secrets
    assert not any(secret in repr(settings) for secret in secrets)
    assert isinstance(settings.jimeng_session_id, SecretStr)


def test_webhook_of_telegram_itself_must_be_https(folder: Path) -> None:
    """Telegram posts to four ports only; a server of one's own posts anywhere."""
    hook = (
        "TELEGRAM_WEBHOOK_SECRET=s",
        "TELEGRAM_WEBHOOK_URL=http://127.0.0.1:8081/hook",
    )

    (fault,) = faults(folder, *hook)

    assert fault.startswith("TELEGRAM_WEBHOOK_URL: must be https://")
    assert load(
        folder, *hook, "TELEGRAM_API_URL=http://127.0.0.1:1"
    ).telegram_webhook_url


def test_a_listed_provider_with_a_wrong_key_is_told_once(folder: Path) -> None:
    """The key's own line is enough: the list is not blamed too."""
    lines = faults(folder, "EDIT_PROVIDERS=jimeng", "JIMENG_SESSION_ID=two words")

    assert [line.partition(":")[0] for line in lines] == ["JIMENG_SESSION_ID"]


def test_the_engine_can_be_switched_off(folder: Path) -> None:
    """Then nothing is configured, and a list that names it is wrong."""
    assert load(folder, "LOCAL_ENGINE=false").configured_providers() == ()
    (fault,) = faults(folder, "LOCAL_ENGINE=false", "UPSCALE_PROVIDERS=local")

    assert fault.endswith("names local, which needs LOCAL_ENGINE=true")


@pytest.mark.parametrize(
    "stranger",
    ["TELEGRAM_API_ID", "TELEGRAM_API_HASH", "OPENAI_ORG_ID", "TELEGRAM_LOCAL", "HOME"],
)
def test_other_programs_names_are_left_alone(folder: Path, stranger: str) -> None:
    """A `.env` shared with a Bot API server or another OpenAI client is no mistake."""
    assert load(folder, f"{stranger}=1").max_jobs == 64


def test_binary_file_is_told(folder: Path) -> None:
    """A file that is no text is one clear line."""
    (folder / ".env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(needs_token=False)


@pytest.mark.parametrize(
    "written, means",
    [
        ("ru_RU:en", "ru"),
        ("de_DE:zh_CN", "zh"),
        ("fr_FR:fr", "en"),
        ("en_US.UTF-8", "en"),
    ],
)
def test_a_desktops_language_list_is_understood(
    folder: Path, written: str, means: str
) -> None:
    """The desktop's LANGUAGE is no mistake of the operator."""
    assert load(folder, f"LANGUAGE={written}").language == means


def test_unwritable_folder_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A data folder of somebody else is found before the bot starts."""
    monkeypatch.setattr("bot.settings.agreement.os.access", lambda *_: False)

    (fault,) = faults(folder, "DATA_DIR=deep/inside")

    assert fault.startswith("DATA_DIR: cannot be written")
