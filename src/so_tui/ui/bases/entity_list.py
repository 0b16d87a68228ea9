"""A list of entities that the user adds, edits and deletes, each kind with its own form."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from so_tui.content import text
from so_tui.domain.dataclass import dataclass
from so_tui.domain.entity import CaseEntity
from so_tui.domain.state import TABLE_OF, AppState, Change, Drop, Put
from so_tui.domain.text import first_line
from so_tui.forms.fields import Filling
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.dialogs.form import Form
from so_tui.ui.widgets.detail import Part

E = TypeVar("E", bound=CaseEntity)


def _put(screen: "EntityList", entity: CaseEntity, old: CaseEntity | None) -> tuple[Change, ...]:
    return (Put(entity, old),)


def _drop(screen: "EntityList", entity: CaseEntity) -> tuple[Change, ...]:
    return (Drop(entity),)


def _text(state: AppState, entity: Any) -> str:
    return str(entity.text)


def _no_parts(screen: "EntityList", entity: CaseEntity) -> Sequence[Part]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedKind(Generic[E]):
    """How a screen handles one kind of entity.

    Attributes:
        table: Its table in the state.
        words: File of the messages `added`, `changed` and `deleted`; '' for the screen's.
        fresh: Returns a new one as its form starts with it; None if there cannot be one now.
        filling: Returns its fields, given whether it is new.
        called: Returns its name in messages, if that is not its text.
        most: Most characters of that name.
        parts: Returns its details.
        put: Returns the changes that save it, given what it was before, None for a new one.
        drop: Returns the changes that delete it; none if it has to stay.
        form: The form that shows the fields.
    """

    table: str
    words: str = ""
    fresh: Callable[["EntityList"], E | None]
    filling: Callable[["EntityList", E, bool], Filling[E]]
    called: Callable[[AppState, E], str] = _text
    most: int = 40
    parts: Callable[["EntityList", E], Sequence[Part]] = _no_parts
    put: Callable[["EntityList", E, E | None], tuple[Change, ...]] = _put
    drop: Callable[["EntityList", E], tuple[Change, ...]] = _drop
    form: type[Form[Any]] = Form


class EntityList(ListScreen):
    """A list screen of one or more kinds of entities.

    Attributes:
        KINDS: Each kind, by its name in commands and drafts.
    """

    KINDS: ClassVar[Mapping[str, EditedKind[Any]]] = {}
    NEEDS_ROW = frozenset({"edit", "delete", "read"})

    def find(self, key: str) -> Any:
        """Return the entity of the row with this key; None if it has none."""
        tables = (getattr(self.state, kind.table) for kind in self.KINDS.values())
        return next((table[key] for table in tables if key in table), None)

    @property
    def chosen(self) -> Any:
        return self.find(self.key)

    def detail(self, key: str) -> Sequence[Part]:
        entity = self.find(key)
        if entity is None:
            return [("", text(f"{self.NAME}.hint"))]
        return _kind_of(self, entity).parts(self, entity)

    def label(self, what: str, entity: CaseEntity) -> str:
        """Return the message for what was done to an entity, by the message's name."""
        kind = _kind_of(self, entity)
        name = first_line(kind.called(self.state, entity), kind.most)
        return text(f"{kind.words or self.NAME}.{what}", name=name, text=name)

    def action_add(self, what: str) -> None:
        """Add an entity of a kind."""
        if self.need_case() and (entity := self.KINDS[what].fresh(self)):
            self.open(entity, new=True)

    def action_edit(self) -> None:
        """Edit the chosen entity."""
        if entity := self.chosen:
            self.open(entity, new=False)

    def open(self, entity: CaseEntity, *, new: bool) -> None:
        """Open the form of an entity, and save what was changed."""
        kind, old = _kind_of(self, entity), None if new else entity

        def keep(result: CaseEntity) -> None:
            what = "changed" if old else "added"
            self.commit(self.label(what, result), *kind.put(self, result, old))
            self.seek(result.id)

        filling = kind.filling(self, entity, new)
        self.ask(kind.form(filling, self.view_now), keep, old, filling.key)

    def action_delete(self) -> None:
        """Delete the chosen entity."""
        if entity := self.chosen:
            self.commit(self.label("deleted", entity), *_kind_of(self, entity).drop(self, entity))

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_add(what)
        else:
            super().resume(what, key)


def _kind_of(screen: EntityList, entity: CaseEntity) -> EditedKind[Any]:
    table = TABLE_OF[type(entity)]
    return next(kind for kind in screen.KINDS.values() if kind.table == table)
