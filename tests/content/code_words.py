"""Which keys of shipped strings the code says: as they stand, or made from words it knows."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Hole:
    """A value that is filled in in an f-string.

    Attributes:
        name: What is filled in, by its last name.
        words: The words that it goes through, if it goes through a list of literals; else empty,
            for any word of the code.
    """

    name: str
    words: frozenset[str] = frozenset()


Pattern = tuple[str | Hole, ...]
"""The parts of an f-string."""
NONE: frozenset[str] = frozenset()


class Code:
    """What the code says that can be, or become, the key of a string.

    Attributes:
        words: Literals, and the names of classes, of their fields and of the members of enums.
        given: The literals that are given to each name: as its value, default or argument.
        patterns: Its f-strings.
        tables: The keys, or f-strings of keys, of the tables that are read as a whole.
    """

    def __init__(self, trees: Iterable[ast.Module]) -> None:
        self.words: set[str] = set()
        self.given: dict[str, set[str]] = defaultdict(set)
        self.patterns: set[Pattern] = set()
        self.tables: set[Pattern] = set()
        self._asked: set[Pattern] = set()
        self._known: dict[str, bool] = {}
        modules = list(trees)
        self._parameters = {
            node.name: [arg.arg for arg in node.args.args if arg.arg not in ("self", "cls")]
            for tree in modules
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef)
        }
        for tree in modules:
            lists = _assigned(tree.body)
            for scope in _scopes(tree):
                nodes = list(ast.walk(scope))
                loops = _loops(nodes, lists)
                for node in nodes:
                    self._take(node, lists, loops)
        self.words |= {word.replace(".", "_") for word in self.words}
        self._keys = {p for p in self.patterns if re.match(r"\w+\.", _text(p[:1]))}
        # How one word is made from another, as in f"{key}_help" and f"day_{key}".
        self._affixes = {
            p for p in self.patterns if re.fullmatch(r"[\w.]*[a-z]{2}[\w.]*", _text(p))
        }

    def says(self, table: str, name: str) -> bool:
        """Return whether the code says the key of a string, or makes it."""
        key = f"{table}.{name}"
        return (
            key in self.words
            or any(self._makes(pattern, key) for pattern in self._keys)
            or any(
                isinstance(hole, Hole)
                and (table in self.given[hole.name] or self.reads(table) or rest == [f".{name}"])
                and self._makes(rest, f".{name}")
                for hole, *rest in self._asked
            )
        )

    def reads(self, table: str) -> bool:
        """Return whether the code reads a whole table."""
        return any(self._makes(pattern, table) for pattern in self.tables)

    def tells(self, code: str) -> bool:
        """Return whether the code tells something by this code, as the store does."""
        return code in self.words or any(
            self._makes(pattern, code) for pattern in self.patterns if "." in _text(pattern)
        )

    def _take(
        self, node: ast.AST, lists: Mapping[str, ast.expr], loops: Mapping[str, frozenset[str]]
    ) -> None:
        match node:
            case ast.Constant(value=str() | int() as value):
                self.words.add(str(value))
            case ast.JoinedStr():
                self.patterns.add(_pattern(node, loops))
            case ast.ClassDef():
                names = {*_assigned(node.body), *_annotated(node)}
                self.words |= {node.name.lower(), *names, *(name.lower() for name in names)}
            case ast.Assign(targets=[target], value=value):
                self._give(_name(target), value)
            case ast.keyword(arg=str() as name, value=value):
                self._give(name, value)
            case ast.FunctionDef(args=args):
                named = [*args.posonlyargs, *args.args]
                for arg, default in zip(named[::-1], args.defaults[::-1], strict=False):
                    self._give(arg.arg, default)
            case ast.Call():
                parameters = self._parameters.get(_name(node.func), [])
                for name, value in zip(parameters, node.args, strict=False):
                    self._give(name, value)
                if isinstance(node.func, ast.Name) and node.func.id == "text":
                    self._asked |= _patterns_in(node.args[0])
                elif isinstance(node.func, ast.Name) and node.func.id == "words":
                    table = node.args[0]
                    if isinstance(table, ast.Subscript):
                        table = lists[_name(table.value)]
                    self.tables |= _patterns_in(table)

    def _give(self, name: str, value: ast.expr) -> None:
        if name and isinstance(value, ast.Constant) and isinstance(value.value, str):
            self.given[name].add(value.value)

    def _makes(self, pattern: Iterable[str | Hole], key: str) -> bool:
        """Return whether a pattern gives this key when its holes are filled with known words."""
        parts = tuple(pattern)
        if not parts:
            return not key
        part, rest = parts[0], parts[1:]
        if isinstance(part, str):
            return key.startswith(part) and self._makes(rest, key[len(part) :])
        ends = range(1, len(key) + 1) if rest else [len(key)]
        return any(self._makes(rest, key[end:]) and self._fills(part, key[:end]) for end in ends)

    def _fills(self, hole: Hole, word: str) -> bool:
        if hole.words:
            return word in hole.words
        if word not in self._known:
            self._known[word] = word in self.words or any(
                self._makes(affix, word) for affix in self._affixes
            )
        return self._known[word]


def _name(node: ast.expr) -> str:
    """Return the last name of an expression such as `self.name`, or ''."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _text(pattern: Pattern) -> str:
    return "".join(part for part in pattern if isinstance(part, str))


