"""Messages that become orders."""

from typing import Any

import pytest
from telegram import Update
from telegram.error import Forbidden

from bot.domain.errors import QuotaExceeded, Refused
from bot.domain.job import Address
from bot.domain.look import Form, Gathering, Look, Spoiler
from bot.services.values import Offer, Preferences
from providers.base import Operation
from tests.unit.handlers.desk import job
from tests.unit.handlers.front import Front
from tests.unit.handlers.updates import (
    ANNA,
    GROUP,
    MYSELF,
    Raw,
    document,
    message,
    photo,
    update,
)


def generate(**more: Any) -> Raw:
    """An ordinary /gen."""
    return update(message("/gen a fox --ar 16:9", **more))


async def test_gen_is_an_order(front: Front) -> None:
    """The words become a recipe, the message an address, the update is taken once."""
    raw = generate()
    await front.receive(raw)
    order = front.order
    assert order.recipe.operation is Operation.GENERATE
    assert (order.recipe.prompt, order.recipe.aspect_ratio) == ("a fox", "16:9")
    assert order.address == Address(chat_id=ANNA, reply_to=raw["message"]["message_id"])
    assert order.update_ids == (raw["update_id"],)
    assert order.look.gathering is Gathering.ALBUM
    assert not order.is_unlimited
    assert front.said == []
    assert front.is_handled(raw)


async def test_edit_takes_the_largest_size_of_a_captioned_photo(front: Front) -> None:
    """A command in a caption works, and the picture is the best one there is."""
    await front.receive(update(message(caption="/edit make it night", **photo("best"))))
    assert front.order.recipe.operation is Operation.EDIT
    assert front.order.recipe.prompt == "make it night"
    assert [source.file_id for source in front.order.sources] == ["best"]


async def test_edit_takes_the_picture_of_the_message_it_answers(front: Front) -> None:
    """A reply with /edit means the picture above."""
    above = message(**document())
    await front.receive(update(message("/edit night", reply_to_message=above)))
    assert front.order.sources[0].kind == "document"


async def test_a_photo_alone_in_private_is_enlarged(front: Front) -> None:
    """No words are needed to enlarge."""
    await front.receive(update(message(**photo())))
    assert front.order.recipe.operation is Operation.UPSCALE
    assert not front.order.one_job_each


async def test_a_photo_with_words_in_private_is_edited(front: Front) -> None:
    """Any caption is an instruction."""
    await front.receive(update(message(caption="make it night", **photo())))
    assert front.order.recipe.operation is Operation.EDIT
    assert front.order.recipe.prompt == "make it night"


async def test_gen_under_a_photo_is_an_edit(front: Front) -> None:
    """Somebody who sends a picture with /gen means the picture too."""
    await front.receive(update(message(caption="/gen like this", **photo())))
    assert front.order.recipe.operation is Operation.EDIT


async def test_upscale_takes_its_factor(front: Front) -> None:
    """The factor of the command reaches the recipe."""
    above = message(**photo())
    await front.receive(update(message("/upscale 4", reply_to_message=above)))
    assert front.order.recipe.scale == 4


async def test_a_bare_gen_takes_the_words_it_answers(front: Front) -> None:
    """The prompt may be somebody else's message."""
    above = message("a castle --n 2")
    await front.receive(update(message("/gen", reply_to_message=above)))
    assert (front.order.recipe.prompt, front.order.recipe.count) == ("a castle", 2)


async def test_a_reply_to_our_result_edits_that_result(front: Front) -> None:
    """Picture k of a job is the source, and the job the parent."""
    front.desk.jobs["job1"] = job()
    above = {**message(**photo()), "from": MYSELF}
    front.desk.shown[ANNA, above["message_id"]] = ("job1", 2)
    await front.receive(update(message("make it night", reply_to_message=above)))
    assert front.order.sources[0].kind == "result"
    assert front.order.sources[0].file_id == "job1:2"
    assert front.order.parent_id == "job1"


async def test_a_reply_to_a_grid_asks_which(front: Front) -> None:
    """Four pictures in one message are not one picture."""
    front.desk.jobs["job1"] = job()
    above = {**message(**photo()), "from": MYSELF}
    front.desk.shown[ANNA, above["message_id"]] = ("job1", 0)
    await front.receive(update(message("make it night", reply_to_message=above)))
    assert front.desk.orders == []
    assert "4 pictures" in front.said[0]


async def test_a_reply_to_an_unknown_picture_of_ours_takes_it_as_it_is(
    front: Front,
) -> None:
    """What was forgotten in the database still lies at Telegram."""
    above = {**message(**photo("old")), "from": MYSELF}
    await front.receive(update(message("make it night", reply_to_message=above)))
    assert front.order.sources[0].file_id == "old"


async def test_a_group_gets_a_grid_and_may_choose_otherwise(front: Front) -> None:
    """The chat's own choice counts, not the asker's."""
    front.desk.chosen[ANNA] = Preferences(gathering=Gathering.ALBUM)
    await front.receive(generate(chat=GROUP))
    front.desk.chosen[GROUP] = Preferences(gathering=Gathering.ALBUM)
    await front.receive(generate(chat=GROUP))
    assert [order.look.gathering for order in front.desk.orders] == ["grid", "album"]


