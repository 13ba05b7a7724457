"""What the sample's partners describe of their data, and what they ask of one another."""

from uuid import uuid4

from datasets.kinds import Offer
from datasets.models import Dataset, Want
from datasets.services.contents import DatasetContent
from datasets.services.wants import WantContent, answer, ask
from datasets.services.writing import add_dataset
from partners.models import Partner, Role
from partners.roles import RoleKind
from protocols.models import DataFlow, ProtocolVersion
from protocols.sample.joining import Joined
from protocols.services.dataset_flows import TAKEN, Sharing, add_from, keep_as_dataset

ASSAULTS = {
    "name": "Assaults seen in the emergency department",
    "about": "Where and when people who were assaulted say that it happened, as the reception asks them.",
    "definition": "Each attendance for an assault, not each person. Assaults at home are counted, and not placed.",
    "period": "From April 2019", "system": "Emergency department system", "contact": "Information team",
}  # fmt: skip
CASES = {
    "name": "Anti-social behaviour cases",
    "about": "Cases that the community safety team has opened, with what was done about each.",
    "definition": "A case is opened at the third report within six months, or at the first where somebody is at risk. "
    "The police count each report: their figures are higher.",
    "period": "From January 2021", "system": "Case management system", "contact": "Community safety team",
}  # fmt: skip
HOMELESSNESS = DatasetContent(
    name="Homelessness applications",
    about="Applications for help under the homelessness duties, counted by reason and area.",
    definition="Each household that applied, once a year, whatever was decided.",
    period="From April 2018", geography="Vale, by ward", subjects="Households that applied for help",
    identifiability="anonymous", items="Month of the application\nWard\nReason\nWhat was decided",
    kinds=("homelessness",), system="Housing register", frequency="Every month", retention="Three years",
    small_numbers_below=5, small_numbers_method="suppress", small_numbers_secondary=True,
    contact="Housing strategy team", offered=Offer.ON_REQUEST.value,
)  # fmt: skip
FIRES = DatasetContent(
    name="Deliberate fires",
    about="Fires that the crew or the investigator took to be deliberate.",
    definition="Each fire that was attended. Fires in vehicles are counted; hoax calls are not.",
    period="From 2015", geography="Northmoor and Vale, by Lower layer Super Output Area", subjects="Nobody",
    identifiability="anonymous", items="Date and hour\nArea\nWhat burned", kinds=("location_place_time",),
    frequency="Every week", retention="Five years", small_numbers_below=3, small_numbers_method="merge",
    contact="Risk and intelligence team", offered=Offer.YES.value,
)  # fmt: skip


class Catalogue:
    """Describes data sets, and asks and answers, for the partners of the sample."""

    def __init__(self, joined: Joined) -> None:
        self.joined = joined

    def keep(self, holder: Partner, flow: DataFlow, said: dict[str, str]) -> None:
        """Keep what a flow shares as a data set of its sender."""
        taken = {name: getattr(flow, name) for name in TAKEN}
        content = DatasetContent(**{**taken, **said, "offered": Offer.YES.value})
        keep_as_dataset(by=self._writer(holder), flow=flow, content=content, nonce=uuid4())

    def offer_and_want(
        self, draft: ProtocolVersion, vale: Partner, homes: Partner, fire: Partner, police: Partner
    ) -> None:
        """Two more data sets, one of them with a flow; a want that waits, one that was met and one refused."""
        homelessness = self._describe(vale, HOMELESSNESS)
        fires = self._describe(fire, FIRES)
        to = [party for party in draft.parties.select_related("partner") if party.partner_id == homes.pk]
        sharing = Sharing(to, "To see where homes are lost, and act there first", "Shared folder of the partnership")
        add_from(by=self.joined.officer, version=draft, datasets=[homelessness], sharing=sharing, nonce=uuid4())
        taxes = WantContent(vale, "Names of tenants who fell behind with council tax", "To offer them advice early")
        no = "Council tax data may be used for council tax. We can pass on your letter instead."
        self._settled(homes, taxes, agreed=False, reason=no, law="lgfa-1992-sch2")
        met = WantContent(fire, "Deliberate fires, each week, by area", "To plan patrols and visits", fires)
        self._settled(police, met, agreed=True, reason="We send it to the council already.")
        self._ask(police, WantContent(vale, "Counts of empty homes, by street", "To see where fires and thefts begin"))

    def _writer(self, partner: Partner) -> Role:
        return self.joined.at(partner, RoleKind.CONTRIBUTOR)

    def _describe(self, holder: Partner, content: DatasetContent) -> Dataset:
        return add_dataset(by=self._writer(holder), partner=holder, content=content, nonce=uuid4())

    def _ask(self, asker: Partner, content: WantContent) -> Want:
        partnership = self.joined.partnership
        return ask(by=self._writer(asker), partnership=partnership, content=content, nonce=uuid4())

    def _settled(self, asker: Partner, content: WantContent, *, agreed: bool, reason: str, law: str = "") -> None:
        want = self._ask(asker, content)
        answer(by=self._writer(content.holder), want=want, agreed=agreed, reason=reason, law=law)
