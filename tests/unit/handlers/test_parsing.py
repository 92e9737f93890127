"""Prompts and their options."""

from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.errors import Refused
from bot.handlers.parsing import read_recipe, read_upscale
from bot.services.values import Offer
from providers.base import Operation

OFFER = Offer(
    providers={Operation.GENERATE: ("jimeng", "openai"), Operation.UPSCALE: ("local",)},
    models=("4.5", "gpt-image-1"),
    aspect_ratios=("1:1", "16:9"),
    scales=(2, 4),
    options=("resemblance", "detail", "magic_prompt"),
)
WORDS = st.lists(
    st.text(
        st.characters(categories=("L", "N"), max_codepoint=0x4FFF),
        min_size=1,
        max_size=8,
    ),
    min_size=1,
    max_size=6,
)


def refusal(text: str) -> Refused:
    """The refusal that these words earn."""
    with pytest.raises(Refused) as caught:
        read_recipe(Operation.GENERATE, text, OFFER)
    return caught.value


def test_options_are_taken_out_of_the_prompt() -> None:
    """Every option of the interface is read, wherever it stands."""
    recipe = read_recipe(
        Operation.GENERATE,
        "a red --ar 16:9 fox --n 2 --model GPT-Image-1 --seed 42 --provider JiMeng in snow --scale 4x",
        OFFER,
    )
    assert recipe.prompt == "a red fox in snow"
    assert (recipe.aspect_ratio, recipe.count, recipe.seed) == ("16:9", 2, 42)
    assert (recipe.model, recipe.provider, recipe.scale) == ("gpt-image-1", "jimeng", 4)


@pytest.mark.parametrize("typed", ["16:9", "16x9", "16/9", "16X9", "16×9", "016:09"])  # noqa: RUF001 - people type the sign
def test_a_ratio_has_many_spellings(typed: str) -> None:
    """All spellings of a ratio are one value."""
    assert (
        read_recipe(Operation.GENERATE, f"cat --AR {typed}", OFFER).aspect_ratio
        == "16:9"
    )


@pytest.mark.parametrize(
    "text",
    ["cat —ar 16:9", "cat –ar 16:9", "cat --ar=16:9", "cat --Aspect-Ratio 16:9"],  # noqa: RUF001 - dashes of phones
)
def test_an_option_has_many_spellings(text: str) -> None:
    """Long dashes, equals signs and long names work."""
    recipe = read_recipe(Operation.GENERATE, text, OFFER)
    assert (recipe.prompt, recipe.aspect_ratio) == ("cat", "16:9")


def test_negative_words_end_at_the_next_option() -> None:
    """`--no` takes several words, quoted or not."""
    recipe = read_recipe(
        Operation.GENERATE, 'hands --no "extra fingers", blur --n 1', OFFER
    )
    assert recipe.negative_prompt == "extra fingers, blur"
    assert (recipe.prompt, recipe.count) == ("hands", 1)


def test_quoted_words_are_prompt() -> None:
    """What stands in quotes is never an option; a lone inch sign opens nothing."""
    quoted = read_recipe(Operation.GENERATE, 'a sign "--ar 1:1 here"', OFFER)
    assert (quoted.prompt, quoted.aspect_ratio) == ('a sign "--ar 1:1 here"', None)
    inches = read_recipe(Operation.GENERATE, '5" nail --n 2 and 3" bolt', OFFER)
    assert (inches.prompt, inches.count) == ('5" nail and 3" bolt', 2)


def test_prose_dashes_stay() -> None:
    """Dashes of prose are no options."""
    text = "кот — рыжий —смелый -- и 5-7 лет"
    assert read_recipe(Operation.GENERATE, text, OFFER).prompt == text


def test_a_providers_own_options_are_kept_by_name() -> None:
    """Numbers become numbers, words stay words, dashes in names are underscores."""
    recipe = read_recipe(
        Operation.UPSCALE, "--resemblance 60 --detail 80 --magic-prompt ON", OFFER
    )
    assert dict(recipe.options) == {
        "resemblance": 60,
        "detail": 80,
        "magic_prompt": "ON",
    }


def test_an_unknown_option_gets_a_suggestion() -> None:
    """The answer names the option, its nearest neighbour and all there are."""
    error = refusal("cat --modle 4.5")
    assert error.code == "option_unknown"
    assert error.args_for_text["option"] == "modle"
    assert error.args_for_text["suggestion"] == "--model"
    assert "--resemblance" in str(error.args_for_text["allowed"])
    assert refusal("cat --zzzz").args_for_text["suggestion"] == "none"


@pytest.mark.parametrize(
    "text,option,allowed",
    [
        ("cat --ar wide", "ar", "1:1, 16:9"),
        ("cat --ar 0:9", "ar", "1:1, 16:9"),
        ("cat --n 0", "n", "1, 2, 3, …"),
        ("cat --n many", "n", "1, 2, 3, …"),
        ("cat --seed -1", "seed", "0-4294967295"),
        ("cat --seed 4294967296", "seed", "0-4294967295"),
        ("cat --scale big", "scale", "2, 4"),
    ],
)
def test_a_bad_value_is_answered_with_good_ones(
    text: str, option: str, allowed: str
) -> None:
    """The answer says which values the option takes."""
    error = refusal(text)
    assert error.code == "option_value"
    assert (error.args_for_text["option"], error.args_for_text["allowed"]) == (
        option,
        allowed,
    )


@pytest.mark.parametrize("text", ["cat --ar", "cat --ar --n 2", "cat --no", "--n="])
def test_a_missing_value_is_said(text: str) -> None:
    """An option without a value is refused, not guessed."""
    assert refusal(text).code == "option_value_missing"


def test_an_option_given_twice_is_refused() -> None:
    """Neither value wins, aliases included."""
    assert refusal("cat --ar 1:1 --ratio 16:9").code == "option_twice"


@pytest.mark.parametrize(
    "text,scale,prompt",
    [("", None, ""), ("4", 4, ""), ("x2 sharp", 2, "sharp"), ("4х", 4, "")],  # noqa: RUF001 - Russian x
)
def test_upscale_takes_its_factor_as_a_word(
    text: str, scale: int | None, prompt: str
) -> None:
    """The first word may be the factor."""
    recipe = read_upscale(text, OFFER)
    assert (recipe.scale, recipe.prompt) == (scale, prompt)


@pytest.mark.parametrize(
    "text,code", [("3.5", "option_value"), ("2 --scale 4", "option_twice")]
)
def test_a_wrong_factor_is_refused(text: str, code: str) -> None:
    """A factor that is none, or two of them, get an answer."""
    with pytest.raises(Refused) as caught:
        read_upscale(text, OFFER)
    assert caught.value.code == code


@settings(deadline=None)  # a busy machine is not slow code
@given(words=WORDS, place=st.integers(0, 6), seed=st.integers(0, 2**32 - 1))
def test_an_option_may_stand_anywhere(words: list[str], place: int, seed: int) -> None:
    """Wherever an option stands, the prompt is the other words in their order."""
    place = min(place, len(words))
    text = " ".join([*words[:place], "--seed", str(seed), *words[place:]])
    recipe = read_recipe(Operation.GENERATE, text, OFFER)
    assert (recipe.prompt, recipe.seed) == (" ".join(words), seed)


@settings(deadline=None)  # a busy machine is not slow code
@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text of a stranger raises anything but a refusal."""
    for read in (partial(read_recipe, Operation.EDIT), read_upscale):
        with suppress(Refused):
            read(text, OFFER)  # anything else it raises fails the test
