"""Signed consents, and the online portal of each hospital."""

from datetime import date, datetime

from textual.events import ScreenResume

from so_tui.content import text
from so_tui.domain.approvals import (
    Consent,
    ConsentKind,
    Portal,
    Signed,
    by_end,
    code_ends,
    signed,
)
from so_tui.domain.approvals import code_works as works
from so_tui.domain.dates import short_day, show_time
from so_tui.domain.entity import YesNo
from so_tui.forms.consents import consent_filling, portal_filling
from so_tui.logic.case_lifecycle import new_consent, new_portal
from so_tui.ui.bases.entity_list import EditedKind, EntityList
from so_tui.ui.rows.sections import details, sections
from so_tui.ui.widgets.detail import Part
from so_tui.ui.widgets.layout import Column, Row

LOOKS = {Signed.OVER: "late", Signed.SOON: "soon", Signed.NOT_SIGNED: "strong"}
CHECKS = ("same_system", "can_log_in", "linked", "sharing")
LOOK_SECONDS = 20.0
"""How long a share code may be shown as working after it has expired."""

CONSENT = EditedKind[Consent](
    table="consents",
    fresh=lambda screen: new_consent(screen.state),
    filling=lambda screen, consent, new: consent_filling(consent, screen.today, new=new),
    called=lambda _, consent: consent.what,
    parts=lambda screen, consent: consent_parts(consent, screen.clock().date()),
)
PORTAL = EditedKind[Portal](
    table="portals",
    fresh=lambda screen: new_portal(screen.state),
    filling=lambda screen, portal, new: portal_filling(portal, screen.clock(), new=new),
    called=lambda _, portal: portal.place,
    parts=lambda screen, portal: portal_parts(portal, screen.clock()),
)


class ConsentsScreen(EntityList):
    """Consents and portals; a share code shows whether it still works."""

    SIDE = "consents"
    COLUMNS = (Column(0, 14), Column(1, lines=3), Column(2, 14))
    KINDS = {"consent": CONSENT, "portal": PORTAL}

    def rows(self) -> list[Row]:
        now, portals = self.clock(), self.state.portals.values()
        consents = by_end(self.state.consents.values())
        return sections(
            "consents",
            self.sought,
            papers=(_consent_row(consent, now.date()) for consent in consents),
            portals=(_portal_row(p, now) for p in sorted(portals, key=lambda p: (p.place, p.id))),
        )

    def on_mount(self) -> None:
        # A share code expires at a minute of the day.
        self.set_interval(LOOK_SECONDS, self._update)

    def on_screen_resume(self, event: ScreenResume) -> None:
        self._update()


def _consent_row(consent: Consent, today: date) -> Row:
    word, between = signed(consent, today), str(consent.giver or consent.taker)
    if consent.giver and consent.taker:
        between = text("consents.between", giver=consent.giver, taker=consent.taker)
    about = f"{consent.what} ({between})" if between else str(consent.what)
    if consent.kind is not ConsentKind.RECORDS:
        about = f"{_kind_word(consent)}: {about}"
    until = text("consents.until", day=short_day(consent.expires, today)) if consent.expires else ""
    return Row(consent.id, (word, about, until), (LOOKS.get(word, ""),))


def _portal_row(portal: Portal, now: datetime) -> Row:
    login = portal.can_log_in.name.lower()
    checks = [text(f"consents.short.{name}_{getattr(portal, name).name.lower()}")
              for name in CHECKS if name != "can_log_in"]  # fmt: skip
    about = f"{portal.place}: {', '.join(checks)}"
    look = "" if portal.can_log_in is YesNo.YES else "strong"
    cells = (text(f"consents.login.{login}"), about, code_words(portal, now))
    return Row(portal.id, cells, (look,))


def code_words(portal: Portal, now: datetime) -> str:
    """Return how the share code stands at `now`: 'expires 14:05', 'code expired', '' for none."""
    ends = code_ends(portal)
    if ends is None:
        return ""
    if works(portal, now):
        return text("consents.expires_at", time=show_time(ends.time()))
    return text("consents.expired")


def consent_parts(consent: Consent, today: date) -> list[Part]:
    """Return the details of a consent."""
    releases = consent.kind is ConsentKind.RECORDS
    told = {
        "kind": _kind_word(consent),
        "giver": consent.giver,
        "taker" if releases else "acts": consent.taker,
        "state": signed(consent, today),
        "signed_on": consent.signed_on,
        "expires": consent.expires or text("consents.no_end"),
        "copy_at": consent.copy_at,
        "note": consent.note,
    }
    return [("", consent.what), *details("consents", consent, *told, **told)]


def _kind_word(consent: Consent) -> str:
    return text(f"consents.kinds.{consent.kind.name.lower()}")


def portal_parts(portal: Portal, now: datetime) -> list[Part]:
    """Return the details of a portal; a share code is shown only while it works."""
    code = code_words(portal, now)
    if works(portal, now):
        code = f"{portal.code}, {code}"
    answers = {name: getattr(portal, name) or text("consents.unknown") for name in CHECKS}
    return [
        ("", portal.place),
        *details("consents", portal, "code", code=code),
        *details("consents.asks", portal, *CHECKS, **answers),
        *details("consents", portal, "proxy", "note"),
    ]
