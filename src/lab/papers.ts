import { authority, selfSigned, type Authority, type Certified } from './certificates.ts'
import { otherName, siteName } from './hosts/addresses.ts'

/** The certificates of the lab, made anew for each run of it. */
export interface Papers {
  /** Whom the doctor believes, and whom it does not know. */
  readonly trusted: Authority
  readonly good: Certified
  readonly expired: Certified
  readonly early: Certified
  readonly selfSigned: Certified
  readonly untrusted: Certified
  readonly ofAnother: Certified
  readonly clientAuthority: string
}

export function makePapers(): Papers {
  const trusted = authority({ name: 'Lab Root CA' })
  const unknown = authority({ name: 'Unknown CA' })
  const own = { name: siteName, names: [siteName] }
  return {
    trusted,
    good: trusted.certify(own),
    expired: trusted.certify({ ...own, from: new Date('2025-01-01'), until: new Date('2025-02-01') }),
    early: trusted.certify({ ...own, from: new Date('2049-01-01'), until: new Date('2049-12-31') }),
    selfSigned: selfSigned(own),
    untrusted: unknown.certify(own),
    ofAnother: trusted.certify({ name: otherName, names: [otherName] }),
    clientAuthority: unknown.certificate,
  }
}
