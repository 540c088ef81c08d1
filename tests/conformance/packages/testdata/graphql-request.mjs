import { ClientError, GraphQLClient, gql, request } from "graphql-request";

const server = async (url, { method, body, headers }) => {
  const { query, variables, operationName } = JSON.parse(body);
  const json = (data, status = 200) => Response.json(data, { status });
  if (query.includes("broken")) return json({ errors: [{ message: "no such field", path: ["broken"] }], data: null });
  if (query.includes("down")) return json({ errors: [{ message: "out of order" }] }, 500);
  return json({ data: { hello: `${method} ${new URL(url).pathname} ${operationName ?? "anonymous"} ${JSON.stringify(variables ?? {})} ${new Headers(headers).get("authorization")}` } });
};
const client = new GraphQLClient("http://api.test/graphql", { fetch: server, headers: { authorization: "Bearer token" } });
console.log(await client.request(gql`query Greeting($name: String!) { hello(name: $name) }`, { name: "Ada" }));
console.log(await client.request({ document: gql`{ hello }` }));
console.log(await client.rawRequest("{ hello }").then(({ data, status }) => ({ data, status })));
for (const query of ["{ broken }", "{ down }"]) {
  await client.request(query).catch((error) => console.log(error instanceof ClientError, error.response.status, error.response.errors[0].message, error.request.query));
}
const lenient = new GraphQLClient("http://api.test/graphql", { fetch: server, errorPolicy: "all" });
console.log((await lenient.rawRequest("{ broken }")).errors.length);
const aborted = new AbortController();
aborted.abort();
await new GraphQLClient("http://api.test/graphql", { fetch: async (_, { signal }) => { signal.throwIfAborted(); }, signal: aborted.signal }).request("{ hello }")
  .catch((error) => console.log(error.name));
console.log(typeof request);
