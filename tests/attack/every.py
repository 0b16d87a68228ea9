"""All attacks, in the order of the report."""

from tests.attack import (
    answers,
    bits,
    crafted,
    crash_states,
    cut_short,
    foreign,
    kills,
    pulled,
    vanished,
)
from tests.attack.driver import Attack

ATTACKS = (
    Attack("kills", "all who write and read, killed at any moment", kills.round_, 3),
    Attack("cut", "commands killed in the middle", cut_short.round_, 5),
    Attack("states", "disks as a crash may leave them", crash_states.round_, 2, needs_strace=True),
    Attack("bits", "one bit flipped, then saves and starts", bits.round_, 4),
    Attack("vanished", "files deleted, emptied, cut, put back", vanished.round_, 5),
    Attack("pulled", "the same under an open window", pulled.round_, 4),
    Attack("crafted", "crafted files with right checksums", crafted.round_, 4),
    Attack("foreign", "files of others in the data folder", foreign.round_, 3),
    Attack("answers", "answers of a terminal between keys", answers.round_, 4),
)
