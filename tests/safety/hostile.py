"""What nobody means to send: values for any field of any form, and bodies for whatever reads JSON."""

import random
from collections.abc import Iterator

from django.db import transaction
from django.test import Client

from portal.audit.models import AuditEvent
from tests.address_world import let_go
from tests.form_filling import missing

LONG = "a" * 200_000
EVIL = '"><img src=x onerror=alert(1)>{{7*7}}${7*7}%0d%0aX: y'
VALUES: dict[str, object] = {
    "nothing": "",
    "nul": "a\x00b",
    "long": LONG,
    "digits": "9" * 5_000,
    "beyond": "99999999999999999999",
    "negative": "-1",
    "fraction": "1e400",
    "not a number": "NaN",
    "other digits": "٣",
    "superscript": "²",
    "half a sign": "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "turned round": "\u202eabc",
    "markup": EVIL,
    "path": "../../../../etc/passwd",
    "address": "//attacker.example/",
    "script": "javascript:alert(1)",
    "line": "a\r\nBcc: victim@wigan.example",
    "formula": '=HYPERLINK("https://attacker.example")',
    "many": [str(number) for number in range(40)],
    "json": '{"a": [1]}',
    "deep": "[" * 3_000,
    "uuid": "00000000-0000-0000-0000-000000000000",
    "not a uuid": "zzzzzzzz-0000-0000-0000-000000000000",
    "date": "31 February 10000",
    "email": "a@b@c\r\n.example",
}
QUICK = ("digits", "nul", "many", "beyond", "markup")
JSON: dict[str, str] = {
    "nothing": "", "no json": "{", "null": "null", "list": "[]", "number": "1", "text": '"a"',
    "infinite": '{"body": 1e999}',
    "deep": "[" * 3_000 + "]" * 3_000, "empty": "{}",
    **{f"all {name}": f'{{"body": {value}, "revision": {value}, "html": {value}, "place": {value}, "words": {value}}}'
       for name, value in {"null": "null", "lists": "[[]]", "objects": "{}", "true": "true", "long": "9" * 400,
                           "negative": "-1", "fractions": "1.5", "infinite": "1e999",
                           "texts": '"\\u0000\\ud800"'}.items()},
}  # fmt: skip
SHOWS_AGAIN = {200, 302, 403, 409, 422}
REFUSED = {400, 403, 404, 405, 409, 410, 413, 415, 422, 429}
# A table of rows, each taken or refused by itself: what it did stands on the page beside the row that is refused.
ROW_BY_ROW = {"protocols:flow_table"}
KEPT = {"csrfmiddlewaretoken"}


def rotated(form: dict[str, object], by: int) -> dict[str, object]:
    """The form with a hostile value in each field that is not a file: another one in each, and other ones for `by`."""
    fields = [name for name, given in form.items() if name not in KEPT and not hasattr(given, "read")]
    return form | {name: VALUES[QUICK[(place + by) % len(QUICK)]] for place, name in enumerate(fields)}


def mutated(form: dict[str, object], value: object) -> dict[str, object]:
    """The form with this value in each field that is not a file."""
    return {name: given if name in KEPT or hasattr(given, "read") else value for name, given in form.items()}


def at_random(form: dict[str, object], seed: int) -> Iterator[tuple[str, dict[str, object]]]:
    """For ever: the form with a few of its fields hostile, missing or doubled; and what was done, in words."""
    chance = random.Random(seed)  # noqa: S311 - the same texts for the same seed, not a secret
    while True:
        sent, done = dict(form), []
        for field in chance.sample(sorted(form), k=min(len(form), chance.randint(1, 3))):
            name = chance.choice([*VALUES, "missing", "doubled"])
            done.append(f"{field}: {name}")
            if name == "missing":
                sent.pop(field)
            else:
                sent[field] = [form[field], form[field]] if name == "doubled" else VALUES[name]
        yield ", ".join(done), sent


def trouble(
    client: Client, path: str, data: object, words: dict[str, object] | None = None, **more: object
) -> str | None:
    """Send something, and undo what it did; what is wrong with the answer, or None.

    `words` are what was typed in good faith: where nothing was done, they have to be shown again. A wrong code of a
    guest is counted, so that is an event.
    """
    before, events = transaction.savepoint(), set(AuditEvent.objects.order_by("-pk").values_list("pk", flat=True)[:1])
    last = max(events, default=0)
    try:
        answer = client.post(path, data, **more)
        let_go(answer)
        done = AuditEvent.objects.filter(pk__gt=last).exclude(action="protocols.guest.wrong_code")
        if answer.status_code >= 500:
            return f"answered {answer.status_code}"
        rows = answer.resolver_match.view_name in ROW_BY_ROW and answer.status_code == 422
        did = [event.action for event in done] if answer.status_code in REFUSED and not rows else []
        if did:
            return f"refused, but did {did}"
        lost = missing(words, answer) if words and (rows or not done) and answer.status_code in SHOWS_AGAIN else []
        return f"answered {answer.status_code}, and lost {lost}"[:300] if lost else None
    except Exception as error:  # noqa: BLE001 - any at all is what this looks for
        return f"{type(error).__name__}: {error}"[:300]
    finally:
        transaction.savepoint_rollback(before)
