"""Where a scene plays: Telegram and Jimeng, each in a process of its own, and the people."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from providers.clock import SystemClock
from tests.benchmarks.processes import Program, python

TOKEN = "42:benchmark-token-abcdefghijklmnopqrstu"
PATIENCE = 180.0  # seconds that a scene may take
LOOK_AGAIN = 0.25  # seconds between two looks at a log
Json = dict[str, Any]


class Stage:
    """Both services and the control side of the first.

    Attributes:
        folder: of the logs and of the bot's data.
        telegram_url, jimeng_url: roots, without a slash at the end.
    """

    def __init__(
        self,
        folder: Path,
        session: aiohttp.ClientSession,
        *,
        telegram_url: str,
        jimeng_url: str,
    ) -> None:
        self.folder = folder
        self.telegram_url = telegram_url
        self.jimeng_url = jimeng_url
        self._session = session
        self._clock = SystemClock()

    async def add_users(self, count: int) -> list[int]:
        """People, each with a private chat of the same id."""
        added = [
            await self._act("add_user", first_name=f"User {number}", language_code="en")
            for number in range(count)
        ]
        return [user["id"] for user in added]

    async def add_group(self, title: str, members: list[int]) -> int:
        """A group with these people and the bot; its id."""
        group = await self._act("add_chat", title=title, members=members)
        return int(group["id"])

    async def say(self, user_id: int, text: str, chat_id: int | None = None) -> None:
        """A user writes to the bot, or into a group."""
        place = {} if chat_id is None else {"chat_id": chat_id}
        await self._act("send_text", user_id=user_id, text=text, **place)

    async def show(self, user_id: int, photo: bytes, caption: str) -> None:
        """A user sends a picture."""
        encoded = base64.b64encode(photo).decode()
        await self._act("send_photo", user_id=user_id, photo=encoded, caption=caption)

    async def say_all(self, user_ids: list[int], text: str) -> None:
        """Everybody writes to the bot in one moment."""
        await self.say_everywhere([(user_id, user_id) for user_id in user_ids], text)

    async def say_everywhere(self, places: list[tuple[int, int]], text: str) -> None:
        """People write in one moment: who, and in which chat.

        One request: a crowd's own requests, a hundred at once, would keep the server from
        answering the program that is measured.
        """
        acts = [
            {"verb": "send_text", "user_id": user_id, "text": text, "chat_id": chat_id}
            for user_id, chat_id in places
        ]
        url = f"{self.telegram_url}/control/people"
        async with self._session.post(url, json={"acts": acts}) as answer:
            answer.raise_for_status()

    async def last_call(self) -> int:
        """The number of the newest call in the log."""
        return int((await self._get("state"))["last_call_seq"])

    async def pending_updates(self) -> int:
        """Updates that the bot has not confirmed."""
        return int((await self._get("state"))["pending_updates"])

    async def calls(self, after: int) -> list[Json]:
        """The bot's calls since that one, oldest first."""
        items: list[Json] = (await self._get("log", after=after))["items"]
        return items

    async def events(self, after: int = 0) -> list[Json]:
        """What happened in the chats."""
        items: list[Json] = (await self._get("events", after=after))["items"]
        return items

    async def polled(self, since: float) -> dict[str, float]:
        """Of Jimeng's tasks, those asked for since then (see `jimeng_server`)."""
        url = f"{self.jimeng_url}/polled"
        async with self._session.get(url, params={"since": str(since)}) as answer:
            answer.raise_for_status()
            found: dict[str, float] = await answer.json()
            return found

    async def watch(
        self, program: Program, look: Callable[[list[Json]], bool]
    ) -> list[Json]:
        """The calls from now on, as soon as `look` is content with all of them.

        Raises:
            TimeoutError: it was not.
            RuntimeError: the program died.
        """
        seen: list[Json] = []
        after = await self.last_call()
        async with asyncio.timeout(PATIENCE):
            while not look(seen):
                program.check()
                await self.pause(LOOK_AGAIN)
                seen += await self.calls(seen[-1]["seq"] if seen else after)
        return seen

    async def pause(self, seconds: float) -> None:
        """Let time pass."""
        await self._clock.sleep(seconds)

    async def _act(self, verb: str, **arguments: Any) -> Json:
        url = f"{self.telegram_url}/control/people/{verb}"
        async with self._session.post(url, json=arguments) as answer:
            answer.raise_for_status()
            said: Json = await answer.json()
            return said

    async def _get(self, what: str, **query: Any) -> Json:
        url = f"{self.telegram_url}/control/{what}"
        async with self._session.get(url, params=query) as answer:
            answer.raise_for_status()
            found: Json = await answer.json()
            return found


@asynccontextmanager
async def open_stage(
    folder: Path,
    *,
    run_seconds: float,
    has_limits: bool = False,
    weight: int = 0,
    is_full_size: bool = False,
) -> AsyncIterator[Stage]:
    """Both services while the block runs.

    Args:
        folder: an empty one.
        run_seconds: how long Jimeng draws.
        has_limits: Telegram refuses with 429 what is over its limits.
        weight: bytes of each picture, at least.
        is_full_size: pictures as large as Jimeng makes them, and not tiny ones.
    """
    limits = ["--flood-limits"] if has_limits else []
    await asyncio.to_thread(folder.mkdir, parents=True)
    async with AsyncExitStack() as stack:
        telegram = await _serve(
            stack,
            folder,
            "bot.playground.botapi",
            "--token",
            TOKEN,
            "--no-recompress",
            *limits,
        )
        jimeng = await _serve(
            stack,
            folder,
            "tests.benchmarks.jimeng_server",
            "--run-seconds",
            str(run_seconds),
            *("--weight", str(weight)),
            *(["--full-size"] if is_full_size else []),
        )
        connector = aiohttp.TCPConnector(limit=0)
        session = await stack.enter_async_context(
            aiohttp.ClientSession(connector=connector)
        )
        yield Stage(folder, session, telegram_url=telegram, jimeng_url=jimeng)


async def _serve(
    stack: AsyncExitStack, folder: Path, module: str, *arguments: str
) -> str:
    program = await Program.start(
        python(module, *arguments),
        folder=folder,
        name=module.rpartition(".")[2],
        is_talking=True,
    )
    stack.push_async_callback(program.end)
    said: Mapping[str, str] = await program.hear()
    return said["url"]
