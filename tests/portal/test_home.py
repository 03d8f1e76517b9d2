import pytest

from collegium.core.access import Role


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_home_opens(ours, sign_in, role):
    response = sign_in(ours.user(role)).get("/", follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("page", ["", "subjects/", "absences/"])
def test_diary_opens(ours, sign_in, page):
    client = sign_in(ours.user(Role.GUARDIAN))
    assert client.get(f"/diary/{page}").status_code == 200
    assert client.get(f"/diary/{ours.child.pk}/{page}").status_code == 200
