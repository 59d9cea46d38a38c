/** Shown where it is, and saved under this name. Everything but letters, digits and `-_.!~` is escaped (RFC 8187, section 3.2.1). */
export function inlineAs(fileName: string): string {
  const percent = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return `inline; filename*=UTF-8''${encodeURIComponent(fileName).replace(/['()*]/g, percent)}`
}
