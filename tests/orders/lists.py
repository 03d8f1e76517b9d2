"""Lists of people as a registrar sends them."""

import csv
import io
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from psycopg.types.range import DateRange

from collegium.roster.models import StudyGroup

HEADINGS = ["Фамилия", "Имя", "Отчество", "Дата рождения", "Пол", "Телефон", "Мать", "Тел. матери"]
ANNA = [
    "Ёлкина",
    "Анна",
    "Петровна",
    "09.05.2010",
    "ж",
    "89141234567",
    "Ёлкина Ольга",
    "9140000001",
]
BORIS = ["Ким", "Борис", "", "01.02.2010", "м", "", "", ""]
VERA = ["Ёлкина", "Вера", "Петровна", "09.05.2011", "", "", "Ёлкина Ольга", "+7 914 000-00-01"]


def table(*rows, headings=HEADINGS):
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([headings, *rows])
    return text.getvalue().encode()


def sent(data, name="список.csv"):
    """As a browser sends a chosen file."""
    return SimpleUploadedFile(name, data)


def make_group(college, title="Н-11", starts=date(2025, 9, 1)):
    """A group in which there is nobody yet."""
    return StudyGroup.objects.create(
        college=college.college,
        title=title,
        curriculum=college.group.curriculum,
        admission_year=starts.year,
        existence=DateRange(starts, None),
    )
