import django.db.models.deletion
from django.db import migrations, models

import leerruimte.base.client_ids


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0002_facilitators_and_parts"),
        ("encounters", "0003_who_week_and_kind_of_a_slip"),
    ]

    operations = [
        migrations.AlterField(
            model_name="conversation",
            name="screen",
            field=models.CharField(
                choices=[
                    ("plate", "the plate"),
                    ("contributions", "contributions"),
                    ("themes", "themes"),
                    ("path", "the path"),
                    ("heaps", "the heaps"),
                    ("part", "marks and scale"),
                    ("sheet", "a sheet"),
                    ("map", "the map of perspectives"),
                    ("harvest", "harvest of the tables"),
                    ("intentions", "intentions"),
                ],
                default="plate",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="ElementMark",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=leerruimte.base.client_ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("student", "student"),
                            ("career_changer", "career changer"),
                            ("starter", "starting teacher"),
                            ("teacher", "teacher"),
                            ("mentor", "mentor"),
                            ("school_educator", "school-based educator"),
                            ("institute_educator", "institute-based educator"),
                            ("researcher", "researcher"),
                            ("coordinator", "coordinator"),
                            ("steering", "steering group"),
                        ],
                        max_length=20,
                    ),
                ),
                ("n", models.PositiveBigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("question", models.CharField(max_length=40)),
                ("element", models.CharField(max_length=40)),
                ("marks", models.CharField(blank=True, max_length=255)),
                (
                    "encounter",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="encounters.encounter"),
                ),
                (
                    "participation",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="encounters.participation"),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["encounter", "element"], name="marks_on_an_element")],
            },
        ),
    ]
