"""Tables of answers: the row numbered 1 answers recommendation 1, and what is matched to none is asked about."""

import pytest

from intake.reading import Proposal, propose, read

pytestmark = pytest.mark.once

LABELLED = """Damp Review
Housing Scrutiny Panel, March 2025

RECOMMENDATION 1
That the Head of Housing Repairs publishes a monthly count of damp cases, and
                                                        Page 2 of 9
that the count shows how many are over 28 days old.

Recommendation two - That the Cabinet Member for Housing: (a) writes to each tenant with an
open case by 1 June 2025; (b) names one officer as contact;
and (c) reports back to this Panel.
R3. Tenants should be offered a dehumidifier, free of running costs.

Executive response
"""
SHORT_TITLES = """Rec no | Recommendation | Response | Lead officer | Date
1 | Monthly count of damp cases | Accepted | Head of Housing Repairs | 30/06/2025
2 | Write to each tenant | Partially accepted - resources | Cabinet Member for Housing | Sept 2025
3 | Free dehumidifiers | Rejected - no budget | - | n/a
4 | Inspect all ground floor flats | Agreed | TBC | Q3 2025/26
"""
LIST = (
    "<h1>Review of Flooding</h1><h2>Recommendations</h2><p>The Committee recommends that:</p>"
    "<ul><li>gullies are emptied twice a year;</li><li>the Board publishes <script>x</script>its minutes; and</li>"
    "<li>residents are told in advance</li></ul>"
)
TABLE = (
    "<table><tr><th>No</th><th>Response</th><th>Owner</th><th>Date</th></tr>"
    "<tr><td>1</td><td>Accepted</td><td>Head of Highways</td><td>May 2025</td></tr>"
    "<tr><td>2</td><td>Rejected</td><td>-</td><td>-</td></tr></table>"
)


def found(text: str) -> Proposal:
    return propose(read(text.encode()))


def test_rows_with_short_titles_answer_the_recommendations_of_their_numbers() -> None:
    proposal = found(LABELLED + SHORT_TITLES)
    assert [(r.number, r.response, r.lead, r.due) for r in proposal.recommendations] == [
        ("1", "Accepted", "Head of Housing Repairs", "30/06/2025"),
        ("2", "Partially accepted - resources", "Cabinet Member for Housing", "Sept 2025"),
        ("3", "Rejected - no budget", None, None),
    ]
    assert [(q.about, q.asks) for q in proposal.questions if q.about.startswith("Recommendation ")] == [
        (
            "Recommendation 4",
            (
                "A table answers it, “4 | Inspect all ground floor flats | Agreed | TBC | Q3 2025/26”, "
                "but no recommendation of that number was found. What is it?"
            ),
        )
    ]


def test_a_row_that_calls_it_something_else_is_asked_about() -> None:
    asked = found(LABELLED + SHORT_TITLES.replace("Free dehumidifiers", "Plant more street trees")).questions
    assert [q.asks for q in asked if q.about == "Recommendation 3"] == [
        "The table of answers calls it “Plant more street trees”. Is its answer the one to this recommendation?"
    ]


def test_a_heading_above_a_table_is_no_answer_of_the_last_recommendation() -> None:
    rows = (
        "No.\tRecommendation\tResponse\tLead officer\n1\tThat homes should be dry all year.\tPartially accepted\tNobody"
    )
    proposal = found(f"Recommendation 1\nThat homes should be dry all year.\n\nExecutive response\n{rows}\n")
    assert [(r.response, r.confidence) for r in proposal.recommendations] == [("Partially accepted", 0.99)]


def test_a_list_is_found_with_and_without_a_table_that_answers_it() -> None:
    words = [
        "gullies are emptied twice a year;",
        "the Board publishes its minutes; and",
        "residents are told in advance",
    ]
    assert [r.text for r in found(LIST).recommendations] == words
    answered = found(LIST + TABLE).recommendations
    assert [(r.text, r.response, r.lead) for r in answered] == [
        (words[0], "Accepted", "Head of Highways"),
        (words[1], "Rejected", None),
        (words[2], None, None),
    ]


def test_the_foot_of_a_page_is_no_word_of_a_sentence() -> None:
    whole = "damp cases, and that the count shows how many are over 28 days old."
    glued = "Recommendation 1\nThat homes are dry, and Page 2 of 9 that they are warm.\n"
    assert found(LABELLED).recommendations[0].text.endswith(whole)
    assert found(glued).recommendations[0].text == "That homes are dry, and that they are warm."


def test_letters_inside_a_sentence_are_its_parts() -> None:
    second = found(LABELLED).recommendations[1]
    assert second.text == "That the Cabinet Member for Housing:"
    assert [(part.label, part.text) for part in second.parts] == [
        ("a", "writes to each tenant with an open case by 1 June 2025;"),
        ("b", "names one officer as contact; and"),
        ("c", "reports back to this Panel."),
    ]
    cites = "Recommendation 1\nThat paragraphs (b) and (d) of the plan should be struck out.\n"
    assert found(cites).recommendations[0].parts == ()
