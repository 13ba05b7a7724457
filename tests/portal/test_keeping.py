"""What is kept by its hash is made once, what was not asked for longest makes room, and a wrong hash keeps nothing."""

from hashlib import sha256

from portal.keeping import Kept


def ask(kept: Kept[str], text: str, made: list[str], *more: object, digest: str = "") -> str:
    def make() -> str:
        made.append(text)
        return text.upper()

    return kept.made_from(digest or sha256(text.encode()).hexdigest(), lambda: text, make, *more)


def test_a_thing_is_made_once_for_each_text():
    kept, made = Kept[str](10), []
    assert [ask(kept, text, made) for text in ("a", "b", "a", "a", "b")] == ["A", "B", "A", "A", "B"]
    assert made == ["a", "b"]


def test_what_was_not_asked_for_longest_makes_room():
    kept, made = Kept[str](2), []
    for text in ("a", "b", "a", "c", "a", "c", "b"):
        ask(kept, text, made)
    assert made == ["a", "b", "c", "b"]


def test_things_of_one_text_are_told_apart():
    kept, made = Kept[str](10), []
    for more in (1, 2, 1):
        ask(kept, "a", made, more)
    assert made == ["a", "a"]


def test_a_text_of_another_hash_is_not_kept():
    kept, made = Kept[str](10), []
    assert [ask(kept, text, made, digest="0" * 64) for text in ("a", "b", "a")] == ["A", "B", "A"]
    assert made == ["a", "b", "a"]
