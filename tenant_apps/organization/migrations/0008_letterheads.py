"""维护发文机关标志和代字 becomes a permission, held by who reviews for the unit."""

from django.db import migrations

GIVE = """
UPDATE organization_duty
SET permissions = permissions || '["correspondence.numbering.manage"]'
WHERE permissions ? 'correspondence.outgoing.review'
  AND NOT permissions ? 'correspondence.numbering.manage';
"""
TAKE = "UPDATE organization_duty SET permissions = permissions - 'correspondence.numbering.manage'"


class Migration(migrations.Migration):
    dependencies = [("organization", "0007_stages_of_outgoing")]
    operations = [migrations.RunSQL(GIVE, TAKE)]
