"""Fill an empty PostgreSQL database with a large install, in SQL: one council, twenty committees, 770 reviews.

    DATABASE_URL=postgresql://… python -m bench.fill
    SIZE=1 REVIEWS_OF_ONE=4 DATABASE_URL=postgresql://… python -m bench.fill     a hundredth of it

10,010 recommendations, 100,000 actions and 1,000,000 updates at size 100. The reviews of the first committee, of which
there are REVIEWS_OF_ONE (40), have 4 actions for each recommendation (52 a review), so that their dashboards are those
of real reviews. One officer has about 50 actions at every size.
"""

import os
import sys
import time
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scrutiny.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  # after the set-up
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from council.models import Committee, Council, Directorate, Holding, Meeting, Membership, Post, Service  # noqa: E402
from recommendations.models import Review, Theme  # noqa: E402

SIZE = int(os.environ.get("SIZE", "100"))
COMMITTEES, REVIEWS, RECOMMENDATIONS = 20, 770 * SIZE // 100, 13
SMALL_REVIEWS = int(os.environ.get("REVIEWS_OF_ONE", "40"))
ACTIONS, UPDATES_EACH = 1000 * SIZE, 10
# One action in so many is the officer's.
OWN = 20 * SIZE
STATUSES = "(ARRAY['on_track','on_track','on_track','delayed','achieved','not_started'])"
WORDS = "('Visited school number ' || u.n || ' of the year; governors were trained and the guide was read by staff. ')"


