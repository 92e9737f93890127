"""What cannot be ordered, and the words in which each person reads why."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.acceptance.visitor import Visitor
from tests.unit.imaging.samples import as_bytes, png_claiming, scene

Json = dict[str, Any]
PHOTO = as_bytes(scene(96, 64), "JPEG")
TEXT = b"words, words, words. " * 40
BROKEN = as_bytes(scene(640, 480), "JPEG")[:3000]
TOO_BIG = b"\xff\xd8\xff" + bytes(20 * 2**20)


def say(text: str) -> Callable[[Visitor], Awaitable[Json]]:
    """Somebody writes."""
    return lambda guest: guest.say(text)


def hand(
    file: bytes, name: str, caption: str = ""
) -> Callable[[Visitor], Awaitable[Json]]:
    """Somebody sends a file."""
    return lambda guest: guest.hand(file, name, caption)


AT_THE_DOOR: dict[str, tuple[Callable[[Visitor], Awaitable[Json]], dict[str, str]]] = {
    "empty prompt": (
        say("/gen"),
        {
            "en": "/gen a red fox in the snow",
            "zh": "请用文字说明",
            "ru": "Напишите, что",
        },
    ),
    "options alone": (
        say("/gen --ar 1:1"),
        {"en": "Say in words", "zh": "请用文字说明", "ru": "Напишите, что"},
    ),
    "empty edit": (
        lambda guest: guest.show(PHOTO, "/edit"),
        {
            "en": "/edit make it night",
            "zh": "/edit 改成夜晚",
            "ru": "/edit сделай ночь",
        },
    ),
    "words to an enlargement": (
        lambda guest: guest.show(PHOTO, "/upscale 2 and make it night"),
        {
            "en": "Enlarging takes no words here",
            "zh": "放大图片不需要文字",
            "ru": "Увеличение здесь обходится без слов",
        },
    ),
    "prompt too long": (
        say("/gen " + "fox " * 1020),
        {
            "en": "at most 4,000 characters",
            "zh": "最多可以 4,000 个",
            "ru": "не больше 4",
        },
    ),
    "unknown option": (
        say("/gen fox --aspekt 1:1"),
        {
            "en": "did you mean --ar?",
            "zh": "是不是想用 --ar",
            "ru": "может быть, --ar?",
        },
    ),
    "bad ratio": (
        say("/gen fox --ar 5:1"),
        {
            "en": "--ar takes: 16:9",
            "zh": "没有这个宽高比",
            "ru": "для --ar подойдёт: 16:9",
        },
    ),
    "no ratio": (
        say("/gen fox --ar wide"),
        {"en": "it takes: 16:9", "zh": "--ar 不接受", "ru": "подойдёт: 16:9"},
    ),
    "bad count": (
        say("/gen fox --n 9"),
        {
            "en": "--n takes: 1-4",
            "zh": "--n 可以用",
            "ru": "для --n подойдёт: 1-4",
        },
    ),
    "bad seed": (
        say("/gen fox --seed lucky"),
        {"en": "0-4294967295", "zh": "0-4294967295", "ru": "0-4294967295"},
    ),
    "bad model": (
        say("/gen fox --model 9.9"),
        {
            "en": "--model takes: 3.0",
            "zh": "--model 可以用",
            "ru": "для --model подойд",
        },
    ),
    "bad provider": (
        say("/gen fox --provider nobody"),
        {
            "en": "--provider takes: jimeng",
            "zh": "--provider 可以用",
            "ru": "jimeng",
        },
    ),
    "bad factor": (
        lambda guest: guest.show(PHOTO, "/upscale 3"),
        {"en": "these work: 2, 4", "zh": "不能放大这个倍数", "ru": "можно: 2, 4"},
    ),
    "no value": (
        say("/gen fox --model"),
        {
            "en": "--model needs a value",
            "zh": "--model 后面要有",
            "ru": "После --model",
        },
    ),
    "option twice": (
        say("/gen fox --n 1 --n 2"),
        {"en": "given twice", "zh": "--n", "ru": "--n"},
    ),
    "no picture to edit": (
        say("/edit make it night"),
        {"en": "Which picture?", "zh": "是哪张图片", "ru": "какой картинке речь"},
    ),
    "no picture to enlarge": (
        say("/upscale"),
        {"en": "reply with the command", "zh": "用命令回复", "ru": "ответьте командой"},
    ),
    "a text file": (
        hand(TEXT, "notes.txt"),
        {"en": "JPEG, PNG, WebP", "zh": "JPEG, PNG, WebP", "ru": "JPEG, PNG, WebP"},
    ),
    "a pdf": (
        hand(b"%PDF-1.7 ...", "a.pdf", "/upscale"),
        {
            "en": "not a kind of picture",
            "zh": "读不了这种文件",
            "ru": "прочитать нельзя",
        },
    ),
    "a video": (
        hand(b"\0\0\0\x18ftypmp42", "a.mp4", "make it night"),
        {
            "en": "not a kind of picture",
            "zh": "读不了这种文件",
            "ru": "прочитать нельзя",
        },
    ),
    "over 20 MB": (
        hand(TOO_BIG, "a.jpg"),
        {"en": "up to 20 MB", "zh": "20 MB", "ru": "до 20 МБ"},
    ),
}
UNDER_WAY: dict[str, tuple[Callable[[Visitor], Awaitable[Json]], dict[str, str]]] = {
    "renamed text": (
        hand(TEXT, "cat.jpg"),
        {"en": "This file is not a picture", "zh": "不是图片", "ru": "не картинка"},
    ),
    "broken jpeg": (
        hand(BROKEN, "cat.jpg"),
        {"en": "damaged", "zh": "已损坏", "ru": "повреждена"},
    ),
    "bomb": (
        hand(png_claiming(60_000, 60_000), "cat.png"),
        {"en": "too many pixels", "zh": "像素太多", "ru": "слишком много пикселей"},
    ),
    "empty file": (
        hand(b"", "cat.png"),
        {"en": "not a picture", "zh": "不是图片", "ru": "не картинка"},
    ),
    "a dot": (
        hand(as_bytes(scene(1, 1), "PNG"), "dot.png"),
        {"en": "at least 2 pixels", "zh": "2 像素", "ru": "не меньше 2"},
    ),
}
