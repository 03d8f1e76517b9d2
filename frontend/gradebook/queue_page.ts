/** The panel that lists what the server does not hold: waiting, not accepted, changed at the same time. */
import type { Book } from "./book"
import { button, h } from "./dom"
import { lessonName } from "./look"
import type { PanelPage } from "./panel"
import { cellKey, pending } from "./queue"
import type { Problem } from "./state"
import type { Word } from "./words"

export interface QueueHost {
  goToKey(key: string): void
  openLesson(id: number): void
}

export function queuePage(book: Book, host: QueueHost): PanelPage {
  return {
    title: () => book.words("queue_title"),
    content: () => {
      const problems = [...book.journal.problems.values()]
      const found = [
        ...section(book, "queue_refused", problems.filter(({ kind }) => kind !== "conflict").map((one) => problemItem(book, host, one))),
        ...section(book, "queue_conflicts", problems.filter(({ kind }) => kind === "conflict").map((one) => problemItem(book, host, one))),
        ...section(book, "queue_waiting", pending(book.saver.queue).map((change) => cellItem(book, host, cellKey(change.student, change.lesson)))),
        ...section(book, "queue_lessons", lessonItems(book, host)),
      ]
      return found.length > 0 ? [...sendNow(book), ...found] : [h("p", { class: "gb-quiet" }, book.words("queue_empty"))]
    },
  }
}

function sendNow(book: Book): Node[] {
  return book.saver.count > 0 ? [button(book.words("send_now"), () => book.saver.send(), { "data-name": "send" })] : []
}

function section(book: Book, title: Word, items: Node[]): Node[] {
  if (items.length === 0) return []
  return [h("h3", { class: "gb-panel-heading" }, book.words(title)), h("ul", { class: "gb-waiting" }, ...items)]
}

function problemItem(book: Book, host: QueueHost, problem: Problem): Node {
  return cellItem(book, host, cellKey(problem.student, problem.lesson), book.reason(problem))
}

function cellItem(book: Book, host: QueueHost, key: string, reason = ""): Node {
  const text = book.text(key) || book.words("empty_cell")
  const link = button(`${book.place(key)}: ${text}`, () => host.goToKey(key), { class: "btn btn-link", "data-name": `cell-${key}` })
  return h("li", {}, link, ...(reason ? [h("p", { class: "gb-quiet" }, reason)] : []))
}

function lessonItems(book: Book, host: QueueHost): Node[] {
  const { sending, waiting } = book.saver.lessons
  const ids = new Set([...(sending ? [sending] : []), ...waiting].map((edit) => edit.lesson).concat([...book.journal.lessonProblems.keys()]))
  return book.journal.lessons.filter(({ id }) => ids.has(id)).map((lesson) => {
    const reason = book.journal.lessonProblems.get(lesson.id)?.reason ?? ""
    const link = button(lessonName(book, lesson), () => host.openLesson(lesson.id), { class: "btn btn-link", "data-name": `lesson-${lesson.id}` })
    return h("li", {}, link, ...(reason ? [h("p", { class: "gb-quiet" }, reason)] : []))
  })
}
