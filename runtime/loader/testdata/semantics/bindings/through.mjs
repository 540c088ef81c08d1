import d from './live.mjs';
export { x } from './live.mjs';
export { d as def };
