"""Whoever adds work wakes the workers at commit. The notice says nothing but that there is some."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION outbox_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('heshu_outbox', '');
    RETURN NULL;
END
$$;
CREATE TRIGGER dispatch_wakes AFTER INSERT ON outbox_dispatch
    FOR EACH STATEMENT EXECUTE FUNCTION outbox_wake();
"""
BACKWARD = """
DROP TRIGGER dispatch_wakes ON outbox_dispatch;
DROP FUNCTION outbox_wake();
"""


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
