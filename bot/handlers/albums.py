"""Albums come as one update per picture, seconds apart: here they become one parcel again."""

from dataclasses import dataclass, field

from telegram import Message

from bot.handlers.addressing import is_private
from providers.clock import Clock

FULL = 10  # pictures of an album (Bot API, sendMediaGroup)
REMEMBERED = 600.0  # seconds that a closed album's late pictures are still known
Key = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Messages that belong together, in the order of the chat.

    Attributes:
        update_ids: in the order of the messages.
        earlier: messages of the same album that were handled before these arrived.
    """

    update_ids: tuple[int, ...]
    messages: tuple[Message, ...]
    earlier: tuple[Message, ...] = ()

    @property
    def main(self) -> Message:
        """The message with the words; an album carries its caption on one picture."""
        return next(
            (message for message in self.messages if message.caption), self.messages[0]
        )

    @property
    def spokesman(self) -> Message:
        """The message that says what to do, among those that were handled before too."""
        told = (*self.earlier, *self.messages)
        return next((message for message in told if message.caption), self.main)


@dataclass(slots=True, kw_only=True)
class _Open:
    """An album whose pictures are still coming."""

    opened_at: float
    earlier: tuple[Message, ...]
    pieces: dict[int, Message] = field(default_factory=dict)  # by update id


@dataclass(frozen=True, slots=True, kw_only=True)
class _Closed:
    at: float
    messages: tuple[Message, ...]


@dataclass(slots=True, kw_only=True)
class Albums:
    """Gathers siblings; the last one to arrive carries them all.

    Attributes:
        quiet: seconds without a new sibling that close an album.
        first_gap: the same in a private chat while only one picture has come: an album has two at
            least, so a second one must be on its way. A group may never show it (privacy mode).
        longest: seconds after which an album closes whatever still comes.
    """

    clock: Clock
    quiet: float = 2.0
    first_gap: float = 12.0
    longest: float = 30.0
    _open: dict[Key, _Open] = field(default_factory=dict)
    _closed: dict[Key, _Closed] = field(default_factory=dict)

    async def gather(self, update_id: int, message: Message) -> Parcel | None:
        """The parcel that this message completes; None when a sibling carries it.

        A message outside an album is a parcel of its own at once.
        """
        if message.media_group_id is None:
            return Parcel(update_ids=(update_id,), messages=(message,))
        key = (message.chat.id, message.media_group_id)
        album = self._join(key, update_id, message)
        count = len(album.pieces)
        if count < FULL:
            await self.clock.sleep(self._patience(album, message))
        if self._open.get(key) is not album or len(album.pieces) != count:
            return None  # somebody came later, or carried it away
        return self._close(key, album)

    def _join(self, key: Key, update_id: int, message: Message) -> _Open:
        album = self._open.get(key)
        if album is None:
            closed = self._closed.get(key)
            album = _Open(
                opened_at=self.clock.monotonic(),
                earlier=closed.messages if closed else (),
            )
            self._open[key] = album
        album.pieces[update_id] = message
        return album

    def _patience(self, album: _Open, message: Message) -> float:
        is_alone = len(album.pieces) == 1 and not album.earlier
        patience = self.first_gap if is_alone and is_private(message) else self.quiet
        age = self.clock.monotonic() - album.opened_at
        return min(patience, self.longest - age)

    def _close(self, key: Key, album: _Open) -> Parcel:
        now = self.clock.monotonic()
        pieces = sorted(album.pieces.items(), key=lambda piece: piece[1].message_id)
        messages = tuple(message for _, message in pieces)
        del self._open[key]
        for old in [k for k, c in self._closed.items() if now - c.at > REMEMBERED]:
            del self._closed[old]
        self._closed[key] = _Closed(at=now, messages=(*album.earlier, *messages))
        return Parcel(
            update_ids=tuple(update_id for update_id, _ in pieces),
            messages=messages,
            earlier=album.earlier,
        )
