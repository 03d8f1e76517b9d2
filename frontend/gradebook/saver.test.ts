/** Against a real server: what is queued arrives once, in order, whatever happens on the way. */
import assert from "node:assert/strict"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { after, before, test } from "node:test"
import type { LessonRow, SaveReply } from "./data"
import type { LessonEdit } from "./lesson_queue"
import type { Batch, Change } from "./queue"
import { type Line, type Listener, Saver } from "./saver"

type Body = { request: string; seen?: number; cells?: Change[]; topic?: string }
type Answer = (body: Body, response: ServerResponse) => void

let server: Server
let answers: Answer[] = []
let asked: { path: string; user: string | undefined; body: Body }[] = []

before(async () => {
  server = createServer((request, response) => void receive(request, response))
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready))
})
after(() => {
  server.close()
  server.closeAllConnections()
})

async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === "GET") return void response.end("<html>sign in</html>")
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Body
  asked.push({ path: request.url ?? "", user: request.headers["x-collegium-user"] as string | undefined, body })
  const answer = answers.shift() ?? saveAll
  answer(body, response)
}

function say(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body))
}

const saveAll: Answer = (body, response) => say(response, 200, {
  saved: (body.cells ?? []).map((cell) => [cell.student, cell.lesson, cell.text, cell.seen + 1, 0]), refused: [], conflicts: [], summary: {},
})
const hangUp: Answer = (_, response) => response.destroy()
const status = (code: number, body: unknown = {}): Answer => (_, response) => say(response, code, body)

class Notes implements Listener {
  lines: Line[] = []
  saved_: string[] = []
  refused: string[] = []
  lessons: string[] = []
  constructor(private readonly line: () => Line) {}
  moved() { if (this.lines.at(-1) !== this.line()) this.lines.push(this.line()) }
  saved(_: Batch, reply: SaveReply) { this.saved_.push(...reply.saved.map(([student, , text, version]) => `${student} ${text} v${version}`)) }
  batchRefused(batch: Batch, reason: string) { this.refused.push(`${batch.cells.length} ${reason}`) }
  lessonSaved(row: LessonRow) { this.lessons.push(`${row[0]} v${row[8]}`) }
  lessonRefused(edit: LessonEdit, reason: string) { this.lessons.push(`${edit.lesson} no: ${reason}`) }
}

function start(...given: Answer[]): { saver: Saver; notes: Notes } {
  answers = given
  asked = []
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const notes = new Notes(() => saver.line)
  const saver: Saver = new Saver({ save: `${base}/journal/5/cells/`, lesson: `${base}/journal/5/lessons/0/`, user: "7" }, notes, 5)
  return { saver, notes }
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 5) {
    assert.ok(waited < 3000, "it never came to pass")
    await new Promise((later) => setTimeout(later, 5))
  }
}
const done = (saver: Saver) => until(() => saver.line === "idle" && saver.count === 0)
const change = (student: number, text: string, seen = 0): Change => ({ student, lesson: 11, text, seen })

test("a change is sent at once and its text is shown until it is saved", async () => {
  const { saver, notes } = start()
  saver.put([change(1, "5")])
  assert.deepEqual([saver.line, saver.count, saver.text("1:11"), saver.isSent("1:11")], ["sending", 1, "5", true])
  await done(saver)
  assert.deepEqual([saver.text("1:11"), notes.saved_, notes.lines], [undefined, ["1 5 v1"], ["sending", "idle"]])
  assert.deepEqual(asked.map(({ path, user }) => [path, user]), [["/journal/5/cells/", "7"]])
})

test("what is typed while a batch is under way goes in one batch after it, knowing the new version", async () => {
  const { saver } = start()
  saver.put([change(1, "5")])
  saver.put([change(1, "4")])
  saver.put([change(2, "3")])
  await done(saver)
  assert.deepEqual(asked.map(({ body }) => body.cells), [[change(1, "5")], [change(1, "4", 1), change(2, "3")]])
})

test("a batch whose answer was lost is repeated under the same request", async () => {
  const { saver, notes } = start(hangUp, hangUp)
  saver.put([change(1, "5")])
  await done(saver)
  assert.equal(new Set(asked.map(({ body }) => body.request)).size, 1)
  assert.deepEqual([asked.length, notes.saved_, notes.lines], [3, ["1 5 v1"], ["sending", "offline", "sending", "idle"]])
})

