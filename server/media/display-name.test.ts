import { expect, test } from 'vitest'
import { displayName } from './display-name.ts'

test.each([
  ['an ordinary name', 'Holiday (1) – 100%.mp4', 'Holiday (1) – 100%.mp4'],
  ['emoji, also composed ones', '👩‍🍳 Brötchen.mov', '👩‍🍳 Brötchen.mov'],
  ['folders', '/etc/cron.d/clip.mp4', 'clip.mp4'],
  ['a way out of a folder', '../../../etc/passwd', 'passwd'],
  ['the folders of Windows', String.raw`C:\Users\mara\clip.mp4`, 'clip.mp4'],
  ['a folder that is a folder', 'clips/2026/', '2026'],
  ['NUL', 'clip.mp4\0.jpg', 'clip.mp4.jpg'],
  ['line ends that would end a header', 'clip.mp4"\r\nSet-Cookie: a=b', 'clip.mp4"Set-Cookie: a=b'],
  ['line ends of Unicode', 'one\u2028two\u2029.mp4', 'onetwo.mp4'],
  ['text that is read backwards', 'clip\u202Egpj.exe', 'clipgpj.exe'],
  ['a way out behind what cannot be seen', '.\u200B./.\u2066.\\clip.mp4', 'clip.mp4'],
  ['half a character', 'clip\uD83D.mp4', 'clip\uFFFD.mp4'],
])('%s', (_, fileName, shown) => {
  expect(displayName(fileName)).toBe(shown)
})

test.each(['', ' ', '.', '..', '...', '/', '..\\', '\0', '\u202E\u200B'])('%j names nothing', (fileName) => {
  expect(displayName(fileName)).toBe('file')
})

test('a name of 300 characters keeps its extension', () => {
  expect(displayName(`${'a'.repeat(300)}.mp4`)).toBe(`${'a'.repeat(196)}.mp4`)
  expect(displayName(`a.${'b'.repeat(300)}`)).toBe(`a.${'b'.repeat(198)}`)
})

test('no character is cut in two', () => {
  expect(displayName(`a${'🎬'.repeat(150)}.mov`)).toBe(`a${'🎬'.repeat(97)}.mov`)
})
