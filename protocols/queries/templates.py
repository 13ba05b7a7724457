"""The templates that a protocol can begin from."""

from django.db.models import OuterRef, QuerySet, Subquery

from protocols.models import TemplateVersion


def offered_templates() -> QuerySet[TemplateVersion]:
    """The newest version of each template in use: overarching first, then the themes by title."""
    newest = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number").values("pk")[:1]
    return (
        TemplateVersion.objects.filter(template__retired_at=None, pk=Subquery(newest))
        .select_related("template")
        .order_by("template__tier", "template__title")
    )


def offered_template(slug: str) -> TemplateVersion | None:
    """The newest version of one template, if it is in use."""
    return offered_templates().filter(template__slug=slug).first()
