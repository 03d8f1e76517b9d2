/** A list marked data-submit-on-change sends its form when another line is chosen; without a script there is a button. */
export function startChoosers(): void {
  document.addEventListener("change", (event) => {
    const control = event.target
    if (control instanceof HTMLSelectElement && "submitOnChange" in control.dataset) control.form?.requestSubmit()
  })
}
