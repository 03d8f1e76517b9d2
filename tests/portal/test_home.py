from collegium.core.access import Role


def test_home_opens(ours, sign_in):
    response = sign_in(ours.user(Role.TEACHER)).get("/")
    assert response.status_code == 200
