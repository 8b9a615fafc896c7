"""Layouts in small: each is a cause that reports showed, tried in other words than theirs."""

import pytest

from intake.reading import Proposal, Source, propose, read
from intake.reading.ruled import Rule, tables_of
from intake.reading.shapes import Kind, Line

pytestmark = pytest.mark.once


def found_in(text: str) -> Proposal:
    return propose(read(text.encode()))


def words_in(text: str) -> list[str]:
    return [r.text for r in found_in(text).recommendations]


def table(*rows: tuple[str, str]) -> str:
    cells = "".join(f"<tr><td>{name}</td><td>{words}</td></tr>" for name, words in rows)
    return f"<table>{cells}</table>"


SWINGS, RANGERS = "The Council should mend every swing within a week.", "The Council should hire two rangers."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Recommendations – Theme A", "Recommendations – Theme B"),
        ("Recommendations: play areas", "Recommendations: staff"),
        ("Theme 1 – Recommendations", "Theme 2: recommendations"),
    ],
)
def test_a_heading_of_recommendations_names_their_theme_and_numbers_begin_again(one: str, other: str) -> None:
    progress = "Recommendations: progress\n\n1. Swings were mended in 2019.\n2. Rangers were hired in 2020.\n"
    text = f"Parks\n\nThey are used.\n\n{one}\n\n1. {SWINGS}\n\n{other}\n\n1. {RANGERS}\n\n{progress}"
    rows = found_in(text).recommendations
    assert [(r.number, r.text) for r in rows] == [("1", SWINGS), ("1", RANGERS)]
    assert len({r.theme for r in rows} - {None}) == 2


def test_two_right_below_each_other_under_one_number_are_two_and_are_asked_about() -> None:
    text = "The Park Review\n\nRecommendation 1: The Council should plant trees.\n\n"
    found = found_in(f"{text}Recommendation 1: The Council should fell trees.\n\nRecommendation 2: {SWINGS}\n")
    fell = "The Council should fell trees."
    assert [r.text for r in found.recommendations] == ["The Council should plant trees.", fell, SWINGS]
    assert [(q.about, "have this number" in q.asks) for q in found.questions] == [("Recommendation 1", True)]


@pytest.mark.parametrize(
    "word",
    [
        "RECOMMENDED TO CABINET",
        "Recommended to the Executive Member for Parks",
        "RESOLVED to recommend to Cabinet",
        "RESOLVED\n\nThat Cabinet be recommended:",
    ],
)
def test_the_word_above_a_list_in_minutes_says_to_whom(word: str) -> None:
    below = "(a) That bins be emptied weekly.\n(b) That lids be mended."
    text = (
        f"Minutes of the Scrutiny Committee\n\n12. BINS\n\nMembers met.\n\n{word}\n\n{below}\n\n13. CLOSE\n\nAt nine."
    )
    assert words_in(text) == ["That bins be emptied weekly.", "That lids be mended."]


def test_labels_without_blanks_between_stand_where_their_sentences_begin() -> None:
    first = "Recommendations\n\nR1     That a standard is set which\n       everybody can read.\n"
    assert words_in(
        f"{first}R2     That each report be logged\n       at once.\nR3     That surveyors be trained.\n"
    ) == [
        "That a standard is set which everybody can read.",
        "That each report be logged at once.",
        "That surveyors be trained.",
    ]


def test_a_committee_that_also_recommends_adds_to_its_list_and_others_do_not() -> None:
    added = "In addition, the Panel recommends that the Trust reads its letters aloud."
    others = "Members heard that the Government also recommends that halls be open."
    text = (
        "Dear Leader,\n\nThe Panel recommends that the Council:\n\n- mends the roof;\n- opens the hall on Sundays.\n\n"
    )
    assert words_in(f"{text}We heard more. {added} {others}\n\nYours\n")[2:] == [added]


def test_minutes_in_the_cells_of_a_table_are_read_and_a_tracker_stays_one() -> None:
    listed = "<ol><li>all open;</li><li>fines end.</li></ol>"
    resolved = f"<p>Libraries</p><p>It was RESOLVED to recommend to Cabinet that:</p>{listed}"
    assert words_in(f"<html><body>{table(('5', resolved), ('6', '<p>RESOLVED to note it.</p>'))}") == [
        "all open;",
        "fines end.",
    ]
    answer = "<p>Agreed: it will be done.</p><p>RESOLVED by Cabinet on 3 May.</p>"
    tracker = table(("Recommendation", "Response"), ("1. That parks open at six.", answer))
    assert words_in(f"<html><body>{tracker}") == ["That parks open at six."]


