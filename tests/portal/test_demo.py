"""The demo college as it lies in the database: what must hold in it, and what it refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from collegium.accounts.models import User
from collegium.core.access import Role
from collegium.core.audit import verify_chain
from collegium.organization.models import College, Term
from collegium.portal.demo import loading
from collegium.portal.demo.accounts import LOGINS, PASSWORD, Accounts
from collegium.portal.demo.loading import NotEmptyError, RealCollegeError, Request, load
from collegium.timetable.queries.generation import lesson_changes
from tests import database
from tests.portal.demo_faults import FAULTS

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = date(2026, 11, 24)
SIZE = Request(students=150, colleges=2, today=TODAY, seed=7)


@contextmanager
def inside(name: str) -> Iterator[None]:
    """Django's connection in another database, as its owner, like the command itself."""
    before = dict(connection.settings_dict)
    database.point_at(name, owner=True)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


@pytest.fixture(scope="session")
def unblocked(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@pytest.fixture(scope="module")
def loaded(unblocked):
    """The name of a database with a demo college that no test changes."""
    name = database.clone(f"test_made_{os.getpid()}")
    with inside(name):
        load(SIZE)
    yield name
    database.drop(name)


@pytest.fixture
def base(loaded):
    with inside(loaded):
        yield


@pytest.fixture
def scratch(unblocked, request):
    """An empty database of the test's own; `scratch()` may be given the name of one to copy."""
    made = []

    def make(source=None):
        name = database.clone(f"test_made_{os.getpid()}_{len(made)}", source)
        made.append(name)
        return name

    yield make
    for name in made:
        database.drop(name)


def rows(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchall()


def value(query, *parameters):
    return rows(query, *parameters)[0][0]


def content():
    """Every table of the base as one text; the journal of actions without its moments."""
    tables = rows(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE "
        "'core_audit%%' AND tablename NOT IN ('django_migrations') ORDER BY 1"
    )
    texts = {
        table: value(f"SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) FROM {table} t")  # noqa: S608 - our own tables
        for (table,) in tables
    }
    texts["actions"] = rows(
        "SELECT number, verb, target_name, changes FROM core_auditentry ORDER BY college_id, number"
    )
    return texts


@pytest.mark.parametrize("fault", FAULTS)
def test_it_holds_that_there_is_not(base, fault):
    assert value(FAULTS[fault].replace("%", "%%")) == 0


def test_counts(base):
    counted = {
        table: dict(rows(f"SELECT college_id, count(*) FROM {table} GROUP BY 1 ORDER BY 1"))  # noqa: S608 - our own tables
        for table in ("roster_student", "roster_studygroup", "roster_employee")
    }
    assert counted == {
        "roster_student": {1: 150, 2: 50},
        "roster_studygroup": {1: 6, 2: 2},
        "roster_employee": {1: 39, 2: 21},
    }
    assert value("SELECT count(*) FROM gradebook_mark") > 25_000
    moves = dict(rows("SELECT kind, count(*) FROM orders_order WHERE college_id = 1 GROUP BY 1"))
    assert {k: moves[k] for k in ("academic_leave", "expulsion", "transfer")} == {
        "academic_leave": 1,
        "expulsion": 1,
        "transfer": 2,
    }


def test_every_role_has_somebody_with_a_readable_login(base):
    for number in (1, 2):
        for role, login in loading.logins(number):
            user = User.objects.get(login=login)
            assert user.roles_at(number) == [role], login
            assert user.college_ids == [number]
    assert User.objects.get(login="teacher").check_password(PASSWORD)
    assert {role for role, _login in loading.logins()} == set(Role) - {Role.OPERATOR}
    assert set(LOGINS.values()) == {login for _role, login in loading.logins()}


def test_the_teacher_has_lessons_today_and_one_that_waits_to_be_filled(base):
    own = """SELECT count(*) FROM timetable_meeting m
        JOIN timetable_meetingteacher t ON t.meeting_id = m.id
        JOIN roster_employee e ON e.id = t.employee_id JOIN accounts_user u ON u.id = e.user_id
        JOIN timetable_lesson l ON l.meeting_id = m.id
        WHERE u.login = 'teacher' AND m.state <> 'cancelled' AND """
    assert value(own + "m.date = '2026-11-24'") >= 1
    assert value(own + "m.date < '2026-11-24' AND l.topic = ''") >= 1
    assert value(own + "m.date < '2026-11-24' AND l.topic <> ''") >= 20


def test_the_student_is_taught_by_the_teacher_and_is_one_of_the_guardians_two(base):
    assert value("""SELECT count(*) FROM roster_student s
        JOIN accounts_user u ON u.id = s.user_id AND u.login = 'student'
        JOIN roster_enrollment e ON e.student_id = s.id AND e.valid @> date '2026-11-24'
        JOIN roster_coursesection c ON c.group_id = e.group_id
        JOIN roster_teachingassignment a ON a.section_id = c.id
        JOIN roster_employee w ON w.id = a.employee_id
        JOIN accounts_user t ON t.id = w.user_id AND t.login = 'teacher'""")
    children = rows("""SELECT su.login FROM roster_guardianship g
        JOIN roster_guardian p ON p.id = g.guardian_id
        JOIN accounts_user u ON u.id = p.user_id AND u.login = 'guardian'
        JOIN roster_student s ON s.id = g.student_id JOIN accounts_user su ON su.id = s.user_id
        WHERE g.valid @> date '2026-11-24' AND g.has_access""")
    assert len(children) == 2
    assert ("student",) in children


def test_one_teacher_works_in_both_colleges_with_one_login(base):
    found = rows("""SELECT user_id, count(DISTINCT college_id), count(DISTINCT last_name)
        FROM roster_employee WHERE user_id IS NOT NULL GROUP BY 1 HAVING count(*) > 1""")
    assert [(colleges, names) for _user, colleges, names in found] == [(2, 1)]


def test_a_grown_up_student_is_seen_by_parents_only_with_consent(base):
    ended, consented = rows("""SELECT count(*) FILTER (WHERE upper(g.valid) <= '2026-11-24'),
        count(*) FILTER (WHERE upper(g.valid) IS NULL) FROM roster_guardianship g
        JOIN roster_student s ON s.id = g.student_id
        WHERE s.birth_date + interval '18 years' <= '2026-11-24'""")[0]
    assert ended > 0
    assert consented > 0


def test_a_term_is_closed_when_it_is_over(base):
    assert rows("""SELECT lower(span)::text, closed_at IS NOT NULL FROM organization_term
        WHERE college_id = 1 ORDER BY 1""") == [
        ("2026-01-12", True),
        ("2026-09-01", False),
        ("2027-01-11", False),
    ]


def test_boards_have_something_to_show(base):
    unfilled, late, cancelled = rows("""SELECT
        count(*) FILTER (WHERE l.topic = '' AND m.state = 'held'),
        count(*) FILTER (WHERE (l.topic_at AT TIME ZONE 'Asia/Sakhalin')::date > m.date + 1),
        count(*) FILTER (WHERE m.state = 'cancelled')
        FROM timetable_lesson l JOIN timetable_meeting m ON m.id = l.meeting_id""")[0]
    assert unfilled > 1
    assert late > 10
    assert cancelled > 3


def test_marks_are_spread_as_in_a_college(base):
    spread = dict(
        rows("""SELECT value, count(*) / sum(count(*)) OVER () FROM gradebook_mark
        GROUP BY 1""")
    )
    assert set(spread) == {"5", "4", "3", "2"}
    assert 0.02 < spread["2"] < 0.12
    assert spread["4"] > spread["3"] > spread["2"]


def test_the_generator_of_lessons_would_change_nothing(base):
    for term in Term.objects.filter(closed_at=None, sections__isnull=False).distinct():
        changes = lesson_changes(term, groups=None, since=term.span.lower, today=TODAY)
        assert (changes.create, changes.change, changes.remove) == ([], [], [])
        assert changes.unassigned == []
        assert changes.same > 100


def test_the_journal_of_actions_has_the_load_and_each_order(base):
    for college in (1, 2):
        orders = value("SELECT count(*) FROM orders_order WHERE college_id = %s", college)
        assert verify_chain(college) == (orders + 1, None)


def test_the_same_seed_and_day_make_the_same_college(loaded, scratch):
    with inside(loaded):
        first = content()
    with inside(scratch()):
        load(SIZE)
        assert content() == first


def load_in_a_process(name, hash_seed):
    """The command as a person types it, where Python orders its sets in another way."""
    environment = {
        **os.environ,
        "COLLEGIUM_DATABASE_ROLE": "owner",
        "DJANGO_SETTINGS_MODULE": "collegium.settings",
        "PYTHONHASHSEED": hash_seed,
    }
    for variable, role in (("DATABASE_URL", "app"), ("DATABASE_OWNER_URL", "owner")):
        address = urlsplit(database.urls()[role])._replace(path=f"/{name}")
        environment[variable] = urlunsplit(address)
    command = [sys.executable, "manage.py", "demo", "--students", "50", "--today", str(TODAY)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def test_no_order_of_a_process_gets_into_the_college(scratch):
    found = []
    for hash_seed in ("1", "2"):
        name = scratch()
        load_in_a_process(name, hash_seed)
        with inside(name):
            found.append(content())
    assert found[0]["roster_student"]
    assert found[0] == found[1]


def test_another_seed_makes_another_college(scratch):
    small = {"students": 25, "colleges": 1, "today": TODAY}
    found = []
    for seed in (1, 2):
        with inside(scratch()):
            load(Request(seed=seed, **small))
            found.append(content()["roster_student"])
    assert found[0] != found[1]


@pytest.mark.parametrize(
    ("today", "terms"),
    [
        (date(2026, 7, 20), 3),  # summer: the year to come has begun earlier
        (date(2026, 9, 3), 3),  # the first days of September
        (date(2027, 1, 5), 2),  # the winter holidays
        (date(2027, 1, 18), 3),  # a term that has just begun
    ],
)
def test_on_any_day_there_are_lessons_just_behind(scratch, today, terms):
    with inside(scratch()):
        load(Request(students=50, colleges=1, today=today))
        filled = value("""SELECT max(m.date) FROM timetable_meeting m
            JOIN timetable_lesson l ON l.meeting_id = m.id JOIN gradebook_assessment a
            ON a.lesson_id = l.id WHERE m.state = 'held'""")
        assert 0 < (today - filled).days <= 14
        assert value("SELECT count(DISTINCT term_id) FROM roster_coursesection") == terms
        current = Term.objects.on(today).get()
        assert (current.closed_at, current.sections.exists()) == (None, True)


def command(*arguments):
    out = StringIO()
    call_command("demo", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_the_command_prints_a_login_for_each_role_and_the_password(scratch):
    with inside(scratch()):
        text = command("--students", "25", "--today", "2026-11-24")
    assert PASSWORD in text
    assert all(login in text for login in LOGINS.values())
    assert "teacher2" in text


class Terminal(StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_one_bar_that_fills(scratch):
    terminal = Terminal()
    with inside(scratch()):
        call_command("demo", students=25, colleges=1, stdout=StringIO(), stderr=terminal)
    steps = terminal.getvalue().strip("\n\r").split("\r")
    shares = [int(step.partition("%")[0].rpartition(" ")[2]) for step in steps]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 100)
    assert "\n" not in terminal.getvalue().strip("\n")


def test_if_empty_leaves_what_is_there(loaded):
    with inside(loaded):
        before = College.objects.values_list("pk", "short_name").order_by("pk")[::1]
        assert PASSWORD in command("--if-empty")
        assert College.objects.values_list("pk", "short_name").order_by("pk")[::1] == before


def test_a_loaded_base_is_refused_unless_it_is_to_be_replaced(loaded):
    with inside(loaded), pytest.raises(CommandError, match="--replace"):
        command()
    with inside(loaded), pytest.raises(NotEmptyError):
        load(SIZE)


def test_replacing_erases_all_but_the_journal_of_actions(loaded, scratch):
    with inside(scratch(loaded)):
        entries = value("SELECT count(*) FROM core_auditentry WHERE college_id IN (1, 2)")
        command("--replace", "--students", "25", "--colleges", "1", "--today", "2026-11-24")
        assert value("SELECT count(*) FROM roster_student") == 25
        assert value("SELECT count(*) FROM accounts_user WHERE login = 'teacher2'") == 0
        assert value("SELECT count(*) FROM core_auditentry WHERE college_id IN (1, 2)") == entries
        (college,) = College.objects.all()
        assert verify_chain(college.pk)[1] is None


def test_a_load_that_breaks_off_leaves_what_was_there(loaded, scratch):
    def break_off(step, share):
        if share > 0.5:
            raise KeyboardInterrupt

    with inside(scratch(loaded)):
        with pytest.raises(KeyboardInterrupt):
            load(SIZE, replace=True, told=break_off)
        assert value("SELECT count(*) FROM roster_student WHERE college_id = 1") == 150


@pytest.mark.parametrize("arguments", [(), ("--replace",), ("--students", "25")])
def test_nothing_is_made_up_beside_a_real_college(scratch, arguments):
    with inside(scratch()):
        College.objects.create(name="Настоящий колледж", short_name="НК")
        with pytest.raises(CommandError, match="real college"):
            command(*arguments)
        assert College.objects.count() == 1
        with pytest.raises(RealCollegeError):
            load(SIZE, replace=True)


def test_if_empty_says_nothing_of_a_real_college(scratch):
    with inside(scratch()):
        College.objects.create(name="Настоящий колледж", short_name="НК")
        assert command("--if-empty") == ""


@pytest.mark.parametrize(
    "arguments",
    [("--students", "0"), ("--students", "20001"), ("--colleges", "0"), ("--colleges", "101")],
)
def test_sizes_are_bounded(unblocked, arguments):
    with pytest.raises(CommandError, match="1 to"):
        command(*arguments)


def test_a_day_that_is_none_is_said():
    with pytest.raises(CommandError, match="2026-11-24"):
        command("--today", "2026-13-01")


def test_logins_of_namesakes_differ():
    accounts = Accounts("hash")
    from collegium.portal.demo.people import Person

    person = Person("Ким", "Анна", "Игорь", "f", date(2000, 1, 1))
    assert [accounts._login(person) for _ in range(4)] == ["kim", "kim.a", "kim.ai", "kim.ai2"]
