import { type Cluster, findServer, freePorts, startCluster } from "../../../tools/click_house/cluster.ts";

const found = await findServer();

/** For a test that needs servers: whether to leave it out, said once on standard error. */
export const noServer = "missing" in found;
if (noServer) console.error(`Tests on a cluster are left out: ${(found as { missing: string }).missing}.`);

/** Starts shards in a folder of their own; they end and the folder goes when the test is over. */
export async function temporaryCluster(shards = 2): Promise<Cluster> {
  const folder = await Deno.makeTempDir({ prefix: "click-house-" });
  const remove = () => Deno.remove(folder, { recursive: true });
  try {
    const cluster = await startCluster(folder, freePorts(shards));
    return {
      shards: cluster.shards,
      [Symbol.asyncDispose]: async () => {
        await cluster[Symbol.asyncDispose]();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
