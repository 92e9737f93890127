"""What under a result tells of its steps: the number, and the buttons that go back."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.delivery.captions import picture_caption, several_caption
from bot.delivery.keyboards import Keyboards
from bot.domain.buttons import Verb, parse_button
from bot.domain.job import Job
from bot.domain.recipe import PictureRef, Recipe, result_of
from bot.i18n.texts import Texts
from bot.services.values import Picture
from providers.base import Operation
from tests.unit.delivery.rig import make_job

TEXTS = Texts(is_strict=True)
PHOTO = PictureRef(file_id="p", file_unique_id="p", kind="photo")
PICTURES = [
    Picture(
        job_id="job1",
        number=number,
        path=None,
        media_type="image/png",
        width=640,
        height=480,
        size=1000,
    )
    for number in (1, 2)
]


def made(operation: Operation, *sources: PictureRef, language: str = "en") -> Job:
    """A job of that kind."""
    recipe = Recipe(operation=operation, prompt="a fox", model="4.5")
    return make_job(recipe=recipe, sources=sources, language=language)


def verbs(markup: InlineKeyboardMarkup) -> dict[Verb, int]:
    """What the buttons do, and with which picture."""
    data = [key.callback_data for row in markup.inline_keyboard for key in row]
    buttons = [parse_button(each) for each in data if isinstance(each, str)]
    return {button.verb: button.number for button in buttons if button is not None}


@pytest.mark.parametrize("operation", Operation)
@pytest.mark.parametrize(
    "language, words", [("en", "Step 3"), ("ru", "Шаг 3"), ("zh", "第 3 步")]
)
def test_a_later_step_says_its_number(
    operation: Operation, language: str, words: str
) -> None:
    """Under one picture and under several; the first step, and a drawing, need none."""
    job = made(operation, language=language)

    for step, is_said in ((1, False), (3, True)):
        one = picture_caption(job, PICTURES[0], TEXTS, step=step)
        all_ = several_caption(job, PICTURES, TEXTS, step=step)
        assert [words in one, words in all_] == [is_said, is_said]


@pytest.mark.parametrize(
    "job, expected",
    [
        (made(Operation.GENERATE), {}),
        (made(Operation.EDIT, PHOTO), {Verb.UNDO: 2, Verb.COMPARE: 2}),
        (made(Operation.EDIT, result_of("a", 1)), {Verb.UNDO: 2, Verb.COMPARE: 2}),
        (made(Operation.UPSCALE, result_of("a", 1)), {Verb.COMPARE: 2}),
    ],
    ids=["drawing", "edit", "edit-of-result", "enlargement"],
)
def test_what_was_made_from_a_picture_can_be_held_against_it(
    job: Job, expected: dict[Verb, int]
) -> None:
    """Edits can be undone and compared, enlargements compared, drawings neither."""
    found = verbs(Keyboards(TEXTS, "en").single(job, PICTURES[1]))

    assert {
        v: n for v, n in found.items() if v in (Verb.UNDO, Verb.COMPARE)
    } == expected


def test_several_edited_pictures_are_undone_together() -> None:
    """They have one picture before them; which of them to compare, the line cannot say."""
    job = made(Operation.EDIT, PHOTO)
    found = verbs(Keyboards(TEXTS, "en").several(job, PICTURES, with_show=True))

    assert found[Verb.UNDO] == 0
    assert Verb.COMPARE not in found
