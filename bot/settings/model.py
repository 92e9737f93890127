"""All settings by name, with their defaults: section 3 of the interface as a class."""

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.domain.quota import QuotaRules
from bot.settings import values
from bot.settings.foreign import looks_secret
from bot.settings.providers import NEEDS
from providers.base import Operation

TELEGRAM = "https://api.telegram.org"
_DATABASE = "imagewright.db"


class Access(StrEnum):
    """Who may order."""

    OPEN = "open"
    LIST = "list"


class LogFormat(StrEnum):
    """How the log is written."""

    CONSOLE = "console"
    JSON = "json"


class LogLevel(StrEnum):
    """What the log leaves out."""

    DEBUG = "DEBUG"
    INFO = "INFO"
    WARNING = "WARNING"
    ERROR = "ERROR"


Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=1, le=10_000)]
Credits = Annotated[Annotated[int, Field(ge=1)] | None, values.CreditsOrNone]
Word = Annotated[str, Field(min_length=1)]


class Settings(BaseSettings):
    """What the operator decided. Each field is the setting of the same name in capitals."""

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,  # NAME= means not set
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
        arbitrary_types_allowed=True,
    )

    telegram_bot_token: values.Key | None = None
    telegram_api_url: values.Url = TELEGRAM
    telegram_local_mode: bool = False
    telegram_proxy: values.Proxy | None = None
    provider_proxy: values.Proxy | None = None
    telegram_webhook_url: values.Url | None = None
    telegram_webhook_secret: values.WebhookSecret | None = None

    listen: values.Listen = values.ListenAddress("127.0.0.1", 8081)
    public_url: values.Url | None = None
    data_dir: values.Folder = Path("data")

    generate_providers: values.Providers | None = None
    edit_providers: values.Providers | None = None
    upscale_providers: values.Providers | None = None

    jimeng_session_id: values.Key | None = None
    jimeng_api_url: values.Url = "https://jimeng.jianying.com"
    jimeng_imagex_url: values.Url = "https://imagex.bytedanceapi.com"
    jimeng_app_version: Annotated[str, Field(pattern=r"^\d+(\.\d+)*$")] = "5.8.0"
    hidream_token: values.Key | None = None
    hidream_api_url: values.Url = "https://www.hidreamai.com"
    ideogram_gateway_key: values.Key | None = None
    ideogram_gateway_url: values.Url | None = None
    ideogram_gateway_task_path: values.TaskPath = "/ideogram/tasks/{task_id}"
    ideogram_api_key: values.Key | None = None
    ideogram_api_url: values.Url = "https://api.ideogram.ai"
    openai_api_key: values.Key | None = None
    openai_base_url: values.Url = "https://api.openai.com/v1"
    openai_image_model: Word = "gpt-image-1"
    dreamina_mcp_cookie: values.Cookie | None = None
    dreamina_mcp_url: values.Url = "https://dreamina-agent-operation.bytedance.net"
    local_engine: bool = True

    poll_interval: Seconds | None = None
    job_timeout: Seconds | None = None
    max_jobs: Count = 64
    max_jobs_per_user: Count = 3
    quota_user_daily: Credits = 30
    quota_group_daily: Credits = None
    quota_global_daily: Credits = None
    quota_timezone: values.Timezone = ZoneInfo("UTC")

    access: Annotated[Access, values.Lower] = Access.OPEN
    allowed_ids: values.Ids = frozenset()
    admin_ids: values.Ids = frozenset()
    language: values.Language = "en"
    log_level: Annotated[LogLevel, values.Upper] = LogLevel.INFO
    log_format: Annotated[LogFormat, values.Lower] = LogFormat.CONSOLE

    # No fields: the bot has no such settings, it hands them on.
    _foreign: Mapping[str, SecretStr] = PrivateAttr(default_factory=dict)

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data_dir / _DATABASE

    @property
    def quota_rules(self) -> QuotaRules:
        """The quotas as the domain takes them."""
        return QuotaRules(
            user_daily=self.quota_user_daily,
            group_daily=self.quota_group_daily,
            global_daily=self.quota_global_daily,
            timezone=self.quota_timezone,
        )

    @property
    def foreign(self) -> Mapping[str, SecretStr]:
        """Settings of third parties' providers, by name."""
        return self._foreign

    def take_foreign(self, found: Mapping[str, SecretStr]) -> None:
        """Note them; they count among the secrets where they look like one."""
        self._foreign = found

    def is_configured(self, provider: str) -> bool:
        """Is everything set that this provider needs? A third party's own needs are its own."""
        return all(getattr(self, field) for field in NEEDS.get(provider, ()))

    def configured_providers(self) -> tuple[str, ...]:
        """Ours that have what they need, in the order of preference of the interface."""
        return tuple(name for name in NEEDS if self.is_configured(name))

    def preferred_providers(self, operation: Operation) -> tuple[str, ...]:
        """The operator's list for an operation; without one, all that are configured."""
        listed: dict[Operation, tuple[str, ...] | None] = {
            Operation.GENERATE: self.generate_providers,
            Operation.EDIT: self.edit_providers,
            Operation.UPSCALE: self.upscale_providers,
        }
        return listed[operation] or self.configured_providers()

    def secrets(self) -> tuple[str, ...]:
        """Every secret value that is set, for redaction; a token's second half by itself too."""
        found = [
            value.get_secret_value()
            for value in self._values()
            if isinstance(value, SecretStr)
        ]
        found += [
            value.get_secret_value()
            for name, value in self._foreign.items()
            if looks_secret(name, value.get_secret_value())
        ]
        halves = [secret.partition(":")[2] for secret in found if "//" not in secret]
        proxies = [secret.rpartition("@")[0].rpartition(":")[2] for secret in found]
        return tuple(
            dict.fromkeys(part for part in (*found, *halves, *proxies) if part)
        )

    def _values(self) -> list[Any]:
        return [getattr(self, name) for name in type(self).model_fields]
