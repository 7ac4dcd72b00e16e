/**
 * The kernel says nothing of a syntax error but that the cell failed; Deno's formatter, which
 * parses the same language, says what and where. Undefined where it finds no fault.
 */
export async function explainSyntaxError(source: string): Promise<string | undefined> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--no-config", "--ext", "ts", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  await new Blob([source]).stream().pipeTo(child.stdin);
  const { success, stderr } = await child.output();
  const said = new TextDecoder().decode(stderr);
  const message = said.match(/SyntaxError: (.*)/)?.[1];
  if (success || !message) return undefined;
  const [, line, column] = said.match(/:(\d+):(\d+)$/m) ?? [];
  return line ? `${message} (line ${line}, column ${column} of the cell)` : message;
}
