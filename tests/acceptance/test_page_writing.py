"""The page as a chat: what Telegram's clients show and offer, with a bot that says what it should."""

import re

import pytest
from playwright.async_api import FilePayload, expect

from tests.acceptance.browser import DESK, Door, picture

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]
ANNA, IVAN, MEI, OLGA = 1001, 1002, 1003, 1004
SELECT = """([selector, from, to]) => {
  const words = document.querySelector(selector).firstChild;
  getSelection().setBaseAndExtent(words, from, words, to);
}"""


async def test_selected_words_are_quoted(door: Door) -> None:
    """Words selected with the mouse, or by keys in the box, go with the reply and stand above it."""
    anna = await door.visit("Anna")
    page = anna.page
    await door.bot("sendMessage", chat_id=ANNA, text="a fox and a red fox")
    await anna.bubbles("red fox").hover()
    await page.evaluate(SELECT, [".bubble .words", 12, 19])
    await page.get_by_label("Reply to Imagewright").first.click()

    await expect(page.locator("#replying")).to_contain_text(
        "Quote of Imagewright: red fox"
    )
    await anna.say("make it blue")
    await expect(page.locator(".mine .quote")).to_have_text("Imagewright ❝red fox❞")
    await anna.bubbles("red fox").first.hover()
    await page.get_by_label("Reply to Imagewright").first.click()
    await page.get_by_label("Quote a part").click()
    for key in ("Control+Home", *["Shift+ArrowRight"] * 5):
        await page.keyboard.press(key)
    await expect(page.locator("#replying span")).to_have_text(
        "Quote of Imagewright: a fox"
    )
    await anna.say("and this one green")

    await expect(page.locator(".mine .quote").last).to_have_text("Imagewright ❝a fox❞")
    await anna.end()


async def test_picture_is_pasted_as_a_photo_and_as_a_file(door: Door) -> None:
    """What is pasted waits in the tray; the box decides whether it is recompressed."""
    ivan = await door.visit("Иван")
    await ivan.go_to("Three friends")

    await ivan.paste(picture(60, 40), "pasted.png")
    await ivan.say("a photo")
    await expect(ivan.page.locator(".mine .photo img")).to_have_count(1)
    await ivan.paste(picture(60, 40), "pasted.png")
    await ivan.page.get_by_label("as files").check()
    await ivan.say("a file")

    await expect(ivan.page.locator(".mine a.file").last).to_contain_text("pasted.png")
    await ivan.end()


async def test_spoiler_is_covered_until_it_is_tapped(door: Door) -> None:
    """A photo sent under a spoiler, and hidden words, show themselves when they are pressed."""
    olga = await door.visit("Olga")
    await olga.go_to("Ideas")
    page = olga.page
    await olga.paste(picture(60, 40), "secret.png")
    await page.get_by_label("under a spoiler").check()
    await page.get_by_label("Send", exact=True).click()
    await expect(page.locator(".covered")).to_have_count(1)

    await page.get_by_label("Show what is hidden").click()
    await expect(page.locator(".covered")).to_have_count(0)
    await page.get_by_label("Open: Photo").click()
    await expect(page.locator("#viewer img")).to_be_visible()
    await page.get_by_label("Close").click()
    await olga.go_to("Imagewright")
    await door.bot(
        "sendMessage",
        chat_id=OLGA,
        text="it was <tg-spoiler>the cat</tg-spoiler>",
        parse_mode="HTML",
    )
    await page.locator(".words .spoiler").click()

    await expect(page.locator(".words .spoiler")).to_have_count(0)
    await expect(olga.bubbles("it was the cat")).to_have_count(1)
    await olga.end()


async def test_bot_asks_reacts_and_copies(door: Door) -> None:
    """What the bot does, its 👀 at a message, its question with a hint, and a button that copies."""
    mei = await door.visit("小美", permissions=["clipboard-read", "clipboard-write"])
    page = mei.page
    await mei.say("hello")
    await expect(page.locator(".mine")).to_have_count(1)
    said = int(await page.locator(".mine").get_attribute("data-id") or 0)
    await expect(mei.bubbles()).to_have_count(1)  # its message would end the action
    await door.bot("sendChatAction", chat_id=MEI, action="upload_photo")
    await expect(page.locator("#subtitle")).to_have_text(
        "Imagewright is sending a photo…"
    )
    reaction = [{"type": "emoji", "emoji": "👀"}]
    await door.bot(
        "setMessageReaction", chat_id=MEI, message_id=said, reaction=reaction
    )
    await expect(page.get_by_label("👀 by Imagewright")).to_be_visible()

    button = {"text": "Prompt", "copy_text": {"text": "a red fox"}}
    await door.bot(
        "sendMessage",
        chat_id=MEI,
        text="done",
        reply_markup={"inline_keyboard": [[button]]},
    )
    await page.get_by_role("button", name="Prompt").click()
    await expect(page.locator("#toast")).to_have_text("Text copied to clipboard")
    copied = await page.evaluate("navigator.clipboard.readText()")
    await door.bot(
        "sendMessage",
        chat_id=MEI,
        text="What should change?",
        reply_markup={"force_reply": True, "input_field_placeholder": "make it night"},
    )
    await expect(page.locator("#replying")).to_contain_text("What should change?")
    await expect(page.locator("#text")).to_have_attribute(
        "placeholder", "make it night"
    )
    await page.keyboard.type("make it day")
    await page.keyboard.press("Enter")

    await expect(page.locator(".mine .quote")).to_contain_text("What should change?")
    await expect(page.locator("#replying")).to_be_hidden()
    assert copied == "a red fox"
    await mei.end()


