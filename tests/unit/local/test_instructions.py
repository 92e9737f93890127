"""Instructions in three languages become changes, or are refused as a whole."""

# Russian is written in Cyrillic, whose letters look like Latin ones, and Chinese has wide commas:
# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.local.changes import Change, Edit
from providers.local.instructions import NotUnderstood, read_instruction


def edits(text: str) -> list[Edit]:
    """Which edits an instruction asks for, in order."""
    return [change.edit for change in read_instruction(text)]


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
        (
            Edit.REMOVE_BACKGROUND,
            (
                "Remove background",
                "remove the background from this photo, please",
                "can you take the background out?",
                "get rid of the bg",
                "remove the white background",
                "cut out",
                "transparent background",
                "make the background transparent",
                "去背景",
                "帮我抠图",
                "背景透明",
                "把背景去掉",
                "透明背景",
                "去掉照片的背景",
                "убери фон",
                "удали фон",
                "убери, пожалуйста, задний фон с фото",
                "прозрачный фон",
                "сделай фон прозрачным",
                "без фона",
                "вырежи объект",
            ),
        ),
        (
            Edit.BLUR_BACKGROUND,
            (
                "blur the background",
                "make the background blurry",
                "background blur",
                "blur slightly the background",
                "bokeh effect",
                "虚化背景",
                "背景虚化一下",
                "把背景模糊一点",
                "размой фон",
                "сделай фон размытым",
                "слегка размой задний план",
                "эффект боке",
            ),
        ),
        (
            Edit.FILL_BACKGROUND,
            (
                "white background",
                "put it on a plain white background",
                "replace the background with blue",
                "remove the background and make the background white",
                "白底",
                "换成蓝底",
                "背景换成白色",
                "белый фон",
                "на белом фоне",
                "убери фон и замени фон на белый",
            ),
        ),
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
    assert read_instruction(text) == (Change(edit=Edit.ROTATE, degrees=degrees),)


@pytest.mark.parametrize(
    "text, colour",
    [
        ("on a white background", (255, 255, 255)),
        ("replace the white background with black", (0, 0, 0)),
        ("红底", (214, 40, 40)),
        ("把背景换成蓝色", (48, 104, 208)),
        ("чёрный фон", (0, 0, 0)),
        ("поменяй фон на синий", (48, 104, 208)),
    ],
)
def test_backgrounds_have_a_colour(text: str, colour: tuple[int, int, int]) -> None:
    """The one that it shall have, and not the one that it has."""
    assert read_instruction(text) == (Change(edit=Edit.FILL_BACKGROUND, colour=colour),)


@pytest.mark.parametrize(
    "text, wanted",
    [
        (
            "remove the background and make it black and white",
            [Edit.REMOVE_BACKGROUND, Edit.BLACK_AND_WHITE],
        ),
        ("去背景，变成黑白", [Edit.REMOVE_BACKGROUND, Edit.BLACK_AND_WHITE]),
        (
            "убери фон и сделай чёрно-белым",
            [Edit.REMOVE_BACKGROUND, Edit.BLACK_AND_WHITE],
        ),
        ("blur the photo, cut out", [Edit.BLUR, Edit.REMOVE_BACKGROUND]),
        (
            "размой фон и обрежь до квадрата",
            [Edit.BLUR_BACKGROUND, Edit.CROP],
        ),
        (
            "turn it into a sketch on a white background",
            [Edit.SKETCH, Edit.FILL_BACKGROUND],
        ),
    ],
)
def test_backgrounds_go_with_other_edits(text: str, wanted: list[Edit]) -> None:
    """The words of one edit are not taken for another's."""
    assert edits(text) == wanted


@pytest.mark.parametrize("text", ["crop to 16:9", "裁成16：9", "обрежь 16x9"])
def test_crops_have_a_ratio(text: str) -> None:
    """Colons of any script."""
    assert read_instruction(text) == (Change(edit=Edit.CROP, ratio=(16, 9)),)


def test_several_edits_keep_their_order() -> None:
    """A crop before a turn is not the same as after it."""
    changes = read_instruction("Crop to 4:3, rotate 90 right, then make it sepia")

    assert changes == (
        Change(edit=Edit.CROP, ratio=(4, 3)),
        Change(edit=Edit.ROTATE, degrees=90),
        Change(edit=Edit.SEPIA),
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
        "blur the sky",
        "remove the background blur",
        "remove the person in the background",
        "remove background noise",
        "blur everything except the background",
        "keep the background",
        "don't remove the background",
        "make the background black and white",
        "change the background",
        "make the background a beach",
        "cut out the cat",
        "make it semi-transparent",
        "remove the background and blur the background",
        "white background, black background",
        "remove the blur",
        "don't make it black and white",
        "make the sky black and white",
        "make this blurry photo better",
        "给猫戴上帽子",
        "去除模糊",
        "去除背景模糊",
        "半透明",
        "换背景",
        "去掉背景里的人",
        "背景变成黑白",
        "把车换成红色",
        "убери фонарь",
        "не убирай фон",
        "убери размытие фона",
        "полупрозрачный фон",
        "чёрно-белый фон",
        "вырежи кота",
        "убери людей с фона",
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
        changes = read_instruction(text)
    except NotUnderstood:
        return
    assert changes
