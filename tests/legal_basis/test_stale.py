"""A change of facts names the steps that it puts in doubt, and no others."""

from __future__ import annotations

from legal_basis.engine import facts_hash, stale_steps, walk
from tests.legal_basis.walks import CURRENT, answer_until, facts_of


def test_the_same_facts_put_nothing_in_doubt() -> None:
    assert stale_steps(CURRENT, facts_of(), facts_of()) == ()


def test_another_kind_of_data_puts_bars_powers_and_confidence_in_doubt() -> None:
    stale = stale_steps(CURRENT, facts_of(), facts_of(kinds=["council_tax"]))
    assert {"C0.3", "C1.2", "C1.3", "C1.4", "C3.1", "C4.6"} <= set(stale)
    assert "C5.4" not in stale


def test_another_regime_puts_only_the_steps_that_read_it_in_doubt() -> None:
    assert stale_steps(CURRENT, facts_of(), facts_of(regime="mixed")) == ("C0.4", "C3.7", "C6.1")


def test_the_fingerprint_changes_with_a_fact() -> None:
    assert facts_hash(facts_of()) != facts_hash(facts_of(theme="education"))


def test_new_facts_drop_the_answers_that_no_longer_follow() -> None:
    _, responses = answer_until(CURRENT, facts_of(), {"C1.3": "no_duty"})
    walked = walk(CURRENT, facts_of(kinds=["council_tax"]), responses)
    assert walked.next is not None
    assert walked.next.token == "C1.2"
    assert walked.refused["C1.2"] == (
        "“No statute bars it” is not open to you. The data in your flows is covered by a statutory bar."
    )
    assert "C8.2" in walked.dropped
