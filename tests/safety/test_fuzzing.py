"""Whatever is sent to whatever address: never an error of ours, and what is refused changes nothing.

This is the long one, for `make soak`: CONCORDAT_SOAK says how many tries at random each address gets, after one with
each hostile value in every field. The quick one is part of the table of addresses and roles.
"""

import os
from itertools import islice

import pytest

from tests.address_forms import form
from tests.addresses import Address, addresses
from tests.safety.hostile import JSON, VALUES, at_random, mutated, trouble
from tests.test_urls_by_role import JSON as READS_JSON
from tests.test_urls_by_role import InTheWorld, obeyed, ours

SOAK = int(os.environ.get("CONCORDAT_SOAK", "0"))


@pytest.mark.skipif(not SOAK, reason="takes minutes: make soak")
class Hostile(InTheWorld):
    """Every address that takes a form, sent what nobody means to send."""

    def wrong(self, address: Address) -> list[str]:
        """What went wrong at an address."""
        client, path = self.world.clients[obeyed(address.name)[0]], self.world.path(address)
        if address.name in READS_JSON:
            told = {name: trouble(client, path, body, content_type="application/json") for name, body in JSON.items()}
        else:
            whole = form(self.world, address)
            told = {name: trouble(client, path, mutated(whole, value)) for name, value in VALUES.items()}
            tries = islice(at_random(whole, SOAK), SOAK if whole else 0)
            told |= {f"{number}: {name}": trouble(client, path, sent) for number, (name, sent) in enumerate(tries)}
        return [f"{address.name} ({name}): {problem}" for name, problem in told.items() if problem]

    def test_whatever_is_sent_is_no_error_and_a_refusal_changes_nothing(self) -> None:
        taking = [one for one in addresses() if ours(one) and obeyed(one.name)]
        assert len(taking) > 120
        wrong = [problem for one in taking for problem in self.wrong(one)]
        assert not wrong, "\n".join(wrong)
