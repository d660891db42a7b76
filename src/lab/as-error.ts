import {MsaError, reasonOf} from '../errors.js'

/** Anything thrown, as an error of ours. */
export function asError(error: unknown): MsaError {
  if (error instanceof MsaError) return error
  return new MsaError('E_INTERNAL', reasonOf(error), {
    tryThis: ["See the supervisor's log: msa logs supervisor"],
    cause: error,
  })
}
