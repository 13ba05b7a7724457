"""The database refuses half-truths, whatever the code above it does: each constraint is broken once, by name.

A new constraint fails `test_every_constraint_is_tried` until somebody says here how to break it.
"""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.acts import SYSTEM, act
from portal.audit.models import ChainHead
from tests.constraints_of_commencing import OF_COMMENCING
from tests.constraints_of_datasets import OF_DATASETS
from tests.constraints_of_decisions import OF_DECISIONS
from tests.constraints_of_joining import OF_JOINING
from tests.constraints_of_reviews import OF_REVIEWS
from tests.constraints_of_signing import OF_SIGNING

pytestmark = pytest.mark.django_db
ROOMS = ("accounts", "audit", "mail", "partners", "legal_basis", "datasets", "protocols", "register")
TODAY = date(2026, 11, 2)


def model(name: str) -> type[models.Model]:
    return apps.get_model(name)


def add(model_name: str, /, **values: object) -> models.Model:
    made = model(model_name)(**values)
    made.save()
    return made


class World:
    """The few rows that the others hang on; written directly, because the services would refuse what is tried here."""

    def __init__(self) -> None:
        self.user = User.objects.create_user(email="dana@wigan.example", name="Dana Obi", password=None)
        self.partnership = add("partners.Partnership", name="Sample", slug="sample", prefix="SP", area="Northmoor")
        self.partner = add(
            "partners.Partner", legal_name="Wigan Borough Council", short_name="Wigan Council", slug="wigan",
            kind="council", ico_registration="Z1234567", source="register", source_code="WGN",
        )  # fmt: skip
        self.officer = add("partners.Role", person=self.user, kind="officer", partnership=self.partnership)
        self.dpo = add("partners.Role", person=self.user, kind="dpo", partner=self.partner)
        template = add("protocols.Template", slug="overarching", tier="overarching", title="Overarching")
        self.template = add(
            "protocols.TemplateVersion", template=template, number=1, published_on=TODAY, content={}, sha256="0" * 64
        )
        self.protocol = add("protocols.Protocol", reference="SP-0001", partnership=self.partnership, tier="overarching")
        self.version = self.add_version()
        self.party = add("protocols.Party", version=self.version, partner=self.partner)
        self.section = add("protocols.Section", version=self.version, section_id="S01", position=1, title="Purpose")
        self.snapshot = add("protocols.Snapshot", version=self.version, number=1, text="{}", sha256="0" * 64)
        self.document = self.add_document("for_signing")
        self.signing = add("protocols.Signing", snapshot=self.snapshot, stage="open", current=self.document)
        self.assessment = add("legal_basis.Assessment", partner=self.partner, checklist="c", checklist_version="1")

    def add_unplaced(self, **values: object) -> models.Model:
        given = {"version": self.version, "file_name": "old.docx", "position": 1, "heading": "A", "brought_by": "Priya"}
        return add("protocols.UnplacedText", **{**given, **values})

    def add_version(self, **values: object) -> models.Model:
        given = {
            "protocol": self.protocol, "number": 1, "title": "Sharing", "purpose": "Safety", "officer": self.officer,
            "template_version": self.template, "starts_on": TODAY, "review_on": TODAY + timedelta(days=365),
        }  # fmt: skip
        return add("protocols.ProtocolVersion", **{**given, **values})

    def add_document(self, kind: str) -> models.Model:
        return add("protocols.Document", snapshot=self.snapshot, kind=kind, name="a.pdf", sha256="0" * 64, size=1)

    def add_instrument(self, number: int, **values: object) -> models.Model:
        given = {"kind": "renewal", "effective_on": TODAY, "reason": "It works", "begun_by": self.officer}
        return add("protocols.Instrument", **{"version": self.version, "number": number, **given, **values})

    def add_flow(self, **values: object) -> models.Model:
        given = {
            "version": self.version, "number": 1, "title": "Cases", "sender": self.party, "items": "name",
            "subjects": "tenants", "identifiability": "identifiable", "purpose": "safety", "method": "email",
            "frequency": "weekly", "retention": "a year", "geography": "Wigan", "nonce": uuid4(),
        }  # fmt: skip
        return add("protocols.DataFlow", **{**given, **values})

    def add_risk(self, **values: object) -> models.Model:
        given = {
            "version": self.version, "number": 1, "title": "Lost", "description": "On a train", "nonce": uuid4(),
            "likelihood_before": 3, "severity_before": 3, "likelihood_after": 3, "severity_after": 3,
        }  # fmt: skip
        return add("protocols.Risk", **{**given, **values})

    def add_case_entry(self, **values: object) -> models.Model:
        given = {"side": "benefit", "group": "staff", "title": "Less typing", "nonce": uuid4()}
        return add("protocols.CaseEntry", **{"version": self.version, "number": 1, **given, **values})

    def add_barrier(self, **values: object) -> models.Model:
        given = {"kind": "culture", "title": "Habit", "description": "No", "nonce": uuid4()}
        return add("protocols.Barrier", **{"version": self.version, "number": 1, **given, **values})

    def add_file(self, **values: object) -> models.Model:
        given = {"kind": "redline", "version": self.version, "text": "{}", "sha256": "0" * 64}
        return add("protocols.MadeFile", **{**given, **values})

    def add_preview(self, **values: object) -> models.Model:
        template = self.version.template_version.template
        return self.add_file(**{"kind": "preview", "version": None, "template": template, **values})

    def add_decision(self, **values: object) -> models.Model:
        return add("protocols.Decision", **{"snapshot": self.snapshot, "party": self.party, **values})

    def add_signature(self) -> models.Model:
        return add(
            "protocols.Signature", signing=self.signing, party=self.party, role=self.dpo, name="A", post="B",
            basis="C", signed_sha256="0" * 64, result=self.add_document("for_signing"),
        )  # fmt: skip

    def add_comment(self, **values: object) -> models.Model:
        given = {"version": self.version, "author": self.dpo, "body": "A", "nonce": uuid4()}
        return add("protocols.Comment", **{**given, **values})

    def add_suggestion(self, **values: object) -> models.Model:
        given = {
            "section": self.section, "base_revision": 1, "base_sha256": "0" * 64, "author": self.dpo,
            "suggested_by": "Dana Obi", "nonce": uuid4(),
        }  # fmt: skip
        return add("protocols.Suggestion", **{**given, **values})

    def add_evidence(self, **values: object) -> models.Model:
        given = {
            "assessment": self.assessment, "step": "C0.1", "name": "a.pdf", "kind": "PDF", "size": 1, "shows": "A",
            "sha256": "0" * 64, "stored_as": str(uuid4()), "added_by": "Dana Obi",
        }  # fmt: skip
        return add("legal_basis.Evidence", **{**given, **values})

    def add_agreement(self, **values: object) -> models.Model:
        given = {
            "partnership": self.partnership,
            "register": "R",
            "key": "number:1",
            "title": "A",
            "raw": [],
            "line": 2,
        }
        return add("protocols.Agreement", **{**given, **values})

    def add_named_body(self, **values: object) -> models.Model:
        return add("protocols.NamedBody", **{"partnership": self.partnership, "text": "DWP", "key": "dwp", **values})

    def add_own_template(self, **values: object) -> models.Model:
        given = {"tier": "overarching", "title": "Ours", "partnership": self.partnership}
        return add("protocols.Template", **{**given, **values})

    def add_clause(self) -> models.Model:
        given = {"title": "Ours", "body": "A", "words": "a", "nonce": uuid4(), "saved_by": "Dana Obi"}
        return add("protocols.SavedClause", partnership=self.partnership, **given)

    def add_invitation(self, **values: object) -> models.Model:
        given = {"email": "a@b.example", "name": "A", "kind": "dpo", "partner": self.partner, "token_hash": "x"}
        return add("partners.Invitation", **{**given, **values})


