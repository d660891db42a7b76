/** Where configuration is kept: a folder, or a git repository. */
export interface ConfigRepository {
  /** The folders for a label, most important first; undefined when there is no such label. */
  at(label: string | undefined): Promise<Snapshot | undefined>
  /** For `/actuator/health`: throws when the repository cannot be read. */
  check(): Promise<Readonly<Record<string, unknown>>>
}

export interface Snapshot {
  readonly folders: readonly ConfigFolder[]
  /** The commit; null for a folder. */
  readonly version: string | null
  readonly state: string | null
}

export interface ConfigFolder {
  /** Names of the files that lie directly in it. */
  readonly files: ReadonlySet<string>
  /** The text of a file below it; undefined when there is none, or when it leads out of the repository. */
  read(path: readonly string[]): Promise<string | undefined>
  sourceName(file: string): string
  documentName(file: string, index: number): string
}

/** Larger than any configuration file: nobody fills the server's memory with one. */
export const maxFileBytes = 1024 * 1024
