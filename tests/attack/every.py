"""All attacks, in the order of the report."""

from tests.attack import bits
from tests.attack.driver import Attack

ATTACKS = (
    Attack("bits", "one bit flipped, then saves and starts", bits.round_, 6),
)
