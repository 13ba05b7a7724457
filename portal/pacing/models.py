"""What was counted."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection, models


class Count(models.Model):
    """How often somebody asked for one kind of thing in one window of time. Who it was does not stand in it."""

    fingerprint = models.CharField(max_length=64, primary_key=True)
    times = models.PositiveIntegerField()
    ends_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["ends_at"], name="counts_by_end")]

    def __str__(self) -> str:
        return f"{self.times} until {self.ends_at:%H:%M}"

    @classmethod
    def one_more(cls, fingerprint: str, ends_at: datetime) -> int:
        """Count once; the number of times, this one among them. One statement, so that none of two at once is lost."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO pacing_count (fingerprint, times, ends_at) VALUES (%s, 1, %s) "
                "ON CONFLICT (fingerprint) DO UPDATE SET times = pacing_count.times + 1 RETURNING times",
                [fingerprint, connection.ops.adapt_datetimefield_value(ends_at)],
            )
            return int(cursor.fetchone()[0])

    @classmethod
    def forget_before(cls, moment: datetime) -> None:
        """Remove the counts of windows that ended a while before."""
        cls.objects.filter(ends_at__lt=moment - timedelta(minutes=1)).delete()
