import {describe, expect, it} from 'vitest'
import type {LayerProgress, LayerStatus} from '../../runtimes/docker/pull-progress.js'
import {layerLines} from './layers.js'

const mebibyte = 1024 * 1024
const layer = (id: string, status: LayerStatus, current = 0, total = 0): LayerProgress => ({
  ...{id: id.padEnd(12, '0'), status, current: current * mebibyte, total: total * mebibyte},
})
const layers = [
  layer('aa', 'done', 3, 3),
  layer('bb', 'extracting', 40, 40),
  layer('cc', 'downloading', 15, 60),
  layer('dd', 'waiting', 0, 120),
  layer('ee', 'waiting'),
]

describe('layers of an image that is pulled', () => {
  it('have a line each: what it is, what it does, how far it is', () => {
    expect(layerLines(layers, {columns: 80, rows: 10})).toEqual([
      'aa0000000000 done        [==============================] 3.0 MiB',
      'bb0000000000 extracting  [==============================] 40.0 MiB',
      'cc0000000000 downloading [=======>                      ] 15.0 MiB of 60.0 MiB',
      'dd0000000000 waiting     [                              ] 120.0 MiB',
      'ee0000000000 waiting     [                              ]',
    ])
  })

  it('keep within the width of the terminal', () => {
    for (const columns of [40, 60, 80, 200])
      for (const line of layerLines(layers, {columns, rows: 10})) expect(line.length).toBeLessThanOrEqual(columns)
    expect(layerLines(layers, {columns: 50, rows: 10})[2]).toContain(' 25% 15.0 MiB')
  })

  it('keep within its height: those that move are seen, the others are counted', () => {
    const lines = layerLines(layers, {columns: 80, rows: 3})
    expect(lines.map(line => line.slice(0, 24).trim())).toEqual([
      'bb0000000000 extracting',
      'cc0000000000 downloading',
      'and 2 waiting, 1 done',
    ])
    expect(layerLines(layers, {columns: 80, rows: 1})).toEqual(['and 1 downloading, 1 extracting, 2 waiting, 1 done'])
    expect(layerLines(layers, {columns: 80, rows: 0})).toEqual([])
  })
})
