"""Methods by which updates reach the bot, and by which it answers buttons."""

from bot.playground.botapi.call import Call, Method
from bot.playground.botapi.errors import conflict, violation

_LONGEST_POLL = 50  # seconds; Telegram cuts longer ones
_MOST_UPDATES = 100  # Bot API, getUpdates
_LONGEST_ANSWER = 200  # Bot API, answerCallbackQuery


async def get_updates(call: Call) -> object:
    """Hand out updates, waiting for the first one."""
    if call.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first"
        )
    queue = call.world.updates
    queue.allow(call.values.get("allowed_updates"))
    limit = min(max(call.values.get("limit", _MOST_UPDATES), 1), _MOST_UPDATES)
    seconds = min(call.values.get("timeout", 0), _LONGEST_POLL)
    return await queue.poll(call.values.get("offset", 0), limit, seconds)


async def set_webhook(call: Call) -> object:
    """Have updates pushed; an empty address ends it."""
    _drop_if_asked(call)
    call.world.updates.allow(call.values.get("allowed_updates"))
    url: str = call.values["url"]
    if not url:
        call.webhook.remove()
        return True
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise violation("bad webhook: an HTTPS URL must be provided for webhook")
    call.webhook.set(
        url,
        secret=call.values.get("secret_token"),
        max_connections=call.values.get("max_connections"),
    )
    return True


async def delete_webhook(call: Call) -> object:
    """End pushing."""
    call.webhook.remove()
    _drop_if_asked(call)
    return True


async def get_webhook_info(call: Call) -> object:
    """Tell how pushing goes."""
    return call.webhook.info()


async def answer_callback_query(call: Call) -> object:
    """Answer a pressed button, once and soon."""
    text: str = call.values.get("text", "")
    if len(text) > _LONGEST_ANSWER:
        raise violation("MESSAGE_TOO_LONG")
    answer = {
        "text": text,
        "show_alert": call.values.get("show_alert", False),
        "url": call.values.get("url"),
    }
    query = call.world.queries.answer(
        call.values["callback_query_id"], answer, call.world.clock.now()
    )
    call.world.tell(
        "callback_answer",
        query.message,
        query_id=query.query_id,
        user_id=query.user.user_id,
        answer=answer,
    )
    return True


def _drop_if_asked(call: Call) -> None:
    if call.values.get("drop_pending_updates", False):
        call.world.updates.pending.clear()


METHODS: dict[str, Method] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "answerCallbackQuery": answer_callback_query,
}
