"""The page on the API says what there is, in its place, to everybody."""

import pytest
from django.test import Client

from api.explained import messages

pytestmark = pytest.mark.usefixtures("day")


@pytest.mark.django_db
def test_the_page_lists_the_messages_of_webhooks_in_their_table_and_has_no_message_of_its_own() -> None:
    page = Client().get("/api/").text
    assert 'class="message' not in page.partition("<main")[2].partition("</main>")[0]
    assert "(&#x27;" not in page
    for name, says in messages():
        assert f'<th scope="row"><code>{name}</code></th>' in page, says
