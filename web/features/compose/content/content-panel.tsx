import type { Dispatch } from 'react'
import { ProblemNotice } from '../../../ui/problem-notice.tsx'
import type { Draft } from '../draft.ts'
import type { DraftAction } from '../draft-reducer.ts'
import { Objections } from '../objections.tsx'
import { PostTexts } from '../post-texts.tsx'
import type { ContentWork } from './content-work.ts'
import { FilePicker } from './file-picker.tsx'
import { PhotoPanel } from './photo-panel.tsx'
import { VideoPanel } from './video-panel.tsx'

interface ContentPanelProps {
  draft: Draft
  dispatch: Dispatch<DraftAction>
  work: ContentWork
  photosProblem: string | null
}

/** What the post is made of, with its preview, its texts and what was found in the files. */
export function ContentPanel({ draft, dispatch, work, photosProblem }: ContentPanelProps) {
  const { content } = draft
  const handleChoose = (files: readonly File[]) => {
    // What is dropped comes past a fieldset that is disabled.
    if (draft.step === 'editing') work.choose(files, content)
  }
  const texts = (
    <>
      {draft.refusal && <ProblemNotice {...draft.refusal} />}
      <PostTexts draft={draft} dispatch={dispatch} />
    </>
  )
  switch (content.kind) {
    case 'nothing':
      return (
        <section aria-label="Video or photos" className="card grid gap-5 p-4 sm:grid-cols-[12rem_minmax(0,1fr)] sm:p-5">
          <FilePicker onChoose={handleChoose} />
          <div className="grid min-w-0 content-start gap-4">
            <Objections errors={draft.errors} paths={['mediaIds']} />
            {texts}
          </div>
        </section>
      )
    case 'video':
      return (
        <VideoPanel content={content} draft={draft} dispatch={dispatch} work={work}>
          {texts}
        </VideoPanel>
      )
    case 'photos':
      return (
        <PhotoPanel
          content={content}
          draft={draft}
          dispatch={dispatch}
          work={work}
          photosProblem={photosProblem}
          onAdd={handleChoose}
        >
          {texts}
        </PhotoPanel>
      )
  }
}
