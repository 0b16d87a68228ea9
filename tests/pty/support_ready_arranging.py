"""Insurance and costs, signed papers and portals, and who comes along, by keys alone."""

from pathlib import Path

from so_tui.content.packs import call_script
from so_tui.domain.state import AppState
from so_tui.domain.text import Clean
from so_tui.logic.approvals import standing
from tests.pty.support_companion import Companion, in_days
from tests.pty.support_keys import DOWN, EMPTY, ENTER, ESCAPE, SAVE, SPACE, TAB
from tests.pty.support_ready import ABEL, BRANDT, kept, leave, open_side, refused

INSURER, SLIDES_LOOK = "Example Health", "A new look at the slides"


def arrange_insurance(companion: Companion, folder: Path) -> None:
    """Read the script, log two calls, ask for what has to be granted, note the costs."""
    side = "Calls (newest first)"
    open_side(companion, "Insurance and costs", side)
    log_the_calls(companion)
    ask_for_approvals(companion)
    note_the_costs(companion)
    leave(companion, "estimate here, EUR")
    check_insurance(kept(folder))


def log_the_calls(companion: Companion) -> None:
    """Log a call with a line of the script, and a second one that settles it."""
    companion.press("s")
    companion.sees("Read this out", call_script()[0].say[:30], "Write down:")
    companion.press(ESCAPE)
    companion.sees_no_more("Write down:")
    companion.press("c")
    companion.sees("A call. Never type", "^S Save")
    companion.press(TAB.join((INSURER, "555 0170", "Kim", "EX-1")) + TAB * 8)
    companion.sees("│> Hello. I want")
    companion.press(DOWN + ENTER)
    companion.sees("Pays for the visit:")
    companion.press(TAB.join(("yes, once", "a letter", "+3", "+4")) + SAVE)
    companion.sees(f"Added: {INSURER}", "call again")
    companion.press("c")
    companion.fill("A call. Never type", "Lee", "EX-2", "no letter needed")
    companion.sees(f"{INSURER}, Lee")
    companion.choose(f"{INSURER}, Lee")
    companion.press(SPACE)
    companion.sees(f"Settled: call to {INSURER}")


def ask_for_approvals(companion: Companion) -> None:
    """Ask for a referral, an authorisation and cover; one is granted, one refused."""
    for kind, what in (("r", "The visit"), ("p", SLIDES_LOOK), ("c", "Travel")):
        companion.press("r")
        companion.fill("An approval you need", kind, what, ABEL)
        companion.sees(f"Added: {what}")
        companion.choose(what)
        companion.press("+")
        companion.sees("They refused it")
        companion.press(ENTER)
        companion.fill(f"Asked for it: {what}", "", "", "R-12")
        companion.sees(f"Saved: Asked for it ({what})")
    answers = (SLIDES_LOOK, 0, "They approved it"), ("Travel", 1, "They refused it")
    for what, steps, title in answers:
        companion.choose(what)
        companion.press("+")
        companion.sees("Appealed")
        companion.press(DOWN * steps + ENTER)
        companion.fill(f"{title}: {what}", *(("Too far",) if steps else ()), "+90")
        companion.sees(f"Saved: {title} ({what})")


def note_the_costs(companion: Companion) -> None:
    """Note a cost whose price is there, and one whose price was only asked for."""
    companion.press("m")
    values = ("The visit itself", "EUR", "400", "250", "150", "-3", "today")
    companion.fill("A cost.", *values)
    companion.sees("Added: The visit itself")
    companion.press("m")
    companion.fill("A cost.", "Parking", "", "20", "", "20", "today")
    companion.sees("Added: Parking")
    companion.choose("The visit itself")
    companion.press(DOWN)  # past the last one: the sums below it come into view
    companion.sees("estimate here, EUR: quoted 400; covered 250; you pay 150")
    companion.sees("all, EUR: quoted 420", "covered 250 (1 not known", "you pay 170")


