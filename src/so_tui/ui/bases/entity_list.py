"""A list of several kinds of entities, each with its own form."""

from typing import Any

from so_tui.content import text
from so_tui.domain.entity import CaseEntity
from so_tui.domain.state import Drop, Put
from so_tui.domain.text import first_line
from so_tui.ui.bases.list_screen import ListScreen
from so_tui.ui.dialogs.form import Form


class KindsScreen(ListScreen):
    """A list screen of several kinds of entities.

    Subclasses find, create and name the entities and give the form for each. Status messages are
    under the screen's name: `added`, `changed`, `deleted`.
    """

    NEEDS_ROW = frozenset({"edit", "delete", "read"})

    def find(self, key: str) -> CaseEntity | None:
        """Return the entity of the row with this key."""
        return None

    def fresh(self, what: str, case_id: str) -> CaseEntity | None:
        """Return a new entity of a kind, as its form starts with it."""
        return None

    def form_for(self, entity: CaseEntity, *, new: bool) -> Form[Any]:
        """Return the form that edits an entity."""
        raise NotImplementedError

    def called(self, entity: CaseEntity) -> str:
        """Return the name of an entity for status messages."""
        return ""

    @property
    def chosen(self) -> CaseEntity | None:
        """The entity under the cursor."""
        return self.find(self.key)

    def action_add(self, what: str) -> None:
        """Add an entity of a kind."""
        if (case := self.need_case()) and (fresh := self.fresh(what, case.id)):
            self._open(fresh, new=True)

    def action_edit(self) -> None:
        """Edit the chosen entity."""
        if entity := self.chosen:
            self._open(entity, new=False)

    def _open(self, entity: CaseEntity, *, new: bool) -> None:
        old = None if new else entity

        def keep(result: CaseEntity) -> None:
            if result != old:
                what = "changed" if old else "added"
                self.commit(self.label(what, result), Put(result, old))
                self.seek(result.id)

        self.edit(self.form_for(entity, new=new), keep)

    def label(self, what: str, entity: CaseEntity) -> str:
        """Return the status message for a change.

        Args:
            what: Name of the message.
            entity: The entity.
        """
        return text(f"{self.SIDE}.{what}", name=first_line(self.called(entity), 40))

    def action_delete(self) -> None:
        """Delete the chosen entity."""
        if entity := self.chosen:
            self.commit(self.label("deleted", entity), Drop(entity))

    def on_row_list_chosen(self) -> None:
        self.action_edit()

    def resume(self, what: str, key: str) -> None:
        if key == "new":
            self.action_add(what)
        else:
            self.focus_key(key)
            self.action_edit()
