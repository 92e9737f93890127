"""Takes the pictures of the page that the README and the docs show: `make screenshots`."""

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.acceptance.browser import PHONE, Visit, browsing, playing
from tests.acceptance.page_check import FIRST_PAINT

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
SAMPLE = Path(__file__).resolve().parents[2] / "bot/playground/samples/coffee.jpg"
CAT = SAMPLE.with_name("cat.jpg")
PHOTO_TIME = 300.0  # milliseconds until all is painted
HALF_WAY = re.compile(r"[3-7]\d %")
ISLAND = "/gen an island in the sea at dusk --ar 3:2"


async def take_all() -> None:
    """Play each scene and write its picture."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with browsing() as browser:
            async with playing(folder) as url:
                for scene in (hello, drawing, sketching, surviving, refusing, talking):
                    await scene(browser, url)
            await troubling(browser, folder)


async def hello(browser: Browser, url: str) -> None:
    """The page as it opens, and how soon, once the browser itself is warm."""
    await (await Visit.begin(browser, url, "Sam")).end()
    anna = await Visit.begin(browser, url, "Anna")
    paint = await anna.page.evaluate(FIRST_PAINT)
    sys.stdout.write(f"first paint after {paint:.0f} ms\n")
    await expect(anna.page.locator("#first")).to_be_visible()
    await expect(anna.page.locator("#panel")).to_contain_text("30 left")
    await keep(anna, "first-look")


async def drawing(browser: Browser, url: str) -> None:
    """A job under way, then its pictures and the enlarged file."""
    anna = await Visit.begin(browser, url, "Anna")
    await anna.say(ISLAND)
    await anna.bubbles(HALF_WAY).wait_for()
    await shot(anna, "under-way")
    await anna.page.get_by_role("button", name="🔍 4x").wait_for()
    await expect(anna.page.locator(".grid img")).to_have_count(4)
    await shot(anna, "pictures")
    await anna.page.get_by_role("button", name="🔍 4x").click()
    await anna.page.get_by_role("button", name="4x #1").click()
    await anna.page.locator("a.file").wait_for()
    await expect(anna.page.locator(".jobs .succeeded")).to_have_count(2)
    await keep(anna, "enlarged")


async def sketching(browser: Browser, url: str) -> None:
    """A photo of a Chinese user's on a phone, by night."""
    mei = await Visit.begin(
        browser,
        url,
        "小美",
        tongue="",
        viewport=PHONE,
        color_scheme="dark",
        has_touch=True,
    )
    await mei.page.set_input_files("#files", SAMPLE)
    await mei.say("/edit 变成铅笔画")
    await mei.bubbles().locator(".photo img").wait_for()
    await keep(mei, "phone")


async def surviving(browser: Browser, url: str) -> None:
    """Kill -9 in mid-job, and the same message goes on."""
    olga = await Visit.begin(browser, url, "Olga", color_scheme="dark")
    await olga.say("/gen mountains in the morning --n 1")
    await olga.bubbles(HALF_WAY).wait_for()
    await olga.page.get_by_role("button", name="kill -9").click()
    await shot(olga, "killed")
    await olga.bubbles().locator(".photo img").wait_for()
    await expect(olga.page.locator(".jobs .delivering, .jobs .running")).to_have_count(
        0
    )
    await expect(olga.page.locator("#toast")).to_be_hidden()
    await keep(olga, "went-on")


async def refusing(browser: Browser, url: str) -> None:
    """A stranger."""
    sam = await Visit.begin(browser, url, "Sam")
    await sam.say("/gen a castle")
    await sam.bubbles("closed circle").wait_for()
    await expect(sam.page.locator("#panel")).to_contain_text("It is running")
    await keep(sam, "refused")


async def talking(browser: Browser, url: str) -> None:
    """A Russian user in a topic of the forum: pictures at hand, a spoiler, a quote."""
    ivan = await Visit.begin(browser, url, "Иван", tongue="")
    page = ivan.page
    await ivan.go_to("Large prints")
    await page.set_input_files("#files", CAT)
    await page.locator("#with-spoiler").check()
    await ivan.say("Угадайте, кто это: рыжий, усатый, глаза зелёные")
    words = page.locator(".mine .words")
    await words.evaluate(
        "each => getSelection().setBaseAndExtent(each.firstChild, 19, each.firstChild, 32)"
    )
    await page.locator(".mine").hover()
    await page.locator(".mine .tools button").first.click()
    await page.fill("#text", "Подсказка: он мурлычет")
    await page.locator("#open-samples").click()
    await expect(page.locator("#samples img").first).to_be_visible()
    await keep(ivan, "quote")


async def troubling(browser: Browser, folder: Path) -> None:
    """An emulated service with a line in front of it, and the switches of its troubles."""
    async with playing(folder, "--providers", "jimeng,hidream") as url:
        anna = await Visit.begin(browser, url, "Anna")
        page = anna.page
        title = page.locator("summary", has_text="Trouble for jimeng")
        await title.click()
        switches = page.locator("#panel details", has=title)
        await switches.get_by_role("button", name="Queue").click()
        await anna.say("/gen a lighthouse in a storm --n 1")
        await anna.bubbles("3 orders ahead").wait_for()
        await expect(page.locator("#toast")).to_be_hidden()
        await keep(anna, "trouble")


async def keep(visit: Visit, name: str) -> None:
    """Take the last picture of a visit."""
    await shot(visit, name)
    await visit.end()


async def shot(visit: Visit, name: str) -> None:
    """Write what the page shows now."""
    await visit.page.wait_for_timeout(PHOTO_TIME)
    await visit.page.screenshot(path=FOLDER / f"{name}.png")


if __name__ == "__main__":
    asyncio.run(take_all())
