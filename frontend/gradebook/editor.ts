/** The one input of the grid, put into whichever cell is being written. */
import { h } from "./dom"
import { typedLetter } from "./input"

export class Editor {
  readonly input: HTMLInputElement
  private cell: HTMLElement | null = null
  /** "typing" began with a letter and replaces; "editing" began with F2 and keeps what was there. */
  mode: "typing" | "editing" = "typing"

  /** `changed` gets the text after each keystroke. */
  constructor(private readonly changed: (text: string) => void) {
    this.input = h("input", { class: "gb-input", type: "text", maxlength: 60, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "next" })
    this.input.addEventListener("beforeinput", (event) => this.relay(event))
    this.input.addEventListener("input", () => this.changed(this.input.value))
  }

  get isOpen(): boolean {
    return this.cell !== null
  }

  get text(): string {
    return this.input.value
  }

  open(cell: HTMLElement, text: string, mode: "typing" | "editing", label: string): void {
    this.cell = cell
    this.mode = mode
    this.input.setAttribute("aria-label", label)
    this.input.value = mode === "typing" ? typedLetter(text, "") : text
    cell.dataset["editing"] = "yes"
    cell.append(this.input)
    this.input.focus({ preventScroll: true })
    this.input.setSelectionRange(this.input.value.length, this.input.value.length)
    this.changed(this.input.value)
  }

  /** Takes the input out of its cell; the text that was in it. */
  close(): string {
    const text = this.input.value
    delete this.cell?.dataset["editing"]
    this.cell = null
    this.input.remove()
    return text
  }

  /** A Latin letter becomes the Cyrillic one of its key while it is typed, so that the eye sees what will be kept. */
  private relay(event: InputEvent): void {
    const { data } = event
    if (event.inputType !== "insertText" || data?.length !== 1) return
    const start = this.input.selectionStart ?? 0
    const letter = typedLetter(data, this.input.value.slice(0, start))
    if (letter === data) return
    event.preventDefault()
    this.input.setRangeText(letter, start, this.input.selectionEnd ?? start, "end")
    this.changed(this.input.value)
  }
}
