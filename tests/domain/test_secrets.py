"""What looks like a password or a full number is told from what people do write down."""

import pytest
from hypothesis import given

from so_tui.domain.secrets import number_in, secret_in, shortened
from tests.support.values import any_text


@pytest.mark.parametrize(
    "text",
    [
        "password: hunter",
        "Password is hunter",
        "my pass word = x",
        "passcode: 1234",
        "PIN: 4711",
        "pin 4711",
        "pw hunter2",
        "Passwort: geheim",
        "mot de passe: secret",
        "log in with Sunshine2024",
        "hunter2!x",
        "P@ssw0rd",
        "(Xk9#mmQ2)",
        "correct#horse7",
    ],
)
def test_passwords_are_seen(text: str) -> None:
    assert secret_in(text) == "password"


@pytest.mark.parametrize(
    "text",
    [
        "member number 123456789",
        "Member ID: W1234 56789",
        "policy no. ABC-12345678",
        "card 4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "378282246310005",
        "123-45-6789",
        "memberID 123456789",
        "insurance number: 12 345 678",
        "member no. XEH12W345678",
        "Medicare 1EG4-TE5-MK73",
        "1EG4TE5MK73",
        "Mitgliedsnummer 1234567",
    ],
)
def test_full_numbers_are_seen(text: str) -> None:
    assert number_in(text)
    assert not number_in(shortened(text))
    assert shortened(f"{text}, call back") == f"{shortened(text)}, call back"
    assert shortened(text)[-4:] == text[-4:]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "EX-4471",
        "Call number 20261123-88412",
        "They said the password can be set anew by phone",
        "I forgot my password, the desk helps",
        "password in the blue folder",
        "Ask about pinning the date down",
        "pin it on the fridge",
        "https://portal.example.org/Login2?next=Home",
        "records@Lakeside2.example.org",
        "www.Example2.org",
        "+1 (555) 010-0199 extension 12345",
        "555-0170",
        "member card ends in 4471",
        "Authorisation MADE-UP-2, good to 2026-12-13",
        "COVID19 HER2 BRCA1 PD-L1 pT1cN0",
        "ER 8/8, PR 7/8, Ki-67 12%",
        "1,200.50 quoted (without the 2nd scan!)",
        "4111 1111 1111 1112",
        "Dr O'Hara-Smith, room 12B",
        "Member services: 1-800-555-0199",
        "insurance 800-555-0199",
        "group practice, 555 0170 123",
        "policy runs until 2026-12-31",
        "member since 01-05-2012",
        "member number ...6789",
    ],
)
def test_what_people_write_down_passes(text: str) -> None:
    assert secret_in(text) == ""
    assert shortened(text) == text


CARDS = ("4111111111111111", "378282246310005", "5500005555555559", "6011000990139424")
"""Numbers that are published to try payments with; no card has them."""


@pytest.mark.parametrize("card", CARDS)
def test_a_number_with_one_wrong_digit_is_no_card(card: str) -> None:
    assert secret_in(card) == "number"
    for place, right in enumerate(card):
        for digit in set("0123456789") - {right}:
            assert secret_in(f"{card[:place]}{digit}{card[place + 1 :]}") == ""


def test_a_hundred_thousand_characters_have_an_answer() -> None:
    for part in ("@", "pin ", "member ", "1 ", "password ", "a.", "4111", "pw\t"):
        assert secret_in(part * (100_000 // len(part))) == ""


@given(any_text, any_text)
def test_a_password_is_seen_in_any_text(before: str, after: str) -> None:
    assert secret_in(f"{before} password: x{after}") == "password"
