"""Hard cases that went wrong once, each with the tests that keep it right.

They are about words lost or told of the wrong person, about what is told as it did not happen, and
about dates, times and text.
"""

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]

NOT_LOST: Mapping[str, tuple[str, ...]] = {
    "two people write on one point, one over the other": (
        "ui/test_opinions.py::test_two_companions_write_on_one_point_and_the_patient_chooses",
        "logic/test_comparison.py::test_two_companions_words_stand_side_by_side",
        "logic/test_comparison.py::test_the_patients_words_count_until_the_patient_says_otherwise",
        "logic/test_comparison.py::test_on_paper_both_stand_by_name_until_the_patient_chooses",
        "logic/test_comparison.py::test_words_somebody_changes_or_deletes_stay_and_come_back",
        "ui/test_two_sessions.py::test_the_same_field_asks_which_one_is_to_stay",
    ),
    "a companion typed, then the patient starts the program": (
        "pty/test_cli.py::test_a_name_that_was_given_holds_for_that_run_alone",
        "ui/test_notes.py::test_a_half_line_never_takes_the_name_of_who_opens_it",
        "papers/test_records.py::test_a_letter_is_signed_by_the_patient_whoever_types",
    ),
    "a line of the visit must stay private": (
        "ui/test_private.py::test_the_key_marks_and_unmarks_on_every_list",
        "logic/test_private.py::test_no_paper_has_it_unless_it_is_chosen",
        "logic/test_private.py::test_sheet_packing_list_and_calendar_leave_it_out",
        "cli/test_notes.py::test_what_is_private_is_in_no_copy_for_others",
    ),
    "a new round": (
        "ui/test_cases.py::test_a_new_round_asks_first_and_is_undone_by_one_key",
        "logic/test_rounds.py::test_coming_visits_card_and_portals_go_along",
        "logic/test_rounds.py::"
        "test_a_record_on_its_way_to_a_coming_visit_goes_along_with_all_that_happened",
        "logic/test_rounds.py::test_what_is_open_with_the_insurer_goes_along",
        "logic/test_rounds.py::test_the_rounds_are_told_apart",
        "logic/test_rounds.py::test_one_undo_brings_all_of_it_back",
    ),
    "a second person with a case": (
        "ui/test_cases.py::test_a_case_for_a_second_person",
        "ui/test_cases.py::test_the_key_for_a_new_case_is_never_dead",
        "ui/test_cases.py::test_a_case_is_deleted_by_typing_the_name_and_restored_whole",
        "cli/test_cases.py::test_cases_of_two_people_are_started_switched_and_listed",
    ),
    "a lost disc is sent again": (
        "ui/test_records.py::test_a_lost_disc_is_sent_again_and_its_history_stays",
        "ui/test_records.py::test_a_step_back_deletes_no_day_of_before_and_opens_the_history",
        "logic/test_record_dates.py::test_what_was_lost_is_called_about_on_every_list",
    ),
    "lines from before the first question are no answer to it": (
        "ui/test_notes.py::test_answered_takes_no_line_from_before_the_question",
    ),
    "an archived case can only be read": (
        "ui/test_cases.py::test_an_archived_case_refuses_every_change",
        "storage/test_archived.py::test_it_takes_neither_a_question_nor_a_visit",
        "cli/test_cases.py::test_an_archived_case_takes_no_question_and_no_visit",
    ),
    "lines typed into a command are kept one by one": (
        "pty/test_cli_typed.py::test_each_line_is_kept_as_it_is_entered_and_ctrl_c_loses_none",
    ),
}
TRUE: Mapping[str, tuple[str, ...]] = {
    "a visit dated yesterday that nobody marked": (
        "logic/test_encounters.py::test_a_visit_that_nobody_marked_is_told_nowhere_as_held",
        "ui/test_encounters.py::test_home_asks_first_whether_a_visit_took_place",
        "logic/test_followup.py::test_a_doctor_whose_visit_was_never_marked_is_not_in_the_letter",
    ),
    "an opinion by message, in writing, by a nurse, by a board, by video": (
        "logic/test_encounters.py::test_each_kind_is_told_in_its_own_words",
        "logic/test_encounters.py::test_a_written_opinion_is_expected_and_then_asked_for",
        "logic/test_overview.py::test_a_tumour_board_has_a_column_and_no_visits_or_questions",
        "papers/test_brief.py::test_what_was_no_visit_is_not_called_one",
    ),
    "several doctors in a visit, several visits in a day": (
        "logic/test_encounters.py::test_a_visit_with_several_doctors_counts_for_each_of_them",
        "logic/test_encounters.py::test_the_clock_decides_between_three_visits_of_one_day",
        "cli/test_visits.py::test_a_question_decides_which_visit_its_answer_goes_to",
        "cli/test_visits.py::test_a_line_that_fits_two_visits_is_refused_with_the_choices",
        "logic/test_note_places.py::test_several_lines_move_together_and_come_back_together",
        "logic/test_speakers.py::test_a_name_of_the_case_and_a_colon_make_the_speaker",
    ),
    "a symptom between visits, a memory the day after": (
        "logic/test_diary.py::test_a_line_is_about_its_day_whenever_it_was_written",
        "ui/test_note_lines.py::test_the_next_visit_shows_the_diary_since_last_time",
        "ui/test_note_lines.py::test_a_line_for_a_visit_still_to_come_says_so",
    ),
    "the first doctor leaves and another takes over": (
        "logic/test_treating.py::test_letter_agenda_and_phone_note_are_for_who_treats_now",
        "logic/test_treating.py::test_a_visit_with_who_took_over_is_not_one_for_another_opinion",
        "logic/test_treating.py::test_the_new_doctor_s_report_goes_back_to_who_took_over",
        "logic/test_treating.py::"
        "test_nothing_to_do_after_a_visit_is_for_a_doctor_who_may_have_left",
        "logic/test_treating.py::test_questions_for_who_goes_on_are_asked_of_the_next_one_too",
        "logic/test_treating.py::test_the_reference_of_the_comparison_stays_the_first_opinion",
        "ui/test_people_roles.py::test_another_doctor_takes_over_the_care",
    ),
    "an approval, a consent or a share code that ends before the visit": (
        "logic/test_clashes.py::"
        "test_what_ends_before_the_visit_is_said_and_goes_when_the_visit_is_earlier",
        "logic/test_clashes.py::test_a_share_code_ends_an_hour_later",
        "ui/test_clashes.py::test_the_form_that_makes_a_clash_says_so_and_saves",
        "logic/test_deadlines.py::test_a_day_that_counts_is_in_every_list_and_in_the_calendar",
    ),
    "a visit after the day to decide by; words for an older day": (
        "cli/test_clashes.py::test_a_visit_after_the_decide_by_day_is_saved_and_said",
        "logic/test_clashes.py::test_what_was_arranged_for_the_old_day_is_said_until_it_is_looked_at",
    ),
    "a visit in five days": (
        "logic/test_plan.py::test_a_visit_in_five_days_has_a_short_plan_in_order",
        "logic/test_plan.py::"
        "test_every_lead_task_has_a_day_and_none_is_late_on_the_day_the_visit_is_entered",
        "logic/test_plan.py::test_the_order_of_entry_and_of_moves_changes_nothing",
        "logic/test_plan.py::test_in_an_older_store_nothing_is_late_before_the_case_began",
    ),
    "a third doctor": (
        "logic/test_plan.py::test_the_third_doctor_has_a_checklist_of_their_own",
        "papers/test_sheet.py::test_the_third_doctor_reads_both_opinions",
        "papers/test_sheet.py::test_what_was_brought_is_what_the_user_says_or_what_records_show",
    ),
    "comparing with another doctor": (
        "ui/test_opinions.py::test_comparing_with_another_doctor_is_a_view_of_this_screen",
        "logic/test_comparison.py::"
        "test_a_mark_stands_between_two_doctors_whichever_is_the_reference",
        "logic/test_overview.py::test_a_reference_chosen_in_an_older_version_changes_no_count",
        "papers/test_following.py::test_the_counts_on_the_comparison_are_those_of_the_marks",
    ),
    "a trial of the second doctor; what each of them saw": (
        "logic/test_followup.py::"
        "test_a_trial_of_the_second_doctor_is_in_the_letter_and_what_they_saw_is_no_difference",
        "papers/test_following.py::test_facts_about_the_doctors_have_a_block_of_their_own",
    ),
    "a record that has come is not due": (
        "logic/test_record_dates.py::test_nothing_is_due_that_records_shows_as_received",
    ),
    "the insurer refuses": (
        "ui/test_insurance.py::test_an_approval_keeps_all_that_happened",
        "ui/test_insurance.py::test_a_bill_stands_beside_the_estimate_and_is_paid_once",
        "papers/test_insurance_papers.py::test_the_call_log_tells_all_calls_the_newest_last",
        "papers/test_insurance_papers.py::test_an_appeal_names_the_refusal_its_reason_and_the_day",
        "cli/test_arranged.py::"
        "test_an_approval_is_asked_for_refused_and_appealed_with_nothing_lost",
    ),
    "a nurse, a records desk, a daughter who may log in": (
        "ui/test_people_roles.py::test_a_nurse_is_a_contact_with_phone_and_hours",
        "ui/test_people_roles.py::test_who_may_act_for_the_patient_is_on_the_card",
        "cli/test_arranged.py::test_consent_forms_and_portals_tell_who_may_act",
    ),
    "medicines, allergies, what was done before": (
        "ui/test_about.py::test_medicines_and_allergies_have_a_place_of_their_own",
        "papers/test_about.py::test_it_has_each_line_of_the_page",
        "papers/test_sheet.py::test_about_me_comes_along_unless_it_is_left_out",
    ),
    "the emergency card begins with who treats the patient": (
        "ui/test_emergency.py::test_the_local_number_and_the_doctor_come_first",
    ),
}
AS_TYPED: Mapping[str, tuple[str, ...]] = {
    "half past two, at night or in the afternoon": (
        "domain/test_typed_dates.py::test_an_hour_of_the_night_or_the_afternoon_is_asked_back",
        "cli/test_typed_rows.py::test_what_can_mean_two_things_is_asked_back",
    ),
    "a day of the week that does not fit its date; next month": (
        "domain/test_typed_dates.py::test_what_is_no_day_or_more_than_one_is_asked_back",
        "domain/test_typed_dates.py::test_no_time_is_read_by_the_first_letters_of_its_words",
        "cli/test_typed_rows.py::test_what_can_mean_two_things_is_asked_back",
    ),
    "Dec 3rd, 2026/12/03, next week": ("domain/test_typed_dates.py::test_days",),
    "a no-break space or a joiner of the keyboard": (
        "ui/test_widgets_fields.py::test_every_character_a_keyboard_sends_is_kept",
        "ui/test_widgets_fields.py::test_it_is_kept_as_when_it_is_pasted",
    ),
    "zoe for Zoé; words in text without spaces": (
        "domain/test_folding.py::test_how_accents_are_stored_makes_no_difference",
        "domain/test_search.py::test_words_inside_text_without_spaces_are_found",
        "ui/test_checklist.py::test_a_task_is_found_by_its_letters_without_their_accents",
        "cli/test_typed_rows.py::test_a_day_and_a_time_and_a_name_without_accents_are_read",
    ),
    "several lines pasted into a field of one": (
        "ui/test_widgets_fields.py::test_lines_pasted_into_one_line_are_joined",
    ),
    "letters of old terminals in a command": (
        "cli/test_stdin.py::test_letters_of_old_terminals_are_read_as_in_the_program",
        "cli/test_stdin.py::test_bytes_that_are_no_letters_are_refused_in_one_line",
    ),
}
LIVED = "pty/test_hard_case.py::test_a_hard_case_is_kept_true_to_what_happened"
"""Many of them in one case, in the real program."""


@cache
def names_in(path: str) -> frozenset[str]:
    """Return the names of the tests in a file below `tests/`."""
    tree = ast.parse((TESTS / path).read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return frozenset(node.name for node in tree.body if isinstance(node, kinds))


@pytest.mark.parametrize(
    "named", [*NOT_LOST.values(), *TRUE.values(), *AS_TYPED.values(), (LIVED,)], ids=lambda n: n[0]
)
def test_each_hard_case_has_tests(named: tuple[str, ...]) -> None:
    for test in named:
        path, _, name = test.partition("::")
        assert name in names_in(path), test
