"""What reaches the bot: everything in private, what is meant for it in groups."""

from bot.playground.botapi.chats import ADMINISTRATORS, Message
from bot.playground.botapi.detection import entity_text
from bot.playground.botapi.world import World


def hand_over(world: World, message: Message, *, edited: bool = False) -> int | None:
    """Queue a person's message for the bot, if the bot may see it.

    Returns:
        The update's id, or None when the bot does not get it.
    """
    if not bot_sees(world, message):
        return None
    kind = "channel_post" if message.chat.type == "channel" else "message"
    return world.updates.put(f"edited_{kind}" if edited else kind, message.to_api())


def bot_sees(world: World, message: Message) -> bool:
    """Apply membership, blocking and privacy mode."""
    chat = message.chat
    if chat.is_private:
        return not chat.members[chat.chat_id].user.has_blocked
    if not world.bot_is_in(chat):
        return False
    is_admin = chat.role_of(world.bot.user_id) in ADMINISTRATORS
    if is_admin or not world.config.privacy_mode or message.service:
        return True
    return _is_meant_for_bot(world, message)


def _is_meant_for_bot(world: World, message: Message) -> bool:
    replied = message.reply_to
    if replied is not None and replied.sender is world.bot:
        return True
    name = f"@{world.bot.username}".lower()
    for entity in message.content.entities:
        covered = entity_text(message.content.text, entity).lower()
        if entity["type"] == "bot_command" and (
            "@" not in covered or covered.endswith(name)
        ):
            return True
        if entity["type"] == "mention" and covered == name:
            return True
        if (
            entity["type"] == "text_mention"
            and entity["user"]["id"] == world.bot.user_id
        ):
            return True
    return False
