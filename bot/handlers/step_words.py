"""What people say of a picture's steps: "from step 2: make it red", "undo", "compare". Pure.

Three languages, whoever speaks: groups mix them.
"""

# ruff: noqa: RUF001 - Cyrillic letters and wide punctuation, as people type them

import re
from enum import StrEnum

# Words for the picture that everything began with; it is step 0.
_ORIGINALS = (
    r"(?:the\s+|my\s+)?(?:original|upload)(?:\s+(?:photo|picture|image))?",
    r"(?:原始?(?:图片|照片|图)|最初的?(?:图片|照片|图))",
    r"(?:оригинала|исходника|исходного(?:\s+(?:фото|снимка|изображения))?)",
)
_CHINESE = "零一二三四五六七八九"
_NUMBER = rf"(?:\d{{1,20}}|[{_CHINESE}]?十[{_CHINESE}]?|[{_CHINESE}])"
_NO_DIGIT = rf"(?![\d{_CHINESE}十])"
_FROM_ZH, _ON_ZH = r"(?:从|自|以|用|在)\s*", r"(?:开始|继续|起|的?基础上)?"
_FROM_RU = r"(?:со?|из|от)\s+"
_STEPS = (
    rf"from\s+(?:the\s+)?step\s*(?:no\.?\s*|\#\s*|№\s*)?(?P<en>{_NUMBER})(?!\w)",
    rf"{_FROM_ZH}第\s*(?P<zh>{_NUMBER})\s*步{_ON_ZH}",
    rf"{_FROM_ZH}步骤\s*(?P<zh_step>{_NUMBER}){_NO_DIGIT}{_ON_ZH}",
    rf"{_FROM_RU}шага\s*(?:номер\s*|№\s*|\#\s*)?(?P<ru>{_NUMBER})(?!\w)",
    rf"{_FROM_RU}(?P<ru_first>{_NUMBER})(?:-?(?:го|ого|его))?\s+шага(?!\w)",
    rf"from\s+(?P<original>{_ORIGINALS[0]})(?!\w)",
    rf"{_FROM_ZH}(?P<original_zh>{_ORIGINALS[1]}){_ON_ZH}",
    rf"{_FROM_RU}(?P<original_ru>{_ORIGINALS[2]})(?!\w)",
)
_FROM = re.compile(
    # A dash with a space after it; "--ar" is the first of the options.
    rf"\s*(?:{'|'.join(_STEPS)})\s*(?:[:：,，、;；.。]|[-—–](?=\s))*\s*",
    re.IGNORECASE,
)


class Wish(StrEnum):
    """What else is said of steps, in words alone."""

    UNDO = "undo"
    COMPARE = "compare"


_WISHES = {
    Wish.UNDO: (
        "undo|undo it|undo this|undo that|undo please|step back|go back|"
        "撤销|撤回|撤消|上一步|返回上一步|退回上一步|回到上一步|"
        "отмени|отменить|отмена|верни|верни назад|верни как было|назад|шаг назад"
    ),
    Wish.COMPARE: (
        "compare|compare it|compare this|before/after|before and after|"
        "compare before/after|compare before and after|"
        "对比|比较|前后对比|对比一下|比较一下|对比前后|"
        "сравни|сравнить|до/после|до и после|сравни до и после|сравнить до и после"
    ),
}
_SAID = {words: wish for wish, all_ in _WISHES.items() for words in all_.split("|")}


def read_step(words: str) -> tuple[int, str] | None:
    """The step that these words begin with, and the words after it; None when they do not."""
    match = _FROM.match(words)
    if match is None:
        return None
    number = next(
        (g for n, g in match.groupdict().items() if g and "orig" not in n), "0"
    )
    return _value(number), words[match.end() :]


def read_wish(words: str) -> Wish | None:
    """What these words ask for, if they say nothing else."""
    return _SAID.get(" ".join(words.strip(" \t\n.!！。…").casefold().split()))


def _value(number: str) -> int:
    """In digits of any script, or in Chinese up to 99, where ten is a sign of its own."""
    if number.isdecimal():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    value = _CHINESE.index(ones) if ones else 0
    if not ten:
        return value
    return value + 10 * (_CHINESE.index(tens) if tens else 1)
