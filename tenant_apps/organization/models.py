"""People of this unit: departments, staff, and the duties that say what each may do."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from shared_apps.kernel.ids import new_id


class StaffManager(BaseUserManager["Staff"]):
    pass


class Staff(AbstractBaseUser):
    """人员: a person of this unit, and at the same time the login of this unit's door."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "account"
    objects = StaffManager()

    def __str__(self) -> str:
        return f"{self.name} ({self.account})"
