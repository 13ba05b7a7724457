"""`manage.py prepare`: what a start needs is there afterwards, and a second run changes nothing."""

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_the_table_that_counts_wrong_tries_and_used_codes_is_made_once(settings):
    settings.PORTAL_PREPARE = []
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE portal_cache")
    call_command("prepare")
    assert cache.add("a-code", "used")
    call_command("prepare")
    assert not cache.add("a-code", "used")
