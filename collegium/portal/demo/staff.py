"""Who works at the college: posts, roles with the orders behind them, rooms of their own."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from collegium.accounts.models import Appointment
from collegium.core.access import Role
from collegium.organization.models import Campus, Department, Room, RoomKind
from collegium.portal.demo.accounts import Accounts, grant
from collegium.portal.demo.people import FEMALE, MALE, Person, adult
from collegium.portal.demo.world import World, span
from collegium.roster.models import Employee

# Post, role, whether a small college has it too.
OFFICES = [
    ("Директор", Role.DIRECTOR, True),
    ("Заместитель директора по учебно-производственной работе", Role.DEPUTY, True),
    ("Методист, ответственный за АИС", Role.COORDINATOR, True),
    ("Системный администратор", Role.ADMINISTRATOR, True),
    ("Секретарь учебной части", Role.REGISTRAR, True),
    ("Специалист по кадрам", Role.PERSONNEL, True),
    ("Социальный педагог", Role.ADVISOR, True),
    ("Заместитель директора по учебно-воспитательной работе", Role.DEPUTY, False),
    ("Диспетчер расписания", Role.COORDINATOR, False),
    ("Секретарь учебной части", Role.REGISTRAR, False),
    ("Педагог-психолог", Role.ADVISOR, False),
    ("Главный бухгалтер", None, False),
    ("Библиотекарь", None, False),
]
SMALL_COLLEGE = 4
FUNCTIONS = {
    Role.DIRECTOR: "Руководство образовательной организацией",
    Role.DEPUTY: "Контроль ведения информационной системы",
    Role.COORDINATOR: "Ответственный за ведение информационной системы",
    Role.ADMINISTRATOR: "Техническое сопровождение информационной системы",
    Role.REGISTRAR: "Ведение контингента обучающихся",
    Role.PERSONNEL: "Ведение личных карточек работников",
    Role.TEACHER: "Ведение электронного журнала",
    Role.ADVISOR: "Кураторство учебной группы",
}
MOSTLY_MEN = {"cars", "welding", "safety", "practice_cars", "practice_welding"}
MOSTLY_WOMEN = {"russian", "foreign", "science", "economics", "society"}
ROOM_KINDS = {
    "informatics": (RoomKind.COMPUTERS, "Компьютерный класс"),
    "programming": (RoomKind.COMPUTERS, "Лаборатория разработки"),
    "practice_it": (RoomKind.COMPUTERS, "Лаборатория учебной практики"),
    "physics": (RoomKind.LABORATORY, "Кабинет физики и электротехники"),
    "science": (RoomKind.LABORATORY, "Кабинет естественных наук"),
    "sport": (RoomKind.GYM, "Спортивный зал"),
    "cars": (RoomKind.LABORATORY, "Лаборатория устройства автомобилей"),
    "welding": (RoomKind.LABORATORY, "Лаборатория сварки"),
    "practice_cars": (RoomKind.WORKSHOP, "Слесарная мастерская"),
    "practice_welding": (RoomKind.WORKSHOP, "Сварочная мастерская"),
}
ROOM_TITLES = {
    "russian": "Кабинет русского языка и литературы",
    "math": "Кабинет математики",
    "foreign": "Кабинет иностранного языка",
    "society": "Кабинет истории и обществознания",
    "safety": "Кабинет безопасности",
    "economics": "Кабинет экономики и права",
    "engineering": "Кабинет технической графики",
}


@dataclass(slots=True)
class Worker:
    """An employee; `strictness` moves marks down, `neatness` is how surely a journal is kept."""

    pk: int
    user: int
    person: Person
    area: str
    room: int
    strictness: float
    neatness: float
    roles: list[Role] = field(default_factory=list)


@dataclass(slots=True)
class Staff:
    teachers: list[Worker]
    # The first holder of each office.
    offices: dict[Role, Worker]


class Hiring:
    """Takes people on; the first registrar and the rest come from chance alone."""

    def __init__(self, world: World, accounts: Accounts) -> None:
        self._world = world
        self._accounts = accounts
        self._chance = world.chance("staff")
        self._orders = 0
        self._rooms = 0
        self.since = world.calendar.terms[0].first
        self._campuses = [
            world.store.add(Campus, college_id=world.college_id, name=name, address=address)
            for name, address in (
                ("Главный корпус", "ул. Учебная, 1"),
                ("Мастерские", "ул. Учебная, 3"),
            )
        ]

    def hire(self, post: str, area: str, sex: str, *, has_account: bool = True) -> Worker:
        """A new employee; the visitor from the college before, where one teaches the same."""
        world, chance = self._world, self._chance
        person = adult(chance, sex, (self.since.year - 62, self.since.year - 26))
        hired = date(self.since.year - chance.randint(1, 20), chance.choice([8, 9, 10]), 1)
        visitor = self._accounts.visitor
        if visitor and area and visitor.area == area:
            person, user, self._accounts.visitor = visitor.person, visitor.user, None
        else:
            user = self._accounts.open(world, person, self.since) if has_account else 0
        pk = world.store.add(
            Employee,
            college_id=world.college_id,
            user_id=user or None,
            post=post,
            hired=span(hired, None),
            phone=phone(chance),
            **person.card,
        )
        room = self._room(area) if area else 0
        return Worker(pk, user, person, area, room, chance.gauss(0, 0.25), 1 - _untidy(chance))

    def appoint(self, worker: Worker, role: Role, since: date | None = None) -> None:
        """The director's order and the role that it gives."""
        world, self._orders = self._world, self._orders + 1
        first = since or self.since
        appointment = world.store.add(
            Appointment,
            college_id=world.college_id,
            number=f"{self._orders}-од",
            date=first - timedelta(days=3),
            person_id=worker.user,
            function=FUNCTIONS[role],
            valid=span(first, None),
        )
        grant(world, worker.user, role, span(first, None), appointment)
        worker.roles.append(role)

    def _room(self, area: str) -> int:
        self._rooms += 1
        kind, title = ROOM_KINDS.get(area, (RoomKind.CLASSROOM, ROOM_TITLES.get(area, "")))
        is_workshop = kind == RoomKind.WORKSHOP
        floor, place = divmod(self._rooms - 1, 16)
        return self._world.store.add(
            Room,
            college_id=self._world.college_id,
            campus_id=self._campuses[is_workshop],
            number=f"М{self._rooms}" if is_workshop else f"{floor + 1}{place + 1:02d}",
            title=title,
            kind=kind.value,
            capacity=60 if kind == RoomKind.GYM else 30,
        )


