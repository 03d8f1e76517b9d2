import assert from "node:assert/strict"
import { test } from "node:test"
import { EMPTY_LESSON_QUEUE } from "./lesson_queue"
import { EMPTY_QUEUE, put } from "./queue"
import { type Kept, Store } from "./store"

/** The browser's storage; Node has none. */
class Shelf implements Storage {
  readonly items = new Map<string, string>()
  full = false
  get length() { return this.items.size }
  key(index: number) { return [...this.items.keys()][index] ?? null }
  getItem(key: string) { return this.items.get(key) ?? null }
  setItem(key: string, text: string) {
    if (this.full) throw new DOMException("full", "QuotaExceededError")
    this.items.set(key, text)
  }
  removeItem(key: string) { this.items.delete(key) }
  clear() { this.items.clear() }
}

const NOTHING: Kept = { queue: EMPTY_QUEUE, lessons: EMPTY_LESSON_QUEUE, problems: [], lessonProblems: [] }
const WORK: Kept = { ...NOTHING, queue: put(EMPTY_QUEUE, { student: 7, lesson: 11, text: "5", seen: 0 }) }

async function adopted(store: Store): Promise<Kept[]> {
  const taken: Kept[] = []
  await store.adopt((kept) => taken.push(kept))
  return taken
}

test("work of a page that is gone is handed over once", async () => {
  const shelf = new Shelf()
  assert.equal(new Store("7", 5, shelf).keep(WORK), true)
  const next = new Store("7", 5, shelf)
  assert.deepEqual(await adopted(next), [WORK])
  assert.deepEqual(await adopted(next), [])
  assert.equal(shelf.length, 0)
})

test("nobody gets the work of another person or another journal", async () => {
  const shelf = new Shelf()
  new Store("7", 5, shelf).keep(WORK)
  for (const store of [new Store("8", 5, shelf), new Store("7", 6, shelf), new Store("", 5, shelf)]) assert.deepEqual(await adopted(store), [])
  assert.equal(shelf.length, 1)
})

test("nothing to keep leaves nothing behind", () => {
  const shelf = new Shelf()
  const store = new Store("7", 5, shelf)
  store.keep(WORK)
  store.keep(NOTHING)
  assert.equal(shelf.length, 0)
})

test("damaged leavings are swept away", async () => {
  const shelf = new Shelf()
  for (const text of ["{", "null", "{}", "[]", "{\"queue\": 1}"]) shelf.setItem(`gradebook:7:5:${text}`, text)
  assert.deepEqual(await adopted(new Store("7", 5, shelf)), [])
  assert.equal(shelf.length, 0)
})

test("a storage that is full or missing is confessed", () => {
  const shelf = new Shelf()
  shelf.full = true
  assert.equal(new Store("7", 5, shelf).keep(WORK), false)
  assert.equal(new Store("7", 5, null).keep(WORK), false)
  assert.equal(new Store("7", 5, null).keep(NOTHING), true)
})
