import { suffix } from "./suffix.js";

onmessage = ({ data, ports }) => {
  for (const port of ports) port.postMessage("your port");
  postMessage(typeof data === "string" ? data + suffix : data);
};
