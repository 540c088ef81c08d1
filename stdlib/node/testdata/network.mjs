import dns from "node:dns";
import net from "node:net";
import punycode from "node:punycode";
import tls from "node:tls";
import { StringDecoder } from "node:string_decoder";

const addresses = ["127.0.0.1", "::1", "fe80::1%eth0", "1.2.3", "01.2.3.4", "::ffff:1.2.3.4", "", "x", "1.2.3.4.5", " 1.2.3.4", "1::", ":::", "256.1.1.1", undefined, null, 5];
const names = ["", "abc", "mañana", "münchen", "💩", "bücher-ü", "ليهمابتكلموشعربي؟", "a-", "-", "---ü", "他们为什么不说中文", "3年B組金八先生"];
const lookup = (...args) => new Promise((done) => dns.lookup(...args, (...results) => done(results)));
const cert = { subject: { CN: "a.example" }, subjectaltname: "DNS:b.example, DNS:*.c.example, IP Address:1.2.3.4" };
const old = (name) => ({ ...tls.checkServerIdentity(name, { subject: { CN: "a.example" } }) }.code);

export const network = [
  ...addresses.map((text) => () => [net.isIP(text), net.isIPv4(text), net.isIPv6(text)]),
  ...names.map((name) => () => [punycode.encode(name), punycode.decode(punycode.encode(name)), punycode.toASCII(`${name}.com`), punycode.toUnicode(punycode.toASCII(`${name}.com`))]),
  ...["\x80", "é-a", "999999b", "ls8h=", "%"].map((text) => () => punycode.decode(text)),
  () => [punycode.toASCII("джумла@джpумлатест.bрфa"), punycode.toUnicode("xn--maana-pta.com"), punycode.ucs2.decode("a💩"), punycode.ucs2.encode([97, 0x1f4a9]), punycode.toASCII("a。b")],
  () => lookup("127.0.0.1"), () => lookup("127.0.0.1", { all: true }), () => dns.promises.lookup("::1"), () => lookup("", { all: true }),
  () => dns.lookup(5, () => {}), () => dns.lookup("x"), () => dns.lookup("x", { family: 5 }, () => {}), () => dns.lookup("x", "y", () => {}),
  () => [dns.NOTFOUND, dns.ADDRCONFIG, dns.promises.TIMEOUT],
  ...["b.example", "x.c.example", "c.example", "a.x.c.example", "a.example", "1.2.3.4", "1.2.3.5"].map((name) => () => tls.checkServerIdentity(name, cert)?.message),
  ...["a.example", "b.example", "1.2.3.4"].map((name) => () => old(name)), () => tls.checkServerIdentity("x", {})?.reason,
  () => {
    function Old(encoding) { StringDecoder.call(this, encoding); }
    Old.prototype = StringDecoder.prototype;
    const decoder = new Old("utf8");
    return [Object.keys(decoder), decoder.write(Buffer.from([0xe2, 0x98])), decoder.end(Buffer.from([0x83]))];
  },
];
