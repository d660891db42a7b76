/** Words as a shell splits them, with quotes and backslashes; nothing is filled in. */
export function shellWords(text: string): string[] {
  const words = text.match(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g) ?? []
  return words.map(word =>
    word.replaceAll(/\\([\s\S])|"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'/g, (_, escaped, double, single) =>
      escaped !== undefined ? String(escaped) : double !== undefined ? unescaped(String(double)) : String(single ?? ''),
    ),
  )
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(["\\$`])/g, '$1')
}
