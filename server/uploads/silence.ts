/** An upload is given up when no byte of it has come for so long. What became of one that has ended is told for as long. */
export const SILENT_MS = 24 * 60 * 60 * 1000
