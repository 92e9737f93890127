"""Going back: which picture is meant, and what words in answer to one say."""

from typing import Any

import pytest

from bot.domain.job import Address, JobState
from bot.domain.recipe import PictureRef, result_of
from bot.handlers.menu import GROUP as GROUP_MENU
from bot.handlers.menu import PRIVATE
from bot.services.families import Kin
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    ANNA,
    BORIS,
    GROUP,
    MYSELF,
    Raw,
    keyboard,
    message,
    person,
    photo,
    press,
    update,
)

PHOTO = PictureRef(file_id="orig", file_unique_id="orig", kind="photo")
SHOWN = 77  # the message of the bot's that is answered


def answer(text: str, *, chat: int = ANNA, **more: Any) -> Raw:
    """An update with a reply to the bot's message."""
    shown = {**message("done", chat=chat), "from": MYSELF, "message_id": SHOWN}
    return update(message(text, chat=chat, reply_to_message=shown, **more))


@pytest.fixture(autouse=True)
def family(front: Front) -> None:
    """A photo edited three times; message 77 shows picture 2 of the third, job3."""
    put(front, ANNA)


def put(front: Front, chat: int, thread_id: int | None = None) -> None:
    """That family, in a chat."""
    kin = [Kin(job_id="job1", chat_id=chat, sources=(PHOTO,))]
    for child, parent, number in (("job2", "job1", 4), ("job3", "job2", 1)):
        source = result_of(parent, number)
        kin.append(Kin(job_id=child, chat_id=chat, parent_id=parent, sources=(source,)))
    address = Address(chat_id=chat, thread_id=thread_id)
    for index, one in enumerate(kin):
        front.family.kin[one.job_id] = tuple(reversed(kin[: index + 1]))
        front.desk.jobs[one.job_id] = job(
            one.job_id, address=address, sources=one.sources
        )
    front.desk.shown[chat, SHOWN] = ("job3", 2)


@pytest.mark.parametrize(
    "words, asked",
    [
        ("/undo", ("undo", "job3", "en")),
        ("/compare", ("compare", "job3", 2, "en")),
        ("Undo!", ("undo", "job3", "en")),
        ("сравни до и после", ("compare", "job3", 2, "en")),
        ("从第一步", ("step", "job3", 1, "en")),
        ("/edit from step 0", ("step", "job3", 0, "en")),
    ],
)
async def test_a_reply_looks_back_from_its_picture(
    front: Front, words: str, asked: tuple[str | int, ...]
) -> None:
    """Commands and bare words: shown under the message that asks, and nothing is ordered."""
    raw = answer(words)
    await front.receive(raw)

    assert front.family.asked == [asked]
    (address,) = front.family.addresses
    asking = raw["message"]["message_id"]
    assert (address.chat_id, address.reply_to) == (ANNA, asking)
    assert front.desk.orders == []
    assert front.is_handled(raw)


@pytest.mark.parametrize(
    "words, source, parent_id",
    [
        ("from step 2: make the sky red", result_of("job2", 1), "job2"),
        ("From step 1 make the sky red", result_of("job1", 4), "job1"),
        ("/edit с шага 3: make the sky red", result_of("job3", 2), "job3"),  # noqa: RUF001 - Cyrillic
        ("from the original: make the sky red", PHOTO, None),
    ],
)
async def test_a_reply_goes_on_from_any_step(
    front: Front, words: str, source: PictureRef, parent_id: str | None
) -> None:
    """The order is an edit of that step's picture, with the other words alone."""
    await front.receive(answer(words))

    assert front.order.sources == (source,)
    assert front.order.parent_id == parent_id
    assert front.order.recipe.prompt == "make the sky red"


async def test_other_words_edit_the_picture_itself(front: Front) -> None:
    """What only sounds like a step or a wish is a prompt, whole."""
    for words in ("undo the zip", "take a step 2 the left", "compare it with a dog"):
        await front.receive(answer(words))

    prompts = [order.recipe.prompt for order in front.desk.orders]
    assert prompts == [
        "undo the zip",
        "take a step 2 the left",
        "compare it with a dog",
    ]
    assert {order.sources for order in front.desk.orders} == {(result_of("job3", 2),)}


