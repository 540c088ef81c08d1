import * as self from './cyclic.mjs';
import * as other from './tdz.mjs';
export const early = () => other.seen + ' ' + self.late;
export const late = 'late';
export default 'def';
