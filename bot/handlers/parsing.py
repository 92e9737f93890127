"""A person's words become a recipe: the prompt, and options anywhere in it.

Options look like `--ar 16:9`. A dash that a phone turned into a long one counts when the name is
known; what stands in double quotes is prompt, whatever it looks like.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from bot.domain.errors import Refused
from bot.domain.recipe import Recipe
from bot.services.values import Offer
from providers.base import Operation

OPTIONS = ("ar", "n", "model", "seed", "no", "provider", "scale")
ALIASES = {
    "aspect": "ar",
    "aspect_ratio": "ar",
    "ratio": "ar",
    "count": "n",
    "negative": "no",
    "negative_prompt": "no",
    "upscale": "scale",
}
RATIO = re.compile(r"0*([1-9]\d{0,3})[:xх×/]0*([1-9]\d{0,3})", re.IGNORECASE)  # noqa: RUF001 - a Russian keyboard's x
SCALE = re.compile(r"[xх×]?(\d{1,2})[xх×]?", re.IGNORECASE)  # noqa: RUF001 - as above
COUNT_HINT = "1, 2, 3, …"
SEED_HINT = "0-4294967295"
MAX_SEED = 2**32 - 1
_QUOTES = {'"': '"', "“": "”", "„": "“", "«": "»"}
_QUOTE = re.compile(r"[\"“”„«»]")
_TOKEN = re.compile(r"\S+")
_FLAG = re.compile(r"(--|—|–)([^\W\d_][\w-]*)(?:=(.*))?", re.DOTALL)  # noqa: RUF001 - phones type the short dash too


@dataclass(frozen=True, slots=True)
class _Flag:
    """An option as it was typed: its name, the value glued to it, and its place in the text."""

    name: str
    glued: str | None
    typed: str


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    prompt: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)


def read_recipe(operation: Operation, text: str, offer: Offer) -> Recipe:
    """The recipe that a person's words ask for.

    Args:
        operation: decides which options are suggested; providers check the values later.
        text: the prompt with its options, the bot command already taken off.
        offer: names that can be used now.

    Raises:
        Refused: `option_unknown`, `option_value`, `option_value_missing`, `option_twice`.
    """
    reading = _read(text, offer)
    recipe = Recipe(operation=operation, prompt=" ".join(reading.prompt))
    own: dict[str, int | str] = {}
    for name, value in reading.values.items():
        if name in _SETTERS:
            recipe = _SETTERS[name](recipe, value, offer)
        else:
            own[name] = int(value) if value.isdecimal() else value
    return replace(recipe, options=own) if own else recipe


def read_upscale(text: str, offer: Offer) -> Recipe:
    """The recipe of `/upscale`, whose first word may be the factor: `4`, `x4`, `4x`.

    Raises:
        Refused: as for `read_recipe`.
    """
    recipe = read_recipe(Operation.UPSCALE, text, offer)
    first, _, rest = recipe.prompt.partition(" ")
    if not first[:1].isdecimal() and not SCALE.fullmatch(first):
        return recipe
    if recipe.scale is not None:
        raise Refused(code="option_twice", args_for_text={"option": "scale"})
    return replace(_scale(recipe, first, offer), prompt=rest)


def _read(text: str, offer: Offer) -> _Reading:
    known = {*OPTIONS, *ALIASES, *offer.options}
    reading = _Reading()
    tokens = list(_split(text))
    while tokens:
        token = tokens.pop(0)
        flag = _flag(token, known)
        if flag is None:
            reading.prompt.append(token)
            continue
        name = ALIASES.get(flag.name, flag.name)
        if name not in known:
            raise _unknown(flag, offer)
        if name in reading.values:
            raise Refused(code="option_twice", args_for_text={"option": name})
        reading.values[name] = _take_value(name, flag, tokens, known, offer)
    return reading


def _split(text: str) -> Iterator[str]:
    """Words; a part in double quotes that begins a word is one of them, quotes included."""
    position = 0
    while match := _TOKEN.search(text, position):
        start, end = match.span()
        closing = _QUOTES.get(text[start])
        if closing and (stop := text.find(closing, start + 1)) > 0:
            end = stop + 1
            if tail := _TOKEN.match(text, end):  # `"two words",` is one token
                end = tail.end()
        yield text[start:end]
        position = end


def _flag(token: str, known: set[str]) -> _Flag | None:
    match = _FLAG.fullmatch(token)
    if match is None:
        return None
    dashes, name, glued = match.groups()
    name = name.lower().replace("-", "_")
    if dashes != "--" and name not in known:
        return None  # a dash of prose: "the cat —asleep"
    return _Flag(name=name, glued=glued, typed=token)


def _take_value(
    name: str, flag: _Flag, tokens: list[str], known: set[str], offer: Offer
) -> str:
    words = [flag.glued] if flag.glued else []
    if name == "no":
        while tokens and _flag(tokens[0], known) is None:
            words.append(tokens.pop(0))
    elif not words and tokens and _flag(tokens[0], known) is None:
        words.append(tokens.pop(0))
    value = _QUOTE.sub("", " ".join(words)).strip()
    if not value:
        raise Refused(
            code="option_value_missing",
            args_for_text={"option": name, "allowed": _allowed(name, offer)},
        )
    return value


def _unknown(flag: _Flag, offer: Offer) -> Refused:
    names = [*OPTIONS, *offer.options]
    near = get_close_matches(flag.name, [*names, *ALIASES], n=1)
    return Refused(
        code="option_unknown",
        args_for_text={
            "option": flag.name,
            "allowed": ", ".join(f"--{name}" for name in names),
            "suggestion": f"--{ALIASES.get(near[0], near[0])}" if near else "none",
        },
    )


def _allowed(name: str, offer: Offer) -> str:
    """Values that an option takes, for the answer to a wrong or missing one."""
    choices: Mapping[str, tuple[str | int, ...]] = {
        "ar": offer.aspect_ratios or ("1:1", "16:9", "9:16"),
        "model": offer.models,
        "provider": tuple(dict.fromkeys(sum(offer.providers.values(), ()))),
        "scale": offer.scales or (2, 4),
    }
    hints = {"n": COUNT_HINT, "seed": SEED_HINT}
    listed = ", ".join(str(value) for value in choices.get(name, ()))
    return hints.get(name) or listed or "…"


def _wrong(name: str, value: str, offer: Offer) -> Refused:
    return Refused(
        code="option_value",
        args_for_text={
            "option": name,
            "value": value,
            "allowed": _allowed(name, offer),
        },
    )


def _ratio(recipe: Recipe, value: str, offer: Offer) -> Recipe:
    match = RATIO.fullmatch(value)
    if match is None:
        raise _wrong("ar", value, offer)
    return replace(recipe, aspect_ratio=f"{match[1]}:{match[2]}")


def _count(recipe: Recipe, value: str, offer: Offer) -> Recipe:
    if not (value.isdecimal() and len(value) <= 3 and int(value) > 0):  # noqa: PLR2004 - more is no count
        raise _wrong("n", value, offer)
    return replace(recipe, count=int(value))


def _seed(recipe: Recipe, value: str, offer: Offer) -> Recipe:
    if not (value.isdecimal() and len(value) <= 10 and int(value) <= MAX_SEED):  # noqa: PLR2004 - 32 bits
        raise _wrong("seed", value, offer)
    return replace(recipe, seed=int(value))


def _scale(recipe: Recipe, value: str, offer: Offer) -> Recipe:
    match = SCALE.fullmatch(value)
    if match is None:
        raise _wrong("scale", value, offer)
    return replace(recipe, scale=int(match[1]))


def _model(recipe: Recipe, value: str, offer: Offer) -> Recipe:
    spelled = {model.casefold(): model for model in offer.models}
    return replace(recipe, model=spelled.get(value.casefold(), value))


def _provider(recipe: Recipe, value: str, _offer: Offer) -> Recipe:
    return replace(recipe, provider=value.lower().replace("-", "_"))


def _negative(recipe: Recipe, value: str, _offer: Offer) -> Recipe:
    return replace(recipe, negative_prompt=value)


_SETTERS: Mapping[str, Callable[[Recipe, str, Offer], Recipe]] = {
    "ar": _ratio,
    "n": _count,
    "model": _model,
    "seed": _seed,
    "no": _negative,
    "provider": _provider,
    "scale": _scale,
}
