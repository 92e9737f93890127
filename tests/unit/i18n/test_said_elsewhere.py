"""No text outside the catalogues: what the bot says is found there in every language."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import name

import pytest

from bot.i18n.texts import Texts
from tests.unit.i18n.catalogues import ROOT, arguments

ROOMS = ("bot/handlers", "bot/delivery")  # who speaks to people
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
PROSE = re.compile(r"[^\W\d_]{2,}[,.:;!?]*\s+[^\W\d_]{2,}")
WORD = re.compile(r"[^\W\d_]{2,}")
NEVER_SAID = re.compile(r"(_?log|re)\.\w+|\w*Error|asyncio\.create_task")
HEARD = {  # modules that know sentences of Telegram's or of people's by heart, to recognise them
    "bot/handlers/step_words.py",
    "bot/delivery/errors.py",
    "bot/delivery/downloads.py",
}
NAMES = {"GENERATE_SETTINGS"}  # of settings: the same in every language
# What puts words before people's eyes; and what looks them up, by keys that are literals.
SAYS = re.compile(
    r"(send|edit|answer|set_my)_\w+|send|redraw|InlineKeyboardButton|InputMedia\w+|BotCommand"
    r"|CopyTextButton|ReplyParameters"
)
LOOKS_UP = re.compile(r"_?(text|say|get|note|toast|button|priced|name|label)\w*")
SPOKEN = ("text", "caption", "description")


def is_foreign(words: str) -> bool:
    """Letters that no identifier here has, and that can be seen."""
    return any(
        ord(letter) > 127 and letter.isalpha() and "FILLER" not in name(letter, "")
        for letter in words
    )


def literals(node: ast.AST) -> Iterator[ast.Constant]:
    """Strings of a module, without docstrings and what only logs and exceptions hold."""
    if isinstance(node, ast.Raise):
        return
    if isinstance(node, ast.Call) and NEVER_SAID.fullmatch(ast.unparse(node.func)):
        return
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in NAMES:
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from literals(child)


def spoken(tree: ast.AST) -> Iterator[ast.expr]:
    """Whatever is handed as words to a call that shows them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and SAYS.fullmatch(_name(node.func)):
            yield from node.args
            yield from (
                each.value for each in node.keywords if (each.arg or "") in SPOKEN
            )


def words_in(node: ast.AST) -> Iterator[str]:
    """Words written down in an expression, but not the keys of looked-up texts."""
    if isinstance(node, ast.Call) and LOOKS_UP.fullmatch(_name(node.func)):
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from WORD.findall(node.value)
    for child in ast.iter_child_nodes(node):
        yield from words_in(child)


def _name(called: ast.expr) -> str:
    return called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)


def _of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize(
    "path", [path for path in MODULES if _of(path) not in HEARD], ids=_of
)
def test_no_sentence_stands_in_the_code(path: Path) -> None:
    """A literal of several words, or in another script, is a docstring, a log line or an exception."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [
        (each.lineno, each.value)
        for each in literals(tree)
        if PROSE.search(str(each.value)) or is_foreign(str(each.value))
    ]
    assert found == []


@pytest.mark.parametrize("path", MODULES, ids=_of)
def test_nothing_said_is_a_literal(path: Path) -> None:
    """Texts, captions, toasts and buttons carry no word that was written in the code."""
    tree = ast.parse(path.read_text("utf-8"))
    found = [(each.lineno, word) for each in spoken(tree) for word in words_in(each)]
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'bot.send_message(1, "Done")',
        'bot.send_message(1, text=f"{n} pictures")',
        'InlineKeyboardButton("Again", callback_data=data)',
        'bot.send_photo(1, photo, caption="by " + name)',
        'bot.answer_callback_query(query.id, "No")',
    ],
)
def test_a_word_in_a_call_is_found(code: str) -> None:
    """The search sees what a careless line would look like."""
    assert [word for each in spoken(ast.parse(code)) for word in words_in(each)]


CODE = re.compile(r"<code>.*?</code>")
SCRIPTS = {  # what a language's texts may not hold
    "en": re.compile(r"[\u0400-\u04ff\u4e00-\u9fff]"),
    "ru": re.compile(r"[\u4e00-\u9fff]|(?<![\w/-])[a-z]{2,} [a-z]{2,}\b"),
    "zh": re.compile(r"[\u0400-\u04ff]|(?<![\w/-])[a-z]{2,} [a-z]{2,}\b"),
}
OWN_NAMES = re.compile("settings-language-")  # languages are named in themselves


@pytest.mark.parametrize("language", SCRIPTS)
def test_every_text_is_in_its_language(language: str) -> None:
    """Nothing was left untranslated: no other script, and no English words in a row."""
    texts = Texts(is_strict=True)
    left = {}
    for key, names in arguments(language).items():
        text = CODE.sub("", texts.get(language, key, **dict.fromkeys(names, 3)))
        if SCRIPTS[language].search(text) and not OWN_NAMES.match(key):
            left[key] = text
    assert left == {}
