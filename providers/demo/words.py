"""Which words of a prompt choose which scene and which colours, in English, Chinese and Russian."""

from collections.abc import Mapping

import numpy as np

Colour = tuple[int, int, int]

Palette = tuple[Colour, Colour, Colour, Colour]
"""Upper sky, horizon, the light (sun, windows), the ground's darkest."""

PALETTES: Mapping[str, Palette] = {
    "dawn": ((88, 86, 160), (255, 183, 150), (255, 238, 200), (52, 42, 84)),
    "sunset": ((66, 30, 96), (250, 112, 84), (255, 214, 120), (38, 16, 52)),
    "day": ((46, 128, 214), (190, 228, 246), (255, 250, 222), (26, 74, 88)),
    "night": ((8, 12, 40), (44, 62, 122), (238, 240, 255), (4, 8, 24)),
    "meadow": ((86, 170, 190), (226, 240, 190), (255, 244, 180), (22, 72, 48)),
    "winter": ((120, 156, 196), (232, 240, 248), (255, 255, 255), (58, 80, 112)),
    "rose": ((140, 62, 120), (252, 178, 190), (255, 232, 224), (78, 24, 62)),
    "autumn": ((124, 84, 62), (246, 190, 106), (255, 232, 170), (70, 32, 20)),
}

PALETTE_WORDS: Mapping[str, str] = {
    "dawn": "dawn morning sunrise 清晨 日出 黎明 早晨 рассвет утро",
    "sunset": "sunset evening dusk red orange fire 日落 黄昏 夕阳 红 火 закат вечер красн огонь оранж",
    "day": "day blue sky ocean summer 蓝 白天 天空 夏 син голуб лето день небо",
    "night": "night dark moon star space neon 夜 月 星 太空 宇宙 霓虹 ночь ночн луна звезд космос неон",
    "meadow": "green forest spring grass meadow 绿 森林 春 草 зелен лес весна трав луг",
    "winter": "winter snow ice white 冬 雪 冰 白色 зим снег лед белый",
    "rose": "rose pink purple flower love 粉 紫 花 玫瑰 роз фиолет цвет любов",
    "autumn": "autumn gold yellow desert coffee 秋 金 黄 沙漠 咖啡 осен золот желт пустын кофе",
}

SCENE_WORDS: Mapping[str, str] = {
    "hills": "hill mountain valley landscape desert 山 谷 风景 沙漠 гор холм долин пейзаж пустын",  # noqa: RUF001 - Russian is written in Cyrillic
    "sea": "sea ocean lake water beach boat island 海 湖 水 船 岛 мор озер вод лодк остров пляж",
    "city": "city street tower neon cyberpunk building town 城 街 楼 霓虹 赛博 город улиц башн киберпанк",
    "forest": "forest tree wood jungle fox bear 森林 树 狐 熊 лес дерев лис медвед",
    "circles": "abstract pattern logo portrait cat dog face 抽象 图案 猫 狗 人 абстракт узор кот кошк собак",
}


def choose(
    words: Mapping[str, str],
    prompt: str,
    negative_prompt: str,
    dice: np.random.Generator,
) -> str:
    """The name whose words stand in the prompt most often; a throw of the dice when none does."""
    text, unwanted = prompt.lower(), negative_prompt.lower()
    allowed = [name for name in words if not _hits(words[name], unwanted)]
    names = allowed or list(words)
    best = max(_hits(words[name], text) for name in names)
    favourites = [name for name in names if _hits(words[name], text) == best]
    return favourites[int(dice.integers(len(favourites)))]


def _hits(words: str, text: str) -> int:
    return sum(word in text for word in words.split())
