"""Where a request came from: as the connection says, or as the operator's own proxy says."""

import pytest
from django.test import RequestFactory

from portal.pacing.senders import network_of
from portal.senders import sender_address


@pytest.mark.parametrize(
    ("behind", "connection", "forwarded", "found"),
    [
        (False, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (True, "10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        (True, "10.0.0.1", "2001:DB8::1", "2001:db8::1"),
        (True, "10.0.0.1", "<script>", None),
        (True, "10.0.0.1", "", None),
        (False, "", "203.0.113.9", None),
    ],
)
def test_the_address_is_the_one_that_cannot_be_claimed(settings, behind, connection, forwarded, found):
    settings.BEHIND_PROXY = behind
    request = RequestFactory().get("/", REMOTE_ADDR=connection, headers={"x-forwarded-for": forwarded})
    assert sender_address(request) == found


@pytest.mark.parametrize(
    ("connection", "found"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:ffff", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("", ""),
    ],
)
def test_all_addresses_of_the_new_kind_that_one_subscriber_can_choose_from_are_one_sender(connection, found):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=connection)) == found
