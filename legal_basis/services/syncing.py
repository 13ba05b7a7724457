"""Mirror the reviewed law to rows: add and change what the files say, retire what they leave out, delete nothing."""

import hashlib
import json
from dataclasses import asdict, dataclass

from django.utils import timezone

from legal_basis.errors import ContentError
from legal_basis.law import Checklist, Gateway, LawLibrary
from legal_basis.loader import library
from legal_basis.models import ChecklistVersion, GatewayRecord
from legal_basis.queries.spelling import plain
from portal.audit.acts import SYSTEM, ActsAs, act


@dataclass
class Synced:
    """How many rows were added, changed and retired."""

    added: int = 0
    changed: int = 0
    retired: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the rows already said what the files say."""
        return not (self.added or self.changed or self.retired)


def sync_law(*, by: ActsAs = SYSTEM, law: LawLibrary | None = None) -> Synced:
    """Bring the rows in line with the files; a second run changes nothing and leaves no event.

    A checklist version, once mirrored, is never changed: other content under the same version raises
    ContentError, because answers pin the version that they were given on.
    """
    law = law or library()
    synced = Synced()
    with act("legal_basis.law.sync", by=by) as done:
        for checklist in law.checklists.values():
            _sync_checklist(checklist, synced)
        _retire_checklists(law, synced)
        for gateway in law.gateways.values():
            _sync_gateway(gateway, law.version, synced)
        gone = GatewayRecord.objects.filter(retired_at__isnull=True).exclude(gateway__in=law.gateways)
        synced.retired += gone.update(retired_at=timezone.now())
        done.details.update(asdict(synced), version=law.version)
        if synced.is_empty:
            done.cancel()
    return synced


def _sync_checklist(checklist: Checklist, synced: Synced) -> None:
    parts = {"stages": checklist.stages, "ends": checklist.ends, "routes": checklist.routes, "steps": checklist.steps}
    content = plain(parts)
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    row = ChecklistVersion.objects.filter(checklist=checklist.id, version=checklist.version).first()
    if row is None:
        ChecklistVersion(
            checklist=checklist.id,
            version=checklist.version,
            title=checklist.title,
            can_support_approval=checklist.can_support_approval,
            content=content,
            sha256=digest,
        ).save()
        synced.added += 1
    elif row.sha256 != digest:
        problem = f"the content changed, but its version is still {checklist.version}: give it a new version"
        raise ContentError(f"checklist_{checklist.id.replace('-', '_')}.yaml", checklist.id, problem)
    elif row.retired_at is not None:
        row.retired_at = None
        row.save()
        synced.changed += 1


def _retire_checklists(law: LawLibrary, synced: Synced) -> None:
    current = {(checklist.id, checklist.version) for checklist in law.checklists.values()}
    for row in ChecklistVersion.objects.filter(retired_at__isnull=True):
        if (row.checklist, row.version) not in current:
            row.retired_at = timezone.now()
            row.save()
            synced.retired += 1


def _sync_gateway(gateway: Gateway, version: str, synced: Synced) -> None:
    content = plain(asdict(gateway))
    row = GatewayRecord.objects.filter(gateway=gateway.id).first()
    wanted = {
        "cite": gateway.cite,
        "kind": gateway.kind,
        "status": gateway.status,
        "content": content,
        "retired_at": None,
    }
    if row is None:
        GatewayRecord(gateway=gateway.id, library_version=version, **wanted).save()
        synced.added += 1
    elif any(getattr(row, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(row, name, value)
        row.library_version = version
        row.save()
        synced.changed += 1
