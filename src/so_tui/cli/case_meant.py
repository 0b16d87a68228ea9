"""Which case somebody means who names it by words."""

from so_tui.cli.field_values import matching
from so_tui.cli.options import NotFound, Refused
from so_tui.content import text
from so_tui.domain.case import Case
from so_tui.domain.folding import alike
from so_tui.domain.state import AppState
from so_tui.domain.text import clean_line
from so_tui.logic.cases import cases_in_order, named


def case_meant(state: AppState, words: str) -> Case:
    """Return the case that is meant; '' means the open one.

    Raises:
        NotFound: There is none.
        Refused: Several are meant; the message lists them.
    """
    if not words and state.case:
        return state.case
    cases = {each.id: each for each in cases_in_order(state.cases.values())}
    names = {id_: named(each) for id_, each in cases.items()}
    sought = clean_line(words)
    found = [id_ for id_, each in cases.items() if alike(each.name, sought)]
    found = found or matching(names.items(), sought)
    if not found:
        raise NotFound(text("cli.cases.none", words=sought))
    if len(found) > 1:
        lines = "\n".join(f"  {clean_line(names[id_])} ({id_})" for id_ in found)
        raise Refused(f"{text('cli.lines.any.several', count=len(found))}\n{lines}")
    return cases[found[0]]
