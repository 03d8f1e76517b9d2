/** The form of a place opens over the week and goes when the week has taken it. Without a script it is a page. */
import { focusIn } from "./grid"
import { keepSpot, spotCell } from "./week"

function drawer(): HTMLDialogElement | null {
  return document.querySelector<HTMLDialogElement>("dialog#drawer")
}

export function startDrawer(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element
    const dialog = drawer()
    if (!dialog) return
    const cell = target.closest<HTMLElement>("td[data-slot]")
    if (cell && target.closest("a")) keepSpot(cell)
    if (target === dialog || (target.closest("[data-close-drawer]") && dialog.contains(target))) {
      event.preventDefault()
      dialog.close()
    }
  })
  document.addEventListener("htmx:load", (event) => {
    const part = event.target as HTMLElement
    if (part.id === "entry-form") open(part)
    if (part.id === "week") {
      drawer()?.close()
      focusIn(spotCell())
    }
  })
  // A dialog's close does not bubble; it is heard on the way down.
  document.addEventListener("close", (event) => {
    if (event.target !== drawer()) return
    document.getElementById("drawer-body")?.replaceChildren()
    focusIn(spotCell())
  }, { capture: true })
}

function open(form: HTMLElement): void {
  const dialog = drawer()
  if (!dialog?.contains(form) || dialog.open) return
  dialog.showModal()
  form.querySelector<HTMLElement>("select, input:not([type=hidden])")?.focus()
}
