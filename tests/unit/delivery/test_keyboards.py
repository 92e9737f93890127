"""Buttons under results: complete, priced, short enough for a phone, in every language."""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.keyboards import Keyboards
from bot.delivery.rows import IN_A_ROW, PADDING, ROW, packed, width_of, wrapped
from bot.domain.buttons import PICKS, Button, Verb, parse_button
from bot.domain.job import Job, JobState
from bot.domain.menu import USUAL, Menu
from bot.domain.recipe import Recipe, result_of
from bot.i18n.texts import Texts
from bot.services.values import Keyring, Picture
from providers.base import Operation
from tests.unit.delivery.rig import make_job

TEXTS = Texts(is_strict=True)
LANGUAGES = ("en", "zh", "ru")
DEAR = Menu(prices=dict.fromkeys(USUAL, 4))
NOTHING = Menu(prices=MappingProxyType({}))
COUNTS = (2, 4, 8)


def pictures_of(count: int, side: int = 1024) -> tuple[Picture, ...]:
    """Results of a job."""
    return tuple(
        Picture(
            job_id="job1",
            number=number,
            path=None,
            media_type="image/png",
            width=side,
            height=side,
            size=1,
        )
        for number in range(1, count + 1)
    )


def ring(count: int = 1, job: Job | None = None, **more: Any) -> Keyring:
    """The buttons under results of a job."""
    return Keyring(
        job=job or make_job(wanted=count), pictures=pictures_of(count), **more
    )


def turned(keys: Keyring, language: str = "en") -> InlineKeyboardMarkup:
    """A page of buttons."""
    markup = Keyboards(TEXTS, language, keys.menu).page(keys)
    assert markup is not None
    return markup


def keys_of(markup: InlineKeyboardMarkup) -> list[InlineKeyboardButton]:
    """All buttons."""
    return [key for row in markup.inline_keyboard for key in row]


def decoded(markup: InlineKeyboardMarkup) -> list[Button]:
    """What pressing each does, without those that only copy."""
    found = [parse_button(str(key.callback_data)) for key in keys_of(markup)]
    return [button for button in found if button is not None]


def verbs(markup: InlineKeyboardMarkup) -> str:
    """Their letters."""
    return " ".join(button.verb for button in decoded(markup))


def said(markup: InlineKeyboardMarkup, verb: Verb) -> str:
    """The words on one of them."""
    return next(
        key.text
        for key in keys_of(markup)
        if str(key.callback_data).startswith(f"{verb}:")
    )


def test_one_picture_has_every_button() -> None:
    """Again, variation, edit, 2x, 4x, original, delete, and the prompt, which the app copies."""
    markup = turned(ring())
    assert verbs(markup) == "a v e 2 4 o d"
    copies = [key.copy_text.text for key in keys_of(markup) if key.copy_text]
    assert copies == [make_job().recipe.prompt]


def test_several_pictures_have_a_page_for_each_verb() -> None:
    """Their front page is as short as that of one; a sheet's numbers send pictures."""
    assert verbs(turned(ring(4))) == "a kv ke k2 k4 o d"
    sheet = turned(ring(4, has_sheet=True))
    assert verbs(sheet) == "s s s s s a kv ke k2 k4 o d"


@pytest.mark.parametrize("page", PICKS)
def test_a_page_names_each_picture_and_leads_back(page: Verb) -> None:
    """Every number once, with the verb of the page; enlargements take all of them too."""
    buttons = decoded(turned(ring(4, page=page)))
    picked = PICKS[page]
    numbers = [button.number for button in buttons if button.verb is picked]
    is_enlargement = picked in (Verb.TWICE, Verb.FOUR_TIMES)
    assert numbers == [1, 2, 3, 4] + [0] * is_enlargement
    assert buttons[-1].verb is Verb.FRONT


def test_the_price_of_all_is_the_price_of_each_added_up() -> None:
    """Four pictures 4x as large cost eight, and their button carries it."""
    *_, everything, _ = decoded(turned(ring(4, page=Verb.PICK_FOUR_TIMES)))
    assert (everything.number, everything.price) == (0, 8)


def test_one_of_several_sent_alone_is_about_itself() -> None:
    """No again, which would make all of them; delete means this one."""
    buttons = decoded(turned(ring(4, number=3)))
    assert [button.verb for button in buttons] == list("ve24od")
    assert {button.number for button in buttons} == {3}


@pytest.mark.parametrize("number", [0, 3])
def test_delete_asks_first(number: int) -> None:
    """The answer that deletes stands where the question did not."""
    buttons = decoded(turned(ring(4, page=Verb.DELETE, number=number)))
    assert [button.verb for button in buttons] == [Verb.FRONT, Verb.SURE]
    assert {button.number for button in buttons} == {number}


def test_several_jobs_under_one_message_go_together() -> None:
    """Keep leads back to what stood there: another try for what failed, and delete."""
    done = make_job("job1", state=JobState.SUCCEEDED)
    failed = make_job("job2", state=JobState.FAILED, failure="internal")
    keys = ring(job=done, batch=(done, failed))
    buttons = decoded(turned(keys))
    assert [(button.verb, button.job_id) for button in buttons] == [
        (Verb.AGAIN, "job2"),
        (Verb.DELETE, "job1"),
    ]
    assert verbs(turned(replace(keys, page=Verb.DELETE))) == "b y"


