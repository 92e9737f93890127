"""The page of `imagewright play` in a real browser: what a newcomer does first."""

import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.async_api import FilePayload, expect

from tests.acceptance.browser import PATIENCE, PHONE, Door, Visit, picture
from tests.acceptance.page_check import (
    FAULTS,
    FIRST_PAINT,
    NUMBER_STOPS,
    OVERFLOW,
    SHOWS_FOCUS,
    STOP,
)

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]
OLGA, SAM = "1004", "1005"  # the ids of the last two persons
CYRILLIC = re.compile("[\u0430-\u044f]{4}")
CHINESE = re.compile("[\u4e00-\u9fff]{2}")
# A blind post, as a form can make it, and a websocket; true when that was refused.
FOREIGN = """async (url) => {
  await fetch(`${url}/control/switches`, { method: "POST", mode: "no-cors", body: '{"flood_limits": true}' });
  return new Promise((tell) => {
    const socket = new WebSocket(url.replace("http", "ws") + "/page/live");
    socket.onopen = () => tell(false);
    socket.onerror = () => tell(true);
  });
}"""
WATCH = """() => {
  window.seen = new Set();
  new MutationObserver(() => document.querySelectorAll(".bubble:not(.mine) .words")
    .forEach((each) => window.seen.add(each.textContent)))
    .observe(document.querySelector("#messages"), { subtree: true, childList: true });
}"""


async def test_pictures_come_and_the_button_enlarges_one(door: Door) -> None:
    """/gen, a status that changes, the pictures, "4x", and a file that is four times as large."""
    anna = await door.visit("Anna")
    await anna.page.evaluate(WATCH)

    await anna.say("/gen an island in the sea at dusk --ar 21:9 --n 2")
    several = anna.page.get_by_role("button", name="🔍 4x")
    await expect(several).to_be_visible(timeout=PATIENCE)
    await expect(anna.page.locator(".grid img")).to_have_count(2)
    statuses = [text for text in await anna.page.evaluate("[...seen]") if "%" in text]
    await several.click()
    await anna.page.get_by_role("button", name="4x #1").click()
    file = anna.page.locator("a.file")
    await expect(file).to_be_visible(timeout=PATIENCE)
    async with anna.page.expect_download() as coming:
        await file.click()
    path = await (await coming.value).path()

    assert len(statuses) > 1
    with Image.open(path) as picture:
        assert picture.size == (1344 * 4, 576 * 4)
    await expect(anna.page.locator(".jobs .succeeded").first).to_be_visible()
    await expect(anna.page.locator(".calls")).to_contain_text("sendDocument")
    await anna.end()


async def test_dropped_photo_comes_back_larger(door: Door) -> None:
    """A picture dropped onto the chat, alone: a file twice as large, and words in Russian."""
    ivan = await door.visit("Иван")

    await ivan.drop(picture(48, 32), "small.png")
    await expect(ivan.page.locator("#tray img")).to_be_visible()
    await ivan.page.get_by_label("Send", exact=True).click()

    preview = ivan.bubbles("96×64").locator(".photo img")  # noqa: RUF001 - the sign of sizes
    await expect(preview).to_be_visible(timeout=PATIENCE)
    await expect(ivan.page.locator("a.file")).to_have_count(1)
    await expect(ivan.bubbles(CYRILLIC).first).to_be_visible()
    await ivan.end()


async def test_killed_bot_goes_on_in_the_same_message(door: Door) -> None:
    """Kill -9 in mid-job: the message that showed the bar becomes the picture; there is no other."""
    olga = await door.visit("Olga")

    await olga.say("/gen mountains in the morning --n 1")
    status = olga.bubbles("%")
    await expect(status.locator(".when")).to_contain_text("edited", timeout=PATIENCE)
    number = await status.get_attribute("data-id")
    await olga.page.get_by_role("button", name="kill -9").click()
    picture_ = olga.page.locator(f'[data-id="{number}"] .photo img')

    await expect(picture_).to_be_visible(timeout=PATIENCE)
    await expect(olga.bubbles()).to_have_count(1)
    await expect(olga.page.locator("#panel")).to_contain_text("It is running")
    await expect(olga.page.locator("#panel")).to_contain_text("An admin has no quota")
    await olga.end()


