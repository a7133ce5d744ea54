"""What the program claims of Azure says where it comes from: the article and its date, or that a figure is our own choice."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "gui/backup_doctor"

DECIDES = {*("Instructions", "Plan", "Symptom", "script_plan"), *("ok", "warning", "failed", "skipped", "unknown", "proven", "suspicious", "weighed")}
"""Whatever calls one of these tells somebody something of Azure."""

YEAR = re.compile(r"\b20[12]\d\b")


def words_beside_the_code(path: Path) -> Iterator[str]:
    """Docstrings and comments: what the code says to whoever reads it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            yield node.value.value
    with tokenize.open(path) as file:
        yield from (token.string for token in tokenize.generate_tokens(file.readline) if token.type == tokenize.COMMENT)


def decides(path: Path) -> bool:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in DECIDES for node in nodes)


def figures_without_words(path: Path) -> Iterator[str]:
    """Names of a module's own figures that have no docstring of their own and no comment."""
    source = path.read_text(encoding="utf-8")
    body, lines = ast.parse(source).body, source.splitlines()
    for here, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(here, ast.Assign) and _is_figure(here.value):
            name = ast.unparse(here.targets[0])
            told = isinstance(after, ast.Expr) or "#" in lines[here.lineno - 1]
            if name.strip("(").isupper() and not name.startswith("_") and not told:
                yield f"{path.relative_to(PACKAGE)}: {name}"


def _is_figure(value: ast.expr) -> bool:
    """A number, or a span of time or a version made of some; a number inside of a text or pattern is none."""
    match value:
        case ast.Constant(value=int() | float() as number):
            return not isinstance(number, bool)
        case ast.BinOp(left=left, right=right):
            return _is_figure(left) or _is_figure(right)
        case ast.Tuple(elts=parts) | ast.Dict(values=parts):
            return any(map(_is_figure, parts))
        case ast.Call(func=ast.Name(id=name)):
            return name in {"timedelta", "Version"}
        case _:
            return False


def test_whatever_judges_plans_or_advises_names_its_source() -> None:
    modules = [path for path in (PACKAGE / "catalogue").rglob("*.py") if decides(path)]
    assert len(modules) > 40, "the pattern has lost what it looks for"
    assert [path.name for path in modules if not any(map(YEAR.search, words_beside_the_code(path)))] == []


def test_a_figure_says_where_it_comes_from() -> None:
    found = [path for room in ("core", "catalogue", "lab") for path in (PACKAGE / room).rglob("*.py")]
    held = [path for path in found if path.parent.name not in {"calls", "scenarios"}]  # sizes of pages, and what a story needs
    assert [figure for path in held for figure in figures_without_words(path)] == []
