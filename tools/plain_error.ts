/** An error whose message says all the user needs: it is printed without a stack. */
export class PlainError extends Error {
  constructor(message: string, readonly exitCode: number = 1) {
    super(message);
    this.name = "PlainError";
  }
}

/** Runs a command; a PlainError becomes its sentence on stderr and its exit code. */
export async function runCommand(command: () => Promise<number | void>): Promise<never> {
  try {
    Deno.exit(await command() ?? 0);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    console.error(error.message);
    Deno.exit(error.exitCode);
  }
}
