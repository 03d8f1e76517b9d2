"""What a browser or a proxy may keep of pages about minors: nothing."""

import pytest

from collegium.core.access import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/journal/", "/no-such-page/"])
def test_pages_of_a_signed_in_person_are_kept_by_nobody(ours, sign_in, path):
    answer = sign_in(ours.user(Role.TEACHER)).get(path)
    assert answer.headers["Cache-Control"] == "private, no-store"
