import django.db.models.deletion
import django.db.models.functions.text
import simple_history.models
from django.conf import settings
from django.db import migrations, models

from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Council",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("slug", models.SlugField(unique=True)),
                (
                    "illustrative_notice",
                    models.CharField(
                        blank=True,
                        help_text="Shown on every page and paper where the data is not the council’s own.",
                        max_length=300,
                    ),
                ),
                ("colour", models.CharField(blank=True, max_length=7)),
                ("has_logo", models.BooleanField(default=False)),
                ("look_version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("colour", ""), ("colour__regex", "^#[0-9a-f]{6}$"), _connector="OR"),
                        name="a_colour_is_six_hexadecimal_digits",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Directorate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="directorates", to="council.council"
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("council", "name"),
                        name="one_directorate_for_each_name_in_a_council",
                        violation_error_code="name",
                        violation_error_message="There is a directorate of this name already",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "directorate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="services", to="council.directorate"
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("directorate", "name"),
                        name="one_service_for_each_name_in_a_directorate",
                        violation_error_code="name",
                        violation_error_message="There is a service of this name in this directorate already",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("is_head", models.BooleanField(default=False, verbose_name="answers for the whole service")),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="council.service"
                    ),
                ),
            ],
            options={
                "ordering": ("title",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "title"),
                        name="one_post_for_each_title_in_a_service",
                        violation_error_code="title",
                        violation_error_message="There is a post of this title in this service already",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_head", True)),
                        fields=("service",),
                        name="one_head_of_a_service",
                        violation_error_code="is_head",
                        violation_error_message="Another post answers for this service already. Change that one first",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Committee",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "response_months",
                    models.PositiveSmallIntegerField(default=2, verbose_name="months for the executive to respond"),
                ),
                (
                    "stale_after_days",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="days until a status counts as not updated"
                    ),
                ),
                (
                    "due_soon_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="days before a target date that count as due soon"
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="working days to answer a member’s question"
                    ),
                ),
                (
                    "publishes",
                    models.BooleanField(
                        default=False,
                        help_text="Published recommendations, responses, verdicts and updates, without signing in. Nothing exempt.",
                        verbose_name="the public may read what is published",
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="committees", to="council.council"
                    ),
                ),
            ],
            options={
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("name"),
                        models.F("council"),
                        name="one_committee_for_each_name_in_a_council",
                        violation_error_code="name",
                        violation_error_message="There is a committee of this name already",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Departure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("last_day", models.DateField()),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="departures",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("last_day", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on__isnull", True)),
                        fields=("user",),
                        name="one_open_departure_of_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_by__isnull", True), ("closed_on__isnull", True)),
                            models.Q(("closed_by__isnull", False), ("closed_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_closed_departure_names_who_closed_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalCommittee",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                (
                    "response_months",
                    models.PositiveSmallIntegerField(default=2, verbose_name="months for the executive to respond"),
                ),
                (
                    "stale_after_days",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="days until a status counts as not updated"
                    ),
                ),
                (
                    "due_soon_days",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="days before a target date that count as due soon"
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="working days to answer a member’s question"
                    ),
                ),
                (
                    "publishes",
                    models.BooleanField(
                        default=False,
                        help_text="Published recommendations, responses, verdicts and updates, without signing in. Nothing exempt.",
                        verbose_name="the public may read what is published",
                    ),
                ),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.council",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical committee",
                "verbose_name_plural": "historical committees",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDirectorate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.council",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical directorate",
                "verbose_name_plural": "historical directorates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("held_on", models.DateField(verbose_name="date of the meeting")),
                ("papers_due_on", models.DateField(verbose_name="papers are due on")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.committee",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalMembership",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Scrutiny member"),
                            ("chair", "Chair"),
                            ("scrutiny_officer", "Scrutiny officer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.committee",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical membership",
                "verbose_name_plural": "historical memberships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPlainTerm",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "term",
                    models.CharField(
                        help_text="A star at the end stands for any ending.", max_length=80, verbose_name="the term"
                    ),
                ),
                ("instead", models.TextField(blank=True, verbose_name="wording to prefer, one on each line")),
                ("why", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="where this comes from")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "council",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.council",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical plain term",
                "verbose_name_plural": "historical plain terms",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalService",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("name", models.CharField(max_length=200)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "directorate",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.directorate",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical service",
                "verbose_name_plural": "historical services",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=20)),
                (
                    "council",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="logo", to="council.council"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("held_on", models.DateField(verbose_name="date of the meeting")),
                ("papers_due_on", models.DateField(verbose_name="papers are due on")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="meetings", to="council.committee"
                    ),
                ),
            ],
            options={
                "ordering": ("held_on",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("committee", "held_on"),
                        name="one_meeting_of_a_committee_a_day",
                        violation_error_code="held_on",
                        violation_error_message="There is a meeting of this committee on this day already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("papers_due_on__lte", models.F("held_on"))),
                        name="papers_are_due_before_the_meeting",
                        violation_error_code="papers_due_on",
                        violation_error_message="Papers cannot be due after the meeting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Scrutiny member"),
                            ("chair", "Chair"),
                            ("scrutiny_officer", "Scrutiny officer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="memberships", to="council.committee"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-from_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="membership_ends_after_it_begins",
                        violation_error_message="A membership cannot end before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlainTerm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "term",
                    models.CharField(
                        help_text="A star at the end stands for any ending.", max_length=80, verbose_name="the term"
                    ),
                ),
                ("instead", models.TextField(blank=True, verbose_name="wording to prefer, one on each line")),
                ("why", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="where this comes from")),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="plain_terms", to="council.council"
                    ),
                ),
            ],
            options={
                "ordering": ("term",),
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("term"),
                        models.F("council"),
                        name="one_plain_term_for_each_term_of_a_council",
                        violation_error_code="term",
                        violation_error_message="This term is on the list already",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "capacity",
                    models.CharField(
                        choices=[("holder", "Holder"), ("deputy", "Deputy")], default="holder", max_length=10
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holdings", to="council.post"
                    ),
                ),
            ],
            options={
                "ordering": ("-from_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="holding_ends_after_it_begins",
                        violation_error_message="A holding cannot end before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalVacancy",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="expected to be filled by")),
                ("why", models.CharField(max_length=300)),
                ("recorded_on", models.DateField()),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical vacancy",
                "verbose_name_plural": "historical vacancies",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHolding",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "capacity",
                    models.CharField(
                        choices=[("holder", "Holder"), ("deputy", "Deputy")], default="holder", max_length=10
                    ),
                ),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="to")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.post",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical holding",
                "verbose_name_plural": "historical holdings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPost",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("title", models.CharField(max_length=200)),
                ("is_head", models.BooleanField(default=False, verbose_name="answers for the whole service")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="council.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical post",
                "verbose_name_plural": "historical posts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SheetImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="name of the file")),
                ("rows", models.JSONField()),
                ("chosen_on", models.DateField()),
                ("imported_on", models.DateField(blank=True, null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "council",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="council.council"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="expected to be filled by")),
                ("why", models.CharField(max_length=300)),
                ("recorded_on", models.DateField()),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="vacancies", to="council.post"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "vacancies",
                "ordering": ("-from_on",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="vacancy_ends_after_it_begins",
                    ),
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="a_vacancy_says_why"),
                    models.UniqueConstraint(fields=("post", "from_on"), name="one_vacancy_of_a_post_begins_on_a_day"),
                ],
            },
        ),
    ]
