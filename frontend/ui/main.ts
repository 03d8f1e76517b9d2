/** What every page loads. Nothing here is needed to read a page or to send a form. */
import { startChoosers } from "./choosers"
import { startDrops } from "./drops"
import { startDirtyForms, startFields, takeOverValidation } from "./fields"
import { focusSummary, startHotkeys, startMenus, startTheme } from "./frame"
import { startLists } from "./lists"
import { startRequests } from "./requests"

function startParts(within: ParentNode): void {
  startLists(within)
  startDrops(within)
  takeOverValidation(within)
}

startChoosers()
startMenus()
startTheme()
startHotkeys()
startRequests()
startFields()
startDirtyForms()
startParts(document)
focusSummary()
// Fragments that htmx brings get the same treatment as the page they arrive in.
document.addEventListener("htmx:load", (event) => startParts(event.target as HTMLElement))
