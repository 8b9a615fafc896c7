import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("council", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("slug", models.SlugField(unique=True)),
                ("adopted_on", models.DateField(verbose_name="adopted by the committee on")),
                (
                    "sent_to_executive_on",
                    models.DateField(blank=True, null=True, verbose_name="sent to the executive on"),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True,
                        help_text="Until this day only the people who run the review see it.",
                        null=True,
                        verbose_name="published on",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="council.committee"
                    ),
                ),
            ],
            options={
                "ordering": ("-adopted_on",),
            },
        ),
        migrations.CreateModel(
            name="Theme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="themes", to="recommendations.review"
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="one_theme_for_each_number_in_a_review")
                ],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120, verbose_name="short title of ours")),
                ("text", models.TextField(verbose_name="wording, word for word")),
                (
                    "body_text",
                    models.TextField(blank=True, verbose_name="the other wording, where summary and body differ"),
                ),
                (
                    "is_as_body",
                    models.BooleanField(
                        db_default=False, default=False, verbose_name="worded as the body has it, not as the summary"
                    ),
                ),
                (
                    "printed_as",
                    models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="its label in the report, where that is no number",
                    ),
                ),
                (
                    "lead_changed_on",
                    models.DateField(blank=True, null=True, verbose_name="day of the last change of lead or partner"),
                ),
                (
                    "lead_service",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty until the report or the council names one.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="led_recommendations",
                        to="council.service",
                    ),
                ),
                (
                    "partner_service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnered_recommendations",
                        to="council.service",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="recommendations.review",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="recommendations.theme",
                    ),
                ),
            ],
            options={
                "ordering": ("number",),
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="one_recommendation_for_each_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("partner_service__isnull", True),
                            models.Q(("partner_service", models.F("lead_service")), _negated=True),
                            _connector="OR",
                        ),
                        name="partner_is_another_service",
                        violation_error_message="The partner must be another service than the lead.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Part",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=3)),
                ("text", models.TextField(verbose_name="wording, word for word")),
                (
                    "body_text",
                    models.TextField(blank=True, verbose_name="the other wording, where summary and body differ"),
                ),
                (
                    "partner_service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnered_parts",
                        to="council.service",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("label",),
                "constraints": [
                    models.UniqueConstraint(fields=("recommendation", "label"), name="one_part_for_each_label")
                ],
            },
        ),
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("success_measure", models.CharField(max_length=300)),
                ("agreed_on", models.DateField()),
                ("original_target_on", models.DateField(verbose_name="first target date")),
                ("target_on", models.DateField(verbose_name="target date now")),
                ("times_moved", models.PositiveSmallIntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("delayed", "Delayed"),
                            ("achieved", "Achieved"),
                            ("not_achieved", "Not achieved"),
                            ("paused", "Paused"),
                            ("no_longer_feasible", "No longer feasible"),
                        ],
                        default="not_started",
                        max_length=20,
                    ),
                ),
                ("updated_on", models.DateField(blank=True, null=True, verbose_name="day of the last update")),
                (
                    "achieved_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="since when officers have said that it is achieved"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                ("changed_on", models.DateField(blank=True, null=True, verbose_name="day of the last change")),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="council.post"
                    ),
                ),
                (
                    "part",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="recommendations.part",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("recommendation__number", models.F("part__label").asc(nulls_last=True), "number"),
                "indexes": [
                    models.Index(fields=["post", "target_on"], name="actions_of_a_post"),
                    models.Index(fields=["status", "target_on"], name="open_actions_by_date"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("part__isnull", True)),
                        fields=("recommendation", "number"),
                        name="one_action_for_each_number",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("part__isnull", False)),
                        fields=("part", "number"),
                        name="one_action_for_each_number_in_a_part",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target_on__gte", models.F("original_target_on"))),
                        name="target_is_never_before_the_first_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("original_target_on__gte", models.F("agreed_on"))),
                        name="first_target_is_not_before_the_agreement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="from")),
                ("to_on", models.DateField(verbose_name="to")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("staffing", "Staffing or vacancy"),
                            ("funding", "Funding"),
                            ("partner", "Waiting for a partner"),
                            ("decision", "Waiting for a decision"),
                            ("contract", "Contract or procurement"),
                            ("legal", "Law or policy changed"),
                            ("demand", "Demand was higher than planned"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField()),
                ("requested_on", models.DateField()),
                ("agreed", models.BooleanField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("decided_as", models.CharField(blank=True, max_length=200, verbose_name="post that decided")),
                ("note", models.TextField(blank=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extensions",
                        to="recommendations.action",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("requested_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gt", models.F("from_on"))), name="an_extension_gives_more_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed__isnull", True), ("decided_by__isnull", True), ("decided_on__isnull", True)
                            ),
                            models.Q(
                                ("agreed__isnull", False), ("decided_by__isnull", False), ("decided_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="a_decided_extension_names_its_decider",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            models.Q(("decided_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="nobody_decides_their_own_request",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed__isnull", True)),
                        fields=("action",),
                        name="one_open_request_for_an_action",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExtensionExemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1. About an individual"),
                            (2, "2. Likely to reveal who an individual is"),
                            (3, "3. Financial or business affairs"),
                            (4, "4. Consultations or negotiations with staff"),
                            (5, "5. Legal professional privilege"),
                            (6, "6. A notice, order or direction that is proposed"),
                            (7, "7. Preventing, investigating or prosecuting crime"),
                        ],
                        verbose_name="paragraph of Schedule 12A",
                    ),
                ),
                ("reason", models.TextField(verbose_name="why the public interest is in keeping it back")),
                ("decided_by", models.CharField(max_length=200, verbose_name="post that decided")),
                ("decided_on", models.DateField()),
                ("review_on", models.DateField(verbose_name="to be reviewed on")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_why", models.TextField(blank=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="recommendations.extension",
                    ),
                ),
            ],
            options={
                "ordering": ("decided_on", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("subject",),
                        name="one_extensionexemption_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="extensionexemption_says_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paragraph__in", [1, 2, 3, 4, 5, 6, 7])),
                        name="extensionexemption_names_a_paragraph_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("decided_on"))),
                        name="extensionexemption_is_reviewed_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="extensionexemption_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "asks_for",
                    models.CharField(
                        choices=[("words", "An answer in words"), ("proof", "Proof of what was said")],
                        default="words",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField()),
                ("asked_as", models.CharField(max_length=200, verbose_name="in which part")),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField(verbose_name="to be answered by")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("answered", "Answered to our satisfaction"),
                            ("not_answered", "Not answered: asked again"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("closing_words", models.TextField(blank=True)),
                (
                    "action",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="recommendations.action",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
                    "follows",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followed_by",
                        to="recommendations.question",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="council.post"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("asked_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="a_question_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_by__isnull", True),
                                ("closed_on__isnull", True),
                                ("closing_words", ""),
                                ("outcome", ""),
                            ),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("closed_by__isnull", False),
                                ("closed_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="a_closed_question_says_who_closed_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome", "withdrawn"), _negated=True),
                            models.Q(("closing_words", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="a_withdrawn_question_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Passing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField()),
                ("passed_on", models.DateField()),
                (
                    "from_post",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="council.post"),
                ),
                (
                    "passed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "to_post",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="council.post"),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="passings",
                        to="recommendations.question",
                    ),
                ),
            ],
            options={
                "ordering": ("passed_on", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="a_passing_says_why")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionExemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1. About an individual"),
                            (2, "2. Likely to reveal who an individual is"),
                            (3, "3. Financial or business affairs"),
                            (4, "4. Consultations or negotiations with staff"),
                            (5, "5. Legal professional privilege"),
                            (6, "6. A notice, order or direction that is proposed"),
                            (7, "7. Preventing, investigating or prosecuting crime"),
                        ],
                        verbose_name="paragraph of Schedule 12A",
                    ),
                ),
                ("reason", models.TextField(verbose_name="why the public interest is in keeping it back")),
                ("decided_by", models.CharField(max_length=200, verbose_name="post that decided")),
                ("decided_on", models.DateField()),
                ("review_on", models.DateField(verbose_name="to be reviewed on")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_why", models.TextField(blank=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="recommendations.question",
                    ),
                ),
            ],
            options={
                "ordering": ("decided_on", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("subject",),
                        name="one_questionexemption_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="questionexemption_says_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paragraph__in", [1, 2, 3, 4, 5, 6, 7])),
                        name="questionexemption_names_a_paragraph_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("decided_on"))),
                        name="questionexemption_is_reviewed_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="questionexemption_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CallIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField()),
                ("called_as", models.CharField(max_length=200, verbose_name="in which part")),
                ("called_on", models.DateField()),
                ("withdrawn_on", models.DateField(blank=True, null=True)),
                (
                    "withdrawn_as",
                    models.CharField(blank=True, max_length=200, verbose_name="withdrawn in which part"),
                ),
                ("withdrawn_because", models.TextField(blank=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="call_ins", to="council.meeting"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="call_ins",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("called_on", "pk"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("why", ""), _negated=True), name="a_call_in_says_why"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_because", ""), ("withdrawn_by", None), ("withdrawn_on", None)),
                            models.Q(
                                ("withdrawn_by__isnull", False),
                                ("withdrawn_on__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_withdrawn_call_in_says_why",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on", None)),
                        fields=("recommendation", "meeting"),
                        name="called_in_once_to_a_meeting",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("accepted", "Accepted"),
                            ("accepted_in_part", "Accepted in part"),
                            ("accepted_in_principle", "Accepted in principle"),
                            ("rejected", "Rejected"),
                            ("noted_only", "Noted only"),
                            ("referred", "Referred to a partner"),
                        ],
                        max_length=30,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("deciding_body", models.CharField(max_length=200)),
                ("decided_on", models.DateField()),
                ("minute", models.CharField(blank=True, max_length=40, verbose_name="minute reference")),
                ("replacement_wording", models.TextField(blank=True)),
                ("recorded_on", models.DateField()),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="recommendations.recommendation",
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
                "ordering": ("recorded_on", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                (
                    "page",
                    models.CharField(
                        choices=[
                            ("dashboard", "Dashboard"),
                            ("recommendation_list", "Recommendations"),
                            ("action_list", "Actions"),
                        ],
                        max_length=30,
                    ),
                ),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("is_shared", models.BooleanField(default=False, verbose_name="others of the council see it too")),
                ("saved_on", models.DateField()),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="saved_views", to="council.committee"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("name", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="a_saved_view_has_a_name"
                    ),
                    models.UniqueConstraint(
                        fields=("owner", "committee", "name"),
                        name="one_saved_view_of_a_name",
                        violation_error_code="name",
                        violation_error_message="You have a view of this name already. Choose another name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Update",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("on_track", "On track"),
                            ("delayed", "Delayed"),
                            ("achieved", "Achieved"),
                            ("not_achieved", "Not achieved"),
                            ("paused", "Paused"),
                            ("no_longer_feasible", "No longer feasible"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("staffing", "Staffing or vacancy"),
                            ("funding", "Funding"),
                            ("partner", "Waiting for a partner"),
                            ("decision", "Waiting for a decision"),
                            ("contract", "Contract or procurement"),
                            ("legal", "Law or policy changed"),
                            ("demand", "Demand was higher than planned"),
                            ("other", "Another reason"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField()),
                (
                    "has_proof",
                    models.BooleanField(default=False, verbose_name="was given with proof that is as open as itself"),
                ),
                (
                    "no_proof_because",
                    models.TextField(blank=True, verbose_name="why an achievement comes without proof"),
                ),
                (
                    "given_as",
                    models.CharField(
                        choices=[
                            ("holder", "By its holder"),
                            ("deputy", "By its deputy"),
                            ("head", "By the head of the service while it was vacant"),
                        ],
                        default="holder",
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("given_on", models.DateField(verbose_name="local day of given_at")),
                ("effective_on", models.DateField(verbose_name="day from which it holds")),
                (
                    "unchanged",
                    models.BooleanField(
                        default=False, verbose_name="says that nothing has changed since the one before"
                    ),
                ),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="updates", to="recommendations.action"
                    ),
                ),
                (
                    "corrects",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrected_by",
                        to="recommendations.update",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "given_for",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="council.post"),
                ),
            ],
            options={
                "ordering": ("given_on", "pk"),
                "indexes": [models.Index(fields=["action", "-given_on", "-id"], name="latest_update_of_an_action")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status__in", ("delayed", "not_achieved", "paused", "no_longer_feasible")),
                            ("reason", ""),
                            _connector="XOR",
                        ),
                        name="trouble_has_a_reason_and_nothing_else_has",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="an_update_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "achieved"), _negated=True),
                            ("has_proof", True),
                            models.Q(("no_proof_because", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="an_achievement_has_proof_or_says_why_not",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "achieved"), ("no_proof_because", ""), _connector="OR"),
                        name="only_an_achievement_says_why_it_has_no_proof",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effective_on__lte", models.F("given_on"))),
                        name="an_update_holds_from_its_day_or_an_earlier_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("corrects", models.F("pk")), _negated=True),
                        name="an_update_does_not_correct_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                (
                    "given_as",
                    models.CharField(
                        choices=[
                            ("holder", "By its holder"),
                            ("deputy", "By its deputy"),
                            ("head", "By the head of the service while it was vacant"),
                        ],
                        default="holder",
                        max_length=10,
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("given_on", models.DateField(verbose_name="local day of given_at")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "given_for",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="council.post"),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="recommendations.question",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        blank=True,
                        help_text="Given with it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="recommendations.update",
                    ),
                ),
            ],
            options={
                "ordering": ("given_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="an_answer_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="UpdateExemption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "1. About an individual"),
                            (2, "2. Likely to reveal who an individual is"),
                            (3, "3. Financial or business affairs"),
                            (4, "4. Consultations or negotiations with staff"),
                            (5, "5. Legal professional privilege"),
                            (6, "6. A notice, order or direction that is proposed"),
                            (7, "7. Preventing, investigating or prosecuting crime"),
                        ],
                        verbose_name="paragraph of Schedule 12A",
                    ),
                ),
                ("reason", models.TextField(verbose_name="why the public interest is in keeping it back")),
                ("decided_by", models.CharField(max_length=200, verbose_name="post that decided")),
                ("decided_on", models.DateField()),
                ("review_on", models.DateField(verbose_name="to be reviewed on")),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_why", models.TextField(blank=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "subject",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="recommendations.update",
                    ),
                ),
            ],
            options={
                "ordering": ("decided_on", "pk"),
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("subject",),
                        name="one_updateexemption_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="updateexemption_says_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paragraph__in", [1, 2, 3, 4, 5, 6, 7])),
                        name="updateexemption_names_a_paragraph_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("decided_on"))),
                        name="updateexemption_is_reviewed_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", True), ("ended_on__isnull", True), ("ended_why", "")),
                            models.Q(
                                ("ended_by__isnull", False),
                                ("ended_on__isnull", False),
                                models.Q(("ended_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="updateexemption_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UpdateLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nonce", models.CharField(max_length=32)),
                ("issued_on", models.DateField()),
                ("works_until", models.DateField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="recommendations.action"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "update",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="recommendations.update",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("works_until__gte", models.F("issued_on"))),
                        name="a_link_works_after_it_is_issued",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("achieved", "Achieved"),
                            ("acceptable", "Acceptable progress"),
                            ("unacceptable", "Unacceptable progress"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("minute", models.CharField(max_length=40, verbose_name="minute reference")),
                ("recorded_on", models.DateField()),
                ("corrected_because", models.TextField(blank=True)),
                (
                    "corrected_as",
                    models.CharField(blank=True, max_length=200, verbose_name="corrected in which part"),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="verdicts", to="council.meeting"
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdicts",
                        to="recommendations.recommendation",
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
                "ordering": ("meeting__held_on", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrected_because", "")),
                        fields=("recommendation", "meeting"),
                        name="one_verdict_at_a_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrected_as", ""), ("corrected_because", "")),
                            models.Q(
                                models.Q(("corrected_because", ""), _negated=True),
                                models.Q(("corrected_as", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_corrected_verdict_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "worked",
                    models.CharField(
                        choices=[
                            ("worked", "It made the difference that was hoped for"),
                            ("in_part", "It made a difference in part"),
                            ("did_not", "It made no difference"),
                            ("too_early", "Too early to tell"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.TextField()),
                ("checked_as", models.CharField(max_length=200, verbose_name="in which part")),
                ("checked_on", models.DateField()),
                (
                    "checked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "verdict",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcome_checks",
                        to="recommendations.verdict",
                    ),
                ),
            ],
            options={
                "ordering": ("checked_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="an_outcome_check_says_what_was_found"
                    ),
                    models.UniqueConstraint(fields=("verdict", "checked_on"), name="one_outcome_check_a_day"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WordingDifference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("punctuation", "Punctuation"),
                            ("capital", "Capital letter"),
                            ("spacing", "Spacing"),
                            ("wording", "Wording"),
                            ("scope", "Scope"),
                        ],
                        max_length=20,
                    ),
                ),
                ("summary_words", models.CharField(max_length=300)),
                ("body_words", models.CharField(max_length=300)),
                ("note", models.CharField(max_length=300)),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="differences",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="ActionChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("success_measure", "Success measure"),
                            ("post", "Owner"),
                            ("part", "Part"),
                            ("target_on", "First target date"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=300)),
                ("after", models.CharField(blank=True, max_length=300)),
                ("before_words", models.CharField(blank=True, max_length=300)),
                ("after_words", models.CharField(blank=True, max_length=300)),
                ("reason", models.TextField()),
                ("changed_as", models.CharField(max_length=200, verbose_name="in which part")),
                ("changed_on", models.DateField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="recommendations.action"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("changed_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="actionchange_says_why"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("what", "withdrawn")),
                        fields=("action",),
                        name="an_action_is_withdrawn_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("title", "Title"),
                            ("adopted_on", "Adopted on"),
                            ("published_on", "Published on"),
                            ("sent_to_executive_on", "Sent to the executive on"),
                        ],
                        max_length=20,
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=200)),
                ("after", models.CharField(blank=True, max_length=200)),
                ("reason", models.TextField()),
                ("changed_on", models.DateField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="changes", to="recommendations.review"
                    ),
                ),
            ],
            options={
                "ordering": ("changed_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="reviewchange_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.TextField()),
                ("changed_as", models.CharField(max_length=200, verbose_name="in which part")),
                ("changed_on", models.DateField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lead_after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.service",
                    ),
                ),
                (
                    "lead_before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.service",
                    ),
                ),
                (
                    "partner_after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.service",
                    ),
                ),
                (
                    "partner_before",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="council.service",
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_changes",
                        to="recommendations.recommendation",
                    ),
                ),
            ],
            options={
                "ordering": ("changed_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="leadchange_says_why"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.JSONField()),
                ("saved_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="recommendations.action"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "action"), name="one_draft_of_a_person_for_an_action")
                ],
            },
        ),
    ]
