"""Words about steps, in the languages of the bot's people."""

# ruff: noqa: RUF001 - Cyrillic letters and wide punctuation, as people type them

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.step_words import Wish, read_step, read_wish

BEGINNINGS = (
    "from step {}",
    "From the Step {}",
    "FROM STEP #{}",
    "from step no. {}",
    "从第{}步",
    "从第 {} 步开始",
    "从步骤{}",
    "在第{}步的基础上",
    "с шага {}",
    "С Шага №{}",
    "со {} шага",
    "со {}-го шага",
    "от шага {}",
    "из шага номер {}",
)
ORIGINALS = (
    "from the original",
    "From original photo",
    "from my upload",
    "从原图",
    "从原始照片开始",
    "с оригинала",
    "Из исходного фото",
    "от исходника",
)
SEPARATORS = (": ", "：", ", ", "，", " - ", " — ", " ", "\n", " : ")
PROMPTS = st.text(min_size=1).filter(
    lambda text: text[0].isalpha() and not text.isspace()
)


@given(
    beginning=st.sampled_from(BEGINNINGS),
    number=st.integers(0, 9999),
    separator=st.sampled_from(SEPARATORS),
    prompt=PROMPTS,
)
def test_a_step_is_read_and_the_rest_is_the_prompt(
    beginning: str, number: int, separator: str, prompt: str
) -> None:
    """Any number, language, case and separator; not a letter of the prompt is lost."""
    words = beginning.format(number) + separator + prompt

    assert read_step(words) == (number, prompt)


@given(beginning=st.sampled_from(ORIGINALS), separator=st.sampled_from(SEPARATORS))
def test_the_original_is_step_zero(beginning: str, separator: str) -> None:
    """Said in words in each language."""
    assert read_step(f"{beginning}{separator}make it night") == (0, "make it night")


@given(prompt=st.text())
def test_any_other_words_are_a_prompt(prompt: str) -> None:
    """Without one of the three prepositions at its start nothing is taken off a prompt."""
    said = read_step(prompt)

    begins = prompt.lstrip().casefold()[:1] in tuple("fсио从自以用在")
    assert said is None or begins


@pytest.mark.parametrize(
    "words",
    [
        "make it from step 2",
        "from steps of stone",
        "from step two up",
        "从步骤二十三四",
        "from step 2x",
        "from the originals",
        "from",
        "step 2: red",
        "从前有座山",
        "с шагами по снегу",
        "со второго плана убери людей",
        "с начала",
        "",
    ],
)
def test_what_only_looks_like_a_step(words: str) -> None:
    """Ordinary prompts stay whole."""
    assert read_step(words) is None


@pytest.mark.parametrize(
    "words, said",
    [
        ("from step 2", (2, "")),
        ("from step 2:make it red", (2, "make it red")),
        ("从第二步：把天空变红", (2, "把天空变红")),
        ("从第2步把天空变红", (2, "把天空变红")),
        ("从第２步，变红", (2, "变红")),
        ("从第十步：变红", (10, "变红")),
        ("从第十二步变红", (12, "变红")),
        ("从步骤二十三，变红", (23, "变红")),
        ("from step 12345 on", (12345, "on")),
        ("from step 99999999999999999999: red", (99999999999999999999, "red")),
        ("从步骤99999：变红", (99999, "变红")),
        ("с шага 2 сделай небо красным", (2, "сделай небо красным")),
        ("from step 1 --ar 16:9 a fox", (1, "--ar 16:9 a fox")),
        ("  from step 3 — night", (3, "night")),
    ],
)
def test_as_people_type_it(words: str, said: tuple[int, str]) -> None:
    """Chinese numerals, wide signs, no separator at all; an option behind stays an option."""
    assert read_step(words) == said


@pytest.mark.parametrize(
    "words, wish",
    [
        ("undo", Wish.UNDO),
        ("Undo it!", Wish.UNDO),
        ("撤销", Wish.UNDO),
        ("Верни  назад", Wish.UNDO),
        ("Compare before/after", Wish.COMPARE),
        ("对比一下", Wish.COMPARE),
        ("до и после.", Wish.COMPARE),
        ("undo the zip of the jacket", None),
        ("compare the cat with a dog", None),
        ("", None),
    ],
)
def test_wishes_stand_alone(words: str, wish: Wish | None) -> None:
    """Only the whole message is a wish; with more words it is a prompt."""
    assert read_wish(words) is wish
