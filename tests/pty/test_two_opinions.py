"""Two opinions from raw notes to agenda and letter, by keys alone in a real terminal."""

import re
from collections import Counter
from pathlib import Path

import pytest

from so_tui.content import core_points, point
from tests.pty.support_companion import SIGNS, Companion, Tables, chosen_row, exported, standing
from tests.pty.support_opinions import (
    ABEL,
    BRANDT,
    MARKS,
    REPORTS,
    SAID,
    SLIDES,
    TRIAL,
    WHY,
    compare,
    go_back,
    meet_both,
    read_summary,
    say_why,
    take_raw_notes,
    tidy_up,
)
from tests.support.terminal import Terminal, so_tui

pytestmark = pytest.mark.terminal

WORST_FIRST = ["differs", "not clear", "not discussed", "adds", "same"]
ROW = re.compile(r"([x?.+=]) (differs|not clear|not discussed|adds|same) +(.*)")
SCROLLBAR = "▁▂▃▄▅▆▇█"
"""What may stand at the right edge of a line."""
States = dict[str, list[tuple[str, str]]]
"""For each doctor the state and the words of each core point, in their order."""


def test_two_opinions_from_raw_notes_to_agenda_and_letter(tmp_path: Path) -> None:
    folder, papers = tmp_path / "new", tmp_path / "papers"
    papers.mkdir()
    with Terminal(so_tui("--data-dir", str(folder))) as terminal:
        companion = Companion(terminal)
        meet_both(companion)
        take_raw_notes(companion)
        for doctor in (ABEL, BRANDT):
            tidy_up(companion, doctor)
        compare(companion)
        shown = read_summary(companion)
        say_why(companion)
        go_back(companion, papers)
        companion.quit()

    kept = exported(folder)
    check_cells(kept)
    check_summary(shown, kept)
    check_what_follows(kept)
    check_papers(papers)


def check_cells(kept: Tables) -> None:
    """Compare the cells with the lines that were typed in the visits, and with the answers."""
    names = {doctor["id"]: doctor["name"] for doctor in kept["doctors"]}
    for name, said in SAID.items():
        cells = {c["point"]: c for c in kept["cells"] if names[c["doctor_id"]] == name}
        assert {point: cell["text"] for point, cell in cells.items() if cell["text"]} == said
        assert cells["options"]["state"] == "not discussed"
    ids = {doctor["name"]: doctor["id"] for doctor in kept["doctors"]}
    points = {cell["point"] for cell in kept["cells"]}
    states = {point: standing(kept, ids[BRANDT], ids[ABEL], point) for point in points}
    assert {point: state for point, state in states.items() if state} == {
        **MARKS,
        "options": "not discussed",
    }


def states_of(kept: Tables) -> States:
    """Count nothing, only look up: what is kept for each doctor on each core point."""
    ids = {doctor["name"]: doctor["id"] for doctor in kept["doctors"]}
    found: States = {name: [] for name in ids}
    for name, id_ in ids.items():
        for about in core_points():
            mine = [c for c in kept["cells"] if (c["doctor_id"], c["point"]) == (id_, about.key)]
            assert len(mine) <= 1
            state = standing(kept, id_, ids[ABEL], about.key)
            found[name].append((state, mine[0]["text"] if mine else ""))
    return found


def check_summary(shown: list[str], kept: Tables) -> None:
    """Recount every figure and every sign of the summary from the cells that are kept."""
    states = states_of(kept)
    counts = Counter(state for state, _ in states[BRANDT])
    assert sum(counts.values()) == len(core_points())
    top, all_of_it = shown[0], "\n".join(shown)
    assert "%" not in all_of_it
    assert f"{BRANDT}, compared with {ABEL}" in top
    assert figure(r"In all +Core points on which they differ: (\d+)\.", top) == counts["differs"]
    assert figure(r"Without a mark: (\d+)\.", top) == counts[""]
    (line,) = re.findall(r"\d+ differs, .*", top)
    told = [(word, int(number)) for number, word in re.findall(r"(\d+) ([a-z ]*[a-z])", line)]
    assert told == [(word, counts[word]) for word in WORST_FIRST if counts[word]]
    check_strip(top, states)
    rows = [match for screen in shown if (match := ROW.match(chosen_row(screen)))]
    listed = [(row[1], row[2], row[3].split(":")[0].rstrip(f" {SCROLLBAR}")) for row in rows]
    labels = [str(about.label) for about in core_points()]
    marked = [(mark, label) for (mark, _), label in zip(states[BRANDT], labels, strict=True)]
    assert listed == [
        (SIGNS[word], word, label) for word in WORST_FIRST for mark, label in marked if mark == word
    ]
    check_inputs(top, kept)