@pytest.fixture
def world():
    with act("test.world", by=SYSTEM):
        yield World()


def twice(make: Callable[[], object]) -> None:
    make()
    make()


def add_twice(model_name: str, /, **values: object) -> None:
    twice(lambda: add(model_name, **values))


NOW = timezone.now()
SAME = uuid4()
BREAKS: dict[str, Callable[[World], object]] = {
    **OF_DATASETS,
    **OF_DECISIONS,
    **(OF_REVIEWS | OF_JOINING),
    **OF_SIGNING,
    **OF_COMMENCING,
    "one_account_per_mailbox": lambda w: User(email="DANA@wigan.example", name="Other").save(),
    "one_chain_head": lambda w: ChainHead(pk=2).save(),
    "mail_sent_is_not_due": lambda w: add(
        "mail.OutgoingMail", to="a@b.example", subject="A", text="A", html="A", sent_at=NOW, due_at=NOW
    ),
    "one_partner_per_register_entry": lambda w: add(
        "partners.Partner", legal_name="W", slug="w", kind="council", source="register", source_code="WGN"
    ),
    "one_partner_per_ico_number": lambda w: add(
        "partners.Partner", legal_name="W", slug="w", kind="council", ico_registration="Z1234567"
    ),
    "one_membership_per_partnership": lambda w: twice(
        lambda: add("partners.Membership", partnership=w.partnership, partner=w.partner)
    ),
    "one_named_officer_per_post": lambda w: twice(
        lambda: add("partners.NamedOfficer", partner=w.partner, kind="dpo", name="A", email="a@b.example")
    ),
    "officers_serve_partnerships_others_partners": lambda w: add(
        "partners.Role", person=w.user, kind="officer", partner=w.partner
    ),
    "role_ends_after_it_starts": lambda w: add(
        "partners.Role",
        person=w.user,
        kind="viewer",
        partner=w.partner,
        starts_on=TODAY,
        ends_on=TODAY - timedelta(days=1),
    ),
    "role_held_once_at_a_partner": lambda w: add("partners.Role", person=w.user, kind="dpo", partner=w.partner),
    "officer_once_in_a_partnership": lambda w: add(
        "partners.Role", person=w.user, kind="officer", partnership=w.partnership
    ),
    "accepted_invitation_has_its_role": lambda w: w.add_invitation(accepted_at=NOW),
    "a_concluded_assessment_has_its_record": lambda w: add(
        "legal_basis.Assessment",
        partner=w.partner,
        checklist="c",
        checklist_version="1",
        facts_hash="x",
        status="concluded",
    ),
    "one_answer_a_step": lambda w: twice(
        lambda: add("legal_basis.Answer", assessment=w.assessment, step="C0.1", key="stated", answered_by="Dana Obi")
    ),
    "one_advice_a_step_an_adviser": lambda w: twice(
        lambda: add("legal_basis.Advice", assessment=w.assessment, step="C0.1", advised_by_id=1, advised_by="Dana Obi")
    ),
    "one_file_once_a_step": lambda w: twice(w.add_evidence),
    "evidence_is_not_empty": lambda w: w.add_evidence(size=0),
    "evidence_removed_says_by_whom": lambda w: w.add_evidence(removed_at=NOW),
    "one_practice_walk_a_form": lambda w: twice(
        lambda: add("legal_basis.PracticeWalk", person=w.user, nonce=SAME, checklist="c", standing="C0.1")
    ),
    "checklist_version_once": lambda w: twice(
        lambda: add(
            "legal_basis.ChecklistVersion", checklist="c", version="1", title="C", can_support_approval=True, content={}
        )
    ),
    "template_version_once": lambda w: add(
        "protocols.TemplateVersion", template=w.template.template, number=1, published_on=TODAY, content={}, sha256="1"
    ),
    "own_template_title_once": lambda w: (
        w.add_own_template(slug="sp-ours"),
        w.add_own_template(slug="sp-ours-2"),
    ),
    "saved_clause_title_once": lambda w: twice(w.add_clause),
    "clause_used_once_a_section": lambda w: add_twice(
        "protocols.ClauseUse", clause=w.add_clause(), section=w.section, put_in_by="Dana Obi"
    ),
    "thematic_protocols_have_a_theme": lambda w: add(
        "protocols.Protocol", reference="SP-2", partnership=w.partnership, tier="thematic"
    ),
    "version_number_once": lambda w: w.add_version(state="abandoned"),
    "one_version_in_force": lambda w: [
        w.add_version(number=2, state="in_force"),
        w.add_version(number=3, state="in_force"),
    ],
    "one_version_under_way": lambda w: w.add_version(number=2),
    "version_ends_after_it_starts": lambda w: w.add_version(number=2, state="abandoned", ends_on=TODAY),
    "review_after_start": lambda w: w.add_version(number=2, state="abandoned", review_on=TODAY),
    "not_public_needs_a_reason": lambda w: w.add_version(number=2, state="abandoned", is_public=False),
    "party_once": lambda w: add("protocols.Party", version=w.version, partner=w.partner),
    "section_once": lambda w: add("protocols.Section", version=w.version, section_id="S01", position=2, title="A"),
    "position_once": lambda w: add("protocols.Section", version=w.version, section_id="S02", position=1, title="A"),
    "replaced_clause_says_why": lambda w: add(
        "protocols.Section", version=w.version, section_id="S02", position=2, title="A", inherits="replace"
    ),
    "revision_once": lambda w: twice(lambda: add("protocols.SectionRevision", section=w.section, number=1)),
    "variable_once": lambda w: twice(lambda: add("protocols.VariableValue", version=w.version, key="a")),
    "text_name_once": lambda w: twice(
        lambda: add("protocols.NamedText", version=w.version, name="A", text="{}", sha256="1", nonce=uuid4())
    ),
    "one_file_a_content_of_a_version": lambda w: twice(w.add_file),
    "one_file_a_content_of_a_template": lambda w: twice(w.add_preview),
    "a_file_made_is_kept": lambda w: w.add_file(made_at=NOW),
    "a_file_is_made_or_says_why_not": lambda w: w.add_file(made_at=NOW, name="a.pdf", problem="It is too long."),
    "a_file_is_of_what_its_kind_says": lambda w: w.add_preview(kind="case"),
    "resolved_comment_says_by_whom": lambda w: w.add_comment(resolved_at=NOW),
    "quoted_words_stand_in_a_clause": lambda w: w.add_comment(quote="some words", quote_revision=1),
    "a_suggestion_answered_says_by_whom": lambda w: w.add_suggestion(state="accepted"),
    "a_suggestion_rejected_has_a_reason": lambda w: w.add_suggestion(
        state="rejected", answered_at=NOW, answered_by="Priya Shah"
    ),
    "mention_once": lambda w: add_twice("protocols.Mention", comment=w.add_comment(), role=w.dpo),
    "one_presence_a_person_and_clause": lambda w: add_twice(
        "protocols.Presence", section=w.section, person=w.user, told_at=timezone.now()
    ),
    "one_reading_a_reader": lambda w: add_twice("protocols.Reading", version=w.version, reader=w.dpo),
    "one_reminder_of_a_closing_date": lambda w: add_twice(
        "protocols.ConsultationReminder", party=w.party, closes_on=TODAY, when="before"
    ),
    "risk_number_once": lambda w: twice(w.add_risk),
    "a_starter_risk_is_added_once": lambda w: (
        w.add_risk(source="starter", starter="too-much"),
        w.add_risk(number=2, source="starter", starter="too-much"),
    ),
    "a_starter_risk_names_its_starter": lambda w: w.add_risk(source="starter"),
    "risk_scores_run_from_1_to_5": lambda w: w.add_risk(severity_before=6, severity_after=6),
    "a_changed_risk_says_what_was_done": lambda w: w.add_risk(severity_after=2),
    "case_number_once": lambda w: twice(w.add_case_entry),
    "a_starter_of_the_case_is_added_once": lambda w: (
        w.add_case_entry(starter="less-typing"),
        w.add_case_entry(number=2, starter="less-typing"),
    ),
    "an_estimate_has_its_unit": lambda w: w.add_case_entry(amount=12),
    "barrier_number_once": lambda w: twice(w.add_barrier),
    "a_barrier_got_over_says_how": lambda w: w.add_barrier(standing="overcome"),
    "copied_part_once": lambda w: add_twice("protocols.Recheck", version=w.version, part="parties"),
    "a_confirmed_copy_says_by_whom": lambda w: add(
        "protocols.Recheck", version=w.version, part="parties", confirmed_at=NOW
    ),
    "one_agreement_per_register_entry": lambda w: twice(w.add_agreement),
    "one_named_body_per_text": lambda w: twice(w.add_named_body),
    "a_matched_body_is_not_kept_as_text": lambda w: w.add_named_body(partner=w.partner, kept_as_text=True),
    "a_body_is_named_once_in_a_part": lambda w: add_twice(
        "protocols.AgreementBody", agreement=w.add_agreement(), body=w.add_named_body(), part="controller", position=1
    ),
    "a_file_is_attached_once": lambda w: add_twice(
        "protocols.AgreementFile",
        agreement=w.add_agreement(),
        title="A",
        name="a.pdf",
        sha256="0" * 64,
        size=1,
        pages=1,
    ),
    "an_imported_file_is_not_kept": lambda w: add(
        "protocols.AgreementUpload", partnership=w.partnership, register="R", content=b"a", done_at=NOW
    ),
    "a_word_file_done_is_not_kept": lambda w: add(
        "protocols.WordUpload", version=w.version, role=w.officer, kind="text", content=b"a", done_at=NOW
    ),
    "a_settled_text_says_by_whom": lambda w: w.add_unplaced(state="set aside", reason="Old."),
    "a_placed_text_says_where": lambda w: w.add_unplaced(state="placed", settled_at=NOW, settled_by="Priya Shah"),
    "a_text_set_aside_says_why": lambda w: w.add_unplaced(state="set aside", settled_at=NOW, settled_by="Priya Shah"),
    "flow_number_once": lambda w: twice(w.add_flow),
    "anonymous_flows_have_a_small_number_rule": lambda w: w.add_flow(identifiability="anonymous"),
    "small_numbers_have_a_threshold_and_a_method": lambda w: w.add_flow(small_numbers_method="suppress"),
    "snapshot_number_once": lambda w: add(
        "protocols.Snapshot", version=w.version, number=1, text="{}", sha256="1", withdrawn_at=NOW
    ),
    "one_live_snapshot_a_version": lambda w: add(
        "protocols.Snapshot", version=w.version, number=2, text="{}", sha256="1"
    ),
    "one_live_snapshot_an_instrument": lambda w: [
        add("protocols.Snapshot", version=w.version, instrument=instrument, number=number, text="{}", sha256="1")
        for instrument in [w.add_instrument(1)]
        for number in (2, 3)
    ],
    "instrument_number_once": lambda w: [w.add_instrument(1), w.add_instrument(1, kind="termination")],
    "one_instrument_of_a_kind_for_all": lambda w: [w.add_instrument(1), w.add_instrument(2)],
    "one_instrument_of_a_kind_for_a_party": lambda w: [
        w.add_instrument(number, kind="withdrawal", party=w.party) for number in (1, 2)
    ],
    "only_a_signed_instrument_is_applied": lambda w: w.add_instrument(1, applied_at=NOW),
    "only_who_joins_later_has_a_first_day": lambda w: add(
        "protocols.Party",
        version=w.version,
        partner=add("partners.Partner", legal_name="P", slug="p", kind="police"),
        bound_from=TODAY,
    ),
    "one_decision_a_party_and_post": lambda w: twice(w.add_decision),
    "one_signed_file": lambda w: twice(lambda: w.add_document("signed")),
    "one_signing_receipt": lambda w: twice(lambda: w.add_document("receipt")),
    "an_archive_copy_says_how_long_its_stamp_is_good": lambda w: w.add_document("archive"),
    "one_approval_copy": lambda w: twice(lambda: w.add_document("approval_copy")),
    "a_signing_under_way_has_its_file": lambda w: model("protocols.Signing").objects.update(current=None),
    "a_party_is_chased_once_a_day": lambda w: twice(
        lambda: add("protocols.Chase", snapshot=w.snapshot, party=w.party, on=TODAY, sent_by=w.officer)
    ),
    "a_party_signs_once": lambda w: twice(w.add_signature),
}


def constraints() -> set[str]:
    ours = (m for label in ROOMS for m in apps.get_app_config(label).get_models())
    return {constraint.name for m in ours for constraint in m._meta.constraints}


def test_every_constraint_is_tried():
    assert constraints() == set(BREAKS)


@pytest.mark.parametrize("name", sorted(BREAKS))
def test_the_database_refuses(name, world):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        BREAKS[name](world)
    said = str(refused.value)
    if connection.vendor == "postgresql" or "CHECK" in said:  # SQLite names the columns of a unique constraint instead
        assert name in said
