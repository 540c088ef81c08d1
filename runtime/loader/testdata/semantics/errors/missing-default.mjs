import good from './good.mjs';
console.log(good);
