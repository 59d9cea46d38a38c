import { expect, test } from 'vitest'
import { escapeNal, joinNalUnits, splitNalUnits, unescapeNal } from './nal-units.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

test('a stream falls into its units, whichever start code they have', () => {
  expect(splitNalUnits(hex('00000001670102000001680300000001650405'))).toEqual([
    hex('670102'),
    hex('6803'),
    hex('650405'),
  ])
  expect(splitNalUnits(hex('ffff'))).toEqual([])
})

test('units joined are the units again', () => {
  const units = [hex('67010203'), hex('6800'), hex('41aabb')]
  expect(splitNalUnits(joinNalUnits([hex('6701'), hex('41aabb')]))).toEqual([hex('6701'), hex('41aabb')])
  expect(joinNalUnits(units).indexOf('00000001', 0, 'hex')).toBe(0)
})

test.each(['000000', '000001', '000002', '000003', '00000000', '41000003ff', '4100000300000102'])(
  '%s is told apart from a start code, and read as it was',
  (plain) => {
    const escaped = escapeNal(hex(plain))
    expect(escaped.toString('hex')).toMatch(/000003/)
    expect(/0000(00|01|02)/.test(escaped.toString('hex').replaceAll('000003', '......'))).toBe(false)
    expect(unescapeNal(escaped)).toEqual(hex(plain))
  },
)

test('what needs no escape stays as it is', () => {
  expect(escapeNal(hex('4100010002ff0004'))).toEqual(hex('4100010002ff0004'))
})
