/** File inputs that also take a dropped file, and say what was chosen. Without this they are plain inputs. */

export function startDrops(within: ParentNode): void {
  for (const zone of within.querySelectorAll<HTMLElement>("[data-file-drop]:not([data-ready])")) startDrop(zone)
}

function startDrop(zone: HTMLElement): void {
  const input = zone.querySelector<HTMLInputElement>("input[type=file]")
  if (!input) return
  zone.dataset["ready"] = ""
  input.addEventListener("change", () => showChosen(zone, input))
  zone.addEventListener("dragover", (event) => {
    event.preventDefault()
    zone.classList.add("over")
  })
  zone.addEventListener("dragleave", (event) => {
    if (!zone.contains(event.relatedTarget as Node | null)) zone.classList.remove("over")
  })
  zone.addEventListener("drop", (event) => {
    event.preventDefault()
    zone.classList.remove("over")
    if (!event.dataTransfer?.files.length) return
    input.files = event.dataTransfer.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
  })
}

function showChosen(zone: HTMLElement, input: HTMLInputElement): void {
  const place = zone.querySelector<HTMLElement>("[data-chosen]")
  if (!place) return
  place.textContent = [...(input.files ?? [])].map((file) => `${file.name} · ${size(file.size)}`).join(", ")
}

/** 1 536 bytes read «1,5 КБ» in a Russian page. */
function size(bytes: number): string {
  const language = document.documentElement.lang || "ru"
  const unit = bytes < 1024 * 1024 ? "kilobyte" : "megabyte"
  const value = bytes / (unit === "kilobyte" ? 1024 : 1024 * 1024)
  const shape = { style: "unit", unit, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, shape).format(value)
}