@pytest.mark.parametrize(
    "language,price,words",
    [
        ("en", 1, "🔄 Again"),
        ("en", 2, "🔄 Again · 2 credits"),
        ("zh", 4, "🔄 再来一次 · 4 点"),
        ("ru", 2, "🔄 Ещё раз · 2 кредита"),
        ("ru", 5, "🔄 Ещё раз · 5 кредитов"),
        ("ru", 21, "🔄 Ещё раз · 21 кредит"),
    ],
)
def test_a_price_stands_on_the_button(language: str, price: int, words: str) -> None:
    """Where it is not one, in the plural of the language; the press carries it."""
    markup = turned(ring(menu=Menu(prices={Verb.AGAIN: price})), language)
    assert said(markup, Verb.AGAIN) == words
    assert decoded(markup)[0].price == price


def test_what_nobody_can_do_is_not_offered() -> None:
    """No button that can only fail; what needs no service stays."""
    assert verbs(turned(ring(menu=NOTHING))) == "o d"
    assert verbs(turned(ring(4, menu=NOTHING))) == "o d"


@pytest.mark.parametrize("page", PICKS)
def test_a_price_that_nobody_knows_is_not_said(page: Verb) -> None:
    """A page turned under an old message still has its numbers, and promises nothing for all."""
    markup = turned(ring(4, page=page, menu=NOTHING))

    assert not any("credit" in key.text for key in keys_of(markup))
    assert {button.price for button in decoded(markup)} == {1}


def test_another_try_without_a_price_is_offered() -> None:
    """Who could do it may be back by the press, which asks anew what it costs."""
    keys = replace(ring(menu=NOTHING), pictures=())
    markup = turned(keys)

    assert said(markup, Verb.AGAIN) == said(
        turned(replace(keys, menu=Menu())), Verb.AGAIN
    )


def test_without_an_editor_a_variation_is_of_all() -> None:
    """One button, without a page: there is nothing to pick."""
    menu = Menu(prices=USUAL, varies_pictures=False)
    assert verbs(turned(ring(4, menu=menu))) == "a v ke k2 k4 o d"
    assert verbs(turned(ring(4, menu=menu, number=2))) == "e 2 4 o d"


def test_an_enlargement_is_not_made_once_more() -> None:
    """It would be the same file; its words are none, so there is nothing to copy or vary."""
    recipe = Recipe(operation=Operation.UPSCALE, scale=2)
    job = make_job(recipe=recipe, sources=(result_of("job0", 1),), wanted=1)
    menu = Menu(prices={verb: 1 for verb in USUAL if verb is not Verb.VARY})
    keyboards = Keyboards(TEXTS, "en", menu)
    markup = keyboards.single(job, pictures_of(1)[0], with_original=False)
    assert set("e24d") <= set(verbs(markup).split())
    assert not {"a", "v", "o"} & set(verbs(markup).split())
    assert not any(key.copy_text for key in keys_of(markup))


@pytest.mark.parametrize("length,is_copied", [(256, True), (257, False)])
def test_a_prompt_too_long_for_the_app_is_sent(length: int, is_copied: bool) -> None:
    """256 characters is what a copying button holds."""
    recipe = Recipe(operation=Operation.GENERATE, prompt="x" * length)
    markup = turned(ring(job=make_job(recipe=recipe, wanted=1)))
    assert any(key.copy_text for key in keys_of(markup)) is is_copied
    assert ("p" in verbs(markup).split()) is not is_copied


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("menu", [Menu(), DEAR])
@pytest.mark.parametrize("count", [1, *COUNTS])
@pytest.mark.parametrize("has_sheet", [True, False])
def test_a_keyboard_fits_a_phone(
    language: str, menu: Menu, count: int, has_sheet: bool
) -> None:
    """Few rows, whole words, and data within Telegram's 64 bytes, on every page."""
    fronts = ring(count, menu=menu, has_sheet=has_sheet)
    pages = [fronts]
    if count > 1:
        pages += [replace(fronts, page=page) for page in PICKS]
    for keys in pages:
        markup = turned(keys, language)
        for row in markup.inline_keyboard:
            widest = max(width_of(key.text) for key in row)
            assert len(row) == 1 or len(row) * (widest + PADDING) <= ROW
            assert len(row) <= IN_A_ROW
        data = [str(key.callback_data) for key in keys_of(markup)]
        assert max(len(each.encode()) for each in data) <= 64
        assert len(set(data)) == len(data)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count,rows", [(1, 3), (2, 4), (4, 4), (8, 5)])
def test_the_front_page_is_low(language: str, count: int, rows: int) -> None:
    """Four pictures have four rows, their numbers included."""
    markup = turned(ring(count, has_sheet=count > 1), language)
    assert len(markup.inline_keyboard) <= rows


@given(st.lists(st.text("ab 图🔍", min_size=1, max_size=50), max_size=20))
def test_rows_keep_every_button_in_order(words: list[str]) -> None:
    """Whatever stands on them, none is lost, and none is doubled."""
    keys = [InlineKeyboardButton(word, callback_data="x") for word in words]
    assert [key for row in packed(keys) for key in row] == keys
    assert [key for row in wrapped(keys) for key in row] == keys
    assert all(0 < len(row) <= IN_A_ROW for row in [*packed(keys), *wrapped(keys)])
