"""Addresses filled into patterns that are asked for once."""

import pytest
from django.urls import reverse, set_script_prefix

from portal.addresses import address


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("protocols:version", ("GM-0007", 1)),
        ("protocols:tasks", ("AA-9911", 9912)),
        ("protocols:instrument", ("GM-0007", 12, 3)),
        ("protocols:decide", (990_011,)),
        ("protocols:in_tray", ()),
    ],
)
def test_an_address_is_what_reverse_answers(name: str, values: tuple[str | int, ...]) -> None:
    assert address(name, *values) == reverse(name, args=values)


def test_a_portal_under_a_prefix_has_it_in_its_addresses() -> None:
    plain = address("protocols:version", "GM-0007", 1)
    set_script_prefix("/portal/")
    try:
        assert address("protocols:version", "GM-0007", 1) == f"/portal{plain}"
    finally:
        set_script_prefix("/")
