"""The fields of a contact."""

from so_tui.content import text
from so_tui.domain.contacts import Contact, ContactRole
from so_tui.forms.fields import EntityForm, Filling


def contact_filling(contact: Contact) -> Filling[Contact]:
    """Return the fields of a contact, new or saved."""
    form = EntityForm(entity=contact, words="contacts")
    return form.filling(
        "contact",
        contact.id if contact.name else "new",
        form.line("name", required=True),
        form.choice("role", ((r, text(f"contacts.roles.{r.name.lower()}")) for r in ContactRole)),
        form.line("place"),
        form.line("phone"),
        form.line("hours"),
        form.line("about"),
        form.line("note", "long"),
    )
