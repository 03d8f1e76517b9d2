/** The token Django expects back; read anew for each request, because signing in (in another tab) replaces it. */
export function csrfToken(cookies: string = document.cookie): string {
  const found = cookies.split("; ").find((pair) => pair.startsWith("csrftoken="))
  return found ? decodeURIComponent(found.slice("csrftoken=".length)) : ""
}
