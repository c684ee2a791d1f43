/** Whether a listener's address, as the kernel has it, is reached from this machine alone. */
export function isLoopbackListener(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.')
}
