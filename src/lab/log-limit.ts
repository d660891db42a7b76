import type {LogLimit} from '../platform/log-rotation.js'

/** 10 MiB × 5 a component (promise P16). */
export const logLimit: LogLimit = {maxBytes: 10 << 20, maxFiles: 5}
