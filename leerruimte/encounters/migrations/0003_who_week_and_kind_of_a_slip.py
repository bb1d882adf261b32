from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("encounters", "0002_person_of_participation")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="about",
            field=models.CharField(blank=True, default="", max_length=80),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="contribution",
            name="week",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="contribution",
            name="kind",
            field=models.CharField(blank=True, default="", max_length=40),
            preserve_default=False,
        ),
    ]
