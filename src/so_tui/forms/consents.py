"""The fields of consents and portals."""

from datetime import date, datetime, time, timedelta

from so_tui.content import text
from so_tui.domain.approvals import Consent, ConsentKind, Portal
from so_tui.domain.entity import YesNo
from so_tui.forms.fields import EntityForm, FieldError, Filling, Read

MOST_CODE = 16
"""Most letters and digits of a share code."""


def consent_filling(consent: Consent, today: date, *, new: bool) -> Filling[Consent]:
    """Return the fields of a consent, new or saved."""
    form = EntityForm(entity=consent, words="consents", today=today)

    def finish(read: Read) -> Read:
        signed_on, expires = read["signed_on"], read["expires"]
        if signed_on and signed_on > today:
            raise FieldError("signed_on", text("consents.not_yet"))
        if signed_on and expires and expires < signed_on:
            raise FieldError("expires", text("consents.backwards"))
        return read

    return form.filling(
        "consent",
        "new" if new else consent.id,
        form.choice(
            "kind", ((k.value, text(f"consents.kinds.{k.name.lower()}")) for k in ConsentKind)
        ),
        form.line("what", required=True),
        form.line("giver"),
        form.line("taker"),
        form.day("signed_on", past=True),
        form.day("expires"),
        form.line("copy_at"),
        form.line("note", "text", hint="consents.consent_note_hint"),
        focus="what",
        finish=finish,
    )


def portal_filling(portal: Portal, now: datetime, *, new: bool) -> Filling[Portal]:
    """Return the fields of a portal, new or saved; a new share code is stamped with `now`."""
    form = EntityForm(entity=portal, words="consents")
    answers = [(t.value, t.value or text("consents.unknown")) for t in YesNo]

    def finish(read: Read) -> Read:
        code, made = read["code"], read["code_at"]
        if code and not (len(code) <= MOST_CODE and code.replace("-", "").isalnum()):
            raise FieldError("code", text("consents.bad_code"))
        return {**read, "code_at": _made_at(portal, code, made, now) if code else None}

    return form.filling(
        "portal",
        "new" if new else portal.id,
        form.line("place", required=True),
        *(
            form.choice(name, answers)
            for name in ("same_system", "can_log_in", "linked", "sharing")
        ),
        form.line("code"),
        form.time("code_at", portal.code_at.time() if portal.code_at else None),
        form.line("proxy"),
        form.line("note", "text"),
        finish=finish,
    )


def _made_at(portal: Portal, code: str, made: time | None, now: datetime) -> datetime:
    """Return when the code was made: the typed time, at its last occurrence before `now`."""
    if portal.code_at and made == portal.code_at.time().replace(second=0, microsecond=0):
        return portal.code_at if code == portal.code else now
    if made is None:
        return now
    at = datetime.combine(now.date(), made)
    return at if at <= now else at - timedelta(days=1)