async def test_stranger_is_refused(door: Door) -> None:
    """Who is not on the bot's list is told so, once, and gets no job; the list of persons makes one so."""
    sam = await door.visit("Sam")
    await sam.page.get_by_label("You are").select_option(OLGA)
    await expect(sam.page.locator("#chats")).to_contain_text("Large prints")
    await sam.page.get_by_label("You are").select_option(SAM)
    await expect(sam.page.locator("#chats button")).to_have_count(1)

    await sam.say("/gen a castle")

    await expect(sam.bubbles("closed circle")).to_be_visible()
    await expect(sam.page.locator("#panel .jobs")).not_to_contain_text("a castle")
    await sam.end()


async def test_chinese_user_is_answered_in_chinese(door: Door) -> None:
    """The language of the speaking user is that of menu, answer and page; the page's can be switched."""
    mei = await door.visit("小美", tongue="")

    await mei.page.fill("#text", "/")
    await expect(mei.page.locator("#menu li").first).to_contain_text(CHINESE)
    await mei.page.fill("#text", "")
    await mei.say("/quota")

    await expect(mei.bubbles(CHINESE).first).to_be_visible()
    await expect(mei.page.locator("html")).to_have_attribute("lang", "zh")
    await expect(mei.page.locator("#panel h2").first).to_have_text("机器人")
    await mei.page.locator("#language").select_option("ru")
    await expect(mei.page.locator("#panel h2").first).to_have_text("Бот")
    await expect(mei.page.locator("#chats")).to_contain_text("3 участника")
    await mei.page.reload()
    await expect(mei.page.locator("html")).to_have_attribute("lang", "ru")
    await mei.end()


async def test_phone_has_no_horizontal_scrolling(door: Door) -> None:
    """At 375 pixels the chat, the list of chats and the backstage all fit."""
    mei = await door.visit("小美", viewport=PHONE, has_touch=True)
    overflow = [await mei.page.evaluate(OVERFLOW)]

    await mei.say("/help")
    await expect(mei.bubbles("/gen").first).to_be_visible()
    overflow.append(await mei.page.evaluate(OVERFLOW))
    await mei.page.locator("#open-panel").click()
    await expect(mei.page.locator("#panel .calls li").first).to_be_visible()
    overflow.append(await mei.page.evaluate(OVERFLOW))
    await mei.page.keyboard.press("Escape")
    await mei.page.locator("#open-side").click()
    await mei.go_to("Three friends")
    await expect(mei.page.locator("#title")).to_have_text("Three friends")
    overflow.append(await mei.page.evaluate(OVERFLOW))

    assert overflow == [0, 0, 0, 0]
    await mei.end()


async def test_album_is_one_bubble_and_each_picture_is_enlarged(door: Door) -> None:
    """Two pictures picked at once, as files: one bubble, and two files come back."""
    mei = await door.visit("小美")

    await choose_two(mei)
    await mei.page.get_by_label("as files").check()
    await mei.say("/upscale 2")

    await expect(mei.page.locator(".mine a.file")).to_have_count(2)
    await expect(mei.page.locator(".mine")).to_have_count(1)
    came = mei.bubbles().locator("a.file")
    await expect(came).to_have_count(2, timeout=PATIENCE)
    await mei.end()


async def test_answer_stays_in_the_topic(door: Door) -> None:
    """What is asked in one topic of the forum is answered there, and nowhere else."""
    anna = await door.visit("Anna")
    await anna.go_to("Ideas")

    await choose_two(anna)
    await anna.say("/upscale 2")
    await expect(anna.page.locator(".mine .grid img")).to_have_count(2)
    # An administrator hears the picture without words, too (Bot API, privacy mode).
    await expect(anna.page.locator("a.file")).to_have_count(2, timeout=PATIENCE)
    await anna.go_to("Large prints")

    await expect(anna.page.locator(".service")).to_contain_text("Large prints")
    await expect(anna.page.locator(".bubble")).to_have_count(0)
    await anna.end()


