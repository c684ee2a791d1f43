/** Phones have no such thing, and no browser has it on a page that came over plain HTTP from another machine. */
export function canTakeScreen(): boolean {
  return 'mediaDevices' in navigator && 'getDisplayMedia' in navigator.mediaDevices
}

/** One picture of the screen, the window or the tab that the person chooses; null when they choose none. */
export async function takeScreen(): Promise<Blob | null> {
  const stream = await navigator.mediaDevices.getDisplayMedia({ video: true, audio: false }).catch(() => null)
  if (stream === null) return null
  try {
    const video = Object.assign(document.createElement('video'), { muted: true, srcObject: stream })
    await video.play()
    const canvas = document.createElement('canvas')
    canvas.width = video.videoWidth
    canvas.height = video.videoHeight
    canvas.getContext('2d')?.drawImage(video, 0, 0)
    return await new Promise((resolve) => canvas.toBlob(resolve))
  } catch {
    return null // What was to be shown was closed meanwhile.
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
