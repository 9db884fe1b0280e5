"""The code of the package as its syntax, read once for all tests that look at it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import dashboard

PACKAGE = Path(dashboard.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))
