"""The fields of a paper to print: its layout and its folder."""

from collections.abc import Callable
from pathlib import Path

from so_tui.content import text
from so_tui.forms.fields import Field, FieldError, Filling, Values
from so_tui.papers.files import Layout, file_name, put_paper, write_out
from so_tui.papers.listing import Listing

LARGE = "large"
LAYOUTS = (Layout.HTML.value, LARGE, Layout.MARKDOWN.value, Layout.TEXT.value)
"""The layouts to choose from: HTML in two sizes, and the others."""
HOME = "~"
"""Folder of a paper unless the user names another."""

Write = Callable[[Layout, bool], str]
"""Returns a whole file, given its layout and whether it is in large print."""


def paper_filling(listing: Listing, name: str) -> Filling[str]:
    """Return the fields of a list; what they make is the path of the written file.

    Args:
        listing: The list to print.
        name: Name of the words for the file's name, and of the draft.
    """

    def write(layout: Layout, large: bool) -> str:
        return write_out(listing, layout, large=large)

    called = text(f"{name}.file_name")
    return written_filling(write, listing.title, called, f"form:paper-{name}:new")


def written_filling(write: Write, title: str, called: str, key: str) -> Filling[str]:
    """Return the fields of any paper; what they make is the path of the written file.

    Args:
        write: Makes the file.
        title: Title of the form.
        called: Base of the file's name.
        key: Key of the form's draft.
    """

    def build(values: Values) -> str:
        return write_in_layout(values, file_name(called), write)

    fields = (layout_field(), folder_field())
    return Filling(key=key, title=title, fields=fields, build=build, guarded=False, changes=False)


def layout_field() -> Field:
    """Return the field of a paper's layout."""
    options = tuple((layout, text(f"sheet.layouts.{layout}")) for layout in LAYOUTS)
    return Field("layout", text("sheet.layout"), LAYOUTS[0], "choice", options)


def folder_field() -> Field:
    """Return the field of the folder that a file is written to."""
    hint = text("sheet.folder_hint")
    return Field("folder", text("sheet.folder"), HOME, hint=hint, required=True)


def write_in_layout(values: Values, name: str, write: Write) -> str:
    """Write a new file in the chosen layout, and return its path; see `write_file`."""
    large = values["layout"] == LARGE
    layout = Layout.HTML if large else Layout(values["layout"])
    return write_file(values, name, layout.ending, lambda: write(layout, large))


def write_file(values: Values, name: str, ending: str, write: Callable[[], str]) -> str:
    """Write a new file into the chosen folder, and return its path.

    Args:
        values: The values of the form, with the folder.
        name: The file's name, to which a number is added if there is such a file.
        ending: The ending of its name.
        write: Returns its content.

    Raises:
        FieldError: There is no such folder, or it cannot be written to.
    """
    try:
        folder = Path(values["folder"]).expanduser()
    except RuntimeError:  # '~name' of an unknown user
        folder = Path(values["folder"])
    if not folder.is_dir():
        raise FieldError("folder", text("sheet.no_folder", folder=values["folder"]))
    try:
        return str(put_paper(folder, name, ending, write()))
    except OSError as error:
        reason = text("sheet.not_written", reason=error.strerror)
        raise FieldError("folder", reason) from None
