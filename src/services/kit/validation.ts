import * as v from 'valibot'
import {HttpProblem} from './http/problem.js'

/** A rule for one field of a body. */
export type Rule<T> = v.GenericSchema<unknown, T>
type Fields = Readonly<Record<string, Rule<unknown>>>
type Checked<F extends Fields> = {readonly [K in keyof F]: F[K] extends Rule<infer T> ? T : never}

/** Checks every field and tells all that is wrong at once, field by field; fields without a rule are left out, as Jackson does. */
export function checkBody<const F extends Fields>(body: unknown, fields: F): Checked<F> {
  const entries = Object.fromEntries(Object.entries(fields))
  const result = v.safeParse(v.object(entries, 'must be a JSON object'), body)
  if (result.success) return result.output as Checked<F>
  const errors = result.issues.map(issue => ({field: v.getDotPath(issue) ?? '', message: messageOf(issue)}))
  throw new HttpProblem(400, `Validation failed with ${errors.length} ${errors.length === 1 ? 'error' : 'errors'}`, {
    errors,
  })
}

export function text(minLength: number, maxLength: number): Rule<string> {
  const size = `size must be between ${minLength} and ${maxLength}`
  return v.pipe(v.string('must be text'), v.minLength(minLength, size), v.maxLength(maxLength, size))
}

export function optionalEmail(): Rule<string | undefined> {
  return v.optional(v.pipe(v.string('must be text'), v.email('must be a well-formed email address')))
}

export function integer(minimum: number, maximum = 2_147_483_647): Rule<number> {
  return v.pipe(
    v.number('must be a number'),
    v.integer('must be a whole number'),
    v.minValue(minimum, `must be greater than or equal to ${minimum}`),
    v.maxValue(maximum, `must be less than or equal to ${maximum}`),
  )
}

function messageOf(issue: v.BaseIssue<unknown>): string {
  return issue.input === undefined && issue.received === 'undefined' ? 'must not be null' : issue.message
}
