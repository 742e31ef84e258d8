"""登记和保管涉密纸件 becomes a permission, held by who signs for what comes in."""

from django.db import migrations

GIVE = """
UPDATE organization_duty
SET permissions = permissions || '["custody.keep"]'
WHERE permissions ? 'correspondence.incoming.acknowledge'
  AND NOT permissions ? 'custody.keep';
"""
TAKE = "UPDATE organization_duty SET permissions = permissions - 'custody.keep'"


class Migration(migrations.Migration):
    dependencies = [("organization", "0009_screening")]
    operations = [migrations.RunSQL(GIVE, TAKE)]
