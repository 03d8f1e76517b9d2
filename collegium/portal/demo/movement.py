"""What happened to students after admission, and the orders of which each was a clause."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from collegium.orders.models import Order, OrderClause, OrderKind, OrderState
from collegium.portal.demo.contingent import Group, Pupil, Stay
from collegium.portal.demo.dates import WEEK
from collegium.portal.demo.world import World, span
from collegium.roster.models import Enrollment, EnrollmentStatus

TITLES = {
    OrderKind.ENROLLMENT: "О зачислении на обучение",
    OrderKind.PROMOTION: "О переводе на следующий курс",
    OrderKind.TRANSFER: "О переводе в другую группу",
    OrderKind.ACADEMIC_LEAVE: "О предоставлении академического отпуска",
    OrderKind.EXPULSION: "Об отчислении",
}
REASONS = {
    OrderKind.TRANSFER: "личное заявление",
    OrderKind.ACADEMIC_LEAVE: "заключение врачебной комиссии",
    OrderKind.EXPULSION: "по собственному желанию",
}
# One such event for so many students, and how many weeks into the term.
EVENTS = [
    (OrderKind.TRANSFER, 120, 0),
    (OrderKind.TRANSFER, 240, 5),
    (OrderKind.ACADEMIC_LEAVE, 250, 4),
    (OrderKind.EXPULSION, 150, 6),
]
# A college so large has at least one of each to show.
LEAST_TO_MOVE = 100


@dataclass(frozen=True, slots=True)
class Clause:
    pupil: Pupil
    opened: Stay | None = None
    closed: Stay | None = None
    group: Group | None = None  # where a promotion leaves the student


@dataclass(slots=True)
class Draft:
    kind: OrderKind
    effective: date
    clauses: list[Clause] = field(default_factory=list)

    @property
    def date(self) -> date:
        """Signed before it takes effect; admissions earlier than the rest."""
        days = 12 if self.kind == OrderKind.ENROLLMENT else 3
        day = self.effective - timedelta(days=days)
        return day - timedelta(days=max(0, day.weekday() - 4))


def move_students(world: World, groups: list[Group]) -> list[Draft]:
    """Change the stays of some students; returns the orders for all, admissions included."""
    drafts = _admissions(groups) + _promotions(world, groups)
    chance = world.chance("movement")
    students = sum(len(group.pupils) for group in groups)
    moved: set[int] = set()
    for kind, each, weeks in EVENTS:
        day = world.calendar.current.first + weeks * WEEK
        if day > world.today - WEEK and weeks:
            day = world.calendar.current.first
        least = int(students >= LEAST_TO_MOVE)
        for _ in range(max(least, students // each)):
            group = chance.choice(groups)
            # The first two have families to show; they stay.
            able = [p for p in group.pupils[2:] if p.pk not in moved and group.since < day]
            target = _neighbour(group, groups) if kind == OrderKind.TRANSFER else group
            if able and target:
                pupil = chance.choice(able)
                moved.add(pupil.pk)
                drafts.append(_move(pupil, kind, day, target))
    return sorted(drafts, key=lambda draft: draft.date)


def _admissions(groups: list[Group]) -> list[Draft]:
    by_program = defaultdict(list)
    for group in groups:
        by_program[group.plan.pk].append(group)
    drafts = []
    for members in by_program.values():
        clauses = [Clause(p, opened=p.stays[0]) for g in members for p in g.pupils]
        drafts.append(Draft(OrderKind.ENROLLMENT, members[0].since, clauses))
    return drafts


def _promotions(world: World, groups: list[Group]) -> list[Draft]:
    drafts = []
    for group in groups:
        for year in range(group.admission_year + 1, world.calendar.current.year + 1):
            clauses = [Clause(pupil, group=group) for pupil in group.pupils]
            drafts.append(Draft(OrderKind.PROMOTION, world.calendar.year_first(year), clauses))
    return drafts


def _neighbour(group: Group, groups: list[Group]) -> Group | None:
    """Another group of the same course, of the same programme where there is one."""
    others = [g for g in groups if g is not group and g.shape.course == group.shape.course]
    alike = [g for g in others if g.shape.program == group.shape.program]
    return next(iter(alike or others), None)


def _move(pupil: Pupil, kind: OrderKind, day: date, target: Group) -> Draft:
    old = pupil.stays[-1]
    old.end = day
    new = None
    if kind != OrderKind.EXPULSION:
        on_leave = kind == OrderKind.ACADEMIC_LEAVE
        status = EnrollmentStatus.ACADEMIC_LEAVE if on_leave else EnrollmentStatus.STUDYING
        new = Stay(target, day, status=status.value)
        pupil.stays.append(new)
    return Draft(kind, day, [Clause(pupil, opened=new, closed=old)])


def write_movement(world: World, groups: list[Group], drafts: list[Draft]) -> None:
    """Enrolments, then the orders in the order of their dates, numbered by the year."""
    for group in groups:
        for pupil in group.pupils:
            for stay in pupil.stays:
                stay.pk = world.store.add(
                    Enrollment,
                    college_id=world.college_id,
                    student_id=pupil.pk,
                    group_id=stay.group.pk,
                    valid=span(stay.first, stay.end),
                    status=stay.status,
                    funding=pupil.funding,
                )
    numbers: dict[int, int] = defaultdict(int)
    for draft in drafts:
        numbers[draft.date.year] += 1
        _write_order(world, draft, numbers[draft.date.year])


def _write_order(world: World, draft: Draft, number: int) -> None:
    order = world.store.add(
        Order,
        college_id=world.college_id,
        number=str(number),
        date=draft.date,
        effective=draft.effective,
        kind=draft.kind.value,
        state=OrderState.ENACTED.value,
        title=TITLES[draft.kind],
        entered_at=world.moment(draft.date, world.DESK_OPENS),
    )
    for position, clause in enumerate(draft.clauses, start=1):
        source = clause.closed.group if clause.closed else clause.group
        target = clause.opened.group if clause.opened else clause.group
        world.store.add(
            OrderClause,
            college_id=world.college_id,
            order_id=order,
            position=position,
            student_id=clause.pupil.pk,
            from_group_id=source.pk if source else None,
            to_group_id=target.pk if target else None,
            reason=REASONS.get(draft.kind, ""),
            opened_id=clause.opened.pk if clause.opened else None,
            closed_id=clause.closed.pk if clause.closed else None,
        )
