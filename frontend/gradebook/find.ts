/** Finding a student as a teacher types a name: from the beginning of any part of it, ё and е alike, or by number. */
import type { Student } from "./data"

/** The index of the first student that fits, looking on from `from` and around; -1 when there is none. */
export function findStudent(students: readonly Student[], text: string, from: number): number {
  const wanted = plain(text).split(/\s+/).filter(Boolean)
  for (let step = 0; step < students.length; step++) {
    const index = (from + step) % students.length
    if (fits(students[index]!, wanted)) return index
  }
  return -1
}

function fits(student: Student, wanted: readonly string[]): boolean {
  const parts = [String(student.number), ...plain(`${student.fullName} ${student.name}`).split(/[\s.-]+/)]
  return wanted.length > 0 && wanted.every((word) => parts.some((part) => part.startsWith(word)))
}

function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll("ё", "е")
}
