import { ApiError, NoAnswerError, UnexpectedAnswerError } from './api.ts'

export interface ErrorWords {
  title: string
  detail: string
  remedy: string | null
  requestId: string | null
}

/** What a person is told about an error. */
export function errorWords(error: unknown): ErrorWords {
  if (error instanceof ApiError) {
    const { code, title, detail, remedy, requestId } = error.problem
    // Title and remedy of this one speak to programs; its detail says all that a person needs.
    if (code === 'invalid_input') return { title: 'This cannot be used', detail, remedy: null, requestId: null }
    return { title, detail, remedy, requestId: requestId || null }
  }
  if (error instanceof NoAnswerError) {
    return {
      title: 'No answer from Clipdeck',
      detail: 'The server could not be reached.',
      remedy: 'Check your connection and that Clipdeck is running, then try again.',
      requestId: null,
    }
  }
  if (error instanceof UnexpectedAnswerError) {
    return {
      title: 'Unexpected answer',
      detail: 'The server sent something this page does not understand.',
      remedy: 'Reload the page: Clipdeck may have been updated meanwhile.',
      requestId: null,
    }
  }
  return {
    title: 'Something went wrong on this page',
    detail: error instanceof Error ? error.message : 'No details are known.',
    remedy: 'Reload the page and try again.',
    requestId: null,
  }
}
