import { unused } from './good.mjs';
