"""The library of questions covers what it was made from, topic by topic."""

import re
import string
import sys
from collections import Counter

import pytest

from so_tui.content import (
    core_points,
    has_question,
    pack_of,
    points,
    question_template,
    topic_of,
    topics,
)
from so_tui.content.library import KINDS, question_packs
from so_tui.domain.questions import PLACEHOLDERS, fill

GROUPS = {
    "A": ("diagnosis", 9),
    "B": ("pathology and staging", 13),
    "C": ("biomarkers and genetics", 12),
    "D": ("aim and options", 15),
    "E": ("surgery and radiation", 10),
    "F": ("side effects and safety", 9),
    "G": ("clinical trials", 9),
    "H": ("rare or unusual", 6),
    "I": ("fertility, sexual health, menopause", 8),
    "J": ("quality of life and support", 10),
    "K": ("outlook", 7),
    "L": ("costs and cover", 9),
    "M": ("logistics and team", 9),
    "N": ("only for a second opinion", 20),
    "O": ("advanced breast cancer", 27),
    "P": ("for the companion", 6),
    "Q": ("back with the primary doctor", 9),
}
"""The groups of the list of topics that was gathered from the sources, and how many each has."""

CORE = {"A1", "B2", "C1", "D1", "D2", "D3", "D5", "D15", "F1", "J1", "N1", "N4", "N5"}
"""What the list marks as its core."""

EACH = {
    *("A1", "A2", "B1", "B2", "C1", "C2", "C3", "D1", "D2", "D3", "D4", "D5", "D15", "F1", "F2"),
    *("G1", "J1", "N1", "N3", "O2", "O3", "O4", "O5", "O6", "O8", "O9", "O18"),
}
"""What the list marks as to be asked of each doctor in the same words."""

PRONOUN = re.compile(r"\b(it|its|they|them|their|these|those|this|that(?=[?.,;]))\b", re.IGNORECASE)
STANDS_FOR = {
    "adv_blood": "tumour markers",
    "adv_cdk": "inhibitor",
    "adv_few": "each place",
    "adv_mostly": "breast cancer",
    "adv_sample": "sample",
    "adv_scans": "scans",
    "back_got": "second report",
    "back_next": "date",
    "comp_right": "what I heard",
    "dx_waiting": "results",
    "fert_before": "what can be done",
    "mark_age": "sample",
    "opt_benefit": "treatment",
    "path_invasive": "cancer",
    "path_left": "tissue",
    "path_same": "lab reports",
    "rad_need": "radiation",
    "side_prevent": "side effects",
    "so_also_fine": "first plan",
    "so_board": "tumour board",
    "so_kind": "facts",
    "so_one_thing": "{first_doctor}",
    "surg_stay": "hospital",
    "surg_swelling": "stay swollen",
    "team_report": "report",
    "trial_go_on": "trial medicine",
    "trial_what": "what does the trial test",
}
"""What each pronoun stands for, in the same question; each was read by itself."""

QUICK = {"quick_good", "quick_harm", "quick_else", "quick_nothing"}
ALL = [question for topic in topics() for question in topic.questions]


def test_each_topic_of_the_list_has_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [f"{group}{n}" for group, (_, count) in GROUPS.items() for n in range(1, count + 1)]
    covered = Counter(question.covers for question in ALL if question.covers)
    table = ["", "Questions that cover the list of topics:"]
    for group, (title, count) in GROUPS.items():
        found = sum(covered[f"{group}{n}"] for n in range(1, count + 1))
        table.append(f"  {group}  {title:<40} {found:>3} of {count:>3}")
    table.append(f"     {'all':<40} {covered.total():>3} of {len(wanted):>3}")
    with capsys.disabled():
        sys.stdout.write("\n".join([*table, ""]))
    assert len(wanted) == 188
    assert covered == Counter(wanted)


def test_only_the_quick_four_stand_beside_the_list() -> None:
    assert {question.key for question in ALL if not question.covers} == QUICK
    assert [q.key for q in topics()[0].questions] == [
        "quick_good",
        "quick_harm",
        "quick_else",
        "quick_nothing",
    ]


def test_the_core_is_what_the_list_names_as_its_core() -> None:
    core = {question.covers for question in ALL if question.core}
    assert core == CORE


def test_what_the_list_asks_of_each_doctor_is_asked_of_each() -> None:
    each = {question.covers for question in ALL if question.each}
    assert each >= EACH


def test_what_the_list_calls_sensitive_is_closed() -> None:
    closed = {q.covers for topic in topics() if topic.sensitive for q in topic.questions}
    assert {f"K{n}" for n in range(1, 8)} <= closed


def test_a_question_names_the_kinds_of_people_it_is_for() -> None:
    used = {kind for question in ALL for kind in question.kinds}
    assert used == set(KINDS)
    nobody = [question.key for question in ALL if not question.kinds]
    assert nobody == ["comp_leave"]


def test_each_question_stands_alone_on_a_printed_page() -> None:
    pointing = {q.key: found for q in ALL if (found := PRONOUN.search(q.text))}
    assert pointing.keys() == STANDS_FOR.keys()
    for key, pronoun in pointing.items():
        before = question_template(key).text[: pronoun.start()].lower()
        assert STANDS_FOR[key].lower() in before, key


def test_questions_that_are_alike_name_each_other_and_never_themselves() -> None:
    for question in ALL:
        if question.like:
            assert has_question(question.like)
            assert question.like != question.key
    assert question_template(question_template("quick_harm").like).covers == "F1"


def test_nothing_is_filled_in_that_the_program_does_not_know() -> None:
    for question in ALL:
        names = {name for _, name, _, _ in string.Formatter().parse(question.text) if name}
        assert names <= set(PLACEHOLDERS), question.key
        filled = fill(question.text, dict.fromkeys(PLACEHOLDERS, "this"))
        assert "{" not in filled
        assert "}" not in filled


def test_placeholders_are_used() -> None:
    texts = " ".join(question.text for question in ALL)
    assert {name for name in PLACEHOLDERS if f"{{{name}}}" in texts} >= {
        "diagnosis",
        "plan",
        "first_doctor",
        "other_doctor",
        "decide_by",
    }


def test_each_pack_has_a_title_and_its_own_sources() -> None:
    packs = question_packs()
    assert len({pack.title for pack in packs}) == len(packs)
    assert all(pack.sources and pack.topics for pack in packs)
    assert pack_of("adv_esr").key == "advanced_breast"
    assert not topic_of("adv_esr").sensitive
    assert topic_of("look_months").sensitive
    with pytest.raises(KeyError, match="no_such_key"):
        pack_of("no_such_key")
    assert not has_question("no_such_key")


def test_most_questions_feed_a_point_and_every_point_but_ones_own_feeling_is_fed() -> None:
    fed = {question.point for question in ALL if question.point}
    assert {point.key for point in points()} - fed == {"felt"}
    assert {point.key for point in core_points()} <= fed
    assert sum(bool(question.point) for question in ALL) > 0.9 * len(ALL)
