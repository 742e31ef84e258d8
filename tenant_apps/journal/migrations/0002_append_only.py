"""Entries and daily roots are added, never changed and never taken away: the database itself refuses.

The function is made without a schema's name, so it lives in the schema that is being migrated, and
a unit built by replaying a dump has its own.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
CREATE TRIGGER daily_root_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_dailyroot
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_change();
"""
BACKWARD = """
DROP TRIGGER entry_append_only ON journal_entry;
DROP TRIGGER daily_root_append_only ON journal_dailyroot;
DROP FUNCTION journal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
