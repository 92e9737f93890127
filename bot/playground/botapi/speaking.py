"""What people say: texts, photos, files, stickers, albums; each as Telegram's clients send it."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

from bot.playground.botapi.attachments import document_from, photo_from, sticker_from
from bot.playground.botapi.chats import Chat, Envelope, Message, User
from bot.playground.botapi.contents import Content, Media
from bot.playground.botapi.detection import with_detected
from bot.playground.botapi.entities import trimmed
from bot.playground.botapi.files import Upload
from bot.playground.botapi.params import mime_type as type_by_name
from bot.playground.botapi.photos import measure
from bot.playground.botapi.quoting import quote_of
from bot.playground.botapi.scene import Scene
from bot.playground.botapi.views import message_view
from bot.playground.botapi.visibility import hand_over
from bot.playground.botapi.world import ANONYMOUS_ADMIN_ID, CHANNEL_BOT_ID

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where and as what a person sends; all optional.

    Attributes:
        chat_id: The chat; the private one with the bot when not given.
        thread_id: A forum topic.
        reply_to: A message of that chat.
        quote: Words of that message, exactly as they stand there, that the reply is about.
        quote_position: Where they stand, in UTF-16 units, when they stand there twice.
        media_group_id: Makes several messages one album.
        sender_chat_id: A channel to speak as.
        spoiler: Whether media is covered.
        ephemeral: As apps send a command that the bot's menu declares ephemeral: only
            the bot gets it.
    """

    chat_id: int | None = None
    thread_id: int | None = None
    reply_to: int | None = None
    quote: str | None = None
    quote_position: int | None = None
    media_group_id: str | None = None
    sender_chat_id: int | None = None
    spoiler: bool = False
    ephemeral: bool = False


_PRIVATE = Place()


@dataclass(slots=True)
class Speaking(Scene):
    """The ways to send; each returns the message as the person sees it.

    What is sent also says its ``update_id``: None when the bot does not get it.
    """

    async def send_text(
        self,
        user_id: int,
        text: str,
        place: Place = _PRIVATE,
        *,
        entities: list[Json] | None = None,
    ) -> Json:
        """Write; commands, mentions and links become entities by themselves."""
        text, kept = trimmed(text, entities or [])
        content = Content(text=text, entities=tuple(with_detected(text, kept)))
        return self._send(user_id, content, place)

    async def send_photo(
        self,
        user_id: int,
        photo: bytes,
        place: Place = _PRIVATE,
        *,
        caption: str = "",
        entities: list[Json] | None = None,
    ) -> Json:
        """Send a picture as a photo: Telegram keeps JPEG sizes of it, not its bytes."""
        media = await photo_from(self.world, await self._upload(photo, "photo.jpg"))
        return self._send(user_id, _captioned(media, caption, entities, place), place)

    async def send_document(
        self,
        user_id: int,
        document: bytes,
        file_name: str,
        place: Place = _PRIVATE,
        *,
        mime_type: str | None = None,
        caption: str = "",
        entities: list[Json] | None = None,
    ) -> Json:
        """Send a file; its bytes stay as they are."""
        upload = await self._upload(document, file_name, mime_type)
        media = await document_from(self.world, upload)
        return self._send(user_id, _captioned(media, caption, entities, place), place)

    async def send_sticker(
        self, user_id: int, sticker: bytes, place: Place = _PRIVATE
    ) -> Json:
        """Send a still sticker (a WebP picture)."""
        upload = await self._upload(sticker, "sticker.webp")
        size = await asyncio.to_thread(measure, upload.blob.path)
        media = sticker_from(self.world, upload, size)
        return self._send(user_id, Content(media=media), place)

    async def send_album(
        self,
        user_id: int,
        photos: list[bytes],
        place: Place = _PRIVATE,
        *,
        caption: str = "",
        file_names: list[str] | None = None,
    ) -> list[Json]:
        """Send an album: one update a picture, one group id, the caption on the first.

        With ``file_names`` the pictures go as files. To space the updates out in time,
        call ``send_photo`` for each with one ``media_group_id`` instead.
        """
        group_id = place.media_group_id or str(secrets.randbits(53))
        uploads = [await self._upload(photo, "photo.jpg") for photo in photos]
        if file_names is not None:
            uploads = [
                Upload(
                    blob=each.blob, file_name=name, mime_type=type_by_name(name, None)
                )
                for each, name in zip(uploads, file_names, strict=True)
            ]
            media = [await document_from(self.world, upload) for upload in uploads]
        else:
            media = [await photo_from(self.world, upload) for upload in uploads]
        captions = [caption, *([""] * (len(media) - 1))]
        return [
            self._send(user_id, _captioned(each, text, None, place), place, group_id)
            for each, text in zip(media, captions, strict=True)
        ]

    def _send(
        self, user_id: int, content: Content, place: Place, group_id: str | None = None
    ) -> Json:
        chat = self.chat(place.chat_id or user_id)
        reply_to = (
            self.message_of(chat.chat_id, place.reply_to) if place.reply_to else None
        )
        sender, sender_chat, signature = self._speaks_as(chat, user_id, place)
        thread_id = place.thread_id or (reply_to.thread_id if reply_to else None)
        envelope = Envelope(
            thread_id=thread_id,
            reply_to=reply_to,
            quote=_quoted(reply_to, place),
            media_group_id=group_id or place.media_group_id,
            sender_chat=sender_chat,
            author_signature=signature,
            receiver=self._bot_alone(chat, user_id, content)
            if place.ephemeral
            else None,
        )
        message = self.world.add_message(chat, sender, content, envelope)
        update_id = hand_over(self.world, message)
        return message_view(message) | {"update_id": update_id}

    def _bot_alone(self, chat: Chat, user_id: int, content: Content) -> User:
        """Address a command to the bot alone.

        Raises:
            PermissionError: Its menu there does not declare it ephemeral, or the server is old.
        """
        command = content.text.partition(" ")[0].partition("@")[0].removeprefix("/")
        declared = {
            entry["command"]
            for entry in self.world.menu(chat, self.user(user_id))
            if entry.get("is_ephemeral")
        }
        if command not in declared or not self.world.config.ephemeral_messages:
            raise PermissionError(f"{content.text!r} is no ephemeral command there")
        return self.world.bot

    def _speaks_as(
        self, chat: Chat, user_id: int, place: Place
    ) -> tuple[User | None, Chat | None, str | None]:
        """Hide anonymous administrators and channels as Telegram does."""
        user = self.user(user_id)
        if chat.type == "channel":
            return None, chat, None
        if place.sender_chat_id is not None:
            return self.user(CHANNEL_BOT_ID), self.chat(place.sender_chat_id), None
        member = chat.members.get(user_id)
        if member is not None and member.is_anonymous:
            return self.user(ANONYMOUS_ADMIN_ID), chat, member.custom_title
        return user, None, None

    async def _upload(
        self, data: bytes, file_name: str, mime_type: str | None = None
    ) -> Upload:
        blob = await asyncio.to_thread(self.world.files.keep, data)
        kind = type_by_name(file_name, mime_type)
        return Upload(blob=blob, file_name=file_name, mime_type=kind)


def _quoted(reply_to: Message | None, place: Place) -> Json | None:
    if reply_to is None or not place.quote:
        return None
    return quote_of(reply_to, place.quote, place.quote_position)


def _captioned(
    media: Media, caption: str, entities: list[Json] | None, place: Place
) -> Content:
    return Content(
        text=caption,
        entities=tuple(with_detected(caption, entities or [])),
        media=media,
        has_spoiler=place.spoiler,
    )
