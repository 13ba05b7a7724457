"""Whatever is sent to whatever address: never an error of ours, and what is refused changes nothing.

This is the long one, for `make soak`: CONCORDAT_SOAK says how many tries at random each address gets, after one with
each hostile value in every field. The quick one is part of the table of addresses and roles.
"""

import os
from collections.abc import Iterator
from itertools import islice

import pytest
from django.test import override_settings

from tests.address_foreign import IDS, Foreign
from tests.address_forms import form
from tests.addresses import Address, addresses
from tests.safety.hostile import JSON, VALUES, at_random, mutated, trouble
from tests.test_urls_by_role import JSON as READS_JSON
from tests.test_urls_by_role import InTheWorld, expected, obeyed, ours

SOAK = int(os.environ.get("CONCORDAT_SOAK", "0"))


@pytest.mark.skipif(not SOAK, reason="takes minutes: make soak")
class Hostile(InTheWorld):
    """Every address that takes a form, sent what nobody means to send, and ids of another partnership's."""

    foreign: Foreign

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.place["PACE"] = 0  # one person sends more here than anybody may
        with override_settings(**cls.place):
            cls.foreign = Foreign()

    def wrong(self, address: Address) -> list[str]:
        """What went wrong at an address."""
        client, path = self.world.clients[obeyed(address.name)[0]], self.world.path(address)
        if address.name in READS_JSON:
            told = {name: trouble(client, path, body, content_type="application/json") for name, body in JSON.items()}
        else:
            whole = form(self.world, address)
            told = {name: trouble(client, path, mutated(whole, value)) for name, value in VALUES.items()}
            tries = [*islice(at_random(whole, SOAK), SOAK if whole else 0), *self.others(whole)]
            writes = any(answer.endswith("+") for answer in expected().get((address.name, "POST"), {}).values())
            for number, (name, sent) in enumerate(tries):
                words = {field: given for field, given in whole.items() if sent.get(field) is given and writes}
                told[f"{number}: {name}"] = trouble(client, path, sent, words)
        return [f"{address.name} ({name}): {problem}" for name, problem in told.items() if problem]

    def others(self, whole: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
        """The form with an id of another partnership's in each field in turn, whatever the field takes."""
        kinds = sorted(set(IDS.values()))
        for place, field in enumerate(whole):
            for what in (kinds[place % len(kinds)], kinds[-1 - place % len(kinds)]):
                yield f"{field}: another's {what}", {**whole, field: self.foreign.id_of(what)}

    def test_whatever_is_sent_is_no_error_and_a_refusal_changes_nothing(self) -> None:
        taking = [one for one in addresses() if ours(one) and obeyed(one.name)]
        assert len(taking) > 120
        wrong = [problem for one in taking for problem in self.wrong(one)]
        assert not wrong, "\n".join(wrong)
