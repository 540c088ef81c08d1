// A chat over WebSockets: a server that passes on what each guest says, and three guests.
// Flags: -N
import { serve, upgradeWebSocket } from "lariat:http";

const guests = new Map();
const tellAll = (text) => guests.forEach((name, socket) => socket.send(text));

await using server = await serve((request) => {
  if (request.headers.get("upgrade") !== "websocket") return new Response("come with a WebSocket", { status: 426 });
  const { socket, response } = upgradeWebSocket(request, { idleTimeout: "30s" });
  socket.onopen = () => {
    guests.set(socket, new URL(request.url).searchParams.get("name"));
    tellAll(`* ${guests.get(socket)} is here`);
  };
  socket.onmessage = ({ data }) => tellAll(`${guests.get(socket)}: ${data}`);
  socket.onclose = () => {
    const name = guests.get(socket);
    guests.delete(socket);
    tellAll(`* ${name} has left`);
  };
  return response;
});

/** A guest: what was heard waits in a list until somebody asks for it. */
class Guest {
  #heard = [];
  #waits = [];

  constructor(name) {
    this.socket = new WebSocket(new URL(`?name=${name}`, server.url));
    this.socket.onmessage = ({ data }) => (this.#waits.shift() ?? ((text) => this.#heard.push(text)))(data);
  }

  say(text) {
    this.socket.send(text);
  }

  hear() {
    return this.#heard.length > 0 ? this.#heard.shift() : new Promise((resolve) => this.#waits.push(resolve));
  }
}

const ann = new Guest("Ann");
console.log(await ann.hear());
const bob = new Guest("Bob");
console.log(await bob.hear());
const cleo = new Guest("Cleo");
console.log(await cleo.hear());
for (const text of ["* Bob is here", "* Cleo is here"]) if ((await ann.hear()) !== text) throw new Error(`Ann has missed ${text}`);

cleo.say("Hello, you two!");
console.log("Ann hears", await ann.hear());
bob.socket.close(1000, "tired");
console.log("Ann hears", await ann.hear());
console.log("Cleo hears", await cleo.hear(), "|", await cleo.hear());

const leaves = (guest) => new Promise((resolve) => (guest.socket.onclose = resolve));
const [{ code, reason }] = await Promise.all([leaves(ann), leaves(cleo), server.close()]);
console.log(`the server was closed: ${code} ${reason}`);
// Output:
// * Ann is here
// * Bob is here
// * Cleo is here
// Ann hears Cleo: Hello, you two!
// Ann hears * Bob has left
// Cleo hears Cleo: Hello, you two! | * Bob has left
// the server was closed: 1001 the server was closed
