"""Every table has a mark, which is another one after each writing. The triggers are put up after each ``migrate``."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The table of the marks."""

    dependencies = [("council", "0001_first_set")]

    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("written", models.CharField(max_length=63, verbose_name="name of the table")),
                ("slot", models.IntegerField()),
                ("mark", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("written", "slot"), name="one_mark_for_each_table_and_slot")
                ],
            },
        ),
    ]
