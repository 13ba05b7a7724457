"""The templates that a protocol can begin from."""

from django.db.models import OuterRef, Q, QuerySet, Subquery

from protocols.models import Template, TemplateVersion


def offered_templates(partnership_id: int | None = None) -> QuerySet[TemplateVersion]:
    """The newest version of each template in use: overarching first, then the themes by title.

    Those built in, and the partnership's own; another partnership's do not exist for it.
    """
    newest = TemplateVersion.objects.filter(template=OuterRef("template")).order_by("-number").values("pk")[:1]
    return (
        TemplateVersion.objects.filter(template__retired_at=None, pk=Subquery(newest))
        .filter(Q(template__partnership=None) | Q(template__partnership_id=partnership_id))
        .select_related("template")
        .order_by("template__tier", "template__title")
    )


def offered_template(slug: str, partnership_id: int | None = None) -> TemplateVersion | None:
    """The newest version of one template, if it is in use there."""
    return offered_templates(partnership_id).filter(template__slug=slug).first()


def newest_published(template: Template) -> TemplateVersion | None:
    """The newest version of a template, whether it is in use or retired."""
    return template.versions.order_by("-number").first()
