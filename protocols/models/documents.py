"""Files made from snapshots, and the signatures in them. A file, once kept, never changes."""

from typing import ClassVar
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import Audited
from protocols.kinds import SigningMethod
from protocols.models.decisions import Snapshot
from protocols.models.protocols import Party


class Document(Audited):
    """One file: an approval copy, the file at each signature, the signed agreement, its receipt or archive copy.

    An archive copy is the signed file with a document time stamp appended; `good_until` is when the certificates of
    that stamp end, so that it is stamped again before.
    """

    class Kind(models.TextChoices):
        """What a file is; the kinds look different and are never mistaken for one another."""

        APPROVAL_COPY = "approval_copy", "Approval copy"
        FOR_SIGNING = "for_signing", "File for signing"
        SIGNED = "signed", "Signed agreement"
        RECEIPT = "receipt", "Signing receipt"
        ARCHIVE = "archive", "Archive copy"
        SCAN = "scan", "Scan of a page signed on paper"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    name = models.CharField(max_length=200, help_text="The file's name in the storage.")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="Bytes.")
    pages = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)
    good_until = models.DateTimeField(
        null=True, blank=True, help_text="When the certificates of an archive copy's time stamp end."
    )

    class Meta:
        ordering: ClassVar = ["made_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot"], condition=Q(kind="signed"), name="one_signed_file"),
            models.UniqueConstraint(fields=["snapshot"], condition=Q(kind="approval_copy"), name="one_approval_copy"),
            models.UniqueConstraint(fields=["snapshot"], condition=Q(kind="receipt"), name="one_signing_receipt"),
            models.CheckConstraint(
                condition=Q(kind="archive", good_until__isnull=False) | ~Q(kind="archive") & Q(good_until=None),
                name="an_archive_copy_says_how_long_its_stamp_is_good",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.snapshot}"

    def open(self) -> "File[bytes]":
        """The file, to be read and closed by the caller."""
        return default_storage.open(self.name)

    def read(self) -> bytes:
        """The file's bytes."""
        with self.open() as handle:
            data: bytes = handle.read()
        return data


class Signing(Audited):
    """The signing of one snapshot: the file as it stands after the latest signature."""

    class Stage(models.TextChoices):
        """How far the signing has come."""

        PREPARING = "preparing", "The file is being made"
        OPEN = "open", "Being signed"
        COMPLETE = "complete", "All have signed; being sealed"
        SEALED = "sealed", "Sealed"
        VOID = "void", "Declined"

    snapshot = models.OneToOneField(Snapshot, on_delete=models.PROTECT, related_name="signing")
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.PREPARING)
    current = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(stage__in=["preparing", "void"]) | Q(current__isnull=False),
                name="a_signing_under_way_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Signing of {self.snapshot}"


class Signature(Audited):
    """One signatory's act for one party: who, in what post, on what authority, over which bytes.

    Signed by somebody in a role, by a guest, or recorded by the portal from a page signed on paper: one of the three.
    `opened_at` is when the file was first handed to the browser session in which it was then signed.
    """

    class Proof(models.TextChoices):
        """What somebody signed in gave, to show that it was them."""

        PASSWORD = "password", "Password"
        CODE = "code", "Authenticator or recovery code"

    signing = models.ForeignKey(Signing, on_delete=models.PROTECT, related_name="signatures")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="signatures")
    role = models.ForeignKey(
        "partners.Role", on_delete=models.PROTECT, related_name="signatures", null=True, blank=True
    )
    guest = models.OneToOneField(
        "protocols.Guest", on_delete=models.PROTECT, related_name="signature", null=True, blank=True
    )
    paper = models.OneToOneField(
        "protocols.PaperSignature", on_delete=models.PROTECT, related_name="signature", null=True, blank=True
    )
    name = models.CharField(max_length=120)
    post = models.CharField(max_length=120)
    basis = models.TextField(help_text="The authority signed under, such as the scheme of delegation.")
    signed_at = models.DateTimeField(default=timezone.now)
    signed_sha256 = models.CharField(max_length=64, help_text="Hash of the file that was signed.")
    proof = models.CharField(max_length=8, choices=Proof.choices, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    address = models.GenericIPAddressField(
        null=True, blank=True, help_text="The network address that the signature came from; shown on the receipt alone."
    )
    result = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="made_by_signature")
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["signed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["signing", "party"], name="a_party_signs_once"),
            models.CheckConstraint(
                condition=Q(role__isnull=False, guest=None, paper=None)
                | Q(role=None, guest__isnull=False, paper=None)
                | Q(role=None, guest=None, paper__isnull=False),
                name="a_signature_is_by_role_guest_or_paper",
            ),
            models.CheckConstraint(
                condition=Q(proof="") | Q(role__isnull=False), name="only_who_is_signed_in_gives_proof"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.party}"

    @property
    def method(self) -> SigningMethod:
        """How the signatory was known."""
        if self.paper_id is not None:
            return SigningMethod.PAPER
        if self.guest_id is not None:
            return SigningMethod.LINK_AND_CODE
        return SigningMethod(self.proof) if self.proof else SigningMethod.PORTAL
