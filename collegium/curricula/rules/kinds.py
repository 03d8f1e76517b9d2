"""The words a curriculum is written in: kinds of rows, hours, control forms and weeks."""

from enum import StrEnum


class ItemKind(StrEnum):
    """What a row of a curriculum is; the values are stored."""

    CYCLE = "cycle"  # цикл, раздел
    MODULE = "module"  # ПМ
    SUBJECT = "subject"  # дисциплина, учебный предмет
    INTERDISCIPLINARY = "interdisciplinary"  # МДК
    TRAINING = "training"  # УП
    PLACEMENT = "placement"  # ПП
    PRE_DIPLOMA = "pre_diploma"  # ПДП
    CONTROL = "control"  # экзамен по модулю, квалификационный экзамен
    ATTESTATION = "attestation"  # промежуточная аттестация отдельной строкой
    FINAL = "final"  # ГИА
    ELECTIVE = "elective"  # блок по выбору
    OTHER = "other"


class HourKind(StrEnum):
    """What an hour of a row is spent on; the values are stored."""

    LECTURE = "lecture"  # урок, лекция
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

    EXAM = "exam"  # Э
    GRADED_CREDIT = "graded_credit"  # ДЗ
    CREDIT = "credit"  # З
    MODULE_EXAM = "module_exam"  # ЭМ
    QUALIFICATION_EXAM = "qualification_exam"  # ЭК
    COURSE_PROJECT = "course_project"  # КП
    COURSE_WORK = "course_work"  # КР
    OTHER = "other"  # ДФК


class CalendarActivity(StrEnum):
    """What a week (or a part of it) of the study calendar is given to; the values are stored."""

    CLASSES = "classes"
    TRAINING = "training"
    PLACEMENT = "placement"
    PRE_DIPLOMA = "pre_diploma"
    ATTESTATION = "attestation"
    DIPLOMA_WORK = "diploma_work"
    FINAL = "final"
    HOLIDAYS = "holidays"
    PUBLIC_HOLIDAY = "public_holiday"
    NONE = "none"  # outside the time of study: before it begins, after it ends


class StudyForm(StrEnum):
    """Форма обучения; the values are stored."""

    FULL_TIME = "full_time"  # очная
    PART_TIME = "part_time"  # очно-заочная
    EXTRAMURAL = "extramural"  # заочная


CONTACT_KINDS = frozenset(
    {
        HourKind.LECTURE,
        HourKind.SEMINAR,
        HourKind.PRACTICAL,
        HourKind.LABORATORY,
        HourKind.COURSE_PROJECT,
    }
)
EXAM_FORMS = frozenset({ControlForm.EXAM, ControlForm.MODULE_EXAM, ControlForm.QUALIFICATION_EXAM})
MODULE_EXAM_FORMS = frozenset({ControlForm.MODULE_EXAM, ControlForm.QUALIFICATION_EXAM})
CREDIT_FORMS = frozenset({ControlForm.CREDIT, ControlForm.GRADED_CREDIT})
STUDY_ACTIVITIES = frozenset(CalendarActivity) - {
    CalendarActivity.HOLIDAYS,
    CalendarActivity.PUBLIC_HOLIDAY,
    CalendarActivity.NONE,
}
