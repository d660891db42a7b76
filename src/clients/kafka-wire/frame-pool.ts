const KEPT_FRAMES = 2
const SMALLEST_KEPT_BYTES = 64 * 1024

/**
 * Buffers for answers. A reader that gives its frames back makes a topic of any size pass through the same few buffers:
 * memory stays flat, and no page is touched for the first time twice.
 */
export class FramePool {
  private readonly spare: Buffer[] = []

  take(size: number): Buffer {
    const index = this.spare.findIndex(buffer => buffer.length >= size)
    if (index >= 0) return this.spare.splice(index, 1)[0] ?? Buffer.allocUnsafeSlow(size)
    // A quarter more, so that the next frame, which is about as large, fits as well.
    return Buffer.allocUnsafeSlow(size < SMALLEST_KEPT_BYTES ? size : Math.ceil(size * 1.25))
  }

  give(frame: Buffer): void {
    // The frame may be a part of the buffer that was taken.
    const whole = Buffer.from(frame.buffer)
    if (whole.length < SMALLEST_KEPT_BYTES) return
    this.spare.push(whole)
    if (this.spare.length > KEPT_FRAMES) this.spare.sort((a, b) => b.length - a.length).pop()
  }
}
