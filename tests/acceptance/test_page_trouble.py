"""Trouble made from the panel: it can be seen, and the bot gets over it."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Locator, expect

from bot.playground.page.emulators import KNOWN
from tests.acceptance.browser import PATIENCE, Door, Visit, browsing, playing

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(200)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Door]:
    """A playground with every service emulated."""
    folder: Path = tmp_path_factory.mktemp("trouble")
    services = ",".join(KNOWN)
    async with (
        browsing() as browser,
        playing(folder, "--providers", services) as url,
    ):
        yield Door(browser, url)


async def switches_of(visit: Visit, name: str) -> Locator:
    """The switches of one service, unfolded."""
    page = visit.page
    title = page.locator("summary", has_text=f"Trouble for {name}")
    box = page.locator("#panel details", has=title)
    if await box.get_attribute("open") is None:
        await title.click()
    return box


@pytest.mark.parametrize(
    "button, mark",
    [("429 to the next call", "· 429"), ("Slow answer to the next call", "· slow")],
)
async def test_telegrams_trouble_is_seen_and_waited_out(
    door: Door, button: str, mark: str
) -> None:
    """The struck call stands in the list with what befell it, and the answer comes all the same."""
    anna = await door.visit("Anna")
    await anna.page.get_by_role("button", name=button).click()

    await anna.say("/quota")

    struck = anna.page.locator(".calls summary", has_text=mark)
    await expect(struck.first).to_be_visible(timeout=PATIENCE)
    await expect(anna.bubbles("30").first).to_be_visible(timeout=PATIENCE)
    await anna.end()


async def test_job_gets_over_lost_calls(door: Door) -> None:
    """One call dropped, one answer lost, three times 502: the calls show it, and the picture comes."""
    anna = await door.visit("Anna")
    page = anna.page
    for name in ("Drop the next call", "Lose the next answer", "502 to the next three"):
        await page.get_by_role("button", name=name).click()

    await anna.say("/gen a fox --provider demo --n 1")

    await expect(anna.bubbles().locator(".photo img")).to_be_visible(timeout=PATIENCE)
    for mark in ("· dropped_before", "· dropped_after", "· 502"):
        struck = page.locator(".calls summary", has_text=mark)
        await expect(struck.first).to_be_visible()
    await page.get_by_role("button", name="All is well").first.click()
    await anna.end()


async def test_flood_limits_are_switched(door: Door) -> None:
    """The box turns Telegram's own limits on, and off again."""
    anna = await door.visit("Anna")
    box = anna.page.get_by_label("Telegram's flood limits")

    await box.check()
    await expect(box).to_be_checked()
    async with httpx.AsyncClient() as client:
        on = (await client.get(f"{door.url}/control/state")).json()["switches"]
        await box.uncheck()
        off = (await client.get(f"{door.url}/control/state")).json()["switches"]

    assert on["flood_limits"]
    assert not off["flood_limits"]
    await anna.end()


async def test_line_at_a_service_is_seen_place_by_place(door: Door) -> None:
    """The service's queue shows in the status, and then a refusal for content, which costs nothing."""
    olga = await door.visit("Olga")
    jimeng = await switches_of(olga, "jimeng")
    await jimeng.get_by_role("button", name="Queue").click()
    await jimeng.get_by_role("button", name="Moderation").click()

    await olga.say("/gen a fox --provider jimeng --n 1")

    await expect(olga.bubbles("4 orders ahead")).to_be_visible(timeout=PATIENCE)
    await expect(olga.bubbles("1 order ahead")).to_be_visible(timeout=PATIENCE)
    await expect(olga.bubbles("content rules refuse")).to_be_visible(timeout=PATIENCE)
    await expect(olga.page.locator(".jobs .failed").first).to_be_visible()
    await olga.end()


async def test_service_that_goes_down_in_mid_job_and_comes_back(door: Door) -> None:
    """While it is down the switch shows it, after a reload too; then the same message becomes the picture."""
    ivan = await door.visit("Иван")
    hidream = await switches_of(ivan, "hidream")
    down = hidream.get_by_role("button", name="Down")

    await ivan.say("/gen a fox --provider hidream --n 1")
    status = ivan.bubbles("%")
    await expect(status).to_be_visible(timeout=PATIENCE)
    number = await status.get_attribute("data-id")
    await down.click()
    await expect(down).to_have_attribute("aria-pressed", "true")
    await ivan.page.reload()
    await switches_of(ivan, "hidream")
    await expect(down).to_have_attribute("aria-pressed", "true")
    await expect(ivan.page.locator(".photo img")).to_have_count(0)
    await down.click()

    await expect(down).to_have_attribute("aria-pressed", "false")
    picture = ivan.page.locator(f'[data-id="{number}"] .photo img')
    await expect(picture).to_be_visible(timeout=PATIENCE)
    await expect(ivan.bubbles()).to_have_count(1)
    await ivan.end()