def fill() -> None:
    """The rows, table by table."""
    today = timezone.localdate()
    council = Council.objects.create(name="Large Council", slug="large")
    committees = [Committee.objects.create(council=council, name=f"Committee {n}") for n in range(COMMITTEES)]
    directorate = Directorate.objects.create(council=council, name="Directorate")
    posts: list[Post] = []
    for n in range(40):
        service = Service.objects.create(directorate=directorate, name=f"Service {n}")
        posts += [Post.objects.create(service=service, title=f"Post {n}.{k}", is_head=not k) for k in range(5)]
    member, officer = (User.objects.create_user(f"{name}@large.example", name) for name in ("member", "officer"))
    began = today - timedelta(days=900)
    for committee in committees:
        Membership.objects.create(committee=committee, user=member, role="member", from_on=began)
        for quarter in range(8):
            held_on = today - timedelta(days=30 + 91 * quarter)
            Meeting.objects.create(committee=committee, held_on=held_on, papers_due_on=held_on - timedelta(days=8))
    Holding.objects.create(post=posts[1], user=officer, from_on=began)
    for n in range(REVIEWS):
        committee = committees[0] if n < SMALL_REVIEWS else committees[1 + n % (COMMITTEES - 1)]
        review = Review.objects.create(
            committee=committee,
            title=f"Review {n}",
            slug=f"review-{n}",
            adopted_on=began,
            sent_to_executive_on=began,
            published_on=began,
        )
        for number in (1, 2, 3):
            Theme.objects.create(review=review, number=number, title=f"Theme {number}")
    with connection.cursor() as cursor:
        # A busy machine takes longer for a million rows than a page may take.
        cursor.execute("SET statement_timeout = 0")
        for statement in statements(officer.pk, posts[1].pk):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def statements(officer: int, first_post: int) -> list[str]:
    """The large tables, in SQL, since a million objects would take an hour."""
    return [
        f"""
        INSERT INTO recommendations_recommendation
            (number, title, text, body_text, lead_service_id, review_id, theme_id)
        SELECT n, 'Recommendation ' || n, 'The council should train governors of school ' || r.id || '.', '',
               (SELECT min(id) FROM council_service) + (r.id + n) % 40, r.id,
               (SELECT min(t.id) FROM recommendations_theme t WHERE t.review_id = r.id) + n % 3
        FROM recommendations_review r, generate_series(1, {RECOMMENDATIONS}) n ORDER BY r.id, n""",
        f"""
        INSERT INTO recommendations_response
            (kind, reason, deciding_body, decided_on, minute, replacement_wording, recorded_on, recommendation_id,
             recorded_by_id)
        SELECT 'accepted', '', 'Cabinet', current_date - 860, '6.1', '', current_date - 860, id, {officer}
        FROM recommendations_recommendation""",
        f"""
        INSERT INTO recommendations_action
            (number, title, success_measure, agreed_on, original_target_on, target_on, times_moved, status, updated_on,
             version, post_id, recommendation_id)
        SELECT k, 'Train governors ' || k, 'All of them are trained', current_date - 850,
               current_date - 300 + (q.id * 7 + k * 31)::int % 600, current_date - 300 + (q.id * 7 + k * 31)::int % 600,
               0, 'on_track', current_date - (q.id + k)::int % 120, 1,
               CASE WHEN (q.id + k) % {OWN} = 0 THEN {first_post} ELSE {first_post} + 1 + (q.id + k) % 198 END, q.id
        FROM recommendations_recommendation q
        JOIN recommendations_review r ON r.id = q.review_id
        CROSS JOIN LATERAL generate_series(
            1, CASE WHEN r.id < (SELECT min(id) + {SMALL_REVIEWS} FROM recommendations_review) THEN 4 ELSE 11 END) k
        ORDER BY q.id, k LIMIT {ACTIONS}""",
        f"""
        INSERT INTO recommendations_update
            (status, reason, words, has_proof, no_proof_because, given_as, given_at, given_on, effective_on, unchanged,
             action_id, given_by_id, given_for_id)
        SELECT s.status, CASE WHEN s.status = 'delayed' THEN 'staffing' ELSE '' END, {WORDS} || a.id, false,
               CASE WHEN s.status = 'achieved' THEN 'It can be seen at the service.' ELSE '' END, 'holder',
               now() - (a.id % 120 + u.n * 70) * interval '1 day', s.on_day, s.on_day, false, a.id, {officer}, a.post_id
        FROM recommendations_action a
        CROSS JOIN generate_series({UPDATES_EACH - 1}, 0, -1) u(n)
        CROSS JOIN LATERAL (
            SELECT {STATUSES}[1 + (a.id + u.n) % 6] AS status, current_date - (a.id % 120 + u.n * 70)::int AS on_day) s
        ORDER BY a.id, u.n DESC""",
        """
        UPDATE recommendations_action a SET status = last.status, updated_on = last.given_on,
               achieved_on = CASE WHEN last.status = 'achieved' THEN last.given_on END
        FROM (SELECT DISTINCT ON (action_id) action_id, status, given_on FROM recommendations_update
              ORDER BY action_id, given_on DESC, id DESC) last WHERE last.action_id = a.id""",
        f"""
        INSERT INTO recommendations_verdict
            (verdict, words, minute, corrected_because, corrected_as, recorded_on, meeting_id, recommendation_id,
             recorded_by_id)
        SELECT (ARRAY['acceptable','unacceptable','achieved'])[1 + (q.id + m.id) % 3], '', '5.' || q.number, '', '',
               m.held_on, m.id, q.id, {officer}
        FROM recommendations_recommendation q JOIN recommendations_review r ON r.id = q.review_id
        JOIN council_meeting m ON m.committee_id = r.committee_id WHERE (q.id + m.id) % 2 = 0""",
    ]


if __name__ == "__main__":
    if connection.vendor != "postgresql":
        sys.exit("Name an empty PostgreSQL database in DATABASE_URL.")
    started = time.monotonic()
    call_command("migrate", verbosity=0)
    fill()
    with connection.cursor() as cursor:
        for table in ("recommendation", "action", "update", "verdict"):
            cursor.execute(f"SELECT count(*) FROM recommendations_{table}")  # names of our own
            print(f"{cursor.fetchone()[0]:>10,} {table}s")
    print(f"Filled in {time.monotonic() - started:.0f} s")
