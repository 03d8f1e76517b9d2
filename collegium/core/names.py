"""A person's name as Russian papers write it."""


def full_name(last: str, first: str, patronymic: str = "") -> str:
    """«Иванова Анна Петровна»."""
    return " ".join(part for part in (last, first, patronymic) if part)


def short_name(last: str, first: str, patronymic: str = "") -> str:
    """«Иванова А. П.» with spaces that do not break."""
    initials = [f"{part[0]}." for part in (first, patronymic) if part]
    return "\u00a0".join([last, *initials]) if last else " ".join(initials)
