"""The catalogues and the code, read as data."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

LANGUAGES = ("en", "ru", "zh")
ROOT = Path(__file__).parents[3]


class _Variables(Visitor):
    """Collects the arguments of a message and the plural forms of its selectors."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.variants: list[list[str]] = []

    def visit_VariableReference(self, node: ftl.VariableReference) -> None:  # noqa: N802 - the visitor's word
        self.names.add(node.id.name)

    def visit_SelectExpression(self, node: ftl.SelectExpression) -> None:  # noqa: N802 - as above
        self.variants.append([_key(variant) for variant in node.variants])
        self.generic_visit(node)


def _key(variant: ftl.Variant) -> str:
    key = variant.key
    return str(key.name if isinstance(key, ftl.Identifier) else key.value)


def entries(language: str) -> Iterator[ftl.EntryType]:
    """Everything that the files of a language hold."""
    for file in files("bot.i18n").joinpath(language).iterdir():
        yield from FluentParser().parse(file.read_text(encoding="utf-8")).body


def arguments(language: str) -> dict[str, frozenset[str]]:
    """Every key of a language with the arguments it takes."""
    found = {}
    for entry in entries(language):
        if isinstance(entry, ftl.Message):
            visitor = _Variables()
            visitor.visit(entry)
            found[entry.id.name] = frozenset(visitor.names)
    return found


def variants(language: str) -> dict[str, list[list[str]]]:
    """The variants of every selector, by key."""
    found = {}
    for entry in entries(language):
        if isinstance(entry, ftl.Message):
            visitor = _Variables()
            visitor.visit(entry)
            found[entry.id.name] = visitor.variants
    return found


def codes_in_the_code() -> set[str]:
    """Every literal `code=...` and class attribute `code = ...` of the two packages."""
    codes = set()
    for folder in ("bot", "providers"):
        for path in (ROOT / folder).rglob("*.py"):
            if "playground" not in path.parts:
                codes |= set(_codes(ast.parse(path.read_text(encoding="utf-8"))))
    return codes


def _codes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "code":
            yield from _literal(node.value)
        elif isinstance(node, ast.ClassDef) and _is_error(node):
            for line in node.body:
                if isinstance(line, ast.Assign) and _names_code(line):
                    yield from _literal(line.value)


def _is_error(node: ast.ClassDef) -> bool:
    return bool(node.bases)


def _names_code(line: ast.Assign) -> bool:
    return any(isinstance(t, ast.Name) and t.id == "code" for t in line.targets)


def _literal(value: ast.expr) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
