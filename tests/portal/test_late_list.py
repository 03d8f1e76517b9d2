"""Who is late in the journals: a page for those who answer for the whole college."""

from datetime import timedelta

import pytest

from collegium.core.access import Role
from tests.factories import make_lesson

PEOPLE = [role for role in Role if role is not Role.OPERATOR]
DAY = timedelta(days=1)


@pytest.mark.parametrize("role", PEOPLE)
def test_the_list_of_who_is_late_is_for_those_who_answer_for_the_college(ours, sign_in, role):
    make_lesson(ours.section, ours.college.today() - DAY * 4)
    overview = {Role.DIRECTOR, Role.DEPUTY, Role.COORDINATOR, Role.REGISTRAR}
    answer = sign_in(ours.user(role)).get("/late/")
    assert answer.status_code == (200 if role in overview else 404)
    if role in overview:
        assert [each.employee_id for each in answer.context["teachers"]] == [ours.teacher.pk]
