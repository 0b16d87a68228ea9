"""What each place says of a fact, read from its text alone: by none of the code that wrote it."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

Read = Callable[[str], Any]
DAY = r"(\w{3}\s+\d{1,2}\s+\w{3})(?:\s+\d{4})?"
NAME = r"(Dr\s+\w+\s+\w+)"


def one(pattern: str, *, none: Any = None) -> Read:
    """Return a reader of the first match, its groups joined; `none` without a match."""

    def read(text: str) -> Any:
        found = re.search(pattern, text, re.M)
        return none if found is None else _joined(found)

    return read


def every(pattern: str) -> Read:
    """Return a reader of all matches, in order, each once."""

    def read(text: str) -> list[str]:
        return sorted(set(map(_joined, re.finditer(pattern, text, re.M))))

    return read


def count_of(pattern: str) -> Read:
    """Return a reader of the number of matches."""
    return lambda text: len(re.findall(pattern, text, re.M))


def _joined(found: re.Match[str]) -> str:
    return " ".join(" ".join(filter(None, found.groups())).split())


def step(number: int, name: str) -> dict[str, Read]:
    """Return the readers of the progress of one step."""
    word = r"(open|begun|done)(?: \((\d+ of \d+)\))?"
    return {
        "home screen": one(rf"{number} {name} +{word}"),
        "status": one(rf"^  {name}: {word}"),
    }


def listed(kind: str) -> dict[str, Read]:
    """Return the readers of the days of one kind."""
    return {
        "dates screen": dates_of(rf"{kind}: "),
        "status": every(rf"^  {DAY}, {kind}: "),
        "calendar": calendar_days(kind),
    }


def dates_of(what: str) -> Read:
    """Return a reader of the days under which something stands on the dates screen."""

    def read(text: str) -> list[str]:
        day, found = "", set()
        for line in text.split("\n"):
            if head := re.match(rf" {DAY}, ", line):
                day = head[1]
            if re.match(rf" [ >] {what}", line):
                found.add(day)
        return sorted(found)

    return read


def calendar_days(what: str, *, cancelled: bool = False) -> Read:
    """Return a reader of the days of the events whose title begins so."""

    def read(text: str) -> list[str]:
        found = set()
        for event in text.split("BEGIN:VEVENT")[1:]:
            is_cancelled = "STATUS:CANCELLED" in event
            start = re.search(r"^DTSTART[^:]*:(\d{4})(\d\d)(\d\d)", event, re.M)
            if start and re.search(rf"^SUMMARY:{what}", event, re.M) and is_cancelled is cancelled:
                day = date(*map(int, start.groups()))
                found.add(f"{day:%a} {day.day} {day:%b}")
        return sorted(found)

    return read


def exported(table: str, name: str) -> Read:
    """Return a reader of one field of all entities of a table."""
    return lambda text: [entity[name] for entity in json.loads(text)[table]]


def companions_of(visit_id: str) -> Read:
    """Return a reader of the name of who comes to a visit."""

    def read(text: str) -> str | None:
        everything = json.loads(text)
        (visit,) = (each for each in everything["visits"] if each["id"] == visit_id)
        names = {each["id"]: each["name"] for each in everything["companions"]}
        return next((names[id_] for id_ in visit["companion_ids"]), None)

    return read


VISIT = rf"^ [ >] {DAY}(?: \d\d:\d\d)? +(?:[A-Z][a-z ]+ (?:with|from) )?{NAME}.*?"
FACTS: Mapping[str, Mapping[str, Read]] = {
    "patient": {
        "home screen": one(r"^ (.+)'s case\."),
        "status": one(r"^Patient: (.+)$"),
        "letter": one(r"^My name is (.+)\.$"),
        "phone": one(r"^This is ([\w ]+)\."),
        "sheet": one(r"^From (.+)$"),
        "request": one(r"^My name is ([\w ]+)\."),
        "insurer": one(r"^My name is ([\w ]+)\."),
        "records": one(r"^Written by (.+) on "),
    },
    "illness": {
        "home screen": one(r"^ (Breast cancer in the bones)$"),
        "status": one(r"^Second Opinion: (.+)$"),
        "letter": one(r"^I was told: (.+)\.$"),
        "brief": one(r"^In short: (.+)$"),
        "sheet": one(r"^I was told: (.+)\.$"),
        "comparison": one(r"^What the doctors said: (.+)$"),
        "timeline": one(r"^What happened: (.+)$"),
    },
    "decide by": {
        "home screen": one(rf"^ [ >] {DAY} +decide by"),
        "status": one(rf"^Decide by: {DAY}"),
        "dates screen": lambda text: (dates_of("Decide by: ")(text) or [None])[0],
        "letter": one(rf"decide by\s+{DAY}\."),
        "brief": one(rf"decide by\s+{DAY}[.\s]"),
        "sheet": one(rf"decide by\s+{DAY}\s"),
        "calendar": lambda text: (calendar_days("Decide by")(text) or [None])[0],
    },
    "who gave that day": {
        "home screen": one(rf"given by {NAME}"),
        "status": one(rf"given by {NAME}"),
        "brief": one(rf"decide\s+by\s[^(]+\({NAME}\)"),
        "sheet": one(rf"decide by [^(]+\({NAME}\)|^For {NAME}(?=[\s\S]*You\s+gave\s+me)"),
    },
    "the next visit": {
        "home screen": one(rf"Next visit\n [ >] {DAY} (\d\d:\d\d) .*?{NAME}"),
        "status": one(rf"^Next visit: {DAY}, (\d\d:\d\d), .*?{NAME}"),
        "people screen": one(VISIT.replace(r"(?: \d\d:\d\d)?", r" (\d\d:\d\d)") + "still to come"),
    },
    "questions to ask there": {
        "home screen": one(r"(\d+) to ask"),
        "status": one(r"^Questions to ask there: (\d+)"),
    },
    "visits that took place": {
        "people screen": every(VISIT + "took place"),
        "brief": every(rf"^- {DAY}: .*?{NAME}"),
    },
    "days of visits that took place": {
        "people screen": every(VISIT.replace(NAME, r"Dr \w+ \w+") + "took place"),
        "dates screen": dates_of(r"[A-Z][a-z ]+ \(took place\)"),
        "comparison": every(rf"^Dr \w+ \w+: (?:Seen|Spoke|Wrote).*? {DAY}"),
    },
    "what nobody marked": {
        "people screen": every(VISIT + r"(?:Did it take place\?|Has it come\?)"),
        "home screen": every(rf"^ [ >] {DAY}.*? (?:Did it take place\?|Has it come\?) .*?{NAME}"),
    },
    "how many nobody marked": {
        "people screen": count_of(r"(?:Did it take place\?|Has it come\?)"),
        "home screen": count_of(r"(?:Did it take place\?|Has it come\?)"),
        "status": count_of(r"(?:Did it take place\?|Has it come\?)"),
        "dates screen": count_of(r"(?:Did it take place\?|Has it come\?)"),
    },
    "cancelled visits": {
        "people screen": every(VISIT.replace(NAME, r"Dr \w+ \w+") + "cancelled"),
        "calendar": calendar_days("", cancelled=True),
    },
    "coming visits": {
        "people screen": every(VISIT.replace(NAME, r"Dr \w+ \w+") + "still to come"),
        "dates screen": dates_of(r"(?:Video v|V)isit: "),
        "calendar": calendar_days("(?:Video v|V)isit:"),
    },
    "step: decide whether": step(1, "Decide whether"),
    "step: arrange it": step(2, "Arrange it"),
    "step: questions": step(3, "Questions"),
    "step: in the room": step(4, "In the room"),
    "step: after the visit": step(5, "After the visit"),
    "step: compare": step(6, "Compare"),
    "step: decide, follow up": step(7, "Decide, follow up"),
    "marks of the second doctor": {
        "status": one(r"Dr Ben Bravo: ([^;\n]*?(?:differs|clear|discussed|adds|same))[,;.\n]"),
        "opinions screen": one(
            r"Dr Ben Bravo: ([^;\n]*?(?:differs|clear|discussed|adds|same))[,;.\n]"
        ),
    },
    "how many differ": {
        "status": one(r"Dr Ben Bravo: (\d+) differs", none="0"),
        "opinions screen": one(r"Dr Ben Bravo: (\d+) differs", none="0"),
        "comparison": one(r"compared with Dr Ada Alpha: (\d+) differs", none="0"),
        "summary screen": one(r"^[ >]+.*? (\d+) differs", none="0"),
        "home screen": one(r"Dr Ben Bravo +(\d+) differs", none="0"),
    },
    "compared with": {
        "status": one(rf"^Core points, compared with {NAME}"),
        "opinions screen": one(rf"compared with {NAME}"),
        "comparison": one(rf"compared with {NAME}"),
        "summary screen": one(rf"compared with {NAME}"),
    },
    "records received": {
        "status": one(r"^Records: (\d+ of \d+) received"),
        "records": one(r"(\d+ of \d+) received"),
        "records screen": one(r"(\d+ of \d+) received"),
    },
    "where the scan files are": {
        "records": one(r"SCAN FILES.*\n.*\n- To Dr Ben Bravo: (\w+)"),
        "timeline": lambda text: (
            re.findall(r"Scan files: (asked|sent|lost|received)", text) or ["not"]
        )[-1],
    },
    "the approval": {
        "status": one(r"^  prior authorization: .*?\((\w+)", none="none"),
        "insurance screen": one(r"State: (\w+)"),
    },
    "appeal by": listed("Appeal by"),
    "pay by": listed("Pay by"),
    "the approval ends": listed("Approval ends"),
    "who treats now": {
        "letter": one(rf"^To {NAME}"),
        "phone": one(rf"to the office of {NAME}"),
        "agenda": one(rf"^To talk about with {NAME}"),
        "followup screen": one(rf"To talk about with {NAME}"),
        "brief": one(rf"My doctor now: {NAME}"),
        "card": one(rf"{NAME}"),
    },
    "what does not fit": {
        "home screen": count_of(r"is after that"),
        "status": count_of(r"is after that"),
    },
    "who comes along": {
        "packing": one(r"Comes along: (.*?)(?: 555-\d+)?$"),
        "export": companions_of("0000000000a1"),
    },
    "phone of the second doctor": {
        "people screen": one(r"Dr Ben Bravo.*?(555-\d+)"),
        "packing": one(r"Their phone: (555-\d+)"),
        "card": one(r"Dr Ben Bravo.*?: (555-\d+)"),
    },
    "names of the doctors": {
        "people screen": every(r"^ [ >] (?:first|second|third) +(Dr \w+ \w+)"),
        "export": lambda text: sorted(exported("doctors", "name")(text)),
    },
}
"""The facts, and what reads each in each place that tells it."""
