import './fast.mjs';
console.log('after fast, before slow');
