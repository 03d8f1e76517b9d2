/**
 * Keeps unsent work in localStorage, so that a reload, a crash or an empty battery loses nothing that was typed.
 *
 * Each open page writes under a key of its own and holds a lock of that name while it lives: two windows on one journal never overwrite
 * each other's work, and what a closed page left is taken over by the next one that finds its lock free.
 */
import { newRequestId } from "../shared/request_id"
import type { LessonQueue } from "./lesson_queue"
import type { Queue } from "./queue"
import type { LessonProblem, Problem } from "./state"

export interface Kept { queue: Queue; lessons: LessonQueue; problems: Problem[]; lessonProblems: LessonProblem[] }

export class Store {
  private readonly prefix: string
  private readonly key: string

  constructor(user: string, section: number, private readonly storage: Storage | null = localStorageOrNull()) {
    this.prefix = `gradebook:${user}:${section}:`
    this.key = this.prefix + newRequestId()
    locks()?.request(this.key, () => new Promise(() => {})).catch(() => {})
  }

  /** False when the browser would not keep it (storage full or forbidden). */
  keep(kept: Kept): boolean {
    try {
      if (isEmpty(kept)) this.storage?.removeItem(this.key)
      else this.storage?.setItem(this.key, JSON.stringify(kept))
      return this.storage !== null || isEmpty(kept)
    } catch {
      return false
    }
  }

  /** Hands over, one by one, what pages that are gone left behind. */
  async adopt(take: (kept: Kept) => void): Promise<void> {
    for (const key of this.otherKeys()) await whenFree(key, () => this.handOver(key, take))
  }

  private handOver(key: string, take: (kept: Kept) => void): void {
    const kept = parse(this.storage?.getItem(key) ?? null)
    if (kept) take(kept)
    // After `take` our own key holds it too: a crash between the two repeats a batch, which is harmless, and loses none.
    this.storage?.removeItem(key)
  }

  private otherKeys(): string[] {
    const storage = this.storage
    if (!storage) return []
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "")
    return keys.filter((key) => key.startsWith(this.prefix) && key !== this.key)
  }
}

/** Runs `then` if no living page holds the lock. Where the browser has no locks (plain http), every other page counts as gone. */
async function whenFree(key: string, then: () => void): Promise<void> {
  const available = locks()
  if (!available) return then()
  await available.request(key, { ifAvailable: true }, async (lock) => {
    if (lock) then()
  })
}

function locks(): LockManager | undefined {
  return globalThis.navigator?.locks
}

function parse(text: string | null): Kept | null {
  try {
    const kept = JSON.parse(text ?? "null") as Kept | null
    return kept && Array.isArray(kept.queue?.waiting) && Array.isArray(kept.problems) ? kept : null
  } catch {
    return null
  }
}

function isEmpty({ queue, lessons, problems, lessonProblems }: Kept): boolean {
  const lists = [queue.batches, queue.waiting, lessons.waiting, problems, lessonProblems]
  return lists.every((list) => list.length === 0) && lessons.sending === null
}

function localStorageOrNull(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}
