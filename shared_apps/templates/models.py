"""市级模板: a kind of request as data, offered by the city; every unit begins its own from one."""

from typing import Any, NoReturn, Self

from django.db import models
from django.db.models import Q

from shared_apps.kernel.ids import new_id
from tenants.models import Unit


class TemplateQuerySet(models.QuerySet["Template"]):
    def newest(self) -> Self:
        """Of each template the version that is in force."""
        return self.order_by("key", "-number").distinct("key")

    def update(self, **changes: Any) -> NoReturn:
        raise TypeError("A version is never changed: publish another.")

    def delete(self) -> NoReturn:
        raise TypeError("A version is never deleted.")


class Template(models.Model):
    """One version of a template; immutable, because units remember which one they began with.

    `body`: {key, name, icon, group, hint, position, form: {ui}, flow: {nodes}, settings}, as in
    the files under stock/.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=31)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    body = models.JSONField()
    note = models.CharField(max_length=200)  # what is otherwise, and why: units read it
    published_by = models.CharField(max_length=80)  # copied: history survives people
    published_at = models.DateTimeField()
    units: list[str]  # who works with it, where a page has asked (queries.takings)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "市级模板"
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="template_numbered_once"),
            models.CheckConstraint(name="template_counts_from_one", condition=Q(number__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.name} 第{self.number}版"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version is never changed: publish another.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A version is never deleted.")


class Taking(models.Model):
    """采用情况: the version of a template that a unit works with, as the unit itself has told."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=31)
    number = models.PositiveIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "key"], name="taking_once_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.key} 第{self.number}版"
