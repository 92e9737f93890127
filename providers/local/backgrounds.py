"""The words for what can be done to a background: taken out, filled with a colour, blurred."""

# Russian is written in Cyrillic, whose letters look like Latin ones:
# ruff: noqa: RUF001

from collections.abc import Mapping

COLOURS: Mapping[str, tuple[int, int, int]] = {
    r"white|白|бел": (255, 255, 255),
    r"black|黑|ч[её]рн": (0, 0, 0),
    r"gr[ae]y|灰|сер": (128, 128, 128),
    r"red|红|красн": (214, 40, 40),
    r"green|绿|зел[её]н": (32, 160, 76),
    r"blue|蓝|син": (48, 104, 208),
}
"""What each colour is called, and what it is."""

# "Black and white" is an edit of its own, and no colour.
EN_COLOUR = r"\b(?:white|black|gr[ae]y|red|green|blue)\b(?![- ]?(?:and|&|n)[- ]?white)"
ZH_COLOUR = r"(?:白|黑(?!白)|灰(?!度|阶)|红|绿|蓝)"
RU_COLOUR = (
    r"\b(?:бел|ч[её]рн|сер|красн|зел[её]н|син)(?:ый|ого|ому|ым|ом|ий|его|ему|им|ем)\b"
)

EN = (
    rf"\b(?:(?:the|its|this|my|all|whole|entire|image|photo|picture|plain|old|{EN_COLOUR}) )*"
    r"(?:back ?ground|backdrop|bg)\b"
)
ZH = rf"(?:{ZH_COLOUR}色?的?)?背景"
RU = rf"\b(?:(?:весь|этот|{RU_COLOUR}) )*(?:задн\w+ план(?:а|у|ом|е)?|(?:задн\w+ )?фон(?:а|у|ом|е)?)\b"

EN_REMOVE = (
    r"\b(?:remov(?:e|ing)|delet(?:e|ing)|eras(?:e|ing)|drop|cut(?: out)?|clear|strip|without|no"
    rf"|get rid of|take (?:away|out|off)) {EN}(?! (?:blur|noise|grain|bokeh))(?: (?:from|of|in)\b)?"
    rf"|\b(?:cut|take) {EN} (?:out|away|off)\b"
    r"|\b(?:back ?ground|bg) (?:remov(?:al|ed|er?)|erased?|deleted?|gone)\b|\bremove-?bg\b"
    rf"|{EN}(?: (?:to|be|is|into|fully|completely))* transparent\b"
    r"|\btransparent\b(?: (?:back ?ground|backdrop|bg)\b)?"
    r"|\b(?:cut[- ]?out|extract|isolate) (?:the )?(?:main )?(?:subject|object|foreground)\b"
    r"|\bcut (?:it|this) out\b|\bcut[- ]?out\b"
)
ZH_GONE = (
    r"(?:去除|去掉|移除|删除|删掉|清除|抹掉|抹除|消除|擦除|擦掉|[扣抠][掉除]|不要)"
)
ZH_REMOVE = (
    rf"(?:{ZH_GONE}|[去删抠扣无])(?:图片|照片|图像|图|人物)?的?{ZH}(?!虚化|模糊|的?噪)|去除?白底"
    rf"|{ZH}{ZH_GONE}"
    rf"|{ZH}(?:全部?|变|改|换|设|弄|做|处理)?(?:成|为|得)?透明[化的色]*"
    r"|透明[色的]*(?:背景|底[图色]?)|透明|去[底背]"
    r"|(?:主体|人物|人像|物体|前景)?[抠扣](?:图|像|出来?|下来)(?:主体|人物|人像|物体|前景)?"
)
RU_GONE = (
    r"(?:убер\w+|убрать|убира\w+|удал\w+|вырез\w+|вырежи\w*|стер\w+|сотр\w+|очист\w+)"
)
RU_REMOVE = (
    rf"\b(?:{RU_GONE}|без) {RU}(?: (?:с|со|из|от)\b)?|{RU} {RU_GONE}\b"
    rf"|{RU}(?: (?:полностью|сделай\w*|сделать|чтобы|был))* прозрачн\w+"
    rf"|\bпрозрачн\w+(?: {RU})?"
    r"|\bвырежи(?:те)?\b(?: (?:объект|предмет|передний план)\b)?"
)

EN_FILL = (
    rf"(?:\b(?:replace|fill|set) )?{EN}(?: (?:to|into|with|by|be|in|as|is|a|plain|pure|solid))* {EN_COLOUR}"
    rf"|(?:\b(?:plain|pure|solid) )?{EN_COLOUR}[- ](?:back ?ground|backdrop|bg)\b"
)
ZH_FILL = (
    rf"(?:换成?|换上|改成|改为)?(?:一个|个)?纯?{ZH_COLOUR}色?的?(?:背景|底色?(?!片))"
    rf"|换?(?:背景|底)[颜色]*(?:换|改|变|设|填充?|涂|弄|做)?(?:成|为|上|用|是)?纯?{ZH_COLOUR}色?的?"
)
RU_FILL = (
    r"(?:\b(?:замен\w+|помен\w+|измен\w+|смен\w+|залей\w*|закрас\w+|постав\w+|помест\w+) )?"
    rf"(?:(?:на )?{RU_COLOUR} {RU}"
    rf"|{RU}(?: (?:на|в|сделай\w*|сделать|чисто|полностью))* {RU_COLOUR})"
)

EN_BLUR = (
    rf"\b(?:blur(?:red|ry|ring)?|defocus(?:ed)?|soften|out of focus|bokeh)(?: out)? {EN}"
    rf"|{EN}(?: (?:to|be|is|look|looks|more))* (?:blur(?:red|ry|rier)?|out of focus|defocused|bokeh)\b"
    r"|\bbokeh\b"
)
ZH_BLUR = (
    r"(?:虚化|模糊|柔化)(?:掉|一下|了)?(?:图片|照片|图像|人物)?的?背景"
    r"|背景(?:变得?|弄得?|做|进行|更|再| )*(?:虚化|模糊|柔化|散景)[化掉]*|浅?景深|散景"
)
RU_SOFT = r"(?:размой\w*|размы\w+|заблюр\w*|блюр\w*|расфокус\w*)"
RU_BLUR = (
    rf"\b{RU_SOFT} {RU}|{RU}(?: (?:был|более|сделай\w*|сделать))* {RU_SOFT}|\bбоке\b"
)

REMOVE = f"{EN_REMOVE}|{ZH_REMOVE}|{RU_REMOVE}"
FILL = f"{EN_FILL}|{ZH_FILL}|{RU_FILL}"
BLUR = f"{EN_BLUR}|{ZH_BLUR}|{RU_BLUR}"