async def test_focus_stays_where_it_is_while_messages_come(door: Door) -> None:
    """Who walks through the chats by keys is not thrown out of the list by a message."""
    anna = await door.visit("Anna")
    chat = anna.page.locator("#chats button").nth(1)
    await chat.focus()

    await door.bot("sendMessage", chat_id=ANNA, text="news for you")
    await expect(anna.bubbles("news for you")).to_be_visible()
    await expect(anna.page.locator("#chats")).to_contain_text("news for you")

    await expect(chat).to_be_focused()
    await anna.end()


async def test_only_the_receiver_sees_an_ephemeral_message(door: Door) -> None:
    """In a group, what is for Anna alone says so to her, and Olga does not see it."""
    anna = await door.visit("Anna")
    await anna.go_to("Large prints")
    await anna.say("/help@imagewright_bot")
    mine = anna.page.locator(".mine").last
    await expect(mine).to_be_visible()
    scene = await (await anna.page.request.get(f"{door.url}/page/scene")).json()
    forum = next(chat for chat in scene["chats"] if chat.get("is_forum"))
    await door.bot(
        "sendMessage",
        chat_id=forum["id"],
        text="for your eyes",
        reply_parameters={"message_id": int(await mine.get_attribute("data-id") or 0)},
        ephemeral_message_parameters={"receiver_user_id": ANNA},
    )

    await expect(anna.bubbles("for your eyes")).to_contain_text("Only you can see this")
    await anna.page.get_by_label("You are").select_option(str(OLGA))
    await expect(anna.page.locator(".mine")).to_have_count(0)
    await expect(anna.bubbles("for your eyes")).to_have_count(0)
    await anna.end()


async def test_an_ephemeral_command_is_between_two(door: Door) -> None:
    """`/quota` in a group: the menu says so, Anna alone sees it and its answer, Olga neither."""
    anna = await door.visit("Anna")
    await anna.go_to("Large prints")
    page = anna.page
    known = await page.locator(".bubble.ephemeral").count()  # of other scenes
    await page.locator("#text").fill("/quo")
    await expect(page.locator("#menu li")).to_contain_text("👁")
    await anna.say("/quota@imagewright_bot")
    mine = page.locator(".mine.ephemeral").last
    await expect(mine).to_contain_text("Only you can see this")
    await expect(page.locator(".bubble.ephemeral")).to_have_count(known + 2)
    await anna.say("/jobs@imagewright_bot")
    await expect(page.locator(".mine:not(.ephemeral)").last).to_contain_text("/jobs")

    await page.get_by_label("You are").select_option(str(OLGA))
    await expect(page.locator(".mine")).to_have_count(0)
    await expect(page.locator("#messages")).to_contain_text("/jobs")
    await expect(page.locator("#messages")).not_to_contain_text("/quota@")
    await expect(page.locator(".bubble.ephemeral")).to_have_count(0)
    await anna.end()


async def test_album_of_files_shows_each_name(door: Door) -> None:
    """Documents of one album stand below each other with their thumbnails and names."""
    ivan = await door.visit("Иван")
    await ivan.go_to("Three friends")
    files: list[FilePayload] = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": picture(40, 30 + n)}
        for n in range(3)
    ]

    await ivan.page.set_input_files("#files", files)
    await ivan.page.get_by_label("as files").check()
    await ivan.page.get_by_label("Send", exact=True).click()

    album = ivan.page.locator(".mine").last
    await expect(album.locator("a.file")).to_have_text(
        [re.compile(r"0\.png"), re.compile(r"1\.png"), re.compile(r"2\.png")]
    )
    await expect(album.locator("a.file img")).to_have_count(3)
    await ivan.end()


async def test_sample_is_at_hand_with_its_author(door: Door) -> None:
    """A newcomer without a picture finds one, named with author and licence, and sends it."""
    sam = await door.visit("Sam", viewport=DESK)

    await sam.page.locator("#open-samples").click()
    await sam.page.get_by_role(
        "button", name="A cat, by Stéfan van der Walt, CC0"
    ).click()

    await expect(sam.page.locator("#tray img")).to_have_attribute("alt", "cat.jpg")
    await expect(sam.page.locator("#samples")).to_be_hidden()
    await expect(sam.page.locator("#first button")).to_have_count(3)
    await sam.end()
