"""Buttons that the front door itself puts under its answers."""

from collections.abc import Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.domain.buttons import Button, Verb, parse_button
from bot.handlers.replies import Replies
from bot.services.values import JobView


def cancel_keyboard(
    jobs: Sequence[JobView], replies: Replies, language: str
) -> InlineKeyboardMarkup:
    """A button per job, numbered as the list above them; picture 1 is that job alone."""
    rows = [
        [
            InlineKeyboardButton(
                replies.text(language, "jobs-cancel", number=number),
                callback_data=Button(
                    verb=Verb.CANCEL, job_id=view.job.job_id, number=1
                ).data,
            )
        ]
        for number, view in enumerate(jobs, start=1)
    ]
    return InlineKeyboardMarkup(rows)


def job_under(message: Message | None) -> str | None:
    """The job that the buttons of a message are about; None where they are about several."""
    found = {button.job_id for button in _buttons(message) if button is not None}
    return found.pop() if len(found) == 1 else None


def offers(message: Message, job_id: str) -> bool:
    """Do the buttons of a message offer something of this job's? A list of orders offers nothing."""
    return any(
        button is not None
        and button.job_id == job_id
        and button.verb is not Verb.CANCEL
        for button in _buttons(message)
    )


def shown_under(message: Message) -> tuple[str, int] | None:
    """The job and number of the picture above the buttons of a message; number 0: several."""
    buttons = [button for button in _buttons(message) if button is not None]
    if not buttons or not (message.photo or message.document):
        return None
    numbers = {button.number for button in buttons} - {0}
    return buttons[0].job_id, numbers.pop() if len(numbers) == 1 else 0


def _buttons(message: Message | None) -> Iterator[Button | None]:
    if message is None or message.reply_markup is None:
        return
    for row in message.reply_markup.inline_keyboard:
        for key in row:
            if isinstance(key.callback_data, str):
                yield parse_button(key.callback_data)
