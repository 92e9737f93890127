"""The plain script that the bot is measured against: what one writes in an evening.

It makes the same calls as the bot does for a `/gen`, and nothing else: no database, no quota, no
restart, no flood limits, no cancel. With `--every-second` it tells how long it has been at work each
second and sends one picture, with `--limiter` behind PTB's `AIORateLimiter`. Only the order for Jimeng is put together with our own
`sign` and `drafts`, because the emulator refuses anything less exact.
"""

import argparse
import asyncio
import secrets
import sys
import time
import uuid
from typing import Any

import httpx
from telegram import InputMediaPhoto, Message, Update
from telegram.ext import AIORateLimiter, Application, CommandHandler, ContextTypes

from providers.dreamina.models import find_model, size_of
from providers.dreamina.sign import AID, poll_headers, site_query, submit_headers
from providers.jimeng.drafts import generate_draft
from tests.benchmarks.floods import DIED

DONE, FINISHING = 50, 45
VERSION, DRAFT_VERSION, RATIO = "5.8.0", "3.3.8", "16:9"
GENERATE, HISTORY = "/mweb/v1/aigc_draft/generate", "/mweb/v1/get_history_by_ids"
Json = dict[str, Any]

parser = argparse.ArgumentParser(prog="tests.benchmarks.minimal_bot")
parser.add_argument("--token", required=True)
parser.add_argument("--telegram", required=True, help="root of the Bot API server")
parser.add_argument("--jimeng", required=True, help="root of the service")
parser.add_argument("--session", required=True)
parser.add_argument("--poll-interval", type=float, default=2.0)
parser.add_argument(
    "--every-second", action="store_true", help="tell the time each second"
)
parser.add_argument(
    "--limiter", action="store_true", help="wait as AIORateLimiter does"
)
options = parser.parse_args()
MOST_RETRIES = 5  # of the limiter
CROWD = 1024  # handlers at once
ONE = "--n 1"  # said in an order: one picture is enough

client = httpx.AsyncClient(base_url=options.jimeng, timeout=60)


async def submit(prompt: str) -> str:
    """Order four pictures; the task's id."""
    now = time.time()
    model = find_model(None)
    draft = generate_draft(
        prompt=prompt,
        negative_prompt="",
        model=model,
        ratio=RATIO,
        size=size_of(model, RATIO),
        seed=secrets.randbelow(100_000_000) + 2_500_000_000,
        version=DRAFT_VERSION,
        time_ms=int(now * 1000),
    )
    answer = await client.post(
        GENERATE,
        params=draft.query,
        json=draft.body(str(uuid.uuid4())),
        headers=submit_headers(
            GENERATE,
            cookie=f"sessionid={options.session}",
            app_version=VERSION,
            device_time=int(now),
        ),
    )
    return str(answer.json()["data"]["aigc_data"]["history_record_id"])


async def poll(task_id: str) -> Json:
    """Where a task is."""
    answer = await client.post(
        HISTORY,
        params=site_query(None),
        json={"history_ids": [task_id], "http_common_info": {"aid": AID}},
        headers=poll_headers(
            HISTORY,
            cookie=f"sessionid={options.session}",
            app_version=VERSION,
            device_time=int(time.time()),
        ),
    )
    record: Json = answer.json()["data"][task_id]
    return record


async def finish(task_id: str, status: Message) -> Json:
    """Poll until the pictures are there, and tell once that they are on their way."""
    is_told = False
    while (record := await poll(task_id))["status"] != DONE:
        if not is_told and record["status"] == FINISHING:
            is_told = True
            await status.edit_text("Finishing...")
        await asyncio.sleep(options.poll_interval)  # noqa: TID251 - a script has no clock to hand in
    return record


async def gen(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Words in, four pictures out."""
    if update.message is None:
        return
    status = await update.message.reply_text("Working...")
    task_id = await submit((update.message.text or "").removeprefix("/gen "))
    record = await finish(task_id, status)
    pictures = []
    for item in record["item_list"]:
        answer = await client.get(item["image"]["large_images"][0]["image_url"])
        pictures.append(InputMediaPhoto(answer.content))
    await update.message.reply_media_group(pictures)
    await status.edit_text("Done.")


async def gen_telling(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Words in, an edit each second, and one picture or an album out."""
    if update.message is None:
        return
    status = await update.message.reply_text("Working...")
    task_id = await submit((update.message.text or "").removeprefix("/gen "))
    seconds = 0
    while (record := await poll(task_id))["status"] != DONE:
        await asyncio.sleep(1)  # noqa: TID251 - as above
        seconds += 1
        await status.edit_text(f"Working... {seconds} s")
    found = [item["image"]["large_images"][0] for item in record["item_list"]]
    if ONE in (update.message.text or ""):
        answer = await client.get(found[0]["image_url"])
        await update.message.reply_photo(answer.content)
        return
    answers = [await client.get(each["image_url"]) for each in found]
    pictures = [InputMediaPhoto(answer.content) for answer in answers]
    await update.message.reply_media_group(pictures)
    await status.edit_text("Done.")


async def mourn(_update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say that a handler died: its order is lost, and its user is told nothing."""
    sys.stdout.write(f"{DIED}{context.error!r}\n")
    sys.stdout.flush()


def main() -> None:
    """Serve until killed."""
    builder = (
        Application.builder()
        .token(options.token)
        .base_url(f"{options.telegram}/bot")
        .job_queue(None)
        .concurrent_updates(CROWD)
    )
    if options.limiter:
        # The builder's type was fixed when it had no limiter.
        builder.rate_limiter(AIORateLimiter(max_retries=MOST_RETRIES))
    application = builder.build()
    work = gen_telling if options.every_second else gen
    application.add_handler(CommandHandler("gen", work))
    application.add_error_handler(mourn)
    application.run_polling()


if __name__ == "__main__":
    main()
