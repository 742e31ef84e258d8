"""三员 in the database: a holder's guard is its duty's, so the unique constraint cannot be evaded.

Django has no composite foreign key; this one line is the reviewed exception to "no SQL by hand".
"""

from django.db import migrations

ADD = (
    "ALTER TABLE organization_dutyholder ADD CONSTRAINT holder_guard_is_its_dutys "
    "FOREIGN KEY (duty_id, guard) REFERENCES organization_duty (id, guard)"
)
DROP = "ALTER TABLE organization_dutyholder DROP CONSTRAINT holder_guard_is_its_dutys"


class Migration(migrations.Migration):
    dependencies = [("organization", "0001_initial")]

    operations = [migrations.RunSQL(ADD, DROP)]
