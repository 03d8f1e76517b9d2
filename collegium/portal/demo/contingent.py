"""Who studies: groups, students with their families, and the orders that moved them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from collegium.core.access import Role
from collegium.portal.demo.accounts import Accounts, grant
from collegium.portal.demo.curricula import Curricula, StoredPlan
from collegium.portal.demo.people import FEMALE, MALE, Person, parent, sibling, student
from collegium.portal.demo.shape import CollegeShape, GroupShape
from collegium.portal.demo.staff import phone
from collegium.portal.demo.world import World, span
from collegium.roster.models import (
    EnrollmentStatus,
    Funding,
    Guardian,
    Guardianship,
    Student,
    StudyGroup,
)
from collegium.roster.people import Relation

MALE_SHARE = {"09.02.07": 0.7, "23.02.07": 0.95, "15.01.05": 0.97}
ADULT_AGE = 18
STUDYING = EnrollmentStatus.STUDYING.value


@dataclass(slots=True)
class Group:
    pk: int
    shape: GroupShape
    admission_year: int
    plan: StoredPlan
    since: date
    pupils: list[Pupil] = field(default_factory=list)


@dataclass(slots=True)
class Stay:
    """A student's place in a group, [first, end); becomes an enrolment."""

    group: Group
    first: date
    end: date | None = None
    status: str = STUDYING
    pk: int = 0

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.end is None or day < self.end)


@dataclass(slots=True)
class Pupil:
    """A student; `ability` moves the marks, `absence` is the share of lessons missed."""

    pk: int
    user: int
    register: str
    person: Person
    ability: float
    absence: float
    funding: str
    stays: list[Stay]
    # Guardians who see the diary today: account and the number of their children here.
    guardians: list[int] = field(default_factory=list)

    def place(self, day: date) -> Stay | None:
        return next((stay for stay in self.stays if stay.covers(day)), None)

    def is_studying(self, group: Group, day: date) -> bool:
        """Whether the student sits in that group that day; who is on leave does not."""
        stay = self.place(day)
        return stay is not None and stay.group is group and stay.status == STUDYING

    def is_adult(self, day: date) -> bool:
        return birthday(self.person.birth_date, ADULT_AGE) <= day


@dataclass(slots=True)
class Family:
    """The grown-ups behind a student: guardian's key, account, kinship."""

    members: list[tuple[int, int, Relation]] = field(default_factory=list)


def make_groups(
    world: World, shape: CollegeShape, curricula: Curricula, departments: list[int]
) -> list[Group]:
    groups = []
    for group in shape.groups:
        year = world.calendar.current.year - group.course + 1
        plan = curricula.plan(group.program, year)
        since = world.calendar.year_first(year)
        years = -(-plan.plan.duration_months // 12)
        pk = world.store.add(
            StudyGroup,
            college_id=world.college_id,
            title=group.title,
            curriculum_id=plan.pk,
            department_id=departments[0 if group.program == "09.02.07" else 1],
            admission_year=year,
            existence=span(since, date(year + years, 7, 1)),
        )
        groups.append(Group(pk, group, year, plan, since))
    return groups


class Admission:
    """Brings students in; the first of each group has a brother or a sister in the next one."""

    def __init__(self, world: World, accounts: Accounts) -> None:
        self._world = world
        self._accounts = accounts
        self._chance = world.chance("students")
        self._register = 0
        self._families: dict[int, Family] = {}

    def fill(self, groups: list[Group]) -> None:
        people = self._people(groups)
        # Numbers of the register follow the years of admission.
        for group in sorted(groups, key=lambda group: group.admission_year):
            place = groups.index(group)
            for number, person in enumerate(people[place]):
                elder = people[place - 1][0] if place and number == 1 else None
                self._admit(group, person, elder)

    def _people(self, groups: list[Group]) -> list[list[Person]]:
        chance = self._chance
        found: list[list[Person]] = []
        for place, group in enumerate(groups):
            share = MALE_SHARE[group.shape.program]
            people = [student(chance, share, group.admission_year) for _ in range(group.shape.size)]
            if place and len(people) > 1:
                elder, is_same_year = (
                    found[-1][0],
                    groups[place - 1].admission_year == group.admission_year,
                )
                born = elder.birth_date if is_same_year else people[1].birth_date
                people[1] = sibling(chance, elder, born)
            found.append(people)
        return found

    def _admit(self, group: Group, person: Person, elder: Person | None) -> None:
        world, chance = self._world, self._chance
        self._register += 1
        register = f"{self._register:05d}"
        user = self._accounts.open(world, person, group.since)
        pk = world.store.add(
            Student,
            college_id=world.college_id,
            user_id=user,
            register_number=register,
            phone=phone(chance),
            **person.card,
        )
        diligence = chance.betavariate(1.3, 16)
        ability = chance.gauss(0.1, 0.75) - 2.5 * diligence
        stays = [Stay(group, group.since)]
        pupil = Pupil(pk, user, register, person, ability, diligence, _funding(chance), stays)
        group.pupils.append(pupil)
        self._represent(pupil, self._family(person, elder), group.since)

    def _family(self, person: Person, elder: Person | None) -> Family:
        """The parents; those of the elder child when that child is there."""
        key = id(elder or person)
        if key not in self._families:
            chance = self._chance
            family = self._families[key] = Family()
            has_mother = chance.random() < 0.93
            if has_mother:
                family.members.append(self._guardian(parent(chance, person, FEMALE)))
            if not has_mother or chance.random() < 0.55:
                family.members.append(self._guardian(parent(chance, person, MALE)))
        return self._families[key]

    def _guardian(self, person: Person) -> tuple[int, int, Relation]:
        world = self._world
        user = self._accounts.open(world, person, world.calendar.terms[0].first)
        pk = world.store.add(
            Guardian,
            college_id=world.college_id,
            user_id=user,
            phone=phone(self._chance),
            **person.card,
        )
        first = world.calendar.year_first(world.calendar.current.year - 3)
        grant(world, user, Role.GUARDIAN, span(first, None))
        return pk, user, Relation.MOTHER if person.sex == FEMALE else Relation.FATHER

    def _represent(self, pupil: Pupil, family: Family, since: date) -> None:
        """Until the child is of age, unless the grown-up student lets them look on."""
        world = self._world
        of_age = birthday(pupil.person.birth_date, ADULT_AGE)
        has_consent = self._chance.random() < 0.3
        for pk, user, relation in family.members:
            world.store.add(
                Guardianship,
                college_id=world.college_id,
                student_id=pupil.pk,
                guardian_id=pk,
                relation=relation.value,
                valid=span(since, None if has_consent else of_age),
            )
            if has_consent or of_age > world.today:
                pupil.guardians.append(user)


def grant_students(world: World, groups: list[Group]) -> None:
    """The student's role lasts as long as the places in groups."""
    for group in groups:
        for pupil in group.pupils:
            valid = span(pupil.stays[0].first, pupil.stays[-1].end)
            grant(world, pupil.user, Role.STUDENT, valid)


def birthday(born: date, age: int) -> date:
    """The day on which someone turns `age`; born on 29 February, on 1 March."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _funding(chance: Random) -> str:
    weights = {Funding.BUDGET: 80, Funding.CONTRACT: 15, Funding.TARGET: 5}
    return chance.choices(list(weights), list(weights.values()))[0].value
