"""Leave: what was granted and what was taken, entry by entry. The balance is their sum."""

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenant_apps.organization.models import Staff
from tenant_apps.requests.models.requests import Request


class BalanceEntry(models.Model):
    """额度: half days given to or taken by one person on one account of one year.

    Nothing is ever counted up: an entry changes only its state, with its request.
    """

    class Way(models.TextChoices):
        GRANT = "grant", "核定"
        TAKE = "take", "使用"
        BACK = "back", "归还"

    class State(models.TextChoices):
        PENDING = "pending", "待批"
        SETTLED = "settled", "已定"
        RELEASED = "released", "已退回"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.CharField(max_length=20)  # annual, comp …: named by the kinds' settings
    year = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=5, choices=Way)
    halves = models.IntegerField()  # a correction by the office may be negative
    state = models.CharField(max_length=8, choices=State)
    request = models.ForeignKey(
        Request, on_delete=models.PROTECT, null=True, related_name="balance_entries"
    )
    reason = models.CharField(max_length=100, blank=True)
    by = models.ForeignKey(
        Staff, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    click = models.CharField(max_length=64, blank=True)  # the request id of a grant

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_comes_from_a_request_or_a_person",
                condition=Q(request__isnull=False) | Q(by__isnull=False, way="grant"),
            ),
            models.CheckConstraint(
                name="entry_takes_something", condition=Q(way="grant") | Q(halves__gt=0)
            ),
        ]
        indexes = [models.Index(fields=["staff", "year", "account"], name="entry_of_person")]

    def __str__(self) -> str:
        return f"{self.account} {self.year} {self.way} {self.halves}"