async def test_an_own_picture_wins_over_a_step(front: Front) -> None:
    """A photo with such a caption is edited by those words, whatever it answers."""
    raw = answer("")
    body = {**raw["message"], **photo("mine"), "caption": "/edit from step 1: red"}
    del body["text"]
    await front.receive(update(body))

    assert [one.file_id for one in front.order.sources] == ["mine"]
    assert front.order.recipe.prompt == "from step 1: red"


async def test_words_about_steps_elsewhere_are_no_wish(front: Front) -> None:
    """Without an answer, or in answer to a person, nobody's picture is meant."""
    said = {**message("what a day"), "from": person(BORIS)}
    await front.receive(
        update(message("undo")),
        update(message("from step 1: red", reply_to_message=said)),
    )

    assert front.family.asked == []
    assert front.desk.orders == []


async def test_a_step_that_is_not_there_names_those_that_are(front: Front) -> None:
    """Said in the asker's language; nothing is ordered."""
    await front.receive(answer("from step 7: red"))

    assert front.said == [
        "There is no step 7: there are steps 1–3 and the original (step 0)."  # noqa: RUF001 - a dash
    ]
    assert front.desk.orders == []


@pytest.mark.parametrize("language", ["en", "ru", "zh"])
async def test_a_huge_number_names_no_step_and_costs_nothing(
    front: Front, language: str
) -> None:
    """Twenty digits can be said once more; what is longer is nobody's step."""
    said = answer("from step 99999999999999999999: red")
    said["message"]["from"] = person(ANNA, language)
    await front.receive(said)
    assert len(front.said) == 1
    assert "999" in front.said[0]
    assert front.desk.orders == []
    await front.receive(answer("from step 999999999999999999999: red"))
    assert front.order.recipe.prompt.startswith("from step")


async def test_of_several_pictures_one_has_to_be_answered(front: Front) -> None:
    """A grid's own step is not one picture; the step before it is, and so is its undo."""
    front.desk.shown[ANNA, SHOWN] = ("job3", 0)
    await front.receive(answer("from step 3: red"))
    assert "4 pictures" in front.said[0]
    assert front.desk.orders == []

    await front.receive(answer("from step 2: red"), answer("/undo"))
    assert front.order.sources == (result_of("job2", 1),)
    assert front.family.asked == [("undo", "job3", "en")]


@pytest.mark.parametrize("words", ["make it red", "/undo", "/compare", "from step 2"])
@pytest.mark.parametrize("is_known", [True, False])
async def test_of_an_albums_enlargements_one_has_to_be_answered(
    front: Front, words: str, is_known: bool
) -> None:
    """Their message is about all of them, whichever job's buttons stand there: nothing is guessed."""
    front.desk.jobs["job3"] = job("job3", wanted=1)
    front.desk.batches["st1"] = 3
    front.desk.shown.clear()
    if is_known:
        front.desk.shown[ANNA, SHOWN] = ("job3", 0)
    said = answer(words)
    shown = said["message"]["reply_to_message"]
    shown |= {**photo(), "reply_markup": keyboard("d:job3:0")}
    await front.receive(said)

    assert len(front.said) == 1
    assert "3 pictures; reply to the file" in front.said[0]
    assert (front.desk.orders, front.family.asked) == ([], [])


async def test_a_message_of_a_job_with_one_picture_shows_that_one(front: Front) -> None:
    """Its status message stands for the whole job, which is the same."""
    front.desk.jobs["job3"] = job("job3", wanted=1)
    front.desk.shown[ANNA, SHOWN] = ("job3", 0)
    await front.receive(answer("/compare"))

    assert front.family.asked == [("compare", "job3", 1, "en")]


