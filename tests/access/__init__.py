"""Who may reach what: every route's row, app by app. A route without a row fails the suite."""

from tests.access import curricula, gradebook, orders, portal, roster, timetable
from tests.access.table import Row
from tests.factories import CollegeFixture

ACCESS: dict[str, list[Row]] = {
    **portal.ROWS,
    **curricula.ROWS,
    **roster.ROWS,
    **curricula.ROWS,
    **orders.ROWS,
    **timetable.ROWS,
    **gradebook.ROWS,
}


def dress(college: CollegeFixture) -> None:
    """What the rows speak of, beside what every test's college has."""
    curricula.dress(college)
    curricula.dress(college)
    gradebook.dress(college)
    orders.dress(college)
    timetable.dress(college)
