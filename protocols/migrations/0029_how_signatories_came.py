"""What somebody signed in gave to sign, since when the file was open before them, and that a guest declined."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("protocols", "0028_coming_into_force_early"),
    ]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="proof",
            field=models.CharField(
                blank=True,
                choices=[("password", "Password"), ("code", "Authenticator or recovery code")],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(("proof", ""), ("role__isnull", False), _connector="OR"),
                name="only_who_is_signed_in_gives_proof",
            ),
        ),
        migrations.AddField(
            model_name="guest",
            name="declined_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RemoveConstraint(model_name="guest", name="one_open_guest_a_party"),
        migrations.RemoveConstraint(model_name="guest", name="a_guest_signed_or_was_withdrawn"),
        migrations.AddConstraint(
            model_name="guest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("declined_at", None), ("used_at", None), ("withdrawn_at", None)),
                fields=("signing", "party"),
                name="one_open_guest_a_party",
            ),
        ),
        migrations.AddConstraint(
            model_name="guest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("used_at", None), ("withdrawn_at", None)),
                    models.Q(("declined_at", None), ("used_at", None)),
                    models.Q(("declined_at", None), ("withdrawn_at", None)),
                    _connector="OR",
                ),
                name="a_guest_signed_declined_or_was_withdrawn",
            ),
        ),
    ]
