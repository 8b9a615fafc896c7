import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.first_set import FirstSet


class Migration(FirstSet):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("council", "0001_first_set"),
        ("recommendations", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="WitnessGroup",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witness_groups",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="Witness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("printed", models.CharField(max_length=300, verbose_name="role and organisation as printed")),
                ("role", models.CharField(blank=True, max_length=300)),
                ("organisation", models.CharField(max_length=200)),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="witnesses",
                        to="evidence.witnessgroup",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "witnesses",
                "ordering": ("group__order", "order"),
            },
        ),
        migrations.CreateModel(
            name="Contradiction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("subject", models.CharField(max_length=200)),
                ("first_place", models.CharField(max_length=60)),
                ("first_words", models.CharField(max_length=300)),
                ("second_place", models.CharField(max_length=60)),
                ("second_words", models.CharField(max_length=300)),
                ("note", models.TextField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contradictions",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="EvidenceSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("order", models.PositiveSmallIntegerField(editable=False)),
                ("title", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "Evidence session"),
                            ("joint", "Joint session"),
                            ("workshop", "Workshop"),
                            ("visit", "Visit"),
                            ("several", "Several sessions, told of together"),
                        ],
                        default="session",
                        max_length=10,
                    ),
                ),
                ("held_on", models.DateField(blank=True, null=True, verbose_name="day, where it is known")),
                ("when", models.CharField(blank=True, max_length=200, verbose_name="when, as printed")),
                ("venue", models.CharField(blank=True, max_length=300, verbose_name="venue, as printed")),
                ("about", models.TextField(blank=True, verbose_name="what is said of it, as printed")),
                ("place", models.CharField(blank=True, max_length=40, verbose_name="place in the report")),
                (
                    "review",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence_sessions",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "title"),
                        name="one_session_of_a_title_in_a_review",
                        violation_error_code="title",
                        violation_error_message="There is a session of this title in this review already",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="a_session_has_a_title",
                        violation_error_code="title",
                        violation_error_message="Enter what the session is called",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "several"), _negated=True), ("held_on__isnull", True), _connector="OR"
                        ),
                        name="several_sessions_have_no_one_day",
                        violation_error_code="held_on",
                        violation_error_message="Several sessions were not held on one day: leave the date empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Footnote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=10)),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="footnotes",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="one_footnote_for_each_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="GovernanceBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="governance_bodies",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "governance bodies",
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("role", models.CharField(blank=True, max_length=300)),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("chair", "Chair"),
                            ("member", "Member of the panel"),
                            ("committee_co_optee", "Co-opted member of the committee"),
                            ("panel_co_optee", "Co-opted member of the review panel"),
                            ("support_officer", "Support officer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("place", models.CharField(max_length=40, verbose_name="place in the report")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="panel", to="recommendations.review"
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="Paragraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=10)),
                ("order", models.PositiveSmallIntegerField()),
                ("section_number", models.PositiveSmallIntegerField()),
                ("section_title", models.CharField(max_length=200)),
                ("heading", models.CharField(blank=True, max_length=200)),
                ("summary", models.TextField()),
                (
                    "is_verbatim",
                    models.BooleanField(
                        default=False, verbose_name="these are the report’s own words, not a summary of ours"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paragraphs",
                        to="recommendations.review",
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
                "constraints": [
                    models.UniqueConstraint(fields=("review", "number"), name="one_paragraph_for_each_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="ParagraphExemption",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="exemptions", to="evidence.paragraph"
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
                        name="one_paragraphexemption_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="paragraphexemption_says_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paragraph__in", [1, 2, 3, 4, 5, 6, 7])),
                        name="paragraphexemption_names_a_paragraph_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("decided_on"))),
                        name="paragraphexemption_is_reviewed_later",
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
                        name="paragraphexemption_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("file", "File"), ("link", "Link")], max_length=4)),
                ("description", models.CharField(max_length=300, verbose_name="what it shows")),
                ("url", models.URLField(blank=True, max_length=500)),
                ("name", models.CharField(blank=True, max_length=120)),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="size in bytes")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("stored_as", models.CharField(blank=True, max_length=64)),
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
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="evidence.proof",
                    ),
                ),
                (
                    "update",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proofs", to="recommendations.update"
                    ),
                ),
            ],
            options={
                "ordering": ("given_on", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "file"),
                                ("size__gt", 0),
                                ("url", ""),
                                models.Q(("name", ""), _negated=True),
                                models.Q(("content_type", ""), _negated=True),
                                models.Q(("sha256", ""), _negated=True),
                                models.Q(("stored_as", ""), _negated=True),
                            ),
                            models.Q(
                                ("content_type", ""),
                                ("kind", "link"),
                                ("name", ""),
                                ("sha256", ""),
                                ("size", 0),
                                ("stored_as", ""),
                                models.Q(("url", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_proof_is_a_whole_file_or_a_link",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("description", ""), _negated=True), name="a_proof_says_what_it_shows"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("replaces__isnull", True),
                            models.Q(("replaces", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="a_proof_does_not_replace_itself",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("stored_as", ""), _negated=True),
                        fields=("stored_as",),
                        name="one_proof_for_each_stored_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProofExemption",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="exemptions", to="evidence.proof"
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
                        name="one_proofexemption_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="proofexemption_says_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paragraph__in", [1, 2, 3, 4, 5, 6, 7])),
                        name="proofexemption_names_a_paragraph_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("decided_on"))),
                        name="proofexemption_is_reviewed_later",
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
                        name="proofexemption_that_ended_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SessionParagraph",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sessions", to="evidence.paragraph"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="told_in",
                        to="evidence.evidencesession",
                    ),
                ),
            ],
            options={
                "ordering": ("paragraph__order",),
                "constraints": [
                    models.UniqueConstraint(fields=("session", "paragraph"), name="a_paragraph_tells_of_a_session_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Venue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=200)),
                ("place", models.CharField(max_length=40, verbose_name="place in the report")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="venues", to="recommendations.review"
                    ),
                ),
            ],
            options={
                "ordering": ("order",),
            },
        ),
        migrations.CreateModel(
            name="Testimony",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("struck_on", models.DateField(blank=True, null=True)),
                ("struck_because", models.TextField(blank=True, verbose_name="why it was struck")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("report", "The report says so"),
                            ("person", "A person judged so"),
                            ("name", "Found by name, not confirmed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("linked_on", models.DateField()),
                (
                    "linked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="testimonies", to="evidence.paragraph"
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="testimonies", to="evidence.witness"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "testimonies",
                "ordering": ("paragraph__order",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_on__isnull", True)),
                        fields=("paragraph", "witness"),
                        name="one_testimony_of_a_witness_in_a_paragraph",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_because", ""), ("struck_by__isnull", True), ("struck_on__isnull", True)),
                            models.Q(
                                ("struck_by__isnull", False),
                                ("struck_on__isnull", False),
                                models.Q(("struck_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_struck_testimony_says_who_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("basis", "name"), _negated=True),
                            models.Q(("struck_on__isnull", True), _negated=True),
                            _connector="OR",
                        ),
                        name="what_is_found_by_name_alone_is_kept_to_strike_it",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Citation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("struck_on", models.DateField(blank=True, null=True)),
                ("struck_because", models.TextField(blank=True, verbose_name="why it was struck")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("argues", "Argues for it"),
                            ("concludes", "Closes the argument: the recommendation is made here"),
                            ("printed", "The box is printed after or inside it"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("report", "The report says so"),
                            ("person", "A person judged so"),
                            ("name", "Found by name, not confirmed"),
                        ],
                        default="report",
                        max_length=10,
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="where the report says so")),
                ("linked_on", models.DateField(blank=True, null=True)),
                (
                    "linked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recommendation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="recommendations.recommendation",
                    ),
                ),
                (
                    "struck_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="evidence.evidencesession",
                    ),
                ),
                (
                    "paragraph",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="evidence.paragraph",
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="citations",
                        to="evidence.witness",
                    ),
                ),
            ],
            options={
                "ordering": ("paragraph__order", "pk"),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("struck_on__isnull", True)),
                        fields=("paragraph", "recommendation", "kind"),
                        name="one_citation_of_a_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_on__isnull", True)),
                        fields=("witness", "recommendation"),
                        name="a_witness_is_cited_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("struck_on__isnull", True)),
                        fields=("session", "recommendation"),
                        name="a_session_is_cited_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("basis", "report"),
                            models.Q(("basis", "person"), ("linked_by__isnull", False), ("linked_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_judged_citation_names_who_judged",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("paragraph__isnull", False), ("session__isnull", True), ("witness__isnull", True)
                            ),
                            models.Q(
                                ("paragraph__isnull", True), ("session__isnull", True), ("witness__isnull", False)
                            ),
                            models.Q(
                                ("paragraph__isnull", True), ("session__isnull", False), ("witness__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="a_citation_is_of_one_thing",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "argues"), ("paragraph__isnull", False), _connector="OR"),
                        name="only_paragraphs_print_a_recommendation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("struck_because", ""), ("struck_by__isnull", True), ("struck_on__isnull", True)),
                            models.Q(
                                ("struck_by__isnull", False),
                                ("struck_on__isnull", False),
                                models.Q(("struck_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_struck_citation_says_who_when_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="evidence.evidencesession",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="evidence.panelmember",
                    ),
                ),
                (
                    "witness",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="evidence.witness",
                    ),
                ),
            ],
            options={
                "ordering": ("session__order", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("member__isnull", True), ("witness__isnull", False)),
                            models.Q(("member__isnull", False), ("witness__isnull", True)),
                            _connector="OR",
                        ),
                        name="an_attendance_is_of_a_witness_or_a_panel_member",
                    ),
                    models.UniqueConstraint(fields=("session", "witness"), name="a_witness_attends_a_session_once"),
                    models.UniqueConstraint(fields=("session", "member"), name="a_panel_member_attends_a_session_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="WitnessContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("consents", models.BooleanField(default=False, verbose_name="agreed to be written to")),
                ("recorded_on", models.DateField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "witness",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="contact", to="evidence.witness"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CitationExemption",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="exemptions", to="evidence.citation"
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
                        name="one_citationexemption_in_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                        ),
                        name="citationexemption_says_why_and_who",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("paragraph__in", [1, 2, 3, 4, 5, 6, 7])),
                        name="citationexemption_names_a_paragraph_of_the_schedule",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_on__gt", models.F("decided_on"))),
                        name="citationexemption_is_reviewed_later",
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
                        name="citationexemption_that_ended_says_why",
                    ),
                ],
            },
        ),
    ]
