"""A playground as a program, and a Chromium that looks at its page.

async with playing(folder) as url, browsing() as browser:
    visit = await Visit.begin(browser, url, "Anna")
    await visit.say("/gen a fox")
"""

import asyncio
import os
import re
import shutil
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, Self

import httpx
import pytest
from PIL import Image
from playwright.async_api import (
    APIRequestContext,
    Browser,
    Locator,
    Page,
    async_playwright,
    expect,
)

from bot.playground.tour.environment import TOKEN

PROGRAM = Path(sys.executable).with_name("imagewright")
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # a container's root has no other way
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 375, "height": 740}
START = 60.0  # seconds
PATIENCE = 90_000.0  # milliseconds for one job beside other tests
expect.set_options(timeout=30_000)  # for all else: two cores have much to do at once


def chromium() -> str:
    """Where the browser is; without one, the gate fails and another machine skips."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return found
    reason = "no chromium on the PATH (Debian: apt-get install chromium)"
    if os.environ.get("CI") == "true":  # noqa: TID251 - the gate may not skip
        pytest.fail(reason)
    pytest.skip(reason)


@asynccontextmanager
async def playing(folder: Path, *arguments: str) -> AsyncIterator[str]:
    """`imagewright play` in a folder; the address of its page once the bot is there."""
    process = await asyncio.create_subprocess_exec(
        PROGRAM,
        "play",
        "--port",
        "0",
        *arguments,
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder)},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(START):
            url = (await process.stdout.readline()).decode().split()[1]
            while b"The bot is there" not in await process.stdout.readline():
                assert not process.stdout.at_eof()
        yield url
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
        assert await process.wait() == 0


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """One Chromium, which reaches nothing but loopback."""
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path,
            args=[*FLAGS, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        )
        try:
            yield browser
        finally:
            await browser.close()


@dataclass  # no slots: the driver hangs its own marks on who listens
class Visit:
    """One person at the page.

    Attributes:
        faults: what the browser complained about.
    """

    page: Page
    faults: list[str] = field(default_factory=list)

    @classmethod
    async def begin(
        cls,
        browser: Browser,
        url: str,
        name: str,
        *,
        tongue: str = "en",
        **context: Any,
    ) -> Self:
        """Open the page as this person, whose chat with the bot is empty.

        `tongue` is the language of the page's own words; "" for the person's.
        """
        options = {"viewport": DESK, "reduced_motion": "reduce"} | context
        opened = await browser.new_context(**options)
        speaker = await _clear_table(opened.request, url, name)
        page = await opened.new_page()
        page.set_default_timeout(PATIENCE)
        await page.add_init_script(
            f"sessionStorage.setItem('me', {speaker});"
            f"localStorage.getItem('language') ?? localStorage.setItem('language', {tongue!r})"
        )
        visit = cls(page)
        page.on("console", visit.note)
        page.on("pageerror", lambda error: visit.faults.append(str(error)))
        await page.goto(url)
        await page.wait_for_selector("body[data-ready]")
        return visit

    def note(self, message: Any) -> None:
        """Keep a console line that is a complaint."""
        if message.type in {"error", "warning"}:
            self.faults.append(message.text)

    async def say(self, text: str) -> None:
        """Write a message and send it with Enter."""
        await self.page.fill("#text", text)
        await self.page.press("#text", "Enter")

    async def go_to(self, place: str) -> None:
        """Open a chat by its name in the list."""
        await self.page.locator("#chats button", has_text=place).first.click()

    def bubbles(self, text: str | re.Pattern[str] = "") -> Locator:
        """What the bot said, that holds this."""
        return self.page.locator("#messages .bubble:not(.mine)", has_text=text)

    async def drop(self, picture: bytes, name: str) -> None:
        """Drop a picture onto the chat."""
        await self.page.evaluate(
            """([bytes, name]) => {
              const dropped = new DataTransfer();
              dropped.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
              const main = document.querySelector("main");
              for (const kind of ["dragover", "drop"]) main.dispatchEvent(
                new DragEvent(kind, { dataTransfer: dropped, bubbles: true, cancelable: true }));
            }""",
            [list(picture), name],
        )

    async def paste(self, picture: bytes, name: str) -> None:
        """Paste a picture where one writes."""
        await self.page.evaluate(
            """([bytes, name]) => {
              const pasted = new DataTransfer();
              pasted.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }));
              document.querySelector("#text").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true }));
            }""",
            [list(picture), name],
        )

    async def end(self) -> None:
        """Leave; nothing on the way was a fault."""
        await self.page.context.close()
        assert self.faults == []


class Door(NamedTuple):
    """A browser and the address of the page."""

    browser: Browser
    url: str

    async def visit(self, name: str, **context: Any) -> Visit:
        """Come as this person."""
        return await Visit.begin(self.browser, self.url, name, **context)

    async def bot(self, method: str, **values: Any) -> Any:
        """Have the bot say or do something, in place of the program; what Telegram answers."""
        async with httpx.AsyncClient() as client:
            answer = await client.post(f"{self.url}/bot{TOKEN}/{method}", json=values)
        told = answer.json()
        assert told["ok"], told
        return told["result"]


async def _clear_table(request: APIRequestContext, url: str, name: str) -> int:
    """Delete what other visits left in a person's chat; the person's id."""
    scene = await (await request.get(f"{url}/page/scene")).json()
    user_id = next(each["id"] for each in scene["persons"] if each["name"] == name)
    chat = f"{url}/control/messages?chat_id={user_id}"
    for view in await (await request.get(chat)).json():
        await request.post(
            f"{url}/control/people/delete_message",
            data={"user_id": user_id, "message_id": view["message_id"]},
        )
    return int(user_id)


def picture(width: int, height: int) -> bytes:
    """A PNG of a gradient."""
    out = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "PNG")
    return out.getvalue()
