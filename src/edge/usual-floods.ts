/** How much is taken from one client, and from all newcomers together, where nobody has set anything else. */
export const usualFloods = {
  requestsPerMinute: 6000,
  repliesPerMinute: 120,
  proofAbove: 100,
  mostBodyBytes: 10_000_000_000,
} as const
