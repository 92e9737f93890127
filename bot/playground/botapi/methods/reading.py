"""Methods that only read: files, chats, members."""

from typing import Any

from bot.playground.botapi.addressing import known_chat
from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.chats import ADMINISTRATORS, PRESENT, Chat, Member
from bot.playground.botapi.errors import bad_request

_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)


async def get_file(call: Call) -> object:
    """Tell where a file can be fetched."""
    config = call.world.config
    stored = call.world.files.find(call.values["file_id"])
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.blob.size > config.download_limit and not config.local_mode:
        raise bad_request("file is too big")
    path = str(stored.blob.path) if config.local_mode else stored.file_path
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.file_unique_id,
        "file_size": stored.blob.size,
        "file_path": path,
    }


async def get_chat(call: Call) -> object:
    """Tell about a chat."""
    chat = known_chat(call)
    return chat.to_api() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": {
            "unlimited_gifts": False,
            "limited_gifts": False,
            "unique_gifts": False,
            "premium_subscription": False,
            "gifts_from_channels": False,
        },
    }


async def get_chat_member(call: Call) -> object:
    """Tell a user's place in a chat."""
    chat = known_chat(call)
    user_id: int = call.values["user_id"]
    member = chat.members.get(user_id)
    if member is None:
        user = call.world.users.get(user_id)
        if user is None:
            raise bad_request("PARTICIPANT_ID_INVALID")
        member = Member(user=user, role="left")
    return member_to_api(member)


async def get_chat_administrators(call: Call) -> object:
    """List a chat's administrators."""
    chat = _not_private(
        known_chat(call), "there are no administrators in the private chat"
    )
    return [
        member_to_api(member)
        for member in chat.members.values()
        if member.role in ADMINISTRATORS
    ]


async def get_chat_member_count(call: Call) -> object:
    """Count those present."""
    chat = known_chat(call)
    return sum(member.role in PRESENT for member in chat.members.values())


def member_to_api(member: Member) -> dict[str, Any]:
    """Render as the API's ChatMember."""
    shown: dict[str, Any] = {"status": member.role, "user": member.user.to_api()}
    if member.role in ADMINISTRATORS:
        shown["is_anonymous"] = member.is_anonymous
        if member.custom_title is not None:
            shown["custom_title"] = member.custom_title
    if member.role == "administrator":
        shown |= {"can_be_edited": False, **dict.fromkeys(_RIGHTS, True)}
    if member.role == "kicked":
        shown["until_date"] = 0
    return shown


def _not_private(chat: Chat, reason: str) -> Chat:
    if chat.is_private:
        raise bad_request(reason)
    return chat


METHODS: dict[str, Method] = {
    "getFile": get_file,
    "getChat": get_chat,
    "getChatMember": get_chat_member,
    "getChatAdministrators": get_chat_administrators,
    "getChatMemberCount": get_chat_member_count,
}
