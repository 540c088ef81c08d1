import { serve } from "lariat:http";
const server = await serve(() => new Response("hello world"));
console.log(server.url.href);
