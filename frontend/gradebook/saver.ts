/** Sends what is queued: one request at a time, again and again until the server has answered for everything. */
import { call, type Outcome } from "../shared/api"
import { newRequestId } from "../shared/request_id"
import type { LessonRow, SaveReply } from "./data"
import { adoptEdits, answerEdit, editCount, EMPTY_LESSON_QUEUE, type LessonEdit, type LessonFields, type LessonQueue, putEdit, takeEdit } from "./lesson_queue"
import { acknowledge, adopt, type Batch, BATCH_LIMIT, cellKey, type Change, dissolve, EMPTY_QUEUE, pending, put, type Queue, retryDelay, takeBatch, withdraw } from "./queue"
import type { Kept } from "./store"

export type Line = "idle" | "sending" | "offline" | "failing" | "signed-out"

/** What the saver tells the book about answers. */
export interface Listener {
  /** The queue or the line changed: keep it, show it. */
  moved(): void
  saved(batch: Batch, reply: SaveReply): void
  batchRefused(batch: Batch, reason: string): void
  lessonSaved(row: LessonRow): void
  lessonRefused(edit: LessonEdit, reason: string, row: LessonRow | null): void
}

export interface Address { save: string; lesson: string; user: string }

const SIGN_IN_CHECK_SECONDS = 15

export class Saver {
  queue: Queue = EMPTY_QUEUE
  lessons: LessonQueue = EMPTY_LESSON_QUEUE
  line: Line = "idle"
  private texts = new Map<string, string>()
  private limit = BATCH_LIMIT
  private attempt = 0
  private running = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly address: Address, private readonly listener: Listener, private readonly secondMs = 1000) {}

  /** The newest text on its way for a cell; undefined when nothing is. */
  text(key: string): string | undefined {
    return this.texts.get(key)
  }

  /** How many cells and lessons have not been answered for. */
  get count(): number {
    return this.texts.size + editCount(this.lessons)
  }

  put(changes: readonly Change[]): void {
    this.setQueue(changes.reduce(put, this.queue))
    this.send()
  }

  withdraw(cell: { student: number; lesson: number }): void {
    this.setQueue(withdraw(this.queue, cell))
  }

  /** Is a change of this cell in a batch, perhaps under way at this moment? */
  isSent(key: string): boolean {
    return this.queue.batches.some((batch) => batch.cells.some((change) => cellKey(change.student, change.lesson) === key))
  }

  /** Is a change of this cell waiting for its batch? */
  isWaiting(key: string): boolean {
    return this.queue.waiting.some((change) => cellKey(change.student, change.lesson) === key)
  }

  putLesson(lesson: number, seen: number, fields: LessonFields): void {
    this.lessons = putEdit(this.lessons, { lesson, seen, request: newRequestId(), fields })
    this.send()
  }

  adopt(kept: Kept): void {
    this.lessons = adoptEdits(this.lessons, kept.lessons)
    this.setQueue(adopt(this.queue, kept.queue, newRequestId()))
    this.send()
  }

  /** Tries now, whatever the patience of the last failure was. */
  send(): void {
    clearTimeout(this.timer)
    if (!this.running) void this.run()
  }

  private async run(): Promise<void> {
    this.running = true
    try {
      while (await this.step()) this.attempt = 0
    } finally {
      this.running = false
    }
    // What was queued in the very moment the loop ended.
    if (this.line === "idle" && this.count > 0) this.send()
  }

  /** A call of somebody else (the poll) went so: tell of a broken line before anybody types, and use a mended one. */
  observe(outcome: Outcome): void {
    if (this.line === "sending") return
    if (outcome.kind === "ok" && this.line !== "idle") this.send()
    else if (outcome.kind !== "ok" && outcome.kind !== "refused") this.setLine(lineAfter(outcome))
  }

  /** Sends one thing; true when it was answered for and the next may follow. */
  private async step(): Promise<boolean> {
    this.setQueue(takeBatch(this.queue, newRequestId(), this.limit))
    const batch = this.queue.batches[0]
    if (batch) return this.sendBatch(batch)
    this.lessons = takeEdit(this.lessons)
    const edit = this.lessons.sending
    if (edit) return this.sendEdit(edit)
    this.setLine("idle")
    return false
  }

  private async sendBatch(batch: Batch): Promise<boolean> {
    this.setLine(this.line === "idle" ? "sending" : this.line)
    const outcome = await call(this.address.save, { body: batch, user: this.address.user })
    if (outcome.kind === "ok") {
      const reply = { refused: [], conflicts: [], summary: {}, ...(outcome.body as Pick<SaveReply, "saved">) }
      if (!Array.isArray(reply.saved)) return this.waitAfter({ kind: "failed", status: 200 })
      this.setQueue(acknowledge(this.queue, reply.saved))
      this.setLine("sending")
      this.listener.saved(batch, reply)
      return true
    }
    if (outcome.kind !== "refused") return this.waitAfter(outcome)
    if (outcome.status === 413 && batch.cells.length > 1) {
      this.limit = Math.ceil(batch.cells.length / 2)
      this.setQueue(dissolve(this.queue))
      return true
    }
    this.setQueue(acknowledge(this.queue, []))
    this.setLine("sending")
    this.listener.batchRefused(batch, outcome.reason)
    return true
  }

  private async sendEdit(edit: LessonEdit): Promise<boolean> {
    this.setLine(this.line === "idle" ? "sending" : this.line)
    const url = this.address.lesson.replace(/\/0(\/|$)/, `/${edit.lesson}$1`)
    const body = { request: edit.request, seen: edit.seen, ...edit.fields }
    const outcome = await call(url, { body, user: this.address.user })
    if (outcome.kind !== "ok" && outcome.kind !== "refused") return this.waitAfter(outcome)
    const row = (outcome.body as { lesson?: LessonRow }).lesson ?? null
    this.lessons = answerEdit(this.lessons, outcome.kind === "ok" ? (row?.[8] ?? null) : null)
    this.setLine("sending")
    if (outcome.kind === "ok" && row) this.listener.lessonSaved(row)
    if (outcome.kind === "refused") this.listener.lessonRefused(edit, outcome.reason, row)
    return true
  }

  private waitAfter(outcome: Outcome): false {
    this.attempt += 1
    const line = lineAfter(outcome)
    const seconds = line === "signed-out" ? SIGN_IN_CHECK_SECONDS : retryDelay(this.attempt)
    // A little chance, so that thirty teachers do not come back in the same second.
    const patience = seconds * this.secondMs * (0.8 + Math.random() * 0.4)
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), patience)
    this.setLine(line)
    return false
  }

  private setQueue(queue: Queue): void {
    if (queue === this.queue) return
    this.queue = queue
    this.texts = new Map(pending(queue).map((change) => [cellKey(change.student, change.lesson), change.text]))
  }

  private setLine(line: Line): void {
    this.line = line
    this.listener.moved()
  }
}

function lineAfter(outcome: Outcome): Line {
  if (outcome.kind === "signed-out" || outcome.kind === "offline") return outcome.kind
  return "failing"
}