def check_insurance(state: AppState) -> None:
    """Compare the store with what was typed."""
    calls = {str(call.reference): call for call in state.calls.values()}
    first = calls["EX-1"]
    assert first.said == "Pays for the visit: yes, once"
    assert (first.whom, first.person, first.promised) == (INSURER, "Kim", "a letter")
    assert str(first.at.date()) == in_days(0)
    assert (str(first.promised_by), str(first.next_call)) == (in_days(3), in_days(4))
    assert (calls["EX-2"].whom, calls["EX-2"].settled) == (INSURER, True)
    stands = {a.what: (a.kind, standing(state, a)) for a in state.approvals.values()}
    assert {(what, kind, each.state) for what, (kind, each) in stands.items()} == {
        ("The visit", "referral", "asked"),
        (SLIDES_LOOK, "authorisation", "approved"),
        ("Travel", "cover", "refused"),
    }
    assert str(stands[Clean(SLIDES_LOOK)][1].ends_on) == in_days(90)
    assert str(stands[Clean("Travel")][1].appeal_by) == in_days(90)
    assert {e.reference for e in state.events.values() if e.kind == "asked"} == {"R-12"}
    costs = {str(c.what): (c.currency, c.quoted, c.covered, c.mine) for c in state.costs.values()}
    assert costs["The visit itself"] == ("EUR", 40000, 25000, 15000)
    assert costs["Parking"] == ("EUR", 2000, None, 2000)
    days = {str(c.what): (str(c.asked_on), str(c.received_on)) for c in state.costs.values()}
    assert days["The visit itself"] == (in_days(-3), in_days(0))
    assert days["Parking"] == (in_days(0), "None")


def sign_papers(companion: Companion, folder: Path) -> None:
    """Note a signed paper, one that is not signed, and a portal with a share code."""
    side = "Consent forms"
    open_side(companion, "Consent forms and portals", side)
    companion.press("c")
    values = ("All records", ABEL, BRANDT, "yesterday", "+120", "blue folder")
    companion.fill("A consent form", *values)
    companion.sees("Added: All records", f"{ABEL} to {BRANDT}")
    companion.press("c")
    companion.fill("A consent form", "The slides", "City lab", BRANDT)
    companion.sees("Added: The slides", "not signed")
    companion.press("o")
    companion.fill("A portal. Passwords", "City Hospital", "y", "y", "n", "y", "AB-12-CD")
    companion.sees("Added: City Hospital", "expires ")
    companion.choose("City Hospital")
    companion.press("e")
    companion.fill("A portal. Passwords", "", "", "", "y")
    companion.sees("Saved: City Hospital")
    companion.press("e")
    companion.sees("A portal. Passwords")
    refused(companion, TAB * 8 + "password: hunter22", "This looks like a password")
    leave(companion, side)
    check_papers(kept(folder), folder)


def check_papers(state: AppState, folder: Path) -> None:
    """Compare the store with what was typed; the password stands in no file."""
    consents = {str(consent.what): consent for consent in state.consents.values()}
    signed, unsigned = consents["All records"], consents["The slides"]
    assert (signed.giver, signed.taker, signed.copy_at) == (ABEL, BRANDT, "blue folder")
    assert (str(signed.signed_on), str(signed.expires)) == (in_days(-1), in_days(120))
    assert (unsigned.signed_on, unsigned.giver, unsigned.taker) == (None, "City lab", BRANDT)
    (portal,) = state.portals.values()
    assert (portal.same_system, portal.can_log_in, portal.linked) == ("yes", "yes", "yes")
    assert (portal.sharing, portal.code, portal.note) == ("yes", "AB-12-CD", "")
    assert portal.code_at is not None
    assert str(portal.code_at.date()) == in_days(0)
    for file in filter(Path.is_file, folder.rglob("*")):
        assert b"hunter22" not in file.read_bytes(), file


def arrange_company(companion: Companion, folder: Path) -> None:
    """Add a companion, and who comes, who types and what is needed at the visit."""
    side = "Doctors (the first one"
    companion.press("p")
    companion.sees(side)
    companion.press("c")
    companion.fill("A person who goes along", "Nora", "555 0155", "all but the outlook")
    companion.sees("Added: Nora")
    companion.choose(BRANDT)
    companion.press("v")
    companion.sees("How will you hear from the doctor?")
    companion.press(ENTER)
    companion.fill("A visit", "", "", "", EMPTY + "third floor")
    companion.sees(f"Added: Visit with {BRANDT}", "no date yet")
    companion.choose("no date yet")
    companion.press("t")
    values = ("c", "N", "Nora drives", "French, asked", "a wheelchair", "Jo, 555 0177", "y")
    companion.fill("Who comes to this visit", *values)
    companion.sees(f"Saved: Visit with {BRANDT}")
    leave(companion, side)
    check_company(kept(folder))


def check_company(state: AppState) -> None:
    """Compare the store with what was typed."""
    (nora,) = state.companions.values()
    assert (nora.phone, nora.may_know) == ("555 0155", "all but the outlook")
    (visit,) = state.visits.values()
    assert (visit.companion_ids, visit.typist) == ((nora.id,), nora.id)
    assert (visit.travel, visit.interpreter) == ("Nora drives", "French, asked")
    assert (visit.access, visit.phone_in) == ("a wheelchair", "Jo, 555 0177")
    assert (visit.reception, visit.day) == ("yes", None)
