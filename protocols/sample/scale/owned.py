"""What belongs to a place and what belongs to a protocol: each model, with the way that leads to it."""

from typing import Any, NamedTuple

from django.apps import apps


class Owned(NamedTuple):
    """A model by name, and the look-up that finds the rows of one partnership, partner or protocol."""

    model: str
    way: str

    @property
    def of(self) -> Any:
        """The model itself; the rows that join two others have one too."""
        label, _, through = self.model.partition("/")
        model = apps.get_model(label)
        return getattr(model, through).through if through else model


OF_A_PARTNERSHIP = (
    Owned("partners.Partnership", "pk"),
    Owned("accounts.User", "roles__partnership"),
    Owned("account.EmailAddress", "user__roles__partnership"),
    Owned("partners.Role", "partnership"),
    Owned("partners.Invitation", "partnership"),
)
OF_ITS_PARTNERS = (
    Owned("partners.Partner", "memberships__partnership"),
    Owned("accounts.User", "roles__partner__memberships__partnership"),
    Owned("account.EmailAddress", "user__roles__partner__memberships__partnership"),
    Owned("partners.Membership", "partnership"),
    Owned("partners.Registration", "partner__memberships__partnership"),
    Owned("partners.NamedOfficer", "partner__memberships__partnership"),
    Owned("partners.Role", "partner__memberships__partnership"),
    Owned("partners.Invitation", "partner__memberships__partnership"),
)
OF_A_PROTOCOL = (
    Owned("protocols.Protocol", "pk"),
    Owned("protocols.ProtocolVersion", "protocol"),
    Owned("protocols.Instrument", "version__protocol"),
    Owned("protocols.Party", "version__protocol"),
    Owned("protocols.Instrument/signers", "instrument__version__protocol"),
    Owned("protocols.Section", "version__protocol"),
    Owned("protocols.SectionRevision", "section__version__protocol"),
    Owned("protocols.VariableValue", "version__protocol"),
    Owned("protocols.Comment", "version__protocol"),
    Owned("protocols.DataFlow", "version__protocol"),
    Owned("protocols.DataFlow/recipients", "dataflow__version__protocol"),
    Owned("legal_basis.Assessment", "party_assessment__party__version__protocol"),
    Owned("legal_basis.Answer", "assessment__party_assessment__party__version__protocol"),
    Owned("legal_basis.Advice", "assessment__party_assessment__party__version__protocol"),
    Owned("protocols.PartyAssessment", "party__version__protocol"),
    Owned("protocols.PartyAssessment/flows", "partyassessment__party__version__protocol"),
    Owned("protocols.Risk", "version__protocol"),
    Owned("protocols.Snapshot", "version__protocol"),
    Owned("protocols.Decision", "snapshot__version__protocol"),
    Owned("protocols.DecisionPin", "decision__snapshot__version__protocol"),
    Owned("protocols.Condition", "decision__snapshot__version__protocol"),
    Owned("protocols.Document", "snapshot__version__protocol"),
    Owned("protocols.Signing", "snapshot__version__protocol"),
    Owned("protocols.SigningPlan", "version__protocol"),
    Owned("protocols.SigningTurn", "plan__version__protocol"),
    Owned("protocols.CopyTo", "plan__version__protocol"),
    Owned("protocols.Guest", "signing__snapshot__version__protocol"),
    Owned("protocols.PaperSignature", "signing__snapshot__version__protocol"),
    Owned("protocols.Signature", "signing__snapshot__version__protocol"),
    Owned("protocols.SummaryReading", "version__protocol"),
    Owned("protocols.StaffCount", "version__protocol"),
    Owned("protocols.Incident", "version__protocol"),
    Owned("protocols.JoinRequest", "version__protocol"),
    Owned("protocols.Objection", "instrument__version__protocol"),
)