def figure(pattern: str, text: str) -> int:
    """Return the one number that stands there."""
    (found,) = re.findall(pattern, text)
    return int(found)


def check_strip(top: str, states: States) -> None:
    """Compare the picture's signs with the states, point by point."""
    lines = top.splitlines()
    numbers = next(line.split() for line in lines if line.split()[:3] == ["1", "2", "3"])
    assert numbers == [str(number) for number in range(1, len(core_points()) + 1)]
    for name, marks in states.items():
        signs = (
            next(line for line in lines if re.match(rf" *{name}  ", line)).split(name)[1].split()
        )
        written = "*" if name == ABEL else "_"
        assert signs == [SIGNS[mark] if mark else written if text else "_" for mark, text in marks]


def check_inputs(top: str, kept: Tables) -> None:
    """Compare what only one doctor had with the ticks that are kept."""
    names = {doctor["id"]: doctor["name"] for doctor in kept["doctors"]}
    records = {record["id"]: record["name"] for record in kept["records"]}
    had = {names[o["doctor_id"]]: {records[i] for i in o["had"]} for o in kept["opinions"]}
    assert had == {ABEL: {REPORTS}, BRANDT: {REPORTS, SLIDES}}
    only = ", ".join(had[BRANDT] - had[ABEL])
    told = " ".join(re.sub(f"[{SCROLLBAR}]", " ", top).split())
    assert f"Only {BRANDT} saw: {only}." in told
    assert f"Only {ABEL} had" not in told


def check_what_follows(kept: Tables) -> None:
    """Look for the reasons, the task and the questions in what is kept."""
    names = {doctor["id"]: doctor["name"] for doctor in kept["doctors"]}
    reasons = {each["point"]: tuple(each["reasons"]) for each in kept["differences"]}
    assert reasons == WHY
    asked = {q["point"]: [names[i] for i in q["doctor_ids"]] for q in kept["questions"]}
    assert asked == {"trials": [ABEL], "markers": [ABEL], "reasons": [BRANDT]}
    (task,) = (task["text"] for task in kept["tasks"] if "read again" in task["text"])
    assert f"for this: {point('markers').label}" in task


def check_papers(papers: Path) -> None:
    """Read the agenda and the letter as they were written out."""
    files = {path.name: path for path in papers.iterdir()}
    assert sorted(files) == ["letter.txt", "what-to-talk-about.txt"]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in files.values())
    texts = {name: " ".join(path.read_text("utf-8").split()) for name, path in files.items()}
    her2, his = SAID[BRANDT]["markers"], SAID[ABEL]["markers"]
    for text in texts.values():
        assert text.count(f"Markers and genes. You said: {his}. {BRANDT} said: {her2}. Why, ") == 1
        assert f"{ABEL}, can someone else read the slides or scans again" in text
        assert "We did not talk about this: Trials." in text
        assert f"Trials. {BRANDT} adds: {TRIAL}." in text
        assert "More tests. I did not understand what you said." in text
        assert "%" not in text
    letter = texts["letter.txt"]
    parts = [
        "My name is Ruth. I was told: Breast cancer, left.",
        f"{BRANDT} saw: {REPORTS}, {SLIDES}. {SAID[BRANDT]['saw']}.",
        f"Markers and genes. You said: {his}. {BRANDT} said: {her2}.",
        f"{BRANDT} may not have seen the same records as you.",
        "I would like to go through this with you:",
    ]
    places = [letter.index(part) for part in parts]
    assert places == sorted(places)
