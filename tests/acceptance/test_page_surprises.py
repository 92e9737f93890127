"""The page when things come in the wrong order, too large, or in bad faith."""

import pytest
from playwright.async_api import Route, expect

from tests.acceptance.browser import Door, picture

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]
ANNA, GROUP = 1001, "Three friends"
TRAP = "<img src=x onerror='window.caught=1'><script>window.caught=1</script>"
LINK = "javascript:window.caught=1"


async def test_what_is_said_while_a_chat_opens_is_seen(door: Door) -> None:
    """The list was asked for before it was said, and came after it."""
    anna, ivan = await door.visit("Anna"), await door.visit("Иван")
    await ivan.go_to(GROUP)

    async def late(route: Route) -> None:
        response = await route.fetch()
        await ivan.say("just in time")
        await expect(anna.page.locator("#chats")).to_contain_text("just in time")
        await route.fulfill(response=response)

    await anna.page.route("**/control/messages*", late)
    await anna.go_to(GROUP)

    await expect(anna.bubbles("just in time")).to_be_visible()
    await anna.page.unroute("**/control/messages*")
    await anna.end()
    await ivan.end()


async def test_a_picture_that_is_refused_goes_back_to_the_tray(door: Door) -> None:
    """Much too wide for Telegram: the reason is shown, words and picture are still there."""
    anna = await door.visit("Anna")
    await anna.paste(picture(4000, 10), "wide.png")
    await anna.say("make it night")

    await expect(anna.page.get_by_text("PHOTO_INVALID_DIMENSIONS")).to_be_visible()
    await expect(anna.page.locator("#tray img")).to_be_visible()
    await expect(anna.page.locator("#text")).to_have_value("make it night")
    anna.faults.clear()  # the browser notes the 400 itself
    await anna.end()


async def test_words_of_others_are_never_code(door: Door) -> None:
    """Prompts, buttons, names of files and addresses are shown, and nothing of them runs."""
    anna = await door.visit("Anna")
    await anna.say(TRAP)
    key = {"text": TRAP, "callback_data": "\"]'<b>"}
    link = {"type": "text_link", "offset": 0, "length": len(TRAP), "url": LINK}
    await door.bot(
        "sendMessage",
        chat_id=ANNA,
        text=TRAP,
        entities=[link],
        reply_markup={"inline_keyboard": [[key]]},
    )
    await anna.drop(picture(8, 8), f"{TRAP}.png")
    await anna.page.locator("#as-files").check()
    await anna.say("look")

    await expect(anna.page.locator(".mine .words").first).to_have_text(TRAP)
    await expect(anna.page.locator("a.file").first).to_contain_text("onerror")
    shown = anna.bubbles(TRAP).last.locator(".words a")
    assert not (await shown.get_attribute("href") or "").startswith("javascript:")
    assert await anna.page.evaluate("window.caught") is None
    await anna.end()
