"""How a server is set up."""

from dataclasses import dataclass, field

from bot.playground.botapi.limits import FloodRules

MEGABYTE = 1024 * 1024
LOCAL_UPLOAD_LIMIT = 2000 * MEGABYTE  # Bot API, "Using a Local Bot API Server"


@dataclass(frozen=True, slots=True, kw_only=True)
class BotApiConfig:
    """Settings of one server, for one bot.

    Attributes:
        token: The bot's token; its leading number is the bot's id.
        flood_limits: Whether calls are counted and refused with 429.
        flood_rules: The limits that are then kept.
        recompress: Whether photos are recompressed as Telegram does; without, only
            the header is read and the bytes stay.
        privacy_mode: Whether the bot hears only what is meant for it in groups.
        local_mode: Behave like a local server: 2000 MB, files by their path.
        ephemeral_messages: Off to play a server older than Bot API 10.2.
        query_lifetime: Seconds in which a pressed button must be answered.
        upload_limit: Bytes of one sent file (Bot API: 50 MB).
        download_limit: Bytes of one fetched file (Bot API: 20 MB).
        log_limit: Calls and events kept; older ones are forgotten.
    """

    token: str = "4242:playground-token"  # noqa: S105 - a made-up token for a made-up server
    bot_name: str = "Imagewright"
    bot_username: str = "imagewright_bot"
    flood_limits: bool = False
    flood_rules: FloodRules = field(default_factory=FloodRules)
    recompress: bool = True
    privacy_mode: bool = True
    local_mode: bool = False
    ephemeral_messages: bool = True
    query_lifetime: float = 15.0
    upload_limit: int = 50 * MEGABYTE
    download_limit: int = 20 * MEGABYTE
    log_limit: int = 20_000

    @property
    def upload_cap(self) -> int:
        """Bytes of one sent file, as the mode has it."""
        return LOCAL_UPLOAD_LIMIT if self.local_mode else self.upload_limit

    @property
    def bot_id(self) -> int:
        """The bot's user id."""
        return int(self.token.partition(":")[0])