async def test_results_look_as_the_group_chose_or_else_the_asker(front: Front) -> None:
    """File only and the spoiler: the chat's word, then the person's, then the usual."""
    front.desk.chosen[ANNA] = Preferences(form=Form.FILE, spoiler=Spoiler.ON)
    await front.receive(generate(chat=GROUP))
    front.desk.chosen[GROUP] = Preferences(form=Form.PREVIEW, spoiler=Spoiler.OFF)
    await front.receive(generate(chat=GROUP))
    front.desk.chosen.clear()
    await front.receive(generate(chat=GROUP))

    looks = [(order.look.form, order.look.has_spoiler) for order in front.desk.orders]
    assert looks == [("file", True), ("preview", False), ("preview", False)]


async def test_nothing_is_covered_in_a_private_chat(front: Front) -> None:
    """The spoiler is for groups; the file holds here too."""
    front.desk.chosen[ANNA] = Preferences(form=Form.FILE, spoiler=Spoiler.ON)
    await front.receive(generate())
    assert front.order.look == Look(form=Form.FILE)


async def test_the_language_is_chosen_or_the_apps(front: Front) -> None:
    """A stored choice wins over the app's language."""
    speaker: Raw = {
        "id": ANNA,
        "is_bot": False,
        "first_name": "A",
        "language_code": "ru-RU",
    }
    await front.receive(update({**message("/gen fox"), "from": speaker}))
    front.desk.chosen[ANNA] = Preferences(language="zh")
    await front.receive(update({**message("/gen fox"), "from": speaker}))
    assert [order.language for order in front.desk.orders] == ["ru", "zh"]


@pytest.mark.parametrize(
    "body,words",
    [
        (message("/gen"), "what you want to see"),
        (message("/edit make it night"), "Which picture"),
        (message("/upscale"), "Which picture"),
        (message("/gen cat --zoom 3"), "--zoom"),
        (message("/gen cat --ar wide"), "1:1, 16:9"),
        (message(caption="/edit", **photo()), "what you want to see"),
        (message(caption="x", **document("application/pdf", "a.pdf")), "JPEG, PNG"),
        (message(**document("image/png", "a.png", 21 * 2**20)), "20 MB"),
        (message("/dance"), "/help"),
        (message("hello <there>"), "&lt;there&gt;"),
    ],
)
async def test_what_cannot_be_done_gets_one_answer(
    front: Front, body: Raw, words: str
) -> None:
    """One sentence that says what would work, in answer to the message, and no order."""
    raw = update(body)
    await front.receive(raw)
    assert front.desk.orders == []
    assert len(front.said) == 1
    assert words in front.said[0]
    (call,) = front.request.of("sendMessage")
    assert call["reply_parameters"]["message_id"] == body["message_id"]
    assert call["reply_parameters"]["allow_sending_without_reply"] is True
    assert call["parse_mode"] == "HTML"
    assert front.is_handled(raw)


async def test_a_refusal_of_the_services_is_told(front: Front) -> None:
    """The code's text with its values reaches the chat."""
    refusal = Refused(code="scale_unsupported", args_for_text={"allowed": "2, 4"})
    front.desk.refusals.append(refusal)
    raw = generate()
    await front.receive(raw)
    assert "2, 4" in front.said[0]
    assert front.is_handled(raw)


async def test_a_used_up_quota_says_when_it_turns(front: Front) -> None:
    """Clock time, zone, and how long that is from now."""
    turns_at = front.clock.now().replace(hour=5, minute=30)
    front.desk.refusals.append(
        QuotaExceeded(wallet="user", left=0, price=1, limit=30, turns_at=turns_at)
    )
    await front.receive(generate())
    assert "2026-01-01 05:30 (UTC), in 5 h 30 min" in front.said[0]


async def test_an_order_that_meets_the_drain_waits_for_the_next_start(
    front: Front,
) -> None:
    """Nothing is said and nothing noted: the log of updates still holds it."""
    front.desk.refusals.append(Refused(code="draining"))
    raw = generate()
    await front.receive(raw)
    assert front.said == []
    assert not front.is_handled(raw)


async def test_our_own_fault_is_confessed_and_not_fed_again(front: Front) -> None:
    """One plain answer, and the update does not come back at each start."""
    front.desk.refusals.append(RuntimeError("boom"))
    raw = generate()
    await front.receive(raw)
    assert "went wrong" in front.said[0]
    assert front.is_handled(raw)


async def test_without_a_provider_help_names_the_settings(front: Front) -> None:
    """The help tells how to bring what is missing."""
    front.desk.now_offered = Offer(
        providers={Operation.UPSCALE: ("local",)}, scales=(2,)
    )
    await front.receive(update(message("/help")))
    assert "JIMENG_SESSION_ID" in front.said[0]
    assert "/upscale" in front.said[0]


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 1, "edited_message": message("/gen a fox")},
        {"update_id": 2, "channel_post": message("/gen a fox", chat=GROUP)},
        {"update_id": 3},
        update(message(pinned_message=message("x"))),
        update({**message("/gen x"), "from": {**MYSELF, "id": 77}}),
    ],
)
async def test_what_is_not_for_us_is_noted_in_silence(front: Front, raw: Raw) -> None:
    """Edited messages, channel posts, other bots and service messages make nothing."""
    await front.receive(raw)
    assert (front.desk.orders, front.request.calls) == ([], [])
    assert front.is_handled(raw)


async def test_an_answer_that_cannot_be_sent_is_no_fault(front: Front) -> None:
    """A user who blocked the bot meanwhile does not break the handling."""
    front.request.answers["sendMessage"] = Forbidden("bot was blocked by the user")
    raw = update(message("/start"))
    await front.receive(raw)
    assert front.is_handled(raw)


def test_real_updates_are_read(front: Front) -> None:
    """The builders make what the library itself accepts."""
    assert isinstance(front.parse(generate()), Update)
