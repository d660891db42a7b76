import type Docker from 'dockerode'
import {describe, expect, it} from 'vitest'
import {exitOf, handleOf, statsOf} from './runs.js'

function ended(ExitCode: number, OOMKilled = false): Docker.ContainerInspectInfo {
  const State = {ExitCode, OOMKilled, Pid: 42, StartedAt: '2026-01-01T00:00:00.000000001Z'}
  return {Id: 'c0ffee', State} as Docker.ContainerInspectInfo
}

describe('how a container ended', () => {
  it('is its code where the program said one', () => {
    expect(exitOf(ended(3), false)).toEqual({code: 3, signal: null, forced: false})
    expect(exitOf(ended(0), false)).toEqual({code: 0, signal: null, forced: false})
  })

  it.each([
    [137, 'SIGKILL'],
    [143, 'SIGTERM'],
    [139, 'SIGSEGV'],
  ] as const)('is a signal where the engine says %i', (code, signal) => {
    expect(exitOf(ended(code), false)).toEqual({code: null, signal, forced: false})
  })

  it('is a code where 128 and a number stand for no signal that ends programs', () => {
    expect(exitOf(ended(255), false)).toMatchObject({code: 255, signal: null})
  })

  it('is out of memory where the kernel killed it for that', () => {
    expect(exitOf(ended(137, true), false)).toEqual({code: null, signal: 'SIGKILL', forced: false, note: 'oom'})
  })

  it('is not known where somebody removed the container', () => {
    expect(exitOf(undefined, false)).toEqual({code: null, signal: null, forced: false, note: 'unknown'})
  })

  it('says whether msa had to use force', () => {
    expect(exitOf(ended(137), true).forced).toBe(true)
  })
})

it('a run is known by its container, not by a pid', () => {
  expect(handleOf(ended(0), 'run-1', 7)).toMatchObject({
    runtime: 'docker',
    run: 'run-1',
    container: 'c0ffee',
    logFrom: 7,
  })
})

describe('the figures of a container', () => {
  const figures = (memory: unknown) =>
    statsOf({memory_stats: memory, cpu_stats: {cpu_usage: {total_usage: 2.5e9}}} as Docker.ContainerStats)

  it.each(['inactive_file', 'total_inactive_file'])('do not count the file cache (%s)', cache => {
    expect(figures({usage: 1000, stats: {[cache]: 400}})).toEqual({rssBytes: 600, cpuSeconds: 2.5})
  })

  it('are nothing for one that has just ended', () => {
    expect(figures({}).rssBytes).toBe(0)
  })
})
