"""Everything that an order on enrolment writes, or none of it."""

from datetime import date

import pytest
from django.db import connection
from psycopg.types.range import DateRange

from collegium.core.access import Refused, Role
from collegium.core.models import AuditEntry
from collegium.orders import actions
from collegium.orders.actions import ConflictError, OrderDetails
from collegium.orders.models import Order, OrderClause, RosterUpload
from collegium.roster.models import Enrollment, Guardian, Guardianship, Student
from tests.factories import make_enrollment, make_student
from tests.orders.lists import ANNA, BORIS, HEADINGS, VERA, table

DETAILS = OrderDetails("15", date(2026, 8, 20), date(2026, 9, 1))
TABLES = (Student, Guardian, Guardianship, Order, OrderClause, Enrollment)


def counts():
    return [model.objects.count() for model in TABLES]


def enact(user, upload, details=DETAILS):
    return actions.enact_upload(by=user, upload=upload, seen_hash=upload.hash, details=details)


def refusal(error, act, *args):
    with pytest.raises(error) as caught:
        act(*args)
    return caught.value.decision


def test_a_list_becomes_cards_guardians_an_order_and_places(ours, registrar, group, upload):
    order = enact(registrar, upload)
    last = max(int(s.register_number) for s in Student.objects.filter(college=ours.college)) - 2
    students = Student.objects.filter(enrollments__group=group)
    assert list(
        students.values_list(
            "last_name", "patronymic", "birth_date", "sex", "phone", "register_number"
        )
    ) == [
        ("Ёлкина", "Петровна", date(2010, 5, 9), "f", "+79141234567", str(last + 1)),
        ("Ким", "", date(2010, 2, 1), "m", "", str(last + 2)),
    ]
    assert list(
        Guardianship.objects.filter(student__in=students).values_list(
            "guardian__last_name", "guardian__phone", "relation", "valid", "has_access"
        )
    ) == [("Ёлкина", "+79140000001", "mother", DateRange(date(2026, 9, 1), date(2028, 5, 9)), True)]
    assert (order.number, order.kind, order.state, order.date, order.effective) == (
        "15",
        "enrollment",
        "enacted",
        date(2026, 8, 20),
        date(2026, 9, 1),
    )
    assert [
        (c.position, c.student, c.to_group, c.opened.valid, c.opened.funding)
        for c in order.clauses.select_related("opened", "student", "to_group")
    ] == [
        (number, student, group, DateRange(date(2026, 9, 1), None), "budget")
        for number, student in enumerate(students, start=1)
    ]


def test_the_file_is_not_kept_when_its_people_have_cards(registrar, upload):
    order = enact(registrar, upload)
    upload.refresh_from_db()
    assert (upload.order, bytes(upload.data)) == (order, b"")


def test_what_was_done_is_recorded(registrar, upload):
    enact(registrar, upload)
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", "actor_id")
    assert list(verbs) == [
        ("roster_upload.create", registrar.pk),
        ("guardian.create", registrar.pk),
        ("student.create", registrar.pk),
        ("student.create", registrar.pk),
        ("order.enact", registrar.pk),
    ]


def test_a_second_confirmation_changes_nothing(registrar, upload):
    order = enact(registrar, upload)
    before = counts()
    assert enact(registrar, upload) == order
    assert counts() == before


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.REGISTRAR, Role.OPERATOR}])
def test_nobody_else_enacts(ours, group, upload, role):
    before, user = counts(), ours.user(role)
    student = ours.students[0]
    for act in (
        lambda: enact(user, upload),
        lambda: actions.enact_enrollment(by=user, group=group, students=[student], details=DETAILS),
        lambda: actions.keep_upload(by=user, group=group, name="x", data=b"x"),
        lambda: actions.replace_upload(by=user, upload=upload, name="x", data=b"x"),
        lambda: actions.discard_upload(by=user, upload=upload),
    ):
        assert refusal(Refused, act).code == "not-registrar"
    assert counts() == before
    assert RosterUpload.objects.count() == 1


def test_a_registrar_of_another_college_is_refused(theirs, upload):
    assert refusal(Refused, enact, theirs.user(Role.REGISTRAR), upload).code == "not-registrar"