async def test_keyboard_alone_is_enough(door: Door) -> None:
    """Menu by arrows, sending by Enter, reply and reaction by Tab and Enter; the focus is seen."""
    olga = await door.visit("Olga")
    await olga.go_to("General")
    page = olga.page
    await page.focus("#text")
    seen = [await page.evaluate(SHOWS_FOCUS)]

    await page.keyboard.type("/")
    await expect(page.locator("#menu li").first).to_be_visible()
    for key in ("ArrowDown", "ArrowUp", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator("#text")).to_have_value("/gen ")
    await page.fill("#text", "hello there")
    await page.keyboard.press("Enter")
    await page.locator(".mine").get_by_label("Reply to").focus()
    seen.append(await page.evaluate(SHOWS_FOCUS))
    await page.keyboard.press("Enter")
    await expect(page.locator("#replying")).to_contain_text("hello there")
    await page.locator(".mine").get_by_label("React to").focus()
    for key in ("Enter", "Tab", "Enter"):
        await page.keyboard.press(key)

    await expect(page.locator(".mine .reactions")).to_contain_text("👍")
    assert seen == [True, True]
    await olga.end()


async def test_tab_goes_through_everything_in_order(door: Door) -> None:
    """From the first control to the last, each once, in the order of reading, each with a visible focus."""
    sam = await door.visit("Sam")
    stops: list[int] = await sam.page.evaluate(NUMBER_STOPS)
    seen: list[int] = []
    while seen[-1:] != stops[-1:] and len(seen) <= len(stops):
        await sam.page.keyboard.press("Tab")
        assert await sam.page.evaluate(SHOWS_FOCUS)
        stop = await sam.page.evaluate(STOP)
        seen += [stop] if stop >= 0 else []  # a call of the bot's that came meanwhile

    assert seen == stops
    await sam.end()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_page_can_be_heard_and_read(door: Door, scheme: str) -> None:
    """Every control has a name, every picture words, and text stands out, by day and by night."""
    ivan = await door.visit("Иван", color_scheme=scheme)
    before = await ivan.page.evaluate(FAULTS)
    await ivan.say("/help")
    await expect(ivan.bubbles().first).to_be_visible()
    await ivan.page.locator(".calls summary").first.click()
    await ivan.page.fill("#text", "/")
    await ivan.drop(picture(20, 20), "tiny.png")
    await expect(ivan.page.locator("#tray img")).to_be_visible()

    faults = before + await ivan.page.evaluate(FAULTS)

    assert faults == []
    await ivan.end()


async def test_other_pages_cannot_drive_it(door: Door) -> None:
    """What a page of another origin posts blindly is not done, and it gets no stream of what happens."""
    sam = await door.visit("Sam")
    stranger = await sam.page.context.new_page()

    is_refused = await stranger.evaluate(FOREIGN, door.url)
    state = await (await sam.page.request.get(f"{door.url}/control/state")).json()

    assert is_refused
    assert not state["switches"]["flood_limits"]
    await sam.end()


async def test_first_paint_is_measured(
    door: Door, record_property: Callable[[str, object], None]
) -> None:
    """The browser tells when it first painted something; the number goes into the report."""
    sam = await door.visit("Sam")

    paint = await sam.page.evaluate(FIRST_PAINT)
    record_property("first_paint_ms", round(paint))

    assert paint > 0
    await sam.end()


async def choose_two(visit: Visit) -> None:
    """Pick two pictures by the button."""
    files: list[FilePayload] = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": picture(40, 30 + n)}
        for n in range(2)
    ]
    await visit.page.set_input_files("#files", files)
    await expect(visit.page.locator("#tray img")).to_have_count(2)
