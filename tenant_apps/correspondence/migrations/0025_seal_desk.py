import django.db.models.deletion
from django.db import migrations, models

RENAMED = {"correspondence.joint_seal": "correspondence.seal"}


def one_seal_desk(apps, schema_editor):
    """The flow of 联署用印 becomes that of 用印: what a unit drew of it, and lends of it, stays."""
    for before, after in RENAMED.items():
        for model in ("Definition", "HistoricalDefinition", "FlowDraft", "FlowSource"):
            apps.get_model("workflow", model).objects.filter(key=before).update(key=after)
        Mandate = apps.get_model("organization", "Mandate")
        for one in Mandate.objects.filter(flows__contains=[before]):
            one.flows = [RENAMED.get(key, key) for key in one.flows]
            one.save(update_fields=["flows"])


class Migration(migrations.Migration):
    dependencies = [
        ("correspondence", "0024_a_stage_of_incoming_for_steps_drawn_in"),
        ("organization", "0010_custody"),
        ("workflow", "0009_reminded_readers"),
    ]

    operations = [
        migrations.AddField(
            "outgoingdocument",
            "seal_run",
            models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="workflow.run",
            ),
        ),
        migrations.RunPython(one_seal_desk, migrations.RunPython.noop),
    ]
