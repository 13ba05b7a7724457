"""`manage.py document_asvs`: docs/reference/asvs.md."""

from collections import Counter

from portal.documenting.pages import PageCommand, table
from portal.documenting.requirements import VERSION, Chapter, Requirement, Stand, chapters

OPENING = """# OWASP ASVS 5.0, level 2

How the portal stands to each requirement of levels 1 and 2 of the [OWASP Application Security Verification Standard](https://owasp.org/www-project-application-security-verification-standard/) 5.0.0: 70 of level 1 and 183 of level 2. Nobody from outside has confirmed it. The standard is the work of the OWASP Foundation and its contributors, under CC BY-SA 4.0; the column *about* says in a few words of our own what a requirement is about, under the same licence: read the standard for what it asks.

- **met**: by the portal itself, where the next column says, and the test named would notice if it no longer were. What is met by writing it down has no test but that the page is there.
- **met by deployment**: by whoever runs the portal, in the way that is named.
- **not applicable**: the portal has nothing of the kind.
- **not met**: what is missing stands there.

`tests/safety/test_asvs.py` fails where a number is missing or twice, or a file or a test is gone.

"""  # noqa: E501 - paragraphs of a page are one line each


class Command(PageCommand):
    """One table a chapter, after the counts."""

    path = "docs/reference/asvs.md"
    command = "document_asvs"
    help = "Write docs/reference/asvs.md: how the portal stands to each requirement of OWASP ASVS 5.0, level 2."

    def text(self) -> str:
        """The page."""
        found = chapters()
        return OPENING + _counts(found) + "".join(map(_chapter, found))


def _counts(found: list[Chapter]) -> str:
    rows = [(f"{one.number} {one.title}", Counter(each.stand for each in one.requirements)) for one in found]
    rows.append(("all", sum((counts for _, counts in rows), Counter())))
    heads = ["chapter", *(stand.label for stand in Stand)]
    return table(heads, [(title, *(str(counts[stand]) for stand in Stand)) for title, counts in rows])


def _chapter(chapter: Chapter) -> str:
    head = ["requirement", "about", "", "how", "where", "tried by"]
    return f"\n## {chapter.number} {chapter.title}\n\n" + table(head, map(_row, chapter.requirements))


def _row(one: Requirement) -> tuple[str, ...]:
    where, tests = ("; ".join(f"`{each}`" for each in names) for names in (one.where, one.tests))
    return f"{VERSION}-{one.number}", one.about, one.stand.label, one.how, where, tests
