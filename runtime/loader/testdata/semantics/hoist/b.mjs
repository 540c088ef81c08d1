import { fa } from './main.mjs'; console.log('b body', fa());
