// Of Chromium alone, and not among the compiler's types (WICG File System Access).

interface FileSystemPermission {
  readonly mode: 'read' | 'readwrite'
}

interface FileSystemHandle {
  readonly queryPermission?: (permission: FileSystemPermission) => Promise<'granted' | 'prompt' | 'denied'>
  readonly requestPermission?: (permission: FileSystemPermission) => Promise<'granted' | 'prompt' | 'denied'>
}

interface Window {
  readonly showDirectoryPicker?: (options: {
    readonly id: string
    readonly mode: 'readwrite'
  }) => Promise<FileSystemDirectoryHandle>
}
