/** The island that draws <gradebook-grid>. */
import { GradebookGrid } from "./element"

customElements.define("gradebook-grid", GradebookGrid)
