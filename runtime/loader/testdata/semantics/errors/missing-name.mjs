import './good.mjs';
import { their } from './good.mjs';
console.log(their);
