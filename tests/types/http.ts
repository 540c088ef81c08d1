// fetch and serve as the compiler sees them.
import { serve, type Handler, type Server } from "lariat:http";

const handler: Handler = async (request, { signal, remote }) => {
  const form: FormData = await request.formData();
  const entry: File | string | null = form.get("a");
  if (signal.aborted || entry === null) return Response.redirect("http://a/", 303);
  return Response.json({ remote, names: [...request.headers.keys()] }, { status: 201, headers: { a: "b" } });
};
export async function run(): Promise<number> {
  await using server: Server = await serve(handler, { port: 0, workers: 2, requestTimeout: "1s", maxBody: 10, onListen: (s) => void s.port });
  using response: Response = await fetch(server.url, { method: "POST", body: new URLSearchParams({ a: "1" }), signal: AbortSignal.timeout(1) });
  for await (const chunk of response.body ?? []) if (chunk.length > 1) return chunk.length;
  // @ts-expect-error: the kinds of redirects are known
  await fetch("http://a/", { redirect: "sometimes" });
  // @ts-expect-error: a handler returns a Response
  await serve(() => "text");
  return (await response.bytes()).length;
}
