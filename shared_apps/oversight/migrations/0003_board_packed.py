from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("oversight", "0002_open_lines_newest_first")]

    operations = [
        # What is drawn is drawn again at the first look.
        migrations.RunSQL("DELETE FROM oversight_board", migrations.RunSQL.noop),
        migrations.RemoveField("board", "text"),
        migrations.AddField(
            "board", "packed", models.BinaryField(default=b""), preserve_default=False
        ),
    ]
