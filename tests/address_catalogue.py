"""What the addresses of the catalogue, and of flows from data sets, are tried on."""

from uuid import uuid4

from datasets.services.writing import change_dataset, retire_dataset
from partners.roles import RoleKind
from protocols.models import ProtocolVersion
from protocols.services.dataset_flows import Sharing, add_from
from protocols.services.flows import save_flow
from tests.datasets import factories
from tests.protocols.factories import flow_content
from tests.protocols.factories_life import Cast

REASON = {"reason": "Another data set took its place."}
FILLED: dict[str, dict[str, object]] = {
    "datasets:ask": {"what": "Counts of call-outs", "purpose": "To plan patrols."},
    "datasets:answer": {"answer": "yes"},
    "datasets:change": {"name": "Another name"},
    "datasets:retire": REASON,
    "datasets:upload": {"seed": str(uuid4()), "text": "Name\tWhat counts\tArea\nCases\tEach report\tWigan"},
    "protocols:flow_keep": {"about": "Cases", "definition": "Each case", "offered": "no", "name": "Kept cases"},
    "protocols:flow_dataset": {"names": ["items"]},
}


class Catalogue:
    """A data set of one's own from which a flow was built, one that is retired, and wants both ways."""

    def __init__(self, cast: Cast, draft: ProtocolVersion) -> None:
        officer, (own, other, *_), partnership = cast.officer, cast.partners, draft.protocol.partnership
        writer = cast.at(own, RoleKind.CONTRIBUTOR)
        parties = {party.partner_id: party for party in draft.parties.all()}
        self.dataset = factories.dataset(own, by=writer, name="Cases")
        self.retired = factories.dataset(own, by=writer, name="Old cases")
        retire_dataset(by=writer, dataset=self.retired, reason="Replaced.")
        self.asked, self.asking = factories.want(other, own, partnership), factories.want(own, other, partnership)
        self.other, self.partnership, self.recipient = other, partnership, parties[other.pk]
        [self.flow] = add_from(
            by=officer, version=draft, datasets=[self.dataset], nonce=uuid4(),
            sharing=Sharing([self.recipient], "Plan the response", "Secure email"),
        )  # fmt: skip
        said = factories.content(name="Cases", items="Name\nWhat happened")
        self.dataset = change_dataset(by=writer, dataset=self.dataset, content=said, revision=1)
        kept = flow_content(parties[own.pk], [self.recipient], title="Kept")
        self.kept = save_flow(by=officer, version=draft, content=kept, nonce=uuid4())

    def values(self, name: str) -> dict[str, object]:
        """The parameters of an address, where this room names them."""
        things = {
            "datasets:bring_back": self.retired, "datasets:answer": self.asked, "datasets:withdraw": self.asking,
            "protocols:flow_dataset": self.flow, "protocols:flow_keep": self.kept,
        }  # fmt: skip
        if name in things or name.startswith("datasets:"):
            return {"pk": things.get(name, self.dataset).pk, "slug": self.partnership.slug}
        return {}

    def form(self, name: str) -> dict[str, object]:
        """What the forms still want when they are opened."""
        whole = factories.content(name="A new one").as_fields()
        more = {
            "datasets:add": {key: value for key, value in whole.items() if value not in (None, False, "")},
            "datasets:ask": {"holder": self.other.pk},
            "protocols:flow_from": {
                "datasets": [self.dataset.pk], "recipients": [self.recipient.pk], "purpose": "To help",
                "method": "Secure email", "control": "separate",
            },
        }  # fmt: skip
        return {**FILLED.get(name, {}), **more.get(name, {})}
