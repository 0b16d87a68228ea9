"""The form for a paper to print: its layout and its folder."""

from collections.abc import Callable, Mapping

from so_tui.content import text
from so_tui.forms.fields import Field, FieldError, Values
from so_tui.papers.files import file_name, put_paper
from so_tui.papers.listing import Listing
from so_tui.papers.render import Layout, write_out
from so_tui.storage.drafts.drafts import Draft
from so_tui.ui.dialogs.form import Form
from so_tui.ui.forms.sheet import HOME, LARGE, LAYOUTS, existing_folder


def paper_form(listing: Listing, name: str, drafts: Mapping[str, Draft]) -> Form[str]:
    """Return the form for a list; saving it writes the file and returns its path.

    Args:
        listing: The list to print.
        name: Name of the words for the file's name, and of the draft.
        drafts: Drafts by key.
    """

    def write(layout: Layout, large: bool) -> str:
        return write_out(listing, layout, large=large)

    called = text(f"{name}.file_name")
    return written_form(write, listing.title, called, f"form:paper-{name}:new", drafts)


def written_form(
    write: Callable[[Layout, bool], str],
    title: str,
    called: str,
    draft_key: str,
    drafts: Mapping[str, Draft],
) -> Form[str]:
    """Return the form for any paper; saving it writes the file and returns its path.

    Args:
        write: Returns the whole file for a layout and whether it is in large print.
        title: Title of the form.
        called: Base of the file's name.
        draft_key: Key of the form's draft.
        drafts: Drafts by key.
    """
    fields = (
        Field("layout", text("sheet.layout"), LAYOUTS[0], "choice",
              tuple((layout, text(f"sheet.layouts.{layout}")) for layout in LAYOUTS)),
        Field("folder", text("sheet.folder"), HOME, hint=text("sheet.folder_hint"), required=True),
    )  # fmt: skip

    def build(values: Values) -> str:
        large = values["layout"] == LARGE
        layout = Layout.HTML if large else Layout(values["layout"])
        folder = existing_folder(values["folder"])
        try:
            written = write(layout, large)
            return str(put_paper(folder, file_name(called), layout.ending, written))
        except OSError as error:
            words = text("sheet.not_written", reason=error.strerror)
            raise FieldError("folder", words) from None

    return Form(title, fields, build, draft_key=draft_key, draft=drafts.get(draft_key),
                changes=False)  # fmt: skip
