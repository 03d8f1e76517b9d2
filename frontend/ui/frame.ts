/** The frame of the page: menus that close, colours without a reload, keys, focus on a summary of errors. */

export function startMenus(): void {
  document.addEventListener("click", (event) => closeMenus(event.target as Node))
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    const menu = document.querySelector<HTMLDetailsElement>("details[data-menu][open]")
    if (!menu) return
    menu.open = false
    menu.querySelector("summary")?.focus()
  })
  document.addEventListener("focusin", (event) => closeMenus(event.target as Node))
}

function closeMenus(except: Node): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
    if (!menu.contains(except)) menu.open = false
  }
}

const YEAR_IN_SECONDS = 31_536_000

/** The form works by itself (the server sets the cookie); here the page need not be loaded anew. */
export function startTheme(): void {
  const form = document.querySelector<HTMLFormElement>("[data-theme-form]")
  form?.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null
    if (!button) return
    event.preventDefault()
    setTheme(button.value)
    for (const other of form.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === button))
    }
  })
}

function setTheme(theme: string): void {
  const root = document.documentElement
  const secure = location.protocol === "https:" ? "; secure" : ""
  if (theme === "light" || theme === "dark") {
    root.dataset["bsTheme"] = theme
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR_IN_SECONDS}; samesite=lax${secure}`
  } else {
    delete root.dataset["bsTheme"]
    document.cookie = "theme=; path=/; max-age=0; samesite=lax"
  }
}

/** Ctrl+K (by the place of the key, so in any layout) goes to the search field. */
export function startHotkeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
    const field = document.querySelector<HTMLInputElement>('[data-hotkey="ctrl+k"]')
    if (!field) return
    event.preventDefault()
    field.focus()
    field.select()
  })
}

/** After a form came back with errors, reading begins at their summary. */
export function focusSummary(): void {
  document.querySelector<HTMLElement>("[data-focus]")?.focus()
}
