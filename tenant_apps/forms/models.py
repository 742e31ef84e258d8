"""A form is what the unit calls it; its versions are what was asked, for good."""

from functools import cached_property
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from shared_apps.kernel.ids import new_id
from tenant_apps.forms import fields
from tenant_apps.organization.models import Staff


class Form(models.Model):
    """表单: its name, the draft that is being drawn, and the version now in use."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    is_stock = models.BooleanField(default=False)
    draft = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=0)  # of the draft: what If-Match says
    changed_at = models.DateTimeField()
    changed_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    current = models.ForeignKey(
        "FormVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )

    # Drafts save themselves every second; the history is of what was put into use.
    history = HistoricalRecords(excluded_fields=["draft", "revision", "changed_at", "changed_by"])

    class Meta:
        verbose_name = "表单"

    def __str__(self) -> str:
        return f"{self.name} ({self.key})"


class FormVersionQuerySet(models.QuerySet["FormVersion"]):
    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("A version is never changed: publish another.")

    def delete(self) -> NoReturn:
        raise TypeError("A version is never deleted.")


class FormVersion(models.Model):
    """表单版本: immutable; whatever was filled in keeps the version it was filled in on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    form = models.ForeignKey(
        Form, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    ui = models.JSONField()
    schema = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")

    objects = FormVersionQuerySet.as_manager()

    class Meta:
        verbose_name = "表单版本"
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="formversion_numbered_once"),
            models.CheckConstraint(name="formversion_counts_from_one", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.number}版"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version is never changed: publish another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A version is never deleted.")

    @cached_property
    def shape(self) -> fields.Shape:
        return fields.shape(self.ui)
