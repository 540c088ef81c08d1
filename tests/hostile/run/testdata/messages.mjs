// expect: error
const { port1, port2 } = new MessageChannel(); port2.onmessage = () => { port1.postMessage(1); port1.postMessage("x".repeat(1e5)); }; port1.postMessage(1);