def test_somebody_who_is_in_a_group_is_named_with_the_group(ours, registrar, group, keep):
    """The college learns of it between the look and the order: the whole list stays out."""
    anna = make_student(
        ours.college,
        last_name="Ёлкина",
        first_name="Анна",
        patronymic="Петровна",
        register_number="90000",
    )
    make_enrollment(anna, ours.group, DateRange(date(2025, 9, 1), date(2026, 10, 1)))
    numbered = keep(
        [*BORIS, ""],
        [*ANNA, "90000"],
        data=table([*BORIS, ""], [*ANNA, "90000"], headings=[*HEADINGS, "№ по поимённой книге"]),
    )
    before = counts()
    decision = refusal(ConflictError, enact, registrar, numbered)
    assert decision.code == "already-enrolled"
    assert "Ёлкина Анна Петровна" in str(decision.reason)
    assert ours.group.title in str(decision.reason)
    assert counts() == before


def test_a_card_is_used_again_after_its_place_has_ended(ours, registrar, group, keep):
    vera = make_student(
        ours.college,
        last_name="Ёлкина",
        first_name="Вера",
        patronymic="Петровна",
        register_number="90001",
    )
    make_enrollment(vera, ours.group, DateRange(date(2025, 9, 1), date(2026, 1, 1)))
    headings = [*HEADINGS, "№ по поимённой книге"]
    upload = keep(data=table([*VERA, "90001"], headings=headings))
    enact(registrar, upload)
    again = keep(data=table([*BORIS, ""], headings=headings))
    enact(registrar, again, OrderDetails("16", DETAILS.dated, DETAILS.effective))
    assert list(vera.enrollments.order_by("valid").values_list("group", flat=True)) == [
        ours.group.pk,
        group.pk,
    ]
    assert Student.objects.filter(first_name="Вера", college=ours.college).count() == 1
    assert Student.objects.get(first_name="Борис", college=ours.college).register_number == "90002"


def test_siblings_share_the_card_of_their_mother(registrar, keep):
    enact(registrar, keep(ANNA, VERA))
    assert Guardian.objects.filter(phone="+79140000001").count() == 1
    assert Guardianship.objects.filter(guardian__phone="+79140000001").count() == 2


def test_a_mother_known_from_another_list_keeps_her_card(registrar, keep):
    enact(registrar, keep(ANNA))
    enact(registrar, keep(VERA), OrderDetails("16", DETAILS.dated, DETAILS.effective))
    assert Guardian.objects.filter(phone="+79140000001").count() == 1
    assert Guardianship.objects.filter(guardian__phone="+79140000001").count() == 2


def test_namesakes_without_a_phone_are_different_people(registrar, keep):
    without = [[*ANNA[:6], "Ёлкина Ольга", ""], [*BORIS[:6], "Ёлкина Ольга", ""]]
    enact(registrar, keep(*without))
    assert Guardian.objects.filter(last_name="Ёлкина").count() == 2


def test_a_guardian_known_by_name_is_not_added_to_the_same_student_twice(ours, registrar, keep):
    vera = make_student(
        ours.college,
        last_name="Ёлкина",
        first_name="Вера",
        patronymic="Петровна",
        register_number="90001",
    )
    mother = Guardian.objects.create(college=ours.college, last_name="Ёлкина", first_name="Ольга")
    Guardianship.objects.create(
        college=ours.college,
        student=vera,
        guardian=mother,
        relation="mother",
        valid=DateRange(date(2025, 9, 1), None),
    )
    headings = [*HEADINGS, "№ по поимённой книге"]
    enact(registrar, keep(data=table([*VERA[:7], "", "90001"], headings=headings)))
    assert list(vera.guardianships.values_list("guardian", flat=True)) == [mother.pk]


def test_guardians_of_an_adult_are_kept_and_see_nothing(registrar, keep):
    enact(registrar, keep([*ANNA[:3], "09.05.2008", *ANNA[4:]]))
    tie = Guardianship.objects.get(guardian__phone="+79140000001")
    assert (tie.valid, tie.has_access) == (DateRange(date(2026, 9, 1), None), False)


def test_register_numbers_are_given_after_the_greatest(ours, registrar, keep):
    make_student(ours.college, register_number="97000")
    headings = [*HEADINGS, "№ по поимённой книге"]
    upload = keep(data=table([*ANNA, "97005"], [*BORIS, ""], headings=headings))
    order = enact(registrar, upload)
    numbers = order.clauses.values_list("student__register_number", flat=True)
    assert list(numbers) == ["97005", "97006"]


