"""Writing what a row says to an agreement made elsewhere, and the bodies that it names; only inside an act."""

from collections.abc import Mapping, Sequence

from portal.audit.acts import ActsAs
from protocols.loader.elsewhere.rows import Row
from protocols.models import Agreement, AgreementBody, NamedBody
from protocols.queries.elsewhere.known import named_bodies
from protocols.services.elsewhere.judging import Judge


def who(by: ActsAs) -> str:
    """Whoever writes, as the agreement keeps it."""
    actor = by.as_actor()
    return ", ".join(part for part in (actor.name, actor.capacity) if part)[:250]


def fill(agreement: Agreement, row: Row, *, key: str, register: str, by: str, file_name: str = "") -> Agreement:
    """The agreement as its row now tells it; what an officer chose stays."""
    agreement.register, agreement.key, agreement.reference = register, key, row.reference
    agreement.title, agreement.fingerprint = row.title, row.fingerprint
    agreement.raw = [list(pair) for pair in row.pairs]
    agreement.__dict__.pop("cells", None)  # read from the row before
    agreement.doubts = [[doubt.column, doubt.why] for doubt in row.doubts]
    agreement.starts_on, agreement.ends_on = row.starts_on, row.ends_on
    if not agreement.gateway_set:
        agreement.gateway = row.gateway
    if not agreement.review_set:
        agreement.review_on = row.review_on
    agreement.file_name, agreement.line, agreement.imported_by = file_name[:200], row.line, by
    return agreement


def keep_bodies(judge: Judge, rows: Sequence[Row]) -> dict[str, NamedBody]:
    """The bodies that the rows name, by key; those that are new are kept, with their partner where it is certain."""
    wanted = {named.mention.key: named for row in rows for named in row.bodies}
    found = named_bodies(judge.partnership_id, wanted)
    new = [
        NamedBody(
            partnership_id=judge.partnership_id, text=named.mention.text, key=key, partner=judge.meant(named, found)
        )
        for key, named in wanted.items()
        if key not in found
    ]
    NamedBody.objects.bulk_create(new)
    return {**found, **{body.key: body for body in new}}


def mentions(agreement: Agreement, row: Row, bodies: Mapping[str, NamedBody]) -> list[AgreementBody]:
    """The bodies as the agreement names them, in order, to be saved."""
    return [
        AgreementBody(agreement=agreement, body=bodies[named.mention.key], part=named.part, position=position)
        for position, named in enumerate(row.bodies, 1)
    ]
