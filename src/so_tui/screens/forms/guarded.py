"""A form that takes no passwords and no members' numbers, not even unfinished ones."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from so_tui.content import say
from so_tui.domain.secrets import Secret, secret_in
from so_tui.domain.text import Clean
from so_tui.screens.dialogs.form import Field, FieldError, Form, Values
from so_tui.storage.drafts import Draft

T = TypeVar("T")


class GuardedForm(Form[T]):
    """A form that refuses what looks like a password, and keeps no draft of it."""

    def __init__(
        self,
        title: str,
        fields: tuple[Field, ...],
        build: Callable[[Values], T],
        *,
        draft_key: str,
        draft: Draft | None = None,
        focus: str = "",
    ) -> None:
        """Make the form; the arguments are those of `Form`."""

        def checked(values: Values) -> T:
            refuse_secrets(values)
            return build(values)

        super().__init__(title, fields, checked, draft_key=draft_key, draft=draft, focus=focus)

    def to_draft(self, values: Mapping[str, Clean]) -> dict[str, str]:
        return {name: text for name, text in values.items() if secret_in(text) is None}


def refuse_secrets(values: Values) -> None:
    """Raise `FieldError` for the first field that holds what is never to be kept."""
    for name, text in values.items():
        found = secret_in(text)
        if found is Secret.PASSWORD:
            raise FieldError(name, say("secrets.password"))
        if found is Secret.NUMBER:
            raise FieldError(name, say("secrets.number"))
