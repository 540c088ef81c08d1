// A worker without a file of its own: its program is a Blob, which has an address for as long as it takes to start.
function run(program, input) {
  const address = URL.createObjectURL(new Blob([`onmessage = ({ data }) => { postMessage((${program})(data)); close(); }`]));
  const worker = new Worker(address);
  URL.revokeObjectURL(address); // the worker has its program already
  worker.postMessage(input);
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(event.error);
    };
  });
}

const primes = (limit) => {
  const sieve = new Uint8Array(limit + 1);
  let count = 0;
  for (let n = 2; n <= limit; n++) {
    if (sieve[n]) continue;
    count++;
    for (let m = n * n; m <= limit; m += n) sieve[m] = 1;
  }
  return count;
};

const limits = [100, 1_000, 10_000];
const counts = await Promise.all(limits.map((limit) => run(primes, limit)));
limits.forEach((limit, i) => console.log(`${counts[i]} primes up to ${limit}`));
console.log(await run((n) => n.missing.length, 1).catch((error) => `${error.name} in the worker`));

// Output:
// 25 primes up to 100
// 168 primes up to 1000
// 1229 primes up to 10000
// TypeError in the worker