@pytest.mark.parametrize("command", ["undo", "compare"])
async def test_without_an_answer_the_askers_newest_edit_here_is_meant(
    front: Front, command: str
) -> None:
    """Of this topic of this chat; where there is none, the bot asks which."""
    put(front, GROUP, 5)
    front.family.newest[ANNA, GROUP, 5] = ("job2", 1)
    topic = {"message_thread_id": 5, "is_topic_message": True}
    await front.receive(update(message(f"/{command}", chat=GROUP, **topic)))
    assert front.family.asked[0][:2] == (command, "job2")

    await front.receive(update(message(f"/{command}", chat=GROUP)))
    assert front.said == ["Which picture? Send this in reply to one of mine."]
    assert len(front.family.asked) == 1


@pytest.mark.parametrize("chat", [ANNA, GROUP])
async def test_an_answer_to_anything_else_means_no_picture(
    front: Front, chat: int
) -> None:
    """A person's photo has no steps, nor has a job under way; the newest edit is not guessed."""
    front.family.newest[ANNA, chat, None] = ("job2", 1)
    theirs = {**message(chat=chat), **photo(), "from": person(BORIS)}
    await front.receive(update(message("/undo", chat=chat, reply_to_message=theirs)))
    front.desk.shown[chat, SHOWN] = ("job3", 1)
    front.desk.jobs["job3"] = job("job3", state=JobState.RUNNING)
    await front.receive(answer("/undo", chat=chat))

    assert front.said == ["Which picture? Send this in reply to one of mine."] * 2
    assert front.family.asked == []


@pytest.mark.parametrize(
    "verb, asked",
    [("u", ("undo", "job3", "ru")), ("m", ("compare", "job3", 2, "ru"))],
)
async def test_anybody_in_the_chat_may_press(
    front: Front, verb: str, asked: tuple[str | int, ...]
) -> None:
    """It costs nothing and shows what was shown here; the answer stands under the button."""
    put(front, GROUP, 5)
    raw = press(f"{verb}:job3:2", user_id=BORIS, chat=GROUP, language="ru")
    await front.receive(raw)

    assert front.family.asked == [asked]
    shown = raw["callback_query"]["message"]["message_id"]
    assert front.family.addresses == [
        Address(chat_id=GROUP, thread_id=5, reply_to=shown)
    ]
    assert front.toasts == ["Отправляю"]


@pytest.mark.parametrize("verb", ["u", "m"])
async def test_nobody_looks_into_another_chat(front: Front, verb: str) -> None:
    """Forged data of another chat's job, or of one that brought nothing, does nothing."""
    await front.receive(press(f"{verb}:job3:1", user_id=BORIS, chat=GROUP))
    front.desk.jobs["job3"] = job("job3", state=JobState.FAILED)
    await front.receive(press(f"{verb}:job3:1"))

    assert front.family.asked == []
    assert front.toasts == ["This button does nothing any more"] * 2


def test_the_menu_offers_both_everywhere() -> None:
    """In private chats and in groups, before what is about jobs and credits."""
    for names in (PRIVATE, GROUP_MENU):
        assert names[3:5] == ("undo", "compare")


@pytest.mark.parametrize(
    "numbers, asked",
    [
        ((0, 2, 2), ("compare", "job3", 2, "en")),
        ((0, 1, 2), ("compare", "job3", 0, "en")),
    ],
)
async def test_the_buttons_know_a_picture_before_the_store_does(
    front: Front, numbers: tuple[int, ...], asked: tuple[str | int, ...]
) -> None:
    """Answered in the moment after it came, or while the bot was dead: it means the result."""
    front.desk.shown.clear()
    keys = [{"text": "…", "callback_data": f"o:job3:{n}"} for n in numbers]
    shown = {
        **message(),
        **photo(),
        "from": MYSELF,
        "reply_markup": {"inline_keyboard": [keys]},
    }
    await front.receive(update(message("/compare", reply_to_message=shown)))
    assert front.family.asked == [asked]

    words = {key: value for key, value in shown.items() if key != "photo"}
    await front.receive(update(message("/undo", reply_to_message=words)))
    assert front.said == ["Which picture? Send this in reply to one of mine."]
