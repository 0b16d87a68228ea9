"""The mutants of `make mutants`: what mutmut makes of a file, less what no test should see."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.file_mutation import create_mutations

_KINDS = {
    "condition": "BooleanOperation ComparisonTarget IfExp In Is IsNot NotIn UnaryOperation",
    "value": "Float Integer Name SimpleString",
    "step": "AnnAssign Assign AugAssign BinaryOperation Break Continue Lambda Match",
    "call": "Call",
}
GROUPS = tuple(_KINDS)
_GROUP_OF = {kind: group for group, kinds in _KINDS.items() for kind in kinds.split()}
_CODE = cst.Module([]).code_for_node


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, and the code before and after."""

    path: Path
    function: str
    line: str
    was: str
    now: str
    group: str
    lines: range
    """Numbers of the lines that run with the changed code; empty when it runs at import."""
    _nodes: tuple[cst.Module, cst.CSTNode, cst.CSTNode] = field(repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What names it when lines are added above it."""
        return self.path.stem, self.function, self.line, self.was, self.now

    def source(self) -> str:
        """Return the whole changed file."""
        module, before, after = self._nodes
        changed = module.deep_replace(before, after)
        assert isinstance(changed, cst.Module)
        return changed.code


def _is_void(was: str, now: str, above: list[cst.CSTNode]) -> bool:
    """Whether it changes letter case, a text for developers, or what type checkers alone read."""
    node = above[0]
    is_type = isinstance(node, cst.Assign) and isinstance(node.value, cst.Subscript)
    if is_type and isinstance(above[2], cst.Module):
        return True
    of_developers = any(isinstance(one, cst.Raise) and "Error(" in _CODE(one) for one in above)
    return (
        was.startswith(("cast(", "NewType("))
        or (was.endswith(('"', "'")) and (was.lower() == now.lower() or of_developers))
        or any(isinstance(one, cst.If) and "TYPE_CHECKING" in _CODE(one.test) for one in above)
    )


def mutants_of(path: Path, seed: str) -> Iterator[tuple[bytes, Mutant]]:
    """Yield the mutants of a file, each with its rank in the draw.

    The rank comes from the code around the change, so that files can be moved, renamed and added
    to without another draw.
    """
    code = path.read_text("utf-8")
    module, mutations, _, _ = create_mutations(str(path), code)
    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    place, parent = wrapper.resolve(PositionProvider), wrapper.resolve(ParentNodeProvider)
    seen: Counter[tuple[str, ...]] = Counter()
    for mutation in mutations:
        node: cst.CSTNode = mutation.original_node
        above = [node]
        while not isinstance(above[-1], cst.Module):
            above.append(parent[above[-1]])
        was, now = (" ".join(_CODE(one).split()) for one in (node, mutation.mutated_node))
        if _is_void(was, now, above):
            continue
        scopes = [one for one in above if isinstance(one, cst.FunctionDef | cst.ClassDef)]
        function = ".".join(one.name.value for one in reversed(scopes))
        statement = next(
            one
            for one in above
            if isinstance(one, cst.SimpleStatementLine | cst.BaseCompoundStatement)
        )
        first, last = place[statement].start.line, place[statement].end.line
        if not any(isinstance(one, cst.FunctionDef) for one in scopes):
            last = first - 1
        elif not isinstance(statement, cst.SimpleStatementLine | cst.FunctionDef | cst.Match):
            last = max(first, place[statement.body.children[0]].start.line - 1)
        line = code.splitlines()[place[node].start.line - 1].strip()
        key = function, line, was, now
        seen[key] += 1
        rank = hashlib.sha256("\0".join([seed, *key, str(seen[key])]).encode()).digest()
        group = _GROUP_OF[type(node).__name__]
        nodes = module, node, mutation.mutated_node
        yield rank, Mutant(path, *key, group, range(first, last + 1), nodes)
