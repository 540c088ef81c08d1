export { nothing as something } from './good.mjs';