def _pattern(joined: ast.JoinedStr, loops: Mapping[str, frozenset[str]]) -> Pattern:
    parts: list[str | Hole] = []
    for each in joined.values:
        if isinstance(each, ast.FormattedValue):
            name = _name(each.value)
            parts.append(Hole(name, loops.get(name, NONE)))
        elif isinstance(each, ast.Constant):
            parts.append(str(each.value))
    return tuple(parts)


def _patterns_in(node: ast.expr) -> set[Pattern]:
    if isinstance(node, ast.JoinedStr):
        return {_pattern(node, {})}
    if isinstance(node, ast.Constant):
        return {(str(node.value),)}
    children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    return {pattern for child in children for pattern in _patterns_in(child)}


def _scopes(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield each function and method with all that is in it, and each statement beside them."""
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef):
            inner = [each for each in statement.body if not isinstance(each, ast.FunctionDef)]
            yield from (each for each in statement.body if isinstance(each, ast.FunctionDef))
            yield ast.ClassDef(statement.name, [], [], inner, [])
        else:
            yield statement


def _assigned(statements: Iterable[ast.AST]) -> dict[str, ast.expr]:
    """Return what is assigned to each name."""
    return {
        _name(target): node.value
        for node in statements
        if isinstance(node, ast.Assign)
        for target in node.targets
    }


def _annotated(kind: ast.ClassDef) -> list[str]:
    return [_name(each.target) for each in kind.body if isinstance(each, ast.AnnAssign)]


def _loops(nodes: list[ast.AST], lists: Mapping[str, ast.expr]) -> dict[str, frozenset[str]]:
    """Return the words of each name that goes through lists of literals and nothing else."""
    known = {**lists, **_assigned(nodes)}
    found: dict[str, frozenset[str]] = {}
    others = {node.arg for node in nodes if isinstance(node, ast.arg)}
    for node in nodes:
        if isinstance(node, ast.For | ast.comprehension):
            words = _literals(known.get(_name(node.iter), node.iter))
            name = _name(node.target)
            if words and name:
                found[name] = found.get(name, NONE) | words
            else:
                others |= {each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)}
    return {name: words for name, words in found.items() if name not in others}


def _literals(node: ast.expr) -> frozenset[str]:
    """Return the words of a list of literals; none for anything else."""
    if not isinstance(node, ast.Tuple | ast.List):
        return NONE
    values = [each.value for each in node.elts if isinstance(each, ast.Constant)]
    return frozenset(map(str, values)) if len(values) == len(node.elts) else NONE
