// Primes and what ciphers there are (node primes.mjs > primes.txt).
import crypto from "node:crypto";
const t=(f)=>{ try { console.log(f()) } catch(e){ console.log(e.name,e.code,e.message.slice(0,160)) } };
for (const p of [2n,3n,4n,1n,0n,-7n,97n,561n,2n**61n-1n,2n**64n,Buffer.from([7]),Buffer.from([8]),new Uint8Array([0,13]).buffer,new DataView(new Uint8Array([11]).buffer),7,"7",null,undefined,Buffer.alloc(0)]) t(()=>crypto.checkPrimeSync(p));
for (const o of [{checks:5},{checks:-1},{checks:1.5},{checks:"x"},5,null,{checks:2**32},{checks:2**31}]) t(()=>crypto.checkPrimeSync(7n,o));
for (const a of [[8],[0],[-1],[1.5],["8"],[2],[3],[32,{bigint:true}],[32,{safe:true,bigint:true}],[8,{bigint:1}],[8,{safe:1}],[8,5],[8,null],[8,{add:5}],[8,{add:"x"}],[8,{rem:5n}],[32,{add:12n,rem:11n,bigint:true}],[8,{add:300n}],[8,{add:-1n}],[8,{add:4n,rem:-1n}],[8,{add:4n,rem:8n,bigint:true}],[32,{add:Buffer.from([12])}],[2**31]]) t(()=>{const r=crypto.generatePrimeSync(...a);return typeof r==="bigint"?["bigint",r.toString(2).length, a[1]?.add?r%a[1].add:0]:[r.constructor.name,r.byteLength]});
t(()=>crypto.checkPrime(7n)); t(()=>crypto.checkPrime(7n,5)); t(()=>crypto.generatePrime(8)); t(()=>crypto.generatePrime(8,{},5));
const told = (run) => new Promise((done) => run((...args) => done(console.log(...args))));
await told((done) => crypto.checkPrime(7n, done)); await told((done) => crypto.checkPrime(8n, { checks: 3 }, done)); await told((done) => crypto.generatePrime(16, { bigint: true }, (e, r) => done(e, typeof r))); await told((done) => crypto.generatePrime(16, (e, r) => done(e, r.byteLength)));
t(() => crypto.setFips(0)); t(()=>[crypto.checkPrime.length,crypto.checkPrimeSync.length,crypto.generatePrime.length,crypto.generatePrimeSync.length]);
t(()=>crypto.getCipherInfo("aes-128-cbc")); t(()=>crypto.getCipherInfo("aes-256-gcm")); t(()=>crypto.getCipherInfo("nope")); t(()=>crypto.getCipherInfo("AES-128-CTR")); t(()=>crypto.getCipherInfo("aes-256-gcm",{ivLength:16})); t(()=>crypto.getCipherInfo("aes-128-cbc",{keyLength:5})); t(()=>crypto.getCipherInfo(419)); t(()=>crypto.getCipherInfo("aes-128-ecb"));

t(()=>[typeof crypto.hkdf,typeof crypto.scrypt,typeof crypto.pbkdf2,typeof crypto.hkdfSync,typeof crypto.ECDH,typeof crypto.createECDH,typeof crypto.X509Certificate,typeof crypto.getCurves,typeof crypto.hash]);

t(() => [crypto.pseudoRandomBytes(3).length, crypto.getFips()]);
