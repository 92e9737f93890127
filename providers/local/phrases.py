"""The words that people use for edits, as patterns, in English, Chinese and Russian."""

# Russian is written in Cyrillic, whose letters look like Latin ones:
# ruff: noqa: RUF001

from collections.abc import Mapping

from providers.local import backgrounds
from providers.local.changes import Edit

# Wider phrases stand before the words that they contain.
PHRASES: Mapping[Edit, str] = {
    Edit.REMOVE_BACKGROUND: backgrounds.REMOVE,
    Edit.FILL_BACKGROUND: backgrounds.FILL,
    Edit.BLUR_BACKGROUND: backgrounds.BLUR,
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

POLITE = r",? ?\b(?:please|пожалуйста)\b,?"

FILLERS = (
    r"\b(?:please|can|could|you|make|made|turn|convert|change|transform|give|apply|add|do|get|put|edit"
    r"|it|its|this|that|the|a|an|my|me|i|want|photo|photos|picture|pic|image|into|in|to|as|like|look|by"
    r"|from|on|be|is|with|of|and|then|also|bit|more|less|style|effect|filter|version|colou?rs?|drawing|degrees?|pencil"
    r"|сделай(?:те)?|сделать|нужно|надо|пожалуйста|мне|мо[юей]\w*|фото\w*|картинк\w*|изображени\w*|снимок|его|е[её]|это|эту|этот"
    r"|и|а|у|из|затем|потом|ещ[её]|также|в|во|с|со|на|до|как|под|по|более|стил\w*|эффект\w*|фильтр\w*|преврати\w*"
    r"|преобразу\w*|примени\w*|добав\w*|цвет\w*|формат\w*|хочу|можно|рисунок)\b"
    r"|请|让|使|帮我|给我|把|将|这张|这个|照片|图片|图像|图|相片|变成|变为|变|转换|转成|转为|改成|改为|做成|弄成|处理|成|为"
    r"|一下|然后|再|并且|并|和|与|的|它|我|用|加上|加|效果|风格|滤镜|比例|更|些|点|了|到|度|按"
)
