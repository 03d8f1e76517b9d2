"""Who may write in a journal, and the reason when not."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from collegium.core.access import ALLOW, Actor, Decision, deny
from collegium.roster.models import CourseSection


def can_put_marks(user: Actor, section: CourseSection, today: date) -> Decision:
    """The section's teacher of today; after the term, who taught it last (3.5.2, 3.5.3).

    One query. Directors, deputies, coordinators and curators read and never write (3.1.1, 3.4.1).
    """
    if section.term.is_closed:
        return deny(
            "term-closed",
            _("The term is closed: its journal can be read but not changed."),
        )
    day = min(today, section.term.span.upper - timedelta(days=1))
    if section.assignments.filter(employee__user=user.pk, valid__contains=day).exists():
        return ALLOW
    return deny("not-your-section", _("Only the teacher of this section writes in its journal."))


def can_write_lesson(day: date, today: date) -> Decision:
    """Nothing is written of a lesson that has not taken place."""
    if day > today:
        return deny("future", _("The lesson has not taken place yet."))
    return ALLOW
