"""Reads an edit instruction in English, Chinese or Russian into steps; all of it, or not at all."""

# Russian is written in Cyrillic, whose letters look like Latin ones:
# ruff: noqa: RUF001

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Edit(StrEnum):
    """What can be asked for; the value is what a person reads."""

    BLACK_AND_WHITE = "black and white"
    SEPIA = "sepia"
    SKETCH = "sketch"
    CARTOON = "cartoon"
    SHARPEN = "sharpen"
    DENOISE = "denoise"
    BLUR = "blur"
    ROTATE = "rotate"
    CROP = "crop"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One edit with its numbers.

    Attributes:
        edit: which.
        strength: 1 is normal; of filters.
        degrees: clockwise; of rotations.
        ratio: width and height; of crops.
    """

    edit: Edit
    strength: float = 1.0
    degrees: int = 90
    ratio: tuple[int, int] = (1, 1)


# Wider phrases stand before the words that they contain.
PHRASES: Mapping[Edit, str] = {
    Edit.BLACK_AND_WHITE: r"black[- ]?(?:and|&|n)[- ]?white|\bb ?[&/] ?w\b|gr[ae]y ?scale|monochrome"
    r"|黑白|灰度|ч[её]рно[- ]?бел\w*|монохром\w*|оттенк\w+ серого",
    Edit.SEPIA: r"\bsepia\b|复古色|棕褐色|怀旧|сепи\w*",
    Edit.SKETCH: r"(?:pencil )?\bsketch\b|pencil drawing|素描|铅笔画|线稿"
    r"|карандашн\w+ (?:набросок|рисунок)|рисунок карандашом|набросок|эскиз\w*|скетч\w*",
    Edit.CARTOON: r"\bcartoon(?:ish|ize|ise|y)?\b|\bcomics?\b|卡通|漫画|动漫|мульт\w*|комикс\w*",
    Edit.SHARPEN: r"\bsharpen(?:ed)?\b|\bsharper\b|\bsharp\b|锐化|清晰|резче|порезче"
    r"|(?:увелич\w+|повы[сш]\w+|добав\w+) резкост\w*|резкость|ч[её]тче",
    Edit.DENOISE: r"\bde-?noise\b|(?:remove|reduce|clean(?: up)?) (?:the )?(?:noise|grain)|降噪|去噪|去除噪点"
    r"|(?:убер\w+|удал\w+|уменьш\w+|подав\w+) шум\w*|шумоподавлени\w*",
    Edit.BLUR: r"\bblur\b|模糊|虚化|размой\w*|размы\w+|заблюр\w*|блюр",
    Edit.ROTATE: r"\brotate\b|\bturn\b(?= (?:(?:it|this|the \w+) )?(?:left|right|by|\d|clock|counter|anti|upside))"
    r"|upside down|旋转|转(?!成|换|为)|поверн\w*|развер\w+|вверх ногами",
    Edit.CROP: r"\b(?:crop|trim)\b|\bsquare\b|裁剪|裁切|裁|正方形|обреж\w*|кадрир\w*|квадрат\w*",
}

LEFT = r"counter-?clockwise|anti-?clockwise|\bleft\b|逆时针|向左|左|против часовой(?: стрелки)?|влево|налево"
RIGHT = r"\bclockwise\b|\bright\b|顺时针|向右|右|по часовой(?: стрелке)?|вправо|направо"
DEGREES = r"(\d{1,3}) ?(?:°|degrees?\b|度|градус\w*)"
BARE_DEGREES = r"(?<![:：x×\d])\b(\d{1,3})\b(?! ?[:：x×])"
RATIO = r"(\d{1,2}) ?[:：x×] ?(\d{1,2})"
UPSIDE_DOWN = r"upside down|вверх ногами"

LIGHT = r"\b(?:slightly|lightly|a (?:little|bit)|gently)\b|轻微|一点|稍微|слегка|немного|чуть(?:-чуть)?"
STRONG = (
    r"\b(?:strongly|strong|very|much|heavily|a lot)\b|强烈|非常|很|сильно|сильнее|очень"
)

FILLERS = (
    r"\b(?:please|can|could|you|make|made|turn|convert|change|transform|give|apply|add|do|get|put|edit"
    r"|it|its|this|that|the|a|an|my|me|i|want|photo|photos|picture|pic|image|into|in|to|as|like|look|by"
    r"|with|of|and|then|also|bit|more|less|style|effect|filter|version|colou?rs?|drawing|degrees?|pencil"
    r"|сделай(?:те)?|пожалуйста|мне|мо[юей]\w*|фото\w*|картинк\w*|изображени\w*|снимок|его|е[её]|это|эту|этот"
    r"|и|а|затем|потом|ещ[её]|также|в|во|с|со|на|до|как|под|по|более|стил\w*|эффект\w*|фильтр\w*|преврати\w*"
    r"|преобразу\w*|примени\w*|добав\w*|цвет\w*|формат\w*|хочу|можно|рисунок)\b"
    r"|请|帮我|给我|把|将|这张|这个|照片|图片|图像|图|相片|变成|变为|变|转换|转成|转为|改成|改为|做成|弄成|处理|成|为"
    r"|一下|然后|再|并且|并|和|与|的|它|我|用|加上|加|效果|风格|滤镜|比例|更|些|点|了|到|度|按"
)


class NotUnderstood(Exception):
    """The instruction has words that mean no edit of ours."""


def read_instruction(text: str) -> tuple[Step, ...]:
    """The steps in the order of the text.

    A word that is neither an edit nor a filler makes the whole instruction not understood: doing
    half of what somebody asked for ("blur the background") would be worse than saying so.

    Raises:
        NotUnderstood: nothing, or not all of it, is known.
    """
    rest = _Text(text.lower())
    strength = 0.5 if rest.take(LIGHT) else 2.0 if rest.take(STRONG) else 1.0
    found: dict[Edit, int] = {}
    for edit, phrase in PHRASES.items():
        for place in rest.take(phrase):
            found.setdefault(edit, place)
    steps = [
        _step(edit, strength, text.lower(), rest)
        for edit in sorted(found, key=found.__getitem__)
    ]
    rest.take(FILLERS)
    if not steps or rest.has_words:
        raise NotUnderstood(text)
    return tuple(steps)


class _Text:
    """A text from which understood parts are taken away, places unchanged."""

    def __init__(self, text: str) -> None:
        self._text = text

    def take(self, pattern: str) -> list[int]:
        """Blank out what matches; where that was."""
        places = [match.start() for match in re.finditer(pattern, self._text)]
        self._text = re.sub(pattern, lambda match: " " * len(match[0]), self._text)
        return places

    def take_first(self, pattern: str) -> re.Match[str] | None:
        """Blank out the first match, and give it back."""
        match = re.search(pattern, self._text)
        if match is not None:
            start, end = match.span()
            self._text = self._text[:start] + " " * (end - start) + self._text[end:]
        return match

    @property
    def has_words(self) -> bool:
        """Is there a letter or a digit left?"""
        return re.search(r"\w", self._text) is not None


def _step(edit: Edit, strength: float, whole: str, rest: _Text) -> Step:
    if edit is Edit.ROTATE:
        return Step(edit=edit, degrees=_degrees(whole, rest))
    if edit is Edit.CROP:
        ratio = rest.take_first(RATIO)
        if ratio is None:
            return Step(edit=edit)
        wide, high = int(ratio[1]), int(ratio[2])
        if not wide or not high:
            raise NotUnderstood(whole)
        return Step(edit=edit, ratio=(wide, high))
    return Step(edit=edit, strength=strength)


def _degrees(whole: str, rest: _Text) -> int:
    number = rest.take_first(DEGREES) or rest.take_first(BARE_DEGREES)
    is_left = bool(rest.take(LEFT))
    rest.take(RIGHT)
    if number is not None:
        degrees = int(number[1])
    else:
        degrees = 180 if re.search(UPSIDE_DOWN, whole) else 90
    return (-degrees if is_left else degrees) % 360