def test_a_table_for_each_recommendation_says_its_answer_owner_and_date() -> None:
    one = table(
        ("Recommendation 1", "That parks open at six."), ("Response", "Agreed"), ("Lead officer", "Head of Parks")
    )
    other = table(("Recommendation 2", "That gates be painted."), ("Response", "Rejected"), ("Target date", "n/a"))
    rows = found_in(f"<html><body>{one}<p>So far.</p>{other}").recommendations
    assert [(r.text, r.response, r.owner, r.due) for r in rows] == [
        ("That parks open at six.", "Agreed", "Head of Parks", None),
        ("That gates be painted.", "Rejected", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Housing Service and the Repairs Team should meet.", "Housing Service and Repairs Team"),
        ("The Housing Service and Repairs Team should meet.", "Housing Service and Repairs Team"),
        ("Ask the Housing Service, the Tree Team and the Tree Team.", "Housing Service and Tree Team"),
        ("The Tree Team, Bin Team and Housing Service should meet.", "Tree Team, Bin Team and Housing Service"),
    ],
)
def test_every_service_that_the_words_name_is_asked_about(text: str, names: str) -> None:
    found = propose(read(f"Review of Leaks\n\nRecommendation 1: {text}\n".encode()))
    assert [row.owner for row in found.recommendations] == [None]
    asks = f"It names {names}, but not one of them alone as the one to act. Who is the owner?"
    assert asks in [question.asks for question in found.questions]


HEAD = ("No", "Recommendation", "Response", "Comment")


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("1", "That halls be opened on", "Agreed", ""), ("", "Sundays.", "", "It will be done.")),
        (("", "That halls be opened on", "", "It will be"), ("1", "Sundays.", "Agreed", "done.")),
        (("1", "", "Agreed", ""), ("", "That halls be opened on Sundays.", "", "It will be done.")),
        (("1", "That halls be opened on Sundays.", "Agreed", "It will"), ("", "", "", "be done.")),
    ],
)
@pytest.mark.parametrize("head_again", [True, False])
def test_a_row_that_a_page_cuts_is_one(above: tuple[str, ...], below: tuple[str, ...], head_again: bool) -> None:
    last = ("2", "That keys be kept.", "Agreed", "They are.")
    cells = [(1, HEAD), (1, above), *([(2, HEAD)] if head_again else []), (2, below), (2, last)]
    lines = [Line("", page, n, Kind.ROW, row) for n, (page, row) in enumerate(cells, 1)]
    rows = propose(Source("PDF", lines)).recommendations
    assert [(r.number, r.text) for r in rows] == [
        ("1", "That halls be opened on Sundays."),
        ("2", "That keys be kept."),
    ]
    assert rows[0].response is not None and rows[0].response.split() == ["Agreed", "It", "will", "be", "done."]


def test_a_table_whose_sides_go_on_below_its_last_line_has_one_more_row() -> None:
    across = [Rule(True, y, 0, 200) for y in (300, 200)]
    down = [Rule(False, x, 100, 300) for x in (0, 100, 200)]
    (ruled,) = tables_of([*across, *down])
    assert ruled.ys == [300, 200, 100]


def test_what_is_bold_is_recommended_where_the_report_says_so() -> None:
    says, told = "Our recommendations are shown in bold type.", "Nobody had counted them since 2011."
    lines = [(says, False), (told, False), (SWINGS, True), (told, False), (RANGERS, True)]
    made = [Line(text, 1, n, is_bold=bold) for n, (text, bold) in enumerate(lines, 1)]
    assert [r.text for r in propose(Source("PDF", made)).recommendations] == [SWINGS, RANGERS]
    assert not propose(Source("PDF", made[1:])).recommendations


def test_what_officers_ask_beside_the_answers_is_no_recommendation() -> None:
    answers = "".join(f"Recommendation {n}: That gate {n} be painted.\nResponse: Agreed.\n\n" for n in (1, 2, 3))
    asked = "(1) approve the response above; and\n(2) authorise the Head of Parks to change it.\n"
    asked = f"Recommendations to the Executive\n\nThe Executive is asked to:\n\n{asked}"
    assert len(words_in(f"Response\n\n{answers}{asked}")) == 3


def test_words_that_fill_their_column_end_where_the_next_one_begins() -> None:
    text = (
        "No. Panel recommendation               Cabinet response          Lead\n\n"
        "1   Develop a protocol with districts  Agreed. A draft exists.   Head of Roads\n\n"
        "2   Set aside a tenth of the budget for Not agreed. It is spent  Director\n"
        "    the villages of the north.         for this year.\n"
    )
    assert words_in(text)[-1] == "Set aside a tenth of the budget for the villages of the north."


def test_a_sentence_that_leads_to_parts_is_no_heading() -> None:
    parts = "2. That the Director of Parks:\n\na) mend gates; and\n\nb) paint them.\n\n"
    text = f"Recommendations\n\n1. That maps be drawn.\n\n{parts}3. That keys be kept.\n"
    rows = found_in(text).recommendations
    assert [(r.number, len(r.parts)) for r in rows] == [("1", 0), ("2", 2), ("3", 0)]


def test_by_whom_is_no_day() -> None:
    head = "<tr><th>Ref</th><th>Recommendation</th><th>By whom</th><th>By when</th></tr>"
    row = "<tr><td>1</td><td>That parks open at six.</td><td>Head of Parks</td><td>May 2024</td></tr>"
    (found,) = found_in(f"<html><body><table>{head}{row}</table>").recommendations
    assert (found.owner, found.due) == ("Head of Parks", "May 2024")
