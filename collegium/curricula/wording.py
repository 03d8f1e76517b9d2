"""What is said about a curriculum file and its contents, by code; English, to be translated.

The rules and the reader know codes and figures only, so that they need no language. A page says
`message(code, params, gettext)`.
"""

from collections.abc import Callable, Mapping


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; Django's own would ask for settings."""
    return text


FILE_ERRORS = {
    "empty": gettext_noop("The file is empty. Export the plan again."),
    "too-large": gettext_noop(
        "The file is larger than %(limit)s MB. A curriculum takes 1–3 MB: check which file it is."
    ),
    "foreign-format": gettext_noop(
        "This is a file of another format (%(format)s), not a .plx plan."
    ),
    "encoding": gettext_noop(
        "The file's characters cannot be read: a .plx plan is in UTF-16 or UTF-8."
        " Save it again in the plan editor."
    ),
    "not-xml": gettext_noop("This is not a .plx plan: the file does not begin as XML does."),
    "not-well-formed": gettext_noop(
        "The file is damaged: line %(line)s, column %(column)s cannot be read as XML."
        " Save it again in the plan editor."
    ),
    "truncated": gettext_noop("The file breaks off before its end. Copy or send it again."),
    "doctype": gettext_noop(
        "The file declares a document type or entities. A plan never does;"
        " for safety such files are not read."
    ),
    "foreign-root": gettext_noop(
        "This XML file is not a curriculum: it begins with “%(root)s”, a plan with “Документ”."
    ),
    "foreign-namespace": gettext_noop(
        "The data of the file are of another program: “%(namespace)s”."
    ),
    "oversized-element": gettext_noop(
        "A single record of the file is longer than any plan can have; the file is not read."
    ),
    "too-many-elements": gettext_noop(
        "The file has more than %(limit)s records; a plan has a few thousand."
    ),
    "too-many-values": gettext_noop(
        "The file has more than %(limit)s values; a plan has some twenty thousand."
    ),
    "too-many-records": gettext_noop("The section has more than %(limit)s records."),
    "missing-section": gettext_noop(
        "The file lacks this section, and a plan cannot do without it."
    ),
    "several-plans": gettext_noop(
        "The file holds %(count)s plans. Export the one that is to be imported."
    ),
    "missing-value": gettext_noop("“%(name)s” is not filled in."),
    "bad-code": gettext_noop("“%(name)s” should be a whole number, not “%(value)s”."),
    "not-a-number": gettext_noop("“%(name)s” should be a number, not “%(value)s”."),
    "absurd-number": gettext_noop("“%(name)s” is %(value)s, and can only be from 0 to %(limit)s."),
    "too-precise": gettext_noop(
        "“%(name)s” is %(value)s: at most two digits after the point are kept."
    ),
    "bad-year": gettext_noop("The year of admission “%(value)s” is not a year."),
    "bad-semester": gettext_noop("There is no semester %(semester)s of course %(course)s."),
    "duplicate-code": gettext_noop("The code %(value)s is used by two records of the section."),
    "dangling-parent": gettext_noop(
        "The row stands under %(value)s, which the file does not have."
    ),
    "dangling-hours": gettext_noop(
        "The hours belong to row %(value)s, which the file does not have."
    ),
    "tree-cycle": gettext_noop("The row is its own ancestor: the rows do not form a tree."),
    "unknown-work": gettext_noop(
        "The kind of work %(value)s is not in the file's own list of kinds."
    ),
    "unknown-hour-types": gettext_noop(
        "The file's list of hour types has no hours of volume, so nothing can be counted."
    ),
}

FILE_WARNINGS = {
    "index-respelt": gettext_noop(
        "The index “%(after)s” was typed with Latin letters that look Russian, or with stray"
        " blanks; it was put right."
    ),
    "index-missing": gettext_noop("The row has no index."),
    "index-cut": gettext_noop("The index is longer than %(limit)s characters and was cut."),
    "title-missing": gettext_noop("The row has no title."),
    "title-cut": gettext_noop("The title is longer than %(limit)s characters and was cut."),
    "row-without-hours": gettext_noop("The row has no hours."),
    "row-not-counted": gettext_noop(
        "The row stands outside the volume: its hours are not counted."
    ),
    "printed-total-differs": gettext_noop(
        "Semester %(semester)s: the plan prints %(stated)s h in all,"
        " its kinds of hours make %(summed)s h."
    ),
    "practice-weeks-differ": gettext_noop(
        "Semester %(semester)s: %(weeks)s weeks of practice, but %(hours)s h."
    ),
    "kind-guessed": gettext_noop("What kind of row this is was guessed from its index."),
    "standard-differs": gettext_noop(
        "The standard is order No. %(used)s in one place and No. %(other)s in another;"
        " No. %(used)s was taken."
    ),
    "sessions-mapped": gettext_noop(
        "The plan is by sessions: the last session of a course was taken as its second semester,"
        " the others as the first."
    ),
    "unknown-activity": gettext_noop(
        "The calendar has weeks of the unknown kind %(value)s; they were left out."
    ),
    "base-unusual": gettext_noop("The base education “%(value)s” was taken as after class 11."),
    "form-unknown": gettext_noop("The form of study “%(value)s” was taken as full-time."),
}

FINDINGS = {
    "sum-differs": gettext_noop(
        "The plan prints %(stated)s h for this row, its parts make %(summed)s h."
    ),
    "hours-on-node": gettext_noop(
        "The row has parts and %(hours)s h of its own: they would be counted twice."
    ),
    "module-exam-missing": gettext_noop(
        "The module has no exam; it ends in semester %(semester)s."
    ),
    "module-exam-early": gettext_noop(
        "The module's exam is in semester %(exam)s, the module ends in semester %(semester)s."
    ),
    "control-missing": gettext_noop(
        "The row has no form of control in its last semester, %(semester)s."
    ),
    "load-differs": gettext_noop(
        "Semester %(semester)s: %(hours)s h of study in %(weeks)s weeks of %(week_hours)s h."
    ),
    "training-weeks-differ": gettext_noop(
        "Semester %(semester)s: %(hours)s h of training practice,"
        " and %(weeks)s weeks of %(week_hours)s h in the calendar."
    ),
    "placement-weeks-differ": gettext_noop(
        "Semester %(semester)s: %(hours)s h of work placement,"
        " and %(weeks)s weeks of %(week_hours)s h in the calendar."
    ),
    "pre-diploma-weeks-differ": gettext_noop(
        "Semester %(semester)s: %(hours)s h of pre-diploma placement,"
        " and %(weeks)s weeks of %(week_hours)s h in the calendar."
    ),
    "final-weeks-differ": gettext_noop(
        "Semester %(semester)s: %(hours)s h of state final attestation,"
        " and %(weeks)s weeks of %(week_hours)s h in the calendar."
    ),
    "exams-over-limit": gettext_noop(
        "Course %(course)s has %(count)s exams; usually there are at most %(limit)s a year."
    ),
    "credits-over-limit": gettext_noop(
        "Course %(course)s has %(count)s credits; usually there are at most %(limit)s a year."
    ),
    "index-duplicate": gettext_noop("The index is used by %(count)s rows."),
    "index-gap": gettext_noop("Numbers before this index are missing: %(missing)s."),
}

MESSAGES: Mapping[str, str] = FILE_ERRORS | FILE_WARNINGS | FINDINGS


def message(code: str, params: Mapping[str, str], translate: Callable[[str], str] = str) -> str:
    """The sentence for a code, in English unless a translation function is given."""
    return translate(MESSAGES[code]) % dict(params)
