import { expect, test } from 'vitest'
import { type AccountFilter, countByStatus, filterAccounts, isFiltering } from './account-filter.ts'
import { accountCalled } from './account-fixtures.ts'

const all = { directPost: true, draft: true, listVideos: true, stats: true }
const mara = accountCalled('Mara Bakes')
const oak = accountCalled('Oak & Iron', { status: 'revoked', username: 'oakandiron' })
const lena = accountCalled('Lena Climbs', { capabilities: { ...all, directPost: false }, username: null })
const fleet = [mara, oak, lena]

const namesOf = (filter: AccountFilter) => filterAccounts(fleet, filter).map(({ displayName }) => displayName)

test('without a filter all are shown', () => {
  expect(namesOf({})).toHaveLength(3)
  expect(isFiltering({ search: ' ' })).toBe(false)
})

test('by state, by permission, and by what is missing', () => {
  expect(namesOf({ status: 'revoked' })).toEqual(['Oak & Iron'])
  expect(namesOf({ permission: 'directPost' })).toEqual(['Mara Bakes', 'Oak & Iron'])
  expect(namesOf({ permission: 'missing' })).toEqual(['Lena Climbs'])
  expect(namesOf({ permission: 'directPost', status: 'active' })).toEqual(['Mara Bakes'])
})

test('by parts of name and handle, in any case and order', () => {
  expect(namesOf({ search: 'BAKES mara' })).toEqual(['Mara Bakes'])
  expect(namesOf({ search: '@oakand' })).toEqual(['Oak & Iron'])
  expect(namesOf({ search: 'nobody' })).toEqual([])
})

test('states that no account is in are not offered', () => {
  expect(countByStatus(fleet)).toEqual([
    { status: 'active', count: 2 },
    { status: 'revoked', count: 1 },
  ])
})
