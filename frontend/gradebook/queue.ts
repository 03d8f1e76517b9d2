/**
 * Changes on their way to the server. Nothing leaves the queue before the server has answered for it.
 *
 * A batch keeps its request id over every retry, so a repeat of a batch whose answer was lost does no harm. Only the first batch is
 * ever under way; what is typed meanwhile waits, one change a cell, and goes in the next batch.
 */
import type { SaveReply } from "./data"

export interface Change {
  student: number
  lesson: number
  text: string
  /** Version of the cell the person saw; 0 for an empty one. */
  seen: number
}
export interface Batch { request: string; cells: readonly Change[] }
export interface Queue { batches: readonly Batch[]; waiting: readonly Change[] }

export const EMPTY_QUEUE: Queue = { batches: [], waiting: [] }
export const BATCH_LIMIT = 500

export function cellKey(student: number, lesson: number): string {
  return `${student}:${lesson}`
}

/** The change replaces one of the same cell that waits, but keeps what that one had seen: the person has seen nothing newer. */
export function put(queue: Queue, change: Change): Queue {
  const older = queue.waiting.find(sameCellAs(change)) ?? sent(queue, change)
  const others = queue.waiting.filter((waiting) => !sameCellAs(change)(waiting))
  return { ...queue, waiting: [...others, { ...change, seen: older?.seen ?? change.seen }] }
}

/** Takes back a change that waits (the person returned to what is saved). */
export function withdraw(queue: Queue, cell: { student: number; lesson: number }): Queue {
  return { ...queue, waiting: queue.waiting.filter((waiting) => !sameCellAs(cell)(waiting)) }
}

/** Makes the next batch if none is under way. */
export function takeBatch(queue: Queue, request: string, limit: number = BATCH_LIMIT): Queue {
  if (queue.batches.length > 0 || queue.waiting.length === 0) return queue
  const cells = queue.waiting.slice(0, limit)
  return { batches: [{ request, cells }], waiting: queue.waiting.slice(limit) }
}

/** The first batch was answered: it goes, and what was typed on top of it has now seen what was saved. */
export function acknowledge(queue: Queue, saved: SaveReply["saved"]): Queue {
  const versions = new Map(saved.map(([student, lesson, , version]) => [cellKey(student, lesson), version]))
  const informed = (change: Change) => {
    const seen = versions.get(cellKey(change.student, change.lesson))
    return seen === undefined ? change : { ...change, seen }
  }
  const batches = queue.batches.slice(1).map((batch) => ({ ...batch, cells: batch.cells.map(informed) }))
  return { batches, waiting: queue.waiting.map(informed) }
}

/** The first batch was too large: its changes wait again, behind newer ones of the same cells. */
export function dissolve(queue: Queue): Queue {
  const [first, ...batches] = queue.batches
  const unreplaced = (first?.cells ?? []).filter((change) => !queue.waiting.some(sameCellAs(change)))
  return { batches, waiting: [...unreplaced, ...queue.waiting] }
}

/** Takes over what an earlier or closed page left behind; its unsent changes become a batch, so ours of the same cell follow them. */
export function adopt(queue: Queue, left: Queue, request: string): Queue {
  const unsent = left.waiting.length > 0 ? [{ request, cells: left.waiting }] : []
  return { batches: [...queue.batches, ...left.batches, ...unsent], waiting: queue.waiting }
}

/** The text on its way for a cell, the newest one; null when there is none. */
export function pendingText(queue: Queue, student: number, lesson: number): string | null {
  const cell = { student, lesson }
  return (queue.waiting.find(sameCellAs(cell)) ?? sent(queue, cell))?.text ?? null
}

/** Every change not yet answered for, the newest one a cell. */
export function pending(queue: Queue): Change[] {
  const newest = new Map<string, Change>()
  for (const change of [...queue.batches.flatMap((batch) => batch.cells), ...queue.waiting]) {
    newest.set(cellKey(change.student, change.lesson), change)
  }
  return [...newest.values()]
}

/** Seconds of patience before retry number `attempt` (from 1), doubled each time up to half a minute. */
export function retryDelay(attempt: number): number {
  return Math.min(2 ** (attempt - 1), 30)
}

function sent(queue: Queue, cell: { student: number; lesson: number }): Change | undefined {
  return queue.batches.flatMap((batch) => batch.cells).findLast(sameCellAs(cell))
}

function sameCellAs(cell: { student: number; lesson: number }) {
  return (change: Change) => change.student === cell.student && change.lesson === cell.lesson
}
