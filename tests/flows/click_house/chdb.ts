/** A Python that has chDB: AFTER_MEGAUPLOAD_CHDB_PYTHON, or that of .work/chdb. */
const python = Deno.env.get("AFTER_MEGAUPLOAD_CHDB_PYTHON") ||
  new URL("../../../.work/chdb/bin/python", import.meta.url).pathname;

async function hasChdb(): Promise<boolean> {
  try {
    return (await new Deno.Command(python, { args: ["-c", "import chdb"], stdout: "null", stderr: "null" }).output())
      .success;
  } catch {
    return false; // no such Python
  }
}

/** For a test that needs a ClickHouse of today: whether to leave it out, said once on standard error. */
export const noChdb = !await hasChdb();
if (noChdb) {
  console.error("Tests on chDB are left out: no Python with chdb-core in AFTER_MEGAUPLOAD_CHDB_PYTHON or .work/chdb.");
}

/** The answers of chDB to statements, one after the other in one session: the rows, or the error. */
export async function chdbAnswers(
  statements: readonly string[],
): Promise<({ data: unknown[][] } | { error: string })[]> {
  const process = new Deno.Command(python, {
    args: [new URL("./chdb_answers.py", import.meta.url).pathname],
    env: { TZ: "UTC" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(statements)));
  await writer.close();
  const { stdout, stderr, success } = await process.output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const answers: { text?: string; error?: string }[] = JSON.parse(new TextDecoder().decode(stdout));
  return answers.map(({ text, error }) => {
    if (error !== undefined) return { error };
    return { data: text === "" ? [] : JSON.parse(text!).data };
  });
}
