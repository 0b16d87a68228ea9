"""Who may decide or act for the patient, in words. Pure."""

from so_tui.content import text
from so_tui.domain.dates import show_day
from so_tui.domain.people import Companion

POWERS = ("attorney", "proxy", "portal_proxy")
"""What a companion may hold; each is a field of `Companion`."""


def represents(companion: Companion) -> str:
    """Return what a companion may do for the patient, since when, and where the paper is."""
    held = [text(f"people.powers.{name}") for name in POWERS if getattr(companion, name)]
    if not held:
        return ""
    since, paper = companion.represents_since, companion.represents_paper
    more = (
        text("people.powers.since", day=show_day(since)) if since else "",
        text("people.powers.paper", place=paper) if paper else "",
    )
    about = "; ".join(filter(None, more))
    return f"{', '.join(held)} ({about})" if about else ", ".join(held)
