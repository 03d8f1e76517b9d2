/** Requests by htmx: the CSRF token of the moment, and a message with what to do when one fails. */
import { csrfToken } from "../shared/csrf"

interface HtmxRequest extends Event {
  detail: { headers: Record<string, string>; xhr: XMLHttpRequest; verb: string }
}

export function startRequests(): void {
  document.addEventListener("htmx:configRequest", (event) => {
    const { detail } = event as HtmxRequest
    if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrfToken()
  })
  document.addEventListener("htmx:responseError", (event) => say(reasonOf((event as HtmxRequest).detail.xhr)))
  for (const lost of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(lost, () => say(words("offline")))
  }
}

function words(name: string): string {
  return document.getElementById("toasts")?.dataset[name] ?? ""
}

/** The server's own reason where it gives one (JSON, or the refusal page), else ours for the kind of failure. */
function reasonOf(xhr: XMLHttpRequest): string {
  if (xhr.status === 401) return words("signedOut")
  if (xhr.status >= 500) return words("failed")
  if (xhr.status === 404) return words("missing")
  return reasonInJson(xhr.responseText) || reasonInPage(xhr.responseText) || words("refused")
}

function reasonInJson(body: string): string {
  try {
    const { reason } = JSON.parse(body) as { reason?: unknown }
    return typeof reason === "string" ? reason : ""
  } catch {
    return ""
  }
}

function reasonInPage(body: string): string {
  const page = new DOMParser().parseFromString(body, "text/html")
  return page.querySelector("[data-reason]")?.textContent?.trim() ?? ""
}

/** A message that stays until it is closed: what cannot be re-read must not vanish. */
export function say(text: string): void {
  const place = document.getElementById("toasts")
  if (!place || !text) return
  const known = [...place.children].find((toast) => toast.firstChild?.textContent === text)
  known?.remove()
  const toast = document.createElement("div")
  toast.className = "toast-note"
  const close = document.createElement("button")
  close.type = "button"
  close.className = "btn btn-sm"
  close.textContent = words("close")
  close.addEventListener("click", () => toast.remove())
  const message = document.createElement("p")
  message.textContent = text
  toast.append(message, close)
  place.append(toast)
}
