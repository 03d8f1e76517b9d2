/** The panel of a column: attendance, topic, homework. Each field keeps itself as one leaves it. */
import type { Book } from "./book"
import type { Lesson } from "./data"
import { button, h } from "./dom"
import type { LessonFields } from "./lesson_queue"
import { lessonFacts } from "./look"
import type { PanelPage } from "./panel"
import { attendance } from "./state"

type Field = "topic" | "homework"

export function lessonPage(book: Book, id: number): PanelPage {
  const given = () => book.journal.lessons.find((lesson) => lesson.id === id)!
  return {
    title: () => book.days.long(given().date),
    subtitle: () => [given().slot && book.words("slot", { slot: given().slot }), lessonFacts(book, given())].filter(Boolean).join(", "),
    content: () => [...problem(book, given()), attendanceBlock(book, given()), topicBlock(book, given()), field(book, given(), "homework")],
    // An empty topic with a plan is one key away from being full.
    focus: (body) => body.querySelector<HTMLElement>("[data-first]") ?? body.querySelector<HTMLElement>("textarea, button"),
  }
}

export function canEdit(book: Book, lesson: Lesson): boolean {
  return book.journal.section.editable && lesson.editable
}

function problem(book: Book, lesson: Lesson): Node[] {
  const found = book.journal.lessonProblems.get(lesson.id)
  if (!found) return []
  const { words } = book
  const name = Object.keys(found.fields).find((key): key is Field => key === "topic" || key === "homework")
  const theirs = (name && lesson[name]) || words("empty_cell")
  const mine = (name && found.fields[name]) || ""
  const text = found.conflict ? words("lesson_conflict", { theirs }) : words("lesson_refused", { reason: found.reason })
  return [h("div", { class: "gb-problem", role: "note" },
    h("p", {}, text),
    ...(mine ? [h("p", {}, words("yours", { text: mine }))] : []),
    h("div", { class: "gb-buttons" },
      button(words("discard_mine"), () => book.discardLesson(lesson), { "data-name": "discard" }),
      button(words("try_again"), () => book.editLesson(lesson, found.fields), { "data-name": "again" })))]
}

/** What the button says depends on the column: with somebody away it would be false to say that all are present. */
export function attendanceBlock(book: Book, given: Lesson): HTMLElement {
  const { words } = book
  const lesson = book.lesson(given)
  const { away, late } = attendance(book.journal, lesson, (key) => book.text(key))
  const counts = away + late > 0 ? [h("p", { class: "gb-quiet" }, words("attendance_counts", { away, late }))] : []
  const confirm = button(words(away > 0 ? "attendance_checked" : "all_present"), () => book.editLesson(given, { confirmed: true }), {
    class: "btn btn-primary gb-present", "data-name": "present", "data-first": isFirst(book, given, "present"), disabled: !canEdit(book, given) || given.date > book.today,
  })
  const confirmed = h("p", { class: "gb-confirmed" }, `✓ ${words("attendance_confirmed")}`)
  const undo = button(words("attendance_undo"), () => book.editLesson(given, { confirmed: false }), {
    class: "btn btn-sm btn-ghost-secondary", "data-name": "present", disabled: !canEdit(book, given),
  })
  return h("div", { class: "gb-attendance" }, ...counts, ...(lesson.confirmed ? [confirmed, undo] : [confirm]))
}

function topicBlock(book: Book, given: Lesson): HTMLElement {
  const { words } = book
  const lesson = book.lesson(given)
  const offered = lesson.plan !== null && lesson.plan.topic !== lesson.topic && canEdit(book, given)
  const offer = offered
    ? [h("div", { class: "gb-plan" },
      h("p", { class: "gb-quiet" }, words("plan_offers", { topic: lesson.plan!.topic })),
      button(words("take_plan"), () => book.takePlan(given), { "data-name": "plan", "data-first": isFirst(book, given, "plan") }))]
    : []
  return h("div", {}, field(book, given, "topic"), ...offer)
}

/** The field or button that the panel opens on: the plan's topic where there is none yet, else what the person may want to write. */
function isFirst(book: Book, given: Lesson, name: "plan" | "present"): boolean {
  const lesson = book.lesson(given)
  return name === "plan" && lesson.topic === "" && canEdit(book, given)
}

function field(book: Book, given: Lesson, name: Field): HTMLElement {
  const value = book.journal.lessonProblems.get(given.id)?.fields[name] ?? book.lesson(given)[name]
  const area = h("textarea", { class: "form-control", id: `gb-${name}`, rows: name === "topic" ? 3 : 2, readonly: !canEdit(book, given), "data-name": name })
  area.value = value
  let base = book.lesson(given)[name]
  const keep = () => {
    const now = book.journal.lessons.find(({ id }) => id === given.id) ?? given
    const text = area.value.trim()
    if (text === book.lesson(now)[name].trim()) return
    // If somebody else wrote in this field meanwhile, the person has not seen it: the server then tells of the conflict.
    const seen = book.lesson(now)[name] === base ? now : given
    book.editLesson(seen, fieldsOf(name, text))
    base = text
  }
  area.addEventListener("change", keep)
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) keep()
  })
  return h("div", { class: "gb-field" }, h("label", { class: "form-label", for: `gb-${name}` }, book.words(name)), area)
}

function fieldsOf(name: Field, text: string): LessonFields {
  return name === "topic" ? { topic: text } : { homework: text }
}
