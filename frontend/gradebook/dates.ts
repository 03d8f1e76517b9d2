/** Days as people read them. ISO days in, words of the page's language out; no clock and no time zone is involved. */

function format(language: string, options: Intl.DateTimeFormatOptions) {
  const formatter = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" })
  return (day: string) => formatter.format(new Date(`${day}T00:00:00Z`))
}

export interface Days {
  /** «24 ноября, вторник» */
  long(day: string): string
  /** «24.11» */
  short(day: string): string
  /** «24.11.2026» */
  full(day: string): string
  /** «вт» */
  weekday(day: string): string
  /** «Ноябрь 2026» of a day or of a month «2026-11» */
  month(day: string): string
}

export function daysIn(language: string): Days {
  const dayAndMonth = format(language, { day: "numeric", month: "long" })
  const weekdayLong = format(language, { weekday: "long" })
  const weekday = format(language, { weekday: "short" })
  const monthName = format(language, { month: "long" })
  return {
    long: (day) => `${dayAndMonth(day)}, ${weekdayLong(day)}`,
    short: (day) => `${day.slice(8, 10)}.${day.slice(5, 7)}`,
    full: (day) => `${day.slice(8, 10)}.${day.slice(5, 7)}.${day.slice(0, 4)}`,
    // Two letters, as wide as a column: «вт», "Tu".
    weekday: (day) => weekday(day).slice(0, 2),
    month: (day) => capital(`${monthName(`${day.slice(0, 7)}-01`)} ${day.slice(0, 4)}`),
  }
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

/** The college's day as time passes over an open page: the server's day, moved by the midnights of this clock. */
export function dayAfter(serverDay: string, opened: Date, now: Date): string {
  const midnights = Math.round((midnight(now) - midnight(opened)) / 86_400_000)
  const day = new Date(`${serverDay}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() + Math.max(midnights, 0))
  return day.toISOString().slice(0, 10)
}

function midnight(time: Date): number {
  return Date.UTC(time.getFullYear(), time.getMonth(), time.getDate())
}
