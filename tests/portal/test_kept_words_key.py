"""The key under which a browser keeps words is the person's own, and survives a change of the portal's keys."""

from portal.accounts.kept_words import keys_of


def test_each_person_has_a_key_of_their_own_that_is_the_same_each_time(settings):
    settings.FACTOR_KEYS = ["today"]
    assert keys_of(1) == keys_of(1)
    assert keys_of(1) != keys_of(2)


def test_what_was_kept_under_the_key_before_is_read_still(settings):
    settings.FACTOR_KEYS = ["yesterday"]
    before = keys_of(1)
    settings.FACTOR_KEYS = ["today", "yesterday"]
    assert keys_of(1).split()[1] == before
