/**
 * Runs an action while no other process holds the same lock file. The system lets go of the
 * lock when its process ends, however it ends.
 */
export async function withFileLock<Result>(
  path: string,
  onWait: () => void,
  action: () => Promise<Result>,
): Promise<Result> {
  using file = await Deno.open(path, { create: true, write: true });
  const waiting = setTimeout(onWait, 500);
  await file.lock(true);
  clearTimeout(waiting);
  try {
    return await action();
  } finally {
    await file.unlock();
  }
}
