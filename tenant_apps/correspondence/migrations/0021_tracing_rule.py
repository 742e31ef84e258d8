from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('correspondence', '0020_joint_urging'),
    ]

    operations = [
        migrations.CreateModel(
            name='TracingRule',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, editable=False, primary_key=True, serialize=False)),
                ('is_asked', models.BooleanField(default=True)),
                ('drafter_may_stop', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='tracing_rule_once')],
            },
        ),
    ]
