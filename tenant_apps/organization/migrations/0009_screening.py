"""初审 becomes a permission of its own (条例 24 ③).

Whoever registered what came in looked at it as well: they still can, until their unit says
otherwise.
"""

from django.db import migrations

GIVE = """
UPDATE organization_duty SET permissions = permissions || '["correspondence.incoming.screen"]'
WHERE permissions ? 'correspondence.incoming.register'
  AND NOT permissions ? 'correspondence.incoming.screen';
"""
TAKE = """
UPDATE organization_duty SET permissions = permissions - 'correspondence.incoming.screen';
"""


class Migration(migrations.Migration):
    dependencies = [("organization", "0008_letterheads")]
    operations = [migrations.RunSQL(GIVE, TAKE)]
