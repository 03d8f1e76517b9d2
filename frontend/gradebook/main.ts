/** The island that draws <gradebook-grid>. */
export {}
