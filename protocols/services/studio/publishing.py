"""Publishing a template's draft as a version, which never changes; retiring a template, and taking it up again."""

from hashlib import sha256

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.audit.chain import canonical
from protocols.errors import Invalid, WrongState
from protocols.loader import library
from protocols.loader.contents import faults_of_content
from protocols.models import Template, TemplateDraft, TemplateVersion
from protocols.permissions import check_compose
from protocols.services.made_files import let_go_of_previews
from protocols.services.studio.drafts import NO_DRAFT


def publish_template(*, by: Role, template: Template) -> TemplateVersion:
    """Freeze the draft as the next version: new protocols begin from it. Sent again, the version that it made.

    Raises NotAllowed, WrongState where there is nothing to publish, or Invalid with every fault of the draft.
    """
    with act("protocols.template.publish", by=by) as publishing:
        check_compose(by, template)
        held = Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        newest = held.versions.order_by("-number").first()
        draft = TemplateDraft.objects.select_for_update(no_key=True).filter(template=held).first()
        if draft is None:
            if newest is None:
                raise WrongState(NO_DRAFT)
            publishing.cancel()
            return newest
        faults = faults_of_content(held.tier, draft.content, library().sections)
        if faults:
            raise Invalid(" ".join(faults))
        digest = sha256(canonical(draft.content).encode()).hexdigest()
        if newest is not None and newest.sha256 == digest:
            raise WrongState(f"The draft says the same as version {newest.number}. Change it, or delete the draft.")
        version = TemplateVersion(
            template=held, number=newest.number + 1 if newest else 1, published_on=timezone.localdate(),
            content=draft.content, sha256=digest,
        )  # fmt: skip
        version.save()
        draft.delete()
        publishing.subject = version
        publishing.details["sha256"] = digest
    return version


def delete_draft(*, by: Role, template: Template) -> None:
    """Give a draft up; with it a template that was never published. Gone already, nothing happens."""
    with act("protocols.template.delete_draft", by=by, details={"template": str(template)}) as deleting:
        check_compose(by, template)
        held = Template.objects.select_for_update(no_key=True).filter(pk=template.pk)
        draft = TemplateDraft.objects.select_for_update(no_key=True).filter(template__in=list(held)).first()
        if draft is None:
            deleting.cancel()
            return
        deleting.details["content"] = sha256(canonical(draft.content).encode()).hexdigest()
        draft.delete()
        if not template.versions.exists():
            let_go_of_previews(template)
            Template.objects.get(pk=template.pk).delete()


def retire_template(*, by: Role, template: Template, retired: bool) -> Template:
    """Retire a template, so that no new protocol begins from it, or take it up again; a second time changes nothing.

    Protocols that began from it are not touched.
    """
    action = "retire" if retired else "take_up"
    with act(f"protocols.template.{action}", by=by, subject=template) as retiring:
        check_compose(by, template)
        held = Template.objects.select_for_update(no_key=True).get(pk=template.pk)
        if (held.retired_at is not None) == retired:
            retiring.cancel()
            return held
        held.retired_at = timezone.now() if retired else None
        held.save(update_fields=["retired_at"])
    return held
