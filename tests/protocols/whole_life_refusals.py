"""Attempts that must come to nothing, each aimed at one guard, made in passing where a life stands before it.

They cost next to nothing: whatever one step of a life brings is tried together, and looked at once.
"""

from collections.abc import Callable
from functools import partial

from partners.models import Role
from partners.roles import RoleKind
from portal.refusals import Refused
from protocols.models import Decision, PaperSignature, Party, Signing
from protocols.services.acting_as_guest import decline_as_guest, sign_as_guest
from protocols.services.deciding import decide
from protocols.services.sealing import seal, seal_due
from protocols.services.signing import sign
from protocols.services.signing_papers import accept_paper

Attempt = Callable[[], object]
OTHER = "0" * 64
"""The fingerprint of no text and no file."""
AS_SIGNATORY = {"post": "Chief", "basis": "Delegation"}
AS_GUEST = {"post": "Chair", "basis": "Minute 4"}


class Refusals:
    """Mixed into the machine of `test_whole_life`: each says what is tried, and by whom."""

    def nobody_else_decides(self, one: Decision, by: Role) -> None:
        """Not on another text, not after or before one holds the post, and not on one's own draft."""
        version = one.snapshot.version_id if one.snapshot.instrument_id is None else None
        others = self.world.not_today(RoleKind(one.kind), one.party.partner)
        others += self.world.writers_of(version, RoleKind(one.kind), one.party.partner)
        given = {"decision": one, "outcome": Decision.Outcome.APPROVED}
        self.nothing_comes_of(
            partial(decide, by=by, sha256=OTHER, **given),
            *(partial(decide, by=who, sha256=one.snapshot.sha256, **given) for who in others),
        )

    def nobody_else_signs(self, signing: Signing, party: Party, by: Role) -> None:
        """Not another file, not after or before one holds the post; and the portal does not seal what is open."""
        others = self.world.not_today(RoleKind.SIGNATORY, party.partner)
        given = {"signing": signing, **AS_SIGNATORY}
        self.nothing_comes_of(
            partial(sign, by=by, sha256=OTHER, **given),
            *(partial(sign, by=who, sha256=signing.current.sha256, **given) for who in others),
            partial(seal, signing),
        )

    def nothing_but_the_code_signs(self, signing: Signing, token: str, code: str) -> None:
        """A guest does not sign another file, nor by their link alone."""
        wrong = "000000" if code != "000000" else "000001"
        shown = signing.current.sha256
        self.nothing_comes_of(
            partial(sign_as_guest, token=token, code=wrong, sha256=shown, **AS_GUEST),
            partial(decline_as_guest, token=token, code=wrong, reason="The board said no."),
            partial(sign_as_guest, token=token, code=code, sha256=OTHER, **AS_GUEST),
        )

    def a_link_is_used_once(self, signing: Signing, token: str, code: str) -> None:
        """Whoever signed by it neither signs again nor declines."""
        shown = type(signing).objects.select_related("current").get(pk=signing.pk).current.sha256
        self.nothing_comes_of(
            partial(sign_as_guest, token=token, code=code, sha256=shown, **AS_GUEST),
            partial(decline_as_guest, token=token, code=code, reason="The board said no."),
        )

    def nobody_alone_takes_a_page(self, paper: PaperSignature) -> None:
        """Not whoever handed it in, and not into another file."""
        shown = paper.signing.current.sha256
        self.nothing_comes_of(
            partial(accept_paper, by=paper.brought_by, paper=paper, sha256=shown),
            partial(accept_paper, by=self.world.officer, paper=paper, sha256=OTHER),
        )

    def nothing_is_sealed_again(self, signing: Signing) -> None:
        """Once is enough, however often the work is started."""
        self.nothing_comes_of(partial(seal, signing), seal_due)

    def nothing_comes_of(self, *attempts: Attempt) -> None:
        """Have things tried, none of which may be taken: no event, and nothing written."""
        events = self.world.attempt(lambda: [refused_or_done_before(one) for one in attempts])
        assert events == [], events


def refused_or_done_before(attempt: Attempt) -> None:
    """Try something that is refused, or that is taken quietly because it was done before."""
    try:
        attempt()
    except Refused:
        return
