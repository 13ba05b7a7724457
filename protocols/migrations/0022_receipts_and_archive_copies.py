"""Receipts and archive copies beside the signed file; the address that a signature came from."""

from django.db import migrations, models
from django.db.models import Q

KINDS = [
    ("approval_copy", "Approval copy"),
    ("for_signing", "File for signing"),
    ("signed", "Signed agreement"),
    ("receipt", "Signing receipt"),
    ("archive", "Archive copy"),
]


class Migration(migrations.Migration):
    dependencies = [("protocols", "0021_words_looked_through")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="good_until",
            field=models.DateTimeField(
                blank=True, help_text="When the certificates of an archive copy's time stamp end.", null=True
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="address",
            field=models.GenericIPAddressField(
                blank=True,
                help_text="The network address that the signature came from; shown on the receipt alone.",
                null=True,
            ),
        ),
        migrations.AlterField(model_name="document", name="kind", field=models.CharField(choices=KINDS, max_length=14)),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=Q(kind="receipt"), fields=("snapshot",), name="one_signing_receipt"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=Q(kind="archive", good_until__isnull=False) | ~Q(kind="archive") & Q(good_until=None),
                name="an_archive_copy_says_how_long_its_stamp_is_good",
            ),
        ),
    ]
