"""Methods that take messages away, and the one that reacts to them."""

from bot.playground.botapi.addressing import writable_chat
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import ADMINISTRATORS, Chat, Message
from bot.playground.botapi.errors import bad_request, violation

_DELETABLE_FOR = 48 * 3600  # Bot API, deleteMessage
_MOST_AT_ONCE = 100  # Bot API, deleteMessages


async def delete_message(call: Call) -> object:
    """Delete one message."""
    chat = writable_chat(call)
    message = chat.live_message(call.values["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if not _may_delete(call, chat, message):
        raise bad_request("message can't be deleted")
    _delete(call, message)
    return True


async def delete_messages(call: Call) -> object:
    """Delete several messages; those that are not there are skipped."""
    ids = call.values["message_ids"]
    if not 1 <= len(ids) <= _MOST_AT_ONCE:
        raise violation("message identifiers are not specified or too many")
    chat = writable_chat(call)
    for message_id in ids:
        message = chat.live_message(message_id)
        if message is not None and _may_delete(call, chat, message):
            _delete(call, message)
    return True


async def set_message_reaction(call: Call) -> object:
    """Set or remove the bot's reaction."""
    chat = writable_chat(call)
    message = chat.live_message(call.values["message_id"])
    if message is None:
        raise bad_request("message to react not found")
    wanted = call.values.get("reaction", [])
    if len(wanted) > 1:
        raise violation("REACTIONS_TOO_MANY")  # Bot API: bots set at most one
    if any(reaction["type"] != "emoji" for reaction in wanted):
        raise violation("REACTION_INVALID")
    emoji = [reaction["emoji"] for reaction in wanted]
    if emoji and not chat.has_reactions:
        raise bad_request("REACTION_INVALID")
    if emoji:
        message.reactions[call.world.bot.user_id] = emoji
    else:
        message.reactions.pop(call.world.bot.user_id, None)
    call.world.tell("reaction", message, user_id=call.world.bot.user_id, emoji=emoji)
    return True


def _may_delete(call: Call, chat: Chat, message: Message) -> bool:
    own = message.sender is call.world.bot
    is_admin = chat.role_of(call.world.bot.user_id) in ADMINISTRATORS
    fresh = call.world.clock.now() - message.at < _DELETABLE_FOR
    return is_admin or (fresh and (own or chat.is_private))


def _delete(call: Call, message: Message) -> None:
    message.is_deleted = True
    call.world.tell("delete", message)


METHODS: dict[str, Method] = {
    "deleteMessage": delete_message,
    "deleteMessages": delete_messages,
    "setMessageReaction": set_message_reaction,
}
