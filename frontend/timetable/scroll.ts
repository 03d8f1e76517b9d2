/** A week that is wider than its window can be scrolled by keys; one that fits is no stop for Tab. */
export function startScroll(): void {
  watch(document)
  document.addEventListener("htmx:load", (event) => watch(event.target as HTMLElement))
}

function watch(within: ParentNode): void {
  for (const scroll of within.querySelectorAll<HTMLElement>(".week-scroll")) {
    new ResizeObserver(() => {
      if (scroll.scrollWidth > scroll.clientWidth) scroll.tabIndex = 0
      else scroll.removeAttribute("tabindex")
    }).observe(scroll)
  }
}
