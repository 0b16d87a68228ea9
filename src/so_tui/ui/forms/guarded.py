"""A form that accepts no passwords or membership numbers, not even in drafts."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from so_tui.domain.secrets import secret_in
from so_tui.domain.text import Clean
from so_tui.forms.fields import Field, Filling, Values, refuse_secrets
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form

T = TypeVar("T")


class GuardedForm(Form[T]):
    """A form that rejects what looks like a password, and keeps it out of the draft."""

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


def form_of(
    filling: Filling[T], drafts: Mapping[str, Draft], kind: type["GuardedForm[T]"] | None = None
) -> Form[T]:
    """Return the form for a filling.

    Args:
        filling: The fields, and what they build.
        drafts: Drafts by key.
        kind: The form's class; None chooses by whether the filling is guarded.
    """
    make: type[Form[T]] = kind or (GuardedForm if filling.guarded else Form)
    return make(
        filling.title,
        filling.fields,
        filling.build,
        draft_key=filling.key,
        draft=drafts.get(filling.key),
        focus=filling.focus,
    )
