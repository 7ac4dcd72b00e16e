/** A relay that stands before a server and spoils the answers to the question itself, not those before it. */
export interface Relay extends AsyncDisposable {
  readonly port: number;
}

/** Passes on bytes, and closes the connection in the midst of the answer. */
export function cuttingRelay(to: number): Relay {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  const relay = async (client: Deno.Conn) => {
    const server = await Deno.connect({ hostname: "127.0.0.1", port: to });
    open.add(client).add(server);
    client.readable.pipeTo(server.writable).catch(() => {});
    const writer = client.writable.getWriter();
    try {
      for await (const chunk of server.readable) {
        const isAnswer = new TextDecoder().decode(chunk).includes("flow_class");
        await writer.write(isAnswer ? chunk.subarray(0, chunk.length / 2) : chunk);
        if (isAnswer) break;
      }
    } catch {
      // one side had gone
    }
    for (const side of [client, server]) close(side);
  };
  (async () => {
    for await (const client of listener) relay(client).catch(() => close(client));
  })();
  return {
    port: (listener.addr as Deno.NetAddr).port,
    [Symbol.asyncDispose]: () => {
      listener.close();
      for (const side of open) close(side);
      return Promise.resolve();
    },
  };
}

/** Passes on whole answers, as HTTP sees it, whose text was changed. */
export function changingRelay(
  to: number,
  change: (text: string) => string,
  tls: Partial<Deno.TlsCertifiedKeyPem> = {},
): Relay {
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {}, ...tls as object },
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const response = await fetch(`http://127.0.0.1:${to}${pathname}${search}`, {
        method: request.method,
        headers: { authorization: request.headers.get("authorization") ?? "" },
        body: await request.text(),
      });
      const text = await response.text();
      return new Response(text.includes("flow_class") ? change(text) : text, { status: response.status });
    },
  );
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

function close(side: Deno.Conn): void {
  try {
    side.close();
  } catch {
    // it was closed
  }
}
