"""Turning what was changed on the screen into what is written down."""

from dataclasses import replace
from pathlib import Path

from so_tui.domain.state import Drop, Put
from so_tui.domain.text import Clean
from so_tui.storage.store import Store
from tests.support.stored import CASE, DOCTOR


def test_what_was_changed_in_an_old_form_and_deleted_at_once_is_gone(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.commit([Put(CASE), Put(DOCTOR)])
        store.commit([Put(replace(DOCTOR, place=Clean("Town")))])
        mine = replace(DOCTOR, phone=Clean("111"))
        store.commit([Put(mine, base=DOCTOR), Drop(mine)])
        assert store.entities() == [CASE]
