/** Fields are judged when one leaves them, in the words of the page; a form with changes does not go away silently. */

interface Words {
  required: string
  bad: string
  range: string
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement

export function startFields(): void {
  document.addEventListener("focusout", (event) => {
    const control = fieldControl(event.target)
    if (control && (control.value || control.ariaInvalid)) judge(control)
  })
  document.addEventListener("submit", refuseIncomplete, { capture: true })
}

/** The browser's own bubbles speak the browser's language and vanish; ours stay under the field. */
export function takeOverValidation(within: ParentNode): void {
  for (const form of within.querySelectorAll<HTMLFormElement>("form:has(.field)")) form.noValidate = true
}

function fieldControl(target: EventTarget | null): Control | null {
  if (!(target instanceof HTMLElement) || !target.closest(".field")) return null
  return target.matches("input, select, textarea") ? (target as Control) : null
}

function refuseIncomplete(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement
  const button = event.submitter as HTMLButtonElement | null
  if (button?.formNoValidate) return
  const controls = [...form.elements].map(fieldControl).filter((control) => control !== null)
  const wrong = controls.filter((control) => !judge(control))
  if (wrong.length === 0) return
  event.preventDefault()
  event.stopPropagation()
  wrong[0]?.focus()
}

/** True when the control is well filled; else its reason is put under it. */
function judge(control: Control): boolean {
  const field = control.closest<HTMLElement>(".field")
  const reason = control.validity.valid ? "" : wording(control)
  // By name: the buttons of one choice share one message.
  const id = `${control.name}_said`
  field?.querySelector(`#${CSS.escape(id)}`)?.remove()
  if (isChanged(control)) field?.querySelector(".field-error")?.remove()
  if (reason) field?.append(message(id, reason))
  if (reason || isChanged(control)) describe(control, id, reason !== "")
  return reason === ""
}

/** What the server said of a value holds until the value is another. */
function isChanged(control: Control): boolean {
  return control instanceof HTMLSelectElement || control.value !== control.defaultValue
}

function message(id: string, reason: string): HTMLElement {
  const place = document.createElement("div")
  place.id = id
  place.className = "field-error"
  place.textContent = reason
  return place
}

function describe(control: Control, id: string, wrong: boolean): void {
  const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((part) => part && part !== id)
  const parts = wrong ? [...others, id] : others
  if (parts.length) control.setAttribute("aria-describedby", parts.join(" "))
  else control.removeAttribute("aria-describedby")
  control.classList.toggle("is-invalid", wrong)
  if (wrong) control.setAttribute("aria-invalid", "true")
  else control.removeAttribute("aria-invalid")
}

function wording(control: Control): string {
  const words = (document.getElementById("toasts")?.dataset ?? {}) as Partial<Words>
  const { validity } = control
  if (validity.valueMissing) return words.required ?? ""
  if ((validity.rangeUnderflow || validity.rangeOverflow) && control instanceof HTMLInputElement) {
    const bounds = [control.min, control.max].filter(Boolean).join(" – ")
    return (words.range ?? "").replace("{bounds}", bounds)
  }
  return validity.customError ? control.validationMessage : (words.bad ?? "")
}

/** Forms marked data-dirty: the page asks before it is left with changes that were not sent. */
export function startDirtyForms(): void {
  const changed = new Set<HTMLFormElement>()
  document.addEventListener("input", (event) => {
    const form = (event.target as HTMLElement).closest<HTMLFormElement>("form[data-dirty]")
    if (!form || changed.has(form)) return
    changed.add(form)
    form.querySelector<HTMLElement>("[data-dirty-note]")?.removeAttribute("hidden")
  })
  document.addEventListener("submit", (event) => changed.delete(event.target as HTMLFormElement))
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault()
  })
}
