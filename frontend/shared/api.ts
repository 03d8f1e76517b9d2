/** Calls to our own server: one outcome for everything that can happen to a request. */
import { csrfToken } from "./csrf"

export type Outcome =
  | { kind: "ok"; body: unknown }
  /** The server understood and said no: 403, 404, 409, 413, 422. */
  | { kind: "refused"; status: number; code: string; reason: string; body: Record<string, unknown> }
  | { kind: "signed-out" }
  /** The request or its answer was lost on the way. */
  | { kind: "offline" }
  /** The server fell over (5xx) or asked to come later (408, 429). */
  | { kind: "failed"; status: number }

export const ANSWER_WITHIN_MS = 20_000

export interface CallOptions {
  /** Sent as JSON by POST; without it the call is a GET. */
  body?: unknown
  /** Whom the page was made for; the server answers 401 when somebody else has signed in since. */
  user?: string
  answerWithinMs?: number
}

export async function call(url: string, options: CallOptions = {}): Promise<Outcome> {
  const timer = new AbortController()
  const alarm = setTimeout(() => timer.abort(), options.answerWithinMs ?? ANSWER_WITHIN_MS)
  try {
    const response = await fetch(url, request(options, timer.signal))
    return await outcome(response)
  } catch {
    return { kind: "offline" }
  } finally {
    clearTimeout(alarm)
  }
}

function request(options: CallOptions, signal: AbortSignal): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json", "X-Requested-With": "fetch" }
  if (options.user) headers["X-Collegium-User"] = options.user
  if (options.body === undefined) return { headers, signal, credentials: "same-origin", cache: "no-store" }
  const body = JSON.stringify(options.body)
  headers["Content-Type"] = "application/json"
  headers["X-CSRFToken"] = csrfToken(typeof document === "undefined" ? "" : document.cookie)
  // A small save outlives the page: closing the tab right after the last mark must not lose it.
  const keepalive = body.length < 30_000
  return { method: "POST", body, headers, signal, keepalive, credentials: "same-origin" }
}

async function outcome(response: Response): Promise<Outcome> {
  const status = response.status
  if (status === 401 || response.redirected) return { kind: "signed-out" }
  if (status >= 500 || status === 408 || status === 429) return { kind: "failed", status }
  const body = await jsonOrNull(response)
  if (response.ok) return body === null ? { kind: "failed", status } : { kind: "ok", body }
  const words = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {}
  return { kind: "refused", status, code: text(words["code"]), reason: text(words["reason"]), body: words }
}

async function jsonOrNull(response: Response): Promise<unknown> {
  const content = await response.text()
  try {
    return JSON.parse(content)
  } catch {
    return null
  }
}

function text(value: unknown): string {
  return typeof value === "string" ? value : ""
}
