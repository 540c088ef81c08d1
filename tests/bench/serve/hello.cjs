const server = require("node:http").createServer((request, response) => {
  response.writeHead(200, { "content-type": "text/plain;charset=UTF-8" });
  response.end("hello world");
});
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}/`));
