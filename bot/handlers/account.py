"""What people ask about themselves: /quota, /jobs, /cancel; and /start, /help."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo

from bot.domain.errors import Refused
from bot.domain.quota import UTC, Allowance
from bot.handlers.addressing import replied_to
from bot.handlers.asides import Asides
from bot.handlers.asks import Ask
from bot.handlers.cancelling import cancel_order
from bot.handlers.keyboards import cancel_keyboard, job_under
from bot.handlers.moderation import Moderators
from bot.handlers.refusals import turn_args
from bot.handlers.replies import Replies
from bot.handlers.showcase import Showcase
from bot.services.desk import Desk
from bot.services.displays import Displays
from bot.services.values import JobView, LedgerEntry, Offer, QuotaReport
from providers.base import Operation
from providers.clock import Clock

SHOWN_RATIOS = 8
SHOWN_MODELS = 12
SHOWN_PROMPT = 60  # characters of a prompt in a list
SHOWN_JOBS = 20  # more would be a wall of buttons; these always fit one message
GENERATE_SETTINGS = (
    "JIMENG_SESSION_ID, HIDREAM_TOKEN, IDEOGRAM_API_KEY, IDEOGRAM_GATEWAY_KEY, "
    "OPENAI_API_KEY, DREAMINA_MCP_COOKIE"
)


@dataclass(frozen=True, slots=True)
class Account:
    """Answers that cost nothing."""

    desk: Desk
    displays: Displays
    replies: Replies
    moderators: Moderators
    clock: Clock
    asides: Asides
    showcase: Showcase

    async def start(self, ask: Ask) -> None:
        """Say hello, and what can be done."""
        await self.showcase.show(ask.address, self.desk.offer())
        greeting = self.replies.text(ask.language, "start")
        await self.replies.send(ask.address, greeting, *self._help(ask.language))

    async def help(self, ask: Ask) -> None:
        """Say what can be done right now."""
        await self.showcase.show(ask.address, self.desk.offer())
        await self.replies.send(ask.address, *self._help(ask.language))

    async def quota(self, ask: Ask) -> None:
        """Say what is left, when it turns, and what happened last."""
        report = await self.desk.quota(ask.user_id, ask.chat_id)
        if ask.chat_id < 0:  # the group need not know what was made in private
            report = replace(report, entries=())
        await self.asides.send(ask.reader, ask.address, *self._quota(report, ask))

    async def _running_here(self, ask: Ask) -> tuple[JobView, ...]:
        """The asker's jobs; what was asked in private is not read out in a group."""
        views = await self.desk.running_of(ask.user_id)
        if ask.chat_id > 0:
            return views
        return tuple(view for view in views if view.job.address.chat_id == ask.chat_id)

    async def jobs(self, ask: Ask) -> None:
        """List the asker's jobs under way, with a button to cancel each."""
        jobs = await self._running_here(ask)
        if not jobs:
            await self._say(ask, "jobs-none")
            return
        await self._list(ask, jobs, "jobs-title")

    async def cancel(self, ask: Ask) -> None:
        """Cancel the order that is meant: named, replied to, or the only one.

        Raises:
            Refused: as for `Desk.cancel`.
        """
        running = await self._running_here(ask)
        job_id = await self._meant(ask, running)
        if job_id is not None:
            await self._cancel(ask, job_id)
        elif running:
            await self._list(ask, running, "cancel-which")
        else:
            await self._say(ask, "jobs-none")

    async def _say(self, ask: Ask, key: str) -> None:
        await self.asides.say(ask.reader, ask.address, ask.language, key)

    async def _cancel(self, ask: Ask, job_id: str) -> None:
        job = await self.desk.job(job_id)
        is_owner = job is not None and job.user_id == ask.user_id
        is_known_here = is_owner or ask.is_admin
        if job is None or not (is_known_here or job.address.chat_id == ask.chat_id):
            raise Refused(code="job_unknown")
        await cancel_order(
            self.desk,
            job,
            user_id=ask.user_id,
            may_moderate=not is_owner
            and await self.moderators.include(ask.user_id, ask.chat_id),
        )
        await self._say(ask, "cancel-done")

    async def _meant(self, ask: Ask, running: tuple[JobView, ...]) -> str | None:
        if ask.heard.words:
            return ask.heard.words.split()[0].lstrip("#")
        reply = replied_to(ask.main)
        if reply is not None:
            if job_id := job_under(reply):
                return job_id
            shown = await self.displays.job_of_message(reply.chat.id, reply.message_id)
            if shown:
                return shown[0]
            asked = [v for v in running if v.job.address.reply_to == reply.message_id]
            running = tuple(asked) or running
        orders = {view.job.status_id for view in running}
        return running[0].job.job_id if len(orders) == 1 else None

    async def _list(self, ask: Ask, jobs: tuple[JobView, ...], title: str) -> None:
        shown, more = jobs[:SHOWN_JOBS], len(jobs) - SHOWN_JOBS
        lines = [
            f"{number}. {self._line(view, ask.language)}"
            for number, view in enumerate(shown, start=1)
        ]
        if more > 0:
            lines.append(self.replies.text(ask.language, "jobs-more", count=more))
        await self.asides.send(
            ask.reader,
            ask.address,
            self.replies.text(ask.language, title, count=len(jobs)),
            "\n".join(lines),
            keyboard=cancel_keyboard(shown, self.replies, ask.language),
        )

    def _line(self, view: JobView, language: str) -> str:
        recipe = view.job.recipe
        what = self.replies.text(language, f"operation-{recipe.operation}")
        prompt = recipe.prompt[:SHOWN_PROMPT]
        if view.place is not None:
            how = self.replies.text(language, "jobs-waiting", ahead=view.place)
        elif view.fraction is not None:
            percent = int(view.fraction * 100)
            how = self.replies.text(language, "jobs-running", percent=percent)
        else:
            how = self.replies.text(language, "jobs-started")
        key = "jobs-line-prompt" if prompt else "jobs-line"
        line = self.replies.text(language, key, what=what, prompt=prompt)
        return f"{line} - {how}"

    def _help(self, language: str) -> Iterator[str]:
        offer = self.desk.offer()
        for operation in Operation:
            key = f"help-{operation}"
            if not offer.can(operation):
                key += "-missing"
            yield self.replies.text(
                language,
                key,
                scales=", ".join(f"{scale}x" for scale in offer.scales) or "2x",
                settings=GENERATE_SETTINGS,
            )
        if offer.can(Operation.EDIT):
            yield self.replies.text(language, "help-steps")
        if any(offer.can(op) for op in (Operation.GENERATE, Operation.EDIT)):
            yield self._options(offer, language)
        yield self.replies.text(language, "help-account")

    def _options(self, offer: Offer, language: str) -> str:
        lines = [
            self.replies.text(
                language,
                "help-options",
                ratios=", ".join(offer.aspect_ratios[:SHOWN_RATIOS]) or "16:9",
            )
        ]
        if offer.models:
            models = ", ".join(offer.models[:SHOWN_MODELS])
            lines.append(self.replies.text(language, "help-models", models=models))
        return "\n".join(lines)

    def _quota(self, report: QuotaReport, ask: Ask) -> Iterator[str]:
        zone: tzinfo = UTC
        limited = [wallet for wallet in report.allowances if wallet.limit is not None]
        if ask.is_admin or not limited:
            yield self.replies.text(ask.language, "quota-unlimited")
        else:
            zone = limited[0].turns_at.tzinfo or UTC
            turn = turn_args(limited[0].turns_at, self.clock.now())
            lines = [
                line
                for wallet in limited
                for line in self._wallet(wallet, ask.language)
            ]
            lines.append(self.replies.text(ask.language, "quota-turns", **turn))
            yield "\n".join(lines)
        if report.entries:
            entries = [
                self._entry(entry, zone, ask.language) for entry in report.entries
            ]
            title = self.replies.text(ask.language, "quota-entries")
            yield "\n".join([title, *entries])

    def _wallet(self, wallet: Allowance, language: str) -> Iterator[str]:
        args = {
            "left": wallet.left or 0,
            "limit": wallet.limit or 0,
            "bonus": wallet.bonus,
        }
        yield self.replies.text(language, f"quota-{wallet.wallet}", **args)
        if (share := wallet.share) is not None:
            part = {"left": share.left, "limit": share.limit, "parts": share.parts}
            yield self.replies.text(language, "quota-share", **part)

    def _entry(self, entry: LedgerEntry, zone: tzinfo, language: str) -> str:
        what = entry.operation or "granted"
        return self.replies.text(
            language,
            "quota-entry",
            at=f"{entry.at.astimezone(zone):%m-%d %H:%M}",
            amount=f"{entry.amount:+d}".replace("-", "\N{MINUS SIGN}"),
            what=self.replies.text(language, f"operation-{what}"),
            kind=self.replies.text(language, f"ledger-{entry.kind}"),
        )
