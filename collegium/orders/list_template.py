"""The empty list that the registrar fills in. In Russian, as the college's papers are."""

from collegium.core.documents import Column

NAME = "Список группы"
COLUMNS = [
    Column("Фамилия", 18, note="Как в паспорте.", kind="text"),
    Column("Имя", 14, kind="text"),
    Column("Отчество", 18, note="Если его нет, оставьте пустым.", kind="text"),
    Column("Дата рождения", 14, note="Например, 09.05.2009.", kind="day"),
    Column("Пол", 6, note="Можно не заполнять: подскажет отчество.", choices=("м", "ж")),
    Column("Телефон", 18, note="С кодом: +7 914 123-45-67.", kind="text"),
    Column("E-mail", 24, kind="text"),
    Column(
        "№ по поимённой книге",
        14,
        note="Если не заполнить, будет дан следующий номер по порядку.",
        kind="text",
    ),
    Column("Финансирование", 16, choices=("бюджет", "договор", "целевое")),
    Column("Мать: ФИО", 30, kind="text"),
    Column("Мать: телефон", 18, kind="text"),
    Column("Мать: e-mail", 24, kind="text"),
    Column("Отец: ФИО", 30, kind="text"),
    Column("Отец: телефон", 18, kind="text"),
    Column("Отец: e-mail", 24, kind="text"),
    Column(
        "Законный представитель: ФИО",
        30,
        note="Опекун или попечитель, если это не мать и не отец.",
        kind="text",
    ),
    Column("Законный представитель: телефон", 18, kind="text"),
    Column("Законный представитель: e-mail", 24, kind="text"),
]
