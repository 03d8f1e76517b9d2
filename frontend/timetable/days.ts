/** On a phone one day of the week is shown; the strip chooses which, without loading the page anew. */
import { week } from "./week"

let chosen = ""

export function startDays(): void {
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLElement>("[data-show-day]")
    const day = link?.dataset["showDay"]
    if (!day || !week()?.querySelector(".week-grid")) return
    event.preventDefault()
    chosen = day
    show(day)
  })
  document.addEventListener("htmx:load", (event) => {
    if ((event.target as HTMLElement).id === "week" && chosen) show(chosen)
  })
}

function show(day: string): void {
  const place = week()
  if (!place) return
  place.dataset["day"] = day
  for (const link of place.querySelectorAll<HTMLElement>("[data-show-day]")) {
    if (link.dataset["showDay"] === day) link.setAttribute("aria-current", "true")
    else link.removeAttribute("aria-current")
  }
}
