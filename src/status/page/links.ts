/** Where the links of a page lead: they differ between the live page and the files of the snapshot. */
export interface Links {
  readonly home: string
  readonly history: string
  readonly entry: (id: string) => string
  readonly file: (name: string) => string
}

/** The live page, below the place that the edge or a proxy gives it: `/status`, or nothing. */
export function liveLinks(prefix: string): Links {
  return {
    home: `${prefix}/`,
    history: `${prefix}/history`,
    entry: (id) => `${prefix}/i/${id}`,
    file: (name) => `${prefix}/${name}`,
  }
}
/** The files of the snapshot, which lie in some folder that nobody knows here. `up`: `../` for a page in a folder. */
export function snapshotLinks(up: '' | '../'): Links {
  return {
    home: `${up}index.html`,
    history: `${up}history.html`,
    entry: (id) => `${up}i/${id}.html`,
    file: (name) => `${up}${name}`,
  }
}
