"""复核, 印制 and 签发上行文和重要公文 become permissions of their own (条例 22, 25).

Whoever could take a document past these points before still can, until their unit says otherwise.
"""

from django.db import migrations

GIVE = """
UPDATE organization_duty SET permissions = permissions || '["correspondence.outgoing.sign_major"]'
WHERE permissions ? 'correspondence.outgoing.sign'
  AND NOT permissions ? 'correspondence.outgoing.sign_major';
UPDATE organization_duty
SET permissions = permissions
    || '["correspondence.outgoing.verify", "correspondence.outgoing.print"]'
WHERE permissions ? 'correspondence.outgoing.register'
  AND NOT permissions ? 'correspondence.outgoing.verify';
"""
TAKE = """
UPDATE organization_duty SET permissions = permissions
    - 'correspondence.outgoing.sign_major'
    - 'correspondence.outgoing.verify'
    - 'correspondence.outgoing.print';
"""


class Migration(migrations.Migration):
    dependencies = [("organization", "0006_calendar")]
    operations = [migrations.RunSQL(GIVE, TAKE)]
