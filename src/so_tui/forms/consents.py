"""The fields of consents and portals."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from so_tui.content import text
from so_tui.domain.approvals import Consent, Portal, Tried
from so_tui.domain.dates import show_day, show_time
from so_tui.forms.fields import Field, FieldError, Filling, Values, read_day, read_time

MOST_CODE = 16
"""Most letters and digits of a share code."""


def consent_filling(consent: Consent, today: date, *, new: bool) -> Filling[Consent]:
    """Return the fields of a consent, new or saved."""
    fields = (
        Field("what", text("consents.what"), consent.what, hint=text("consents.what_hint"),
              required=True),
        Field("giver", text("consents.giver"), consent.giver, hint=text("consents.giver_hint")),
        Field("taker", text("consents.taker"), consent.taker, hint=text("consents.taker_hint")),
        Field("signed_on", text("consents.signed_on"), show_day(consent.signed_on),
              hint=text("consents.signed_hint")),
        Field("expires", text("consents.expires"), show_day(consent.expires),
              hint=text("consents.expires_hint")),
        Field("copy_at", text("consents.copy_at"), consent.copy_at,
              hint=text("consents.copy_hint")),
    )  # fmt: skip

    def build(values: Values) -> Consent:
        signed_on = read_day(values, "signed_on", today)
        expires = read_day(values, "expires", today)
        if signed_on is not None and signed_on > today:
            raise FieldError("signed_on", text("consents.not_yet"))
        if signed_on is not None and expires is not None and expires < signed_on:
            raise FieldError("expires", text("consents.backwards"))
        return replace(
            consent,
            what=values["what"],
            giver=values["giver"],
            taker=values["taker"],
            signed_on=signed_on,
            expires=expires,
            copy_at=values["copy_at"],
        )

    key = f"form:consent:{'new' if new else consent.id}"
    title = text("consents.consent_form")
    return Filling(key=key, title=title, fields=fields, build=build)


def portal_filling(portal: Portal, now: datetime, *, new: bool) -> Filling[Portal]:
    """Return the fields of a portal, new or saved; a new share code is stamped with `now`."""
    answers = tuple((t.value, t.value or text("consents.unknown")) for t in Tried)
    made = show_time(portal.code_at.time()) if portal.code_at else ""
    fields = (
        Field("place", text("consents.place"), portal.place, hint=text("consents.place_hint"),
              required=True),
        Field("same_system", text("consents.same_system"), portal.same_system, "choice", answers),
        Field("can_log_in", text("consents.can_log_in"), portal.can_log_in, "choice", answers),
        Field("linked", text("consents.linked"), portal.linked, "choice", answers),
        Field("sharing", text("consents.sharing"), portal.sharing, "choice", answers),
        Field("code", text("consents.code"), portal.code, hint=text("consents.code_hint")),
        Field("code_at", text("consents.code_at"), made, hint=text("consents.code_at_hint")),
        Field("note", text("consents.note"), portal.note, "text", hint=text("consents.note_hint")),
    )  # fmt: skip

    def build(values: Values) -> Portal:
        code = values["code"]
        if code and not (len(code) <= MOST_CODE and code.replace("-", "").isalnum()):
            raise FieldError("code", text("consents.bad_code"))
        return replace(
            portal,
            place=values["place"],
            same_system=Tried(values["same_system"]),
            can_log_in=Tried(values["can_log_in"]),
            linked=Tried(values["linked"]),
            sharing=Tried(values["sharing"]),
            code=code,
            code_at=_made_at(portal, values, made, now) if code else None,
            note=values["note"],
        )

    key = f"form:portal:{'new' if new else portal.id}"
    title = text("consents.portal_form")
    return Filling(key=key, title=title, fields=fields, build=build)


def _made_at(portal: Portal, values: Values, made: str, now: datetime) -> datetime:
    """Return when the code was made: the typed time, at its last occurrence before `now`."""
    typed = read_time(values, "code_at")
    if values["code_at"] == made and portal.code_at is not None:
        return portal.code_at if values["code"] == portal.code else now
    if typed is None:
        return now
    at = datetime.combine(now.date(), typed)
    return at if at <= now else at - timedelta(days=1)
