"""What has been said of a version."""

from django.db.models import Count, QuerySet

from protocols.models import Comment, ProtocolVersion


def comments_on(version: ProtocolVersion) -> QuerySet[Comment]:
    """Every comment with its author and its clause, oldest first."""
    return version.comments.select_related(
        "section", "author__person", "author__partner", "author__partnership"
    ).order_by("written_at", "pk")  # fmt: skip


def comments_on_section(version: ProtocolVersion, section_pk: int) -> list[Comment]:
    """What has been said of one clause: open ones first, then the resolved."""
    found = list(comments_on(version).filter(section_id=section_pk))
    return sorted(found, key=lambda comment: comment.resolved_at is not None)


def open_by_section(version: ProtocolVersion) -> dict[int, int]:
    """How many open comments each clause has, by its primary key."""
    counted = version.comments.filter(resolved_at=None, section__isnull=False).values("section_id")
    return {row["section_id"]: row["count"] for row in counted.annotate(count=Count("pk"))}
