"""Instructions in three languages become steps, or are refused as a whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.local.instructions import Edit, NotUnderstood, Step, read_instruction


def edits(text: str) -> list[Edit]:
    """Which edits an instruction asks for, in order."""
    return [step.edit for step in read_instruction(text)]


@pytest.mark.parametrize(
    "edit, texts",
    [
        (
            Edit.BLACK_AND_WHITE,
            (
                "Make it black and white",
                "b&w please",
                "把这张照片变成黑白的",
                "转成黑白",
                "сделай чёрно-белым",
                "turn it into black-and-white",
            ),
        ),
        (Edit.SEPIA, ("sepia", "怀旧风格", "примени сепию")),
        (
            Edit.SKETCH,
            (
                "turn this into a pencil sketch",
                "改成素描",
                "сделай как карандашный рисунок",
            ),
        ),
        (Edit.CARTOON, ("cartoon style", "卡通风格", "в стиле мультфильма")),
        (Edit.SHARPEN, ("make it sharper", "更清晰一点", "сделай резче")),
        (Edit.DENOISE, ("remove the noise", "降噪", "убери шум")),
        (Edit.BLUR, ("blur the photo", "模糊", "размой картинку")),
        (Edit.ROTATE, ("rotate it", "旋转", "поверни фото")),
        (Edit.CROP, ("crop to a square", "裁剪成正方形", "обрежь до квадрата")),
    ],
)
def test_each_edit_is_known_in_three_languages(
    edit: Edit, texts: tuple[str, ...]
) -> None:
    """People write in their own language, with the small words around it."""
    assert [edits(text) for text in texts] == [[edit]] * len(texts)


@pytest.mark.parametrize(
    "text, degrees",
    [
        ("rotate", 90),
        ("rotate 90 degrees clockwise", 90),
        ("rotate left", 270),
        ("rotate 180", 180),
        ("rotate by 30° counterclockwise", 330),
        ("turn upside down", 180),
        ("向左旋转90度", 270),
        ("顺时针旋转180度", 180),
        ("поверни на 90 градусов против часовой стрелки", 270),
        ("поверни вправо", 90),
    ],
)
def test_turns_have_a_size_and_a_side(text: str, degrees: int) -> None:
    """Clockwise is positive; a quarter to the right is what a bare word means."""
    assert read_instruction(text) == (Step(edit=Edit.ROTATE, degrees=degrees),)


@pytest.mark.parametrize("text", ["crop to 16:9", "裁成16：9", "обрежь 16x9"])  # noqa: RUF001 - a Chinese colon
def test_crops_have_a_ratio(text: str) -> None:
    """Colons of any script."""
    assert read_instruction(text) == (Step(edit=Edit.CROP, ratio=(16, 9)),)


def test_several_edits_keep_their_order() -> None:
    """A crop before a turn is not the same as after it."""
    steps = read_instruction("Crop to 4:3, rotate 90 right, then make it sepia")

    assert steps == (
        Step(edit=Edit.CROP, ratio=(4, 3)),
        Step(edit=Edit.ROTATE, degrees=90),
        Step(edit=Edit.SEPIA),
    )


@pytest.mark.parametrize(
    "text, strength",
    [
        ("blur", 1),
        ("slightly blur", 0.5),
        ("очень сильно размой", 2),
        ("稍微模糊一点", 0.5),
    ],
)
def test_small_words_say_how_much(text: str, strength: float) -> None:
    """A little, plainly, a lot."""
    assert read_instruction(text)[0].strength == strength


@pytest.mark.parametrize(
    "text",
    [
        "",
        "make it",
        "add a hat",
        "blur the background",
        "remove the blur",
        "don't make it black and white",
        "make the sky black and white",
        "make this blurry photo better",
        "给猫戴上帽子",
        "去除模糊",
        "убери фон и сделай чёрно-белым",
        "crop to 0:3",
    ],
)
def test_what_is_not_wholly_understood_is_refused(text: str) -> None:
    """Half of what somebody asked for, or its opposite, is worse than a clear no."""
    with pytest.raises(NotUnderstood):
        read_instruction(text)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No input of a stranger breaks the reader."""
    try:
        steps = read_instruction(text)
    except NotUnderstood:
        return
    assert steps
