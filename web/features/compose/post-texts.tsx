import type { Dispatch } from 'react'
import { postTypeOf } from './content/content.ts'
import type { Draft } from './draft.ts'
import type { DraftAction } from './draft-reducer.ts'
import { TextField } from './text-field.tsx'

interface PostTextsProps {
  draft: Draft
  dispatch: Dispatch<DraftAction>
}

const TAG_HINT = '#hashtags and @mentions work as they do on TikTok.'

/** What is written with the post: a caption for a video, a title and a description for photos. */
export function PostTexts({ draft, dispatch }: PostTextsProps) {
  const { choices, errors } = draft
  if (postTypeOf(draft.content) === 'video') {
    return (
      <TextField
        name="caption"
        label="Caption"
        text={choices.caption}
        error={errors.caption}
        hint={TAG_HINT}
        onChange={(text) => dispatch({ type: 'textChanged', field: 'caption', text })}
      />
    )
  }
  return (
    <>
      <TextField
        name="title"
        label="Title"
        text={choices.title}
        error={errors.title}
        rows={1}
        onChange={(text) => dispatch({ type: 'textChanged', field: 'title', text })}
      />
      <TextField
        name="description"
        label="Description"
        text={choices.description}
        error={errors.description}
        hint={TAG_HINT}
        onChange={(text) => dispatch({ type: 'textChanged', field: 'description', text })}
      />
    </>
  )
}
