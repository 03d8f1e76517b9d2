"""What a curriculum is made of and what must hold in it, said without a database."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What a row of a curriculum is; the values are stored."""

    CYCLE = "cycle"
    MODULE = "module"
    SUBJECT = "subject"
    INTERDISCIPLINARY = "interdisciplinary"
    TRAINING = "training"
    PLACEMENT = "placement"
    PRE_DIPLOMA = "pre_diploma"
    CONTROL = "control"
    ATTESTATION = "attestation"
    FINAL = "final"
    ELECTIVE = "elective"
    OTHER = "other"


class HourKind(StrEnum):
    """What an hour of a row is spent on; the values are stored."""

    LECTURE = "lecture"
    SEMINAR = "seminar"
    PRACTICAL = "practical"
    LABORATORY = "laboratory"
    COURSE_PROJECT = "course_project"
    INDEPENDENT = "independent"
    CONSULTATION = "consultation"
    ATTESTATION = "attestation"
    TRAINING = "training"
    PLACEMENT = "placement"
    FINAL = "final"
    OTHER = "other"


class ControlForm(StrEnum):
    """How a row is closed in a semester; the values are stored."""

    EXAM = "exam"
    GRADED_CREDIT = "graded_credit"
    CREDIT = "credit"
    MODULE_EXAM = "module_exam"
    QUALIFICATION_EXAM = "qualification_exam"
    COURSE_PROJECT = "course_project"
    COURSE_WORK = "course_work"
    OTHER = "other"


class CalendarActivity(StrEnum):
    """What a week (or a day) of the study calendar is given to; the values are stored."""

    CLASSES = "classes"
    TRAINING = "training"
    PLACEMENT = "placement"
    PRE_DIPLOMA = "pre_diploma"
    ATTESTATION = "attestation"
    DIPLOMA_WORK = "diploma_work"
    FINAL = "final"
    HOLIDAYS = "holidays"
    PUBLIC_HOLIDAY = "public_holiday"
    NONE = "none"
