/** A running server, one shard of a cluster. */
export interface Shard {
  readonly http: number;
  readonly tcp: number;
  readonly process: Deno.ChildProcess;
  /** Runs a statement as the user without a password, who may do everything. */
  readonly run: (sql: string, body?: BodyInit, settings?: Readonly<Record<string, string>>) => Promise<string>;
}

/** Servers of ClickHouse on loopback ports, without containers. */
export interface Cluster extends AsyncDisposable {
  readonly shards: readonly Shard[];
}

const password = "simulated-flows";

/** The users whom the servers know beside "default", and the settings they start with. */
export const users = {
  analyst: { password, settings: { readonly: 2 } },
  reader: { password, settings: { readonly: 1 } },
  careless: { password, settings: { readonly: 2, skip_unavailable_shards: 1 } },
  "careless-reader": { password, settings: { skip_unavailable_shards: 1, readonly: 1 } },
} as const;

/** The name of the cluster in the configuration of the servers. */
export const clusterName = "example";

/** Where clickhouse-server is, or why it cannot be used. */
export async function findServer(): Promise<{ path: string } | { missing: string }> {
  for (const folder of [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/usr/bin"]) {
    const path = `${folder}/clickhouse-server`;
    if (await Deno.stat(path).then(({ isFile }) => isFile, () => false)) return { path };
  }
  return { missing: "clickhouse-server is not installed (Debian: apt-get install clickhouse-server)" };
}

/**
 * Starts servers as ordinary processes in a folder, one for each pair of ports, and waits until they answer.
 *
 * @throws {Error} If clickhouse-server is missing or a server does not come up.
 */
export async function startCluster(folder: string, ports: readonly { http: number; tcp: number }[]): Promise<Cluster> {
  const found = await findServer();
  if ("missing" in found) throw new Error(found.missing);
  const shards: Shard[] = [];
  const stop = async () => {
    for (const { process } of shards) kill(process);
    await Promise.all(shards.map(({ process }) => process.status));
  };
  try {
    for (const [index, { http, tcp }] of ports.entries()) {
      shards.push(await startShard(found.path, `${folder}/shard-${index + 1}`, { http, tcp }, ports));
    }
    await Promise.all(shards.map(ready));
  } catch (error) {
    await stop();
    throw error;
  }
  return { shards, [Symbol.asyncDispose]: stop };
}

/** Ports of the loopback interface that nobody listens on. */
export function freePorts(count: number): { http: number; tcp: number }[] {
  const listeners = Array.from({ length: 2 * count }, () => Deno.listen({ hostname: "127.0.0.1", port: 0 }));
  const ports = listeners.map(({ addr }) => (addr as Deno.NetAddr).port);
  for (const listener of listeners) listener.close();
  return Array.from({ length: count }, (_, index) => ({ http: ports[2 * index]!, tcp: ports[2 * index + 1]! }));
}

/** Ends a server at once, as a failing machine would. */
export function kill(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch {
    // it had ended
  }
}

async function startShard(
  path: string,
  folder: string,
  { http, tcp }: { http: number; tcp: number },
  all: readonly { tcp: number }[],
): Promise<Shard> {
  for (const port of [http, tcp]) checkFree(port);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/config.xml`, configuration(http, tcp, all));
  await Deno.writeTextFile(`${folder}/users.xml`, userList());
  const process = new Deno.Command("/bin/sh", {
    args: ["-c", `exec "$0" --config-file=config.xml > server.log 2>&1`, path],
    cwd: folder,
    env: { TZ: "UTC" },
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).spawn();
  const run: Shard["run"] = async (sql, body, settings = {}) => {
    const query = new URLSearchParams({ ...settings, ...body !== undefined && { query: sql } });
    const response = await fetch(`http://127.0.0.1:${http}/?${query}`, { method: "POST", body: body ?? sql });
    const text = await response.text();
    if (!response.ok) throw new Error(text.trim());
    return text;
  };
  return { http, tcp, process, run };
}

function checkFree(port: number): void {
  try {
    Deno.listen({ hostname: "127.0.0.1", port }).close();
  } catch {
    throw new Error(`port ${port} of 127.0.0.1 is in use`);
  }
}

async function ready({ run, process }: Shard): Promise<void> {
  let ended = false;
  process.status.then(() => ended = true);
  for (let tries = 0; tries < 300 && !ended; tries++) {
    try {
      await run("SELECT 1");
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(ended ? "clickhouse-server ended at its start" : "clickhouse-server did not come up in 30 s");
}

function configuration(http: number, tcp: number, all: readonly { tcp: number }[]): string {
  const shards = all.map(({ tcp }) => `<shard><replica><host>127.0.0.1</host><port>${tcp}</port></replica></shard>`);
  return `<?xml version="1.0"?>
<yandex>
  <logger><level>warning</level><console>1</console></logger>
  <listen_host>127.0.0.1</listen_host>
  <http_port>${http}</http_port>
  <tcp_port>${tcp}</tcp_port>
  <path>data/</path>
  <tmp_path>tmp/</tmp_path>
  <users_config>users.xml</users_config>
  <default_profile>default</default_profile>
  <default_database>default</default_database>
  <timezone>UTC</timezone>
  <mark_cache_size>268435456</mark_cache_size>
  <remote_servers><${clusterName}>${shards.join("")}</${clusterName}></remote_servers>
</yandex>
`;
}

function userList(): string {
  const own = Object.entries(users).map(([name, { password, settings }]) => ({
    profile: `<${name}>${
      Object.entries(settings).map(([setting, value]) => `<${setting}>${value}</${setting}>`).join("")
    }</${name}>`,
    user: userEntry(name, password),
  }));
  return `<?xml version="1.0"?>
<yandex>
  <profiles><default/>${own.map(({ profile }) => profile).join("")}</profiles>
  <users>${userEntry("default", "")}${own.map(({ user }) => user).join("")}</users>
  <quotas><default/></quotas>
</yandex>
`;
}

const userEntry = (name: string, password: string) =>
  `<${name}><password>${password}</password><networks><ip>127.0.0.1</ip></networks><profile>${name}</profile><quota>default</quota></${name}>`;