def make_departments(world: World) -> list[int]:
    names = ("Отделение информационных технологий", "Техническое отделение")
    return [world.store.add(Department, college_id=world.college_id, name=name) for name in names]


def hire_staff(
    world: World, accounts: Accounts, posts: dict[str, int], groups: int
) -> tuple[Staff, Hiring]:
    """Offices first, then teachers by area; `posts` says how many of each."""
    hiring = Hiring(world, accounts)
    offices: dict[Role, Worker] = {}
    for post, role, is_everywhere in OFFICES:
        if groups < SMALL_COLLEGE and not is_everywhere:
            continue
        sex = MALE if role == Role.ADMINISTRATOR else _sex(world.chance("office", post), "")
        worker = hiring.hire(post, "", sex, has_account=role is not None)
        if role is not None:
            hiring.appoint(worker, role)
            offices.setdefault(role, worker)
    chance = world.chance("teachers")
    teachers = []
    for area, number in posts.items():
        post = "Мастер производственного обучения" if "practice" in area else "Преподаватель"
        for _ in range(number):
            teachers.append(hiring.hire(post, area, _sex(chance, area)))
            hiring.appoint(teachers[-1], Role.TEACHER)
    return Staff(teachers, offices), hiring


def phone(chance: Random) -> str:
    """A number of a code that no operator has, so nobody real is ever called."""
    return f"+7000{chance.randrange(10**7):07d}"


def _sex(chance: Random, area: str) -> str:
    men = 0.8 if area in MOSTLY_MEN else 0.1 if area in MOSTLY_WOMEN else 0.4
    return MALE if chance.random() < men else FEMALE


def _untidy(chance: Random) -> float:
    """Most leave next to nothing unfilled; one in ten leaves every tenth lesson."""
    return 0.1 if chance.random() < 0.1 else 0.01 * chance.random()
