// Names made of hashes are always the same; the others are unique, of their version and sorted if they are meant to be.
import { MAX, NIL, parse, stringify, v1, v1ToV6, v3, v4, v5, v6, v7, validate, version } from "uuid";

console.log(v3("hello", v3.DNS), v5("hello", v5.DNS), v5("https://example.org/ü", v5.URL));
console.log(v4({ random: Uint8Array.from({ length: 16 }, (_, i) => i) }));
console.log(v1({ msecs: 1_700_000_000_000, nsecs: 1, node: [1, 2, 3, 4, 5, 6], clockseq: 0x1234 }));
console.log(v6({ msecs: 1_700_000_000_000, nsecs: 1, node: [1, 2, 3, 4, 5, 6], clockseq: 0x1234 }));
console.log(v7({ msecs: 1_700_000_000_000, seq: 7, random: new Uint8Array(16).fill(0xab) }));
console.log(v1ToV6("92f62d9e-22c4-11ef-97e9-325096b39f47"));

const ids = Array.from({ length: 500 }, () => v4());
console.log(new Set(ids).size, ids.every((id) => validate(id) && version(id) === 4));
const sorted = Array.from({ length: 500 }, () => v7());
console.log(new Set(sorted).size, sorted.every((id, i) => i === 0 || sorted[i - 1] < id), version(sorted[0]), version(v1()));
console.log(parse(MAX).every((byte) => byte === 255), stringify(parse(NIL)) === NIL, validate("no"), validate(MAX));
try {
  parse("nonsense");
} catch (error) {
  console.log(error.name, error.message);
}