test("a server that fell over, or answers nonsense, is asked again", async () => {
  const { saver, notes } = start(status(500), status(503), status(429), status(200, { ok: true }), (_, response) => response.end("<html>"))
  saver.put([change(1, "5")])
  await done(saver)
  assert.deepEqual([asked.length, notes.lines], [6, ["sending", "failing", "sending", "idle"]])
})

test("signed out: the work waits for somebody to sign in", async () => {
  const { saver, notes } = start(status(401), (_, response) => response.writeHead(302, { Location: "/signin" }).end())
  saver.put([change(1, "5")])
  await until(() => saver.line === "signed-out")
  assert.equal(saver.count, 1)
  saver.send()
  await done(saver)
  assert.deepEqual(notes.lines, ["sending", "signed-out", "sending", "idle"])
})

test("a refused batch tells its reason and does not hold up the next", async () => {
  const { saver, notes } = start(status(403, { code: "closed", reason: "Семестр закрыт." }), status(422, { code: "bad", reason: "Не понял." }))
  saver.put([change(1, "5"), change(2, "4")])
  saver.put([change(3, "5")])
  saver.put([change(4, "2")])
  await done(saver)
  assert.deepEqual([notes.refused, notes.saved_], [["2 Семестр закрыт.", "2 Не понял."], []])
})

test("a batch that is too large is halved until it fits", async () => {
  const { saver, notes } = start(status(413), status(413))
  saver.put([1, 2, 3, 4, 5].map((student) => change(student, "5")))
  await done(saver)
  assert.deepEqual(asked.map(({ body }) => body.cells?.length), [5, 3, 2, 2, 1])
  assert.equal(notes.saved_.length, 5)
})

test("a single change that is too large is refused, not tried for ever", async () => {
  const { saver, notes } = start(status(413, { code: "large", reason: "Слишком много." }))
  saver.put([change(1, "5")])
  await done(saver)
  assert.deepEqual(notes.refused, ["1 Слишком много."])
})

test("a change taken back before it was sent never leaves", async () => {
  const { saver } = start(status(500))
  saver.put([change(1, "5")])
  saver.put([change(2, "4")])
  saver.withdraw({ student: 2, lesson: 11 })
  await done(saver)
  assert.deepEqual(asked.map(({ body }) => body.cells), [[change(1, "5")], [change(1, "5")]])
})

test("what another page left is sent first, under its own request", async () => {
  const { saver } = start()
  const queue = { batches: [{ request: "left", cells: [change(1, "5")] }], waiting: [change(2, "4")] }
  saver.adopt({ queue, lessons: { sending: null, waiting: [] }, problems: [], lessonProblems: [] })
  await done(saver)
  assert.deepEqual([asked[0]!.body.request, asked.map(({ body }) => body.cells)], ["left", [[change(1, "5")], [change(2, "4")]]])
})

const lesson = (version: number): LessonRow => [11, "2026-11-24", 1, "лек", "2", "", "", 0, version, 1, null, null, null]

test("an edit of a lesson goes to its own address, after the cells", async () => {
  const { saver, notes } = start(saveAll, status(200, { lesson: lesson(2) }), status(409, { code: "conflict", reason: "Изменили.", lesson: lesson(9) }))
  saver.put([change(1, "5")])
  saver.putLesson(11, 1, { topic: "Тема" })
  await done(saver)
  saver.putLesson(11, 2, { homework: "§ 5" })
  await done(saver)
  assert.deepEqual(asked.map(({ path }) => path), ["/journal/5/cells/", "/journal/5/lessons/11/", "/journal/5/lessons/11/"])
  assert.deepEqual([asked[1]!.body.topic, asked[1]!.body.seen, notes.lessons], ["Тема", 1, ["11 v2", "11 no: Изменили."]])
})

test("a broken line seen by others is told before anything is typed, and mended by the next good call", async () => {
  const { saver, notes } = start()
  saver.observe({ kind: "offline" })
  assert.equal(saver.line, "offline")
  saver.observe({ kind: "ok", body: {} })
  await done(saver)
  assert.deepEqual([notes.lines, asked.length], [["offline", "idle"], 0])
})
