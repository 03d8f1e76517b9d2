"""Who plays the readable logins, and who leads which group."""

from __future__ import annotations

from collections import Counter

from collegium.core.access import Role
from collegium.portal.demo.accounts import Accounts
from collegium.portal.demo.contingent import Group, Pupil
from collegium.portal.demo.staff import Hiring, Staff, Worker
from collegium.portal.demo.teaching import Section
from collegium.portal.demo.world import World, span
from collegium.roster.models import GroupAdvisor

# Fields that a college of any kind needs.
VISITING_AREAS = ["foreign", "russian", "math", "society", "science", "physics", "sport"]


def appoint_advisors(
    world: World, hiring: Hiring, staff: Staff, groups: list[Group], sections: list[Section]
) -> None:
    """The social worker has the first group; every other group, one of those who teach it."""
    advisors = [staff.offices[Role.ADVISOR]]
    of_first = [section.teacher for section in sections if section.group is groups[0]]
    for group in groups[1:]:
        own = [section.teacher for section in sections if section.group is group]
        free = [worker for worker in [*own, *staff.teachers] if worker not in advisors]
        # Those of the first group stay teachers alone: one of them plays the readable teacher.
        free.sort(key=lambda worker: worker in of_first)
        advisors.append(next(iter(free), advisors[0]))
    for group, worker in zip(groups, advisors, strict=True):
        if Role.ADVISOR not in worker.roles:
            hiring.appoint(worker, Role.ADVISOR)
        world.store.add(
            GroupAdvisor,
            college_id=world.college_id,
            group_id=group.pk,
            employee_id=worker.pk,
            valid=span(max(group.since, hiring.since), None),
        )


def name_accounts(
    world: World,
    accounts: Accounts,
    staff: Staff,
    groups: list[Group],
    sections: list[Section],
) -> None:
    """One readable login a role: people who have to do with each other, and with today."""
    for role, worker in staff.offices.items():
        accounts.name(world, worker.user, role)
    teacher = teacher_of_today(sections, groups[0])
    accounts.name(world, teacher.user, Role.TEACHER)
    taught = [section.group for section in sections if section.worker is teacher]
    if pupil := _child(world, groups, taught):
        accounts.name(world, pupil.user, Role.STUDENT)
        accounts.name(world, pupil.guardians[0], Role.GUARDIAN)
    accounts.visitor = visiting_teacher(staff, teacher)


def teacher_of_today(sections: list[Section], first: Group) -> Worker:
    """Who has lessons on the last study day up to today, the first group's above all.

    Somebody who is a teacher and nothing else, where there is one: the login shows one role.
    """
    days = [section.last_met for section in sections if section.last_met]
    met = [section for section in sections if days and section.last_met == max(days)]

    def fitness(section: Section) -> tuple[bool, bool, bool, int]:
        """In the order of weight; a subject with many lessons has most to show."""
        has_journal = not section.is_practice and section.area != "sport"
        is_pure = section.teacher.roles == [Role.TEACHER]
        return has_journal, section.group is first, is_pure, section.pairs

    return max(met or sections, key=fitness).teacher


def visiting_teacher(staff: Staff, teacher: Worker) -> Worker | None:
    """Someone who will teach at the next college too: one person, two cards, one login."""
    able = [w for w in staff.teachers if w.roles == [Role.TEACHER] and w is not teacher]
    fields = [worker.area for worker in able]
    wanted = [area for area in VISITING_AREAS if area in fields]
    return able[fields.index(wanted[0])] if wanted else None


def _child(world: World, groups: list[Group], taught: list[Group]) -> Pupil | None:
    """A student under age whose parent looks on, of a group that the teacher has.

    The one with the most brothers and sisters here: a guardian of two sees two diaries.
    """
    children = Counter(user for g in groups for p in g.pupils for user in p.guardians)
    for group in [*taught, *groups]:
        able = [
            pupil
            for pupil in group.pupils
            if pupil.guardians and pupil.is_studying(group, world.today)
        ]
        young = [pupil for pupil in able if not pupil.is_adult(world.today)]
        if young or able:
            return max(young or able, key=lambda pupil: children[pupil.guardians[0]])
    return None
