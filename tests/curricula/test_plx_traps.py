"""The traps of the .plx format, one by one, each in a small plan made for it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from collegium.curricula.plx import read_plx
from collegium.curricula.rules import (
    CalendarActivity,
    CalendarPart,
    ControlForm,
    HourKind,
    ItemKind,
    RowControl,
    RowHours,
    RowMeasure,
    StudyForm,
)
from tests.curricula.plx_files import PlanFile, hours, row


def item(curriculum, index):
    return next(each for each in curriculum.items if each.index == index)


def codes(curriculum):
    return {(warning.code, warning.place) for warning in curriculum.warnings}


def test_module_rows_do_not_count_their_children_again():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"] += [
        hours("-9", "-1", "101", "36"),
        hours("-8", "-1", "103", "72"),
    ]
    assert read_plx(file.data()).totals.leaf_total == 36 + 72 + 18


def test_only_hours_of_volume_count():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-4", "103", "10", КодТипаЧасов="5"))
    assert read_plx(file.data()).totals.leaf_total == 36 + 72 + 18


def test_the_type_of_hours_is_told_by_its_name():
    file = PlanFile()
    file.tables["СправочникТипаЧасов"] = [
        {"Код": "9", "Наименование": "Часы в объёмных показателях"},
        {"Код": "1", "Наименование": "Часы в неделю"},
    ]
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-4", "103", "10", КодТипаЧасов="9"))
    assert read_plx(file.data()).totals.leaf_total == 10


def test_the_kind_of_work_is_told_by_its_name():
    file = PlanFile()
    file.tables["СправочникВидыРабот"].append(
        {"Код": "777", "Название": "Лабораторные занятия", "КодТипРабот": "2"}
    )
    file.tables["ПланыНовыеЧасы"] = [hours("-1", "-4", "777", "10,5")]
    assert item(read_plx(file.data()), "ОП.01").hours == (
        RowHours(1, HourKind.LABORATORY, Decimal("10.5"), "Лабораторные занятия"),
    )


@pytest.mark.parametrize(
    ("name", "type_name", "kind"),
    [
        ("Уроки", "лекционный", HourKind.LECTURE),
        ("Семинарские занятия", "семинарский", HourKind.SEMINAR),
        ("Учения", "семинарский", HourKind.PRACTICAL),
        ("Контроль самостоятельной работы", "неопределенный", HourKind.INDEPENDENT),
        ("Консультации", "неопределенный", HourKind.CONSULTATION),
        ("Курсовое проектирование", "неопределенный", HourKind.COURSE_PROJECT),
        ("Часы на контроль", "часы на контроль", HourKind.ATTESTATION),
        ("Прочее", "неопределенный", HourKind.OTHER),
    ],
)
def test_hour_kinds(name, type_name, kind):
    file = PlanFile()
    file.tables["СправочникТипаРабот"].append({"Код": "99", "Название": type_name})
    file.tables["СправочникВидыРабот"].append({"Код": "777", "Название": name, "КодТипРабот": "99"})
    file.tables["ПланыНовыеЧасы"] = [hours("-1", "-4", "777", "2")]
    assert [each.kind for each in item(read_plx(file.data()), "ОП.01").hours] == [kind]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Зачёт", ControlForm.CREDIT),
        ("Зачет с оценкой", ControlForm.GRADED_CREDIT),
        ("Дифференцированный зачет", ControlForm.GRADED_CREDIT),
        ("Курсовой проект", ControlForm.COURSE_PROJECT),
        ("Курсовая работа", ControlForm.COURSE_WORK),
        ("Другие формы контроля", ControlForm.OTHER),
        ("Экзамен", ControlForm.EXAM),
    ],
)
def test_control_forms(name, form):
    file = PlanFile()
    file.tables["СправочникВидыРабот"].append({"Код": "777", "Название": name, "КодТипРабот": "7"})
    file.tables["ПланыНовыеЧасы"] = [hours("-1", "-4", "777", "2", Курс="2", Семестр="2")]
    assert item(read_plx(file.data()), "ОП.01").controls == (RowControl(4, form, 2, "", name),)


@pytest.mark.parametrize(
    ("title", "index", "form"),
    [
        ("Экзамен по модулю", "ПМ.01.Э", ControlForm.MODULE_EXAM),
        ("Экзамен по профессиональному модулю", "ПM.01.ЭК", ControlForm.MODULE_EXAM),
        ("Экзамен", "ПМ.01.ЭК", ControlForm.QUALIFICATION_EXAM),
        ("Экзамен (квалификационный)", "ПМ.01.Э", ControlForm.QUALIFICATION_EXAM),
    ],
)
def test_exam_of_a_module(title, index, form):
    file = PlanFile()
    exam = row("-9", index, "4", КодРодителя="-1", Дисциплина=title)
    file.tables["ПланыСтроки"].append(exam)
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-9", "1", "1"))
    plan = read_plx(file.data())
    assert [each.form for each in plan.items[-2].controls] == [form]


@pytest.mark.parametrize(
    ("index", "title", "kind_of_practice", "kind", "guessed"),
    [
        ("УП.01", "Практика", "6", ItemKind.TRAINING, False),
        ("ПП.01", "Практика", "7", ItemKind.PLACEMENT, False),
        ("ПП.01", "Практика", "99", ItemKind.PLACEMENT, True),
        ("УП.01", "Практика", "", ItemKind.TRAINING, True),
        ("Х.01", "Учебная практика", "", ItemKind.TRAINING, True),
        ("Х.01", "Практика", "", ItemKind.PLACEMENT, True),
        ("ПДП", "Практика", "7", ItemKind.PRE_DIPLOMA, False),
        ("ПП.02", "Преддипломная практика", "7", ItemKind.PRE_DIPLOMA, False),
    ],
)
def test_kinds_of_practice(index, title, kind_of_practice, kind, guessed):
    file = PlanFile()
    practice = row("-9", index, "3", Дисциплина=title, ВидПрактики=kind_of_practice)
    file.tables["ПланыСтроки"].append(practice)
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-9", "103", "36"))
    plan = read_plx(file.data())
    assert (item(plan, index).kind, "kind-guessed" in {w.code for w in plan.warnings}) == (
        kind,
        guessed,
    )


def test_unknown_kind_of_row_is_guessed_from_its_index():
    file = PlanFile()
    file.tables["ПланыСтроки"][3]["ТипОбъекта"] = "77"
    plan = read_plx(file.data())
    assert (item(plan, "ОП.01").kind, plan.warnings[0].code) == (ItemKind.OTHER, "kind-guessed")


def test_hours_of_practice_take_its_kind_and_weeks_are_checked():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"] += [
        hours("-8", "-3", "51", "0", Недель="3"),
        hours("-9", "-3", "108", "0"),
    ]
    plan = read_plx(file.data())
    practice = item(plan, "УП.01")
    assert practice.hours == (RowHours(1, HourKind.TRAINING, Decimal(72), "Практические занятия"),)
    assert practice.measures == (RowMeasure(1, "Недели", Decimal(0)),)
    assert [(w.code, w.place, dict(w.params)) for w in plan.warnings] == [
        ("practice-weeks-differ", "УП.01", {"semester": "1", "weeks": "3", "hours": "72"})
    ]


def test_printed_totals_are_checked():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-4", "1000", "20"))
    plan = read_plx(file.data())
    assert [w.text for w in plan.warnings] == [
        "Semester 1: the plan prints 20 h in all, its kinds of hours make 18 h."
    ]
    assert plan.totals.leaf_total == 36 + 72 + 18


def test_teachers_hours_are_not_the_students():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-4", "52", "20"))
    assert item(read_plx(file.data()), "ОП.01").total == 18


@pytest.mark.parametrize("columns", [{"Факультатив": "true"}, {"СчитатьВПлане": "false"}])
def test_rows_outside_the_volume_are_not_counted(columns):
    file = PlanFile()
    file.tables["ПланыСтроки"][3] |= columns
    plan = read_plx(file.data())
    assert plan.totals.leaf_total == 36 + 72
    assert ("row-not-counted", "ОП.01") in codes(plan)


def test_semesters_are_counted_from_admission():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"] = [
        hours(f"-{course}{semester}", "-4", "101", "2", Курс=str(course), Семестр=str(semester))
        for course in (1, 2, 3)
        for semester in (1, 2)
    ]
    assert read_plx(file.data()).totals.leaf_by_semester == dict.fromkeys(range(1, 7), Decimal(2))


def test_sessions_are_taken_as_semesters():
    file = PlanFile()
    file.tables["ПланыНовыеЧасы"] = [
        hours(f"-{session}", "-4", "101", "2", Курс="2", Семестр="0", Сессия=str(session))
        for session in (1, 2, 3)
    ]
    plan = read_plx(file.data())
    assert plan.totals.leaf_by_semester == {3: 4, 4: 2}
    assert ("sessions-mapped", "ПланыНовыеЧасы") in codes(plan)


def test_combined_control_names_its_sheet():
    file = PlanFile()
    file.tables["КомплексныеФК"] = [
        {"Код": "-5", "Наименование": "Комплексный зачет", "КодВидаРабот": "3"}
    ]
    file.tables["Строки_КомплексныеФК"] = [
        {"Код": "-1", "КодСтроки": "-4", "КодКомплекснойФК": "-5", "Курс": "1", "Семестр": "1"},
        {"Код": "-2", "КодСтроки": "-4", "КодКомплекснойФК": "-6", "Курс": "1", "Семестр": "1"},
    ]
    (control,) = item(read_plx(file.data()), "ОП.01").controls
    assert control == RowControl(
        1, ControlForm.GRADED_CREDIT, 1, "Комплексный зачет 5", "Зачет с оценкой"
    )


def test_calendar_counts_weeks_from_the_first_of_the_course():
    file = PlanFile()
    cell = {"Курс": "2", "Семестр": "2", "НомерПервойНедели": "20"}
    file.tables["ПланыГрафикиЯчейки"] = [
        cell | {"Код": "-3", "КодВидаДеятельности": "13", "НомерНедели": "9"},
        cell | {"Код": "-2", "КодВидаДеятельности": "99", "НомерНедели": "3"},
        cell | {"Код": "-1", "КодВидаДеятельности": "4", "НомерНедели": "2",
                "НомерЧастиНедели": "5", "КоличествоЧастейВНеделе": "6"},
        cell | {"Код": "-4", "КодВидаДеятельности": "1", "НомерНедели": "1"},
    ]  # fmt: skip
    plan = read_plx(file.data())
    assert plan.calendar == (
        CalendarPart(2, 4, 20, CalendarActivity.CLASSES),
        CalendarPart(2, 4, 21, CalendarActivity.TRAINING, part=5, share=Fraction(1, 6)),
    )
    assert [(w.code, dict(w.params)) for w in plan.warnings] == [
        ("unknown-activity", {"value": "99"})
    ]


def test_cycles_without_rows_are_left_out_and_inner_ones_follow():
    file = PlanFile()
    file.tables["ПланыЦиклы"] += [
        {"Код": "-2", "КодРодителя": "-1", "Номер": "2", "Идентификатор": "ВН", "Цикл": "Внутри"},
        {"Код": "-3", "Номер": "3", "Идентификатор": "ПУ", "Цикл": "Пустой"},
    ]
    file.tables["ПланыСтроки"].append(row("-5", "ВН.01", КодБлока="-2"))
    file.tables["ПланыНовыеЧасы"].append(hours("-9", "-5", "101", "2"))
    plan = read_plx(file.data())
    assert [(each.index, each.heading) for each in plan.items] == [
        ("ПЦ", True),
        ("ПМ.01", False),
        ("МДК.01.01", False),
        ("УП.01", False),
        ("ОП.01", False),
        ("ВН", True),
        ("ВН.01", False),
    ]


def test_competences_that_were_deleted_are_not_read():
    file = PlanFile()
    file.tables["ПланыКомпетенции"] = [
        {"Код": "-1", "ШифрКомпетенции": "ОК 1", "Наименование": "Выбирать"},
        {"Код": "-2", "ШифрКомпетенции": "ОК 2", "Наименование": "Искать", "Удалена": "true"},
    ]
    file.tables["ПланыКомпетенцииДисциплины"] = [
        {"Код": "-1", "КодКомпетенции": "-1", "КодСтроки": "-4"},
        {"Код": "-2", "КодКомпетенции": "-2", "КодСтроки": "-4"},
    ]
    plan = read_plx(file.data())
    assert item(plan, "ОП.01").competences == ("ОК 1",)
    assert [each.title for each in plan.competences] == ["Выбирать"]


def test_what_the_plan_prints_for_a_row_is_kept():
    file = PlanFile()
    file.tables["ПланыСтроки"][0]["ЧасовПоПлану"] = "108"
    assert read_plx(file.data()).stated == {"row:-1": 108}


def test_rows_as_they_were_before_a_change_are_not_read():
    namespace = 'xmlns="http://tempuri.org/dsMMISDB.xsd"'
    file = PlanFile(before=f'<diffgr:before><Планы {namespace} Код="-1"/></diffgr:before>')
    assert read_plx(file.data()) == read_plx(PlanFile().data())


def test_long_and_missing_words():
    file = PlanFile()
    file.tables["ПланыСтроки"][1] |= {"ДисциплинаКод": "Я" * 60}
    file.tables["ПланыСтроки"][2] |= {"ДисциплинаКод": "  "}
    file.tables["ПланыСтроки"][3] |= {"Дисциплина": "Ы" * 600 + "\n"}
    plan = read_plx(file.data())
    assert {len(each.index) for each in plan.items} == {2, 5, 40, 0}
    assert max(len(each.title) for each in plan.items) == 500
    assert {"index-cut", "index-missing", "title-cut"} <= {w.code for w in plan.warnings}
    file.tables["ПланыСтроки"][3] |= {"Дисциплина": " "}
    plan = read_plx(file.data())
    assert plan.items[-1].title == "ОП.01"
    assert ("title-missing", "ОП.01") in codes(plan)


@pytest.mark.parametrize(
    ("table", "column", "value", "code"),
    [
        ("Планы", "КодБазы", "6", "base-unusual"),
        ("Планы", "КодФормыОбучения", "77", "form-unknown"),
        ("Планы", "НомерФГОС", "864", "standard-differs"),
        ("ПланыНовыеЧасы", "Количество", "0", "row-without-hours"),
    ],
)
def test_oddities_are_read_with_a_warning(table, column, value, code):
    file = PlanFile()
    file.tables[table][0][column] = value
    assert [w.code for w in read_plx(file.data()).warnings] == [code]


def test_form_of_study_is_told_by_its_name():
    file = PlanFile()
    file.tables["Планы"][0]["КодФормыОбучения"] = "3"
    assert read_plx(file.data()).form is StudyForm.PART_TIME


def test_standard_without_a_readable_date():
    file = PlanFile()
    file.tables["ООП"][0] |= {"НомерДокумента": "", "ДатаДокумента": "вчера"}
    plan = read_plx(file.data())
    assert (plan.standard_number, plan.standard_date) == ("863", date(2023, 11, 15))
    file.tables["Планы"][0]["ДатаГОСа"] = "31.12.2023"
    assert read_plx(file.data()).standard_date is None


@pytest.mark.parametrize(
    ("official", "first_line", "title"),
    [
        ("СВАРЩИК", "Сварщик", "Сварщик"),
        ("СВАРЩИК", "Что-то другое", "СВАРЩИК"),
        ("", "Сварщик", "Сварщик"),
        ("СВАРЩИК", "", "СВАРЩИК"),
    ],
)
def test_title_of_the_specialty(official, first_line, title):
    file = PlanFile()
    file.tables["ООП"][0]["Название"] = official
    file.tables["Планы"][0]["Титул"] = first_line
    assert read_plx(file.data()).title == title