def test_funding_of_the_list_is_kept(registrar, keep):
    upload = keep(data=table([*ANNA, "договор"], headings=[*HEADINGS, "Финансирование"]))
    order = enact(registrar, upload)
    assert [clause.opened.funding for clause in order.clauses.all()] == ["contract"]


def test_a_list_replaced_meanwhile_is_looked_at_again(registrar, upload):
    seen = upload.hash
    actions.replace_upload(by=registrar, upload=upload, name="другой.csv", data=table(VERA))
    before = counts()
    with pytest.raises(ConflictError) as caught:
        actions.enact_upload(by=registrar, upload=upload, seen_hash=seen, details=DETAILS)
    assert caught.value.decision.code == "list-replaced"
    assert counts() == before
    upload.refresh_from_db()
    assert (upload.name, bytes(upload.data)) == ("другой.csv", table(VERA))


def test_a_list_with_errors_writes_nothing(registrar, keep):
    upload = keep([*ANNA[:3], "31.02.2010", *ANNA[4:]], BORIS)
    before = counts()
    assert refusal(ConflictError, enact, registrar, upload).code == "list-not-clean"
    assert counts() == before


@pytest.mark.parametrize(
    ("details", "code"),
    [
        (OrderDetails("15", date(2026, 8, 20), date(2024, 9, 1)), "group-absent"),
        (OrderDetails("7", date(2026, 8, 20), date(2026, 9, 1)), "number-taken"),
    ],
)
def test_an_order_that_cannot_be(ours, registrar, upload, details, code):
    Order.objects.create(
        college=ours.college,
        number="7",
        date=date(2026, 1, 10),
        effective=date(2026, 1, 10),
        kind="expulsion",
    )
    before = counts()
    assert refusal(ConflictError, enact, registrar, upload, details).code == code
    assert counts() == before


def test_the_same_number_serves_another_year_and_another_college(ours, theirs, registrar, upload):
    for college, year in ((ours, 2025), (theirs, 2026)):
        day = date(year, 8, 20)
        Order.objects.create(
            college=college.college, number="15", date=day, effective=day, kind="enrollment"
        )
    assert enact(registrar, upload).number == "15"


def test_a_group_that_is_over_takes_nobody(ours, registrar, group):
    group.existence = DateRange(date(2025, 9, 1), date(2026, 7, 1))
    group.save()
    student = make_student(ours.college)
    with pytest.raises(ConflictError) as caught:
        actions.enact_enrollment(by=registrar, group=group, students=[student], details=DETAILS)
    assert caught.value.decision.code == "group-absent"


def test_a_place_ends_with_its_group(ours, registrar, group):
    group.existence = DateRange(date(2025, 9, 1), date(2027, 7, 1))
    group.save()
    student = make_student(ours.college)
    actions.enact_enrollment(
        by=registrar,
        group=group,
        students=[student],
        details=DETAILS,
        funding={student.pk: "target"},
    )
    place = student.enrollments.get()
    assert (place.valid, place.funding) == (DateRange(date(2026, 9, 1), date(2027, 7, 1)), "target")


def test_the_database_itself_keeps_a_student_in_one_group(ours, registrar, group):
    """What our look before writing does not see (here one student named twice) is refused too."""
    student = make_student(ours.college)
    before = counts()
    with pytest.raises(ConflictError) as caught:
        actions.enact_enrollment(
            by=registrar, group=group, students=[student, student], details=DETAILS
        )
    assert caught.value.decision.code == "already-enrolled"
    assert counts() == before


def test_a_list_is_thrown_away_with_its_data(registrar, upload):
    actions.discard_upload(by=registrar, upload=upload)
    assert not RosterUpload.objects.exists()
    assert AuditEntry.objects.latest("pk").verb == "roster_upload.discard"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM orders_rosteruploadevent")
        assert "data" not in [column.name for column in cursor.description]


def test_an_enacted_list_stays(registrar, upload):
    enact(registrar, upload)
    for act in (
        lambda: actions.discard_upload(by=registrar, upload=upload),
        lambda: actions.replace_upload(by=registrar, upload=upload, name="x", data=b"x"),
    ):
        assert refusal(ConflictError, act).code == "already-enacted"
    assert RosterUpload.objects.get().order is not None


def test_a_long_file_name_is_cut(registrar, group):
    upload = actions.keep_upload(by=registrar, group=group, name="ы" * 300, data=table(ANNA))
    assert upload.name == "ы" * 255
