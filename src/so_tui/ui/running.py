"""Running the app in this terminal."""

from pathlib import Path

from so_tui.content import text
from so_tui.session.wording import sentences_of
from so_tui.storage.store import Store
from so_tui.terminal.app import run_app
from so_tui.ui.app import SecondOpinionApp


def run(
    store: Store,
    *,
    mode: str = "home",
    author: str = "",
    kept: bool = True,
    mouse: bool = True,
    theme: str = "",
) -> tuple[int, Path]:
    """Run the app in this terminal; the other arguments are those of `SecondOpinionApp`.

    Args:
        kept: False if the store is discarded at the end.
        mouse: Whether the mouse is used.

    Returns:
        The exit code, and the final data directory.
    """
    state = store.state()
    note = " ".join(sentences_of((*store.left_out, *store.notices)))
    if state.case is not None and state.case.demo:
        made_up = text("status.demo_kept" if kept else "status.demo")
        note = f"{note} {made_up}".strip()
    app = SecondOpinionApp(store, mode=mode, author=author, note=note, theme=theme)
    return run_app(app, mouse=mouse), app.session.folder
