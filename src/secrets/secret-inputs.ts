/** Where secrets may come from; a person's terminal, or what a test hands over. */
export interface SecretInputs {
  readonly env: NodeJS.ProcessEnv
  /** True when stdin is a person at a terminal. */
  readonly isInteractive: boolean
  readStdin(maxBytes: number): Promise<Buffer>
  promptHidden(question: string): Promise<string>
  confirm(question: string): Promise<boolean>
  /** The lab's own key, where there is a lab that has one. */
  labKeyFile(): Promise<string | undefined>
}
