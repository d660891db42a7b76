export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** Each script asks `msa __complete` with the words up to the cursor; it answers one candidate a line, a tab before its summary. */
const scripts: Readonly<Record<Shell, string>> = {
  bash: `# msa completion for bash. Once: msa completion bash > ~/.local/share/bash-completion/completions/msa
_msa() {
  local IFS=$'\\n' words
  words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=($(msa __complete -- "\${words[@]}" 2>/dev/null | cut -f1))
}
complete -o default -F _msa msa
`,
  zsh: `#compdef msa
# msa completion for zsh. Once: msa completion zsh > "\${fpath[1]}/_msa"
_msa() {
  local line value summary
  local -a found
  while IFS= read -r line; do
    value="\${line%%$'\\t'*}"
    summary="\${line#*$'\\t'}"
    found+=("\${value//:/\\\\:}:$summary")
  done < <(msa __complete -- "\${(@)words[2,$CURRENT]}" 2>/dev/null)
  if (( \${#found} )); then _describe 'msa' found; else _files; fi
}
if [ "\${funcstack[1]}" = "_msa" ]; then _msa "$@"; else compdef _msa msa; fi
`,
  fish: `# msa completion for fish. Once: msa completion fish > ~/.config/fish/completions/msa.fish
function __msa_complete
  set -l words (commandline -opc)
  msa __complete -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c msa -f -a '(__msa_complete)'
`,
}

export function completionScript(shell: Shell): string {
  return scripts[shell]
}
