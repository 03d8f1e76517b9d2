/** The panel of a cell: what it holds, why it looks as it does, and everything that was ever in it. */
import { call } from "../shared/api"
import type { Book } from "./book"
import type { HistoryReply, Lesson, Student } from "./data"
import { h } from "./dom"
import { cellLook, lessonName } from "./look"
import type { PanelPage } from "./panel"
import { cellKey } from "./queue"

type Loaded = { state: "loading" } | { state: "failed" } | { state: "here"; entries: HistoryReply["entries"] }

/** `ready` is called once the history has come (or has not). */
export function historyPage(book: Book, student: Student, lesson: Lesson, ready: (page: PanelPage) => void): PanelPage {
  let loaded: Loaded = { state: "loading" }
  const page: PanelPage = {
    title: () => student.fullName,
    subtitle: () => lessonName(book, lesson),
    content: () => [...now(book, student, lesson), h("h3", { class: "gb-panel-heading" }, book.words("history_title")), ...list(book, loaded)],
  }
  void load(book, student, lesson).then((result) => {
    loaded = result
    ready(page)
  })
  return page
}

async function load(book: Book, student: Student, lesson: Lesson): Promise<Loaded> {
  const outcome = await call(`${book.data.urls.history}?student=${student.id}&lesson=${lesson.id}`)
  return outcome.kind === "ok" ? { state: "here", entries: (outcome.body as HistoryReply).entries } : { state: "failed" }
}

function now(book: Book, student: Student, lesson: Lesson): Node[] {
  const look = cellLook(book, student, lesson)
  const text = book.text(cellKey(student.id, lesson.id)) || book.words("empty_cell")
  const facts = [look.reason, ...look.signs.map((sign) => sign.title)].filter(Boolean)
  return [
    h("p", { class: "gb-now" }, book.words("value_now", { text })),
    ...facts.map((fact) => h("p", { class: "gb-quiet" }, fact)),
  ]
}

function list(book: Book, loaded: Loaded): Node[] {
  const { words } = book
  if (loaded.state === "loading") return [h("p", { class: "gb-quiet", role: "status" }, words("history_loading"))]
  if (loaded.state === "failed") return [h("p", { class: "gb-quiet", role: "status" }, words("history_failed"))]
  if (loaded.entries.length === 0) return [h("p", { class: "gb-quiet" }, words("history_empty"))]
  const empty = words("empty_cell")
  const rows = loaded.entries.map((entry) => h("li", {},
    h("strong", {}, words("history_change", { old: entry.old || empty, new: entry.new || empty })),
    h("span", {}, `${entry.by}, ${entry.at}`),
    ...(entry.reason ? [h("span", { class: "gb-quiet" }, entry.reason)] : [])))
  return [h("ol", { class: "gb-history" }, ...rows)]
}
