// What is safe, in the sentences that several faults share.

export const nothingAccepted = 'Nothing was taken in, so nothing was lost. What you sent is still where you wrote it.'
export const nothingChanged = 'Nothing was changed.'
export const replyKept = 'Your message and every word already written are stored on the server.'
export const storedIsSafe = 'Everything the server has accepted is stored there. What you type stays in this browser.'
