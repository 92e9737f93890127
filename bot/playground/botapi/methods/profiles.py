"""Methods about the bot itself: who it is, its menu, name and descriptions."""

from bot.playground.botapi.call import Call, Method

_MAX_NAME = 64  # Bot API, setMyName
_MAX_DESCRIPTION = 512  # Bot API, setMyDescription
_MAX_SHORT_DESCRIPTION = 120  # Bot API, setMyShortDescription


async def get_me(call: Call) -> object:
    """Tell who the bot is."""
    return call.world.bot.to_api() | {
        "can_join_groups": True,
        "can_read_all_group_messages": not call.world.config.privacy_mode,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def log_out(_call: Call) -> object:
    """Do nothing: there is no other server to go to."""
    return True


async def set_my_commands(call: Call) -> object:
    """Set the command menu of a scope and language."""
    call.world.profile.set_commands(
        call.values["commands"], call.values.get("scope"), _language(call)
    )
    return True


async def get_my_commands(call: Call) -> object:
    """Tell the command menu of a scope and language."""
    return call.world.profile.commands(call.values.get("scope"), _language(call))


async def delete_my_commands(call: Call) -> object:
    """Remove the command menu of a scope and language."""
    call.world.profile.delete_commands(call.values.get("scope"), _language(call))
    return True


async def set_my_name(call: Call) -> object:
    """Set the bot's name."""
    return _set(call, "name", _MAX_NAME)


async def get_my_name(call: Call) -> object:
    """Tell the bot's name."""
    name = call.world.profile.text("name", _language(call))
    return {"name": name or call.world.config.bot_name}


async def set_my_description(call: Call) -> object:
    """Set what an empty chat shows."""
    return _set(call, "description", _MAX_DESCRIPTION)


async def get_my_description(call: Call) -> object:
    """Tell what an empty chat shows."""
    return {"description": call.world.profile.text("description", _language(call))}


async def set_my_short_description(call: Call) -> object:
    """Set what the bot's profile shows."""
    return _set(call, "short_description", _MAX_SHORT_DESCRIPTION)


async def get_my_short_description(call: Call) -> object:
    """Tell what the bot's profile shows."""
    text = call.world.profile.text("short_description", _language(call))
    return {"short_description": text}


def _language(call: Call) -> str:
    language: str = call.values.get("language_code", "")
    return language


def _set(call: Call, field: str, limit: int) -> bool:
    call.world.profile.set_text(
        field, call.values.get(field, ""), _language(call), limit
    )
    return True


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "logOut": log_out,
    "close": log_out,
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setMyName": set_my_name,
    "getMyName": get_my_name,
    "setMyDescription": set_my_description,
    "getMyDescription": get_my_description,
    "setMyShortDescription": set_my_short_description,
    "getMyShortDescription": get_my_short_description,
}
